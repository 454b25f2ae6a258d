"""A context as a .docx file."""

import io
import re

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from govreport.context import Block, Context, SectionView
from govreport.illustration_view import IllustrationView
from govreport.pack import Pack
from govreport.render.picture import NO_PICTURES, Pictures
from govreport.render.word.elements import clean, make, make_fonts
from govreport.render.word.measures import Measures
from govreport.render.word.package import open_empty, put_fonts, put_properties, put_settings, save_bytes
from govreport.render.word.page import set_up_page
from govreport.render.word.reference import put_reference
from govreport.render.word.signature import place_signature
from govreport.render.word.styles import (
    BODY,
    CAPTION,
    DATE,
    HEADING,
    PICTURE,
    RUN_IN,
    SIGNATURE,
    SUBHEADING,
    TITLE,
    face_of,
    put_styles,
)
from govreport.render.word.table import make_table

LONG_WORD = re.compile("[!-~]{14,}")
"""The address of a page or a letter box, which stays whole: the line before it must not be spread to the edge."""


def render_docx(view: Context, pack: Pack, pictures: Pictures = NO_PICTURES) -> bytes:
    """Return the report as a Word document; same input, same bytes."""
    document = open_empty()
    put_settings(document)
    put_fonts(document, pack)
    put_styles(document, pack)
    put_reference(document, pack)
    put_properties(document, view)
    set_up_page(document, pack, draft=view.draft)
    _Writer(document, pack, pictures).write(view)
    return save_bytes(document)


class _Writer:
    """Writes a report's content into a document, from top to bottom."""

    def __init__(self, document: Document, pack: Pack, pictures: Pictures) -> None:
        self.document = document
        self.pack = pack
        self.pictures = pictures

    def write(self, view: Context) -> None:
        self.add_paragraph("\n".join(view.title_lines), TITLE)
        for text in view.preamble:
            self.add_paragraph(text, BODY)
        for section in view.sections:
            self.write_section(section)
        self.write_end(view)
        for illustration in view.illustrations:
            self.write_illustration(illustration)

    def write_section(self, section: SectionView) -> None:
        self.add_paragraph(section.title, HEADING)
        if section.grid:
            table = make_table(self.document, section.name, section.grid, self.pack)
            self.document.element.body.insert_element_before(table, "w:sectPr")
        for block in section.blocks:
            self.write_block(block)
        for illustration in section.illustrations:
            self.write_illustration(illustration)

    def write_block(self, block: Block) -> None:
        if block.kind == "heading":
            self.add_paragraph(block.heading, SUBHEADING)
        elif block.kind == "run_in":
            paragraph = self.add_paragraph(block.heading, BODY, RUN_IN)
            add_text(paragraph, block.text)
        else:
            self.add_paragraph(block.text, BODY)

    def write_illustration(self, illustration: IllustrationView) -> None:
        """Write a picture on a line of its own, its caption below on the same page."""
        picture = self.pictures[illustration.key]
        paragraph = self.add_paragraph("", PICTURE)
        paragraph.paragraph_format.keep_with_next = bool(illustration.caption)
        shape = paragraph.add_run().add_picture(io.BytesIO(picture.content), Mm(picture.width), Mm(picture.height))
        shape._inline.docPr.set("descr", clean(illustration.alt))
        if illustration.caption:
            self.add_paragraph(illustration.caption, CAPTION)

    def write_end(self, view: Context) -> None:
        """Write signature and date, which never begin a page; a document may not end with a table."""
        last = self.document.element.body.xpath("(w:p | w:tbl)[last()]")[0]
        if last.tag == qn("w:tbl") and not (view.signature or view.date):
            self.add_paragraph("", BODY)
        if last.tag == qn("w:p") and (view.signature or view.date):
            Paragraph(last, self.document).paragraph_format.keep_with_next = True
        measures = Measures(self.pack)
        from_right, from_left = place_signature(view.signature, view.date, self.pack.page.characters)
        if view.signature:
            characters = {"rightChars": round(100 * from_right), "right": measures.characters(from_right)}
            indent(self.add_paragraph(view.signature, SIGNATURE), **characters)
        if view.date:
            indent(self.add_paragraph(view.date, DATE), left=measures.characters(from_left))

    def add_paragraph(self, text: str, style: str, run_style: str = "") -> Paragraph:
        """Add a paragraph; a line feed in `text` begins a new line of it. Below a table it keeps a distance."""
        paragraph = self.document.add_paragraph(style=self.document.styles[style])
        above = paragraph._p.getprevious()
        if above is not None and above.tag == qn("w:tbl"):
            paragraph.paragraph_format.space_before = Pt(self.pack.tables.gap)
        add_text(paragraph, text, run_style)
        return paragraph


def add_text(paragraph: Paragraph, text: str, style: str = "") -> None:
    """Add text in a character style, else in the paragraph's; the run names the face of that style."""
    if not text:
        return
    run = paragraph.add_run(clean(text), style or None)
    properties = run._r.get_or_add_rPr()
    face = face_of(run.style if style else paragraph.style)
    properties.insert(len(properties.xpath("w:rStyle")), make_fonts(face))
    if LONG_WORD.search(text):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT


def indent(paragraph: Paragraph, **widths: int) -> None:
    """Indent a paragraph by the attributes of w:ind, in twips or hundredths of a character."""
    paragraph._p.get_or_add_pPr().insert_element_before(make("ind", **widths), "w:jc")
