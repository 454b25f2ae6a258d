"""Batches: PDF against a loop of bare WeasyPrint and against Typst, one process against two, memory of workers.

Run: make bench. Bar: PDF on two cores at least 1.6 times as fast as a loop of bare WeasyPrint in one process over
the same HTML, with the same fonts and options, whole processes from start to end; steady memory of every worker.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from bytecode import as_installed

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = [
    path for path in sorted((ROOT / "samples").glob("*.toml")) if "[[figure]]" not in path.read_text("utf-8")
]
"""Without charts, which the bare loop would find drawn already."""
GOVREPORT = [sys.executable, "-m", "govreport"]
RUNS = 3
PDF_REPORTS = 80
SCALING = {"validate": 1200, "text": 1200, "html": 1200, "docx": 200}

BARE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from weasyprint import HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
moment = datetime(2000, 1, 1, tzinfo=UTC)
configuration = FontConfiguration()
for page in sorted(Path(sys.argv[1]).glob("*.html")):
    attachments = [Attachment(string=page.with_suffix(suffix).read_bytes(), name=f"report{suffix}", created=moment,
                              modified=moment) for suffix in (".toml", ".json")]
    HTML(string=page.read_text("utf-8")).write_pdf(page.with_suffix(".pdf"), font_config=configuration,
        pdf_variant="pdf/a-3b", pdf_tags=True, attachments=attachments)
"""

TYPST = """
import sys
from pathlib import Path
import typst
fonts = typst.Fonts(include_system_fonts=False, font_paths=[sys.argv[2]])
for page in sorted(Path(sys.argv[1]).glob("*.typ")):
    pdf = typst.compile(page.read_bytes(), font_paths=fonts, pdf_standards=["a-3b"], timestamp=0)
    page.with_suffix(".typst.pdf").write_bytes(pdf)
"""


@dataclass(frozen=True)
class Comparison:
    """Seconds for the same work done by us and by another."""

    ours: float
    other: float

    @property
    def ratio(self) -> float:
        """How many times as fast we are."""
        return self.other / self.ours


# ---------------------------------------------------------------- reports


def make_reports(folder: Path, count: int) -> Path:
    """Write `count` reports, the samples in turn with a number of their prose changed; return the folder."""
    folder.mkdir()
    for number in range(count):
        text = SAMPLES[number % len(SAMPLES)].read_text(encoding="utf-8")
        changed = re.sub(r"(\d{3})条", lambda m, n=number: f"{int(m[1]) + n}条", text, count=1)
        (folder / f"{number:05}.toml").write_text(changed, encoding="utf-8")
    return folder


def write_sources(reports: Path, folder: Path) -> None:
    """Write what the others need: the very HTML that the PDF is made of, the attachments, the Typst source."""
    from govreport import api
    from govreport.render.layout import Layout
    from govreport.render.pdf import page_source

    folder.mkdir()
    for path in sorted(reports.glob("*.toml")):
        source = api.read(path.name, path.read_bytes())
        job = api.plan(source, api.load(source))
        target = folder / path.name
        html = page_source(job.view, job.pack, Layout(), bundled_only=True)
        target.with_suffix(".html").write_text(html, encoding="utf-8")
        target.with_suffix(".typ").write_text("\n".join(typst_lines(job)), encoding="utf-8")
        target.with_suffix(".json").write_text(job.json, encoding="utf-8")
        target.write_bytes(source.content)


def typst_lines(job) -> Iterator[str]:
    """Yield an equal document for Typst: page, fonts, sizes, headings, paragraphs, tables with all their spans."""
    view, pack = job.view, job.pack
    fonts = {
        role: next(name for name in names if name.startswith("GovReport")) for role, names in pack.fonts.items()
    }
    page, sizes = pack.page, pack.sizes
    yield f"#set document(title: {json.dumps(''.join(view.title_lines), ensure_ascii=False)})"
    yield (
        f"#set page(width: {page.width}mm, height: {page.height}mm, margin: (top: {page.top}mm,"
        f' right: {page.right}mm, bottom: {page.bottom}mm, left: {page.left}mm), numbering: "— 1 —")'
    )
    yield f'#set text(font: "{fonts["fang"]}", size: {sizes.text}pt, lang: "zh")'
    yield "#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 0.8em)"
    yield f'#show heading.where(level: 1): set text(font: "{fonts["title"]}", size: {sizes.title}pt)'
    yield f'#show heading.where(level: 2): set text(font: "{fonts["hei"]}", size: {sizes.text}pt)'
    yield f'#show heading.where(level: 3): set text(font: "{fonts["kai"]}", size: {sizes.text}pt)'
    yield f"#align(center)[#heading(level: 1, {quote(''.join(view.title_lines))})]"
    yield from (f"#par({quote(text)})" for text in view.preamble)
    for section in view.sections:
        yield f"#heading(level: 2, {quote(section.title)})"
        for block in section.blocks:
            text = block.heading + block.text if block.kind == "run_in" else block.text or block.heading
            yield f"#heading(level: 3, {quote(text)})" if block.kind == "heading" else f"#par({quote(text)})"
        if section.grid:
            yield from table_lines(section.grid, sizes.table, pack.tables.stubs.get(section.grid.stub_columns, ()))
    yield f"#align(right)[{quote_markup(view.signature)} \\ {quote_markup(view.date)}]"


def table_lines(grid, size: float, stubs: tuple[float, ...]) -> Iterator[str]:
    """Yield a table for Typst, with the widths of ours."""
    columns = ", ".join([*(f"{share}%" for share in stubs), *["1fr"] * (grid.columns - grid.stub_columns)])
    yield f"#text(size: {size}pt, table(columns: ({columns}), inset: 2pt, align: center + horizon, "
    for row in grid.rows:
        for cell in row:
            yield f"table.cell(rowspan: {cell.row_span}, colspan: {cell.column_span}, {quote(cell.text)}),"
    yield "))"


def quote(text: str) -> str:
    """Return a text as a string of Typst."""
    return json.dumps(text, ensure_ascii=False)


def quote_markup(text: str) -> str:
    """Return a text inside markup of Typst."""
    return f"#{quote(text)}"


# ---------------------------------------------------------------- measuring


def time_process(command: list[str], environment: dict[str, str] | None = None) -> float:
    """Return the seconds of a whole process."""
    start = perf_counter()
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    return perf_counter() - start


def compare(ours: Callable[[], float], other: Callable[[], float], runs: int = RUNS) -> Comparison:
    """Return the medians of interleaved runs."""
    times = [(ours(), other()) for _ in range(runs)]
    return Comparison(median(a for a, _ in times), median(b for _, b in times))


def installed(folder: Path) -> dict[str, str]:
    """Return the environment in which modules are compiled once, as in an installation."""
    return as_installed(folder / "bytecode")


def bundled_fonts(folder: Path) -> dict[str, str]:
    """Return the environment in which the bare loop sees the same fonts."""
    from govreport.pack_search import load_pack
    from govreport.render.fonts import write_settings

    path = folder / "fonts.conf"
    path.write_text(write_settings(load_pack().fonts, bundled_only=True), encoding="utf-8")
    return {**installed(folder), "FONTCONFIG_FILE": str(path)}


def render_command(reports: Path, folder: Path, kind: str, jobs: int) -> list[str]:
    """Return the command that renders a folder, everything anew."""
    fonts = ["--fonts", "bundled"] if kind == "pdf" else []
    out = folder / f"out-{kind}"
    return [*GOVREPORT, "render", str(reports), "--to", kind, "-o", str(out), "--redo", "-j", str(jobs), *fonts]


def compare_pdf(folder: Path, count: int = PDF_REPORTS, jobs: int = 2) -> Comparison:
    """Return a batch of PDF by us against a loop of bare WeasyPrint in one process over the same HTML."""
    reports = make_reports(folder / "reports", count)
    write_sources(reports, folder / "sources")
    environment = bundled_fonts(folder)
    ours = render_command(reports, folder, "pdf", jobs)
    bare = [sys.executable, "-c", BARE, str(folder / "sources")]
    return compare(lambda: time_process(ours, installed(folder)), lambda: time_process(bare, environment))


def compare_typst(folder: Path) -> Comparison:
    """Return the same batch against Typst in one process; behind `compare_pdf`, whose files it takes."""
    from govreport.render.coverage import FOLDER

    ours = render_command(folder / "reports", folder, "pdf", 2)
    typst = [sys.executable, "-c", TYPST, str(folder / "sources"), str(FOLDER)]
    environment = installed(folder)
    return compare(lambda: time_process(ours, environment), lambda: time_process(typst, environment), 1)


def compare_jobs(folder: Path, kind: str, count: int) -> Comparison:
    """Return two processes against one, for a kind of output or for `validate`."""
    reports = make_reports(folder / f"reports-{kind}", count)

    def command(jobs: int) -> list[str]:
        if kind == "validate":
            return [*GOVREPORT, "validate", str(reports), "-j", str(jobs)]
        return render_command(reports, folder, kind, jobs)

    environment = installed(folder)
    return compare(lambda: time_process(command(2), environment), lambda: time_process(command(1), environment))


def watch_workers(reports: Path, folder: Path, count: int) -> list[list[float]]:
    """Return the memory (MB) of each worker of a batch of PDF, at each fifth of its way."""
    out = folder / "out-watched"
    command = [*GOVREPORT, "render", str(reports), "--to", "pdf", "--fonts", "bundled", "-o", str(out), "-j", "2"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    memory: list[list[float]] = []
    while process.poll() is None:
        done = len(list(out.glob("*.pdf"))) if out.exists() else 0
        if done >= (len(memory) + 1) * count // 5 and len(memory) < 5:
            memory.append(list(worker_memory(process.pid)))
        sleep(0.05)
    return memory


def worker_memory(parent: int) -> Iterator[float]:
    """Yield the memory (MB) of every worker of a process."""
    for number in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        if b"spawn_main" in Path(f"/proc/{number}/cmdline").read_bytes():
            yield int(Path(f"/proc/{number}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 2**20


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pdf = compare_pdf(folder)
        rate = PDF_REPORTS / pdf.ours
        print(f"PDF, {PDF_REPORTS} reports, 2 processes: {pdf.ours:.1f} s, {rate:.1f} a second", end="; ")
        print(f"bare loop {pdf.other:.1f} s: {pdf.ratio:.2f} x as fast (bar 1.6)")
        memory = watch_workers(folder / "reports", folder, PDF_REPORTS)
        shown = "  ".join("+".join(f"{value:.0f}" for value in values) for values in memory)
        print(f"memory of the two workers at each fifth, MB: {shown}")
        typst = compare_typst(folder)
        print(f"Typst, one process, equal documents: {typst.other:.1f} s", end="; ")
        print(f"we, with two, take {typst.ours / typst.other:.1f} x as long")
        for kind, count in SCALING.items():
            scaling = compare_jobs(folder, kind, count)
            words = f"{kind}, {count} reports: 1 process {scaling.other:.1f} s, 2 processes {scaling.ours:.1f} s"
            print(f"{words}: {scaling.ratio:.2f} x, {count / scaling.ours:.0f} a second")


if __name__ == "__main__":
    main()
