"""The parts of an Office file (a zip), judged before anything unpacks them."""

import re
import zipfile
from io import BytesIO

from govreport.errors import GovreportError
from govreport.importers.document import MOST_CELLS

MOST_PARTS = 5_000
LARGEST_PART = 60 * 2**20
LARGEST_ALL = 200 * 2**20
"""Bytes unpacked; pictures included, which are not read."""
LARGEST_XML = 30 * 2**20
CELL = re.compile(rb"<w:tc[ >]|<c ")
DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
DTD_UTF16 = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-16-le", "utf-16-be"))


def check_archive(name: str, content: bytes) -> frozenset[str]:
    """Return the names of the parts. Raises GovreportError where unpacking could fill the memory or reach outside.

    Office files have no document types; one that declares any wants to be expanded or to fetch something.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_ALL:
                raise GovreportError(f"{name}：解开后太大，不像年度报告")
            for part in parts:
                check_part(name, archive, part)
            return frozenset(part.filename for part in parts)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise GovreportError(f"{name}：文件损坏或不完整，打不开；请重新下载或另存一份") from error


def check_part(name: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a part that is too large, encrypted, or declares a document type. Reads no more than it may."""
    is_xml = part.filename.lower().endswith((".xml", ".rels"))
    if part.file_size > (LARGEST_XML if is_xml else LARGEST_PART):
        raise GovreportError(f"{name}：解开后太大，不像年度报告")
    if part.flag_bits & 1:
        raise GovreportError(f"{name}：文件加了密码，打不开")
    if not is_xml:
        return
    with archive.open(part) as stream:
        data = stream.read(LARGEST_XML + 1)
    if len(data) > LARGEST_XML:
        raise GovreportError(f"{name}：解开后太大，不像年度报告")
    if len(CELL.findall(data)) > MOST_CELLS:
        raise GovreportError(f"{name}：表格太大，不像年度报告")
    if DTD.search(data) or any(mark in data for mark in DTD_UTF16):
        raise GovreportError(f"{name}：文件里有外部实体声明，不安全，没有读")
