"""The pipeline in reading order: bytes, source, report, findings, outputs."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from govreport.cells import show
from govreport.errors import GovreportError
from govreport.files import LARGEST_INPUT, LARGEST_PICTURE, Beside, Carried, read_beside, read_input
from govreport.finding import Finding, Strike
from govreport.format_loader import list_formats
from govreport.render.outputs import CARRYING, OUTPUTS, Sheet
from govreport.render.pdf_options import PdfOptions
from govreport.report import Report
from govreport.report_reader import read_report
from govreport.toml.source import Source, read_source
from govreport.validate import describe, validate_source

if TYPE_CHECKING:
    from govreport.context import Context
    from govreport.fix import Fix
    from govreport.importers.recognise import Imported
    from govreport.pack import Pack
    from govreport.previous import Answer, PreviousReports
    from govreport.render.picture import Pictures
    from govreport.rollup import Summand

STDIN_NAME = "（标准输入）"
"""What a source is called that was read from no file."""
MOST_CARRIED = 100
"""Files of one report that are sent along with it."""
GLYPHS = "G01"
"""The rule on characters that no font has; to look for them means to read the fonts' coverage."""
NO_NUMBER = ("C04", "C05", "C10", "C11")
"""Cells that no JSON number can stand for."""


def read(name: str, content: bytes, carried: Carried | None = None) -> Source:
    """Return a file's text and TOML data; `data` is None where it is not TOML.

    `carried` are the files that it names, where it comes from another process (see `carry`).
    """
    source = read_source(name, content)
    return source if carried is None else replace(source, carried=carried)


def carry(source: Source) -> Carried:
    """Return the files that a report names, last year's and pictures, to be sent along with it."""
    from govreport.illustration_reader import KEY as FIGURE
    from govreport.previous import KEY as PREVIOUS

    data, folder = source.data or {}, folder_of(source)
    figures = data.get(FIGURE)
    items = [item for item in figures if isinstance(item, dict)] if isinstance(figures, list) else []
    named = [(data.get(PREVIOUS), LARGEST_INPUT), *((item.get("file"), LARGEST_PICTURE) for item in items)]
    carried: dict[str, bytes | str] = {}
    for written, limit in named[:MOST_CARRIED]:
        if isinstance(written, str) and written.strip() and written.strip() not in carried:
            try:
                carried[written.strip()] = read_beside(folder, written.strip(), limit)
            except GovreportError as error:
                carried[written.strip()] = str(error)
    return carried


def find_pack(province: str, template: str = "") -> "Pack":
    """Return the pack called `template` (a name, or the path of a folder); without one that of the province.

    Raises GovreportError where there is no such pack, or it is broken.
    """
    from govreport.pack_search import choose_pack, open_pack

    return open_pack(template) if template else choose_pack(province)


def find_pack_of(source: Source, template: str = "") -> "Pack":
    """As `find_pack`, for the province that a source names."""
    agency = (source.data or {}).get("agency")
    province = agency.get("province") if isinstance(agency, dict) else ""
    return find_pack(province if isinstance(province, str) else "", template)


def is_ours(name: str) -> bool:
    """Tell whether a file can only be TOML of ours: it came from stdin, or is called so."""
    return name == STDIN_NAME or name.lower().endswith(".toml")


def find_errors(source: Source, template: str = "") -> tuple[Finding, ...]:
    """Return the errors of a file, waived ones as such, without trying the rules that only warn.

    Raises GovreportError where the province's pack, or the one called `template`, is broken.
    """
    return validate_source(source, errors_only=True, pack=find_pack_of(source, template))


def validate(  # noqa: PLR0913 - the options of `validate`
    source: Source,
    *,
    previous: "PreviousReports | None" = None,
    children: "tuple[Summand, ...] | None" = None,
    selected: frozenset[str] | None = None,
    verbose: bool = False,
    template: str = "",
) -> tuple[Finding, ...]:
    """Return the findings of a file, by place; with `verbose` also the sums that are right.

    The rules of the province's pack, or of the one called `template`, hold too; GovreportError where it is broken.
    `previous` is where last year's report is looked for (see `open_previous`), in place of the file that the
    report itself names. `children` are the reports of which this one should be the sum. `selected` are the codes
    of the rules that count, None for all.
    """
    last, doubts = find_previous(source, previous)
    pack = find_pack_of(source, template)

    def check_more(report: Report) -> Iterator[Strike]:
        if selected is None or GLYPHS in selected:
            yield from check_glyphs(report, pack)
        yield from check_images(report, folder_of(source))
        yield from doubts

    return validate_source(
        source, previous=last, children=children, selected=selected, verbose=verbose, pack=pack, also=check_more
    )


def find_previous(source: Source, given: "PreviousReports | None") -> "Answer":
    """Return last year's report of the one in `source`; else None and why, where one was asked for."""
    if not source.data or (given is None and not source.data.get("previous")):
        return None, ()
    if given is not None:
        return given.find(source)
    from govreport.previous import find_beside

    return find_beside(source, folder=folder_of(source))


def folder_of(source: Source) -> Beside | None:
    """Return where the files are that a report names; None where it came from no file."""
    if source.carried is not None:
        return source.carried
    return None if source.name == STDIN_NAME else Path(source.name).parent


def open_previous(path: str) -> "PreviousReports":
    """Return last year's report in a file, or those in a folder; raises GovreportError where none can be read."""
    from govreport.previous import OneReport, open_folder

    if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
        return open_folder(path)
    return OneReport(path, load(read(path, read_input(path))))


def fix(source: Source, judge: Callable[[Source], tuple[Finding, ...]]) -> "Fix":
    """Return the source with every certain correction made, and the findings that this put right.

    `judge` gives the findings of a source. Raises GovreportError where anything else would change.
    """
    from govreport.fix import fix_source

    return fix_source(source, judge)


def check_glyphs(report: Report, pack: "Pack") -> Iterator[Strike]:
    """Yield a strike for every character that no font of the PDF has (with fonts of the agency's own, too)."""
    from govreport.render.glyphs import find_missing

    yield from find_missing(report, pack, bundled_only=False)


def check_images(report: Report, folder: Beside | None) -> Iterator[Strike]:
    """Yield a strike for every picture file of a report that cannot be used."""
    for illustration in report.illustrations:
        if illustration.file:
            from govreport.render.image import read_image

            try:
                read_image(folder, illustration.file)
            except GovreportError as error:
                values = {"reason": str(error)}
                yield Strike("D08", f"{illustration.path}.file", show(illustration.file), values=values)


def load(source: Source) -> Report:
    """Return the report in a source without judging it.

    Raises GovreportError, naming the first place, where the text is not TOML or names an unknown form.
    """
    return _read_source(source)[0]


def _read_source(source: Source) -> tuple[Report, list[Strike]]:
    """Return the report and what is wrong with its shape; raises as `load`."""
    if source.data is None:
        raise GovreportError(first_line(describe(source.strikes, source)))
    name = show(source.data.get("format", ""))
    if name not in ("", *list_formats()):
        raise GovreportError(f"{source.name}：没有“{name}”这种报告格式，可用的有：{'、'.join(list_formats())}")
    return read_report(source.data)


def load_for_export(source: Source) -> Report:
    """As `load`; also raises GovreportError where a cell holds something that JSON has no number for."""
    report, strikes = _read_source(source)
    lost = [s for s in strikes if s.code in NO_NUMBER or (s.code == "C06" and not is_count(str(s.found)))]
    if lost:
        raise GovreportError(first_line(describe(lost, source, report)))
    return report


def is_count(text: str) -> bool:
    """Tell whether `text` is a whole number in digits; a number too large to keep is not shown as such."""
    return text.removeprefix("-").isdigit()


def first_line(findings: tuple[Finding, ...]) -> str:
    """Return the first finding as one line, with the count of the others."""
    first = findings[0]
    more = f"（共 {len(findings)} 处，用 govreport validate 看怎么改）"
    return f"{first.file}:{first.place.line}:{first.place.column}: {first.code} {first.message}{more}"


@dataclass(frozen=True)
class Job:
    """One report to be rendered: what templates show, the look, and the data that outputs carry.

    `pdf` concerns PDF only.
    """

    view: "Context"
    pack: "Pack"
    source: Source
    report: Report
    pdf: PdfOptions

    @property
    def folder(self) -> Beside | None:
        """Where the files are that the report names; None where it came from no file."""
        return folder_of(self.source)

    @cached_property
    def pictures(self) -> "Pictures":
        """The report's figures as pages show them.

        Raises GovreportError where matplotlib is missing or a picture cannot be used.
        """
        if not self.view.all_illustrations:
            return {}
        from govreport.render.pictures import draw_for_pages

        try:
            return draw_for_pages(self.view.all_illustrations, self.pack, self.folder)
        except GovreportError as error:
            raise GovreportError(f"{self.source.name}：{error}") from error

    @cached_property
    def json(self) -> str:
        """The report's JSON export."""
        return export_json([self.report], self.pack)

    def sheet(self, kind: str) -> Sheet:
        """Return what an output is made from."""
        json = self.json if kind in CARRYING else ""
        return Sheet(self.view, self.pack, self.source.content, json, self.pdf, self.pictures_for(kind))

    def pictures_for(self, kind: str) -> "Pictures":
        """Return the report's figures as an output shows them; raises as `pictures`."""
        if kind != "docx" or not self.view.all_illustrations:
            return self.pictures if kind in WITH_PICTURES else {}
        from govreport.render.pictures import draw_for_word

        return draw_for_word(self.view.all_illustrations, self.pack, self.folder)


def plan(
    source: Source, report: Report, *, draft: bool = False, pdf: PdfOptions | None = None, template: str = ""
) -> Job:
    """Return the job of rendering a report with its province's pack, or with the one called `template`.

    Raises GovreportError where there is no such pack, or it is broken.
    """
    from govreport.bound import bind
    from govreport.context import build_context

    pack = find_pack(report.text("agency.province"), template)
    report = bind(report)
    return Job(build_context(report, pack, draft=draft), pack, source, report, pdf or PdfOptions())


def render_output(kind: str, job: Job) -> bytes:
    """Return one output of a report; a pack from elsewhere makes it in a process of its own, within limits.

    Raises GovreportError where the pack is broken or a library of the system is missing.
    """
    if job.pack.is_foreign:
        from govreport.render.apart import render_apart

        return render_apart(kind, job.sheet(kind))
    return OUTPUTS[kind][1](job.sheet(kind))


RENDERERS: Mapping[str, tuple[str, Callable[[Job], bytes]]] = {
    kind: (suffix, partial(render_output, kind)) for kind, (suffix, _) in OUTPUTS.items()
}
"""Output name: suffix of the file, and the function that makes its bytes."""
WITH_PICTURES = ("html", "html-fragment", "pdf", "docx")
"""Outputs that show figures; text has tables of their values instead."""


def find_missing_glyphs(job: Job) -> tuple[Finding, ...]:
    """Return a finding for every character that no font of the job's PDF has, unless it was waived."""
    from govreport.render.glyphs import find_missing

    strikes = find_missing(job.report, job.pack, bundled_only=job.pdf.bundled_fonts)
    findings = describe(strikes, job.source, job.report)
    return tuple(finding for finding in findings if finding.code == GLYPHS and finding.waived is None)


def extract(name: str, content: bytes) -> bytes:
    """Return the TOML that a PDF or HTML file of ours carries, byte for byte."""
    from govreport.extract import extract_toml

    return extract_toml(name, content)


def import_document(name: str, content: bytes) -> "Imported":
    """Return the report in a Word, HTML, PDF, Excel or text file, recognised by its labels, and the doubts.

    The report is not judged. Raises GovreportError where the file is unreadable, unsafe, or no report.
    """
    try:
        from govreport.importers.importing import import_document as read_document

        return read_document(name, content)
    except ModuleNotFoundError as error:
        raise GovreportError(f"{name}：{explain_extra(error)}") from error


def write_import(imported: "Imported", *, source: str, file: str) -> str:
    """Return an imported report as TOML, every doubt a comment at its place; `source` is what it came from."""
    from govreport.report_writer import write_report

    notes: dict[str, list[str]] = {"": ["", f"由 {source} 导入，请对照原文核对；拿不准的地方标着“存疑”。"]}
    for doubt in imported.doubts:
        notes.setdefault(find_comment_place(imported.report, doubt.path), []).append(f"存疑：{doubt.message}")
    return write_report(imported.report, file=file, notes=notes)


def find_comment_place(report: Report, path: str) -> str:
    """Return the path above which a comment on `path` can stand: a row that is not written has its table."""
    section = report.format.row_index.get(path, (None,))[0]
    return section.key if section and path not in report.rows else path


def export_json(reports: list[Report], pack: "Pack | None" = None) -> str:
    """Return one object for one report, an array for several; titles by `pack`, else by each province's."""
    from govreport.export import join_json

    return "".join(join_json(export_object_text(report, pack) for report in reports)) or "[]\n"


def export_object_text(report: Report, pack: "Pack | None" = None) -> str:
    """Return one report's object as text."""
    from govreport.bound import bind
    from govreport.export import export_object

    return json.dumps(export_object(bind(report), pack), ensure_ascii=False, indent=1) + "\n"


def export_part(report: Report, kind: str) -> bytes:
    """Return what one report adds to an export of `kind` ("json", "csv"), or is by itself ("xlsx")."""
    if kind == "xlsx":
        return export_xlsx(report)
    if kind == "json":
        return export_object_text(report).encode("utf-8")
    from govreport.export import csv_part

    return csv_part(report).encode("utf-8")


def join_parts(parts: Iterable[bytes], kind: str) -> Iterator[str]:
    """Yield the parts of several reports as one export, piece by piece; nothing for none."""
    from govreport.export import join_csv, join_json

    remaining = iter(parts)
    first = next(remaining, None)
    if first is None:
        return
    texts = (part.decode("utf-8") for part in chain([first], remaining))
    yield from (join_json if kind == "json" else join_csv)(texts)


def list_placeholders(report: Report | None = None, form: str = "") -> list[tuple[str, str, str]]:
    """Return every name that prose may hold in {{ }}: the name, its value in `report` as text, where it stands.

    The value is "" where there is none. `form` names the form where no report is given; the newest one for "".
    Raises GovreportError where there is no such form.
    """
    from govreport.bound import evaluate_binding, show_value
    from govreport.figures import compute_figures
    from govreport.format_loader import load_format
    from govreport.vocabulary import load_vocabulary

    listed = load_vocabulary(report.format if report else load_format(form or list_formats()[0])).listed
    figures = compute_figures(report) if report else {}
    values = [show_value(evaluate_binding(b, report, figures)) if report else "" for b in listed]
    return [(binding.name, value, binding.place) for binding, value in zip(listed, values, strict=True)]


def export_csv(reports: list[Report]) -> str:
    """Return one tidy table over all reports."""
    from govreport.export import export_csv as export

    return export(reports)


def export_xlsx(report: Report) -> bytes:
    """Return the tables as an Excel file to fill in."""
    try:
        from govreport.workbook import make_workbook

        return make_workbook(report)
    except ModuleNotFoundError as error:
        raise GovreportError(explain_extra(error)) from error


def explain_extra(error: ModuleNotFoundError) -> str:
    """Return how to install what a function needs beyond the basic installation."""
    return f"缺少 {error.name}；请运行 pip install 'govreport[import]' 装上导入和 Excel 所需的部分"


__all__ = [
    "RENDERERS",
    "WITH_PICTURES",
    "Job",
    "carry",
    "export_csv",
    "export_json",
    "export_part",
    "export_xlsx",
    "extract",
    "find_errors",
    "find_missing_glyphs",
    "find_pack",
    "fix",
    "import_document",
    "join_parts",
    "list_placeholders",
    "load",
    "load_for_export",
    "open_previous",
    "plan",
    "read",
    "validate",
    "write_import",
]
