"""What a mistyped word or number was probably meant to be."""

import re
import unicodedata
from collections.abc import Collection
from contextlib import suppress
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

UNITS = "件|条|项|次|份|个|起|宗|人|万元|元|万|年度|年"
NUMBER_WITH_UNIT = re.compile(rf"([+-]?\d+(?:\.\d+)?)\s*(?:{UNITS})?")

NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF)
)
NO_TEXT = re.compile(f"[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f{NONCHARACTERS}]|\\r(?!\\n)")
NO_LINE = re.compile(f"[\\x00-\\x08\\x0a-\\x1f\\x7f-\\x9f{NONCHARACTERS}]")
"""What may not stand in a block of text (control characters but tab and line ends), and in one line of it."""


DATE = re.compile(
    r"(\d{4})(?:\s*[年./\-–—－一~]\s*|\s+)(\d{1,2})(?:\s*[月./\-–—－一~]\s*|\s+)(\d{1,2})\s*[日号]?", re.ASCII
)


def suggest_key(word: str, known: Collection[str]) -> str:
    """Return the known word nearest to `word`, "" where none is near (ratio below 0.6)."""
    return next(iter(get_close_matches(word, sorted(known), n=1, cutoff=0.6)), "")


def suggest_number(value: object) -> str:
    """Return the number that a text such as "１，４３９件" or "06" or a float such as 6.0 means, "" if unclear."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal) or is_monstrous(value):
        return ""
    text = unicodedata.normalize("NFKC", str(value)).strip().replace(",", "")
    match = NUMBER_WITH_UNIT.fullmatch(text)
    if match is None:
        return ""
    whole, point, decimals = match[1].partition(".")
    number = f"{'-' if whole[0] == '-' else ''}{whole.lstrip('+-').lstrip('0') or '0'}"
    decimals = decimals.rstrip("0")
    return f"{number}{point}{decimals}" if decimals else number


def is_monstrous(value: object) -> bool:
    """Tell whether `value` is a number such as 0xFFF… that Python refuses to write out in digits."""
    return isinstance(value, int) and value.bit_length() > 64


def find_control_character(text: str, *, one_line: bool = False) -> str:
    """Return "U+0007" for the first character that is no text (control, non-character), "" where all are."""
    match = (NO_LINE if one_line else NO_TEXT).search(text)
    return f"U+{ord(match[0]):04X}" if match else ""


def suggest_date(value: str) -> str:
    """Return the day that `value` means as YYYY-MM-DD; "" where it is none."""
    match = DATE.fullmatch(value)
    if match:
        with suppress(ValueError):
            return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    return ""
