"""Lists in prose that should add up (rules N01 and N11)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from govreport.finding import Number, Strike
from govreport.numbers import format_number
from govreport.rules.counts import Count, find_counts
from govreport.rules.sentences import Sentence
from govreport.rules.subject import Subject

OPENING = re.compile(
    r"(?P<among>[，；]?（?其中(?:包括|包含|有|含)?[，：]?)|(?P<closed>（|：|[，：]?分别(?:为|是|有)?[：]?|[，]?(?:具体)?(?:包括|包含|分为)[：]?)"
)
CHANGE = re.compile(r"(?:较|比|同比|环比|增长|增加|减少|下降|上升|提高|每|平均|人均|第)[^，。；：、（）]{0,12}$")
OVERLAP = re.compile(r"同一|交叉|重复|可归入|同时")
OPEN_LIST = re.compile(r"主要|涉及|含(?!义)|例如|比如|如：|等[^级待]{0,6}$|重点|部分(?:为|是)|以上的")
IN_PAIRS = (
    ("线上", "线下"),
    ("自然人", "法人"),
    ("事前", "事后"),
    ("网络", "信函"),
    ("人大", "政协"),
    ("建议", "提案"),
)
AFTERWARDS = re.compile(
    r"，(?:以上|上述|[二两三四五六七八九]项|[两三四]者)?(?:合计|总计|共计)(?:[^，。；：、（）\d]{0,8})$"
)
MOST = 24
"""Parts of a list; nobody writes more into a sentence."""
NEARLY_ALL = 10
"""A list behind 其中 that lacks less than a tenth of its total was meant to be complete."""


@dataclass(frozen=True)
class Listing:
    """A total with its parts; `closed` where it can only be complete."""

    total: Count
    parts: tuple[Count, ...]
    closed: bool
    text: str


def check_lists(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every list whose parts do not add up to its total; the right ones too where `verbose`."""
    for sentence in subject.sentences:
        counts = (
            [c for c in find_counts(sentence.text) if c.unit not in ("%", "个百分点")]
            if sentence.has_digit
            else []
        )
        if len(counts) > 2:
            for listing in find_lists(sentence, counts):
                strike = judge(sentence, listing)
                if strike and (strike.result != "ok" or subject.verbose):
                    yield strike


def find_lists(sentence: Sentence, counts: Sequence[Count]) -> Iterator[Listing]:
    """Yield the lists of a sentence: behind 其中, a colon or in brackets, or summed up afterwards."""
    text = sentence.text
    for index, total in enumerate(counts[:-1]):
        opening = OPENING.search(text, total.end, counts[index + 1].start)
        if opening is None or text[total.end : opening.start()].strip("，,信息余篇件左右等"):
            continue
        end = closing(text, opening) if "（" in opening[0] else len(text)
        inside = [c for c in counts[index + 1 :] if c.end <= end and not CHANGE.search(text[: c.start])]
        for whole in totals_before(counts[: index + 1], text, inside):
            parts = tuple(c for c in inside if c.unit == whole.unit)
            if 2 <= len(parts) <= MOST:
                yield Listing(whole, parts, bool(opening["closed"]), text[opening.start() : parts[-1].end + 8])
    for index, total in enumerate(counts):
        if index > 1 and AFTERWARDS.search(text[: total.start]):
            parts = tuple(c for c in counts[:index] if c.unit == total.unit and not CHANGE.search(text[: c.start]))
            if len(parts) > 1:
                yield Listing(total, parts, True, "合计")


def totals_before(before: Sequence[Count], text: str, inside: Sequence[Count]) -> Iterator[Count]:
    """Yield the count right before a list, and the one before that where it is of another unit (5期共216人次)."""
    yield before[-1]
    if len(before) > 1 and before[-2].unit != before[-1].unit:
        if not re.search("[；。]", text[before[-2].end : before[-1].start]):
            yield before[-2]


def closing(text: str, opening: re.Match[str]) -> int:
    """Return where the bracket that `opening` opens is closed."""
    depth = 0
    for position in range(opening.start() + opening[0].index("（"), len(text)):
        depth += {"（": 1, "）": -1}.get(text[position], 0)
        if depth == 0:
            return position
    return len(text)


def judge(sentence: Sentence, listing: Listing) -> Strike | None:
    """Return what is to be said of a list: right, wrong, or None where it need not be complete."""
    total, parts = listing.total, listing.parts
    sums = sums_of([part.value for part in parts], listing, sentence)
    values: dict[str, object] = {"total": format_number(total.value)}
    written = " + ".join(format_number(part.value) for part in parts)
    if any(total.covers(value) for value in sums):
        return strike(sentence, total, total.value, values, f"{written} = {format_number(total.value)}", "ok")
    flat = sum(part.value for part in parts)
    if not all(part.is_exact for part in parts) or OVERLAP.search(sentence.text):
        return None
    if flat < total.value and OPEN_LIST.search(listing.text):
        return None
    if not must_be_complete(listing, flat):
        return None
    values["sum"] = format_number(flat)
    return strike(sentence, total, flat, values, f"{written} = {format_number(flat)}", "")


def must_be_complete(listing: Listing, flat: Number) -> bool:
    """Tell whether parts that do not add up are a mistake: too much, closed, in pairs, or nearly all."""
    total = listing.total
    if not total.is_exact:
        return flat > total.highest * 2 or (listing.closed and not total.covers(flat))
    if flat > total.value or listing.closed:
        return True
    if any(a in listing.text and b in listing.text for a, b in IN_PAIRS) and len(listing.parts) == 2:
        return True
    return (total.value - flat) * NEARLY_ALL <= total.value and len(listing.parts) > 1


def sums_of(values: list[Number], listing: Listing, sentence: Sentence) -> set[Number]:
    """Return the sums that a list may be read as: whole, or up to a semicolon, parts of parts left out."""
    ends = {len(values)}
    for index, part in enumerate(listing.parts[:-1]):
        if re.search("[；，]", sentence.text[part.end : listing.parts[index + 1].start]):
            ends.add(index + 1)
    nested = nested_sums(values)
    return {value for end in ends if end > 1 for value in nested[0][end]}


def nested_sums(values: Sequence[Number]) -> list[list[set[Number]]]:
    """Return, for every stretch i to j of a list, the sums that it may have when parts may list parts of theirs.

    In 7, 4, 3, 2 the 4 and 3 may be the parts of the 7: the sum is 16 or 9.
    """
    size = len(values)
    sums: list[list[set[Number]]] = [[set() for _ in range(size + 1)] for _ in range(size + 1)]
    for i in range(size, -1, -1):
        sums[i][i] = {0}
        for j in range(i + 1, size + 1):
            found = {values[i] + rest for rest in sums[i + 1][j]}
            for k in range(i + 2, j + 1):
                if values[i] in sums[i + 1][k]:
                    found |= {values[i] + rest for rest in sums[k][j]}
            sums[i][j] = found
    return sums


def strike(  # noqa: PLR0913 - the fields of a strike
    sentence: Sentence, total: Count, expected: Number, values: dict[str, object], equation: str, result: str
) -> Strike:
    """Return the strike at a list's total; money in the section on fees is a rule of its own."""
    start, end = sentence.locate(total.start, total.end)
    code = "N11" if total.unit == "元" else "N01"
    return sentence.passage.strike(
        code, start, end, found=total.value, expected=expected, values=values, result=result, equation=equation
    )
