"""Tables in Excel and CSV files as a document: one grid a sheet."""

import csv
import io
from datetime import date
from io import BytesIO
from typing import Any

from govreport.errors import GovreportError
from govreport.importers.archive import check_archive
from govreport.importers.document import LARGEST_GRID, Block, CellGrid, Document, GridCell, Paragraph

MOST_ROWS = 3_000
MOST_COLUMNS = 200
DELIMITERS = ",\t;"
NOT_READ = (
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    EOFError,
    ImportError,
    SyntaxError,
)


def read_xlsx(name: str, content: bytes) -> Document:
    """Return the document in an Excel file: values as last computed. Raises GovreportError where it is damaged."""
    check_archive(name, content)
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(BytesIO(content), data_only=True, keep_links=False)
        blocks: list[Block] = []
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                blocks += read_sheet(name, sheet)
    except (*NOT_READ, InvalidFileException) as error:
        raise GovreportError(f"{name}：Excel 文件损坏，打不开；请用 Excel 或 WPS 另存一份") from error
    return Document(tuple(blocks))


def read_sheet(name: str, sheet: Any) -> list[Block]:
    """Return the grid of one sheet, merged cells as one; lines that stand alone before it as paragraphs."""
    height, width = min(sheet.max_row, MOST_ROWS + 1), min(sheet.max_column, MOST_COLUMNS)
    if height > MOST_ROWS:
        raise GovreportError(f"{name}：工作表有 {MOST_ROWS} 行以上，不像年度报告")
    spans = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    covered = find_covered(name, sheet)
    cells = []
    for row in range(1, height + 1):
        for column in range(1, width + 1):
            if (row, column) in covered:
                continue
            area = spans.get((row, column))
            tall, wide = (area.max_row - row + 1, area.max_col - column + 1) if area else (1, 1)
            cells.append(GridCell(show_value(sheet.cell(row, column).value), row - 1, column - 1, tall, wide))
    return lift_lines(CellGrid(tuple(cells)))


def find_covered(name: str, sheet: Any) -> set[tuple[int, int]]:
    """Return the places that merged cells cover, without their first ones."""
    covered: set[tuple[int, int]] = set()
    for area in sheet.merged_cells.ranges:
        if area.size["rows"] * area.size["columns"] > LARGEST_GRID or len(covered) > LARGEST_GRID:
            raise GovreportError(f"{name}：表格太大，不像年度报告")
        for row in range(area.min_row, min(area.max_row, MOST_ROWS) + 1):
            covered.update((row, column) for column in range(area.min_col, min(area.max_col, MOST_COLUMNS) + 1))
        covered.discard((area.min_row, area.min_col))
    return covered


def show_value(value: Any) -> str:
    """Return a cell's value as text: whole numbers without a point, days as dates."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    return str(value)


def lift_lines(grid: CellGrid) -> list[Block]:
    """Return the rows that hold one text and stand before any table as paragraphs, the rest as a grid."""
    blocks: list[Block] = []
    rows = grid.rows()
    first = 0
    for number, cells in enumerate(rows):
        texts = [cell.text for cell in cells if cell.text.strip()]
        if len(texts) > 1:
            break
        blocks += [Paragraph(text) for text in texts]
        first = number + 1
    rest = tuple(cell for cell in grid.cells if cell.row >= first)
    return [*blocks, CellGrid(rest)] if rest else blocks


def read_csv(name: str, text: str) -> Document:
    """Return the document in a CSV or TSV file."""
    sample = text[:5_000]
    delimiter = max(DELIMITERS, key=sample.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise GovreportError(f"{name}：CSV 文件读不出来") from error
    if len(rows) > MOST_ROWS or sum(map(len, rows)) > LARGEST_GRID:
        raise GovreportError(f"{name}：表格太大，不像年度报告")
    cells = [GridCell(value, y, x) for y, row in enumerate(rows) for x, value in enumerate(row)]
    return Document(tuple(lift_lines(CellGrid(tuple(cells)))))
