"""A few sentences set into a report that is otherwise complete, to try the rules on prose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from form_2021 import APPLICATION_ROWS, DISCLOSURE_ROWS, DISPUTE_ROWS
from govreport.finding import Finding
from govreport.report_reader import read_report
from govreport.rollup import Summand, read_figures
from govreport.toml.source import read_source
from govreport.validate import validate_source
from reports import quote, rows

AGENCY = "青澜市临湖区水利局"
PREAMBLE = (
    "根据《中华人民共和国政府信息公开条例》编制本报告。"
    "报告中数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
)
ASPECTS = {
    "主动公开": "围绕重点领域，及时公开各类政府信息。",
    "依申请公开": "完善受理、审查、答复各个环节。",
    "政府信息管理": "信息发布前依法依规审查，定期清理。",
    "政府信息公开平台建设": "维护好政府网站和公开栏。",
    "监督保障": "开展业务培训，政务公开纳入年度考核，组织社会评议，没有需要追究责任的情形。",
}
SECTIONS = {
    "overview": "本单位依法推进政府信息公开。",
    "problems": "存在的主要问题是公开的内容还不够丰富。下一步将充实公开内容，改进工作。",
    "other": "本年度没有收取信息处理费。",
}


@dataclass(frozen=True)
class Snippet:
    """Sentences with what surrounds them.

    `section` is where they stand: preamble, overview, problems, other; of the overview in the part `aspect`.
    `tables` and `previous` give the rows that are not 0, by path. `whole`: the text is all of the overview.
    `children` gives for each report, that this one should be the sum of, the rows that are not 0.
    `before` is the text in last year's report, the same as this year's where it is not given.
    """

    text: str
    section: str = "overview"
    aspect: str = "依申请公开"
    agency: str = AGENCY
    province: str = ""
    level: str = ""
    kind: str = ""
    year: int = 2024
    date: str = ""
    title: str = ""
    signature: str = ""
    whole: bool = False
    deadline: str = ""
    before: str = ""
    tables: Mapping[str, Any] = field(default_factory=dict)
    previous: Mapping[str, Any] | None = None
    children: Sequence[Mapping[str, Any]] | None = None


def make_toml(snippet: Snippet, tables: Mapping[str, Any] | None = None, year: int = 0) -> str:
    """Return the report with the snippet in it as TOML, with `tables` and `year` in place of its own.

    The single row （六） stands for its three, which are left out where it is given.
    """
    year = year or snippet.year
    tables = snippet.tables if tables is None else tables
    preamble = snippet.text if snippet.section == "preamble" else PREAMBLE.format(year=year)
    lines = ['format = "2021"', f"year = {year}", "[agency]", f"name = {quote(snippet.agency)}"]
    stated = ("province", snippet.province), ("level", snippet.level), ("kind", snippet.kind)
    lines += [f"{key} = {quote(value)}" for key, value in stated if value]
    lines += ["[publication]", f"title = {quote(snippet.title)}", f"signature = {quote(snippet.signature)}"]
    dates = ("date", snippet.date), ("deadline", snippet.deadline)
    lines += [f"{key} = {value}" for key, value in dates if value]
    lines += ["[narrative]", f"preamble = {quote(preamble)}"]
    for section, text in SECTIONS.items():
        own = snippet.section == section and (section != "overview" or not snippet.aspect)
        lines += [f"[narrative.{section}]", f"text = {quote(snippet.text if own else text)}"]
        for number, aspect in enumerate(ASPECTS) if section == "overview" and not snippet.whole else ():
            here = snippet.section == "overview" and snippet.aspect == aspect
            lines += ["[[narrative.overview.parts]]", f'aspect = "{aspect}"']
            lines += [f'heading = "（{"一二三四五"[number]}）{aspect}"']
            lines += [f"text = {quote(snippet.text if here else ASPECTS[aspect])}"]
    replaced = ("other.",) if "applications.other_single" in tables else ()
    keys: dict[str, Sequence[str]] = {
        "disclosure": [key for key, *_ in DISCLOSURE_ROWS],
        "applications": [
            key
            for key, _ in APPLICATION_ROWS
            if key not in ("other_single", "total") and not key.startswith(replaced)
        ],
        "disputes": [key for key, _ in DISPUTE_ROWS],
    }
    for table, names in keys.items():
        own_rows = {p.partition(".")[2]: v for p, v in tables.items() if p.partition(".")[0] == table}
        lines += rows(table, list(names), own_rows)
    return "\n".join(lines) + "\n"


def find(snippet: Snippet) -> tuple[Finding, ...]:
    """Return the findings of the report with the snippet in it, right sums too."""
    previous = None
    if snippet.previous is not None:
        last = replace(snippet, text=snippet.before or snippet.text)
        text = make_toml(last, snippet.previous, snippet.year - 1)
        for standing in (*ASPECTS.values(), *SECTIONS.values()) if snippet.before else ():
            text = text.replace(standing, standing[::-1])  # last year's words were others
        previous, strikes = read_report(read_source("last.toml", text.encode()).data or {})
        assert not strikes, strikes
    source = read_source("this.toml", make_toml(snippet).encode())
    children = None
    if snippet.children is not None:
        children = tuple(make_child(snippet, number, tables) for number, tables in enumerate(snippet.children, 1))
    return validate_source(source, previous=previous, children=children, verbose=True)


def make_child(snippet: Snippet, number: int, tables: Mapping[str, Any]) -> Summand:
    """Return the report of the town called 第1镇, 第2镇 … with `tables`."""
    text = make_toml(replace(snippet, agency=f"第{number}镇"), tables)
    report, _ = read_report(read_source(f"{number}.toml", text.encode()).data or {})
    return Summand(f"{number}.toml", f"第{number}镇", report.year, report.format.format, read_figures(report))
