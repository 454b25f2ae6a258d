"""Labels of tables and titles of sections, and how alike two of them are."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

THRESHOLD = 60.0
"""From here on (of 100) a label is taken for an official one; below it is none. All below 100 is a doubt."""
PARTIAL_LENGTH = 5
"""A shortened label must have so many characters, to be found inside an official one."""

DIGITS = {c: i for i, c in enumerate("一二三四五六七八九十", start=1)}
NUMBERING = re.compile(r"\(?([一二三四五六七八九十]|\d{1,2})\)[、.,:·]?|([一二三四五六七八九十]|\d{1,2})[、.,:·]")
RESIDUE = re.compile(r"\[bookmark:[^\]]*\]|[\u200b-\u200f\u2028-\u202f\u2060\ufeff\u00ad]")
TOTAL = re.compile(r"合计|共计|总数$")
"""What 总计 is called, too."""
CONTINUED = re.compile(r"\((?:续|续表|接上页|续上表)\)$")


@dataclass(frozen=True, slots=True)
class Label:
    """A label as it is compared: its number (0: none), its words without marks, and all of it without blanks."""

    number: int
    core: str
    plain: str


def drop_residue(text: str) -> str:
    """Return `text` without what converters leave behind: bookmarks, invisible characters."""
    return RESIDUE.sub("", text)


@lru_cache(maxsize=20_000)
def read_label(text: str) -> Label:
    """Return a label in the form in which labels are compared: half-width, without white space."""
    plain = unicodedata.normalize("NFKC", drop_residue("".join(text.split())))
    plain = CONTINUED.sub("", plain)
    match = NUMBERING.match(plain)
    number, rest = 0, plain
    if match and len(plain) > match.end():
        digits = match[1] or match[2]
        number, rest = DIGITS.get(digits) or int(digits), plain[match.end() :]
    core = TOTAL.sub("总计", "".join(c for c in rest if c.isalnum()) or rest)
    return Label(number, core, plain)


@dataclass(frozen=True, slots=True)
class Official:
    """An official label and what it may be shortened to. `name` is it as printed."""

    name: str
    label: Label
    short: tuple[str, ...] = ()


@lru_cache(maxsize=2_000)
def make_official(name: str, short: str = "") -> Official:
    """Return an official label to compare with."""
    label = read_label(name)
    core = read_label(short).core
    return Official(name, label, (core,) if core and core != label.core else ())


@lru_cache(maxsize=100_000)
def compare(label: Label, official: Official) -> float:
    """Return how alike a label and an official one are, 0 to 100; 100 only for the same words and number."""
    words = fuzz.ratio(label.core, official.label.core)
    for short in official.short:
        words = max(words, 0.98 * fuzz.ratio(label.core, short))
    if PARTIAL_LENGTH <= len(label.core) < len(official.label.core) and words < 85:
        words = max(words, 0.85 * fuzz.partial_ratio(label.core, official.label.core))
    if label.number == official.label.number:
        return 0.85 * words + 15 if words > 30 else words
    one_lacks = not label.number or not official.label.number
    return 0.85 * words + (8 if one_lacks and words > 60 else 0)


def compare_any(labels: Iterable[Label], official: Official) -> float:
    """Return how alike the best of several readings of a label is."""
    return max((compare(label, official) for label in labels), default=0.0)


def is_same(text: str, official: str) -> bool:
    """Tell whether a label is the official one but for white space and what converters leave behind."""
    return drop_residue("".join(text.split())) == "".join(official.split())
