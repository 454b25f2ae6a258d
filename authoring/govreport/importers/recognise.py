"""A document as a report: the form that fits best, then prose and identity."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from govreport.figures import rows_in_force
from govreport.format_loader import list_formats, load_format
from govreport.importers.closing import read_closing, take_signed
from govreport.importers.document import Document
from govreport.importers.doubt import Doubt, quote
from govreport.importers.identity import read_identity
from govreport.importers.layout import Layout, cut_container, lay_out, section_lines
from govreport.importers.lost_titles import NOTE, find_behind_tables, split_preamble, take_behind_tables
from govreport.importers.opening import Opening, read_opening
from govreport.importers.prose import paragraphs_of, read_prose
from govreport.importers.report_doubts import (
    list_blanks,
    list_closing_doubts,
    list_form_doubts,
    list_heading_doubts,
    list_placeholder_doubts,
    list_single_rows,
)
from govreport.report import Prose, Report
from govreport.report_format import Section

LONGEST_LABEL = 15
FEWEST_ROWS = 5
FEWEST_HEADINGS = 3
"""A document with fewer rows and fewer titles of sections is no report."""


@dataclass(frozen=True)
class Imported:
    """A report, what was doubtful about it, and how many of its cells were filled."""

    report: Report
    doubts: tuple[Doubt, ...]
    filled: int
    cells: int


def recognise(document: Document) -> Imported | None:
    """Return the report in a document; None where it is none."""
    layouts = [lay_out(load_format(name), document) for name in list_formats()]
    best = max(layouts, key=lambda layout: layout.likeness)
    if len(best.cells.rows) < FEWEST_ROWS and len(best.headings) < FEWEST_HEADINGS:
        return None
    return assemble(best, layouts, document)


def assemble(layout: Layout, layouts: Sequence[Layout], document: Document) -> Imported:
    """Return the report of the form that fits best."""
    outer, inner = cut_container(layout)
    opening = read_opening(inner, ())
    if not opening.title:
        opening = Opening(read_opening(outer, document.titles).title, opening.preamble)
    texts = {section.key: list(section_lines(layout, section)) for section in layout.form.sections}
    first, last = layout.form.sections[0].key, layout.form.sections[-1].key
    about_titles = list(take_behind_tables(layout, texts))
    preamble, behind = split_preamble(layout, opening.preamble)
    if behind:
        texts[first] = list(behind)
        about_titles.append(Doubt(f"narrative.{first}", f"没有找到标题，从{quote(behind[0])}起当作第一部分"))
    closing, preamble, about_date = take_signed(read_closing(texts[last]), preamble)
    texts[last] = list(closing.paragraphs)
    prose, doubts = read_sections(layout, texts)
    identity = read_identity(opening.title, preamble, closing.paragraphs[-4:], closing.signature, closing.day)
    fields = {"format": layout.form.format, **identity.fields}
    if preamble:
        fields["narrative.preamble"] = "\n".join(preamble)
    report = Report(layout.form, fields, prose, layout.cells.rows)
    filled, total = count_cells(report)
    about_form = list_form_doubts(layout, layouts)
    about_end = [*about_date, *list_closing_doubts(layout, closing), *list_placeholder_doubts(report)]
    about_cells = [*layout.cells.doubts, *list_single_rows(report), *list_blanks(report)]
    about_titles += list_heading_doubts(layout)
    all_doubts = (*about_form, *identity.doubts, *about_titles, *doubts, *about_end, *about_cells)
    return Imported(report, all_doubts, filled, total)


def read_sections(layout: Layout, texts: Mapping[str, Sequence[str]]) -> tuple[dict[str, Prose], list[Doubt]]:
    """Return the prose of every section that has any, and doubts; text in table sections is a doubt."""
    prose: dict[str, Prose] = {}
    doubts: list[Doubt] = []
    for section in layout.form.sections:
        if section.kind == "tables":
            behind = find_behind_tables(layout, section)
            doubts += list_strays(section, texts[section.key], behind)
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


def list_strays(section: Section, lines: Sequence[str], behind: Sequence[str]) -> Iterator[Doubt]:
    """Yield a doubt for prose in a table section (a footnote), for which the form has no place.

    A line `behind` the table is prose without 。, too, where it is longer than a label and has marks.
    """
    for line in paragraphs_of(lines):
        is_prose = line in behind and len(line) > LONGEST_LABEL and re.search("[，；：]", line)
        if "。" in line or NOTE.match(line) or is_prose:
            yield Doubt(section.key, f"{section.name}旁边有一段话，表里没有它的位置，没有收：{line}")


def count_cells(report: Report) -> tuple[int, int]:
    """Return how many cells have a number, and how many there are in the rows in force."""
    filled = total = 0
    for _, table in report.format.tables:
        for row in rows_in_force(table, report):
            total += len(table.columns)
            filled += sum(1 for cell in report.rows.get(row.path, ()) if cell is not None)
    return filled, total
