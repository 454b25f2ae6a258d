"""One field of TOML data as its value, and what is wrong with it."""

import re
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from govreport.cells import LARGEST, show
from govreport.fields import Field
from govreport.format_loader import list_formats
from govreport.paragraphs import BLANKS, split_paragraphs
from govreport.reading import Reading
from govreport.report import FieldValue
from govreport.spelling import suggest_date, suggest_key, suggest_number

ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def read_field(reading: Reading, field: Field, value: Any) -> FieldValue | None:
    """Return a field's value; None where it has none, or a wrong one, which is reported."""
    if value is None or (isinstance(value, str) and not value.strip(BLANKS)):
        if field.required and field.table not in reading.headless:
            reading.strike("S01", field.path, None, field.label, label=field.label)
        return None
    if field.kind == "integer":
        return read_integer(reading, field, value)
    if field.kind == "date":
        return read_date(reading, field, value)
    if isinstance(value, str):
        return read_text(reading, field, value)
    quoted = f'"{show(value)}"' if isinstance(value, int) and not isinstance(value, bool) else ""
    kind = "文字，两头加英文双引号"
    reading.strike("S03", field.path, show(value), "文字", meant=quoted, label=field.label, kind=kind)
    return None


def read_text(reading: Reading, field: Field, value: str) -> str | None:
    """Return a text without the blanks around its lines."""
    text = "\n".join(split_paragraphs(value)) if field.kind == "text_block" else value.strip(BLANKS)
    reading.check_characters(text, field.path, one_line=field.kind != "text_block")
    choices = (*list_formats(), reading.form.format) if field.kind == "format" else field.choices
    if choices and text not in choices:
        names, hint = "、".join(dict.fromkeys(choices)), suggest_key(text, choices)
        reading.strike("S04", field.path, text, names, label=field.label, choices=names, hint=hint)
        return None
    return text


def read_integer(reading: Reading, field: Field, value: Any) -> int | None:
    """Return a whole number within the field's bounds."""
    if not isinstance(value, int) or isinstance(value, bool):
        number = suggest_number(value) if isinstance(value, str) else ""
        kind = "整数，不加引号"
        reading.strike("S03", field.path, show(value), "整数", meant=number, label=field.label, kind=kind)
        return None
    if not field.minimum <= value <= field.maximum:
        found = value if abs(value) < LARGEST else show(value)
        reading.strike("S06", field.path, found, f"{field.minimum}—{field.maximum}", label=field.label)
        return None
    return value


def read_date(reading: Reading, field: Field, value: Any) -> date | None:
    """Return a day, written as a TOML date or, in quotes, as YYYY-MM-DD."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and ISO_DATE.fullmatch(value.strip(BLANKS)):
        with suppress(ValueError):
            return date.fromisoformat(value.strip(BLANKS))
    meant = suggest_date(value.strip(BLANKS)) if isinstance(value, str) else ""
    reading.strike("S05", field.path, show(value), meant or "日期", meant=meant, label=field.label)
    return None
