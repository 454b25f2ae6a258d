"""The cells of a table section without row labels: side by side under their heads, or one table a row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from govreport.importers.alignment import Target, align
from govreport.importers.apart import FEWEST_HEADS, find_apart
from govreport.importers.columns import Heads, Picked, find_heads, list_column_names, pick_values
from govreport.importers.doubt import Doubt
from govreport.importers.label import make_official, read_label
from govreport.importers.table_cells import TableCells, read_entry
from govreport.importers.table_row import TableRow
from govreport.report_format import Section, Table


@dataclass(frozen=True)
class _Candidate:
    row: TableRow
    heads: Heads
    picked: Picked
    likeness: float


def find_unlabelled(section: Section, rows: Sequence[TableRow]) -> TableCells:
    """Return the cells of the tables of `section`, each with one row of values.

    First all tables side by side, then apart from each other, or each as a row that begins with its head.
    """
    found = find_side_by_side(section, section.tables, rows)
    if any(cell is not None for cells in found.rows.values() for cell in cells):
        return found
    apart = find_apart(section, rows)
    if apart.rows or apart.doubts:
        return apart
    below = find_as_rows(section, rows)
    return below if below.rows else found


def find_side_by_side(section: Section, tables: Sequence[Table], rows: Sequence[TableRow]) -> TableCells:
    """Return the cells of tables whose columns stand next to each other in one row."""
    candidates = list(list_candidates(section, tables, rows))
    found = TableCells()
    if not candidates:
        return found
    best = max(candidates, key=lambda candidate: candidate.likeness)
    found.likeness = best.likeness
    if best.picked.doubt:
        found.doubts.append(Doubt(section.key, f"{section.name}：{best.picked.doubt}"))
    entries = iter(best.picked.entries)
    for table in tables:
        path, name = table.rows[0].path, f"{section.name} {table.name}"
        found.rows[path] = tuple(
            read_entry(next(entries), column, path, name, found.doubts) for column in table.columns
        )
    return found


def list_candidates(section: Section, tables: Sequence[Table], rows: Sequence[TableRow]) -> Iterator[_Candidate]:
    """Yield the rows of values that may be the one looked for."""
    above: list[TableRow] = []
    grid = -1
    for row in rows:
        if row.grid != grid:
            above = above if grid >= 0 and row.section == section.key else []
            grid = row.grid
        if not row.has_values:
            above.append(row)
            continue
        yield from judge_row(section, tables, row, [*above, row])
        above = []


def judge_row(
    section: Section, tables: Sequence[Table], row: TableRow, above: Sequence[TableRow]
) -> Iterator[_Candidate]:
    """Yield the row as a candidate where enough heads stand above it, or it fits and stands in its section."""
    columns = list_column_names(tables)
    heads = find_heads(above, columns)
    hits = sum(1 for place in heads.places if place is not None)
    count = len(columns)
    in_place = row.section == section.key and len(tables) > 1
    fits = len(row.trimmed(count)) == count
    if hits >= FEWEST_HEADS * count or (fits and (in_place or names_heads(tables, above))):
        yield _Candidate(row, heads, pick_values(row, count, heads), hits / 10 + fits + in_place)


def names_heads(tables: Sequence[Table], rows: Sequence[TableRow]) -> bool:
    """Tell whether most of the tables' heads stand among the labels of rows, wherever."""
    labels = {read_label(entry.text) for row in rows for entry in row.labels}
    heads = {name for table in tables for name in (*table.head, *(column.label for column in table.columns))}
    return sum(1 for name in heads if read_label(name) in labels) >= FEWEST_HEADS * len(heads)


def find_as_rows(section: Section, rows: Sequence[TableRow]) -> TableCells:
    """Return the cells where each table is a row that begins with the table's head."""
    targets = [
        Target(table.rows[0], table, section.key, (make_official(table.head[-1]), make_official(table.name)))
        for table in section.tables
        if table.head
    ]
    found = TableCells()
    for match in align([row for row in rows if row.section in ("", section.key)], targets):
        table = match.target.table
        picked = pick_values(match.row, len(table.columns), Heads())
        if any(entry and not entry.value.is_empty for entry in picked.entries):
            found.likeness += match.likeness / 100
            path, name = match.target.row.path, f"{section.name} {table.name}"
            found.rows[path] = tuple(
                read_entry(entry, column, path, name, found.doubts)
                for entry, column in zip(picked.entries, table.columns, strict=True)
            )
    return found
