"""Which font each typeface of a PDF really gets on this machine."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from govreport.pack import Pack
from govreport.render.fonts import family_lists
from govreport.render.pdf import closed_fetcher, font_configuration, load_weasyprint

TYPEFACES = {"title": "小标宋", "fang": "仿宋", "kai": "楷体", "hei": "黑体", "song": "宋体"}


@dataclass(frozen=True)
class FontInUse:
    """A typeface, the font that a PDF will use for it, and the office font that it stands for."""

    typeface: str
    used: str
    wanted: str

    @property
    def is_office_font(self) -> bool:
        """Tell whether it is not one of the bundled fonts."""
        return not self.used.startswith("GovReport")


def report_fonts(pack: Pack) -> Iterator[FontInUse]:
    """Yield the five typefaces with the fonts that a small PDF really embeds.

    Raises GovreportError where pango is missing.
    """
    weasyprint = load_weasyprint()
    configuration = font_configuration(tuple(pack.fonts.items()), bundled_only=False)
    lists = family_lists(pack.fonts, bundled_only=False)
    for role, typeface in TYPEFACES.items():
        page = f"<style>body{{font-family:{lists[role]}}}</style><p>政府信息公开</p>"
        document = weasyprint.HTML(string=page, url_fetcher=closed_fetcher())
        pdf = document.write_pdf(font_config=configuration, uncompressed_pdf=True)
        names = re.findall(rb"/BaseFont\s*/[A-Z]{6}\+([^\s/]+)", pdf)
        yield FontInUse(typeface, decode_name(names[0]) if names else "", pack.fonts[role][0])


def decode_name(name: bytes) -> str:
    """Return a PDF name with its #xx escapes resolved."""
    raw = re.sub(rb"#([0-9A-Fa-f]{2})", lambda match: bytes([int(match[1], 16)]), name)
    return raw.decode("utf-8", "replace")
