"""What a mistyped word or number was probably meant to be."""

import re
import unicodedata
from collections.abc import Collection
from difflib import get_close_matches

UNITS = "件|条|项|次|份|个|起|宗|人|万元|元|万|年度|年"
NUMBER_WITH_UNIT = re.compile(rf"([+-]?\d+(?:\.\d+)?)\s*(?:{UNITS})?")


def suggest_key(word: str, known: Collection[str]) -> str:
    """Return the known word nearest to `word`, "" where none is near (ratio below 0.6)."""
    return next(iter(get_close_matches(word, sorted(known), n=1, cutoff=0.6)), "")


def suggest_number(value: object) -> str:
    """Return the number that a text such as "１，４３９件" or "06" or a float such as 6.0 means, "" if unclear."""
    text = unicodedata.normalize("NFKC", str(value)).strip().replace(",", "")
    match = NUMBER_WITH_UNIT.fullmatch(text)
    if match is None or isinstance(value, bool):
        return ""
    whole, point, decimals = match[1].partition(".")
    number = f"{whole[0] if whole[0] in '+-' else ''}{whole.lstrip('+-').lstrip('0') or '0'}"
    decimals = decimals.rstrip("0")
    return f"{number}{point}{decimals}" if decimals else number


def find_control_character(text: str, *, one_line: bool = False) -> str:
    """Return "U+0007" for the first character that is no text (control, non-character), "" where all are."""
    if text.isprintable():
        return ""
    allowed = "\t" if one_line else "\t\n\r"
    for character in text:
        point = ord(character)
        if (unicodedata.category(character) == "Cc" and character not in allowed) or is_noncharacter(point):
            return f"U+{point:04X}"
    return ""


def is_noncharacter(point: int) -> bool:
    """Tell whether Unicode reserves the code point for no character at all."""
    return 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE
