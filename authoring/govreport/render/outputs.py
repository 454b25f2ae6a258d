"""The outputs of a report, each made from the same sheet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govreport.render.pdf_options import PdfOptions

if TYPE_CHECKING:
    from govreport.context import Context
    from govreport.pack import Pack
    from govreport.render.picture import Pictures

CARRYING = ("html", "pdf")
"""The outputs that carry the report's data."""


@dataclass(frozen=True)
class Sheet:
    """What an output is made from: what templates show, the look, the data that it carries, its figures."""

    view: "Context"
    pack: "Pack"
    toml: bytes
    json: str
    pdf: PdfOptions
    pictures: "Pictures"


def make_text(sheet: Sheet) -> bytes:
    """Return the report as text."""
    from govreport.render.text import render_text

    return render_text(sheet.view, sheet.pack).encode("utf-8")


def make_html(sheet: Sheet) -> bytes:
    """Return the report as a page that carries its data."""
    from govreport.render.html import carry, render_html

    return render_html(sheet.view, sheet.pack, carry(sheet.toml, sheet.json), sheet.pictures).encode("utf-8")


def make_fragment(sheet: Sheet) -> bytes:
    """Return the report as HTML to be pasted into a site's editor."""
    from govreport.render.html import render_fragment

    return render_fragment(sheet.view, sheet.pack, sheet.pictures).encode("utf-8")


def make_pdf(sheet: Sheet) -> bytes:
    """Return the report as PDF. Raises GovreportError where pango is missing."""
    from govreport.render.pdf import render_pdf

    return render_pdf(
        sheet.view, sheet.pack, toml=sheet.toml, json=sheet.json, options=sheet.pdf, pictures=sheet.pictures
    )


def make_docx(sheet: Sheet) -> bytes:
    """Return the report as a Word document."""
    from govreport.render.word.document import render_docx

    return render_docx(sheet.view, sheet.pack, sheet.pictures)


OUTPUTS: Mapping[str, tuple[str, Callable[[Sheet], bytes]]] = {
    "text": (".txt", make_text),
    "html": (".html", make_html),
    "html-fragment": (".fragment.html", make_fragment),
    "pdf": (".pdf", make_pdf),
    "docx": (".docx", make_docx),
}
"""Output name: suffix of the file, and the function that makes its bytes."""
