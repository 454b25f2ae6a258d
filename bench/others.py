"""What PDF is compared with: bare WeasyPrint on the very HTML of ours, and Typst on equal documents."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from timing import as_installed

from govreport import api
from govreport.pack_search import load_pack
from govreport.render.coverage import FOLDER
from govreport.render.fonts import write_settings
from govreport.render.layout import Layout
from govreport.render.pdf import page_source

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


def bare_command(folder: Path) -> list[str]:
    """Return a loop of bare WeasyPrint over the sources in a folder."""
    return [sys.executable, "-c", BARE, str(folder)]


def typst_command(folder: Path) -> list[str]:
    """Return a loop of Typst over the sources in a folder."""
    return [sys.executable, "-c", TYPST, str(folder), str(FOLDER)]


def same_fonts(folder: Path, *, bundled_only: bool) -> dict[str, str]:
    """Return the environment in which another program sees the fonts that we do."""
    path = folder / "fonts.conf"
    path.write_text(write_settings(load_pack().fonts, bundled_only=bundled_only), encoding="utf-8")
    return as_installed(folder, FONTCONFIG_FILE=str(path))


def write_sources(files: Iterator[Path], folder: Path, *, bundled_only: bool) -> Path:
    """Write what the others need of each report (HTML, attachments, Typst source); return the folder."""
    folder.mkdir()
    for path in files:
        source = api.read(path.name, path.read_bytes())
        job = api.plan(source, api.load(source))
        target = folder / path.name
        html = page_source(job.view, job.pack, Layout(), bundled_only=bundled_only)
        target.with_suffix(".html").write_text(html, encoding="utf-8")
        target.with_suffix(".typ").write_text("\n".join(typst_lines(job)), encoding="utf-8")
        target.with_suffix(".json").write_text(job.json, encoding="utf-8")
        target.write_bytes(source.content)
    return folder


def typst_lines(job: api.Job) -> Iterator[str]:
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


def table_lines(grid: Any, size: float, stubs: tuple[float, ...]) -> Iterator[str]:
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
