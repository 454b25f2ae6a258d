"""Percentages of numbers that stand beside them (rule N02)."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from govreport.finding import Number, Strike
from govreport.numbers import format_number
from govreport.rules.counts import Count
from govreport.rules.pattern import Pattern
from govreport.rules.sentences import Sentence
from govreport.rules.subject import Subject

SHARE = Pattern(
    r"占[^，。；：、\d]{0,12}（\d+[件条份]）的?$|(?:占|(?:满意|办结|答复|回收|合格|达标|回复|采纳)率)(?:比|到|了|全部|总数|总量|[^，。；：、\d]{0,16})?(?:约|近)?(?:为|达|达到)?$"
)
OF_A_LIST = Pattern(r"占比?(?:为|达|约)?$")
REST = ("其他", "其余", "其它")


def check_shares(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every 占N% that the numbers before it do not give, and for shares above 100 %."""
    for sentence in subject.sentences:
        if "%" in sentence.text:
            counts = sentence.counts
            yield from check_parts(sentence, counts, subject)
            yield from check_whole(sentence, counts)


def check_parts(sentence: Sentence, counts: Sequence[Count], subject: Subject) -> Iterator[Strike]:
    """Compare each share with the count before it and the totals before that."""
    first_part: Count | None = None
    for index, share in enumerate(counts):
        if share.unit != "%" or not SHARE.search(bare(sentence.text[: share.start])):
            continue
        amounts = [c for c in counts[:index] if c.unit != "%"]
        inside = re.search(r"（(\d+)[件条份]）[^（）]*$", sentence.text[: share.start])
        if inside:
            amounts = [c for c in amounts if c.start != inside.start(1)] + [
                c for c in counts[:index] if c.start == inside.start(1)
            ]
            part, wholes = (amounts[-2], amounts[-1:]) if len(amounts) > 1 else (None, [])
        else:
            part = amounts[-1] if amounts else None
            before = first_part if first_part is not None else part
            wholes = [
                c for c in amounts[:-1] if part and before and c.unit == part.unit and c.start < before.start
            ]
            first_part = before
        if part is None or not wholes or part.unit != wholes[-1].unit or not part.is_exact:
            continue
        strike = judge(sentence, share, part, [c for c in wholes if c.value >= part.value])
        if strike and (strike.result != "ok" or subject.verbose):
            yield strike


def judge(sentence: Sentence, share: Count, part: Count, wholes: Sequence[Count]) -> Strike | None:
    """Return what is to be said of one share; any total that stands before it may be meant."""
    usable = [c for c in wholes if c.is_exact and c.value]
    if not usable:
        return None
    ratios = {c.value: Decimal(part.value) * 100 / Decimal(c.value) for c in usable}
    fits = next((w for w, ratio in ratios.items() if is_near(share, ratio) or is_near(share, 100 - ratio)), None)
    whole = fits if fits is not None else usable[0].value
    shown = f"{round(ratios[whole], max(decimals_of(share.value), 1)):f}"
    equation = f"{format_number(part.value)} ÷ {format_number(whole)} = {shown}%"
    start, end = sentence.locate(share.start, share.end)
    return sentence.passage.strike(
        "N02",
        start,
        end,
        found=share.value,
        expected=Decimal(shown),
        values={"share": shown},
        result="" if fits is None else "ok",
        equation=equation,
    )


def check_whole(sentence: Sentence, counts: Sequence[Count]) -> Iterator[Strike]:
    """Yield a strike for a list of shares with a rest (其他占…) that is not 100 % together."""
    shares = [c for c in counts if c.unit == "%" and OF_A_LIST.search(bare(sentence.text[: c.start]))]
    if len(shares) < 2 or "其中" in sentence.text[shares[0].end : shares[-1].start]:
        return
    has_rest = any(word in sentence.text[: shares[-1].start] for word in REST)
    total = sum((Decimal(c.value) for c in shares), Decimal(0))
    allowed = (
        Decimal("0.1") * len(shares) if any(decimals_of(c.value) for c in shares) else Decimal(len(shares)) / 2
    )
    if has_rest and all(c.is_exact for c in shares) and abs(total - 100) > allowed:
        written = " + ".join(format_number(c.value) for c in shares)
        start, end = sentence.locate(shares[-1].start, shares[-1].end)
        equation = f"{written} = {format_number(total)}"
        yield sentence.passage.strike(
            "N02", start, end, found=total, expected=100, values={"share": "100"}, equation=equation
        )


def bare(head: str) -> str:
    """Return the words before a share without 约 and 达 at their end."""
    return head.rstrip("约近达到了为")


def is_near(share: Count, ratio: Decimal) -> bool:
    """Tell whether a printed percentage is a ratio, rounded or cut off at its last digit."""
    step = Decimal(1).scaleb(-decimals_of(share.value))
    if not share.is_exact:
        return share.lowest - 1 <= ratio <= share.highest + 1
    return abs(Decimal(share.value) - ratio) < step


def decimals_of(value: Number) -> int:
    """Return how many digits stand behind the point."""
    return max(0, -int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 0
