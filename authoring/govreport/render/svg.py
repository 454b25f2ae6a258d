"""A drawing of matplotlib as SVG that may stand inside any page: no style sheet, no ids, nothing to load."""

import re
from typing import Any

from lxml import etree

NAMESPACE = "{http://www.w3.org/2000/svg}"
REFERENCE = "{http://www.w3.org/1999/xlink}href"
MILLIMETRES_PER_POINT = 25.4 / 72
FAMILY = re.compile(r"font-family:[^;]*;?\s*")
DECLARATION = re.compile(r'\s+xmlns(?::\w+)?="[^"]*"')


def make_inline(drawing: bytes, alt: str) -> str:
    """Return the drawing as an element for an HTML page, read out as `alt`; its type is the page's to choose.

    What is drawn several times (marks on a line) is written out, so that two drawings cannot share an id.
    """
    root = etree.fromstring(
        drawing, etree.XMLParser(no_network=True, resolve_entities=False, remove_comments=True)
    )
    write_out_marks(root)
    for name in ("metadata", "defs"):
        for element in list(root.iter(NAMESPACE + name)):
            element.getparent().remove(element)
    for element in root.iter():
        for name in ("id", "clip-path"):
            element.attrib.pop(name, None)
        if "font-family" in element.get("style", ""):
            element.set("style", FAMILY.sub("", element.get("style")))
    describe(root, alt)
    etree.cleanup_namespaces(root)
    return DECLARATION.sub("", etree.tostring(root, encoding="unicode"))


def write_out_marks(root: Any) -> None:
    """Put a path of its own in place of every reference to one."""
    paths = {path.get("id"): path for path in root.iter(f"{NAMESPACE}path") if path.get("id")}
    for use in list(root.iter(f"{NAMESPACE}use")):
        shape = paths[use.get(REFERENCE).removeprefix("#")]
        style = "; ".join(filter(None, (shape.get("style"), use.get("style"))))
        shift = f"translate({use.get('x', '0')} {use.get('y', '0')})"
        copy = etree.Element(f"{NAMESPACE}path", {"d": shape.get("d"), "transform": shift, "style": style})
        use.getparent().replace(use, copy)


def describe(root: Any, alt: str) -> None:
    """Give the drawing its size in mm, its role, and its words: for a screen reader, and for a PDF's tags."""
    for side in ("width", "height"):
        root.set(side, f"{float(root.get(side).removesuffix('pt')) * MILLIMETRES_PER_POINT:.2f}mm")
    root.attrib.pop("version", None)
    root.set("role", "img")
    root.set("aria-label", alt)
    root.set("style", "stroke-linejoin: round; stroke-linecap: butt")
    title = etree.Element(f"{NAMESPACE}title")
    title.text = alt
    root.insert(0, title)
