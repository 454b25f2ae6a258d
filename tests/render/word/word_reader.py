"""A reader of .docx files for the tests, made without the code that writes them.

Whoever reads a document in another way (an importer) only needs to return the same `Reading`.
"""

import io
import zipfile
from collections.abc import Iterator

import docx
from lxml import etree

from render.readers import Box, Reading, covers_every_place_once

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = {"w": W.strip("{}")}


def read_docx(content: bytes) -> Reading:
    """Return what a reader of the document finds: title and preamble, then by section, in order."""
    document = docx.Document(io.BytesIO(content))
    headings = {style.style_id for style in document.styles if style.name == "Heading 1"}
    reading = Reading()
    section = ""
    for child in document.element.body:
        if child.tag == f"{W}tbl":
            assert section not in reading.tables
            reading.tables[section] = read_word_table(child)
        elif child.tag == f"{W}p" and value(child, "w:pPr/w:pStyle") in headings:
            section = text_of(child)
            assert section not in reading.prose
            reading.prose[section] = []
        elif child.tag == f"{W}p" and child.find(f".//{W}drawing") is None:
            (reading.prose[section] if section else reading.head).append(text_of(child))
    return reading


def read_word_table(table: etree._Element) -> list[Box]:
    """Return the cells of a w:tbl; a cell that is merged downwards is one box."""
    boxes: list[Box] = []
    open_boxes: dict[int, int] = {}
    for y, row in enumerate(table.findall(f"{W}tr")):
        x = 0
        for cell in row.findall(f"{W}tc"):
            width = int(value(cell, "w:tcPr/w:gridSpan") or 1)
            merge = cell.find("w:tcPr/w:vMerge", NAMES)
            text = "\n".join(text_of(paragraph) for paragraph in cell.iter(f"{W}p"))
            if merge is not None and merge.get(f"{W}val", "continue") == "continue":
                above = boxes[open_boxes[x]]
                assert (above.bottom, above.right - above.left, text) == (y, width, "")
                boxes[open_boxes[x]] = Box(above.text, above.top, above.left, y + 1, above.right)
            else:
                open_boxes[x] = len(boxes)
                boxes.append(Box(text, y, x, y + 1, x + width))
            x += width
        assert x == len(table.findall("w:tblGrid/w:gridCol", NAMES))
    assert boxes
    assert covers_every_place_once(boxes)
    return boxes


def text_of(paragraph: etree._Element) -> str:
    """The text that a paragraph shows."""
    shown = {f"{W}br": "\n", f"{W}tab": "\t"}
    pieces = (node.text or "" if node.tag == f"{W}t" else shown.get(node.tag, "") for node in paragraph.iter())
    return "".join(pieces)


def value(element: etree._Element, path: str) -> str:
    """The w:val of an element below, "" where there is none."""
    found = element.find(path, NAMES)
    return "" if found is None else found.get(f"{W}val", "")


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the files of the package by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def part(content: bytes, name: str) -> etree._Element:
    """Return a part's root element."""
    return etree.fromstring(parts_of(content)[name])


def find_all(element: etree._Element, path: str) -> list[etree._Element]:
    """Return the elements at an XPath in which w: is known."""
    return list(etree.XPath(path, namespaces=NAMES)(element))


def attributes(element: etree._Element) -> dict[str, str]:
    """Return an element's attributes without their namespace."""
    return {etree.QName(name).localname: text for name, text in element.attrib.items()}


def runs_of(content: bytes) -> Iterator[tuple[str, etree._Element]]:
    """Yield every run that shows something, in body and footers, with the name of its part."""
    for name, data in parts_of(content).items():
        if name.startswith(("word/document", "word/footer")):
            for run in etree.fromstring(data).iter(f"{W}r"):
                yield name, run
