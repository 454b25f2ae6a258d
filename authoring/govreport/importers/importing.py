"""A foreign document as a report; and what a document is that is none."""

import re
from dataclasses import replace

from govreport.errors import GovreportError
from govreport.importers.document import Document, Paragraph
from govreport.importers.doubt import Doubt, quote
from govreport.importers.reader import read_document
from govreport.importers.recognise import Imported, recognise

ATTACHMENT = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|ofd|zip|rar)(?:$|[?#])", re.IGNORECASE)
CARRIED = re.compile(r"[A-Za-z0-9+/=]{60,}")
FEWEST_LISTED = 4
LITTLE_TEXT = 1500


def import_document(name: str, content: bytes) -> Imported:
    """Return the report in a document with what was doubtful. Raises GovreportError where it is none.

    What the document says is taken, also from our own PDF and HTML: people edit those, and the data inside stays
    as it was (`govreport extract` returns that).
    """
    document = drop_carried_data(read_document(name, content))
    try:
        imported = recognise(document)
    except GovreportError as error:
        raise GovreportError(f"{name}：{error}") from error
    if imported is None or (not imported.filled and not imported.report.prose):
        raise GovreportError(f"{name}：{explain_failure(document)}")
    if document.carries_data:
        hint = "里面带着 govreport 的填报文件，要原样取回用 govreport extract；这里按印出来的内容识别"
        return Imported(imported.report, (Doubt("", hint), *imported.doubts), imported.filled, imported.cells)
    return imported


def drop_carried_data(document: Document) -> Document:
    """Return a document without our own data, which other programs print at the end of a page as letters."""
    for number, block in enumerate(document.blocks):
        if isinstance(block, Paragraph) and CARRIED.match("".join(block.text.split())):
            return replace(document, blocks=document.blocks[:number])
    return document


def explain_failure(document: Document) -> str:
    """Return what a document is that is no report."""
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    length = sum(len(text) for text in texts)
    listed = [link for link in document.links if re.search(r"公开.*(?:年度?报告|年报)", link.text)]
    attached = [link for link in document.links if ATTACHMENT.search(link.target)]
    if len(listed) >= FEWEST_LISTED:
        return f"这是年度报告的列表页（有 {len(listed)} 个报告的链接），请打开其中一份再保存"
    if attached and length < LITTLE_TEXT:
        link = attached[0]
        return f"这个网页只有附件的链接（{link.text or link.target}），请下载附件，再导入附件"
    if length < LITTLE_TEXT and document.images:
        return "这里只有图片，没有文字，不能导入；请找有文字的版本"
    if not any(text.strip() for text in texts) and len(document.blocks) == 0:
        return "里面没有文字"
    first = next((text for text in texts if len(text.strip()) > 3), "")
    begins = f"；开头是{quote(first)}" if first else ""
    return f"不像政府信息公开工作年度报告（没有找到各部分的标题和表格）{begins}"
