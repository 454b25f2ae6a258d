"""A report's tables as an Excel file to fill in: labels locked, totals as formulas, cells for numbers only."""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from govreport.context import make_title
from govreport.export import neutralize
from govreport.figures import compute_figures, names_in_force
from govreport.grid import Cell, Grid, build_grid
from govreport.pack_search import choose_pack
from govreport.report import Cells, Report
from govreport.report_format import Column, Row, Section, Table

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

HEAD_ROWS = 2
"""Rows above the table: the report's title and the section's."""
LABEL_WIDTH, GROUP_WIDTH, VALUE_WIDTH = 40, 16, 12
FONT = "宋体"
INPUT_COLOUR = "FFFDF3D8"
WRONG = "只填数字：没有发生填 0，不要写单位"


def make_workbook(report: Report) -> bytes:
    """Return an .xlsx file with one sheet for each table section.

    A total is empty until all its parts are filled in: blank is not zero. Texts that a spreadsheet would take for
    a formula are neutralised.
    """
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    figures = compute_figures(report)
    title = neutralize("".join(make_title(report, choose_pack(report.text("agency.province")))))
    for section in report.format.table_sections:
        sheet = book.create_sheet(section.name)
        _Sheet(sheet, section, report, figures).fill(title)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class _Sheet:
    """Puts one table section on one sheet."""

    def __init__(self, sheet: "Worksheet", section: Section, report: Report, figures: Mapping[str, Cells]) -> None:
        self.sheet: Any = sheet
        self.section = section
        self.report = report
        self.figures = figures
        self.grid = build_grid(section, report, figures)
        self.places = dict(find_places(self.grid))
        """The sheet place (row, column) of every value by row path and column number."""

    def fill(self, title: str) -> None:
        """Write the sheet."""
        for number, text in enumerate((title, self.section.title), start=1):
            self.put(number, 1, text)
            self.sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=self.grid.columns)
        for row in self.grid.rows:
            for cell in row:
                if cell.role != "value":
                    self.put_label(cell)
        for table in self.section.tables:
            self.fill_table(table)
        self.arrange()

    def put(self, row: int, column: int, text: str) -> Any:
        """Write a text; a string that begins like a formula stays a string."""
        cell = self.sheet.cell(row, column, text)
        cell.data_type = "s"
        self.dress(cell)
        return cell

    def put_label(self, cell: Cell) -> None:
        """Write a label or head, its merged places as one."""
        row, column = cell.row + 1 + HEAD_ROWS, cell.column + 1
        self.put(row, column, cell.text)
        self.merge(cell)

    def merge(self, cell: Cell) -> None:
        """Merge the places that a cell spans."""
        if cell.row_span > 1 or cell.column_span > 1:
            row, column = cell.row + 1 + HEAD_ROWS, cell.column + 1
            self.sheet.merge_cells(
                start_row=row,
                start_column=column,
                end_row=row + cell.row_span - 1,
                end_column=column + cell.column_span - 1,
            )

    def fill_table(self, table: Table) -> None:
        """Write the values of one table, its totals as formulas, and what may be typed."""
        rows = {
            row.key: row for row in (*table.rows, *(v.row for v in table.variants)) if row.path in self.figures
        }
        for row in rows.values():
            for index, column in enumerate(table.columns):
                place = self.places[row.path, index]
                formula = self.write_formula(table, rows, row, column)
                value = formula or self.figures[row.path][index]
                cell = self.sheet.cell(*place, value)
                self.dress(cell)
                if not formula:
                    self.open_cell(cell, column)
        for cells in self.grid.rows:
            for grid_cell in cells:
                if grid_cell.role == "value":
                    self.merge(grid_cell)

    def write_formula(self, table: Table, rows: Mapping[str, Row], row: Row, column: Column) -> str:
        """Return the formula of a total, "" for a cell to fill in: its parts added up once all are there."""
        order = {c.key: i for i, c in enumerate(table.columns)}
        for rule in table.sums:
            parts: Sequence[tuple[str, int]] = ()
            if rule.along == "row" and rule.total == column.key:
                parts = [(row.path, order[name]) for name in rule.parts]
            elif rule.along == "column" and rule.total == row.key and column.key not in table.total_columns:
                names = names_in_force(rule.parts, table, self.report)
                parts = [(rows[name].path, order[column.key]) for name in names]
            if parts:
                places = ",".join(name_cell(*self.places[part]) for part in parts)
                return f'=IF(COUNT({places})={len(parts)},SUM({places}),"")'
        return ""

    def open_cell(self, cell: Any, column: Column) -> None:
        """Let a cell be filled in, with numbers only."""
        from openpyxl.styles import PatternFill, Protection
        from openpyxl.worksheet.datavalidation import DataValidation

        cell.protection = Protection(locked=False)
        cell.fill = PatternFill("solid", start_color=INPUT_COLOUR)
        lowest = -(10**12) if column.negative else 0
        rule = DataValidation(
            type="decimal" if column.decimals else "whole",
            operator="between",
            formula1=str(lowest),
            formula2=str(10**12),
            allow_blank=True,
            showErrorMessage=True,
            errorTitle=column.label[:30],
            error=WRONG,
        )
        known = next((v for v in self.sheet.data_validations.dataValidation if same_rule(v, rule)), None)
        if known is None:
            known = rule
            self.sheet.add_data_validation(rule)
        known.add(cell)

    def dress(self, cell: Any) -> None:
        """Give a cell the look of the printed form."""
        from openpyxl.styles import Alignment, Border, Font, Side

        thin = Side(style="thin")
        cell.font = Font(name=FONT, size=14 if cell.row == 1 else 10, bold=cell.row <= HEAD_ROWS)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        if cell.row > HEAD_ROWS:
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)

    def arrange(self) -> None:
        """Set widths, keep heads in sight, lock everything but the cells to fill in, fit the page's width."""
        from openpyxl.utils import get_column_letter

        for column in range(1, self.grid.columns + 1):
            is_label = column <= self.grid.stub_columns
            last = column == self.grid.stub_columns
            width = (LABEL_WIDTH if last else GROUP_WIDTH) if is_label else VALUE_WIDTH
            self.sheet.column_dimensions[get_column_letter(column)].width = width
        if self.grid.head_rows:
            self.sheet.freeze_panes = self.sheet.cell(
                HEAD_ROWS + self.grid.head_rows + 1, self.grid.stub_columns + 1
            )
        self.sheet.protection.sheet = True
        self.sheet.page_setup.orientation = "landscape"
        self.sheet.page_setup.paperSize = 9
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = True
        self.sheet.page_setup.fitToHeight = 0


def find_places(grid: Grid) -> Iterator[tuple[tuple[str, int], tuple[int, int]]]:
    """Yield row path and column number of every value with its place on the sheet, both from 1."""
    for row in grid.rows:
        counts: dict[str, int] = {}
        for cell in row:
            if cell.role == "value":
                index = counts.get(cell.path, 0)
                counts[cell.path] = index + 1
                yield (cell.path, index), (cell.row + 1 + HEAD_ROWS, cell.column + 1)


def name_cell(row: int, column: int) -> str:
    """Return a place as a spreadsheet names it, such as D5."""
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column)}{row}"


def same_rule(one: Any, other: Any) -> bool:
    """Tell whether two rules of what may be typed are the same."""
    names = ("type", "formula1", "formula2", "errorTitle")
    return all(getattr(one, name) == getattr(other, name) for name in names)
