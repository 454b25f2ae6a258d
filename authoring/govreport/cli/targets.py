"""The files that `govreport merge` writes, by the name of the report."""

from dataclasses import dataclass
from pathlib import Path

EXCEL, CSV, SOURCES = ".汇总表.xlsx", ".汇总表.csv", ".sources.csv"
BESIDE = (EXCEL, CSV, SOURCES)
"""How the files beside the report end, which are no reports."""
MOST_ROWS = 10_000
"""Reports up to which the sheet is an Excel file; beyond it such a file opens too slowly."""


@dataclass(frozen=True)
class Targets:
    """The report, the reports beside each other, and where the numbers come from."""

    report: Path
    sheet: Path
    sources: Path

    @property
    def paths(self) -> tuple[Path, ...]:
        """In the order in which they are put in place; what may be open in Excel comes first."""
        return self.sheet, self.sources, self.report


def list_targets(output: Path) -> list[Path]:
    """Return every file that a merge into `output` may write."""
    return [output, *(output.with_name(f"{output.stem}{end}") for end in BESIDE)]


def choose_targets(output: Path, count: int) -> Targets:
    """Return the files that a merge of so many reports writes."""
    report, excel, table, sources = list_targets(output)
    return Targets(report, excel if count <= MOST_ROWS else table, sources)
