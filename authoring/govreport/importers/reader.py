"""Which kind of document some bytes are, by their content, and that kind's reader."""

import re

from govreport.errors import GovreportError
from govreport.importers.document import LARGEST_TEXT, Document
from govreport.importers.encoding import decode

HTML = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|table|div|p|span|article|meta)\b", re.IGNORECASE)
MHTML = re.compile(rb"^(?:MIME-Version|From:|Content-Type: multipart)", re.IGNORECASE)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
SHEETS = (".csv", ".tsv")
MARKDOWN = (".md", ".markdown")


def read_document(name: str, content: bytes) -> Document:
    """Return the document; the file's name decides only between kinds of text. Raises GovreportError."""
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    if not content.strip():
        raise GovreportError(f"{name}：文件是空的")
    if b"%PDF-" in content[:1024]:
        from govreport.importers.pdf import read_pdf

        return read_pdf(name, content)
    if content.startswith(b"PK"):
        return _read_archive(name, content)
    _refuse_other(name, content)
    text = decode(name, content)
    if len(text) > LARGEST_TEXT * 4:
        raise GovreportError(f"{name}：文件太大，不像年度报告")
    if suffix in SHEETS:
        from govreport.importers.sheet import read_csv

        return read_csv(name, text)
    if HTML.search(text[:20_000]):
        from govreport.importers.html import read_html

        return read_html(name, text)
    from govreport.importers.text import read_text

    return read_text(name, text, markdown=suffix in MARKDOWN)


def _read_archive(name: str, content: bytes) -> Document:
    from govreport.importers.archive import check_archive

    parts = check_archive(name, content)
    if any(part.startswith("xl/") for part in parts):
        from govreport.importers.sheet import read_xlsx

        return read_xlsx(name, content)
    if any(part.startswith("word/") for part in parts):
        from govreport.importers.docx import read_docx

        return read_docx(name, content)
    kind = "这是 OFD 文件" if "OFD.xml" in parts else "这是压缩包或别的文件"
    raise GovreportError(f"{name}：{kind}，不能导入；能导入的有 .docx、.html、.pdf、.txt、.md、.xlsx、.csv")


def _refuse_other(name: str, content: bytes) -> None:
    """Raise GovreportError for kinds of files that are no text and have no reader."""
    if content.startswith(OLD_OFFICE):
        raise GovreportError(
            f"{name}：这是旧版 Office 文件（.doc、.xls、.wps），请用 Word 或 WPS 另存为 .docx 或 .xlsx"
        )
    if content.startswith(b"{\\rtf"):
        raise GovreportError(f"{name}：这是 RTF 文件，请用 Word 或 WPS 另存为 .docx")
    if content.startswith(PICTURES):
        raise GovreportError(f"{name}：这是图片，不能导入；请找有文字的版本")
    if MHTML.match(content):
        raise GovreportError(f"{name}：这是单文件网页（.mht），请在浏览器里另存为“网页，仅 HTML”")
