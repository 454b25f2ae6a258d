"""One PDF against bare WeasyPrint with the same HTML, fonts and options: cold, and warm in one process."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from lines import Line, seconds, seconds_over
from others import bare_command, same_fonts, write_sources
from timing import ENTRY, compare, time_call, time_process
from varied import SAMPLE
from weasyprint import HTML, Attachment

from govreport import api
from govreport.pack_folder import PackFolder
from govreport.render.layout import Layout
from govreport.render.pdf import font_configuration, page_source, render_pdf
from govreport.render.pdf_options import PdfOptions

RUNS = 15
BARE = "bare WeasyPrint, same HTML"
TOO_LARGE = 12
"""Points of table type with which table three is too high for a page."""


def measure(folder: Path) -> Iterator[Line]:
    """Yield cold, warm, and warm where a table forces a second layout."""
    sources = write_sources(iter([SAMPLE]), folder / "sources", bundled_only=False)
    environment = same_fonts(folder, bundled_only=False)
    ours = [*ENTRY, "render", str(SAMPLE), "--to", "pdf", "-o", str(folder)]
    commands = {"ours": ours, "bare": bare_command(sources)}
    takers = {name: lambda c=command: time_process(c, environment) for name, command in commands.items()}
    times = compare(takers, RUNS)
    yield seconds_over("PDF, one file, cold", times["ours"], BARE, times["bare"], most=0.30)
    times = compare_warm(folder, 0)
    yield seconds("PDF, warm, one pass of layout", times["ours"], BARE, times["bare"], most=1.15)
    times = compare_warm(folder, TOO_LARGE)
    yield seconds("PDF, warm, a table forces a second", times["ours"], BARE, times["bare"], most=2.2)


def compare_warm(folder: Path, size: float) -> dict[str, float]:
    """Return the time of each in this process; `size`: table type (pt) of a pack, 0 for the sample's own."""
    source = api.read(SAMPLE.name, SAMPLE.read_bytes())
    job = api.plan(source, api.load(source))
    pack = job.pack
    if size:
        css = '{% include "national/print.css" %}\n.report-frame { font-size: ' + f"{size}pt" + "; }\n"
        look = folder / "pack"
        look.mkdir()
        (look / "print.css").write_text(css, encoding="utf-8")
        pack = replace(pack, name="large", chain=(PackFolder("large", look), *pack.chain))
    configuration = font_configuration(tuple(pack.fonts.items()), bundled_only=False)
    html = page_source(job.view, pack, Layout(), bundled_only=False)
    moment = datetime(2000, 1, 1, tzinfo=UTC)

    def bare() -> None:
        attachments = [
            Attachment(string=content, name=file, created=moment, modified=moment)
            for content, file in ((source.content, "report.toml"), (job.json.encode("utf-8"), "report.json"))
        ]
        HTML(string=html).write_pdf(
            font_config=configuration, pdf_variant="pdf/a-3b", pdf_tags=True, attachments=attachments
        )

    def ours() -> None:
        render_pdf(job.view, pack, toml=source.content, json=job.json, options=PdfOptions())

    return compare({"bare": lambda: time_call(bare), "ours": lambda: time_call(ours)}, RUNS)
