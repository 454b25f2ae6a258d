"""The rows of a document's tables, labels apart from values, whatever the tables were."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from govreport.importers.document import CellGrid
from govreport.importers.label import Label, read_label
from govreport.importers.value import Value, read_value


@dataclass(frozen=True)
class Entry:
    """A cell as one row sees it: its text and grid columns (end excluded); `own`: it begins in this row."""

    text: str
    column: int
    end: int
    own: bool = True

    @cached_property
    def value(self) -> Value:
        """What the cell says as a number."""
        return read_value(self.text)


@dataclass(frozen=True)
class TableRow:
    """A row: entries before the values (labels), and from there on.

    `grid` numbers the table it stands in; `has_columns`: entries of one grid column belong together (not so in
    text with one cell a line). `section` is the key of the section under whose heading it stands, "" if none.
    `number` counts the rows of the document. `after_break`: it is the first on a new page.
    """

    labels: tuple[Entry, ...]
    values: tuple[Entry, ...]
    grid: int = 0
    has_columns: bool = True
    section: str = ""
    number: int = 0
    after_break: bool = False

    @cached_property
    def readings(self) -> tuple[Label, ...]:
        """Return what the row's label may be: its last cell, or that together with those before it."""
        texts = [entry.text for entry in self.labels if entry.text.strip()]
        return tuple(read_label("".join(texts[i:])) for i in range(len(texts) - 1, -1, -1))

    @cached_property
    def own_label(self) -> str:
        """Return the text of the last label cell."""
        return next((entry.text for entry in reversed(self.labels) if entry.text.strip()), "")

    @cached_property
    def number_count(self) -> int:
        """Return how many of its values are numbers."""
        return sum(1 for entry in self.values if entry.value.number is not None)

    @cached_property
    def has_values(self) -> bool:
        """Tell whether there is a number, or a sign for a blank."""
        return any(not entry.value.is_empty for entry in self.values)

    def trimmed(self, count: int) -> tuple[Entry, ...]:
        """Return the values without empty ones at the ends, where that leaves exactly `count`, else all."""
        values = list(self.values)
        if len(values) <= count:
            return self.values
        while values and values[0].value.is_empty:
            values.pop(0)
        while values and values[-1].value.is_empty:
            values.pop()
        return tuple(values) if len(values) == count else self.values


def split_row(entries: Sequence[Entry]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Return label entries and value entries: split behind the word that leaves most values and least words."""
    best, split = 0, 0
    after_values = after_words = 0
    for index in range(len(entries) - 1, -1, -1):
        value = entries[index].value
        if value.is_word:
            gain = after_values - 3 * after_words
            if gain > best or split == 0:
                best, split = gain, index + 1
            after_words += 1
        elif not value.is_empty:
            after_values += 1
    return tuple(entries[:split]), tuple(entries[split:])


def read_grid(grid: CellGrid, number: int, section: str) -> Iterator[TableRow]:
    """Yield the rows of a grid."""
    for index, cells in enumerate(grid.rows()):
        entries = [
            Entry(cell.text, cell.column, cell.column + cell.column_span, cell.row == index) for cell in cells
        ]
        if entries:
            labels, values = split_row(drop_spanning_values(entries))
            yield TableRow(labels, values, number, section=section, after_break=index in grid.breaks)


def drop_spanning_values(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries without numbers that belong to a row above."""
    return [entry for entry in entries if entry.own or entry.value.is_word]


def merge_rows(upper: TableRow, lower: TableRow) -> TableRow | None:
    """Return two rows as one that was broken between lines or pages.

    None where both hold numbers, unless a page ends between them: then each cell goes on in the one below.
    """
    if upper.grid != lower.grid and not (upper.has_columns and lower.has_columns):
        return None
    label = (Entry(upper.own_label + lower.own_label, 0, 1),)
    if lower.after_break:
        values = tuple(join_entries(entry, lower.values) for entry in upper.values)
        return replace(upper, labels=label, values=values, number=lower.number)
    if upper.number_count and lower.number_count:
        return None
    full = upper if upper.number_count else lower
    return replace(full, labels=label, number=lower.number)


def join_entries(entry: Entry, below: Sequence[Entry]) -> Entry:
    """Return a cell with the text of the one below it that goes on in the same columns."""
    rest = next((other.text for other in below if other.column == entry.column and other.text.strip()), "")
    return replace(entry, text=f"{entry.text}\n{rest}".strip()) if rest else entry


def join_broken(rows: Sequence[TableRow]) -> list[TableRow]:
    """Return the rows, those that begin a page without a label joined to the one above: it was broken there."""
    result: list[TableRow] = []
    for row in rows:
        is_rest = row.after_break and not row.own_label and row.number_count and result
        joined = merge_rows(result[-1], row) if is_rest and result[-1].grid == row.grid else None
        if joined is None:
            result.append(row)
        else:
            result[-1] = replace(joined, labels=result[-1].labels)
    return result
