"""The text of a cell as a number."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from govreport.finding import Number
from govreport.importers.label import drop_residue

BLANK_SIGNS = frozenset("/／-－—–―﹣·.、*_~")
NOTHING = ("无", "空", "未填", "暂无", "不涉及", "不适用", "N/A", "NA", "n/a", "null", "None")
ZEROS = {"〇": 0, "○": 0, "O": 0, "o": 0, "零": 0, "０": 0, "Ｏ": 0}
UNITS = "件次|件|条|项|次|份|个|起|宗|人|万元|元|亿元|万|部|篇|期"
PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?")
GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
COUNTED = re.compile(rf"([+-]?[\d,]+(?:\.\d+)?)({UNITS})")
NOTED = re.compile(rf"([+-]?[\d,]+(?:\.\d+)?)({UNITS})?(?:[(\[;:]|,(?![\d,]))(.*)", re.DOTALL)
SIGNED = re.compile(r"(增加|增|减少|减|↑|↓)(\d+(?:\.\d+)?)")
LARGEST_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell says: a number, or None for a blank. `doubt` says in Chinese what was not plain.

    `is_word` tells a cell that holds no number at all, such as 见附件; `is_empty` one with nothing in it.
    """

    number: Number | None
    doubt: str = ""
    is_word: bool = False
    is_empty: bool = False


def read_value(text: str, unit: str = "") -> Value:
    """Return what a cell says; `unit` is its column's (万元), to notice another one in the cell."""
    raw = drop_residue(text).strip()
    flat = "".join(unicodedata.normalize("NFKC", raw).split()).replace("−", "-")
    if not flat:
        return Value(None, is_empty=True)
    if set(raw) <= BLANK_SIGNS | {" ", "\n", "\u3000"} or flat in ("-", "--", "/", "—"):
        return Value(None, f"原文“{shorten(flat)}”，不是数，留空")
    if flat in NOTHING:
        return Value(None, f"原文“{flat}”，不是数，留空")
    if flat in ZEROS:
        return Value(0, f"原文“{flat}”，取 0")
    return _read_digits(flat, raw, unit)


def _read_digits(flat: str, raw: str, unit: str) -> Value:
    broken = "原文的数字断成了几行，接起来取" if "\n" in raw else ""
    gapped = "原文的数字中间有空格，接起来取" if re.search(r"\d[^\S\n]+\d", raw) else ""
    if PLAIN.fullmatch(flat) or GROUPED.fullmatch(flat):
        number, doubt = make_number(flat)
        doubt = doubt or broken or gapped
        return Value(number, f"{doubt} {show_number(number)}" if doubt and number is not None else doubt)
    if counted := COUNTED.fullmatch(flat):
        return _read_counted(counted[1], counted[2], unit, flat)
    if signed := SIGNED.fullmatch(flat):
        number, doubt = make_number(signed[2])
        if number is not None and signed[1][0] in "减↓":
            number = -number
        return Value(number, doubt or f"原文“{flat}”，取 {show_number(number)}")
    if noted := NOTED.fullmatch(flat):
        number, doubt = make_number(noted[1])
        if noted[2] and unit and noted[2] in ("元", "亿元", "万") and noted[2] != unit:
            return Value(None, f"原文“{shorten(flat)}”的单位不是{unit}，留空")
        return Value(number, doubt or f"原文“{shorten(flat)}”，取 {show_number(number)}")
    return Value(None, f"原文“{shorten(flat)}”，不是数，留空", is_word=True)


def _read_counted(digits: str, found: str, unit: str, flat: str) -> Value:
    is_money = unit.endswith("元")
    if not unit and found.endswith("元"):
        number, doubt = make_number(digits)
        return Value(number, doubt or f"原文“{flat}”，表上没有印单位，取 {show_number(number)}，单位是{found}")
    if found != unit and (is_money or found in ("元", "亿元", "万", "万元")):
        return Value(None, f"原文“{flat}”的单位不是{unit or '件'}，留空")
    number, doubt = make_number(digits)
    return Value(number, doubt)


def make_number(digits: str) -> tuple[Number | None, str]:
    """Return the number and what is doubtful about how it is written; None where that is no number."""
    if "," in digits and not GROUPED.fullmatch(digits):
        return None, f"原文“{digits}”的逗号位置不对，不像一个数，留空"
    plain = digits.replace(",", "").removeprefix("+")
    if len(plain) > LARGEST_DIGITS:
        return None, f"原文“{shorten(digits)}”太长，不像一个数，留空"
    if "." in plain:
        return Decimal(plain), ""
    doubt = (
        f"原文“{digits}”，取 {int(plain)}" if len(plain.lstrip("-")) > 1 and plain.lstrip("-")[0] == "0" else ""
    )
    return int(plain), doubt


def show_number(number: Number | None) -> str:
    """Return a number in digits, 空 for none."""
    return "空" if number is None else str(number)


def shorten(text: str) -> str:
    """Return the text of a cell for a message."""
    return text if len(text) <= 30 else f"{text[:30]}…"


def is_value(text: str) -> bool:
    """Tell whether a cell's text may stand in a column of numbers: a number, a blank or a sign for one."""
    return not read_value(text).is_word
