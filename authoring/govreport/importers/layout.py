"""A document under one form: where its sections begin, and the cells of its tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from govreport.format_loader import list_formats, load_format
from govreport.importers.document import Block, CellGrid, Document, Paragraph
from govreport.importers.headings import Heading, find_headings, sections_of
from govreport.importers.layout_rows import collect_rows, split_grids
from govreport.importers.prose import paragraphs_of
from govreport.importers.table_cells import TableCells, find_labelled
from govreport.importers.unlabelled import find_unlabelled
from govreport.report_format import ReportFormat, Section


@dataclass(frozen=True)
class Layout:
    """A document under one form: its blocks, the titles found, the section of each block, the cells.

    `own_labels` counts labels that no other form has.
    """

    form: ReportFormat
    blocks: Sequence[Block]
    headings: Sequence[Heading]
    sections: Mapping[int, str]
    cells: TableCells
    own_labels: int

    @property
    def likeness(self) -> float:
        """Return how much speaks for the form."""
        return self.cells.likeness + sum(heading.gain for heading in self.headings) + self.own_labels


def lay_out(form: ReportFormat, document: Document) -> Layout:
    """Return what a form finds in a document."""
    blocks = split_grids(form, document.blocks)
    headings = find_headings(form, blocks)
    sections = sections_of(blocks, headings)
    rows = collect_rows(form, blocks, headings, sections)
    cells = TableCells()
    for section in form.table_sections:
        has_labels = any(row.label for table in section.tables for row in table.rows)
        cells.merge((find_labelled if has_labels else find_unlabelled)(section, rows))
    return Layout(form, blocks, headings, sections, cells, count_own_labels(form, blocks))


def count_own_labels(form: ReportFormat, blocks: Sequence[Block]) -> int:
    """Return how many labels stand in a document that this form has and no other."""
    texts = [cell.text for b in blocks if isinstance(b, CellGrid) for cell in b.cells]
    text = "".join("".join([*texts, *(b.text for b in blocks if isinstance(b, Paragraph))]).split())
    others = "|".join("|".join(list_labels(load_format(name))) for name in list_formats() if name != form.format)
    return sum(1 for label in list_labels(form) if label not in others and label in text)


def list_labels(form: ReportFormat) -> set[str]:
    """Return the labels of all rows and columns of a form."""
    tables = [table for _, table in form.tables]
    return {
        label for t in tables for label in (*(r.label for r in t.rows), *(c.label for c in t.columns)) if label
    }


def find_container(layout: Layout) -> tuple[int, ...]:
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


def cut_container(layout: Layout) -> tuple[list[Paragraph], list[Paragraph]]:
    """Return the paragraphs before the first section: all of them, and those beside the sections in a web page."""
    first = layout.headings[0].block if layout.headings else len(layout.blocks)
    before = [block for block in layout.blocks[:first] if isinstance(block, Paragraph)]
    container = find_container(layout)
    return before, [block for block in before if block.where[: len(container)] == container]


def section_lines(layout: Layout, section: Section) -> Iterator[str]:
    """Yield the paragraphs of a section, without title and without what stands outside the report."""
    container = find_container(layout)
    for number, block in enumerate(layout.blocks):
        if layout.sections.get(number) != section.key or isinstance(block, CellGrid):
            continue
        heading = next((h for h in layout.headings if h.block == number), None)
        if block.where[: len(container)] == container:
            text = heading.rest if heading else block.text
            yield from paragraphs_of([text]) if section.kind == "prose" else [text]
