"""The tables of a section that stand apart from each other: each told by the words above its row or before it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from govreport.importers.columns import find_heads, list_column_names, pick_values
from govreport.importers.doubt import Doubt
from govreport.importers.label import Official, compare, make_official, read_label
from govreport.importers.table_cells import TableCells, read_entry
from govreport.importers.table_row import TableRow
from govreport.report_format import Section, Table

FEWEST_HEADS = 0.6
"""Of the heads of a table so many must be found above a row of numbers."""
NAMED = 75.0
"""Of 100: words so like a table's head name it, where they are less like every other head by `CLEARLY`."""
CLEARLY = 8.0
LONGEST_NAME = 30


@dataclass(frozen=True)
class _Piece:
    """A row of values, the rows above it since the last one, and the tables that its words name."""

    row: TableRow
    above: tuple[TableRow, ...]
    named: frozenset[int]


@dataclass(frozen=True)
class _Place:
    """A row of values taken for some tables side by side (numbers of the first and behind the last)."""

    piece: _Piece
    first: int
    end: int


def find_apart(section: Section, rows: Sequence[TableRow]) -> TableCells:
    """Return the cells of tables that stand below each other; a row counts for one place only.

    Words that name the tables decide. Without any, the order does where it can be no other, and that is a doubt;
    else the rows stay out, with a doubt.
    """
    pieces = list(list_pieces(section, rows))
    places, unnamed = place_pieces(section.tables, pieces)
    found = TableCells()
    for place in places:
        take_place(section, place, found)
    if unnamed:
        shown = "；".join(show_values(piece.row) for piece in unnamed)
        taken = [place.piece for place in places]
        how = "按前后次序取" if all(piece in taken for piece in unnamed) else "认不出，没有收"
        heads = "、".join(table.name for table in section.tables)
        found.doubts.append(
            Doubt(section.key, f"{section.name}：有几行数没有写明是哪一项（{heads}），{how}：{shown}")
        )
    return found


def list_pieces(section: Section, rows: Sequence[TableRow]) -> Iterator[_Piece]:
    """Yield the rows that have as many values as some of the tables, and stand under heads or in the section."""
    above: list[TableRow] = []
    grid = -1
    for row in rows:
        if row.grid != grid and row.section != section.key:
            above = []
        grid = row.grid
        if not row.has_values:
            above.append(row)
            continue
        if any(is_under_heads(section, run, row, above) for run in list_runs(section.tables, row)):
            yield _Piece(row, tuple(above), name_tables(section.tables, row, above))
        above = []


def list_runs(tables: Sequence[Table], row: TableRow) -> Iterator[tuple[int, int]]:
    """Yield the tables next to each other that together have as many columns as a row has values."""
    for first in range(len(tables)):
        for end in range(first + 1, len(tables) + 1):
            count = sum(len(table.columns) for table in tables[first:end])
            if len(row.trimmed(count)) == count:
                yield first, end


def is_under_heads(section: Section, run: tuple[int, int], row: TableRow, above: Sequence[TableRow]) -> bool:
    """Tell whether a row stands in its section, or under most of the heads of its columns."""
    if row.section == section.key:
        return True
    columns = list_column_names(section.tables[run[0] : run[1]])
    places = find_heads([*above, row], columns).places
    return sum(1 for place in places if place is not None) >= FEWEST_HEADS * len(columns)


def name_tables(tables: Sequence[Table], row: TableRow, above: Sequence[TableRow]) -> frozenset[int]:
    """Return the tables that the words before a row's values name; the row's own words before those above it."""
    for rows in ([row], above[::-1]):
        entries = [entry.text for r in rows for entry in (*r.labels, *r.values)]
        texts = [*entries, *("".join(e.text for e in r.labels) for r in rows)]
        named = {table for text in texts if (table := name_table(tables, text)) is not None}
        if named:
            return frozenset(named)
    return frozenset()


def name_table(tables: Sequence[Table], text: str) -> int | None:
    """Return the table that a label names, None for none or for several alike."""
    flat = "".join(text.split())
    if not flat or len(flat) > LONGEST_NAME:
        return None
    label = read_label(flat)
    heads = {head for table in tables for head in table.head if head in label.core}
    if len({table.head[0] for table in tables if table.head[:1] and table.head[0] in heads}) > 1:
        return None
    inside = [i for i, table in enumerate(tables) if table.head and table.head[-1] in heads]
    if len(inside) == 1 and heads <= set(tables[inside[0]].head):
        return inside[0]
    scores = sorted(
        (
            (max(compare(label, name) for name in list_names(table)), i)
            for i, table in enumerate(tables)
            if table.head
        ),
        reverse=True,
    )
    best, others = scores[0] if scores else (0.0, 0), scores[1:2]
    return best[1] if best[0] >= NAMED and all(best[0] - score >= CLEARLY for score, _ in others) else None


def list_names(table: Table) -> list[Official]:
    """Return what a table may be called: its lowest head, or all of them."""
    return [make_official(table.head[-1]), make_official("".join(table.head))]


def place_pieces(tables: Sequence[Table], pieces: Sequence[_Piece]) -> tuple[list[_Place], list[_Piece]]:
    """Return the rows of values with their tables, and those rows that nothing names (placed by order or not)."""
    named = [place for piece in pieces if piece.named and (place := place_named(tables, piece))]
    twice = {id(p) for p in named for q in named if p is not q and p.first < q.end and q.first < p.end}
    sure = [place for place in named if id(place) not in twice]
    rest = [piece for piece in pieces if all(place.piece is not piece for place in sure)]
    return [*sure, *(place_by_order(tables, pieces, sure) if rest else [])], rest


def place_named(tables: Sequence[Table], piece: _Piece) -> _Place | None:
    """Return the tables of a row whose words name just these; None where the count of values tells otherwise."""
    first, end = min(piece.named), max(piece.named) + 1
    fits = (first, end) in list_runs(tables, piece.row) and len(piece.named) == end - first
    return _Place(piece, first, end) if fits else None


def place_by_order(tables: Sequence[Table], pieces: Sequence[_Piece], sure: Sequence[_Place]) -> list[_Place]:
    """Return the unnamed rows as the tables that are left, where all rows together are all tables in order."""
    result: list[_Place] = []
    first = 0
    for piece in pieces:
        known = next((place for place in sure if place.piece is piece), None)
        runs = [run for run in list_runs(tables, piece.row) if run[0] == first]
        if known is None and (piece.named or not runs):
            return []
        place = known or _Place(piece, *runs[0])
        if place.first != first:
            return []
        result += [] if known else [place]
        first = place.end
    return result if first == len(tables) else []


def take_place(section: Section, place: _Place, found: TableCells) -> None:
    """Put the numbers of a row into the tables it was taken for."""
    tables, row = section.tables[place.first : place.end], place.piece.row
    columns = list_column_names(tables)
    heads = find_heads([*place.piece.above, row], columns)
    picked = pick_values(row, len(columns), heads)
    found.likeness += sum(1 for at in heads.places if at is not None) / 10 + 1
    if picked.doubt:
        found.doubts.append(Doubt(section.key, f"{section.name}：{picked.doubt}"))
    entries = iter(picked.entries)
    for table in tables:
        path, name = table.rows[0].path, f"{section.name} {table.name}"
        cells = [read_entry(next(entries), column, path, name, found.doubts) for column in table.columns]
        found.rows[path] = tuple(cells)


def show_values(row: TableRow) -> str:
    """Return the values of a row for a message."""
    return " ".join(entry.text.strip() or "（空）" for entry in row.values)
