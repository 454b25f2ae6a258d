"""Whether a pack shows every title, label, number and paragraph once, in its place, in every output."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from govreport import api
from govreport.context import Context
from govreport.errors import GovreportError
from govreport.grid import Grid
from govreport.pack import Pack, find_folder
from govreport.pack_search import open_pack
from govreport.proof.pages import CellOnPage, PageReading, read_page, squeeze
from govreport.proof.probes import Probe, list_probes
from govreport.report import Cells
from govreport.report_writer import write_report

LONGEST_SHOWN = 24


@dataclass(frozen=True)
class Fault:
    """What is wrong with an output: the template that makes it, a line in it where known, and in words."""

    probe: str
    output: str
    template: str
    line: int
    message: str

    @property
    def text(self) -> str:
        """The fault on one line."""
        place = f"{self.template}:{self.line}" if self.line else self.template
        return f"{place}：{self.output}，试样“{self.probe}”：{self.message}"


def prove(
    wanted: str, reports: Iterable[Probe] = (), outputs: Iterable[str] = tuple(api.RENDERERS)
) -> Iterator[Fault]:
    """Yield what is wrong with the pack of a name or in a folder, tried with the probes and with `reports`.

    Raises GovreportError where the pack cannot be read.
    """
    pack = open_pack(wanted)
    for probe in (*list_probes(), *reports):
        yield from prove_probe(pack, wanted, probe, tuple(outputs))


def prove_probe(pack: Pack, wanted: str, probe: Probe, outputs: Sequence[str]) -> Iterator[Fault]:
    """Yield what is wrong with a pack's outputs of one probe."""
    source = api.read(probe.file, write_report(probe.report).encode("utf-8"))
    job = api.plan(source, probe.report, template=wanted)
    for kind in outputs:
        proof = _Proof(pack, probe, kind, job.view)
        if kind == "pdf":
            yield from proof.check_style()
        try:
            content = api.RENDERERS[kind][1](job)
        except GovreportError as error:
            yield place_error(pack, probe.name, kind, str(error))
            continue
        yield from proof.check(content)


def place_error(pack: Pack, probe: str, kind: str, error: str) -> Fault:
    """Return the fault that an error says, at the file and line of the pack with which it begins."""
    begins = "|".join(re.escape(str(folder.path)) for folder in pack.chain)
    place = re.fullmatch(rf"(?P<file>(?:{begins})[^：]*?)(?::(?P<line>\d+))?：(?P<why>.*)", error, re.DOTALL)
    if place is None:
        return Fault(probe, kind, str(pack.folder), 0, error)
    return Fault(probe, kind, place["file"], int(place["line"] or 0), place["why"])


class _Proof:
    """Compares one output with what it is to show."""

    def __init__(self, pack: Pack, probe: Probe, kind: str, view: Context) -> None:
        self.pack = pack
        self.probe = probe
        self.kind = kind
        self.view = view

    def check(self, content: bytes) -> Iterator[Fault]:
        """Yield what is wrong in an output."""
        if self.kind in ("html", "html-fragment"):
            yield from self.check_page(read_page(content.decode("utf-8")))
        else:
            yield from self.check_document(content)

    def check_page(self, page: PageReading) -> Iterator[Fault]:
        """Yield what is wrong in a page: markup, addresses, headings, cells, paragraphs."""
        harmless = ("expected-doctype-but-got-start-tag",) if self.kind == "html-fragment" else ()
        for line, code in page.faults:
            if not code.startswith(harmless or ("\0",)):
                yield self.fault("", f"网页第 {line} 行的标记有误（{code}），多半是标签没有结束或写错了次序")
        for address in page.addresses:
            yield self.fault(address[:40], f"网页会去取外面的东西：{address[:80]}")
        found = [text for tag, text in page.headings if tag == "h2"]
        yield from self.check_sequence(
            [squeeze(s.title) for s in self.view.sections], found, "section.title", "标题"
        )
        grids = [section for section in self.view.sections if section.grid]
        if len(page.tables) != len(grids):
            yield self.fault("section.grid", f"应有 {len(grids)} 个表，印出 {len(page.tables)} 个")
        for section, rows in zip(grids, page.tables, strict=False):
            assert section.grid is not None
            yield from self.check_grid(section.title, section.grid, rows)
        yield from self.check_texts(page.text)

    def check_grid(self, title: str, grid: Grid, rows: Sequence[Sequence[CellOnPage]]) -> Iterator[Fault]:
        """Yield where a table's cells are not those of the form."""
        if len(rows) != len(grid.rows):
            labels = missing_labels(grid, rows)
            more = f"，少了“{'”“'.join(labels[:3])}”" if labels else ""
            yield self.fault("row in", f"“{title}”的表应有 {len(grid.rows)} 行，印出 {len(rows)} 行{more}")
            return
        for number, (wanted, found) in enumerate(zip(grid.rows, rows, strict=True), 1):
            cells = [CellOnPage(squeeze(c.text), c.row_span, c.column_span) for c in wanted]
            if list(found) != cells:
                yield self.fault("cell", f"“{title}”的表第 {number} 行{explain_row(cells, found)}")
                return

    def check_sequence(
        self, wanted: Sequence[str], found: Sequence[str], needle: str, what: str
    ) -> Iterator[Fault]:
        """Yield where headings are not those of the form, in its order."""
        for text in wanted:
            if found.count(text) != 1:
                times = f"印了 {found.count(text)} 次" if text in found else "没有印出来"
                yield self.fault(needle, f"{what}“{text}”{times}")
        if sorted(wanted) == sorted(found) and list(wanted) != list(found):
            yield self.fault(needle, f"{what}的次序不对：{'、'.join(found)}")

    def check_document(self, content: bytes) -> Iterator[Fault]:
        """Yield what is wrong in text, PDF or Word, read as any document is."""
        from govreport.importers.document import Paragraph
        from govreport.importers.importing import drop_carried_data
        from govreport.importers.reader import read_document
        from govreport.importers.recognise import recognise
        from govreport.importers.report_doubts import list_single_rows

        name = f"probe{api.RENDERERS[self.kind][0]}"
        document = drop_carried_data(read_document(name, content))
        texts = [squeeze(block.text) for block in document.blocks if isinstance(block, Paragraph)]
        yield from self.check_titles(texts)
        imported = recognise(document)
        for section in self.view.sections:
            if section.grid:
                yield from self.check_values(section.title, section.grid, imported.report.rows if imported else {})
        stated = set(list_single_rows(self.probe.report))
        for doubt in imported.doubts if imported else ():
            if doubt not in stated and doubt.path.startswith(
                tuple(section.key for section in self.view.sections if section.grid)
            ):
                yield self.fault("", f"读回来有疑问：{doubt.message}")
        yield from self.check_texts("".join(texts))

    def check_titles(self, texts: Sequence[str]) -> Iterator[Fault]:
        """Yield titles of sections that are no paragraph of their own, once, in order."""
        wanted = [squeeze(section.title) for section in self.view.sections]
        yield from self.check_sequence(wanted, [text for text in texts if text in wanted], "section.title", "标题")

    def check_values(self, title: str, grid: Grid, rows: Mapping[str, Cells]) -> Iterator[Fault]:
        """Yield the first row of a table whose numbers come back otherwise than they were put in."""
        wanted: dict[str, list[str]] = {}
        for cell in (cell for row in grid.rows for cell in row if cell.role == "value"):
            wanted.setdefault(cell.path, []).append(cell.text)
        labels = label_rows(grid)
        for path, values in wanted.items():
            found = [str(value) for value in rows.get(path, ()) if value is not None]
            if found != values:
                shown = "、".join(found) or "没有"
                yield self.fault(
                    "grid", f"“{title}”的“{labels.get(path, path)}”一行应是 {'、'.join(values)}，读回来 {shown}"
                )
                return

    def check_texts(self, text: str) -> Iterator[Fault]:
        """Yield the texts that do not stand there once, in order."""
        place = 0
        for needle, wanted in self.list_texts():
            count = text.count(wanted)
            short = wanted if len(wanted) <= LONGEST_SHOWN else f"{wanted[:LONGEST_SHOWN]}……"
            if not count:
                yield self.fault(needle, f"没有印出“{short}”")
                continue
            found = text.find(wanted, place)
            if found < 0:
                yield self.fault(needle, f"“{short}”印得太靠前，次序不对")
            elif count > 1 and wanted not in self.repeated():
                yield self.fault(needle, f"“{short}”印了 {count} 次")
            place = max(place, found + len(wanted))

    def repeated(self) -> set[str]:
        """Return texts that stand for more than one thing: the agency's name is in title and signature."""
        return {squeeze(self.view.signature), squeeze(self.view.agency), *map(squeeze, self.view.title_lines)}

    def list_texts(self) -> Iterator[tuple[str, str]]:
        """Yield what is to be shown apart from tables, in order, each with its name in templates."""
        for line in self.view.title_lines:
            yield "title", squeeze(line)
        for text in self.view.preamble:
            yield "preamble", squeeze(text)
        for section in self.view.sections:
            for block in section.blocks:
                yield "block", squeeze(block.line)
        for needle, text in (("report.signature", self.view.signature), ("report.date", self.view.date)):
            if text:
                yield needle, squeeze(text)

    def check_style(self) -> Iterator[Fault]:
        """Yield what the style for print asks for from elsewhere."""
        from govreport.pack import read_file
        from govreport.proof.pages import find_css_addresses

        style = read_file(self.pack, "print.css")
        for address in find_css_addresses(style):
            if "{{" not in address:
                yield self.fault(address, f"样式会去取外面的东西：{address[:80]}", template="print.css")

    def fault(self, needle: str, message: str, template: str = "") -> Fault:
        """Return a fault, at the line of the template that holds `needle`."""
        name = template or ("report.txt" if self.kind == "text" else "report.html")
        folder = find_folder(self.pack, name) if self.kind != "docx" else None
        if folder is None:
            return Fault(self.probe.name, self.kind, str(self.pack.folder), 0, message)
        lines = folder.read_text(name).split("\n")
        line = next((number for number, text in enumerate(lines, 1) if needle and needle in text), 0)
        return Fault(self.probe.name, self.kind, str(folder.path / name), line, message)


def label_rows(grid: Grid) -> dict[str, str]:
    """Return the last label of every row of values, by path."""
    labels: dict[str, str] = {}
    for row in grid.rows:
        label = next((cell.text for cell in reversed(row) if cell.role in ("label", "group")), "")
        labels.update({cell.path: label for cell in row if cell.role == "value"})
    return labels


def missing_labels(grid: Grid, rows: Sequence[Sequence[CellOnPage]]) -> list[str]:
    """Return the labels of a table that no cell of the page has."""
    shown = {cell.text for row in rows for cell in row}
    return [
        cell.text for row in grid.rows for cell in row if cell.role != "value" and squeeze(cell.text) not in shown
    ]


def explain_row(wanted: Sequence[CellOnPage], found: Sequence[CellOnPage]) -> str:
    """Return how a row differs from what it should be."""
    if len(wanted) != len(found):
        absent = [cell.text for cell in wanted if cell.text not in {other.text for other in found}]
        more = f"，少了“{absent[0]}”" if absent else ""
        return f"应有 {len(wanted)} 格，印出 {len(found)} 格{more}"
    for number, (one, other) in enumerate(zip(wanted, found, strict=True), 1):
        if one.text != other.text:
            return f"第 {number} 格应是“{one.text}”，印的是“{other.text}”"
        if one != other:
            wanted_span, found_span = (f"{cell.row_span} 行 {cell.column_span} 列" for cell in (one, other))
            return f"“{one.text}”应占 {wanted_span}，印成 {found_span}"
    return ""
