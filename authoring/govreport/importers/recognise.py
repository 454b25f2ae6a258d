"""A document as a report: the form by its labels, then tables, prose and identity."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from govreport.cells import name_row
from govreport.figures import rows_in_force
from govreport.format_loader import list_formats, load_format
from govreport.importers.closing import Closing, read_closing
from govreport.importers.document import Block, CellGrid, Document, Paragraph
from govreport.importers.doubt import Doubt, enumerate_some, quote
from govreport.importers.headings import Heading, find_headings, sections_of
from govreport.importers.identity import read_identity
from govreport.importers.label import is_same
from govreport.importers.layout_rows import collect_rows, split_grids
from govreport.importers.opening import Opening, read_opening
from govreport.importers.prose import paragraphs_of, read_prose
from govreport.importers.table_cells import TableCells, find_labelled
from govreport.importers.unlabelled import find_unlabelled
from govreport.report import Prose, Report
from govreport.report_format import ReportFormat, Row, Section, Table

FEWEST_ROWS = 5
FEWEST_HEADINGS = 3
"""A document with fewer rows and fewer titles of sections is no report."""
MARGIN = 0.5


@dataclass(frozen=True)
class Imported:
    """A report, what was doubtful about it, and how many of its cells were filled."""

    report: Report
    doubts: tuple[Doubt, ...]
    filled: int
    cells: int


@dataclass(frozen=True)
class _Layout:
    """A document under one form: its blocks, the titles found, the section of each block, the cells."""

    form: ReportFormat
    blocks: Sequence[Block]
    headings: Sequence[Heading]
    sections: Mapping[int, str]
    cells: TableCells
    own_labels: int

    @property
    def likeness(self) -> float:
        return self.cells.likeness + sum(heading.gain for heading in self.headings) + self.own_labels


def recognise(document: Document) -> Imported | None:
    """Return the report in a document; None where it is none."""
    layouts = [lay_out(load_format(name), document) for name in list_formats()]
    best = max(layouts, key=lambda layout: layout.likeness)
    if len(best.cells.rows) < FEWEST_ROWS and len(best.headings) < FEWEST_HEADINGS:
        return None
    return assemble(best, layouts, document)


def lay_out(form: ReportFormat, document: Document) -> _Layout:
    """Return what a form finds in a document."""
    blocks = split_grids(form, document.blocks)
    headings = find_headings(form, blocks)
    sections = sections_of(blocks, headings)
    rows = collect_rows(form, blocks, headings, sections)
    cells = TableCells()
    for section in form.table_sections:
        has_labels = any(row.label for table in section.tables for row in table.rows)
        cells.merge((find_labelled if has_labels else find_unlabelled)(section, rows))
    return _Layout(form, blocks, headings, sections, cells, count_own_labels(form, blocks))


def count_own_labels(form: ReportFormat, blocks: Sequence[Block]) -> int:
    """Return how many labels stand in a document that this form has and no other."""
    texts = [cell.text for b in blocks if isinstance(b, CellGrid) for cell in b.cells]
    text = "".join("".join([*texts, *(b.text for b in blocks if isinstance(b, Paragraph))]).split())
    others = "|".join("|".join(list_labels(load_format(name))) for name in list_formats() if name != form.format)
    return sum(1 for label in list_labels(form) if label not in others and label in text)


def list_labels(form: ReportFormat) -> set[str]:
    """Return the labels of all rows and columns of a form."""
    tables = [table for _, table in form.tables]
    return {label for t in tables for label in (*(r.label for r in t.rows), *(c.label for c in t.columns)) if label}


def assemble(layout: _Layout, layouts: Sequence[_Layout], document: Document) -> Imported:
    """Return the report of the form that fits best."""
    outer, inner = cut_container(layout)
    opening = read_opening(inner, ())
    if not opening.title:
        opening = Opening(read_opening(outer, document.titles).title, opening.preamble)
    texts = {section.key: list(section_lines(layout, section)) for section in layout.form.sections}
    last = layout.form.sections[-1].key
    closing = read_closing(texts[last])
    texts[last] = list(closing.paragraphs)
    prose, doubts = read_sections(layout, texts)
    identity = read_identity(
        opening.title, opening.preamble, closing.paragraphs[-4:], closing.signature, closing.day
    )
    fields = {"format": layout.form.format, **identity.fields}
    if opening.preamble:
        fields["narrative.preamble"] = "\n".join(opening.preamble)
    report = Report(layout.form, fields, prose, layout.cells.rows)
    filled, total = count_cells(report)
    about_form = list_form_doubts(layout, layouts)
    about_end = list_closing_doubts(layout, closing)
    about_cells = [*layout.cells.doubts, *list_single_rows(report), *list_blanks(report)]
    all_doubts = (*about_form, *identity.doubts, *list_heading_doubts(layout), *doubts, *about_end, *about_cells)
    return Imported(report, all_doubts, filled, total)


# ---------------------------------------------------------------- prose


def cut_container(layout: _Layout) -> tuple[list[Paragraph], list[Paragraph]]:
    """Return the paragraphs before the first section: all of them, and those beside the sections in a web page."""
    first = layout.headings[0].block if layout.headings else len(layout.blocks)
    before = [block for block in layout.blocks[:first] if isinstance(block, Paragraph)]
    container = find_container(layout)
    return before, [block for block in before if block.where[: len(container)] == container]


def find_container(layout: _Layout) -> tuple[int, ...]:
    """Return the path of the innermost element that holds all titles of sections; () for no web page."""
    paths = [layout.blocks[heading.block].where for heading in layout.headings]
    if len(paths) < 2:
        return paths[0][:-1] if paths else ()
    shared = []
    for steps in zip(*paths, strict=False):
        if len(set(steps)) > 1:
            break
        shared.append(steps[0])
    return tuple(shared)


def section_lines(layout: _Layout, section: Section) -> Iterator[str]:
    """Yield the paragraphs of a section, without its title and without what stands outside the report on a page."""
    container = find_container(layout)
    for number, block in enumerate(layout.blocks):
        if layout.sections.get(number) != section.key or isinstance(block, CellGrid):
            continue
        heading = next((h for h in layout.headings if h.block == number), None)
        if block.where[: len(container)] == container:
            text = heading.rest if heading else block.text
            yield from paragraphs_of([text]) if section.kind == "prose" else [text]


def read_sections(
    layout: _Layout, texts: Mapping[str, Sequence[str]]
) -> tuple[dict[str, Prose], list[Doubt]]:
    """Return the prose of every section that has any, and doubts; text in table sections is a doubt."""
    prose: dict[str, Prose] = {}
    doubts: list[Doubt] = []
    for section in layout.form.sections:
        if section.kind == "tables":
            doubts += list_strays(section, texts[section.key])
            continue
        read, found = read_prose(section, texts[section.key])
        doubts += found
        if read != Prose():
            prose[section.key] = read
        elif section.key in layout.sections.values():
            doubts.append(Doubt(f"narrative.{section.key}", f"“{section.title}”下面没有文字"))
        else:
            doubts.append(Doubt(f"narrative.{section.key}", f"没有找到“{section.title}”这一部分，空着"))
    return prose, doubts


def list_strays(section: Section, lines: Sequence[str]) -> Iterator[Doubt]:
    """Yield a doubt for prose in a table section (a footnote), for which the form has no place."""
    for line in paragraphs_of(lines):
        if "。" in line or re.match(r"[（(]?(?:注|备注|说明|附注)[：:）)]?", line):
            yield Doubt(section.key, f"{section.name}旁边有一段话，表里没有它的位置，没有收：{line}")


# ---------------------------------------------------------------- doubts


def list_form_doubts(layout: _Layout, layouts: Sequence[_Layout]) -> Iterator[Doubt]:
    """Yield a doubt where another form fits nearly as well."""
    near = [other for other in layouts if other is not layout and layout.likeness - other.likeness < MARGIN]
    if near:
        names = "、".join(other.form.name for other in near)
        yield Doubt("format", f"看不出是{layout.form.name}还是{names}，按{layout.form.name}收")


def list_heading_doubts(layout: _Layout) -> Iterator[Doubt]:
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


def list_closing_doubts(layout: _Layout, closing: Closing) -> Iterator[Doubt]:
    """Yield doubts about the end: a date in other writing, captions without figures."""
    if closing.day and closing.printed_date != f"{closing.day.year}年{closing.day.month}月{closing.day.day}日":
        yield Doubt("publication.date", f"落款日期原文{quote(closing.printed_date)}，取 {closing.day.isoformat()}")
    last = layout.form.sections[-1]
    for caption in closing.captions:
        yield Doubt(f"narrative.{last.key}", f"{quote(caption)}像是图表的标题，图没有收进来，文字留着")


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


def count_cells(report: Report) -> tuple[int, int]:
    """Return how many cells have a number, and how many there are in the rows in force."""
    filled = total = 0
    for _, table in report.format.tables:
        for row in rows_in_force(table, report):
            total += len(table.columns)
            filled += sum(1 for cell in report.rows.get(row.path, ()) if cell is not None)
    return filled, total
