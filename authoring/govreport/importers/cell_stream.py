"""Rows of a table whose cells stand in lines of text: one a line, or several with tabs, bars or blanks between."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from govreport.importers.label import drop_residue
from govreport.importers.table_row import Entry, TableRow, split_row
from govreport.importers.value import read_value

LONGEST_CELL = 90
NUMBERS_BEHIND = re.compile(r"^(\S.*?)((?:\s+(?:[-+]?[\d０-９][\d０-９,.]*|[/／—－-]))+)\s*$")
WIDE_GAP = re.compile(r"[ \u3000]{2,}")
RULE = re.compile(r"[\s|:+=]*|[\s|:+=]*-{2,}[\s|:+=-]*")


@dataclass
class _Stream:
    """Cells being gathered into rows."""

    rows: list[list[str]] = field(default_factory=list)
    current: list[str] = field(default_factory=list)
    has_values: bool = False

    def end_row(self) -> None:
        if any(text.strip() for text in self.current):
            self.rows.append(self.current)
        self.current, self.has_values = [], False

    def put(self, text: str) -> None:
        value = read_value(text)
        if value.is_word and self.has_values:
            self.end_row()
        self.current.append(text)
        self.has_values = self.has_values or (not value.is_word and not value.is_empty)


def read_lines(lines: Sequence[str], grid: int, section: str) -> Iterator[TableRow]:
    """Yield the rows in lines of text. Long lines are prose and skipped."""
    cleaned = [drop_residue(line) for line in lines]
    cells = [split_line(line) for line in cleaned if is_cell_line(line)]
    wide = [fields for fields in cells if len(fields) > 1]
    if sum(map(len, wide)) * 2 > sum(1 for fields in cells if any(text.strip() for text in fields)):
        yield from read_wide(cells, grid, section)
        return
    stream = _Stream()
    by_blank_line = is_separated(cells)
    for fields in cells:
        if not fields:
            if by_blank_line:
                stream.end_row()
        elif len(fields) > 1:
            stream.end_row()
            for text in fields:
                stream.put(text)
        else:
            stream.put(fields[0])
    stream.end_row()
    for row in stream.rows:
        entries = [Entry(text, index, index + 1) for index, text in enumerate(row)]
        labels, values = split_row(entries)
        yield TableRow(labels, values, grid, has_columns=False, section=section)


def read_wide(cells: Sequence[Sequence[str]], grid: int, section: str) -> Iterator[TableRow]:
    """Yield the rows of lines that hold one row each; a lone line may be the rest of a label."""
    for fields in cells:
        entries = [Entry(text, index, index + 1) for index, text in enumerate(fields)]
        if any(entry.text.strip() for entry in entries):
            labels, values = split_row(entries)
            yield TableRow(labels, values, grid, has_columns=True, section=section)


def is_cell_line(line: str) -> bool:
    """Tell whether a line may be cells: it is no sentence."""
    return "。" not in line and (len(line.strip()) <= LONGEST_CELL or len(split_line(line)) > 2)


def split_line(line: str) -> list[str]:
    """Return the cells of a line: none for an empty one, one for a cell (also a blank one), or several."""
    if not line:
        return []
    if "|" in line:
        return split_bars(line)
    inner = line.strip(" \u3000\r\n")
    if "\t" in inner.strip("\t"):
        return [text.strip() for text in line.rstrip("\r\n").split("\t")]
    text = line.strip()
    if WIDE_GAP.search(text) and any(is_number(part) for part in WIDE_GAP.split(text)):
        return WIDE_GAP.split(text)
    numbers = NUMBERS_BEHIND.match(text)
    if numbers:
        return [numbers[1], *numbers[2].split()]
    return [line.strip(" \t\r")]


def split_bars(line: str) -> list[str]:
    """Return the cells of a line with bars; a bar alone is a blank cell, a rule or several bars alone nothing."""
    text = line.strip()
    if text == "|":
        return [""]
    if RULE.fullmatch(text):
        return []
    fields = text.removeprefix("|").removesuffix("|").split("|")
    return [field.strip() for field in fields]


def is_number(text: str) -> bool:
    """Tell whether a text is a number."""
    return read_value(text).number is not None


def is_separated(cells: Sequence[Sequence[str]]) -> bool:
    """Tell whether empty lines stand between rows: most stretches between them hold several cells."""
    sizes, size = [], 0
    for fields in [*cells, []]:
        if fields:
            size += len(fields)
        elif size:
            sizes.append(size)
            size = 0
    return sum(1 for size in sizes if size > 2) * 2 > len(sizes)
