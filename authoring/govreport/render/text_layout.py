"""Paragraphs and tables drawn in columns of a monospaced screen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from govreport.display_width import measure, pad, wrap
from govreport.grid import Cell, Grid

PROSE_WIDTH = 80
TABLE_WIDTH = 100
INDENT = "　　"
HEAD_MINIMUM = 4
HEAD_COMFORT = 6
"""A value column is at least two, better three Chinese characters wide, so that its head is no thread."""
GROUP_MINIMUM = 4
LABEL_MINIMUM = 8
LABEL_COMFORT = 20


def fill(text: str, width: int = PROSE_WIDTH, indent: str = INDENT) -> str:
    """Return a paragraph in lines of at most `width` columns, the first one indented."""
    return "\n".join(wrap(indent + text, width))


def center(text: str, width: int = PROSE_WIDTH) -> str:
    """Return the lines of `text`, wrapped and centred."""
    return "\n".join(pad(line, width, align="^").rstrip() for line in wrap(text, width))


def right(text: str, width: int = PROSE_WIDTH) -> str:
    """Return the lines of `text`, wrapped, at the right edge, two Chinese characters in."""
    inner = width - measure(INDENT)
    return "\n".join(pad(line, inner, align=">") for line in wrap(text, inner))


def draw_grid(grid: Grid, width: int = TABLE_WIDTH) -> str:
    """Return the grid drawn with + - |, at most `width` columns wide unless its numbers need more.

    Plain ASCII, because the lines of box drawing are one column wide in some fonts and two in others.
    """
    return "\n".join(_Drawing(grid, choose_widths(grid, width)).lines())


@dataclass
class _Need:
    """What a column wants: the least that shows its words and numbers, and what would show it unwrapped."""

    least: int
    natural: int


def choose_widths(grid: Grid, total: int) -> list[int]:
    """Return the width of every column: what numbers need first, then labels, then heads."""
    needs = [measure_column(grid, column) for column in range(grid.columns)]
    left = total - grid.columns - 1 - sum(need.least for need in needs)
    widths = [need.least for need in needs]
    stub = grid.stub_columns
    values = range(stub, grid.columns)
    if stub:
        comfort = min(needs[stub - 1].natural, LABEL_COMFORT) - widths[stub - 1]
        left -= widen(widths, [stub - 1], min(max(left, 0), max(comfort, 0)))
    lacking = [max(0, HEAD_COMFORT - widths[column]) for column in values]
    if sum(lacking) <= left:
        for column, lack in zip(values, lacking, strict=True):
            left -= widen(widths, [column], lack)
    if left >= 2 * len(values):
        left -= widen(widths, values, 2)
    for column in range(stub - 1, -1, -1):
        left -= widen(widths, [column], max(0, min(left, needs[column].natural - widths[column])))
    share = max(0, left) // max(1, len(values))
    for column in values:
        widen(widths, [column], max(0, min(share, needs[column].natural + 2 - widths[column])))
    return widths


def widen(widths: list[int], columns: Sequence[int], amount: int) -> int:
    """Add `amount` to the given columns; return what was spent."""
    for column in columns:
        widths[column] += amount
    return amount * len(columns)


def measure_column(grid: Grid, column: int) -> _Need:
    """Return what a grid column needs, from the cells that lie in it alone."""
    cells = [c for row in grid.rows for c in row if c.column == column and c.column_span == 1]
    natural = max((measure(cell.text) for cell in cells), default=0)
    if column < grid.stub_columns:
        is_outer = grid.stub_columns > 2 and column == 0
        return _Need(min(natural, GROUP_MINIMUM if is_outer else LABEL_MINIMUM), natural)
    numbers = max((len(cell.text) for cell in cells if cell.role == "value"), default=0)
    return _Need(max(numbers, HEAD_MINIMUM), natural)


class _Drawing:
    """A grid on a canvas of characters; every grid line is one character wide."""

    def __init__(self, grid: Grid, widths: list[int]) -> None:
        self.grid = grid
        self.widths = widths
        self.cells = [cell for row in grid.rows for cell in row]
        self.texts = {cell: self.wrap_cell(cell) for cell in self.cells}
        self.owner = self.find_owners()
        self.heights = self.choose_heights()

    def find_owners(self) -> list[list[Cell | None]]:
        owner: list[list[Cell | None]] = [[None] * self.grid.columns for _ in self.grid.rows]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    owner[row][column] = cell
        return owner

    def cell_width(self, cell: Cell) -> int:
        return sum(self.widths[cell.column : cell.column + cell.column_span]) + cell.column_span - 1

    def wrap_cell(self, cell: Cell) -> list[str]:
        width = self.cell_width(cell)
        if cell.role == "value":
            return [pad(cell.text, width - 1, align=">") if len(cell.text) < width else cell.text]
        align = "<" if cell.role == "label" else "^"
        return [pad(line.strip(), width, align=align) for line in wrap(cell.text, width)]

    def choose_heights(self) -> list[int]:
        """Return the lines of every grid row; a cell over several rows stretches its last one."""
        heights = [1] * len(self.grid.rows)
        for cell in sorted(self.cells, key=lambda c: c.row_span):
            rows = range(cell.row, cell.row + cell.row_span)
            lack = len(self.texts[cell]) - sum(heights[row] for row in rows) - cell.row_span + 1
            if lack > 0:
                heights[rows[-1]] += lack
        return heights

    def lines(self) -> Iterator[str]:
        for row in range(len(self.grid.rows)):
            yield self.rule(row, 0)
            for line in range(self.heights[row]):
                yield self.text_line(row, line)
        yield self.rule(len(self.grid.rows), 0)

    def has_rule(self, row: int, column: int) -> bool:
        """Tell whether a rule runs above grid row `row` in `column`."""
        if row in (0, len(self.grid.rows)):
            return True
        return self.owner[row][column] is not self.owner[row - 1][column]

    def has_border(self, row: int, column: int) -> bool:
        """Tell whether a border runs left of `column` in grid row `row`."""
        if not 0 <= row < len(self.grid.rows):
            return False
        if column in (0, self.grid.columns):
            return True
        return self.owner[row][column] is not self.owner[row][column - 1]

    def rule(self, row: int, column: int) -> str:
        """Return the line above grid row `row` from `column` on, with the text of cells that run through it."""
        parts = []
        while column < self.grid.columns:
            parts.append(self.corner(row, column))
            if self.has_rule(row, column):
                parts.append("-" * self.widths[column])
                column += 1
            else:
                cell = self.owner[row][column]
                if cell is None:
                    break
                parts.append(self.cell_line(cell, row, -1))
                column = cell.column + cell.column_span
        return "".join([*parts, self.corner(row, self.grid.columns)])

    def corner(self, row: int, column: int) -> str:
        across = (column > 0 and self.has_rule(row, column - 1)) or (
            column < self.grid.columns and self.has_rule(row, column)
        )
        if not across:
            return "|"
        return "+" if self.has_border(row - 1, column) or self.has_border(row, column) else "-"

    def text_line(self, row: int, line: int) -> str:
        parts = []
        column = 0
        while column < self.grid.columns:
            cell = self.owner[row][column]
            parts.append("|")
            if cell is None:
                parts.append(" " * self.widths[column])
                column += 1
            else:
                parts.append(self.cell_line(cell, row, line))
                column = cell.column + cell.column_span
        return "".join([*parts, "|"])

    def cell_line(self, cell: Cell, row: int, line: int) -> str:
        """Return the text of a cell in line `line` of grid row `row` (-1: the rule above it)."""
        texts = self.texts[cell]
        above = sum(self.heights[cell.row : row]) + (row - cell.row)
        height = sum(self.heights[cell.row : cell.row + cell.row_span]) + cell.row_span - 1
        index = above + line - (0 if cell.row_span == 1 else (height - len(texts)) // 2)
        width = self.cell_width(cell)
        return pad(texts[index], width) if 0 <= index < len(texts) else " " * width
