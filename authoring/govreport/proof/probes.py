"""Reports to try a pack with: every number another one, no prose at all, names and prose without measure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from govreport.format_loader import list_formats, load_format
from govreport.report import Cells, FieldValue, Part, Prose, Report
from govreport.report_format import ReportFormat, Section

YEAR = 2024
PAGES = 40
CHARACTERS_A_PAGE = 22 * 28
FILLER = "依法公开政府信息，方便群众查询，接受社会监督；"


@dataclass(frozen=True)
class Probe:
    """A report to try a pack with; pictures that it names lie beside `file`."""

    name: str
    report: Report
    file: str = "probe.toml"


def list_probes() -> Iterator[Probe]:
    """Yield the probes: all that a report may have; tables with single rows, no prose; everything too long."""
    newest, oldest = load_format(list_formats()[0]), load_format(list_formats()[-1])
    yield Probe("各项齐全", fill_report(newest, "某某市某某区人民政府", 3))
    yield Probe(
        "只有表格",
        Report(
            newest,
            {"format": newest.format, "year": YEAR, "agency.name": "某某县档案局"},
            {},
            state_single_rows(newest, fill_rows(newest, 1)),
        ),
    )
    yield Probe("名称很长、八位数、四十页正文", fill_report(newest, "某某" * 29 + "政府", 8, pages=PAGES))
    yield Probe("旧格式", fill_report(oldest, "某某县人民政府", 2))


def fill_report(form: ReportFormat, name: str, digits: int, *, pages: int = 1) -> Report:
    """Return a report with all that a form has, every number with so many digits, so many pages of prose."""
    fields: dict[str, FieldValue] = {
        "format": form.format,
        "year": YEAR,
        "agency.name": name,
        "publication.date": date(YEAR + 1, 1, 18),
        "publication.signature": name,
        "narrative.preamble": "甲一本报告依据有关规定编制。\n甲二统计期限为全年。",
    }
    sections = form.prose_sections
    length = pages * CHARACTERS_A_PAGE // len(sections)
    prose = {section.key: fill_prose(section, index, length) for index, section in enumerate(sections)}
    return Report(form, fields, prose, fill_rows(form, digits))


def fill_prose(section: Section, index: int, length: int) -> Prose:
    """Return a section with a paragraph, and a part for every aspect, the first run in; no two texts alike."""
    marks = iter("乙丙丁戊己庚辛壬癸子丑寅卯辰巳午")
    repeats = max(1, length // len(FILLER) // 8)
    paragraphs = [f"{mark}{index + 1}{FILLER * repeats}到此为止。" for mark in marks]
    labels = [aspect.label for aspect in section.aspects] or [
        f"第{index + 1}处的{what}" for what in ("问题", "改进")
    ]
    parts = tuple(
        Part(
            f"（{'一二三四五六七八'[i]}）{label}情况",
            i == 0,
            label if section.aspects else "",
            tuple(paragraphs[2 * i + 1 : 2 * i + 3]),
        )
        for i, label in enumerate(labels)
    )
    return Prose((paragraphs[0],), parts)


def fill_rows(form: ReportFormat, digits: int) -> Mapping[str, Cells]:
    """Return every row of a form filled in, no two numbers alike; sums are not right, nobody judges them."""
    count = 10 ** (digits - 1)
    rows: dict[str, Cells] = {}
    for _, table in form.tables:
        for row in table.rows:
            cells: list[int | Decimal] = []
            for column in table.columns:
                count += 1
                cells.append(Decimal(f"{count}.25") if column.decimals else count)
            rows[row.path] = tuple(cells)
    return rows


def state_single_rows(form: ReportFormat, rows: Mapping[str, Cells]) -> Mapping[str, Cells]:
    """Return the rows with every group that may be stated in a single row stated so, by its first row."""
    stated = dict(rows)
    for _, table in form.tables:
        for variant in table.variants:
            paths = [row.path for row in table.rows if row.key in variant.replaces]
            stated[variant.row.path] = stated[paths[0]]
            for path in paths:
                del stated[path]
    return stated
