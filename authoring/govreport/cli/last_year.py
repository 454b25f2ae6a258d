"""Last year's report, whatever kind of file it is."""

from pathlib import Path

from govreport import api
from govreport.cli.console import complain
from govreport.cli.inputs import LARGEST_IMPORT, STDIN_NAME, SUFFIXES, read_bytes, read_one
from govreport.errors import GovreportError
from govreport.files import STDIN
from govreport.report import Report


def read_last_year(name: str, year: int) -> Report:
    """Return the report of the year before `year` in a file: our TOML, or a document to be imported.

    Doubts of the import go to stderr. Raises GovreportError where the file is no report, or of another year.
    """
    report = import_last_year(name) if Path(name).suffix.lower() in SUFFIXES else api.load(read_one(name))
    if report.year is not None and report.year != year - 1:
        shown = STDIN_NAME if name == STDIN else name
        raise GovreportError(f"{shown}：是 {report.year} 年的报告，{year} 年的要用 {year - 1} 年的起头")
    return report


def import_last_year(name: str) -> Report:
    """Return the report in a Word file, a page, a PDF or a text."""
    imported = api.import_document(name, read_bytes(name, LARGEST_IMPORT))
    for doubt in imported.doubts:
        complain(f"{name}：存疑：{doubt.message}")
    return imported.report
