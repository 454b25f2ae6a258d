"""An HTML page as a tree, with what is wrong in its markup and what it asks for from elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

ADDRESSES = ("src", "href", "data", "poster", "action", "formaction", "background", "srcset", "cite", "ping")
HARMLESS = ("data:", "#", "mailto:", "tel:")
CSS_ADDRESS = re.compile(r"@import[^;]*|url\(\s*[\"']?([^\"')]*)", re.IGNORECASE)
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)", re.IGNORECASE)
SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class CellOnPage:
    """A cell as the page has it: text without white space, spans, and whether it is a head."""

    text: str
    row_span: int
    column_span: int


@dataclass(frozen=True)
class PageReading:
    """What a page shows: its headings, the cells of its tables by row, and all its text without white space."""

    headings: tuple[tuple[str, str], ...]
    tables: tuple[tuple[tuple[CellOnPage, ...], ...], ...]
    text: str
    faults: tuple[tuple[int, str], ...]
    addresses: tuple[str, ...]


def read_page(html: str) -> PageReading:
    """Return what a page shows; `faults` are what the parser of browsers had to mend, by the page's line."""
    from tinyhtml5.parser import HTMLParser

    parser = HTMLParser(namespace_html_elements=False)
    root = parser.parse(html)
    faults = tuple((place[0], f"{code} {values.get('name', '')}".strip()) for place, code, values in parser.errors)
    for parent in list(root.iter()):
        for child in [c for c in parent if c.tag in ("template", "svg") or is_hidden(c)]:
            parent.remove(child)
    headings = tuple((e.tag, squeeze(text_of(e))) for e in root.iter() if e.tag in ("h1", "h2", "h3"))
    tables = tuple(tuple(read_rows(table)) for table in root.iter("table"))
    body = root.find("body")
    text = squeeze(text_of(root if body is None else body))
    return PageReading(headings, tables, text, faults, tuple(find_addresses(root)))


def is_hidden(element: Element) -> bool:
    """Tell whether an element itself says that it is not shown; what style sheets hide is not seen here."""
    return "hidden" in element.attrib or HIDING.search(element.get("style", "")) is not None


def read_rows(table: Element) -> Iterator[tuple[CellOnPage, ...]]:
    """Yield the rows of a table."""
    for row in table.iter("tr"):
        yield tuple(
            CellOnPage(squeeze(text_of(cell)), span(cell, "rowspan"), span(cell, "colspan"))
            for cell in row
            if cell.tag in ("th", "td")
        )


def span(cell: Element, name: str) -> int:
    """Return how many rows or columns a cell spans."""
    value = cell.get(name, "1")
    return int(value) if value.isdecimal() else 1


def text_of(element: Element) -> str:
    """Return the text that an element shows; styles and scripts show none."""
    pieces: list[str] = []
    if element.tag not in ("style", "script") and isinstance(element.tag, str):
        pieces.append(element.text or "")
        for child in element:
            pieces += [text_of(child), child.tail or ""]
    return "".join(pieces)


def squeeze(text: str) -> str:
    """Return text without white space."""
    return SPACE.sub("", text)


def find_addresses(root: Element) -> Iterator[str]:
    """Yield every address from which a browser would fetch something by itself."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for name, value in element.attrib.items():
            if name.rpartition(":")[2].rpartition("}")[2] in ADDRESSES and element.tag not in (
                "a",
                "area",
                "blockquote",
                "q",
            ):
                yield from is_foreign(value)
            if name == "style":
                yield from find_css_addresses(value)
        if element.tag == "style":
            yield from find_css_addresses(element.text or "")


def find_css_addresses(css: str) -> Iterator[str]:
    """Yield the addresses that a style asks for."""
    for match in CSS_ADDRESS.finditer(css):
        yield from is_foreign(match[1] if match[1] is not None else match[0])


def is_foreign(address: str) -> Iterator[str]:
    """Yield an address unless what it stands for is in the page."""
    if address.strip() and not address.strip().lower().startswith(HARMLESS):
        yield address.strip()
