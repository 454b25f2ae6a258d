"""The reports that a parent's report is summed up from: files of any kind, as what they add to the sum."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from govreport import api
from govreport.cells import squeeze
from govreport.errors import GovreportError
from govreport.finding import Finding
from govreport.report import Report
from govreport.rollup import Summand, read_figures
from govreport.toml.source import Source
from govreport.validate import describe, examine

UNFINISHED = ("S07", "S15")
"""Errors of prose that is still to be written, which say nothing against the numbers."""
MOST_WORDS = 3
"""Errors of one report that are told; the others are counted."""


@dataclass(frozen=True)
class Child(Summand):
    """A report with what is to be known of it; `digest` is the SHA-256 of its file.

    `errors` are the first ones in words, `error_count` is how many there are; prose that is still to be written is
    counted in `unfinished` only. `doubts` are those of its import.
    """

    digest: str = ""
    province: str = ""
    errors: tuple[str, ...] = ()
    error_count: int = 0
    unfinished: int = 0
    doubts: tuple[str, ...] = ()

    def without_figures(self) -> "Child":
        """Return it without its numbers, to be kept where there are many."""
        return replace(self, figures={})


def read_child(file: str, read: Callable[[], bytes]) -> Child:
    """Return the report in a file, whose bytes `read` gives: TOML of ours, else a document to be imported.

    What is called .toml is never taken for a document.
    """
    digest = ""
    try:
        content = read()
        digest = sha256(content).hexdigest()
        source = api.read(file, content)
        if source.data is not None or api.is_ours(file):
            return read_ours(source, digest)
        return read_document(file, content, digest)
    except GovreportError as error:
        return Child(file, digest=digest, failure=str(error))


def read_ours(source: Source, digest: str) -> Child:
    """Return the report in a file of ours. Raises GovreportError where it is not TOML."""
    if source.data is None:
        raise GovreportError(api.first_line(describe(source.strikes, source)))
    report, findings = examine(source)
    return make_child(source.name, digest, report, findings)


def read_document(file: str, content: bytes, digest: str) -> Child:
    """Return the report in a document that can be imported. Raises GovreportError where there is none."""
    imported = api.import_document(file, content)
    text = api.write_import(imported, source=Path(file).name, file="import.toml")
    report, findings = examine(api.read(file, text.encode("utf-8")))
    return make_child(file, digest, report, findings, tuple(doubt.message for doubt in imported.doubts))


def make_child(
    file: str, digest: str, report: Report, findings: tuple[Finding, ...], doubts: tuple[str, ...] | None = None
) -> Child:
    """Return a report as what it adds, its errors counted; `doubts` are those of an import, None without one."""
    errors = [finding for finding in findings if finding.code not in UNFINISHED]
    return Child(
        file,
        squeeze(report.text("agency.name")),
        report.year,
        report.format.format,
        read_figures(report),
        digest=digest,
        province=squeeze(report.text("agency.province")),
        errors=tuple(describe_error(finding, is_imported=doubts is not None) for finding in errors[:MOST_WORDS]),
        error_count=len(errors),
        unfinished=len(findings) - len(errors),
        doubts=doubts or (),
    )


def describe_error(finding: Finding, *, is_imported: bool) -> str:
    """Return an error in words, with its line where that is a line of the file."""
    place = "" if is_imported else f"第 {finding.place.line} 行 "
    return f"{place}{finding.code} {finding.message}"
