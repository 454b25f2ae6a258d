"""The files of one merge: every report is written into sheet and sources as it comes, and added up."""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from govreport import api
from govreport.assembly import Assembly
from govreport.cells import squeeze
from govreport.children import Child
from govreport.errors import GovreportError
from govreport.export import UTF8_BOM, neutralize
from govreport.finding import Number
from govreport.format_loader import load_format
from govreport.parent import Origin, make_parent
from govreport.report import FieldValue, Report
from govreport.report_format import ReportFormat
from govreport.report_writer import write_report
from govreport.rollup import fold
from govreport.rollup_sheet import CsvSheet, ExcelSheet, Sheet, csv_line

SOURCES_HEAD = ("文件", "机关全称", "SHA-256", "说明")


@dataclass
class Merging:
    """Takes reports one after the other. `stated` are the fields of the sum that are given, its name among them.

    `own` is the file of the office's own report as messages call it, or "".

    The sheet is an Excel file, put together in the folder `scratch`; where that is "", CSV.
    `faulty` are the reports with errors, without their figures; `failures` say which files hold no report.
    """

    stated: Mapping[str, FieldValue]
    own: str
    sheet_file: BinaryIO
    sources_file: BinaryIO
    scratch: str
    sheet: Sheet | None = None
    faulty: list[Child] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    unfinished: int = 0
    largest: Child | None = None
    """The report with the largest numbers, which alone may be the sum of all others."""

    def __post_init__(self) -> None:
        """Begin with an empty sum."""
        self.assembly = Assembly(squeeze(str(self.stated["agency.name"])))
        self.sources_file.write(csv_line([f"{UTF8_BOM}{SOURCES_HEAD[0]}", *SOURCES_HEAD[1:]]))

    def add(self, child: Child) -> None:
        """Take one report. Raises OSError where it cannot be written down."""
        if child.failure:
            self.failures.append(child.failure)
            return
        is_own = child.file == self.own
        child = replace(child, file=make_writable(child.file))
        self.assembly.add(child, is_own=is_own)
        if child.error_count:
            self.faulty.append(child.without_figures())
        self.unfinished += bool(child.unfinished)
        texts = [child.agency, child.file, describe_child(child, is_own=is_own)]
        self.sources_file.write(
            csv_line([*map(neutralize, (child.file, child.agency)), child.digest, neutralize(texts[2])])
        )
        if self.sheet is None:
            self.sheet = self.begin_sheet(load_format(child.form))
        if child.form == self.form:
            self.sheet.add(texts, child.figures)
        if self.largest is None or weigh(child) > weigh(self.largest):
            self.largest = child

    def find_sum(self) -> str:
        """Return the file whose every number is the sum of all others', which are several; "" for none."""
        rollup, child = self.assembly.rollup, self.largest
        if rollup is None or child is None or rollup.count < 3 or not weigh(child):
            return ""
        own = fold(rollup.form, child.figures, rollup.single)
        pairs = [(n, t) for path, total in rollup.total().items() for n, t in zip(own[path], total, strict=True)]
        return child.file if all(t is None or n is None or 2 * n == t for n, t in pairs) else ""

    def close(self) -> None:
        """Let go of the sheet, which keeps temporary files open until then, even where it cannot be written."""
        if self.sheet is not None:
            with suppress(GovreportError):
                self.sheet.close()

    def begin_sheet(self, form: ReportFormat) -> Sheet:
        """Return the sheet of a form, with its heads."""
        return ExcelSheet(self.sheet_file, form, self.scratch) if self.scratch else CsvSheet(self.sheet_file, form)

    @property
    def form(self) -> str:
        """The name of the form."""
        return self.assembly.rollup.form.format if self.assembly.rollup else ""

    def finish(self, output: str, sources: str, missing: Sequence[str], earlier: Report | None = None) -> str:
        """Write the sum into the sheet; return the TOML of the parent's report, which will be called `output`.

        What was written in an `earlier` sum of the same agency and year stays, apart from its numbers. Only where
        there is a report and nothing stands against it (see `Assembly.list_obstacles`).
        """
        rollup = self.assembly.rollup
        assert rollup is not None
        assert self.sheet is not None
        self.sheet.finish(rollup.total())
        origin = Origin(sources, [child.name for child in self.faulty], missing)
        fields = {**self.assembly.fields, **self.stated}
        parent = make_parent(rollup, fields, origin, api.find_pack(str(fields.get("agency.province", ""))))
        report = renew(earlier, parent.report, self.stated) if earlier else parent.report
        return write_report(report, file=output, notes=parent.notes)


def weigh(child: Child) -> Number:
    """Return the sum of all numbers of a report."""
    return sum(n for cells in child.figures.values() for n in cells if n)


def renew(earlier: Report, report: Report, stated: Mapping[str, FieldValue]) -> Report:
    """Return an earlier sum with a new one's rows and stated fields; the new one for another agency or year."""
    if (squeeze(earlier.text("agency.name")), earlier.year, earlier.format) != (
        squeeze(report.text("agency.name")),
        report.year,
        report.format,
    ):
        return report
    return replace(earlier, rows=report.rows, fields={**earlier.fields, **stated})


def make_writable(name: str) -> str:
    """Return a file's name with � for what is no UTF-8 in it (unpacked from an archive with names in GBK)."""
    return os.fsencode(name).decode("utf-8", "replace")


def describe_child(child: Child, *, is_own: bool) -> str:
    """Return what is to be known of a report that was added."""
    words = ["本级"] * is_own
    if child.error_count:
        words.append(f"有 {child.error_count} 项错误，仍汇总在内")
    if child.unfinished:
        words.append(f"有 {child.unfinished} 处文字没有写好")
    if child.doubts:
        words.append(f"导入时 {len(child.doubts)} 处存疑")
    return "；".join(words)
