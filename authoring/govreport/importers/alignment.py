"""Rows of a document beside the official rows of a form, both in order: a sequence alignment by likeness."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from govreport.importers.label import THRESHOLD, Official, compare, make_official
from govreport.importers.table_row import TableRow, merge_rows
from govreport.report_format import Row, Section, Table

MISFIT = 0.6
"""What a pair loses where the row has not as many values as its table has columns."""
IN_PLACE = 0.3
WITH_VALUES = 0.2
FIRM = 90.0
"""A row so like an official one is not merged with its neighbour."""


@dataclass(frozen=True)
class Target:
    """An official row: its label alone and behind the labels of its groups."""

    row: Row
    table: Table
    section: str
    officials: tuple[Official, ...]
    is_variant: bool = False


@dataclass(frozen=True)
class Match:
    """A row of the document taken for an official one. `likeness` 0 to 100; 0 where only its place says so."""

    row: TableRow
    target: Target
    likeness: float


@dataclass(frozen=True)
class _Pair:
    gain: float
    likeness: float
    row: TableRow


_Step = tuple[int, _Pair | None]
"""How a place in the table of an alignment is reached: so many rows back, and the pair that is made there."""


def list_targets(section: Section) -> list[Target]:
    """Return the labelled rows of a section in printed order, a single row before those that it may replace."""
    targets = []
    for table in section.tables:
        variants = {variant.replaces[0]: variant.row for variant in table.variants}
        for row in table.rows:
            if row.key in variants:
                targets.append(make_target(variants[row.key], table, section, is_variant=True))
            if row.label:
                targets.append(make_target(row, table, section))
    return targets


def make_target(row: Row, table: Table, section: Section, *, is_variant: bool = False) -> Target:
    """Return an official row as it is looked for."""
    names = [*row.group, row.label]
    joined = tuple(make_official("".join(names[i:])) for i in range(len(names) - 2, -1, -1))
    return Target(row, table, section.key, (make_official(row.label, row.short), *joined), is_variant)


def score_row(row: TableRow, target: Target) -> _Pair | None:
    """Return what a pair adds to an alignment; None where the row is not taken for the target."""
    if not row.values:
        return None
    likeness = 0.0
    for reading in row.readings:
        likeness = max(likeness, max(compare(reading, official) for official in target.officials))
        if likeness == 100:
            break
    if likeness < THRESHOLD or (target.is_variant and not row.has_values):
        return None
    count = len(target.table.columns)
    gain = (likeness - 50) / 50
    gain += WITH_VALUES if row.has_values else 0.0
    gain += IN_PLACE if row.section == target.section else 0.0
    if row.has_values and len(row.trimmed(count)) != count:
        gain -= MISFIT if len(row.values) < count or count > 1 else 0.0
    return _Pair(gain, likeness, row) if gain > 0 else None


def align(rows: Sequence[TableRow], targets: Sequence[Target]) -> list[Match]:
    """Return the matches, in order, that together are most alike.

    Two rows that stand together may be one that was broken in two. Rows and targets may stay without a match.
    """
    width = len(targets) + 1
    best = [[0.0] * width]
    steps: list[list[_Step]] = [[(0, None)] * width]
    for i, row in enumerate(rows, start=1):
        line = [0.0] * width
        how: list[_Step] = [(0, None)] * width
        merged = merge_rows(rows[i - 2], row) if i > 1 else None
        for j, target in enumerate(targets, start=1):
            line[j], how[j] = max((best[i - 1][j], (1, None)), (line[j - 1], (0, None)), key=lambda step: step[0])
            pair = score_row(row, target)
            if pair and best[i - 1][j - 1] + pair.gain > line[j]:
                line[j], how[j] = best[i - 1][j - 1] + pair.gain, (1, pair)
            both = score_row(merged, target) if merged and (not pair or pair.likeness < FIRM) else None
            if both and best[i - 2][j - 1] + both.gain > line[j] + 1e-9:
                line[j], how[j] = best[i - 2][j - 1] + both.gain, (2, both)
        best.append(line)
        steps.append(how)
    return trace(steps, targets)


def trace(steps: Sequence[Sequence[_Step]], targets: Sequence[Target]) -> list[Match]:
    """Return the matches along the best way through the table of steps, first to last."""
    matches = []
    i, j = len(steps) - 1, len(targets)
    while i > 0 and j > 0:
        back, pair = steps[i][j]
        if pair:
            matches.append(Match(pair.row, targets[j - 1], pair.likeness))
            i, j = i - back, j - 1
        elif back:
            i -= 1
        else:
            j -= 1
    return matches[::-1]


def fill_gaps(rows: Sequence[TableRow], targets: Sequence[Target], matches: Sequence[Match]) -> list[Match]:
    """Return the matches with those added that only their place gives: as many rows as targets between two.

    Such a row has the right count of values, and stands in the same table as its neighbours.
    """
    result = list(matches[:1])
    for before, after in pairwise(matches):
        skipped = targets[targets.index(before.target) + 1 : targets.index(after.target)]
        missing = [target for target in skipped if not target.is_variant]
        between = rows_between(rows, before.row, after.row)
        usable = [row for row in between if row.has_values]
        if len(usable) == len(missing) and all(
            row.grid == after.row.grid and len(row.trimmed(len(t.table.columns))) == len(t.table.columns)
            for row, t in zip(usable, missing, strict=True)
        ):
            result += [Match(row, t, 0.0) for row, t in zip(usable, missing, strict=True)]
        result.append(after)
    return result


def rows_between(rows: Sequence[TableRow], first: TableRow, last: TableRow) -> Sequence[TableRow]:
    """Return the rows between two."""
    return [row for row in rows if first.number < row.number < last.number]
