"""Dates: publication in time (N17, N19), last year's year left in the prose (L07)."""

import re
from collections.abc import Iterator
from datetime import date

from govreport.finding import Strike
from govreport.rules.agency import is_department, is_government, is_town
from govreport.rules.passages import Passage
from govreport.rules.pattern import Pattern
from govreport.rules.sentences import Sentence
from govreport.rules.subject import Subject

STALE = (
    r"^(?:截至|截止)?(?P<year>{last})年(?:度|底)?[，]?(?!{last})(?P<rest>(?!.{0,14}(?:要点|反馈|考核结果|问题清单|评估|检查|结转|报告))"
    r"(?:全|我|本|共|累计|主动公开|收到|未|各|公开|[^，。；]{2,10}(?:镇|乡|局|县|区|市|街道))[^。]{4,})"
)
REPORTED = (
    r"(?:现将|现|公布|编制|形成)[^。；]{0,20}?(?P<year>{last})年(?:度)?政府信息公开(?:工作)?(?:情况|年度报告|年报)"
    r"|^[^，。；]{4,20}(?P<then>{last})年(?:度)?政府信息公开工作年度报告$"
)
UNTIL = r"^截[至止](?P<year>{last})年(?:底|12月31日)"
PLAN = (
    r"(?:^|[，；])(?:下一步[，]?|下步[，]?)?(?P<year>{this})年(?:度)?[，]?(?:我[^，。；]{1,2}|本[^，。；]{1,3})?"
    r"(?:将|要|力争|计划|拟)(?!.{0,8}(?:纳入|列入)(?:了|考核))"
    r"|(?:下一步|下步|今后)[^，。；：]{0,6}[：，](?P<then>{this})年(?:度)?[，]?[^，。；]{0,4}(?:继续|进一步|持续)"
)
FEE = (
    r"(?:^|[，；])(?P<year>{last})年(?:度)?(?:全年)?[，]?[^，。；]{0,10}(?:未|没有|无)[^，。；]{0,6}"
    r"(?:收取|产生|发生)"
)
NOTICE = (
    r"做好(?P<year>{last})年(?:度)?[^《》。；]{0,16}(?:年度报告|年报)[^《》。；]{0,16}通知"
    r"|做好(?P<then>{last})年(?:度)?报告[^《》。；]{0,10}通知"
)
"""The notice by which the reports of a year are asked for; this year's is meant."""
BUDGETS = r"(?P<year>{last})年(?:度)?[^，。；\d]{0,4}预算[^。；\d]{0,6}{before}年(?:度)?[^，。；\d]{0,4}决算"
"""A year's budget is made public in that year, with the accounts of the year before."""
LONE_DATE = Pattern(r"[（(]?\s*((20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日)\s*[）)]?")
LONGEST_DATE = 24
COMPARISON = Pattern(r"较|比|同比|相比|去年|上年|以来|至20\d\d|整改")


def check_publication(subject: Subject) -> Iterator[Strike]:
    """Yield a strike where the report came too late (N17, 条例 art. 49) or before its year ended (N19).

    Without a date, or a town's county's date, it cannot be decided.
    """
    day, year, report = subject.report.date, subject.report.year, subject.report
    if year is None:
        return
    if day is None:
        yield Strike("N17", "publication.date", values={"missing": "发布日期"}, result="undecided")
        return
    if day <= date(year, 12, 31):
        yield Strike("N19", "publication.date", day.isoformat(), values={"year": year, "day": day.isoformat()})
        return
    limit = report.fields.get("publication.deadline") or legal_limit(subject, year + 1)
    if not isinstance(limit, date):
        missing = "县里规定的公开日期" if is_town(report) else "机关类型"
        yield Strike("N17", "publication.date", values={"missing": missing}, result="undecided")
    elif day > limit:
        values = {"day": day.isoformat(), "limit": limit.isoformat()}
        yield Strike("N17", "publication.date", day.isoformat(), limit.isoformat(), values)


def check_lone_dates(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for a date on a line of its own, as under a title, that is of the report's own year (N19)."""
    year = subject.report.year
    for passage in subject.passages if year else ():
        match = LONE_DATE.fullmatch(passage.text) if len(passage.text) <= LONGEST_DATE else None
        if match and int(match[2]) == year:
            day = f"{year}-{int(match[3]):02}-{int(match[4]):02}"
            yield passage.strike("N19", *match.span(1), found=day, values={"year": year, "day": day})


def legal_limit(subject: Subject, year: int) -> date | None:
    """Return the day that the law sets, for towns the one that their province's pack names; None where unknown."""
    data = subject.rules["N17"].data
    for is_kind, key in ((is_town, "town"), (is_government, "government"), (is_department, "department")):
        if is_kind(subject.report):
            if not data[key]:
                return None
            month, day = data[key]
            return date(year, month, day)
    return None


def check_stale_year(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for last year's year where this year is meant, this year's where the next is (L07)."""
    year = subject.report.year
    if year is None:
        return
    names = {"last": str(year - 1), "this": str(year)}
    until, reported = (re.compile(text.replace("{last}", names["last"])) for text in (UNTIL, REPORTED))
    fee = re.compile(FEE.replace("{last}", names["last"]))
    this_year = f"{year}年"
    said = any(this_year in s.text for s in subject.sentences if s.passage.section == "other")
    stale, plan = (
        re.compile(STALE.replace("{last}", names["last"])),
        re.compile(PLAN.replace("{this}", names["this"])),
    )
    texts: dict[Passage, bool] = {}
    for sentence in subject.sentences:
        passage = sentence.passage
        if names["last"] in sentence.text and passage.section in ("", "overview", "problems"):
            has_this = texts.setdefault(passage, f"{year}年" in re.sub(r"\s", "", passage.text))
            match = stale.search(sentence.text) or until.search(sentence.text)
            if passage.section == "" and "已" not in sentence.text:
                match = match or reported.search(sentence.text)
                has_this = has_this and not (match and match.re is reported)
            if match and not has_this and not COMPARISON.search(sentence.text):
                yield at_year(sentence, match, names["this"])
        elif names["last"] in sentence.text and passage.section == "other" and not said:
            match = fee.search(sentence.text)
            if match:
                yield at_year(sentence, match, names["this"])
        elif names["this"] in sentence.text and passage.section == "problems":
            match = plan.search(sentence.text)
            if match:
                yield at_year(sentence, match, str(year + 1))


def check_budgets(subject: Subject) -> Iterator[Strike]:
    """Yield a strike where last year's budget and the accounts of the year before it were made public (L07)."""
    year = subject.report.year
    for passage in subject.passages:
        if year is None or passage.section != "overview" or "决算" not in passage.text:
            continue
        pattern = BUDGETS.replace("{last}", str(year - 1)).replace("{before}", str(year - 2))
        for match in re.finditer(pattern, passage.text):
            yield passage.strike("L07", *match.span("year"), expected=str(year), values={"meant": year})


def check_notices(subject: Subject) -> Iterator[Strike]:
    """Yield a strike where the preamble cites the notice that asked for last year's report (L07)."""
    year = subject.report.year
    for passage in subject.passages:
        if year is None or passage.section or "通知" not in passage.text:
            continue
        match = re.search(NOTICE.replace("{last}", str(year - 1)), passage.text)
        if match:
            span = match.span("year" if match["year"] else "then")
            yield passage.strike("L07", *span, expected=str(year), values={"meant": year})


def at_year(sentence: Sentence, match: re.Match[str], meant: str) -> Strike:
    """Return the strike at a year."""
    group = "year" if match.groupdict().get("year") else "then"
    start, end = sentence.locate(match.start(group), match.end(group))
    return sentence.passage.strike("L07", start, end, expected=meant, values={"meant": meant})
