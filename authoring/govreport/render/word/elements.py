"""Elements of WordprocessingML, made in one call each."""

import re
from collections.abc import Iterable

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
REPLACEMENT = "\ufffd"


def make(tag: str, *children: BaseOxmlElement, **attributes: object) -> BaseOxmlElement:
    """Return the element w:TAG with its children and attributes w:NAME, in the order given."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    element.extend(children)
    return element


def make_all(values: Iterable[tuple[str, object]]) -> list[BaseOxmlElement]:
    """Return an element for each tag with its w:val."""
    return [make(tag, val=value) for tag, value in values]


def make_fonts(face: str) -> BaseOxmlElement:
    """Return the fonts of a style or run: one face for Han, digits and marks alike.

    The hint makes Word take quotes and dashes, which Latin and Chinese share, from the Chinese face.
    """
    return make("rFonts", hint="eastAsia", ascii=face, eastAsia=face, hAnsi=face, cs=face)


def make_text(text: str) -> BaseOxmlElement:
    """Return w:t; blanks at its ends are kept."""
    element = make("t")
    element.text = clean(text)
    element.set(qn("xml:space"), "preserve")
    return element


def clean(text: str) -> str:
    """Return `text` with a replacement for what XML cannot hold (control characters of a draft)."""
    return NOT_IN_XML.sub(REPLACEMENT, text)
