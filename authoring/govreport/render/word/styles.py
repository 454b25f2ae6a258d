"""The styles of a document, all of them: built-in names where Word has one, so that it shows them in Chinese."""

from collections.abc import Iterator
from itertools import chain

from docx.document import Document
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.styles.style import BaseStyle, CharacterStyle

from govreport.pack import Pack
from govreport.render.word.elements import make, make_fonts
from govreport.render.word.measures import Measures

TITLE, HEADING, SUBHEADING, BODY = "Title", "Heading 1", "Heading 2", "Normal Indent"
RUN_IN = "Heading 2 Char"
SIGNATURE, DATE = "Signature", "Date"
ODD_FOOTER, EVEN_FOOTER = "Footer", "偶数页页脚"
PICTURE, CAPTION = "图", "Caption"
CELL, LABEL, TABLE = "表格文字", "表格项目", "报告表格"
CELL_MARGIN = 20
"""The room at the sides of a cell, in twips."""
FIGURE_GAP = 200
"""The room above a picture and below its caption, in twips."""
CELL_GAP = 12
"""The room above and below a cell's text, in twips."""
LABEL_INDENT = 40
"""How far a label at the left is from its rule, in twips."""
BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")


def put_styles(document: Document, pack: Pack) -> None:
    """Replace the document's styles by those of the report."""
    root = document.styles.element
    for old in root.xpath("w:docDefaults | w:style"):
        root.remove(old)
    root.insert(0, make_defaults(pack))
    makers = (base_styles, heading_styles, text_styles, figure_styles, margin_styles, cell_styles, table_styles)
    root.extend(chain.from_iterable(maker(pack) for maker in makers))


def face_of(style: BaseStyle | None) -> str:
    """Return the East Asian face of a style, its own or inherited; "" where none is named."""
    while isinstance(style, CharacterStyle):
        faces = style.element.xpath("w:rPr/w:rFonts/@w:eastAsia")
        if faces:
            return str(faces[0])
        style = style.base_style
    return ""


def make_defaults(pack: Pack) -> BaseOxmlElement:
    """Return what holds where no style says otherwise: the text's face and size, and the language."""
    run = make_run(pack, "fang", pack.sizes.text)
    run.append(make("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"))
    return make("docDefaults", make("rPrDefault", run), make("pPrDefault"))


def base_styles(pack: Pack) -> Iterator[BaseOxmlElement]:
    """Yield what all other styles begin from.

    Lines and letters have the pitch of the page's grid by themselves and are off the grid: not every program
    lays a grid out as Word does, and some double the pitch of characters larger than its cells. That marks may
    hang over the edge is Word's default; LibreOffice lets them stand inside only where it is said, or loses some.
    """
    measures = Measures(pack)
    yield make(
        "style",
        make("name", val="Normal"),
        make("qFormat"),
        make(
            "pPr",
            make("widowControl", val=0),
            make("overflowPunct", val=1),
            make("autoSpaceDE", val=0),
            make("autoSpaceDN", val=0),
            make("adjustRightInd", val=0),
            make("snapToGrid", val=0),
            make("spacing", line=measures.line_pitch, lineRule="exact"),
            make("jc", val="both"),
        ),
        make_run(pack, "fang", pack.sizes.text, spacing=measures.letter_spacing),
        type="paragraph",
        default=1,
        styleId="Normal",
    )
    yield make(
        "style",
        make("name", val="Default Paragraph Font"),
        make("uiPriority", val=1),
        make("semiHidden"),
        type="character",
        default=1,
        styleId="DefaultParagraphFont",
    )


def heading_styles(pack: Pack) -> Iterator[BaseOxmlElement]:
    """Yield the styles of the title and of headings of both levels, the second also inside a paragraph."""
    title = (make("keepNext"), make("keepLines"), make("spacing", after=Measures(pack).line_pitch))
    run = make_run(pack, "title", pack.sizes.title, spacing=0)
    yield make_style("Title", "Title", *title, make("jc", val="center"), run=run, following="NormalIndent")
    for level, role in enumerate(("hei", "kai")):
        yield make_style(
            f"Heading{level + 1}",
            f"heading {level + 1}",
            make("keepNext"),
            make("keepLines"),
            first_line_indent(pack),
            make("outlineLvl", val=level),
            run=make_run(pack, role),
            following="NormalIndent",
            link="Heading2Char" if level else "",
        )
    yield make(
        "style",
        make("name", val=RUN_IN),
        make("basedOn", val="DefaultParagraphFont"),
        make("link", val="Heading2"),
        make_run(pack, "kai"),
        type="character",
        customStyle=1,
        styleId="Heading2Char",
    )


def text_styles(pack: Pack) -> Iterator[BaseOxmlElement]:
    """Yield the styles of paragraphs, and of signature and date (GB/T 9704-2012, 7.3.3 and 7.3.5)."""
    yield make_style("NormalIndent", "Normal Indent", first_line_indent(pack))
    yield make_style(
        "Signature",
        "Signature",
        make("keepNext"),
        make("spacing", beforeLines=200, before=2 * Measures(pack).line_pitch),
        make("ind", rightChars=200, right=Measures(pack).characters(2)),
        make("jc", val="right"),
        following="Date",
    )
    yield make_style("Date", "Date", make("jc", val="left"))


def figure_styles(pack: Pack) -> Iterator[BaseOxmlElement]:
    """Yield the styles of a picture's line, as high as the picture, and of the caption below it."""
    room = make("spacing", before=FIGURE_GAP, line=240, lineRule="auto")
    centred = make("jc", val="center")
    yield make_style("Picture", PICTURE, make("keepNext"), room, centred, following="Caption", is_own=True)
    spacing = make("spacing", before=FIGURE_GAP // 2, after=FIGURE_GAP, line=240, lineRule="auto")
    run = make_run(pack, "hei", pack.figures.caption, spacing=0)
    yield make_style("Caption", "caption", spacing, make("jc", val="center"), run=run, following="NormalIndent")


def first_line_indent(pack: Pack) -> BaseOxmlElement:
    """Return the indent of a paragraph's first line: two characters."""
    return make("ind", firstLineChars=200, firstLine=Measures(pack).characters(2))


def margin_styles(pack: Pack) -> Iterator[BaseOxmlElement]:
    """Yield the styles outside the text block; page numbers are right on odd pages, left on even ones (7.5)."""
    yield make_style("Header", "header", make("spacing", line=240, lineRule="auto"), make("jc", val="center"))
    size = round(pack.sizes.page_number * 20)
    for style, name, side in (("Footer", "footer", "right"), ("EvenFooter", EVEN_FOOTER, "left")):
        yield make_style(
            style,
            name,
            make("spacing", line=size, lineRule="exact"),
            make("ind", **{side: size}),
            make("jc", val=side),
            run=make_run(pack, "song", pack.sizes.page_number, spacing=0),
            is_own=name == EVEN_FOOTER,
        )


def cell_styles(pack: Pack) -> Iterator[BaseOxmlElement]:
    """Yield the styles of the text in a table's cells: heads and numbers, and labels at the left."""
    spacing = make("spacing", before=CELL_GAP, after=CELL_GAP, line=Measures(pack).table_line, lineRule="exact")
    run = make_run(pack, "song", pack.sizes.table, spacing=0)
    yield make_style("TableText", CELL, spacing, make("jc", val="center"), run=run, is_own=True)
    left = (make("ind", left=LABEL_INDENT), make("jc", val="left"))
    yield make_style("TableLabel", LABEL, *left, based_on="TableText", is_own=True)


def table_styles(pack: Pack) -> Iterator[BaseOxmlElement]:
    """Yield the style of tables: rules round every cell, their thickness in eighths of a point."""
    size = max(2, round(8 * pack.tables.border))
    borders = (make(edge, val="single", sz=size, space=0, color="auto") for edge in BORDERS)
    yield make(
        "style",
        make("name", val="Normal Table"),
        make("uiPriority", val=99),
        make("semiHidden"),
        make("tblPr", make("tblInd", w=0, type="dxa"), make_margins(108)),
        type="table",
        default=1,
        styleId="TableNormal",
    )
    yield make(
        "style",
        make("name", val=TABLE),
        make("basedOn", val="TableNormal"),
        make("tblPr", make("tblBorders", *borders), make_margins(CELL_MARGIN)),
        type="table",
        customStyle=1,
        styleId="ReportTable",
    )


def make_margins(sides: int) -> BaseOxmlElement:
    """Return the room inside cells in twips: none above and below."""
    widths = (("top", 0), ("left", sides), ("bottom", 0), ("right", sides))
    return make("tblCellMar", *(make(side, w=width, type="dxa") for side, width in widths))


def make_run(pack: Pack, role: str, size: float = 0, *, spacing: int | None = None) -> BaseOxmlElement:
    """Return run properties: the office face of a role, a size in points, a letter spacing in twips."""
    run = make("rPr", make_fonts(pack.office_fonts(role)[0]))
    if spacing is not None:
        run.extend([make("snapToGrid", val=0), make("spacing", val=spacing)])
    if size:
        run.extend([make("sz", val=round(2 * size)), make("szCs", val=round(2 * size))])
    return run


def make_style(  # noqa: PLR0913 - each is an element of a style
    style: str,
    name: str,
    *properties: BaseOxmlElement,
    run: BaseOxmlElement | None = None,
    based_on: str = "Normal",
    following: str = "",
    link: str = "",
    is_own: bool = False,
) -> BaseOxmlElement:
    """Return a paragraph style; `is_own`: its name is none that Word has."""
    own = {"customStyle": 1} if is_own else {}
    return make(
        "style",
        make("name", val=name),
        make("basedOn", val=based_on),
        *([make("next", val=following)] if following else []),
        *([make("link", val=link)] if link else []),
        make("qFormat"),
        make("pPr", *properties),
        *([run] if run is not None else []),
        type="paragraph",
        styleId=style,
        **own,
    )
