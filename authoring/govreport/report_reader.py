"""TOML data as a Report, and every wrong key, type or cell in it."""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from govreport.fields import Field, load_fields
from govreport.finding import Number, Shown, Strike
from govreport.paragraphs import BLANKS, split_paragraphs
from govreport.report import Cells, FieldValue, Part, Prose, Report, Waiver
from govreport.report_format import (
    Column,
    ReportFormat,
    Row,
    Section,
    Table,
    all_rows,
    list_formats,
    load_format,
)
from govreport.spelling import find_control_character, suggest_key, suggest_number

LARGEST = 10**12
"""No count and no amount of a report reaches this; beyond it the digits are a slip."""
SMALLEST_EXPONENT = -12
LARGEST_USABLE = 10**18
"""A whole number from here on is reported and then left out: nothing can be done with 0xFFF… of 5,000 digits."""

ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
PART_KEYS = ("aspect", "heading", "run_in", "text")
PROSE_KEYS = ("text", "parts")
WAIVER_KEYS = ("rule", "at", "reason")


def read_report(data: Mapping[str, Any], form: ReportFormat | None = None) -> tuple[Report, list[Strike]]:
    """Return the report in `data` and what is wrong with its shape.

    A value of a wrong type is left out of the report (a cell becomes None), so that the rest can still be
    checked. The form is the one that `data` names, unless `form` is given.
    """
    reader = _Reader(data, form or choose_format(data))
    return reader.read(), reader.strikes


def choose_format(data: Mapping[str, Any]) -> ReportFormat:
    """Return the form that `data` names; the newest one where it names none that exists."""
    name = show(data.get("format", ""))
    return load_format(name if name in list_formats() else list_formats()[0])


class _Reader:
    """One pass over the data; `strikes` collects what is wrong."""

    def __init__(self, data: Mapping[str, Any], form: ReportFormat) -> None:
        self.data = data
        self.form = form
        self.strikes: list[Strike] = []

    def strike(self, code: str, path: str, found: Shown = None, expected: Shown = None, **values: object) -> None:
        self.strikes.append(Strike(code, path, found, expected, values))

    def read(self) -> Report:
        table_keys = [section.key for section in self.form.table_sections]
        known = {*(path.partition(".")[0] for path in load_fields()), *table_keys, "narrative", "waive"}
        self.report_unknown("", self.data, known)
        fields = self.read_fields()
        prose = self.read_narrative()
        rows: dict[str, Cells] = {}
        for section in self.form.table_sections:
            rows.update(self.read_tables(section))
        return Report(self.form, fields, prose, rows, tuple(self.read_waivers()))

    # ------------------------------------------------------------ fields

    def read_fields(self) -> dict[str, FieldValue]:
        fields = load_fields()
        values: dict[str, FieldValue] = {}
        for table in dict.fromkeys(field.table for field in fields.values()):
            content = self.table_at(table)
            own = {field.key for field in fields.values() if field.table == table}
            inner = {
                f.table[len(table) + 1 :].partition(".")[0]
                for f in fields.values()
                if f.table.startswith(f"{table}.")
            }
            if table not in ("", "narrative"):
                self.report_unknown(table, content, own | inner)
            for field in (f for f in fields.values() if f.table == table):
                value = self.read_field(field, content.get(field.key))
                if value is not None:
                    values[field.path] = value
        return values

    def read_field(self, field: Field, value: Any) -> FieldValue | None:
        if value is None or (isinstance(value, str) and not value.strip(BLANKS)):
            if field.required:
                self.strike("S01", field.path, None, field.label, label=field.label)
            return None
        if field.kind == "integer":
            return self.read_integer(field, value)
        if field.kind == "date":
            return self.read_date(field, value)
        if not isinstance(value, str):
            self.strike("S03", field.path, show(value), "文字", label=field.label, kind="文字，要放在英文双引号里")
            return None
        return self.read_text(field, value)

    def read_text(self, field: Field, value: str) -> str | None:
        text = "\n".join(split_paragraphs(value)) if field.kind == "text_block" else value.strip(BLANKS)
        self.check_characters(text, field.path, one_line=field.kind != "text_block")
        choices = (*list_formats(), self.form.format) if field.kind == "format" else field.choices
        if choices and text not in choices:
            names = "、".join(dict.fromkeys(choices))
            self.strike(
                "S04",
                field.path,
                text,
                names,
                label=field.label,
                choices=names,
                hint=suggest_key(text, choices),
            )
            return None
        return text

    def read_integer(self, field: Field, value: Any) -> int | None:
        if not isinstance(value, int) or isinstance(value, bool):
            kind = f"整数，如 {field.key} = {suggest_number(value) or 2024}，不加引号"
            self.strike("S03", field.path, show(value), "整数", label=field.label, kind=kind)
            return None
        if not field.minimum <= value <= field.maximum:
            found = value if abs(value) < LARGEST else show(value)
            self.strike("S06", field.path, found, f"{field.minimum}—{field.maximum}", label=field.label)
            return None
        return value

    def read_date(self, field: Field, value: Any) -> date | None:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if isinstance(value, str) and ISO_DATE.fullmatch(value.strip(BLANKS)):
            with suppress(ValueError):
                return date.fromisoformat(value.strip(BLANKS))
        self.strike("S05", field.path, show(value), "日期", label=field.label)
        return None

    # ------------------------------------------------------------ prose

    def read_narrative(self) -> dict[str, Prose]:
        narrative = self.table_at("narrative")
        own = {field.key for field in load_fields().values() if field.table == "narrative"}
        self.report_unknown("narrative", narrative, own | {s.key for s in self.form.prose_sections})
        prose = {}
        for section in self.form.prose_sections:
            path = f"narrative.{section.key}"
            content = self.table_at(path)
            self.report_unknown(path, content, PROSE_KEYS)
            text = self.read_paragraphs(content, path)
            parts = tuple(self.read_parts(content, path, section))
            if text or parts:
                prose[section.key] = Prose(text, parts)
            else:
                self.strike("S01", path, None, section.title, label=section.title)
        return prose

    def read_parts(self, content: Mapping[str, Any], path: str, section: Section) -> Iterator[Part]:
        items = content.get("parts", [])
        if not is_table_list(items):
            self.strike("S03", f"{path}.parts", show(items), "", label="parts", kind=f"一组 [[{path}.parts]]")
            return
        for index, item in enumerate(items):
            here = f"{path}.parts[{index}]"
            self.report_unknown(here, item, PART_KEYS)
            heading = self.read_string(item, "heading", here).strip(BLANKS)
            self.check_characters(heading, f"{here}.heading", one_line=True)
            run_in = item.get("run_in", False)
            if not isinstance(run_in, bool):
                self.strike(
                    "S03",
                    f"{here}.run_in",
                    show(run_in),
                    "true 或 false",
                    label="run_in",
                    kind="true 或 false",
                )
                run_in = False
            text = self.read_paragraphs(item, here)
            if not text and not heading:
                self.strike("S08", here)
            else:
                yield Part(heading, run_in, self.read_aspect(item, here, section), text)

    def read_aspect(self, item: Mapping[str, Any], path: str, section: Section) -> str:
        aspect = self.read_string(item, "aspect", path).strip(BLANKS)
        known = [a.label for a in section.aspects]
        if aspect and aspect not in known:
            names = "、".join(known) or "（这一部分不分方面，不要写 aspect）"
            hint = suggest_key(aspect, known)
            self.strike("S04", f"{path}.aspect", aspect, names, label="aspect", choices=names, hint=hint)
            return ""
        return aspect

    def read_paragraphs(self, content: Mapping[str, Any], path: str) -> tuple[str, ...]:
        text = self.read_string(content, "text", path)
        self.check_characters(text, f"{path}.text")
        return split_paragraphs(text)

    def read_string(self, content: Mapping[str, Any], key: str, path: str) -> str:
        value = content.get(key, "")
        if isinstance(value, str):
            return value
        self.strike("S03", f"{path}.{key}", show(value), "文字", label=key, kind="文字，要放在引号里")
        return ""

    def check_characters(self, text: str, path: str, *, one_line: bool = False) -> None:
        found = find_control_character(text, one_line=one_line)
        if found:
            self.strike("S09", path, found, None, character=found)

    # ------------------------------------------------------------ tables

    def read_tables(self, section: Section) -> Iterator[tuple[str, Cells]]:
        if section.key not in self.data:
            self.strike("S01", section.key, None, section.title, label=section.title)
            return
        content = self.table_at(section.key)
        known = {row.key for table in section.tables for row in all_rows(table)}
        written = dict(self.flatten(section.key, content, known))
        unread = tuple(f"{strike.path}." for strike in self.strikes if strike.code == "S03")
        for table in section.tables:
            self.check_variants(table, written)
            for row in all_rows(table):
                if row.key in written:
                    yield row.path, self.read_row(written[row.key], row, table)
                elif self.is_missing(row, table, written) and not row.path.startswith(unread):
                    self.strike("C01", row.path, None, None, **self.describe_row(row))

    def flatten(
        self, path: str, content: Mapping[str, Any], known: Collection[str], prefix: str = ""
    ) -> Iterator[tuple[str, Any]]:
        """Yield row key and value; report keys that are no row."""
        level = {key[len(prefix) :].partition(".")[0] for key in known if key.startswith(prefix)}
        self.report_unknown(path, content, level)
        for name, value in content.items():
            key = f"{prefix}{name}"
            if key in known:
                yield key, value
            elif name in level and isinstance(value, dict):
                yield from self.flatten(f"{path}.{name}", value, known, f"{key}.")
            elif name in level:
                rows = "、".join(f"{key}.{k[len(key) + 1 :]}" for k in sorted(known) if k.startswith(f"{key}."))
                self.strike("S03", f"{path}.{name}", show(value), "", label=key, kind=f"分行填的，分别写 {rows}")

    def is_missing(self, row: Row, table: Table, written: Mapping[str, Any]) -> bool:
        if row.key in table.total_rows or row not in table.rows:
            return False
        replaced = [v for v in table.variants if row.key in v.replaces]
        return not any(v.row.key in written and not set(v.replaces) & written.keys() for v in replaced)

    def check_variants(self, table: Table, written: Mapping[str, Any]) -> None:
        for variant in table.variants:
            if variant.row.key not in written:
                continue
            both = set(variant.replaces) & written.keys()
            values = {**self.describe_row(variant.row), "rows": "、".join(sorted(both))}
            self.strikes.append(Strike("C12" if both else "C13", variant.row.path, values=values))

    def read_row(self, value: Any, row: Row, table: Table) -> Cells:
        """Return the row's cells, one a column; blanks, left-out totals and wrong values as None."""
        columns = table.columns
        if value == "" or value == []:
            if row.key not in table.total_rows:
                self.strike("C01", row.path, None, None, **self.describe_row(row))
            return (None,) * len(columns)
        if not isinstance(value, list):
            if value == 0 and isinstance(value, int) and not isinstance(value, bool):
                return (0,) * len(columns)
            if len(columns) > 1:
                return self.read_lone_value(value, row, table)
            return (self.read_cell(value, columns[0], row.path, row, optional=row.key in table.total_rows),)
        if len(value) == 1 and isinstance(value[0], list):
            self.strike("F32", row.path, mark="[ ]")
            value = value[0]
        stated = (
            columns if len(value) == len(columns) else [c for c in columns if c.key not in table.total_columns]
        )
        if len(value) != len(stated):
            self.report_count(value, row, table)
            return (None,) * len(columns)
        return self.read_cells(value, stated, row, table)

    def read_cells(self, value: list[Any], stated: Collection[Column], row: Row, table: Table) -> Cells:
        cells: dict[str, Number | None] = {}
        for index, (cell, column) in enumerate(zip(value, stated, strict=True)):
            optional = column.key in table.total_columns or row.key in table.total_rows
            cells[column.key] = self.read_cell(cell, column, f"{row.path}[{index}]", row, optional=optional)
        return tuple(cells.get(column.key) for column in table.columns)

    def read_lone_value(self, value: Any, row: Row, table: Table) -> Cells:
        """Report a row that is neither an array nor one 0: a bad value as such, a number as too few cells."""
        if self.read_cell(value, table.columns[0], row.path, row, optional=False) is not None:
            self.report_count([value], row, table)
        return (None,) * len(table.columns)

    def report_count(self, value: list[Any], row: Row, table: Table) -> None:
        own = [c.label for c in table.columns if c.key not in table.total_columns]
        counts = sorted({len(own), len(table.columns)})
        expected = " 或 ".join(str(n) for n in counts)
        code = "C07" if len(value) < counts[0] else "C08"
        difference = counts[0] - len(value) if code == "C07" else len(value) - counts[-1]
        if code == "C08" and difference <= 0:
            code, difference = "C07", counts[-1] - len(value)
        self.strike(
            code,
            row.path,
            len(value),
            expected,
            **self.describe_row(row),
            columns="、".join(own),
            difference=difference,
        )

    def read_cell(self, value: Any, column: Column, path: str, row: Row, *, optional: bool) -> Number | None:
        place = self.describe_row(row, column)
        if value == "" and isinstance(value, str):
            if not optional:
                self.strike("C01", path, None, None, **place)
            return None
        code = judge_cell(value, column)
        if code:
            usable = value if is_usable(value) else None
            suggestion = suggest_number(value) if code in ("C02", "C04") else ""
            expected = suggestion if column.decimals or "." not in suggestion else ""
            found = show(value) if usable is None else usable
            self.strike(code, path, found, expected or None, **place, suggestion=expected)
            return usable
        number: Number = value
        return number

    def describe_row(self, row: Row, column: Column | None = None) -> dict[str, object]:
        section, table, _ = self.form.row_index[row.path]
        return {"cell": name_cell(section, name_row(row, table), column.label if column else "")}

    # ------------------------------------------------------------ waivers and shared checks

    def read_waivers(self) -> Iterator[Waiver]:
        items = self.data.get("waive", [])
        if not is_table_list(items):
            self.strike("S03", "waive", show(items), "", label="waive", kind="一组 [[waive]]")
            return
        for index, item in enumerate(items):
            path = f"waive[{index}]"
            self.report_unknown(path, item, WAIVER_KEYS)
            rule, at, reason = (self.read_string(item, key, path).strip(BLANKS) for key in WAIVER_KEYS)
            if rule and reason:
                yield Waiver(rule, at, reason)
            else:
                missing = "reason" if rule else "rule"
                self.strike("S01", f"{path}.{missing}", None, None, label=f"说明（[[waive]] 的 {missing}）")

    def table_at(self, path: str) -> Mapping[str, Any]:
        """Return the table at `path`, empty where there is none; report something else in its place."""
        content: Any = self.data
        here = ""
        for name in path.split(".") if path else []:
            here = f"{here}.{name}" if here else name
            content = content.get(name, {})
            if not isinstance(content, dict):
                if not any(s.path == here for s in self.strikes):
                    self.strike("S03", here, show(content), "", label=here, kind=f"一张表，写作 [{here}]")
                return {}
        table: Mapping[str, Any] = content
        return table

    def report_unknown(self, path: str, content: Mapping[str, Any], known: Collection[str]) -> None:
        for key in content:
            if key not in known:
                full = f"{path}.{key}" if path else key
                hint = suggest_key(key, known) or self.find_home(key, path)
                self.strikes.append(
                    Strike("S02", full, key, hint or None, {"key": key, "hint": hint}, on_key=True)
                )

    def find_home(self, key: str, path: str) -> str:
        """Return the full path of a known key of that name elsewhere, "" where there is none."""
        homes = [*load_fields(), *self.form.row_index]
        return next((home for home in homes if home != f"{path}.{key}" and home.endswith(f".{key}")), "")


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
    return (
        "C06"
        if value.adjusted() >= len(str(LARGEST)) - 1 or int(value.as_tuple().exponent) < SMALLEST_EXPONENT
        else ""
    )


def is_table_list(value: Any) -> bool:
    """Tell whether `value` is what [[…]] headers give."""
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


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


def show(value: Any) -> str:
    """Return a short text for a TOML value in a message."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and abs(value) >= LARGEST_USABLE:
        digits = value.bit_length() * 30103 // 100000
        return f"约 {digits} 位的整数"
    text = "…" if isinstance(value, dict | list) else str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"
