"""Which cell of a row stands in which official column: by the heads above, by order where they do not tell."""

from collections.abc import Sequence
from dataclasses import dataclass

from govreport.importers.label import THRESHOLD, Official, compare, make_official, read_label
from govreport.importers.table_row import Entry, TableRow
from govreport.report_format import Table


@dataclass(frozen=True)
class Heads:
    """Where the official columns begin in a table's grid; None for one whose head was not found.

    `reordered`: every head is the official one, but they stand in another order.
    """

    places: tuple[int | None, ...] = ()
    reordered: bool = False

    @property
    def complete(self) -> bool:
        """Tell whether every column was found."""
        return all(place is not None for place in self.places)


NO_HEADS = Heads()


def list_column_names(tables: Sequence[Table]) -> list[tuple[Official, ...]]:
    """Return for every column of `tables` side by side its label, alone and behind the heads above it."""
    names = []
    for table in tables:
        for column in table.columns:
            path = [*table.head, *column.head, column.label]
            names.append(tuple(make_official("".join(path[i:])) for i in range(len(path) - 1, -1, -1)))
    return names


def find_heads(rows: Sequence[TableRow], columns: Sequence[tuple[Official, ...]]) -> Heads:
    """Return where the columns stand by the head rows above a table's values; in order, if not exact."""
    rows = [row for row in rows if row.has_columns]
    texts = read_head_texts(rows)
    if not texts:
        return NO_HEADS
    exact = find_exact_heads(texts, columns)
    if exact and list(exact) != sorted(exact):
        return Heads(exact, reordered=True)
    found = align_heads(texts, columns)
    return Heads(tuple(found.get(index) for index in range(len(columns))))


def find_exact_heads(
    texts: Sequence[tuple[int, tuple[str, ...]]], columns: Sequence[tuple[Official, ...]]
) -> tuple[int, ...]:
    """Return the grid column of every official one where each has exactly one head with its label, else ()."""
    places: list[int] = []
    for officials in columns:
        names = {official.label for official in officials}
        here = [place for place, readings in texts if any(read_label(text) in names for text in readings)]
        if len(here) != 1:
            return ()
        places += here
    return tuple(places) if len(set(places)) == len(places) else ()


def read_head_texts(rows: Sequence[TableRow]) -> list[tuple[int, tuple[str, ...]]]:
    """Return for every grid column where a head begins the texts over it, from the lowest upward, joined."""
    entries = [entry for row in rows for entry in (*row.labels, *row.values) if entry.text.strip()]
    lowest: dict[int, list[Entry]] = {}
    starts = sorted({entry.column for entry in entries})
    for column in starts:
        over = [entry for entry in entries if entry.column <= column < entry.end]
        unique = list(dict.fromkeys((entry.text, entry.column, entry.end) for entry in over))
        lowest[column] = [Entry(*item) for item in unique]
    texts = []
    for column, over in lowest.items():
        words = [entry.text for entry in over]
        texts.append((column, tuple("".join(words[i:]) for i in range(len(words) - 1, -1, -1))))
    return texts


def align_heads(
    texts: Sequence[tuple[int, tuple[str, ...]]], columns: Sequence[tuple[Official, ...]]
) -> dict[int, int]:
    """Return for the number of a column its grid column: the alignment that is most alike."""
    width = len(columns) + 1
    best = [[0.0] * width for _ in range(len(texts) + 1)]
    for i, (_, readings) in enumerate(texts, start=1):
        for j, officials in enumerate(columns, start=1):
            likeness = compare_heads(readings, officials)
            gain = likeness / 100 if likeness >= THRESHOLD else -1.0
            best[i][j] = max(best[i - 1][j], best[i][j - 1], best[i - 1][j - 1] + gain)
    found = {}
    i, j = len(texts), len(columns)
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            found[j - 1] = texts[i - 1][0]
            i, j = i - 1, j - 1
    return found


def compare_heads(readings: Sequence[str], officials: Sequence[Official]) -> float:
    """Return how alike a column's head is to an official one; the longest way up that both have counts most."""
    labels = [read_label(text) for text in readings if text.strip()]
    if not labels:
        return 0.0
    own = max(compare(label, officials[0]) for label in labels)
    whole = max((compare(label, official) for label in labels for official in officials[1:]), default=0.0)
    return max(own, whole) if len(officials) == 1 else max(own * 0.8 + whole * 0.2, whole)


@dataclass(frozen=True)
class Picked:
    """The entries of a row by official column; None where no cell could be told. `doubt` says why, "" for none.

    `shift`: by how many grid columns the first value stands off its head.
    """

    entries: tuple[Entry | None, ...]
    doubt: str = ""
    shift: int = 0


def pick_values(row: TableRow, count: int, heads: Heads) -> Picked:
    """Return which entry stands in which of `count` columns; none where neither order nor heads can tell."""
    nothing = (None,) * count
    values = row.trimmed(count)
    by_head = pick_by_heads(row, heads) if row.has_columns and len(heads.places) == count else None
    if by_head and heads.reordered:
        return Picked(by_head, "表头的次序与正式的不同，按表头取")
    if len(values) == count:
        shift = measure_shift(values, heads) if row.has_columns else 0
        return Picked(values, shift=shift)
    stray = [entry for entry in row.values if not entry.value.is_empty and by_head and entry not in by_head]
    if by_head and not stray:
        return Picked(by_head)
    if count == 1:
        return pick_only(row)
    if inner := drop_outer_blanks(row, count):
        return Picked(inner, "两头多出的空格去掉，按次序取")
    shown = " ".join(entry.text.strip() or "（空）" for entry in row.values)
    if not row.has_values:
        return Picked(nothing)
    return Picked(
        nothing, f"应有 {count} 格，原文有 {len(row.values)} 格，对不上是哪几列，整行留空；原文：{shown}"
    )


def drop_outer_blanks(row: TableRow, count: int) -> tuple[Entry, ...]:
    """Return the values without cells at the ends without number, where that leaves exactly `count`; else ()."""
    values = list(row.values)
    while values and values[0].value.number is None and not values[0].value.is_word:
        values.pop(0)
    while values and values[-1].value.number is None:
        values.pop()
    return tuple(values) if len(values) == count else ()


def pick_only(row: TableRow) -> Picked:
    """Return the one value of a row with one column; none where several cells have something."""
    filled = [entry for entry in row.values if not entry.value.is_empty]
    if len(filled) <= 1:
        return Picked((filled[0] if filled else None,))
    if len({entry.text.strip() for entry in filled}) == 1 and len({entry.column for entry in filled}) == 1:
        return Picked((filled[0],))
    shown = " ".join(entry.text.strip() for entry in filled)
    return Picked((None,), f"只应有 1 格，原文有 {len(filled)} 格，留空；原文：{shown}")


def pick_by_heads(row: TableRow, heads: Heads) -> tuple[Entry, ...] | None:
    """Return the entries under the heads; None where a head is unknown, or two columns share a cell."""
    picked = []
    for place in heads.places:
        under = [entry for entry in row.values if place is not None and entry.column <= place < entry.end]
        if not under:
            return None
        picked.append(under[0])
    return tuple(picked) if len(set(map(id, picked))) == len(picked) else None


def measure_shift(values: Sequence[Entry], heads: Heads) -> int:
    """Return by how many grid columns the first value stands off its head; 0 where that is not known."""
    if not heads.complete or not heads.places or len(heads.places) != len(values):
        return 0
    place = heads.places[0] or 0
    return 0 if values[0].column <= place < values[0].end else values[0].column - place
