"""What a check looks at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from govreport.figures import compute_figures
from govreport.finding import Number
from govreport.report import Cells, Report
from govreport.rules.catalogue import Rule, load_rules

if TYPE_CHECKING:
    from govreport.rollup import Summand
    from govreport.rules.manuscript import Manuscript
    from govreport.rules.passages import Passage
    from govreport.rules.sentences import Sentence
    from govreport.rules.statements import Statement


@dataclass(frozen=True)
class Subject:
    """A report with its figures (see `figures.compute_figures`), last year's report where that is known.

    `children` are the reports of which this one should be the sum, None where they are not known.

    `rules` are the rules in force, by code. `verbose`: what was checked and is right is wanted too.
    """

    report: Report
    figures: Mapping[str, Cells]
    previous: Report | None = None
    children: "tuple[Summand, ...] | None" = None
    rules: Mapping[str, Rule] = field(default_factory=load_rules)
    verbose: bool = False

    @cached_property
    def passages(self) -> tuple["Passage", ...]:
        """The report's paragraphs and headings, in order."""
        from govreport.rules.passages import list_passages

        return tuple(list_passages(self.report))

    @cached_property
    def manuscript(self) -> "Manuscript":
        """Passages and fields as one text."""
        from govreport.rules.manuscript import compose_manuscript

        return compose_manuscript(self.report, self.passages)

    @cached_property
    def sentences(self) -> tuple["Sentence", ...]:
        """The sentences of all paragraphs, in order; headings are none.

        A paragraph still marked as last year's (S15) says nothing of this year, and is left out.
        """
        from govreport.rules.sentences import split_sentences

        marker = self.rules["S15"].data["marker"]
        own = (p for p in self.passages if not p.is_heading and marker not in p.text)
        return tuple(s for p in own for s in split_sentences(p))

    @cached_property
    def statements(self) -> tuple["Statement", ...]:
        """What the prose says of the numbers of the report's year that the tables hold, too."""
        from govreport.rules.statements import read_statements

        year = self.report.year
        name = self.report.text("agency.name")
        return tuple(s for sentence in self.sentences for s in read_statements(sentence, year or 0, name))

    @cached_property
    def previous_figures(self) -> Mapping[str, Cells]:
        """Last year's figures; empty where last year's report is not known."""
        return compute_figures(self.previous) if self.previous else {}

    def figure(self, row: str, column: str) -> Number | None:
        """Return one cell by row path and column key; None where it is blank or the form has no such cell."""
        return figure_of(self.report, self.figures, row, column)

    def previous_figure(self, row: str, column: str) -> Number | None:
        """As `figure`, from last year's report."""
        return figure_of(self.previous, self.previous_figures, row, column) if self.previous else None


def figure_of(report: Report, figures: Mapping[str, Cells], row: str, column: str) -> Number | None:
    """Return one cell by row path and column key; None where it is blank or not in force."""
    entry = report.format.row_index.get(row)
    cells = figures.get(row)
    if entry is None or cells is None:
        return None
    keys = [c.key for c in entry[1].columns]
    return cells[keys.index(column)] if column in keys else None
