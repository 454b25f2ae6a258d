"""A context as a tagged PDF/A-3 file, laid out by GB/T 9704."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markupsafe import Markup

from govreport.context import Context, SectionView
from govreport.errors import GovreportError
from govreport.extract import ATTACHMENT
from govreport.grid import split_grid
from govreport.pack import Pack, read_file
from govreport.render.environment import render_template
from govreport.render.fonts import family_lists, only_these_fonts
from govreport.render.html import TEMPLATE
from govreport.render.layout import Layout
from govreport.render.pdf_finish import finish_pdf
from govreport.render.pdf_options import PLAIN, PdfOptions
from govreport.render.picture import NO_PICTURES, Pictures

if TYPE_CHECKING:
    from weasyprint import Document

JSON_NAME = "report.json"

SMALLEST_SCALE = 65
"""Per cent of the pack's table type below which a table may rather break over pages."""
MOST_PASSES = 4
HEADING_ROOM = 44.0
"""CSS px for the heading above a table, and a hair's breadth."""
NO_PANGO = (
    "生成 PDF 需要系统库 pango，这台电脑上没有"
    "（别的版本不受影响，可用 --to text,html；要打印，可用 --to docx 生成 Word）。安装："
    "Debian、统信、麒麟 apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0；"
    "macOS brew install pango；Windows 装 MSYS2 后 pacman -S mingw-w64-x86_64-pango。装好用 govreport doctor 检查"
)


def render_pdf(  # noqa: PLR0913 - a report, its look, what it carries
    view: Context, pack: Pack, *, toml: bytes, json: str, options: PdfOptions, pictures: Pictures = NO_PICTURES
) -> bytes:
    """Return the report as PDF with its TOML and JSON attached; same input, same bytes.

    Raises GovreportError where pango is missing.
    """
    weasyprint = load_weasyprint()
    document = _Pages(view, pack, pictures, bundled_only=options.bundled_fonts).lay_out()
    moment = datetime(2000, 1, 1, tzinfo=UTC)
    attachments = [
        weasyprint.Attachment(
            string=content, name=name, description=what, relationship=kind, created=moment, modified=moment
        )
        for content, name, what, kind in (
            (toml, ATTACHMENT, "填报文件", "Source"),
            (json.encode("utf-8"), JSON_NAME, "报告数据", "Data"),
        )
    ]
    variant = None if options.variant == PLAIN else options.variant
    raw = document.write_pdf(pdf_variant=variant, pdf_tags=True, attachments=attachments, uncompressed_pdf=True)
    return finish_pdf(raw)  # which compresses it, faster


def load_weasyprint() -> Any:
    """Return the weasyprint module, silenced. Raises GovreportError where its system library is missing."""
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    try:
        import weasyprint
    except OSError as error:
        raise GovreportError(NO_PANGO) from error
    return weasyprint


@cache
def font_configuration(fonts: tuple[tuple[str, tuple[str, ...]], ...], *, bundled_only: bool) -> Any:
    """Return WeasyPrint's font set-up for a pack's families, made once a process."""
    from weasyprint.text.fonts import FontConfiguration

    with only_these_fonts(dict(fonts), bundled_only=bundled_only):
        return FontConfiguration()


@cache
def closed_fetcher() -> Any:
    """Return a fetcher that opens nothing but data: addresses."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=("data",), allow_redirects=False)


def page_source(
    view: Context, pack: Pack, layout: Layout, pictures: Pictures = NO_PICTURES, *, bundled_only: bool
) -> str:
    """Return the HTML of the pages: the pack's template with its style for print."""
    fonts = family_lists(pack.fonts, bundled_only=bundled_only)
    style = render_template(
        "print.css",
        view,
        pack,
        fonts={role: Markup(names) for role, names in fonts.items()},
        page=pack.page,
        sizes=pack.sizes,
        tables=pack.tables,
        figures=pack.figures,
        layout=layout,
        draft_image=f"data:image/svg+xml,{quote(read_file(pack, 'draft.svg'))}" if view.draft else "",
    )
    sections = tuple(split_sections(view, layout))
    return render_template(
        TEMPLATE,
        replace(view, sections=sections),
        pack,
        fragment=False,
        layout=layout,
        style=Markup(style),
        data=None,
        pictures=pictures,
    )


def split_sections(view: Context, layout: Layout) -> Iterator[SectionView]:
    """Yield the sections, spans of broken tables ended where a page begins."""
    for section in view.sections:
        breaks = [row for key, row in layout.breaks if key == section.key]
        yield replace(section, grid=split_grid(section.grid, breaks)) if section.grid and breaks else section


class _Pages:
    """Lays a report out, in one pass where every table fits behind its heading, in more where not."""

    def __init__(self, view: Context, pack: Pack, pictures: Pictures, *, bundled_only: bool) -> None:
        self.view = view
        self.pack = pack
        self.pictures = pictures
        self.bundled_only = bundled_only
        self.tables = {section.key: section for section in view.sections if section.grid}

    def lay_out(self) -> "Document":
        layout = Layout()
        document = self.render(layout)
        for _ in range(MOST_PASSES):
            layout, before = self.improve(document, layout), layout
            if layout == before:
                break
            document = self.render(layout)
        return document

    def render(self, layout: Layout) -> "Document":
        from weasyprint import HTML

        html = page_source(self.view, self.pack, layout, self.pictures, bundled_only=self.bundled_only)
        configuration = font_configuration(tuple(self.pack.fonts.items()), bundled_only=self.bundled_only)
        return HTML(string=html, url_fetcher=closed_fetcher()).render(font_config=configuration)

    def improve(self, document: "Document", layout: Layout) -> Layout:
        """Return the layout with smaller type, or closed breaks, for tables that do not stand on one page."""
        scales, broken = dict(layout.scales), set(layout.broken)
        for key in self.tables.keys() - broken:
            height = self.misplaced_height(document, key)
            if height:
                scale = self.fitting_scale(document, height, scales.get(key, 100))
                if scale < SMALLEST_SCALE:
                    scales.pop(key, None)
                    broken.add(key)
                else:
                    scales[key] = scale
        breaks = frozenset(self.find_breaks(document, broken)) if layout.row_ids else frozenset()
        return Layout(scales, frozenset(broken), breaks, row_ids=bool(broken))

    def misplaced_height(self, document: "Document", key: str) -> float:
        """Return a table's whole height (CSS px) where it is not on one page with its heading, else 0."""
        places = [page.anchors[f"table-{key}"] for page in document.pages if f"table-{key}" in page.anchors]
        together = any(key in page.anchors and f"table-{key}" in page.anchors for page in document.pages)
        return 0 if together and len(places) == 1 else sum(bottom - top for _, top, _, bottom in places)

    def fitting_scale(self, document: "Document", height: float, scale: int) -> int:
        """Return the type size in per cent at which a table of `height` fits below its heading."""
        page = document.pages[0]._page_box
        room = page.height - HEADING_ROOM
        return min(scale - 4, int(scale * room / height) - 1)

    def find_breaks(self, document: "Document", broken: set[str]) -> Iterator[tuple[str, int]]:
        """Yield section and row for every page that begins inside a broken table."""
        for key in broken:
            grid = self.tables[key].grid
            head = grid.head_rows if grid else 0
            seen = -1
            for page in document.pages:
                names = (name for name in page.anchors if name.startswith(f"{key}-"))
                rows = sorted(int(name.rpartition("-")[2]) for name in names)
                rows = [row for row in rows if row >= head and row > seen]
                if rows and seen >= 0:
                    yield key, rows[0]
                seen = max(rows, default=seen)
