"""What a report must say in its prose (rules N05 to N10, N20)."""

import re
from collections.abc import Iterator

from govreport.finding import Strike
from govreport.rules.agency import is_government
from govreport.rules.pattern import Pattern
from govreport.rules.sentences import Sentence
from govreport.rules.subject import Subject

PERIOD = Pattern(
    r"统计(?:期限|时限|时段|期间|周期|时间|区间|范围)|(?:数据|报告|时间)(?:的)?(?:期限|时限|时段|期间|期)|数据[^。；]{0,24}12月31日|"
    r"统计[^。]{0,24}20\d\d年|1月1日[^。]{0,12}12月31日|\.1\.1[^。]{0,4}\d{4}\.12\.31"
)
PERIOD_YEAR = Pattern(
    r"(?:期限|时限|时段|期间|周期|时间|区间|期)[^。；，\d]{0,8}(?P<from>20\d\d)年?[.]?1?月?[^。；]{0,24}?(?:(?P<to>20\d\d)年[^。；，]{0,4}12月31日|12月31日|\d{1,2}月)"
)
PERIOD_DAYS = Pattern(r"(?P<from>20\d\d)年1月1日起?[至到—－–~-]{1,2}(?:(?P<to>20\d\d)年)?\d{1,2}月\d{1,2}日")
"""The period by its days alone: in the preamble nothing else runs from 1 January."""
PERIOD_END = Pattern(r"(?:至|到|—|－|-|–|~)(?:20\d\d年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日")


def check_period(subject: Subject) -> Iterator[Strike]:
    """Yield a strike where the statistics period is not given (N05), or is another year's (N20)."""
    year = subject.report.year
    spoken = [p for p in subject.passages if p.section in ("", "overview") and not p.is_heading]
    if subject.passages and not any(PERIOD.search(re.sub(r"\s", "", p.text)) for p in subject.passages):
        yield Strike("N05", spoken[0].path if spoken and not spoken[0].section else "narrative.preamble")
    for sentence in subject.sentences:
        match = find_period(sentence)
        if match is None or year is None:
            continue
        wrong = [group for group in ("from", "to") if match[group] and int(match[group]) != year]
        last_day = PERIOD_END.search(sentence.text)
        if wrong:
            start, end = sentence.locate(match.start(wrong[0]), match.end(wrong[0]))
        elif last_day and (last_day["month"], last_day["day"]) != ("12", "31"):
            start, end = sentence.locate(last_day.start("month"), last_day.end())
        else:
            continue
        yield sentence.passage.strike("N20", start, end, expected=str(year), values={"year": year})


def find_period(sentence: Sentence) -> re.Match[str] | None:
    """Return where a sentence gives the statistics period, None where it does not."""
    text = sentence.text
    match = None
    if (sentence.has_digit and "期" in text) or "统计" in text:
        match = PERIOD_YEAR.search(text)
    if match is None and not sentence.passage.section and "年1月1日" in text:
        match = PERIOD_DAYS.search(text)
    return match


def is_due(subject: Subject, code: str) -> bool:
    """Tell whether a rule of the notice of 2021 holds for a report: not for an older form or year."""
    data, report = subject.rules[code].data, subject.report
    return report.format.format not in data["older"] and (report.year or data["since"]) >= data["since"]


def check_aspects(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every aspect of section one that no part, heading or text speaks of (N06)."""
    words = subject.rules["N06"].data["words"]
    for section in subject.report.format.prose_sections if is_due(subject, "N06") else ():
        for aspect in section.aspects:
            label = aspect.label
            own = [p for p in subject.passages if p.section == section.key]
            pattern = re.compile(words.get(label, re.escape(label)))
            if own and not any(p.aspect == label or pattern.search(p.text) for p in own):
                yield Strike("N06", f"narrative.{section.key}", label, values={"aspect": label})


def check_accountability(subject: Subject) -> Iterator[Strike]:
    """Yield a strike where a government leaves out 工作考核, 社会评议 or 责任追究结果 (N07, 条例 art. 50(4))."""
    if not is_government(subject.report):
        return
    text = "\n".join(p.text for p in subject.passages if p.section == "overview")
    words: dict[str, str] = subject.rules["N07"].data["words"]
    missing = [name for name, pattern in words.items() if not re.search(pattern, text)]
    if text and missing:
        yield Strike("N07", "narrative.overview", "、".join(missing), values={"missing": "、".join(missing)})


def check_problems(subject: Subject) -> Iterator[Strike]:
    """Yield a strike where section five names no problem (N08), or no improvement (N09)."""
    text = "\n".join(p.text for p in subject.passages if p.section == "problems")
    problems, improvement = subject.rules["N08"].data, subject.rules["N09"].data
    if text and not re.search(problems["words"], text):
        yield Strike("N08", "narrative.problems")
    if text and not re.search(improvement["words"], re.sub(improvement["lacking"], "", text)):
        yield Strike("N09", "narrative.problems")


def check_fee_sentence(subject: Subject) -> Iterator[Strike]:
    """Yield a strike where nothing is said of 信息处理费 (N10), which a report of an older form need not."""
    pattern = re.compile(subject.rules["N10"].data["words"])
    own = [p for p in subject.passages if p.section == "other"]
    if is_due(subject, "N10") and own and not any(pattern.search(p.text) for p in subject.passages if p.section):
        yield Strike("N10", "narrative.other")


def check_fee_amount(subject: Subject) -> Iterator[Strike]:
    """Yield a strike where more 信息处理费 was charged than all fees of table two (P13)."""
    charged = subject.figure("disclosure.fees", "amount")
    for sentence in subject.sentences:
        match = FEE.search(sentence.text) if "处理费" in sentence.text else None
        if match is None or charged is None:
            continue
        amount = float(match["amount"].replace(",", "")) * (10000 if match["wan"] else 1)
        years = re.findall(r"20\d\d(?=年)", sentence.text[: match.start()])
        if amount > float(charged) * 10000 + 50 and not (years and int(years[-1]) != subject.report.year):
            start, end = sentence.locate(match.start("amount"), match.end())
            yield sentence.passage.strike("P13", start, end, expected=charged, values={"charged": charged})


FEE = Pattern(
    r"收取(?:政府)?(?:信息公开)?(?:信息)?处理费(?:共计?|合计)?(?P<amount>\d[\d,]*(?:\.\d+)?)(?P<wan>万)?元"
)
