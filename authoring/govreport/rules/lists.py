"""Lists in prose that should add up (rules N01 and N11)."""

import re
from collections.abc import Iterator
from decimal import Decimal

from govreport.finding import Number, Strike
from govreport.numbers import format_number
from govreport.rules.balance import Account, find_account, is_carried_over, judge_account
from govreport.rules.list_search import (
    AFTER,
    IN_BRACKETS,
    LITTLE_MORE,
    MOST,
    NEARLY_ALL,
    NO_AMOUNT,
    Listing,
    find_back_reference,
    find_lists,
)
from govreport.rules.list_sums import flat_sums, read_last, read_sums, top_level, up_to_semicolon, write_out
from govreport.rules.pattern import Pattern
from govreport.rules.sentences import Sentence
from govreport.rules.subject import Subject

PRODUCT = Pattern(
    r"(?P<count>\d+)[件条份][^。；\d]{0,20}每[件条份](?P<each>\d+(?:\.\d+)?)元[^。；\d]{0,14}"
    r"(?:共|合计|总计|收取)[^。；\d]{0,8}(?P<total>\d+(?:\.\d+)?)元"
)
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
AND_SO_ON = Pattern("[）”]?等(?![级待])")


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
    """Tell whether the first part is all of the total, and the rest is another thing (包括甲1条，以及乙2条)."""
    first, second = listing.parts[:2]
    return first.value == listing.total.value and bool(
        re.search("，(?:以?及|还|另|并)", text[first.end : second.start])
    )


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
