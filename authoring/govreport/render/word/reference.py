"""The styles of a pack's reference.docx, made in Word itself, over ours."""

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from govreport.errors import GovreportError
from govreport.pack import Pack, find_folder

FILE = "reference.docx"
MOST_UNPACKED = 50 * 2**20
TAKEN = ("w:pPr", "w:rPr", "w:tblPr", "w:trPr", "w:tcPr", "w:tblStylePr")
"""What of a style is its look."""
DROPPED = "w:numPr | w:pStyle | w:outlineLvl | w:sectPr"
"""What of a look leads elsewhere in the other document, or is ours to say."""


def put_reference(document: Document, pack: Pack) -> None:
    """Give the document's styles the look that styles of the same name have in the pack's reference.docx.

    A style that is not there keeps its look. Raises GovreportError where the file is no Word document.
    """
    folder = find_folder(pack, FILE)
    if folder is None:
        return
    looks = {name_of(style): style for style in list_styles(f"{folder.path / FILE}", folder.read_bytes(FILE))}
    for style in document.styles.element.xpath("w:style"):
        other = looks.get(name_of(style))
        if other is not None:
            replace_look(style, other)


def list_styles(name: str, content: bytes) -> Iterator[BaseOxmlElement]:
    """Yield the styles in a Word document. Raises GovreportError where it is none, or unpacks without end."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(entry.file_size for entry in package.infolist()) > MOST_UNPACKED:
                raise GovreportError(f"{name}：解开以后太大，不能用")
        reference = docx.Document(io.BytesIO(content))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError) as error:
        raise GovreportError(f"{name}：不是 Word 文件（.docx），或已经损坏") from error
    yield from reference.styles.element.xpath("w:style")


def name_of(style: BaseOxmlElement) -> tuple[str, str]:
    """Return the kind and the name of a style; Word's own names are the same in every language, but for case."""
    return style.get(qn("w:type"), ""), "".join(style.xpath("w:name/@w:val")).lower()


def replace_look(style: BaseOxmlElement, other: BaseOxmlElement) -> None:
    """Put the look of another style in place of a style's own; its level in the outline stays."""
    levels = style.xpath("w:pPr/w:outlineLvl")
    for tag in TAKEN:
        for own in style.findall(qn(tag)):
            style.remove(own)
    for look in (look for tag in TAKEN for look in other.findall(qn(tag))):
        for element in look.xpath(DROPPED):
            look.remove(element)
        style.append(look)
    if levels:
        style.get_or_add_pPr().append(levels[0])
