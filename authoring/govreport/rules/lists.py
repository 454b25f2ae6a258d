"""Lists in prose that should add up (rules N01 and N11)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from govreport.finding import Number, Strike
from govreport.numbers import format_number, gap
from govreport.rules.balance import Account, find_account, is_carried_over, judge_account
from govreport.rules.counts import Count
from govreport.rules.list_sums import flat_sums, read_last, read_sums, top_level, up_to_semicolon, write_out
from govreport.rules.pattern import Pattern
from govreport.rules.sentences import Sentence
from govreport.rules.subject import Subject

OPENING = Pattern(
    r"(?P<among>[，；]?（?其中(?:包括|包含|有|含)?[，：]?)|(?P<closed>（|：|[，：]?分别(?:为|是|有)?[：]?|[，]?(?:具体)?(?:包括|包含|分为)(?![^，。；\d]{1,40}在内)[：]?|[，]?具体(?:为|是|如下)[：]?|[，]?按[^，。；]{1,8}(?:分|统计|划分)[，：])"
)
PRODUCT = Pattern(
    r"(?P<count>\d+)[件条份][^。；\d]{0,20}每[件条份](?P<each>\d+(?:\.\d+)?)元[^。；\d]{0,14}"
    r"(?:共|合计|总计|收取)[^。；\d]{0,8}(?P<total>\d+(?:\.\d+)?)元"
)
PLAIN_LABEL = Pattern(r"[，、](?!.*(?:公开|发布|推送|较|比|增|减|回复|办))[^，。；：、（）]{1,8}")
BACK = Pattern(r"在?(?P<where>[^，。；]{2,}?(?:发布|公开|推送))的(?:政府|政务)?信息(?:中|里)[，：]")
CHANGE = Pattern(r"(?:较|比|同比|环比|增长|增加|减少|下降|上升|提高|每(?![^，。；：、（）]{0,6}等)|平均|人均)[^，。；：、（）]{0,12}$")
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
    r"[，；](?:以上|上述)?(?:[二两三四五六七八九]?[项类者部])?(?:合计|总计|共计)(?:(?!办结|答复|回复)[^，。；：、（）\d]){0,8}$|，共$"
)
AFTER = "合计"
NO_AMOUNT = ("%", "个百分点")
NO_PIECES = ("人", "人次", "元", "万元", "亿元")
"""Units of what cannot be among the pieces of a list that is counted in another unit."""
IN_BRACKETS = Pattern("（[^（）]*）")
AND_SO_ON = Pattern("[）”]?等(?![级待])")
CHANNEL = Pattern("(?:的?(?:政府|政务)?信息)?[，、；：]通过[^，。；：、（）]{2,30}")
OTHER_CHANNELS = Pattern("[，、；](?:以|通过)?其[他它余](?:方式|渠道|途径|平台|形式)[^，。；：、（）]{0,8}")
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
            account = find_account(sentence)
            yield from judge_all(find_lists(sentence, counts), sentence, subject, account)
            if account and (subject.verbose or not account.is_right):
                yield judge_account(sentence, account)
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


def judge_all(
    listings: Iterator[Listing], sentence: Sentence, subject: Subject, account: Account | None = None
) -> Iterator[Strike]:
    """Yield the strikes on a sentence's lists; a list that holds what an account carries over is that account."""
    for listing in listings:
        if account and account.carried_over in listing.parts:
            continue
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
                closed = bool(opening["closed"])
                yield Listing(
                    whole, parts, closed, around, whole.start, whole.end, others, tuple(leave_pieces(inside))
                )
    for index, total in enumerate(counts):
        if index > 1 and AFTERWARDS.search(text[: total.start]):
            parts = tuple(
                c
                for c in counts[:index]
                if c.unit == total.unit and c.value != total.value and not CHANGE.search(text[: c.start])
            )
            if len(parts) > 1:
                mixed = tuple(leave_pieces(counts[:index]))
                yield Listing(total, parts, True, AFTER, total.start, total.end, (), mixed)


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
    if alike and all(CHANNEL.fullmatch(label) for label in labels[: length - 1]):
        if gap(sum(part.value for part in parts), total.value) * LITTLE_MORE <= total.value:
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
    parts = tuple(c for c in counts if c.unit == counts[0].unit and not CHANGE.search(sentence.text[: c.start]))
    for before in earlier:
        for count in before.counts:
            clause = re.split("[，；、（）]", before.text[: count.start])[-1]
            if count.unit == counts[0].unit and match["where"] in clause and len(parts) > 1:
                yield Listing(count, parts, False, sentence.text, parts[0].start, parts[-1].end)
                return


def continue_list(sentence: Sentence, counts: Sequence[Count], before: Sentence) -> Iterator[Listing]:
    """Yield the list of a sentence that begins with 其中, its total at the end of the sentence before."""
    text = sentence.text
    own = [c for c in counts if not CHANGE.search(text[: c.start])]
    total = last_outside_brackets(before)
    parts = tuple(c for c in own if total and c.unit == total.unit)
    if total and len(parts) > 1:
        others = tuple(c.value for c in before.counts if c is not total)
        around = text[: parts[-1].end]
        mixed = tuple(leave_pieces(own))
        yield Listing(total, parts, False, around, parts[0].start, parts[-1].end, others, mixed)


def last_outside_brackets(sentence: Sentence) -> Count | None:
    """Return the last count of a sentence that stands in no brackets."""
    hidden = IN_BRACKETS.sub(lambda m: "　" * len(m[0]), sentence.text)
    return next((c for c in reversed(sentence.counts) if hidden[c.start] != "　"), None)


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
    text, total, parts = sentence.text, listing.total, listing.parts
    values: dict[str, object] = {"total": format_number(total.value)}
    readings = read_last(parts) if listing.text == AFTER else read_sums(text, parts)
    fits = sorted(value for value in readings if total.covers(value))
    if fits:
        chosen = [parts[i].value for i in readings[fits[0]]]
        exact = not total.is_exact and all(part.is_exact for part in parts) and fits[0] == total.value
        return strike(sentence, listing, fits[0], values, write_out(chosen), "inexact" if exact else "ok")
    if any(value in readings for value in listing.others) or may_be_meant(text, listing):
        return None
    parts = up_to_semicolon(text, parts)
    top = tuple(parts[i] for i in top_level(text, parts))
    parts = top if len(top) > 1 else parts
    flat = sum(part.value for part in parts)
    if not all(part.is_exact for part in parts) or OVERLAP.search(text):
        return None
    if (flat < total.value and is_open(text, listing)) or not must_be_complete(listing, flat):
        return None
    values["sum"] = format_number(flat)
    return strike(sentence, listing, flat, values, write_out([part.value for part in parts]), "")


def is_open(text: str, listing: Listing) -> bool:
    """Tell whether a list says that it is not complete; what is said in a part's brackets is of that part."""
    own = listing.text[:1] + IN_BRACKETS.sub("", listing.text[1:])
    return bool(OPEN_LIST.search(own) or AND_SO_ON.match(text, listing.parts[-1].end))


def may_be_meant(text: str, listing: Listing) -> bool:
    """Tell whether a sum that is not the total may still be right: summed up behind, other units, carried over."""
    *_, last = listing.parts
    if len(listing.mixed) > len(listing.parts) and len(listing.mixed) <= MOST:
        sums = read_last(listing.mixed) if listing.text == AFTER else flat_sums(text, listing.mixed)
        if any(listing.total.covers(value) for value in sums):
            return True
    flat = sum(part.value for part in listing.parts)
    if is_carried_over(text, listing.parts[-2].end, last) and flat > listing.total.value:
        return True
    return is_list_of_one(text, listing) or is_summed_up_behind(text, listing)


def is_list_of_one(text: str, listing: Listing) -> bool:
    """Tell whether the first part is all of the total, and what follows is another thing (1条，包括甲1条，以及乙2条)."""
    first, second = listing.parts[:2]
    return first.value == listing.total.value and bool(re.search("，(?:以?及|还|另|并)", text[first.end : second.start]))


def is_summed_up_behind(text: str, listing: Listing) -> bool:
    """Tell whether the last number is the sum of the total and the others (甲18件，加乙2件，共20件)."""
    *others, last = listing.parts
    said = re.search("(?:共|合计|总计|累计)[^，。；\\d]{0,6}$", text[: last.start])
    return bool(said) and last.value == listing.total.value + sum(part.value for part in others)


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
