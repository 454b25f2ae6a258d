"""A web page as a document: paragraphs and tables in reading order, each with its place in the page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from govreport.errors import GovreportError
from govreport.importers.document import (
    LARGEST_TEXT,
    MOST_CELLS,
    Block,
    Document,
    Link,
    Paragraph,
    RawCell,
    RawTable,
    place_table,
)

DEEPEST = 200
"""Elements inside each other; pages of site builders have some forty."""
SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "select",
        "option",
        "button",
        "textarea",
        "iframe",
        "object",
        "svg",
        "canvas",
        "audio",
        "video",
        "nav",
        "map",
        "input",
        "del",
        "s",
        "strike",
    ]
)
BLOCKS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "blockquote",
        "pre",
        "center",
        "form",
        "fieldset",
        "address",
        "figure",
        "figcaption",
        "body",
        "html",
        "table",
        "caption",
        "tr",
        "td",
        "th",
        "ucapcontent",
        "ucaptitle",
        "summary",
        "details",
    ]
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
CELL = re.compile(r"<t[dh][\s>]", re.IGNORECASE)
BLANKS = re.compile(r"[ \t\r\n\f]+")
TITLE_NAMES = ("articletitle", "title", "og:title", "dc.title")
LARGEST_SPAN = 1000
DATA_MARK = b'id="report-toml"'


@dataclass
class _Walk:
    """A page while it is walked: the text of the open paragraph, what was read."""

    name: str
    text: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    images: int = 0
    length: int = 0

    def flush(self, where: tuple[int, ...]) -> Iterator[Paragraph]:
        """Yield the open paragraph's lines and begin a new one."""
        text = "".join(self.text)
        self.text = []
        for line in text.split("\n"):
            if line.strip():
                yield Paragraph(line.strip(), where)


def read_html(name: str, text: str) -> Document:
    """Return the document in a page. Nothing is fetched. Raises GovreportError where it is nested too deep."""
    if len(CELL.findall(text)) > MOST_CELLS:
        raise GovreportError(f"{name}：表格太大，不像年度报告")
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise GovreportError(f"{name}：这个网页是空的，或读不出来") from error
    walk = _Walk(name)
    blocks = list(walk_element(walk, root, ()))
    blocks += walk.flush(())
    titles = tuple(read_titles(root))
    carries = text.encode("utf-8", "replace").find(DATA_MARK) >= 0
    return Document(tuple(blocks), titles, tuple(walk.links), walk.images, carries)


def walk_element(walk: _Walk, element: Any, where: tuple[int, ...]) -> Iterator[Block]:
    """Yield the blocks inside an element; text of inline elements joins the open paragraph."""
    if len(where) > DEEPEST:
        raise GovreportError(f"{walk.name}：网页里的元素套得太深，不像年度报告")
    tag = element.tag if isinstance(element.tag, str) else ""
    tag = tag.rpartition(":")[2].lower()
    if not tag or tag in SKIPPED or is_hidden(element):
        return
    if tag == "br":
        walk.text.append("\n")
        return
    if tag == "img":
        walk.images += 1
    is_block = tag in BLOCKS
    if is_block:
        yield from walk.flush(where[:-1])
    if tag == "table":
        yield from place_table(walk.name, read_table(walk, element, where))
        return
    if tag == "a" and element.get("href"):
        walk.links.append(Link("".join("".join(element.itertext()).split()), element.get("href")))
    yield from walk_children(walk, element, where)
    if is_block:
        yield from walk.flush(where)


def walk_children(walk: _Walk, element: Any, where: tuple[int, ...]) -> Iterator[Block]:
    """Yield the blocks of an element's text and children."""
    put_text(walk, element.text)
    for index, child in enumerate(element):
        yield from walk_element(walk, child, (*where, index))
        put_text(walk, child.tail)


def put_text(walk: _Walk, text: str | None) -> None:
    """Add text to the open paragraph, white space as a browser shows it."""
    if text:
        walk.length += len(text)
        if walk.length > LARGEST_TEXT:
            raise GovreportError(f"{walk.name}：文字太多，不像年度报告")
        walk.text.append(BLANKS.sub(" ", text).replace("\xa0", " "))


def is_hidden(element: Any) -> bool:
    """Tell whether a page does not show an element."""
    return element.get("hidden") is not None or HIDDEN.search(element.get("style") or "") is not None


def read_table(walk: _Walk, element: Any, where: tuple[int, ...]) -> RawTable:
    """Return a table's rows; those of tables inside its cells stay inside."""
    table = RawTable(where=where)
    for index, part in enumerate(element):
        tag = part.tag if isinstance(part.tag, str) else ""
        if tag in ("thead", "tbody", "tfoot"):
            for number, row in enumerate(part):
                if row.tag == "tr" and not is_hidden(row):
                    table.rows.append(read_cells(walk, row, (*where, index, number)))
        elif tag == "tr" and not is_hidden(part):
            table.rows.append(read_cells(walk, part, (*where, index)))
    return table


def read_cells(walk: _Walk, row: Any, where: tuple[int, ...]) -> list[RawCell]:
    """Return the cells of a row."""
    cells = []
    for index, part in enumerate(row):
        if part.tag in ("td", "th") and not is_hidden(part):
            here = (*where, index)
            blocks = [*walk_children(walk, part, here), *walk.flush(here)]
            cells.append(RawCell(blocks, read_span(part, "rowspan"), read_span(part, "colspan")))
    return cells


def read_span(cell: Any, name: str) -> int:
    """Return a span, 1 for anything that is none."""
    text = (cell.get(name) or "").strip()
    return min(max(int(text), 1), LARGEST_SPAN) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def read_titles(root: Any) -> Iterator[str]:
    """Yield the titles that a page gives outside its text, best first."""
    metas = {
        (meta.get("name") or meta.get("property") or "").lower(): meta.get("content") or ""
        for meta in root.iter("meta")
    }
    for name in TITLE_NAMES:
        if metas.get(name):
            yield metas[name].strip()
    for element in root.iter("title"):
        yield "".join(element.itertext()).strip()
