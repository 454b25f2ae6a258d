"""Growth against last year in prose: by its own numbers (N04), by both years' tables (L05, L06)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from govreport.finding import Number, Strike
from govreport.numbers import format_number, gap
from govreport.rules.counts import COUNT, DIGITS, Count, find_counts, read_count
from govreport.rules.expressions import OTHER_SCOPE, OTHER_TIME
from govreport.rules.pattern import Pattern
from govreport.rules.quantities import evaluate, load_vocabulary
from govreport.rules.sentences import Sentence
from govreport.rules.shares import decimals_of
from govreport.rules.statements import Statement
from govreport.rules.subject import Subject

UP, DOWN = "增长|增加|上升|提高|多|增幅(?:为|达)?|升高", "下降|减少|降低|少|降幅(?:为|达)?|回落"
LAST_YEAR = r"(?:上年度?|去年|上一年度?|{last}年度?)(?:同期)?"
AGAINST = rf"(?:(?:较|比|与|同|和)?{LAST_YEAR}|同比)"
ABOUT = "(?P<about>约|近|超过|超|大约|达到?)?"
GROWTH = (
    rf"{AGAINST}(?:的|相比|比较)?（?(?P<base>[\d,.]+(?:件|条|起|宗|项|篇|份|次|万元|元))?）?(?:相比)?[，]?(?:共|均|有所|数量)?"
    rf"(?:(?P<up>{UP})|(?P<down>{DOWN}))了?{ABOUT}"
    rf"(?P<amount>[一二两三四五六七八九]成|{re.sub(r'[?]P<[a-z0-9]+>', '?:', COUNT.pattern)})"
)
FROM_TO = (
    rf"(?:从|由){LAST_YEAR}的?（?(?P<old>\d+)[件条起宗项篇份]）?(?:下降|减少|增加|上升|增长|降|增)(?:到|至|为)(?P<new>\d+)[件条起宗项篇份]"
    r"[，]?(?:(?P<up>增加|增长|增幅|上升)|(?P<down>减少|下降|降幅))(?:为|达)?(?P<value>\d+(?:\.\d+)?)(?P<unit>%|件|条|起|宗|项|篇|份)"
)
BESIDE = (
    rf"(?<![较比与]){LAST_YEAR}(?:为|是|收到|新收)?(?P<old>\d+)[件条起宗项篇份次]）?，(?:同比)?"
    rf"(?:(?P<up>{UP})|(?P<down>{DOWN}))(?:为|达)?(?P<value>\d+(?:\.\d+)?)(?P<unit>%|件|条|起|宗|项|篇|份)"
)
FOLDS = rf"{AGAINST}(?:的|相比)?(?:增长|增加)了?(?P<number>[一两二三四]|\d+(?:\.\d+)?)倍"
LEVEL = (
    rf"(?:{AGAINST}[^，。；]{{0,10}}(?:持平|相同|一致|无变化|没有变化)"
    rf"|(?:与|同|和){LAST_YEAR}(?:基本)?(?:持平|相当))"
)
AFTER = r"^[，（](?:上年|去年|{last}年)(?:度)?(?:为|是|有)?(?P<old>\d[\d,.]*)[件条起宗项篇份次]"
FOLD = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4}
TIMES = (
    rf"(?:(?:为|是){LAST_YEAR}的(?P<times>\d+(?:\.\d+)?)倍"
    rf"|{AGAINST}(?:的)?[^，。；]{{0,4}}(?P<double>翻了?(?P<folds>[一两])?番))"
)
TENTHS: Mapping[str, int] = {c: DIGITS[c] * 10 for c in DIGITS}
SLACK = Decimal(2)
"""Percentage points that 约 and 近 allow."""


@dataclass(frozen=True)
class Change:
    """What a sentence says of the change against last year, at `start` to `end`.

    `direction` is 1, -1 or 0 (the same); `percent`, `difference` or `times` says how much; `base` is last
    year's number where it is given beside.
    """

    start: int
    end: int
    direction: int
    percent: Count | None = None
    difference: Count | None = None
    times: Decimal | None = None
    base: Number | None = None
    rough: bool = False
    pair: tuple[Number, Number] | None = None

    def fits(self, new: Number, old: Number) -> bool:
        """Tell whether two years' numbers change so."""
        if self.times is not None:
            return bool(old) and abs(Decimal(new) / Decimal(old) - self.times) <= Decimal("0.1")
        if self.direction == 0:
            return new == old or (self.rough and gap(new, old) * 20 <= old)
        change = (Decimal(new) - Decimal(old)) * self.direction
        if change < 0:
            return False
        if self.difference is not None:
            return self.difference.covers(new - old if self.direction > 0 else old - new)
        if self.percent is None or not old:
            return True
        rate = change * 100 / Decimal(old)
        step = Decimal(1).scaleb(-decimals_of(self.percent.value))
        if self.rough or not self.percent.is_exact:
            return self.percent.lowest - SLACK <= rate <= self.percent.highest + SLACK
        return abs(rate - Decimal(self.percent.value)) < step


def check_growth(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every growth figure that the numbers do not give; the right ones too where `verbose`."""
    year = subject.report.year
    if year is None:
        return
    for sentence in subject.sentences:
        if any(word in sentence.text for word in ("同比", "上年", "去年", "上一年", str(year - 1))):
            for change in {found.end: found for found in find_changes(sentence.text, year)}.values():
                strike = judge(sentence, change, subject)
                if strike and (strike.result != "ok" or subject.verbose):
                    yield strike


def find_changes(text: str, year: int) -> Iterator[Change]:
    """Yield the changes against last year that a sentence states."""
    last = str(year - 1)
    for match in re.finditer(GROWTH.replace("{last}", last), text):
        yield read_change(match)
    for match in re.finditer(FROM_TO.replace("{last}", last), text):
        amount = read_number(match["value"])
        count = Count(amount, match["unit"], 0, 0, amount, amount)
        percent, difference = (count, None) if match["unit"] == "%" else (None, count)
        pair = (int(match["new"]), int(match["old"]))
        yield Change(match.start(), match.end(), 1 if match["up"] else -1, percent, difference, pair=pair)
    for match in re.finditer(BESIDE.replace("{last}", last), text):
        amount = read_number(match["value"])
        count = Count(amount, match["unit"], 0, 0, amount, amount)
        percent, difference = (count, None) if match["unit"] == "%" else (None, count)
        direction = 1 if match["up"] else -1
        base = int(match["old"])
        yield Change(match.start(), match.end(), direction, percent, difference, base=base)
    for match in re.finditer(LEVEL.replace("{last}", last), text):
        yield Change(match.start(), match.end(), 0, rough="基本" in match[0] or "相当" in match[0])
    for match in re.finditer(TIMES.replace("{last}", last), text):
        folds = FOLD.get(match["folds"] or "一", 1)
        yield Change(match.start(), match.end(), 1, times=Decimal(match["times"] or 2**folds))
    for match in re.finditer(FOLDS.replace("{last}", last), text):
        number = match["number"]
        more = Decimal(FOLD[number]) if number in FOLD else Decimal(number)
        yield Change(match.start(), match.end(), 1, times=more + 1)


def read_change(match: re.Match[str]) -> Change:
    """Return the change that GROWTH matched."""
    direction = 1 if match["up"] else -1
    rough = bool(match["about"])
    base = read_number(match["base"]) if match["base"] else None
    amount = match["amount"]
    if amount.endswith("成"):
        value = TENTHS[amount[0]]
        percent = Count(value, "%", 0, 0, value - 5, value + 5)
        return Change(match.start(), match.end(), direction, percent, base=base, rough=True)
    inner = COUNT.match(amount)
    count = read_count(inner) if inner else None
    if count and count.unit == "%":
        return Change(match.start(), match.end(), direction, count, base=base, rough=rough)
    return Change(match.start(), match.end(), direction, difference=count, base=base, rough=rough)


def read_number(text: str) -> Number:
    """Return the number that a text begins with."""
    digits = re.sub(r"[^\d.]", "", text).rstrip(".")
    return Decimal(digits) if "." in digits else int(digits)


def judge(sentence: Sentence, change: Change, subject: Subject) -> Strike | None:
    """Return what is to be said of one change; None where neither the text nor the tables can say."""
    text = sentence.text
    if re.search(f"{OTHER_TIME}|百分点", text[max(0, change.start - 40) : change.end + 4]):
        return None
    pair = own_numbers(sentence, change, subject)
    if pair:
        return describe(sentence, change, [("正文", *pair)], "N04")
    pairs = list(table_numbers(sentence, change, subject))
    return describe(
        sentence,
        change,
        pairs,
        "L06" if change.difference or (change.times is None and change.direction == 0) else "L05",
    )


def own_numbers(sentence: Sentence, change: Change, subject: Subject) -> tuple[Number, Number] | None:
    """Return this year's and last year's number where both stand in the sentence."""
    if change.pair:
        return change.pair
    before = [c for c in find_counts(sentence.text[: change.start]) if c.unit != "%" and c.is_exact]
    if change.base is not None and before:
        return before[-1].value, change.base
    behind = re.match(AFTER.replace("{last}", str((subject.report.year or 0) - 1)), sentence.text[change.end :])
    if behind and before:
        return before[-1].value, read_number(behind["old"])
    last = f"{(subject.report.year or 0) - 1}年"
    if len(before) > 1 and before[-1].unit == before[-2].unit:
        clauses = [re.split("[，；]", sentence.text[: count.start])[-1] for count in before[-2:]]
        if last in clauses[1] and last not in clauses[0]:
            return before[-2].value, before[-1].value
    return None


def table_numbers(sentence: Sentence, change: Change, subject: Subject) -> Iterator[tuple[str, Number, Number]]:
    """Yield name, this year's and last year's number of every reading that may be meant."""
    if subject.previous is None or re.search(OTHER_SCOPE, sentence.text[: change.start]):
        return
    said = [s for s in subject.statements if s.sentence is sentence and s.count and s.end <= change.start]
    columns: tuple[str, ...] = ()
    if said:
        statement = said[-1]
        between = sentence.text[statement.end : change.start]
        if not statement.sure or any(c.unit != "%" for c in find_counts(between)) or re.search("[；。]", between):
            return
        quantities, columns = statement.quantities, statement.columns
    elif APPLICATIONS_GROW.search(sentence.text[: change.start]):
        quantities = (load_vocabulary().quantities["received"],)
    else:
        return
    for quantity in quantities:
        for reading in quantity.readings:
            new = evaluate(reading, subject.report, subject.figures, columns)
            old = evaluate(reading, subject.previous, subject.previous_figures, columns)
            if new is None or old is None or (said and not fits_now(said[-1], new)):
                continue
            yield reading.name, new, old


APPLICATIONS_GROW = Pattern(
    r"(?:^|[，；])(?:全年|20\d\d年|本年度?|今年)?[，]?(?:政府信息公开|依申请公开|信息公开|收到的?|新收|受理)*(?:的)?申请(?:公开)?(?:数量|总量|量|件数|数)[^，。；]{0,4}$|(?:^|[，；])(?:申请)?(?:受理|办理)量$|依申请公开(?:数量|量|申请)[^，。；]{0,4}$"
)


def fits_now(statement: Statement, new: Number) -> bool:
    """Tell whether a reading is the one that the statement's count agrees with."""
    return statement.count is not None and statement.count.covers(new)


def describe(
    sentence: Sentence, change: Change, pairs: list[tuple[str, Number, Number]], code: str
) -> Strike | None:
    """Return the strike on a change, "ok" where one of the pairs changes so."""
    if not pairs:
        return None
    fits = next((pair for pair in pairs if change.fits(pair[1], pair[2])), None)
    name, new, old = fits or pairs[0]
    if not old and change.percent is not None:
        return None
    start, end = sentence.locate(change.start, change.end)
    values: dict[str, object] = {"name": name, "new": format_number(new), "old": format_number(old)}
    values["change"] = describe_change(new, old)
    equation = f"{name}：上年 {values['old']}，本年 {values['new']}，{values['change']}"
    result = "ok" if fits else ""
    return sentence.passage.strike(
        code, start, end, expected=new - old, values=values, result=result, equation=equation
    )


def describe_change(new: Number, old: Number) -> str:
    """Return the change in words: 增加 5（25.0%）."""
    if new == old:
        return "持平"
    rate = f"（{abs(Decimal(new) - Decimal(old)) * 100 / Decimal(old):.2f}%）" if old else ""
    return f"{'增加' if new > old else '减少'} {format_number(gap(new, old))}{rate}"
