"""What is doubtful about an imported report as a whole: its form, titles, end, blanks."""

from collections.abc import Iterator, Sequence

from govreport.cells import name_row
from govreport.figures import rows_in_force
from govreport.importers.closing import Closing
from govreport.importers.doubt import Doubt, enumerate_some, quote
from govreport.importers.label import is_same
from govreport.importers.layout import Layout
from govreport.report import Report
from govreport.report_format import Row, Table

PLACEHOLDER_MARK = "{{"
MARGIN = 0.5
"""Two forms that speak for a document nearly alike."""


def list_form_doubts(layout: Layout, layouts: Sequence[Layout]) -> Iterator[Doubt]:
    """Yield a doubt where another form fits nearly as well."""
    near = [other for other in layouts if other is not layout and layout.likeness - other.likeness < MARGIN]
    if near:
        names = "、".join(other.form.name for other in near)
        yield Doubt("format", f"看不出是{layout.form.name}还是{names}，按{layout.form.name}收")


def list_heading_doubts(layout: Layout) -> Iterator[Doubt]:
    """Yield a doubt for every title that became the official one, and for tables without a title."""
    titles = {section.key: section for section in layout.form.sections}
    for heading in layout.headings:
        section = titles[heading.section]
        if not is_same(heading.printed, section.title):
            path = f"narrative.{section.key}" if section.kind == "prose" else section.key
            yield Doubt(path, f"标题{quote(heading.printed)}当作“{section.title}”")
    found = {heading.section for heading in layout.headings}
    for section in layout.form.table_sections:
        if section.key not in found:
            yield Doubt(section.key, f"没有找到标题“{section.title}”，按表里的标签认")


def list_closing_doubts(layout: Layout, closing: Closing) -> Iterator[Doubt]:
    """Yield doubts about the end: a date in other writing, captions without figures."""
    if closing.day and closing.printed_date != f"{closing.day.year}年{closing.day.month}月{closing.day.day}日":
        yield Doubt("publication.date", f"落款日期原文{quote(closing.printed_date)}，取 {closing.day.isoformat()}")
    last = layout.form.sections[-1]
    for caption in closing.captions:
        yield Doubt(f"narrative.{last.key}", f"{quote(caption)}像是图表的标题，图没有收进来，文字留着")


def list_placeholder_doubts(report: Report) -> Iterator[Doubt]:
    """Yield a doubt for every published text with {{, which the TOML would take for the name of a number."""
    if PLACEHOLDER_MARK in report.text("narrative.preamble"):
        yield Doubt("narrative.preamble", f"原文里有 {PLACEHOLDER_MARK}，填报文件会当作要代入的数，请核对")
    for key, prose in report.prose.items():
        texts = [*prose.text, *(text for part in prose.parts for text in (part.heading, *part.text))]
        if any(PLACEHOLDER_MARK in text for text in texts):
            yield Doubt(f"narrative.{key}", f"原文里有 {PLACEHOLDER_MARK}，填报文件会当作要代入的数，请核对")


def list_blanks(report: Report) -> Iterator[Doubt]:
    """Yield a doubt for every table section with blank cells, naming the rows; totals can be computed."""
    for section in report.format.table_sections:
        rows, blank, totals, count = [], 0, 0, 0
        for table in section.tables:
            for row in rows_in_force(table, report):
                missing = list_missing(report, table, row)
                own = [c for c in missing if c not in table.total_columns and row.key not in table.total_rows]
                count += len(table.columns)
                blank, totals = blank + len(own), totals + len(missing) - len(own)
                rows += [name_row(row, table)] * bool(own)
        if blank:
            yield Doubt(section.key, f"{section.name}：{count} 格里有 {blank} 格空着：{enumerate_some(rows)}")
        if totals:
            yield Doubt(section.key, f"{section.name}：有 {totals} 格总计空着，由程序计算")


def list_missing(report: Report, table: Table, row: Row) -> list[str]:
    """Return the keys of the columns in which a row is blank."""
    cells = report.rows.get(row.path, (None,) * len(table.columns))
    return [column.key for column, cell in zip(table.columns, cells, strict=True) if cell is None]


def list_single_rows(report: Report) -> Iterator[Doubt]:
    """Yield a doubt for every single row in place of a group's rows."""
    for section, table in report.format.tables:
        for variant in table.variants:
            if variant.row in rows_in_force(table, report):
                label = quote(variant.row.label)
                yield Doubt(variant.row.path, f"{section.name}：{label}只有一行，没有分项，按一行收")
