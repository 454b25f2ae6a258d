"""A table section as the printed grid of the form, with merged heads and labels."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from govreport.figures import rows_in_force
from govreport.numbers import format_number
from govreport.report import Cells, Report
from govreport.report_format import Row, Section, Table

Role = Literal["title", "corner", "head", "group", "label", "value"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell at its top-left grid place (both from 0). `path` names the row of a value.

    `continued`: it goes on from the page before (see `split_grid`).
    """

    text: str
    role: Role
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    path: str = ""
    continued: bool = False

    @property
    def digits(self) -> int:
        """How many characters a value has for each grid column that it spans; 0 for a head."""
        return -(-len(self.text) // self.column_span) if self.role == "value" else 0

    @property
    def scope(self) -> str:
        """What a head cell is the head of: "col", "row", or "" for a value."""
        return {"title": "col", "corner": "col", "head": "col", "group": "row", "label": "row"}.get(self.role, "")


@dataclass(frozen=True, slots=True)
class Grid:
    """The printed grid: cells by row, the count of columns, of label columns and of rows in the head.

    `blocks` are the row numbers at which a sub-table begins.
    """

    title: str
    rows: tuple[tuple[Cell, ...], ...]
    columns: int
    stub_columns: int
    head_rows: int
    blocks: tuple[int, ...]

    @property
    def head(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows of the head, which is repeated on a new page."""
        return self.rows[: self.head_rows]

    @property
    def bodies(self) -> tuple[tuple[tuple[Cell, ...], ...], ...]:
        """The rows below the head, one tuple a sub-table."""
        bounds = [*self.blocks, len(self.rows)]
        return tuple(self.rows[a:b] for a, b in itertools.pairwise(bounds))


def split_grid(grid: Grid, breaks: Iterable[int]) -> Grid:
    """Return the grid with every cell that runs over one of the rows `breaks` ended there and begun again.

    The second piece carries the label and is marked as continued, so that a page that begins there is complete.
    """
    rows = [list(row) for row in grid.rows]
    for line in sorted(breaks):
        for row in rows[:line]:
            for index, cell in enumerate(row):
                rest = cell.row + cell.row_span - line
                if rest > 0:
                    row[index] = replace(cell, row_span=line - cell.row)
                    rows[line].append(replace(cell, row=line, row_span=rest, continued=True))
        rows[line].sort(key=lambda cell: cell.column)
    return replace(grid, rows=tuple(tuple(row) for row in rows))


def build_grid(section: Section, report: Report, figures: Mapping[str, Cells]) -> Grid:
    """Return the grid of a table section; a missing value is an empty cell."""
    builder = _Builder(section, report, figures)
    if section.arrangement == "stacked":
        builder.stack()
    else:
        builder.put_side_by_side()
    return builder.finish()


def stub_depth(rows: Sequence[Row]) -> int:
    """Return how many columns the labels of `rows` take; 0 where no row has a label."""
    return max((len(row.group) + 1 for row in rows if row.label), default=0)


class _Builder:
    """Lays one section out; `rows` grows downward."""

    def __init__(self, section: Section, report: Report, figures: Mapping[str, Cells]) -> None:
        self.section = section
        self.report = report
        self.figures = figures
        self.rows: list[list[Cell]] = []
        self.blocks: list[int] = []
        self.head_rows = 0
        rows = [row for table in section.tables for row in rows_in_force(table, report)]
        self.stub = stub_depth(rows)
        counts = [len(table.columns) for table in section.tables]
        self.columns = self.stub + (max(counts) if section.arrangement == "stacked" else sum(counts))

    def finish(self) -> Grid:
        rows = tuple(tuple(row) for row in self.rows)
        return Grid(self.section.title, rows, self.columns, self.stub, self.head_rows, tuple(self.blocks))

    def stack(self) -> None:
        """Put the tables under each other, each with its title and its own head."""
        for table in self.section.tables:
            self.blocks.append(len(self.rows))
            if table.title:
                self.rows.append([Cell(table.title, "title", len(self.rows), 0, 1, self.columns)])
            spans = share_columns(self.columns - self.stub, len(table.columns))
            self.add_head([table], spans)
            self.add_body([table], spans)

    def put_side_by_side(self) -> None:
        """Put the tables next to each other under one head; labels are those of the first."""
        spans = [1] * (self.columns - self.stub)
        self.add_head(list(self.section.tables), spans)
        self.head_rows = len(self.rows)
        self.blocks.append(len(self.rows))
        self.add_body(list(self.section.tables), spans)

    def add_head(self, tables: Sequence[Table], spans: Sequence[int]) -> None:
        """Add the merged heads of `tables`; `spans` gives the grid columns of each value column."""
        paths = [(*table.head, *column.head, column.label) for table in tables for column in table.columns]
        depth = max(len(path) for path in paths)
        top = len(self.rows)
        self.rows += [[] for _ in range(depth)]
        if self.stub:
            self.rows[top].append(Cell(self.section.stub, "corner", top, 0, depth, self.stub))
        for level in range(depth):
            at = self.stub
            for run in runs_of(paths, level):
                width = sum(spans[run.start : run.stop])
                path = paths[run.start]
                if len(path) > level:
                    height = depth - level if len(path) == level + 1 else 1
                    self.rows[top + level].append(Cell(path[level], "head", top + level, at, height, width))
                at += width

    def add_body(self, tables: Sequence[Table], spans: Sequence[int]) -> None:
        """Add the rows of `tables`, labels first, groups merged downward."""
        rows = [rows_in_force(table, self.report) for table in tables]
        top = len(self.rows)
        for number, _row in enumerate(rows[0]):
            cells = list(self.label_cells(rows[0], number, top))
            at = self.stub
            span = iter(spans)
            for table_rows in rows:
                path = table_rows[number].path
                for value in self.figures[path]:
                    text = "" if value is None else format_number(value)
                    width = next(span)
                    cells.append(Cell(text, "value", top + number, at, 1, width, path))
                    at += width
            self.rows.append(cells)

    def label_cells(self, rows: Sequence[Row], number: int, top: int) -> Iterator[Cell]:
        row = rows[number]
        if not self.stub:
            return
        for level, label in enumerate(row.group):
            prefix = row.group[: level + 1]
            if number and rows[number - 1].group[: level + 1] == prefix:
                continue
            height = 1
            while number + height < len(rows) and rows[number + height].group[: level + 1] == prefix:
                height += 1
            yield Cell(label, "group", top + number, level, height, 1)
        level = len(row.group)
        yield Cell(row.label, "label", top + number, level, 1, self.stub - level)


def share_columns(total: int, count: int) -> list[int]:
    """Return how many of `total` grid columns each of `count` columns takes; the last ones take the rest."""
    return [total // count + (1 if i >= count - total % count else 0) for i in range(count)]


def runs_of(paths: Sequence[tuple[str, ...]], level: int) -> Iterator[range]:
    """Yield the stretches of columns that share one head cell at `level`."""
    start = 0
    for end in range(1, len(paths) + 1):
        same = (
            end < len(paths)
            and paths[end][: level + 1] == paths[start][: level + 1]
            and min(len(paths[end]), len(paths[start])) > level + 1
        )
        if not same:
            yield range(start, end)
            start = end
