"""What may stand in a cell, and how cells and values are named in messages."""

from decimal import Decimal
from typing import Any

from govreport.format_loader import list_formats, load_format
from govreport.report_format import Column, Row, Section, Table

LARGEST = 10**12
"""No count and no amount of a report reaches this; beyond it the digits are a slip."""
SMALLEST_EXPONENT = -12
LARGEST_USABLE = 10**18
"""A whole number from here on is reported and then left out: nothing can be done with 0xFFF… of 5,000 digits."""


def judge_cell(value: Any, column: Column) -> str:
    """Return the code of what is wrong with a cell's value, "" where it is a number that may stand there."""
    if isinstance(value, bool):
        return "C05"
    if isinstance(value, str):
        return "C04"
    if isinstance(value, Decimal):
        return judge_decimal(value, column)
    if not isinstance(value, int):
        return "C11"
    if abs(value) >= LARGEST:
        return "C06"
    return "C03" if value < 0 and not column.negative else ""


def judge_decimal(value: Decimal, column: Column) -> str:
    """As `judge_cell`, for a number with a decimal point."""
    if not value.is_finite():
        return "C10"
    if judge_size(value):
        return "C06"
    if column.decimals == 0:
        return "C02"
    if int(value.as_tuple().exponent) > 0:
        return "C14"
    if value < 0 and not column.negative:
        return "C03"
    decimals = -int(value.normalize().as_tuple().exponent)
    return "C09" if decimals > column.decimals else ""


def is_usable(value: Any) -> bool:
    """Tell whether a cell that was reported still is a number to go on with (a float, a negative count)."""
    if isinstance(value, Decimal):
        return value.is_finite() and not judge_size(value)
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < LARGEST_USABLE


def judge_size(value: Decimal) -> str:
    """Return C06 for a number with more digits, before or behind the point, than can be meant."""
    too_large = value.adjusted() >= len(str(LARGEST)) - 1
    return "C06" if too_large or int(value.as_tuple().exponent) < SMALLEST_EXPONENT else ""


def name_row(row: Row, table: Table) -> str:
    """Return a row's name for messages: its label, after its inner group; its table's heads without a label.

    The outermost group is named only where two rows have the same label.
    """
    if not row.label:
        return table.name
    alike = sum(1 for other in table.rows if other.label == row.label)
    return " ".join([*(row.group if alike > 1 else row.group[1:]), row.label])


def name_cell(section: Section, row: str, column: str) -> str:
    """Return which cell is meant: table, row, column, without those that are ""."""
    return " ".join(filter(None, [section.name, row, column]))


def squeeze(label: str) -> str:
    """Return a label without white space."""
    return "".join(label.split())


def name_path(path: str) -> str:
    """Return the name of the row at a key path in the newest form that has it; else the key."""
    for form in list_formats():
        entry = load_format(form).row_index.get(path)
        if entry:
            section, table, row = entry
            return name_cell(section, name_row(row, table), "")
    return path.rpartition(".")[2]


def show(value: Any) -> str:
    """Return a short text for a TOML value in a message."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and abs(value) >= LARGEST_USABLE:
        digits = value.bit_length() * 30103 // 100000
        return f"约 {digits} 位的整数"
    text = "…" if isinstance(value, dict | list) else str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"
