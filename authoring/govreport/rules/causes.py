"""What may have gone wrong where sums do not balance: guesses, each of which would put every sum right."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from govreport.finding import Number

Weights = Mapping[str, int]
"""A sum as stated cells: path to +1 (left side) or -1 (right side); it holds where they come to 0."""
Edit = Mapping[str, Number]
"""Cells as they would have to be."""
Cell = tuple[str, str]
"""Path and name of a cell."""

WRONG_ROW = " 一行的数"
MOST = 2
"""Guesses that are told; where more fit, none is worth telling."""


def guess_causes(
    rows: Sequence[tuple[str, Sequence[Cell]]], values: Mapping[str, Number], sums: Sequence[Weights]
) -> list[str]:
    """Return up to two guesses in words; [] where nothing simple, or too much, explains the wrong sums.

    `rows` are the table's rows with their cells in order, `values` the stated cells, `sums` all its sums.
    """
    wrong = [weights for weights in sums if residual(weights, values)]
    suspects = {path for weights in wrong for path in weights}
    by_path: dict[str, list[Weights]] = {}
    for weights in sums:
        for path in weights:
            by_path.setdefault(path, []).append(weights)
    for find in (swaps, shifts, splits, moves):
        found = [words for words, edit in find(rows, values, suspects) if heals(edit, values, wrong, by_path)]
        sources = {words.partition(WRONG_ROW)[0] for words in found}
        if len(found) > MOST and find is moves and len(sources) == 1:
            return [f"{sources.pop()}{WRONG_ROW}填错了行"]
        if found:
            return found if len(found) <= MOST else []
    found = [words for words, edit in singles(rows, values, wrong) if heals(edit, values, wrong, by_path)]
    return found if len(found) <= MOST else []


def residual(weights: Weights, values: Mapping[str, Number], edit: Edit | None = None) -> Number:
    """Return by how much the left side of a sum is larger than the right."""
    changed = edit or {}
    return sum(weight * changed.get(path, values[path]) for path, weight in weights.items())


def heals(
    edit: Edit, values: Mapping[str, Number], wrong: Sequence[Weights], by_path: Mapping[str, list[Weights]]
) -> bool:
    """Tell whether every sum holds after an edit; it must touch each wrong one."""
    if not all(any(path in weights for path in edit) for weights in wrong):
        return False
    touched = [weights for path in edit for weights in by_path.get(path, ())]
    return not any(residual(weights, values, edit) for weights in touched)


def swaps(
    rows: Sequence[tuple[str, Sequence[Cell]]], values: Mapping[str, Number], suspects: set[str]
) -> Iterator[tuple[str, Edit]]:
    """Yield two cells of one row, or of one column, with each other's number."""
    lines: list[tuple[str, Sequence[Cell]]] = [*rows]
    width = max((len(cells) for _, cells in rows), default=0)
    lines += [("", [cells[i] for _, cells in rows if i < len(cells)]) for i in range(width)]
    names = {path: row for row, cells in rows for path, _ in cells}
    for row, cells in lines:
        known = [cell for cell in cells if cell[0] in values and cell[0] in suspects]
        for (one, first), (two, second) in combinations(known, 2):
            if values[one] != values[two]:
                where = f"{row} 的“{first}”和“{second}”" if row else f"{first}列的“{names[one]}”和“{names[two]}”"
                yield f"{where}两格填反了", {one: values[two], two: values[one]}


def shifts(
    rows: Sequence[tuple[str, Sequence[Cell]]], values: Mapping[str, Number], suspects: set[str]
) -> Iterator[tuple[str, Edit]]:
    """Yield a row whose numbers stand one column too far left or right."""
    for row, cells in rows:
        paths = [path for path, _ in cells if path in values]
        numbers = [values[path] for path in paths]
        if not any(numbers) or not suspects & set(paths):
            continue
        for end in sorted({len(paths), len(cells) - 1}) if len(paths) > 1 else ():
            for side, moved in (
                ("右", numbers[end - 1 : end] + numbers[: end - 1]),
                ("左", numbers[1:end] + numbers[:1]),
            ):
                yield f"{row} 一行的数错了一列（应{side}移）", dict(zip(paths, moved, strict=False))


def splits(
    rows: Sequence[tuple[str, Sequence[Cell]]], values: Mapping[str, Number], suspects: set[str]
) -> Iterator[tuple[str, Edit]]:
    """Yield one number typed into two neighbouring cells (1 and 2 for 12)."""
    for row, cells in rows:
        for (one, first), (two, second) in pairwise(cells):
            if (
                one in suspects
                and one in values
                and two in values
                and values[one]
                and values[one] == int(values[one])
            ):
                whole = int(digits) if (digits := f"{values[one]}{values[two]}").isdecimal() else 0
                words = f"{row} 的“{first}”“{second}”两格本是一个数 {whole}，被拆开了"
                yield words, {one: whole, two: 0}
                yield words, {one: 0, two: whole}


def moves(
    rows: Sequence[tuple[str, Sequence[Cell]]], values: Mapping[str, Number], suspects: set[str]
) -> Iterator[tuple[str, Edit]]:
    """Yield a row of numbers, or one number, that belongs into another row that is 0."""
    filled = [(row, cells) for row, cells in rows if any(values.get(path) for path, _ in cells)]
    empty = [(row, cells) for row, cells in rows if not any(values.get(path) for path, _ in cells)]
    for row, cells in filled:
        if not suspects & {path for path, _ in cells}:
            continue
        for other, places in empty:
            edit: dict[str, Number] = {}
            for (source, _), (target, _) in zip(cells, places, strict=False):
                if source in values:
                    edit |= {source: 0} | ({target: values[source]} if target in values else {})
            yield f"{row}{WRONG_ROW}应填在“{other}”一行", edit


def singles(
    rows: Sequence[tuple[str, Sequence[Cell]]], values: Mapping[str, Number], wrong: Sequence[Weights]
) -> Iterator[tuple[str, Edit]]:
    """Yield one cell with the number that puts its wrong sums right."""
    common = Counter(path for weights in wrong for path in weights)
    for row, cells in rows:
        for path, name in cells:
            if common[path] == len(wrong) and path in values:
                number = values[path] - residual(wrong[0], values) * wrong[0][path]
                if number >= 0:
                    zero = "填了 0，" if values[path] == 0 else ""
                    yield f"{row} 的“{name}”{zero}应为 {number}", {path: number}
