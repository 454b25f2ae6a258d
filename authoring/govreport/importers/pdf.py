"""A PDF with text as a document, read by a process of its own that may neither run long nor grow large."""

import json
import os
import subprocess
import sys
from typing import Any

from govreport.errors import GovreportError
from govreport.importers.document import Block, CellGrid, Document, GridCell, Paragraph

SECONDS = 15
REASONS = {
    "password": "这个 PDF 加了密码，打不开",
    "damaged": "这个 PDF 损坏或不完整，读不出来",
    "pages": "页数太多，不像年度报告",
    "large": "内容太多，不像年度报告",
    "scan": "这个 PDF 里没有文字（是扫描件或图片），不能导入；请找有文字的版本，或先做文字识别",
    "garbled": "这个 PDF 里的文字取不出来（字体没有文字对照），不能导入；请找 Word 或网页版本",
}


def read_pdf(name: str, content: bytes) -> Document:
    """Return the document in a PDF. Raises GovreportError where it has no text, or cannot be read in time."""
    command = [sys.executable, "-P", "-m", "govreport.importers.pdf_process"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=SECONDS, check=False, env=environment
        )
    except subprocess.TimeoutExpired as error:
        raise GovreportError(f"{name}：这个 PDF 读了 {SECONDS} 秒还没有读完，停下了；文件可能有问题") from error
    if done.returncode:
        raise GovreportError(f"{name}：{REASONS['damaged']}（或内容大得不正常）")
    answer = json.loads(done.stdout)
    if answer["error"]:
        raise GovreportError(f"{name}：{REASONS[answer['error']]}")
    blocks = tuple(read_block(item) for item in answer["blocks"])
    return Document(blocks, images=answer["images"], carries_data=answer["carries_data"])


def read_block(item: Any) -> Block:
    """Return a block from what the process wrote: a text, or a table's cells and breaks."""
    if isinstance(item, str):
        return Paragraph(item)
    return CellGrid(tuple(GridCell(*cell) for cell in item["cells"]), breaks=tuple(item["breaks"]))
