"""Lists in prose that should add up (rules N01 and N11)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from govreport.finding import Number, Strike
from govreport.numbers import format_number, gap
from govreport.rules.counts import Count
from govreport.rules.pattern import Pattern
from govreport.rules.sentences import Sentence
from govreport.rules.subject import Subject

OPENING = Pattern(
    r"(?P<among>[，；]?（?其中(?:包括|包含|有|含)?[，：]?)|(?P<closed>（|：|[，：]?分别(?:为|是|有)?[：]?|[，]?(?:具体)?(?:包括|包含|分为)[：]?|[，]?具体(?:为|是|如下)[：]?|[，]?按[^，。；]{1,8}(?:分|统计|划分)[，：])"
)
PRODUCT = Pattern(
    r"(?P<count>\d+)[件条份][^。；\d]{0,20}每[件条份](?P<each>\d+(?:\.\d+)?)元[^。；\d]{0,14}"
    r"(?:共|合计|总计|收取)[^。；\d]{0,8}(?P<total>\d+(?:\.\d+)?)元"
)
PLAIN_LABEL = Pattern(r"[，、](?!.*(?:公开|发布|推送|较|比|增|减|回复|办))[^，。；：、（）]{1,8}")
BACK = Pattern(r"在?(?P<where>[^，。；]{2,}?(?:发布|公开|推送))的(?:政府|政务)?信息(?:中|里)[，：]")
CHANGE = Pattern(r"(?:较|比|同比|环比|增长|增加|减少|下降|上升|提高|每|平均|人均)[^，。；：、（）]{0,12}$")
OVERLAP = Pattern(r"同一|交叉|重复|可归入|同时")
OPEN_LIST = Pattern(r"主要|涉及|含(?!义)|例如|比如|如：|等[^级待]{0,6}$|重点|部分(?:为|是)|以上的")
IN_PAIRS = (
    ("线上", "线下"),
    ("自然人", "法人"),
    ("事前", "事后"),
    ("网络", "信函"),
    ("人大", "政协"),
    ("建议", "提案"),
)
AFTERWARDS = Pattern(
    r"[，；](?:以上|上述)?(?:[二两三四五六七八九]?[项类者部])?(?:合计|总计|共计)(?:[^，。；：、（）\d]{0,8})$|，共$"
)
AFTER = "合计"
NO_AMOUNT = ("%", "个百分点")
MOST = 24
"""Parts of a list; nobody writes more into a sentence."""
LITTLE_MORE = 4
"""A list behind 其中 that is larger by more than a quarter of its total counts things twice."""
NEARLY_ALL = 10
"""A list behind 其中 that lacks less than a tenth of its total was meant to be complete."""


@dataclass(frozen=True)
class Listing:
    """A total with its parts; `closed` where it can only be complete. `start` and `end` are its place."""

    total: Count
    parts: tuple[Count, ...]
    closed: bool
    text: str
    start: int
    end: int
    others: tuple[Number, ...] = ()


def check_lists(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every list whose parts do not add up to its total; the right ones too where `verbose`."""
    before: list[Sentence] = []
    for sentence in subject.sentences:
        if before and before[-1].passage is not sentence.passage:
            before = []
        counts = [c for c in sentence.counts if c.unit not in NO_AMOUNT]
        if len(counts) > 1:
            yield from judge_all(find_back_reference(sentence, counts, before), sentence, subject)
        if len(counts) > 2:
            yield from judge_all(find_lists(sentence, counts), sentence, subject)
        before.append(sentence)


def check_products(subject: Subject) -> Iterator[Strike]:
    """Yield a strike where so many items at so much each are not the amount that is given (N11)."""
    for sentence in subject.sentences:
        match = PRODUCT.search(sentence.text) if "每" in sentence.text else None
        if match is None:
            continue
        count, each, total = (Decimal(match[name]) for name in ("count", "each", "total"))
        if count * each != total:
            start, end = sentence.locate(match.start("total"), match.end())
            values: dict[str, object] = {"total": match["total"], "sum": format_number(count * each)}
            equation = f"{match['count']} × {match['each']} = {count * each:f}"
            yield sentence.passage.strike(
                "N11", start, end, found=total, expected=count * each, values=values, equation=equation
            )


def judge_all(listings: Iterator[Listing], sentence: Sentence, subject: Subject) -> Iterator[Strike]:
    """Yield the strikes on a sentence's lists."""
    for listing in listings:
        strike = judge(sentence, listing)
        if strike and (strike.result != "ok" or subject.verbose):
            yield strike


def find_lists(sentence: Sentence, counts: Sequence[Count]) -> Iterator[Listing]:
    """Yield the lists of a sentence: behind 其中, a colon or in brackets, or summed up afterwards."""
    text = sentence.text
    for index, total in enumerate(counts[:-1]):
        opening = OPENING.search(text, total.end, counts[index + 1].start)
        if opening is None or text[total.end : opening.start()].strip("，,信息余篇件左右等"):
            yield from find_unopened(text, counts[index:])
            continue
        end = closing(text, opening) if "（" in opening[0] else len(text)
        inside = [c for c in counts[index + 1 :] if c.end <= end and not CHANGE.search(text[: c.start])]
        for whole in totals_before(counts[: index + 1], text):
            parts = tuple(c for c in inside if c.unit == whole.unit)
            if 2 <= len(parts) <= MOST:
                around = text[opening.start() : parts[-1].end + 8]
                others = tuple(c.value for c in counts[:index] if c.unit == whole.unit)
                yield Listing(whole, parts, bool(opening["closed"]), around, whole.start, whole.end, others)
    for index, total in enumerate(counts):
        if index > 1 and AFTERWARDS.search(text[: total.start]):
            parts = tuple(
                c
                for c in counts[:index]
                if c.unit == total.unit and c.value != total.value and not CHANGE.search(text[: c.start])
            )
            if len(parts) > 1:
                yield Listing(total, parts, True, AFTER, total.start, total.end)


def find_unopened(text: str, counts: Sequence[Count]) -> Iterator[Listing]:
    """Yield a list that nothing opens (74条，甲类22条、乙类31条、丙类20条) where it comes close to its total."""
    total = counts[0]
    labels = [text[one.end : two.start] for one, two in pairwise(counts)]
    length = next((i for i, label in enumerate(labels) if not PLAIN_LABEL.fullmatch(label)), len(labels))
    parts = tuple(counts[1 : length + 1])
    if len(parts) < 3 or any(part.unit != total.unit or not part.is_exact for part in parts):
        return
    flat = sum(part.value for part in parts)
    if gap(flat, total.value) * NEARLY_ALL <= total.value:
        yield Listing(total, parts, True, "", total.start, total.end)


def find_back_reference(
    sentence: Sentence, counts: Sequence[Count], earlier: Sequence[Sentence]
) -> Iterator[Listing]:
    """Yield the list of a sentence such as 在网站发布的信息中，甲10条，乙1条, its total from a sentence before."""
    match = BACK.match(sentence.text)
    if sentence.text.startswith("其中") and earlier:
        yield from continue_list(sentence, counts, earlier[-1].counts)
    if match is None or len(counts) < 2:
        return
    parts = tuple(c for c in counts if c.unit == counts[0].unit and not CHANGE.search(sentence.text[: c.start]))
    for before in earlier:
        for count in before.counts:
            clause = re.split("[，；、（）]", before.text[: count.start])[-1]
            if count.unit == counts[0].unit and match["where"] in clause and len(parts) > 1:
                yield Listing(count, parts, False, sentence.text, parts[0].start, parts[-1].end)
                return


def continue_list(sentence: Sentence, counts: Sequence[Count], before: Sequence[Count]) -> Iterator[Listing]:
    """Yield the list of a sentence that begins with 其中, its total at the end of the sentence before."""
    text = sentence.text
    own = [c for c in counts if not CHANGE.search(text[: c.start])]
    parts = tuple(c for c in own if before and c.unit == before[-1].unit)
    if len(parts) > 1:
        yield Listing(before[-1], parts, False, sentence.text, parts[0].start, parts[-1].end)


def totals_before(before: Sequence[Count], text: str) -> Iterator[Count]:
    """Yield the count right before a list, and the one before that where it is of another unit (5期共216人次)."""
    yield before[-1]
    other_unit = len(before) > 1 and before[-2].unit != before[-1].unit
    if other_unit and not re.search("[；。]", text[before[-2].end : before[-1].start]):
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
    values: dict[str, object] = {"total": format_number(total.value)}
    readings = read_sums(sentence, listing)
    fits = sorted(value for value in readings if total.covers(value))
    if fits:
        chosen = [parts[i].value for i in readings[fits[0]]]
        exact = not total.is_exact and all(part.is_exact for part in parts) and fits[0] == total.value
        return strike(sentence, listing, fits[0], values, write_out(chosen), "inexact" if exact else "ok")
    parts = up_to_semicolon(sentence.text, parts)
    if any(value in readings for value in listing.others) or is_summed_up_behind(sentence.text, listing):
        return None
    flat = sum(part.value for part in parts)
    if not all(part.is_exact for part in parts) or OVERLAP.search(sentence.text):
        return None
    if (flat < total.value and OPEN_LIST.search(listing.text)) or not must_be_complete(listing, flat):
        return None
    values["sum"] = format_number(flat)
    return strike(sentence, listing, flat, values, write_out([part.value for part in parts]), "")


def is_summed_up_behind(text: str, listing: Listing) -> bool:
    """Tell whether the last number is the sum of the total and the others (甲18件，加乙2件，共20件)."""
    *others, last = listing.parts
    said = re.search("(?:共|合计|总计|累计)[^，。；\\d]{0,6}$", text[: last.start])
    return bool(said) and last.value == listing.total.value + sum(part.value for part in others)


def write_out(values: Sequence[Number]) -> str:
    """Return a sum in numbers."""
    return f"{' + '.join(map(format_number, values))} = {format_number(sum(values))}"


def must_be_complete(listing: Listing, flat: Number) -> bool:
    """Tell whether parts that do not add up are a mistake: too much, closed, in pairs, or nearly all."""
    total = listing.total
    if total.unit == "元" and not re.search("其余|主要|等", listing.text):
        return not total.covers(flat)
    if not total.is_exact:
        return listing.closed and not total.covers(flat)
    if listing.closed:
        return True
    if flat > total.value:
        return (flat - total.value) * LITTLE_MORE <= total.value
    if any(a in listing.text and b in listing.text for a, b in IN_PAIRS) and len(listing.parts) == 2:
        return True
    return (total.value - flat) * NEARLY_ALL <= total.value and len(listing.parts) > 1


def read_sums(sentence: Sentence, listing: Listing) -> Mapping[Number, tuple[int, ...]]:
    """Return the sums that a list may be read as, with the parts that make each; whole, or up to a comma."""
    parts = listing.parts
    ends = [len(parts)]
    for index in range(len(parts) - 2, 0, -1):
        if re.search("[；，。]", sentence.text[parts[index].end : parts[index + 1].start]):
            ends.append(index + 1)
    if listing.text == AFTER:
        return {sum(p.value for p in parts[i:]): tuple(range(i, len(parts))) for i in range(len(parts) - 1)}
    top = top_level(sentence.text, parts)
    nested = nested_sums([part.value for part in parts])
    by_structure = {sum(parts[i].value for i in top): top}
    return by_structure | {value: nested[0][end][value] for end in reversed(ends) for value in nested[0][end]}


def up_to_semicolon(text: str, parts: tuple[Count, ...]) -> tuple[Count, ...]:
    """Return the parts before the first semicolon where commas part them, and they are at least two."""
    for index in range(1, len(parts)):
        between = text[parts[index - 1].end : parts[index].start]
        if "；" in between:
            return parts[:index] if index > 1 else parts
    return parts


def top_level(text: str, parts: Sequence[Count]) -> tuple[int, ...]:
    """Return the places of the parts that stand in no list of another part's, behind a colon or in brackets."""
    top = [0]
    for index in range(1, len(parts)):
        between = text[parts[top[-1]].end : parts[index].start]
        opened = re.search("[：（]|，其中", between)
        if opened is None or re.search("[；）]", between[opened.end() :]):
            top.append(index)
    return tuple(top)


def nested_sums(values: Sequence[Number]) -> list[list[dict[Number, tuple[int, ...]]]]:
    """Return, for every stretch i to j of a list, its sums when parts may list parts of theirs.

    In 7, 4, 3, 2 the 4 and 3 may be the parts of the 7: the sum is 16 or 9. With each sum stand the places
    of the numbers that make it.
    """
    size = len(values)
    sums: list[list[dict[Number, tuple[int, ...]]]] = [[{} for _ in range(size + 1)] for _ in range(size + 1)]
    for i in range(size, -1, -1):
        sums[i][i] = {0: ()}
        for j in range(i + 1, size + 1):
            found = {values[i] + rest: (i, *places) for rest, places in sums[i + 1][j].items()}
            for k in range(i + 2, j + 1):
                if values[i] in sums[i + 1][k]:
                    found |= {values[i] + rest: (i, *places) for rest, places in sums[k][j].items()}
            sums[i][j] = found
    return sums


def strike(  # noqa: PLR0913 - the fields of a strike
    sentence: Sentence, listing: Listing, expected: Number, values: dict[str, object], equation: str, result: str
) -> Strike:
    """Return the strike at a list's total; money is a rule of its own, as is 余 behind what is exact."""
    total = listing.total
    start, end = sentence.locate(listing.start, listing.end)
    code = "N11" if total.unit == "元" else "N01"
    if result == "inexact":
        code, result = "N21", ""
    return sentence.passage.strike(
        code, start, end, found=total.value, expected=expected, values=values, result=result, equation=equation
    )
