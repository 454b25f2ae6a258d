"""What every reader of a foreign document returns: paragraphs and grids of cells, in reading order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from govreport.errors import GovreportError

LARGEST_GRID = 300_000
"""Grid places of one table; the largest table of the form has 310."""
LARGEST_TEXT = 3_000_000
"""Characters of one document; the longest published report has some 40,000."""
MOST_CELLS = 40_000
"""Cells of all tables of a document."""
MOST_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or a line. `where` is the path of its container (indexes from the root), () where there is none.

    A text file keeps the white space of its lines here, which tells cells from rows.
    """

    text: str
    where: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell at its top-left grid place (both from 0)."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class CellGrid:
    """A table as cells; places that no cell covers are possible. `breaks` are the rows that begin a new page."""

    cells: tuple[GridCell, ...]
    where: tuple[int, ...] = ()
    breaks: tuple[int, ...] = ()

    def rows(self) -> list[list[GridCell]]:
        """Return the cells that cover each grid row, by column; a merged cell stands in each of its rows."""
        height = max((cell.row + cell.row_span for cell in self.cells), default=0)
        rows: list[list[GridCell]] = [[] for _ in range(height)]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                rows[row].append(cell)
        for cells in rows:
            cells.sort(key=lambda cell: (cell.column, cell.row))
        return rows


Block = Paragraph | CellGrid


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a web page."""

    text: str
    target: str


@dataclass(frozen=True)
class Document:
    """A whole document. `titles` are titles that it gives outside its text (of a web page), best first.

    `images` counts pictures; `carries_data` tells whether our own data is inside (see `govreport.extract`).
    """

    blocks: tuple[Block, ...]
    titles: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    images: int = 0
    carries_data: bool = False


@dataclass
class RawCell:
    """A table cell while it is read: its blocks, its spans, the column where it begins (None: the next free)."""

    blocks: list[Block]
    row_span: int = 1
    column_span: int = 1
    column: int | None = None


@dataclass
class RawTable:
    """A table while it is read."""

    rows: list[list[RawCell]] = field(default_factory=list)
    where: tuple[int, ...] = ()


def place_table(name: str, table: RawTable) -> Iterator[Block]:
    """Yield the table as one grid; a table that only lays out a page as the blocks inside its cells.

    Raises GovreportError where spans make it larger than any report's.
    """
    if is_layout(table):
        for row in table.rows:
            for cell in row:
                yield from cell.blocks
        return
    yield CellGrid(tuple(place_cells(name, table)), table.where)


def is_layout(table: RawTable) -> bool:
    """Tell whether a table holds other tables, or stands in one column for the sake of a frame."""
    cells = [cell for row in table.rows for cell in row]
    if any(isinstance(block, CellGrid) and len(block.cells) > 1 for cell in cells for block in cell.blocks):
        return True
    return all(len(row) <= 1 for row in table.rows)


def place_cells(name: str, table: RawTable) -> Iterator[GridCell]:
    """Yield every cell at its place, spans laid out as a browser does."""
    ends: dict[int, int] = {}
    area = 0
    for number, row in enumerate(table.rows):
        column = 0
        for raw in row:
            if raw.column is not None:
                column = raw.column
            while raw.column is None and ends.get(column, 0) > number:
                column += 1
            width, height = max(1, raw.column_span), max(1, min(raw.row_span, len(table.rows) - number))
            area += width * height
            if area > LARGEST_GRID:
                raise GovreportError(f"{name}：表格太大，不像年度报告")
            ends.update((place, number + height) for place in range(column, column + width))
            yield GridCell(join_blocks(raw.blocks), number, column, height, width)
            column += width


def join_blocks(blocks: Sequence[Block]) -> str:
    """Return the text inside a cell, its paragraphs on lines."""
    texts = [b.text if isinstance(b, Paragraph) else join_cells(b) for b in blocks]
    return "\n".join(text for text in texts if text.strip())


def join_cells(grid: CellGrid) -> str:
    """Return the text of a grid inside a cell."""
    return "\n".join(cell.text for cell in grid.cells)
