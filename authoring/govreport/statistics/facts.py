"""One report as statistics see it: whose it is, and a few of its numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from govreport import api
from govreport.bound import evaluate_binding
from govreport.cells import squeeze
from govreport.errors import GovreportError
from govreport.figures import compute_figures
from govreport.finding import Number
from govreport.report import Report
from govreport.statistics.items import Item, find_binding

LONGEST = 200
"""Characters of a text that are kept; no agency has so long a name."""


@dataclass(frozen=True)
class Facts:
    """A report's identity, "" and None where it does not say, and its numbers by item; None for a blank.

    `failure` is why there is no report in the file.
    """

    file: str
    agency: str = ""
    province: str = ""
    level: str = ""
    kind: str = ""
    year: int | None = None
    numbers: tuple[Number | None, ...] = ()
    failure: str = ""


def read_facts(items: Sequence[Item], file: str, read: Callable[[], bytes]) -> Facts:
    """Return the facts of a file, whose bytes `read` gives: TOML of ours, else a document to be imported."""
    try:
        return extract_facts(items, file, read_report(file, read()))
    except GovreportError as error:
        return Facts(file, failure=str(error))


def read_report(file: str, content: bytes) -> Report:
    """Return the report in a file, unjudged. Raises GovreportError where there is none."""
    source = api.read(file, content)
    if source.data is not None or api.is_ours(file):
        return api.load(source)
    return api.import_document(file, content).report


def extract_facts(items: Sequence[Item], file: str, report: Report) -> Facts:
    """Return the facts of a report."""
    figures = compute_figures(report)
    numbers = []
    for item in items:
        binding = find_binding(item.names, report.format)
        value = evaluate_binding(binding, report, figures) if binding else None
        numbers.append(value if isinstance(value, int | Decimal) else None)
    return Facts(
        file,
        squeeze(report.text("agency.name"))[:LONGEST],
        squeeze(report.text("agency.province"))[:LONGEST],
        report.text("agency.level")[:LONGEST],
        report.text("agency.kind")[:LONGEST],
        report.year,
        tuple(numbers),
    )
