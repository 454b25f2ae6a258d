"""PDF against a bare script with the same HTML, fonts and options: cold, and warm in one process.

Run: make bench. Bars: cold at most 0.30 s more; warm at most 1.15 times where one pass of layout suffices,
2.2 times where a table forces a second.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

RUNS = 15
ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "samples" / "qinglan-2024.toml"

BARE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from weasyprint import HTML, Attachment
moment = datetime(2000, 1, 1, tzinfo=UTC)
folder = Path(sys.argv[1])
attachments = [Attachment(string=(folder / name).read_bytes(), name=name, created=moment, modified=moment)
               for name in ("report.toml", "report.json")]
HTML(string=(folder / "report.html").read_text("utf-8")).write_pdf(
    folder / "bare.pdf", pdf_variant="pdf/a-3b", pdf_tags=True, attachments=attachments)
"""


def prepare(folder: Path) -> None:
    """Write what the bare script needs: the very HTML that the PDF is made of, and the attachments."""
    from govreport import api
    from govreport.render.layout import Layout
    from govreport.render.pdf import page_source

    source = api.read(SAMPLE.name, SAMPLE.read_bytes())
    job = api.plan(source, api.load(source))
    html = page_source(job.view, job.pack, Layout(), bundled_only=False)
    (folder / "report.html").write_text(html, encoding="utf-8")
    (folder / "report.toml").write_bytes(source.content)
    (folder / "report.json").write_text(job.json, encoding="utf-8")


def fonts_environment(folder: Path) -> dict[str, str]:
    """Return the environment in which the bare script sees the same fonts."""
    import os

    from govreport.pack_search import load_pack
    from govreport.render.fonts import write_settings

    path = folder / "fonts.conf"
    path.write_text(write_settings(load_pack().fonts, bundled_only=False), encoding="utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(path)}


def compare_cold(folder: Path) -> None:
    environment = fonts_environment(folder)
    entry = "from govreport.cli import main; main()"
    ours = [sys.executable, "-c", entry, "render", str(SAMPLE), "--to", "pdf", "-o", str(folder)]
    bare = [sys.executable, "-c", BARE, str(folder)]
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    for run in range(RUNS + 1):
        for name, command in (("bare", bare), ("ours", ours)):
            start = perf_counter()
            subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
            if run:
                times[name].append(perf_counter() - start)
    ours_cold, bare_cold = median(times["ours"]), median(times["bare"])
    print(f"{'cold, whole process':34} {ours_cold:7.3f} s  bare {bare_cold:7.3f} s", end="  ")
    print(f"{ours_cold - bare_cold:+.3f} s (bar +0.30)  {ours_cold / bare_cold:.2f} x")


def compare_warm(folder: Path, *, name: str, bar: float, scale: float = 0) -> None:
    """Time both in this process, in turn, ; `scale`: table type (pt) of a pack that is too large for one page."""
    from dataclasses import replace
    from datetime import UTC, datetime

    from weasyprint import HTML, Attachment

    from govreport import api
    from govreport.pack_folder import PackFolder
    from govreport.render.layout import Layout
    from govreport.render.pdf import font_configuration, page_source, render_pdf
    from govreport.render.pdf_options import PdfOptions

    source = api.read(SAMPLE.name, SAMPLE.read_bytes())
    job = api.plan(source, api.load(source))
    pack = job.pack
    if scale:
        css = '{% include "national/print.css" %}\n.report-frame { font-size: ' + f"{scale}pt" + "; }\n"
        look = folder / "pack"
        look.mkdir()
        (look / "print.css").write_text(css, encoding="utf-8")
        pack = replace(pack, name="large", chain=(PackFolder("large", look), *pack.chain))
    configuration = font_configuration(tuple(pack.fonts.items()), bundled_only=False)
    html = page_source(job.view, pack, Layout(), bundled_only=False)
    moment = datetime(2000, 1, 1, tzinfo=UTC)
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    for run in range(RUNS + 2):
        start = perf_counter()
        attachments = [
            Attachment(string=content, name=file, created=moment, modified=moment)
            for content, file in ((source.content, "report.toml"), (job.json.encode(), "report.json"))
        ]
        HTML(string=html).write_pdf(
            font_config=configuration, pdf_variant="pdf/a-3b", pdf_tags=True, attachments=attachments
        )
        middle = perf_counter()
        render_pdf(job.view, pack, toml=source.content, json=job.json, options=PdfOptions())
        if run > 1:
            times["bare"].append(middle - start)
            times["ours"].append(perf_counter() - middle)
    ours, bare = median(times["ours"]), median(times["bare"])
    print(f"{name:34} {ours:7.3f} s  bare {bare:7.3f} s  {ours / bare:.2f} x (bar {bar} x)")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        compare_cold(folder)
        compare_warm(folder, name="warm, one pass of layout", bar=1.15)
        compare_warm(folder, name="warm, a table forces a second", bar=2.2, scale=12)


main()
