"""A parent's report against the reports that it is the sum of, cell by cell (rules R00 and R01)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from govreport.agreement import Agreement
from govreport.cells import name_cell, name_row
from govreport.figures import add_up
from govreport.finding import Number, Strike
from govreport.numbers import format_number
from govreport.report import Cells
from govreport.report_format import ReportFormat
from govreport.rollup import Summand, expand_zeros, fold, list_variants
from govreport.rules.subject import Subject

MOST_REASONS = 3
"""Reports that cannot be compared with, and guesses, that one message tells; the others are counted."""
TELLING = 10
"""A difference from which on a report with the same number may well be its cause."""
MOST_TERMS = 8
"""Reports that a sum written out names."""


@dataclass(frozen=True)
class Cell:
    """One cell of the parent's report, and what the children's reports say there, in their order."""

    path: str
    name: str
    found: Number | None
    parts: tuple[Number | None, ...]

    @property
    def expected(self) -> Number | None:
        """The sum, None where a part is blank."""
        return add_up(self.parts)

    @property
    def difference(self) -> Number | None:
        """By how much the parent's number is too large; None where that cannot be told."""
        expected = self.expected
        return None if self.found is None or expected is None else self.found - expected

    @property
    def gap(self) -> Number:
        """The difference, 0 where it cannot be told."""
        return self.difference or 0


def check_children(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every cell that is not the sum, or cannot be decided; the right ones where `verbose`.

    A child that cannot be read or compared with leaves every cell undecided, which is told once.
    """
    if subject.children is None:
        return
    reasons = list(list_obstacles(subject, subject.children))
    if reasons:
        more = f"；等 {len(reasons)} 项" if len(reasons) > MOST_REASONS else ""
        values = {"reason": f"{'；'.join(reasons[:MOST_REASONS])}{more}"}
        yield Strike("R00", "agency.name", values=values, result="undecided")
        return
    names = [child.name for child in subject.children]
    cells = list(list_cells(subject, subject.children))
    wrong = [cell for cell in cells if cell.difference]
    whole = explain_whole(wrong, names)
    for cell in cells:
        if cell.difference is None:
            yield undecided(cell, names)
        elif cell.difference:
            yield differing(cell, names, whole or explain_cell(cell, names))
        elif subject.verbose:
            yield Strike("R01", cell.path, cell.found, cell.expected, {"cell": cell.name}, result="ok")


def list_obstacles(subject: Subject, children: Sequence[Summand]) -> Iterator[str]:
    """Yield why the sum of the children is not known: which cannot be read, and what they do not agree in."""
    agreement = Agreement()
    agreement.add(Summand("本报告", year=subject.report.year, form=subject.report.format.format))
    for child in children:
        if child.failure:
            yield child.failure
        else:
            agreement.add(child)
    yield from agreement.list_obstacles()


def list_cells(subject: Subject, children: Sequence[Summand]) -> Iterator[Cell]:
    """Yield the cells that the parent states, a group as its single row where anybody states that."""
    form = subject.report.format
    own = expand_zeros(form, subject.figures)
    rows = [own, *(child.figures for child in children)]
    single = {variant.row.path for variant, _ in list_variants(form) if any(variant.row.path in r for r in rows)}
    folded = [fold(form, child.figures, single) for child in children]
    for path, cells in fold(form, own, single).items():
        section, table, row = form.row_index[path]
        written = find_written(form, path, subject.report.rows)
        stated = subject.report.rows.get(written)
        for index, column in enumerate(table.columns):
            is_total = row.key in table.total_rows or column.key in table.total_columns
            if is_total and (stated is None or stated[index] is None):
                continue  # computed: it is right where its parts are
            place = f"{written}[{index}]" if len(table.columns) > 1 else written
            name = name_cell(section, name_row(row, table), column.label)
            yield Cell(place, name, cells[index], tuple(figures[path][index] for figures in folded))


def find_written(form: ReportFormat, path: str, stated: Mapping[str, Cells]) -> str:
    """Return the row that a row of sums stands for in the file: the first of its group where that is written."""
    for variant, group in list_variants(form):
        if variant.row.path == path and path not in stated:
            return group[0].path
        if path in {row.path for row in group} and path not in stated and variant.row.path in stated:
            return variant.row.path
    return path


def undecided(cell: Cell, names: Sequence[str]) -> Strike:
    """Return the strike for a cell that is blank in the parent's report or in a child's."""
    blank = [name for name, value in zip(names, cell.parts, strict=True) if value is None]
    who = join(blank) if blank else "本报告"
    return Strike("R01", cell.path, values={"cell": cell.name, "missing": who}, result="undecided")


def explain_whole(wrong: Sequence[Cell], names: Sequence[str]) -> str:
    """Return which report, left out or added twice, explains every wrong cell, "" for none."""
    missed = Counter(i for cell in wrong for i, value in enumerate(cell.parts) if value and value == -cell.gap)
    doubled = Counter(i for cell in wrong for i, value in enumerate(cell.parts) if value and value == cell.gap)
    guesses = [
        f"{word}：{join(found)}"
        for word, counts in (("整份没有加", missed), ("整份加了两次", doubled))
        if (found := [names[i] for i, count in sorted(counts.items()) if count == len(wrong)])
    ]
    return "；或".join(guesses) if len(wrong) > 1 else ""


def explain_cell(cell: Cell, names: Sequence[str]) -> str:
    """Return whose number is as large as the difference; "" for a small one, which others have by chance."""
    if -TELLING < cell.gap < TELLING:
        return ""
    parts = list(zip(names, cell.parts, strict=True))
    left_out = [name for name, value in parts if value == -cell.gap]
    twice = [name for name, value in parts if value == cell.gap]
    guesses = [f"没有加：{join(left_out)}"] * bool(left_out) + [f"加了两次：{join(twice)}"] * bool(twice)
    return "；或".join(guesses)


def differing(cell: Cell, names: Sequence[str], guess: str) -> Strike:
    """Return the strike for a cell that is not the sum."""
    parts = [(name, value) for name, value in zip(names, cell.parts, strict=True) if value]
    return Strike(
        "R01",
        cell.path,
        cell.found,
        cell.expected,
        {"cell": cell.name, "difference": f"{cell.gap:+}"},
        equation=f"{write_terms(parts, len(names))} = {format_number(cell.expected or 0)}",
        guess=guess,
    )


def write_terms(parts: Sequence[tuple[str, Number]], count: int) -> str:
    """Return "甲镇 3 + 乙镇 5 + 其余 7 份 0", the largest first where there are too many."""
    ordered = sorted(parts, key=lambda part: -part[1]) if len(parts) > MOST_TERMS else list(parts)
    shown, others = ordered[:MOST_TERMS], ordered[MOST_TERMS:]
    words = [f"{name} {format_number(value)}" for name, value in shown]
    rest = count - len(shown)
    if rest:
        words.append(f"其余 {rest} 份 {format_number(add_up([value for _, value in others]) or 0)}")
    return " + ".join(words)


def join(names: Sequence[str]) -> str:
    """Return the first names, and how many there are."""
    more = f" 等 {len(names)} 份" if len(names) > MOST_REASONS else ""
    return "、".join(names[:MOST_REASONS]) + more
