"""The lists of a sentence, each a total with its parts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from govreport.finding import Number
from govreport.numbers import gap
from govreport.rules.counts import Count
from govreport.rules.pattern import Pattern
from govreport.rules.sentences import Sentence

OPENING = Pattern(
    r"(?P<among>[，；]?（?其中(?:包括|包含|有|含)?[，：]?)|(?P<closed>（|：|[，：]?分别(?:为|是|有)?[：]?|[，]?(?:具体)?(?:包括|包含|分为)(?![^，。；\d]{1,40}在内)[：]?|[，]?具体(?:为|是|如下)[：]?|[，]?按[^，。；]{1,8}(?:分|统计|划分)[，：])"
)
PLAIN_LABEL = Pattern(r"[，、](?!.*(?:公开|发布|推送|较|比|增|减|回复|办))[^，。；：、（）]{1,8}")
BACK = Pattern(r"在?(?P<where>[^，。；]{2,}?(?:发布|公开|推送))的(?:政府|政务)?信息(?:中|里)[，：]")
CHANGE = Pattern(
    r"(?:较|比|同比|环比|增长|增加|减少|下降|上升|提高|每(?![^，。；：、（）]{0,6}等)|平均|人均)[^，。；：、（）]{0,12}$"
)
AFTERWARDS = Pattern(
    r"[，；](?:以上|上述)?(?:[二两三四五六七八九]?[项类者部])?(?:合计|总计|共计)(?:(?!办结|答复|回复)[^，。；：、（）\d]){0,8}$|，共$"
)
AFTER = "合计"
NO_AMOUNT = ("%", "个百分点")
NO_PIECES = ("人", "人次", "元", "万元", "亿元")
"""Units of what cannot be among the pieces of a list that is counted in another unit."""
IN_BRACKETS = Pattern("（[^（）]*）")
CHANNEL = Pattern("(?:的?(?:政府|政务)?信息)?[，、；：]通过[^，。；：、（）]{2,30}")
OTHER_CHANNELS = Pattern("[，、；](?:以|通过)?其[他它余](?:方式|渠道|途径|平台|形式)[^，。；：、（）]{0,8}")
NEARBY = 60
"""Characters before a count in which its own words stand."""
REACH = 100
"""Counts of a sentence that are looked at together with one of them."""
MOST = 24
"""Parts of a list; nobody writes more into a sentence."""
LITTLE_MORE = 4
"""A list behind 其中 that is larger by more than a quarter of its total counts things twice."""
NEARLY_ALL = 10
"""A list behind 其中 that lacks less than a tenth of its total was meant to be complete."""


@dataclass(frozen=True)
class Listing:
    """A total with its parts; `closed` where it can only be complete. `start` and `end` are its place.

    `others` are numbers that may be meant as the total instead, `mixed` the parts of whatever unit.
    """

    total: Count
    parts: tuple[Count, ...]
    closed: bool
    text: str
    start: int
    end: int
    others: tuple[Number, ...] = ()
    mixed: tuple[Count, ...] = ()


def find_lists(sentence: Sentence, counts: Sequence[Count]) -> Iterator[Listing]:
    """Yield the lists of a sentence: behind 其中, a colon or in brackets, or summed up afterwards."""
    text = sentence.text
    for index, total in enumerate(counts[:-1]):
        opening = OPENING.search(text, total.end, counts[index + 1].start)
        if opening is None or text[total.end : opening.start()].strip("，,信息余篇件左右等"):
            if not is_item(text, counts[index - 1] if index else None, total):
                yield from find_unopened(text, counts[index : index + REACH])
            continue
        end = closing(text, opening) if "（" in opening[0] else len(text)
        inside = [c for c in counts[index + 1 : index + REACH] if c.end <= end and not is_change(text, c)]
        for whole in totals_before(counts[: index + 1], text):
            parts = tuple(c for c in inside if c.unit == whole.unit)
            if 2 <= len(parts) <= MOST:
                around = text[opening.start() : parts[-1].end + 8]
                others = tuple(c.value for c in counts[max(0, index - REACH) : index] if c.unit == whole.unit)
                closed = bool(opening["closed"])
                yield Listing(
                    whole, parts, closed, around, whole.start, whole.end, others, tuple(leave_pieces(inside))
                )
    for index, total in enumerate(counts):
        if index > 1 and AFTERWARDS.search(text, max(0, total.start - NEARBY), total.start):
            before = counts[max(0, index - REACH) : index]
            parts = tuple(
                c for c in before if c.unit == total.unit and c.value != total.value and not is_change(text, c)
            )
            if len(parts) > 1:
                mixed = tuple(leave_pieces(before))
                yield Listing(total, parts, True, AFTER, total.start, total.end, (), mixed)


def is_item(text: str, before: Count | None, count: Count) -> bool:
    """Tell whether a count goes on a list of like ones (甲类51条，乙类40条): no total of what follows."""
    return (
        before is not None
        and before.unit == count.unit
        and bool(PLAIN_LABEL.fullmatch(text, before.end, count.start))
    )


def is_change(text: str, count: Count) -> bool:
    """Tell whether a count is a difference, a rate or a mean (较上年增加20条)."""
    return bool(CHANGE.search(text, max(0, count.start - NEARBY), count.start))


def leave_pieces(counts: Sequence[Count]) -> Iterator[Count]:
    """Yield the counts that may be parts of a total in another unit (条, 期, 场 …)."""
    return (count for count in counts if count.unit not in NO_PIECES)


def find_unopened(text: str, counts: Sequence[Count]) -> Iterator[Listing]:
    """Yield a list that nothing opens (74条，甲类22条、乙类31条、丙类20条) where it comes close to its total."""
    total = counts[0]
    labels = [text[one.end : two.start] for one, two in pairwise(counts)]
    if CHANNEL.fullmatch(labels[0]):
        yield from find_channels(text, counts, labels)
        return
    length = next((i for i, label in enumerate(labels) if not PLAIN_LABEL.fullmatch(label)), len(labels))
    parts = tuple(counts[1 : length + 1])
    if len(parts) < 3 or any(part.unit != total.unit or not part.is_exact for part in parts):
        return
    flat = sum(part.value for part in parts)
    if gap(flat, total.value) * NEARLY_ALL <= total.value:
        yield Listing(total, parts, True, "", total.start, total.end)


def find_channels(text: str, counts: Sequence[Count], labels: Sequence[str]) -> Iterator[Listing]:
    """Yield a list of channels behind its total (74条，通过网站22条、通过报刊31条、其他方式20条).

    What is on several channels counts twice, unless the rest (其他方式) shows that the list divides the total.
    """
    total = counts[0]
    has_rest = [bool(OTHER_CHANNELS.fullmatch(label)) for label in labels]
    length = has_rest.index(True) + 1 if True in has_rest else 0
    parts = tuple(counts[1 : length + 1])
    if len(parts) < 2 or "通过" in re.split("[，。；]", text[: total.start])[-1]:
        return
    alike = all(part.unit == total.unit and part.is_exact for part in parts)
    near = gap(sum(part.value for part in parts), total.value) * LITTLE_MORE <= total.value
    if alike and near and all(CHANNEL.fullmatch(label) for label in labels[: length - 1]):
        yield Listing(total, parts, True, "", total.start, total.end)


def find_back_reference(
    sentence: Sentence, counts: Sequence[Count], earlier: Sequence[Sentence]
) -> Iterator[Listing]:
    """Yield the list of a sentence such as 在网站发布的信息中，甲10条，乙1条, its total from a sentence before."""
    match = BACK.match(sentence.text)
    if sentence.text.startswith("其中") and earlier:
        yield from continue_list(sentence, counts, earlier[-1])
    if match is None or len(counts) < 2:
        return
    parts = tuple(c for c in counts if c.unit == counts[0].unit and not is_change(sentence.text, c))
    for before in earlier:
        for count in before.counts:
            clause = re.split("[，；、（）]", before.text[: count.start])[-1]
            if count.unit == counts[0].unit and match["where"] in clause and len(parts) > 1:
                yield Listing(count, parts, False, sentence.text, parts[0].start, parts[-1].end)
                return


def continue_list(sentence: Sentence, counts: Sequence[Count], before: Sentence) -> Iterator[Listing]:
    """Yield the list of a sentence that begins with 其中, its total at the end of the sentence before."""
    text = sentence.text
    own = [c for c in counts if not is_change(text, c)]
    total = next(list_outside_brackets(before), None)
    parts = tuple(c for c in own if total and c.unit == total.unit)
    if total and len(parts) > 1:
        others = tuple(c.value for c in before.counts if c is not total)
        around = text[: parts[-1].end]
        mixed = tuple(leave_pieces(own))
        yield Listing(total, parts, False, around, parts[0].start, parts[-1].end, others, mixed)


def list_outside_brackets(sentence: Sentence) -> Iterator[Count]:
    """Yield the counts of a sentence that stand in no brackets, the last first."""
    hidden = IN_BRACKETS.sub(lambda m: "　" * len(m[0]), sentence.text)
    return (c for c in reversed(sentence.counts) if hidden[c.start] != "　")


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
