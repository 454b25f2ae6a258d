"""A Word file (.docx of Word, WPS, LibreOffice) as a document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from govreport.errors import GovreportError
from govreport.importers.archive import check_archive
from govreport.importers.document import LARGEST_TEXT, Block, Document, Paragraph, RawCell, RawTable, place_table
from govreport.importers.docx_numbering import Numbering

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DEEPEST = 60
LARGEST_SPAN = 1000
CONTAINERS = frozenset(
    f"{W}{name}"
    for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple")
)
PICTURES = frozenset(f"{W}{name}" for name in ("drawing", "pict", "object"))


@dataclass
class _Walk:
    """A file while it is walked."""

    name: str
    numbering: Numbering
    images: int = 0
    length: int = 0
    boxes: list[Any] = field(default_factory=list)


def read_docx(name: str, content: bytes) -> Document:
    """Return the document in a Word file. Raises GovreportError where it is none, or is unsafe or damaged."""
    parts = check_archive(name, content)
    if not any(part.startswith("word/") for part in parts):
        raise GovreportError(f"{name}：不是 Word 文件（.docx）")
    import docx
    from docx.opc.exceptions import OpcError
    from lxml import etree

    try:
        package = docx.Document(BytesIO(content))
        body = package.element.body
        numbering = Numbering(package)
    except (OpcError, KeyError, ValueError, AttributeError, etree.XMLSyntaxError) as error:
        raise GovreportError(f"{name}：Word 文件损坏，或不是通常的 .docx；请用 Word 或 WPS 另存一份") from error
    walk = _Walk(name, numbering)
    blocks = tuple(walk_body(walk, body, 0))
    return Document(blocks, images=walk.images)


def walk_body(walk: _Walk, element: Any, depth: int) -> Iterator[Block]:
    """Yield paragraphs and tables inside an element."""
    if depth > DEEPEST:
        raise GovreportError(f"{walk.name}：文件里的内容套得太深，不像年度报告")
    for child in element:
        if child.tag == f"{W}p":
            yield from read_paragraph(walk, child, depth)
        elif child.tag == f"{W}tbl":
            yield from place_table(walk.name, read_table(walk, child, depth))
        elif child.tag in CONTAINERS:
            yield from walk_body(walk, child, depth + 1)
        elif child.tag == f"{MC}AlternateContent":
            yield from walk_body(walk, choose_content(child), depth + 1)


def choose_content(element: Any) -> Any:
    """Return the first of the alternatives that say the same in newer and older ways."""
    return next(iter(element), element)


def read_paragraph(walk: _Walk, element: Any, depth: int) -> Iterator[Block]:
    """Yield a paragraph, a line each, its automatic number before it; then the text boxes anchored in it."""
    walk.boxes = []
    text = "".join(read_runs(walk, element))
    boxes, walk.boxes = walk.boxes, []
    text = walk.numbering.number(element, text) + text
    for line in text.split("\n"):
        if line.strip():
            yield Paragraph(line)
    for box in boxes:
        yield from walk_body(walk, box, depth + 1)


def read_runs(walk: _Walk, element: Any) -> Iterator[str]:
    """Yield the text inside a paragraph; deleted and hidden text is left out, text boxes are kept for later."""
    for child in element:
        tag = child.tag
        if tag == f"{W}r":
            if child.find(f"{W}rPr/{W}vanish") is None:
                yield from read_run(walk, child)
        elif tag in CONTAINERS:
            yield from read_runs(walk, child)
        elif tag == f"{MC}AlternateContent":
            yield from read_runs(walk, choose_content(child))


def read_run(walk: _Walk, run: Any) -> Iterator[str]:
    """Yield the text of one run."""
    for child in run:
        tag = child.tag
        if tag == f"{W}t":
            walk.length += len(child.text or "")
            if walk.length > LARGEST_TEXT:
                raise GovreportError(f"{walk.name}：文字太多，不像年度报告")
            yield child.text or ""
        elif tag == f"{W}tab":
            yield "\t"
        elif tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif tag == f"{W}noBreakHyphen":
            yield "-"
        elif tag == f"{MC}AlternateContent":
            yield from read_run(walk, choose_content(child))
        elif tag in PICTURES:
            inner = list(child.iter(f"{W}txbxContent"))
            walk.boxes += inner
            walk.images += not inner


def read_table(walk: _Walk, element: Any, depth: int) -> RawTable:
    """Return a table's rows; cells merged downward or (in old files) sideways are one."""
    table = RawTable()
    open_cells: dict[int, RawCell] = {}
    for row in iterate(element, f"{W}tr"):
        cells: list[RawCell] = []
        column = read_number(row, f"{W}trPr/{W}gridBefore")
        for cell in iterate(row, f"{W}tc"):
            width = min(max(1, read_number(cell, f"{W}tcPr/{W}gridSpan", 1)), LARGEST_SPAN)
            above = open_cells.get(column)
            if continues(cell, "vMerge") and above is not None:
                above.row_span += above.column == column
            elif continues(cell, "hMerge") and cells:
                cells[-1].column_span += width
            else:
                blocks = list(walk_body(walk, cell, depth + 1))
                raw = RawCell(blocks, 1, width, column)
                cells.append(raw)
                above = raw
            for place in range(column, column + width):
                open_cells[place] = above if above is not None else cells[-1]
            column += width
        table.rows.append(cells)
    return table


def iterate(element: Any, tag: str) -> Iterator[Any]:
    """Yield the rows of a table or cells of a row, those inside content controls too."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in CONTAINERS:
            yield from iterate(child, tag)


def continues(cell: Any, name: str) -> bool:
    """Tell whether a cell belongs to the one above (vMerge) or before (hMerge)."""
    merge = cell.find(f"{W}tcPr/{W}{name}")
    return merge is not None and merge.get(f"{W}val", "continue") != "restart"


def read_number(element: Any, path: str, default: int = 0) -> int:
    """Return the number at a path, `default` where there is none."""
    found = element.find(path)
    text = found.get(f"{W}val", "") if found is not None else ""
    return int(text) if re.fullmatch(r"\d{1,4}", text) else default
