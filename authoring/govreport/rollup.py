"""The sums over many reports, cell by cell, for any form."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from govreport.cells import judge_cell
from govreport.figures import add_up, compute_figures
from govreport.finding import Number
from govreport.report import Cells, Report
from govreport.report_format import ReportFormat, Row, Table, Variant, all_rows

MOST_NAMED = 20
"""Reports that are named for one blank cell; the others are counted."""


@dataclass(frozen=True)
class Summand:
    """One report that may be added up: its file, whose it is, and what it adds (see `read_figures`).

    `failure` is why there is no report in the file.
    """

    file: str
    agency: str = ""
    year: int | None = None
    form: str = ""
    figures: Mapping[str, Cells] = field(default_factory=dict)
    failure: str = ""

    @property
    def name(self) -> str:
        """What messages call it: the agency, else the file."""
        return self.agency or self.file


@dataclass
class Gap:
    """The reports in which a cell is blank: the names of the first ones, and how many there are."""

    names: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, name: str) -> None:
        """Count one report more."""
        self.count += 1
        if len(self.names) < MOST_NAMED:
            self.names.append(name)


class Rollup:
    """A sum that reports are added to, one after the other; which one first makes no difference."""

    def __init__(self, form: ReportFormat) -> None:
        """Begin with nothing."""
        self.form = form
        self.count = 0
        self.sums: dict[str, list[Number]] = {
            row.path: [0] * len(table.columns) for _, table in form.tables for row in all_rows(table)
        }
        self.gaps: dict[tuple[str, int], Gap] = {}
        """Who is blank, by row path and column."""
        self.groups: dict[str, set[str]] = {
            variant.row.path: {variant.row.path, *(row.path for row in group)}
            for variant, group in list_variants(form)
        }
        self.group_gaps: dict[tuple[str, int], Gap] = {}
        """Who is blank in a single row or any row that it stands for, by the single row's path and column."""
        self.single: set[str] = set()
        """The single rows that are needed, by path: some report states one that is not all zero."""

    def add(self, name: str, figures: Mapping[str, Cells]) -> None:
        """Add the figures of one report (see `read_figures`), called `name` where a cell is blank."""
        self.count += 1
        blank: list[tuple[str, int]] = []
        for path, cells in figures.items():
            sums = self.sums[path]
            for index, value in enumerate(cells):
                if value is None:
                    blank.append((path, index))
                elif value:
                    sums[index] += value
        self.note_blank(name, blank)
        self.single.update(self.groups.keys() & figures.keys())

    def note_blank(self, name: str, blank: Sequence[tuple[str, int]]) -> None:
        """Note who is blank where: once a cell, and once a column of a group."""
        for place in blank:
            self.gaps.setdefault(place, Gap()).add(name)
        for single, paths in self.groups.items():
            for index in dict.fromkeys(index for path, index in blank if path in paths):
                self.group_gaps.setdefault((single, index), Gap()).add(name)

    def total(self) -> dict[str, Cells]:
        """Return the sum of every row in force by row path, totals included; None where a report has a blank.

        A single row stands in place of its group's where some report needs it; the others' rows are added to it.
        """
        rows: dict[str, Cells] = {
            path: tuple(None if (path, i) in self.gaps else value for i, value in enumerate(sums))
            for path, sums in self.sums.items()
        }
        for variant, group in list_variants(self.form):
            if variant.row.path in self.single:
                parts = [rows.pop(row.path) for row in group]
                rows[variant.row.path] = add_rows([rows[variant.row.path], *parts])
            else:
                del rows[variant.row.path]
        return rows

    def blanks(self) -> Iterator[tuple[str, int, Gap]]:
        """Yield path and column of every blank cell of the sum, with the reports that are blank there."""
        joined = {path for single in self.single for path in self.groups[single]}
        yield from ((path, index, gap) for (path, index), gap in self.gaps.items() if path not in joined)
        yield from ((path, index, gap) for (path, index), gap in self.group_gaps.items() if path in self.single)


def read_figures(report: Report) -> Mapping[str, Cells]:
    """Return what a report adds to a sum: its figures by row path, totals that were left out computed.

    A single row that is all zero is the rows of its group, each zero. Values that the form does not allow in
    their cells count as blank.
    """
    return expand_zeros(report.format, compute_figures(drop_unusable(report)))


def drop_unusable(report: Report) -> Report:
    """Return the report without the values that must not stand in their cells (a negative count)."""
    index = report.format.row_index
    rows = {
        path: tuple(
            None if value is not None and judge_cell(value, column) else value
            for value, column in zip(cells, index[path][1].columns, strict=True)
        )
        for path, cells in report.rows.items()
        if not all(value is None or (type(value) is int and value == 0) for value in cells)
    }
    return replace(report, rows={**report.rows, **rows})


def expand_zeros(form: ReportFormat, figures: Mapping[str, Cells]) -> Mapping[str, Cells]:
    """Return the figures with every single row that is all zero replaced by its group's rows."""
    for variant, group in list_variants(form):
        cells = figures.get(variant.row.path)
        if cells is not None and not any(value is None or value for value in cells):
            kept = {path: own for path, own in figures.items() if path != variant.row.path}
            figures = kept | {row.path: cells for row in group}
    return figures


def fold(form: ReportFormat, figures: Mapping[str, Cells], single: Iterable[str]) -> dict[str, Cells]:
    """Return the figures with the groups whose single row is in `single` (paths) as that row."""
    wanted = set(single)
    folded = dict(figures)
    for variant, group in list_variants(form):
        path = variant.row.path
        if path in wanted and path not in folded:
            folded[path] = add_rows([folded.pop(row.path) for row in group])
    return folded


def add_rows(rows: Iterable[Cells]) -> Cells:
    """Return rows added up column by column; None where one is blank."""
    return tuple(add_up(column) for column in zip(*rows, strict=True))


def list_variants(form: ReportFormat) -> Iterator[tuple[Variant, tuple[Row, ...]]]:
    """Yield every variant of a form with the rows that its single row stands for."""
    for _, table in form.tables:
        for variant in table.variants:
            yield variant, group_of(variant, table)


def group_of(variant: Variant, table: Table) -> tuple[Row, ...]:
    """Return the rows that a single row stands for."""
    return tuple(row for row in table.rows if row.key in variant.replaces)
