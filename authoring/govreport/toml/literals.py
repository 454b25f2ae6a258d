"""What a value that TOML does not know was probably meant to be."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from govreport.cells import name_path
from govreport.fields import load_fields, load_figure_fields
from govreport.spelling import UNITS, suggest_date, suggest_number
from govreport.toml.line import STRING

Kind = Literal["text", "number", "integer", "date", "boolean", "any"]

VALUE = re.compile(
    rf"""{STRING}+|[+-]?(?:0|[1-9](?:_?\d)*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|[+-]?(?:inf|nan)"""
    r"|0x[0-9A-Fa-f]+|\d\d:\d\d(?::\d\d)?"
    r"|\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:\d\d)?)?"
)
THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d.])")
LEADING_ZERO = re.compile(r"[+-]?0\d+(?:\.\d+)?", re.ASCII)
WITH_UNIT = re.compile(rf"[+-]?\d+(?:\.\d+)?\s*(?:{UNITS})", re.ASCII)
HALF_DECIMAL = re.compile(r"([+-]?)(\d*)\.(\d*)", re.ASCII)
MINUS = re.compile(r"[−–—](\d+(?:\.\d+)?)", re.ASCII)
YES = ("是", "对", "真", "有", "t", "y", "1")
NO = ("否", "不", "假", "无", "f", "n", "0")


@dataclass(frozen=True)
class Slip:
    """What is wrong with a value, and the TOML that was meant ("" where it cannot be known)."""

    code: str
    meant: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


def expect_kind(path: str) -> Kind:
    """Return what kind of value stands at a key path; a table that holds no field is one of numbers."""
    fields = load_fields()
    if path in fields:
        kind = fields[path].kind
        return kind if kind in ("integer", "date") else "text"
    if path.endswith(".run_in"):
        return "boolean"
    first, dot, key = path.partition(".")
    if first == "figure":
        entry = load_figure_fields().get(key)
        return "any" if entry and entry.kind == "numbers" else "text"
    if not dot:
        return "any"
    return "text" if first == "waive" or any(name.startswith(f"{first}.") for name in fields) else "number"


def name_slip(value: str, typed: str, path: str) -> Slip:
    """Return what is wrong with the bare `value` at a key path; `typed` is it before marks were made ASCII."""
    kind = expect_kind(path)
    meant_date = suggest_date(value)
    if kind == "date" or (meant_date and kind != "number"):
        return Slip("F19", meant_date) if meant_date else Slip("S05", values={"label": label_of(path)})
    if kind == "boolean":
        return Slip("S03", read_boolean(value), {"label": "run_in", "kind": "true 或 false"})
    if kind == "text":
        return Slip("F24", quote(typed))
    slip = name_number_slip(value)
    if slip:
        return slip
    if kind == "integer":
        return Slip("S03", values={"label": label_of(path), "kind": "整数，不加引号"})
    return Slip("C04", values={"cell": name_path(path)}) if kind == "number" else Slip("F24", quote(typed))


def name_number_slip(value: str) -> Slip | None:
    """Return what is wrong with a number in a person's writing; None where `value` is no number."""
    if LEADING_ZERO.fullmatch(value):
        return Slip("F17", suggest_number(value))
    if WITH_UNIT.fullmatch(value):
        return Slip("F18", suggest_number(value))
    if THOUSANDS.fullmatch(value):
        return Slip("F16", value.replace(",", ""))
    if MINUS.fullmatch(value):
        return Slip("F30", f"-{value[1:]}", {"ascii": f"-{value[1:]}"})
    half = HALF_DECIMAL.fullmatch(value)
    if half and (half[2] or half[3]):
        return Slip("F36", f"{half[1]}{half[2] or 0}{'.' * bool(half[3])}{half[3]}")
    return None


def read_boolean(value: str) -> str:
    """Return "true" or "false" for a word that means it, else ""."""
    word = value.lower()
    if word.startswith(YES):
        return "true"
    return "false" if word.startswith(NO) else ""


def is_unreal_date(value: str) -> bool:
    """Tell whether a value is written as a date, but there is no such day (2025-02-30)."""
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value)) and not suggest_date(value)


def quote(text: str) -> str:
    """Return bare text, of which perhaps one quote was typed, as a string."""
    inside = text.strip("\"'")
    return f'"{inside}"' if not re.search(r"[\"\\]", inside) else f"'{inside}'"


def label_of(path: str) -> str:
    """Return a field's label; the key where the path is no field's."""
    field_at = load_fields().get(path)
    return field_at.label if field_at else path.rpartition(".")[2]
