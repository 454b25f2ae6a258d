"""Counted things in prose: a number with its unit, exact or not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from govreport.finding import Number
from govreport.rules.pattern import Pattern

UNITS = (
    "件次|人次|场次|条次|篇次|件|条|项|起|宗|例|份|篇|期|幅|个百分点|个|次|场|家|户|人|张|部|处|块|万元|亿元|元|%"
)
COUNT = Pattern(
    r"(?P<before>近|约|大约|超过|突破|超|逾|达到?)?"
    r"(?<![\d.第A-Za-z〔\[\-—/])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<more>[余多几])?(?P<scale>万|亿)?(?P<more2>[余多])?"
    rf"(?P<unit>{UNITS})(?P<after>左右|以上|以下|之多)?"
    r"(?!工作日|月|季度|自然日|小时|方面|环节|阶段)"
)
CHINESE = Pattern(
    r"(?<![\d第一二两三四五六七八九十百零千万])(?P<number>[一二两三四五六七八九十百零]+)(?![千万])(?P<more>[余多])?"
    r"(?P<unit>件|宗|起(?=因|行政|信息|政府|申请|$|[，。；、（）])|份|例|部(?!门|分|署)|项(?=$|[，。；、（）]))(?!一|事|套|不)"
)
DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True)
class Count:
    """A number with its unit at characters `start` to `end` of a sentence.

    `lowest` and `highest` bound what it may stand for: equal to `value` for an exact number.
    """

    value: Number
    unit: str
    start: int
    end: int
    lowest: Number
    highest: Number

    @property
    def is_exact(self) -> bool:
        """Whether it stands for one value only."""
        return self.lowest == self.highest

    def covers(self, value: Number | None) -> bool:
        """Tell whether it may stand for `value`."""
        return value is not None and self.lowest <= value <= self.highest


def find_counts(text: str) -> Iterator[Count]:
    """Yield the counts of a sentence in one way of writing (see `sentences.unify`), in order."""
    for match in COUNT.finditer(text):
        yield read_count(match)


def read_count(match: re.Match[str]) -> Count:
    """Return the count that COUNT matched; 万 and 亿 are multiplied in, but not those of a unit of money."""
    digits = match["number"].replace(",", "")
    number: Number = Decimal(digits) if "." in digits else int(digits)
    value = number * SCALES[match["scale"] or ""]
    unit = match["unit"]
    start = match.start("number")
    lowest, highest = bound(value, digits, match["before"] or "", match["more"] or match["more2"] or "", match)
    return Count(value, unit, start, match.end("unit"), lowest, highest)


def bound(value: Number, digits: str, before: str, more: str, match: re.Match[str]) -> tuple[Number, Number]:
    """Return what a number such as 近100, 1900余 or 1.2万 may stand for at least and at most."""
    step: Number = SCALES[match["scale"] or ""]
    if "." in digits:
        step = step * Decimal(1).scaleb(-len(digits.partition(".")[2]))
    else:
        step *= 10 ** min(len(digits) - len(digits.rstrip("0")), len(digits) - 1)
    after = match["after"] or ""
    if more or before in ("超过", "突破", "超", "逾") or after in ("以上", "之多"):
        return value, value + max(step, value // 10 if before else 0)
    if before == "近" or after == "以下":
        return value - max(step, value // 10), value
    if before in ("约", "大约") or after == "左右":
        return value - max(step, value // 10), value + max(step, value // 10)
    if match["scale"]:
        return value - step / Decimal(2), value + step / Decimal(2)
    return value, value


def read_chinese_count(match: re.Match[str]) -> Count:
    """Return the count in Chinese numerals below a thousand that CHINESE matched (两件, 十余起)."""
    value = read_numeral(match["number"])
    highest = value + 9 if match["more"] else value
    return Count(value, match["unit"], match.start(), match.end(), value, highest)


def read_numeral(text: str) -> int:
    """Return a numeral below a thousand as a number."""
    hundreds, has_hundred, rest = text.rpartition("百")
    tens, has_ten, ones = rest.replace("零", "").rpartition("十")
    value = DIGITS.get(hundreds, 1) * 100 if has_hundred else 0
    return value + (DIGITS.get(tens, 1) * 10 if has_ten else 0) + DIGITS.get(ones, 0)


def clause_before(text: str, count: Count, start: int = 0) -> str:
    """Return the words between the last mark behind `start` and a count."""
    return re.split("[，。；：、（）]", text[start : count.start])[-1]
