"""What a check looks at."""

from collections.abc import Mapping
from dataclasses import dataclass

from govreport.report import Cells, Report


@dataclass(frozen=True)
class Subject:
    """A report with its figures (see `figures.compute_figures`). `verbose`: right sums are wanted too."""

    report: Report
    figures: Mapping[str, Cells]
    verbose: bool = False
