"""The page of a document: paper, margins, grid, page numbers, the mark of a draft."""

from html import escape

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section, _Footer, _Header
from docx.shared import Twips

from govreport.filling import fill_names
from govreport.pack import Pack, read_file
from govreport.render.word.elements import make, make_fonts, make_text
from govreport.render.word.measures import Measures, to_twips
from govreport.render.word.styles import EVEN_FOOTER, ODD_FOOTER, face_of

WATERMARK = "draft.xml"
"""A pack's mark of a draft: a run that Word itself would write (VML), so that Word's own command removes it."""


def set_up_page(document: Document, pack: Pack, *, draft: bool) -> None:
    """Give the document's only section its paper, margins, grid and page numbers; `draft` marks every page."""
    section = document.sections[0]
    set_paper(section, pack)
    set_grid(section, pack)
    document.settings.odd_and_even_pages_header_footer = True
    put_number(document, section.footer, ODD_FOOTER)
    put_number(document, section.even_page_footer, EVEN_FOOTER)
    if draft:
        put_watermark(section.header, pack, 1)
        put_watermark(section.even_page_header, pack, 2)


def set_paper(section: Section, pack: Pack) -> None:
    """Set the size of the paper and its margins."""
    page = pack.page
    section.page_width, section.page_height = Twips(to_twips(page.width)), Twips(to_twips(page.height))
    section.top_margin, section.bottom_margin = Twips(to_twips(page.top)), Twips(to_twips(page.bottom))
    section.left_margin, section.right_margin = Twips(to_twips(page.left)), Twips(to_twips(page.right))
    section.gutter = Twips(0)
    section.footer_distance = Twips(Measures(pack).footer_distance)


def set_grid(section: Section, pack: Pack) -> None:
    """Set the grid of lines and characters (GB/T 9704-2012, 5.2.3: 22 lines of 28 characters fill the block)."""
    measures = Measures(pack)
    properties = section._sectPr
    for old in properties.xpath("w:docGrid"):
        properties.remove(old)
    properties.append(
        make(
            "docGrid",
            type="linesAndChars",
            linePitch=measures.line_pitch,
            charSpace=measures.character_space,
        )
    )


def put_number(document: Document, footer: _Footer, style: str) -> None:
    """Put the page number between dashes into a footer (GB/T 9704-2012, 7.5)."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.style = document.styles[style]
    face = face_of(paragraph.style)
    number = make("fldSimple", make_piece("1", face), instr=" PAGE ")
    paragraph._p.extend([make_piece("— ", face), number, make_piece(" —", face)])


def make_piece(text: str, face: str) -> BaseOxmlElement:
    """Return a run of text in a face."""
    return make("r", make("rPr", make_fonts(face)), make_text(text))


def put_watermark(header: _Header, pack: Pack, number: int) -> None:
    """Put the mark of a draft into a header, behind the text."""
    header.is_linked_to_previous = False
    values = {"number": number, "face": escape(pack.office_fonts("hei")[0])}
    run = fill_names(read_file(pack, WATERMARK), values)
    header.paragraphs[0]._p.append(parse_xml(run))
