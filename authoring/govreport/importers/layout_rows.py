"""All rows of a document's tables, with the section that each stands in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from govreport.errors import GovreportError
from govreport.importers.cell_stream import read_lines
from govreport.importers.document import Block, CellGrid, GridCell, Paragraph
from govreport.importers.headings import Heading, split_title
from govreport.importers.label import make_official, read_label
from govreport.importers.table_row import TableRow, join_broken, read_grid
from govreport.report_format import ReportFormat

MOST_ROWS = 1_000
SENTENCE = 60
"""A lone cell with so many characters is prose in a table that lays out a page."""


def split_grids(form: ReportFormat, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with those rows of grids as paragraphs that hold one cell with a title or prose."""
    titles = {make_official(section.title).label.core for section in form.sections}
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, CellGrid):
            result += split_grid(block, titles)
        else:
            result.append(block)
    return result


def split_grid(grid: CellGrid, titles: set[str]) -> Iterator[Block]:
    """Yield a grid in pieces, between them the paragraphs that stood in its rows."""
    piece: list[GridCell] = []
    start = 0
    for number, cells in enumerate(grid.rows()):
        filled = [cell for cell in cells if cell.text.strip()]
        if len(filled) == 1 and filled[0].row_span == 1 and is_prose_cell(filled[0].text, titles):
            if piece:
                yield CellGrid(
                    tuple(piece), grid.where, tuple(b - start for b in grid.breaks if start <= b < number)
                )
            piece, start = [], number + 1
            yield from (Paragraph(line, grid.where) for line in filled[0].text.split("\n") if line.strip())
        else:
            piece += [replace(cell, row=cell.row - start) for cell in cells if cell.row == number]
    if piece:
        yield CellGrid(tuple(piece), grid.where, tuple(b - start for b in grid.breaks if b >= start))


def is_prose_cell(text: str, titles: set[str]) -> bool:
    """Tell whether the only cell of a row is a section's title, a report's title, or prose."""
    printed, _ = split_title(text)
    flat = "".join(text.split())
    return (
        read_label(printed).core in titles
        or (len(flat) > SENTENCE and "。" in flat)
        or (flat.endswith("年度报告") and "公开" in flat)
    )


def collect_rows(
    form: ReportFormat, blocks: Sequence[Block], headings: Sequence[Heading], sections: Mapping[int, str]
) -> list[TableRow]:
    """Return the rows of all tables in order. Raises GovreportError where there are more than any report has."""
    tables = {section.key for section in form.table_sections}
    starts = {heading.block for heading in headings}
    known = tables & set(sections.values())
    rows: list[TableRow] = []
    lines: list[str] = []
    grid = 0
    for number, block in enumerate([*blocks, CellGrid(())]):
        section = sections.get(number, "")
        ends = number in starts or isinstance(block, CellGrid)
        if ends and lines:
            grid += 1
            rows += read_lines(lines, grid, sections.get(number - 1, ""))
            lines = []
        if isinstance(block, CellGrid):
            grid += 1
            rows += read_grid(block, grid, section)
        elif number not in starts and (section in tables or not known):
            lines.append(block.text)
        if len(rows) > MOST_ROWS:
            raise GovreportError(f"表格有 {MOST_ROWS} 行以上，不像年度报告")
    return [replace(row, number=number) for number, row in enumerate(join_broken(rows), start=1)]
