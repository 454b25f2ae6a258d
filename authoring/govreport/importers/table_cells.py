"""The cells of a table section with row labels, found in the rows of a document."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from govreport.cells import name_cell, name_row
from govreport.finding import Number
from govreport.importers.alignment import Match, Target, align, fill_gaps, list_targets
from govreport.importers.columns import NO_HEADS, Heads, Picked, find_heads, list_column_names, pick_values
from govreport.importers.doubt import Doubt, enumerate_some, quote
from govreport.importers.label import is_same, read_label
from govreport.importers.table_row import Entry, TableRow
from govreport.importers.value import read_value
from govreport.report import Cells
from govreport.report_format import Column, Section


@dataclass
class TableCells:
    """What was found: cells by row path, doubts, and how much speaks for the form (the sum of the likenesses)."""

    rows: dict[str, Cells] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    likeness: float = 0.0

    def merge(self, other: "TableCells") -> None:
        """Take over what was found in another section."""
        self.rows.update(other.rows)
        self.doubts += other.doubts
        self.likeness += other.likeness


@dataclass(frozen=True)
class Choice:
    """A matched row and which of its entries stand in which column."""

    match: Match
    picked: Picked


def find_labelled(section: Section, rows: Sequence[TableRow]) -> TableCells:
    """Return the cells of the rows of `section` that have labels."""
    targets = list_targets(section)
    matches = keep_one_form(fill_gaps(rows, targets, align(rows, targets)))
    found = TableCells()
    choices = list(choose_entries(rows, matches, found))
    for choice in choices:
        found.likeness += choice.match.likeness / 100
        cells = read_row(section, choice, found.doubts)
        found.rows[choice.match.target.row.path] = tuple(cells)
    found.doubts += list_label_doubts(section, matches)
    found.doubts += list_shift_doubts(section, choices)
    found.doubts += list_padding_doubts(section, choices)
    return found


def keep_one_form(matches: Sequence[Match]) -> list[Match]:
    """Return the matches without a single row beside the rows it stands for; those with numbers stay."""
    result = list(matches)
    for single in [match for match in matches if match.target.is_variant]:
        replaced = next(v.replaces for v in single.target.table.variants if v.row is single.target.row)
        group = [m for m in result if m.target.table is single.target.table and m.target.row.key in replaced]
        if any(match.row.number_count for match in group):
            result.remove(single)
        else:
            result = [match for match in result if match not in group]
    return result


def choose_entries(rows: Sequence[TableRow], matches: Sequence[Match], found: TableCells) -> Iterator[Choice]:
    """Yield each match with its entries by column; heads that are the form's speak for it."""
    known: dict[int, Heads] = {}
    last = 0
    for match in matches:
        above = [r for r in rows if r.grid == match.row.grid and last <= r.number < match.row.number]
        above = [row for row in above if not row.number_count and row.number > last]
        heads = find_heads(above, list_column_names([match.target.table])) if above else NO_HEADS
        if any(place is not None for place in heads.places):
            known[match.row.grid] = heads
            found.likeness += 0.1 * sum(1 for place in heads.places if place is not None)
        last = match.row.number
        count = len(match.target.table.columns)
        heads = known.get(match.row.grid, NO_HEADS)
        yield Choice(match, pick_values(match.row, count, heads if len(heads.places) == count else NO_HEADS))


def read_row(section: Section, choice: Choice, doubts: list[Doubt]) -> Iterator[Number | None]:
    """Yield the numbers of a row, one a column; what is not plain goes into `doubts`."""
    target = choice.match.target
    name = name_target(section, target)
    if choice.picked.doubt:
        doubts.append(Doubt(target.row.path, f"{name}：{choice.picked.doubt}"))
    for entry, column in zip(choice.picked.entries, target.table.columns, strict=True):
        yield read_entry(entry, column, target.row.path, name, doubts)


def read_entry(entry: Entry | None, column: Column, path: str, name: str, doubts: list[Doubt]) -> Number | None:
    """Return the number in a cell; what is not plain goes into `doubts`."""
    if entry is None:
        return None
    value = read_value(entry.text, column.unit)
    if value.doubt:
        doubts.append(Doubt(path, f"{name} {column.label}：{value.doubt}"))
    return value.number


def name_target(section: Section, target: Target) -> str:
    """Return the name of a row in a doubt."""
    return name_cell(section, name_row(target.row, target.table), "")


# ---------------------------------------------------------------- doubts about labels and places


def list_label_doubts(section: Section, matches: Sequence[Match]) -> Iterator[Doubt]:
    """Yield a doubt for every label in other words than the official one; one for all in other marks."""
    marks: list[str] = []
    for match in matches:
        target, printed = match.target, printed_label(match)
        official = target.row.label
        if not match.likeness:
            seen = f"标签是{quote(printed)}" if printed else "没有标签"
            yield Doubt(target.row.path, f"{section.name}：有一行{seen}，按前后次序当作{quote(official)}")
        elif is_same(printed, official):
            continue
        elif read_label(printed) == read_label(official):
            marks.append(quote(printed))
        else:
            yield Doubt(target.row.path, f"{section.name}：标签{quote(printed)}当作{quote(official)}")
    if marks:
        seen = enumerate_some(marks, 2)
        yield Doubt(section.key, f"{section.name}：标签的写法与正式的不同（{seen}），当作正式的")


def printed_label(match: Match) -> str:
    """Return the label that was taken for the official one: the row's own cell, or with those before it."""
    texts = [entry.text for entry in match.row.labels if entry.text.strip()]
    official = read_label(match.target.row.label)
    readings = ["".join(texts[i:]) for i in range(len(texts) - 1, -1, -1)]
    return next((text for text in readings if read_label(text) == official), readings[0] if readings else "")


def list_shift_doubts(section: Section, choices: Sequence[Choice]) -> Iterator[Doubt]:
    """Yield one doubt for the rows whose values stand off the heads, or whose label stands off its like."""
    shifted = [choice.match for choice in choices if choice.picked.shift]
    shifted += [match for match in find_shifted_labels([c.match for c in choices]) if match not in shifted]
    if shifted:
        names = enumerate_some([match.target.row.label for match in shifted])
        yield Doubt(section.key, f"{section.name}：这几行错开了列，按各行自己的次序取：{names}")


def list_padding_doubts(section: Section, choices: Sequence[Choice]) -> Iterator[Doubt]:
    """Yield one doubt for the numbers with full-width blanks around them."""
    entries = [entry for choice in choices for entry in choice.picked.entries if entry]
    padded = [entry for entry in entries if "\u3000" in entry.text and entry.value.number is not None]
    if padded:
        yield Doubt(section.key, f"{section.name}：有 {len(padded)} 格的数字旁边有全角空格，去掉空格取")


def find_shifted_labels(matches: Sequence[Match]) -> list[Match]:
    """Return the matches whose label begins in another grid column than most of those as deep in groups."""
    usual = usual_label_columns(matches)
    return [m for m in matches if m.row.has_columns and label_column(m) != usual.get(depth(m), label_column(m))]


def usual_label_columns(matches: Sequence[Match]) -> Mapping[int, int]:
    """Return for each depth of groups in which grid column most labels begin; only where that is a clear most."""
    usual = {}
    for level in {depth(match) for match in matches}:
        counts = Counter(label_column(m) for m in matches if depth(m) == level and m.row.has_columns)
        common = counts.most_common(1)
        if common and common[0][1] > 0.5 * counts.total() and counts.total() > 2:
            usual[level] = common[0][0]
    return usual


def depth(match: Match) -> int:
    """Return in how many groups a matched row stands."""
    return len(match.target.row.group)


def label_column(match: Match) -> int:
    """Return the grid column in which the label of a matched row begins."""
    return next((entry.column for entry in reversed(match.row.labels) if entry.text.strip()), 0)
