"""The sums that the parts of a list may make."""

import re
from collections.abc import Mapping, Sequence

from govreport.finding import Number
from govreport.numbers import format_number
from govreport.rules.counts import Count
from govreport.rules.pattern import Pattern

BREAK = Pattern("[；，。]")


def write_out(values: Sequence[Number]) -> str:
    """Return a sum in numbers."""
    return f"{' + '.join(map(format_number, values))} = {format_number(sum(values))}"


def read_sums(text: str, parts: Sequence[Count]) -> Mapping[Number, tuple[int, ...]]:
    """Return the sums that a list may be read as, with the parts that make each; whole, or up to a comma."""
    ends = find_ends(text, parts)
    top = top_level(text, parts)
    nested = nested_sums([part.value for part in parts])
    by_structure = {sum(parts[i].value for i in top): top}
    return by_structure | {value: nested[0][end][value] for end in reversed(ends) for value in nested[0][end]}


def up_to_semicolon(text: str, parts: tuple[Count, ...]) -> tuple[Count, ...]:
    """Return the parts before the first semicolon where commas part them, and they are at least two."""
    for index in range(1, len(parts)):
        between = text[parts[index - 1].end : parts[index].start]
        if "；" in between:
            return parts[:index] if index > 1 else parts
    return parts


def top_level(text: str, parts: Sequence[Count]) -> tuple[int, ...]:
    """Return the places of the parts that stand in no list of another part's, behind a colon or in brackets."""
    top = [0]
    for index in range(1, len(parts)):
        between = text[parts[top[-1]].end : parts[index].start]
        opened = re.search("[：（]|，其中", between)
        if opened is None or re.search("[；）]", between[opened.end() :]):
            top.append(index)
    return tuple(top)


def nested_sums(values: Sequence[Number]) -> list[list[dict[Number, tuple[int, ...]]]]:
    """Return, for every stretch i to j of a list, its sums when parts may list parts of theirs.

    In 7, 4, 3, 2 the 4 and 3 may be the parts of the 7: the sum is 16 or 9. With each sum stand the places
    of the numbers that make it.
    """
    size = len(values)
    sums: list[list[dict[Number, tuple[int, ...]]]] = [[{} for _ in range(size + 1)] for _ in range(size + 1)]
    for i in range(size, -1, -1):
        sums[i][i] = {0: ()}
        for j in range(i + 1, size + 1):
            found = {values[i] + rest: (i, *places) for rest, places in sums[i + 1][j].items()}
            for k in range(i + 2, j + 1):
                if values[i] in sums[i + 1][k]:
                    found |= {values[i] + rest: (i, *places) for rest, places in sums[k][j].items()}
            sums[i][j] = found
    return sums


def read_last(parts: Sequence[Count]) -> Mapping[Number, tuple[int, ...]]:
    """Return the sums of the last two parts and more, as a total behind them may mean."""
    return {sum(p.value for p in parts[i:]): tuple(range(i, len(parts))) for i in range(len(parts) - 1)}


def flat_sums(text: str, parts: Sequence[Count]) -> set[Number]:
    """Return the sums of a list, whole or up to a comma, in which parts list parts of theirs by marks only."""
    cuts = [parts[:end] for end in find_ends(text, parts)]
    return {sum(part.value for part in cut) for cut in cuts} | {
        sum(cut[i].value for i in top_level(text, cut)) for cut in cuts
    }


def find_ends(text: str, parts: Sequence[Count]) -> list[int]:
    """Return how many parts a list may have: all of them, or those up to a mark."""
    marked = (i + 1 for i in range(len(parts) - 2, 0, -1) if BREAK.search(text, parts[i].end, parts[i + 1].start))
    return [len(parts), *marked]
