"""Percentages of numbers that stand beside them (rule N02)."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from govreport.finding import Number, Strike
from govreport.numbers import format_number
from govreport.rules.counts import Count, clause_before
from govreport.rules.list_search import MOST, NEARBY, list_outside_brackets
from govreport.rules.pattern import Pattern
from govreport.rules.sentences import Sentence
from govreport.rules.subject import Subject

SHARE = Pattern(
    r"占[^，。；：、\d]{0,12}（\d+[件条份]）的?$|占(?:比|到|了|全部|总数|总量|[^，。；：、\d]{0,16})?(?:约|近)?(?:为|达|达到)?$"
)
RATE = Pattern(
    r"(?P<timely>按期|按时|及时|限期|准时|到期)?(?P<of>满意|办结|答复|回收|合格|达标|回复|采纳)率(?:[^，。；：、\d]{0,16})?$"
)
"""A rate is of what its own word counts: 办结率 of 办结N件; one of timeliness is of nothing counted here."""
COUNTED = {"回收": ("回收", "收回"), "答复": ("答复", "回复"), "回复": ("答复", "回复")}
"""Words of what a rate counts, where they are not its own alone."""
ALONE = Pattern(r"\d[件条份个篇宗]（$")
JOINED = Pattern("[、和及与]|以及")
LEFT_OVER = ("结转", "剩余", "尚")
OF_A_LIST = Pattern(r"占比?(?:为|达|约)?$")
REST = ("其他", "其余", "其它")


def check_shares(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every 占N% that the numbers before it do not give, and for shares above 100 %."""
    before: Sentence | None = None
    goes_on = tuple(subject.rules["N02"].data["goes_on"])
    for sentence in subject.sentences:
        if "%" in sentence.text:
            counts = sentence.counts
            yield from check_rates(sentence, counts, subject)
            yield from check_parts(
                sentence,
                counts,
                subject,
                find_totals(sentence, before if sentence.text.startswith(goes_on) else None),
            )
            yield from check_whole(sentence, counts)
        before = sentence


def find_totals(sentence: Sentence, before: Sentence | None) -> tuple[Count, ...]:
    """Return the totals of the sentence `before` that one goes on, the nearest first."""
    if before is None or before.passage is not sentence.passage:
        return ()
    return tuple(list_outside_brackets(before))[:MOST]


def check_rates(sentence: Sentence, counts: Sequence[Count], subject: Subject) -> Iterator[Strike]:
    """Compare each rate with the last count of its own word (办结率 with 办结N件) and the counts before that."""
    for index, share in enumerate(counts):
        rate = RATE.search(bare(nearby(sentence.text, share))) if share.unit == "%" else None
        if rate is None or rate["timely"]:
            continue
        amounts = [c for c in counts[:index] if c.unit != "%"]
        words = COUNTED.get(rate["of"], (rate["of"],))
        own = [i for i, c in enumerate(amounts) if any(w in clause_before(sentence.text, c) for w in words)]
        if not own:
            continue
        part = amounts[own[-1]]
        wholes = [c for c in amounts[: own[-1]] if c.unit == part.unit and c.value >= part.value]
        strike = judge(sentence, share, part, wholes) if part.is_exact else None
        if strike is None or (not strike.result and any(word in sentence.text for word in LEFT_OVER)):
            continue
        if strike.result != "ok" or subject.verbose:
            yield strike


def check_parts(
    sentence: Sentence, counts: Sequence[Count], subject: Subject, totals: tuple[Count, ...]
) -> Iterator[Strike]:
    """Compare each share with the count before it and the totals before; `totals` are of the sentence before."""
    first_part: Count | None = None
    shares = list_shares(sentence.text, counts)
    for index, share in enumerate(counts):
        if share.start not in shares:
            continue
        amounts = [c for c in counts[:index] if c.unit != "%"]
        inside = re.search(r"（(\d+)[件条份]）[^（）]*$", sentence.text[: share.start])
        if inside:
            amounts = [c for c in amounts if c.start != inside.start(1)] + [
                c for c in counts[:index] if c.start == inside.start(1)
            ]
            part, wholes = (amounts[-2], amounts[-1:]) if len(amounts) > 1 else (None, [])
        else:
            part = amounts[-1] if amounts and not is_parted(sentence.text, amounts[-1], share) else None
            before = first_part if first_part is not None else part
            own = [c for c in amounts[:-1] if part and before and c.unit == part.unit and c.start < before.start]
            wholes = [*(c for c in totals if part and c.unit == part.unit), *own]
            first_part = before
        if part is None or not wholes or part.unit != wholes[-1].unit or not part.is_exact:
            continue
        strike = judge(sentence, share, part, [c for c in wholes if c.value >= part.value])
        if strike and not strike.result and may_be_meant(sentence, share, amounts, strike.expected):
            continue
        if strike and (strike.result != "ok" or subject.verbose):
            yield strike


def is_parted(text: str, part: Count, share: Count) -> bool:
    """Tell whether a number without a unit stands between a count and a share, which then is of that number."""
    return any(c.isdigit() for c in text[part.end : share.start])


def list_shares(text: str, counts: Sequence[Count]) -> set[int]:
    """Return where the shares of counts begin: 占N%, or alone in brackets where several are."""
    percents = [c for c in counts if c.unit == "%"]
    said = {c.start for c in percents if SHARE.search(bare(nearby(text, c)))}
    alone = {c.start for c in percents if text.startswith("）", c.end) and ALONE.search(nearby(text, c))}
    among = text.find("其中")
    return said | (alone if len(alone) > 1 else {start for start in alone if -1 < among < start})


def nearby(text: str, count: Count) -> str:
    """Return the words right before a count."""
    return text[max(0, count.start - NEARBY) : count.start]


def may_be_meant(sentence: Sentence, share: Count, amounts: Sequence[Count], expected: object) -> bool:
    """Tell whether a share that is not `expected` may be right: of several parts, or moved to make 100 %."""
    if is_of_several(sentence.text, share, amounts):
        return True
    shares = [Decimal(c.value) for c in sentence.counts if c.unit == "%"]
    step = Decimal(1).scaleb(-decimals_of(share.value))
    return sum(shares) == 100 and abs(Decimal(share.value) - Decimal(str(expected))) <= 2 * step


def is_of_several(text: str, share: Count, amounts: Sequence[Count]) -> bool:
    """Tell whether a share fits several parts together (甲21宗、乙10宗，占4.6%), of a total in whatever unit."""
    amounts = amounts[-MOST:]
    together = Decimal(amounts[-1].value)
    for index in range(len(amounts) - 2, 0, -1):
        if not JOINED.search(text[amounts[index].end : amounts[index + 1].start]):
            return False
        together += Decimal(amounts[index].value)
        if any(c.value and is_near(share, together * 100 / Decimal(c.value)) for c in amounts[:index]):
            return True
    return False


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
