"""Word files made with python-docx from the printed tables: merged cells, one paragraph a line."""

from io import BytesIO

import docx

from importers.printed_form import Box


def make_word_file(parts: list[str | list[Box]]) -> bytes:
    """Return a .docx with paragraphs and ruled tables in order."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
        else:
            add_table(document, part)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def add_table(document: "docx.document.Document", boxes: list[Box]) -> None:
    """Add a table; merged cells are merged in both directions."""
    height = max(box.row + box.height for box in boxes)
    width = max(box.column + box.width for box in boxes)
    table = document.add_table(height, width)
    table.style = "Table Grid"
    for box in boxes:
        cell = table.cell(box.row, box.column)
        if box.height > 1 or box.width > 1:
            cell = cell.merge(table.cell(box.row + box.height - 1, box.column + box.width - 1))
        cell.text = box.text
