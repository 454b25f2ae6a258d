"""A document as a package: an empty one to begin with, its settings, fonts and properties, its bytes."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.opc.rel import Relationships
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.package import Package

from govreport.context import Context
from govreport.pack import Pack
from govreport.render.word.elements import clean, make, make_all

KEPT = ("officeDocument", "core-properties", "styles", "settings", "theme")
"""What is kept of the empty document of python-docx, by the ends of relationship types."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the package (a zip knows no earlier one): same input, same bytes."""
WORD_2013 = 15
"""The newest compatibility mode; below it Word shows “兼容模式” in the title bar."""
WORD_URI = "http://schemas.microsoft.com/office/word"
LONGEST_PROPERTY = 255
"""Characters; Office keeps no longer properties."""
GB2312_CHARSET = "86"


def open_empty() -> Document:
    """Return a document without content, styles to be replaced, none but the needed parts."""
    document = docx.Document()
    for rels in (document.part.package.rels, document.part.rels):
        drop_relationships(rels)
    return document


def drop_relationships(rels: Relationships) -> None:
    """Drop what is not kept: a part that nothing relates to is not saved."""
    for key in [key for key, rel in rels.items() if rel.reltype.rpartition("/")[2] not in KEPT]:
        del rels[key]


def put_settings(document: Document) -> None:
    """Replace the document's settings by those of a Chinese Word."""
    root = document.settings.element
    for old in list(root):
        root.remove(old)
    compatibility = [
        make("compatSetting", name=name, uri=WORD_URI, val=value)
        for name, value in (
            ("compatibilityMode", WORD_2013),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
            ("differentiateMultirowTableHeaders", 1),
        )
    ]
    root.extend(
        [
            make("zoom", percent=100),
            make("defaultTabStop", val=420),
            make("characterSpacingControl", val="compressPunctuation"),
            make("compat", make("doNotExpandShiftReturn"), make("useFELayout"), *compatibility),
            make("themeFontLang", val="en-US", eastAsia="zh-CN"),
            *make_all([("decimalSymbol", "."), ("listSeparator", ",")]),
        ]
    )


def put_fonts(document: Document, pack: Pack) -> None:
    """Put in the font table: each office font, with the names that may stand in for it."""
    table = make("fonts", *list_fonts(pack))
    package = document.part.package
    assert isinstance(package, Package)
    part: Part = XmlPart(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, table, package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FONT_TABLE)


def list_fonts(pack: Pack) -> Iterator[BaseOxmlElement]:
    """Yield an entry for each typeface of the pack, which names the office fonts in order of preference."""
    families = {names[0]: names[1:] for names in map(pack.office_fonts, pack.fonts)}
    for name, others in families.items():
        yield make_font(name, others)


def make_font(name: str, others: Sequence[str]) -> BaseOxmlElement:
    """Return the entry of a Chinese font; Word takes one of `others` where it is not installed."""
    alternatives = [make("altName", val=",".join(others))] if others else []
    return make(
        "font", *alternatives, make("charset", val=GB2312_CHARSET), make("pitch", val="default"), name=name
    )


def put_properties(document: Document, view: Context) -> None:
    """Set title, author, language and dates; the only date is that of publication."""
    properties = document.core_properties
    for old in list(properties._element):
        properties._element.remove(old)
    properties.title = clean(view.title)[:LONGEST_PROPERTY]
    properties.subject = clean(view.subject)[:LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = clean(view.agency)[:LONGEST_PROPERTY]
    properties.language = "zh-CN"
    properties.revision = 1
    if view.published:
        properties.created = properties.modified = datetime.fromisoformat(view.published)


def save_bytes(document: Document) -> bytes:
    """Return the document's file; same document, same bytes."""
    written = io.BytesIO()
    document.save(written)
    packed = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            target.writestr(entry, source.read(name))
    return packed.getvalue()
