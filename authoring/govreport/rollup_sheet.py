"""All reports of a sum beside each other: a row a report, a column a cell, the sum below; as Excel or CSV."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from govreport.cells import name_cell, name_row
from govreport.export import UTF8_BOM, neutralize
from govreport.files import refuse
from govreport.numbers import format_number
from govreport.report import Cells
from govreport.report_format import Column, ReportFormat, Row, Section, Table
from govreport.rollup import list_variants

HEAD = ("机关全称", "文件", "说明")
TOTAL = "合计"
FONT = "宋体"
WIDTHS = (30, 24, 20)
LABEL_HEIGHT = 75
A3 = 8
"""The paper's number in Excel files."""


@dataclass(frozen=True)
class Place:
    """One column of the sheet: a cell of the form."""

    section: Section
    table: Table
    row: Row
    index: int

    @property
    def column(self) -> Column:
        """The cell's column."""
        return self.table.columns[self.index]

    @property
    def name(self) -> str:
        """The cell's whole name: table, row, column."""
        return name_cell(self.section, name_row(self.row, self.table), self.column.label)


class Sheet(Protocol):
    """What reports are written to, one after the other."""

    def add(self, texts: Sequence[str], figures: Mapping[str, Cells]) -> None:
        """Write a report: agency, file, remark, and its figures by row path."""

    def finish(self, total: Mapping[str, Cells]) -> None:
        """Write the sum and close the sheet."""

    def close(self) -> None:
        """Let go of what is open. Raises GovreportError."""


def list_places(form: ReportFormat) -> tuple[Place, ...]:
    """Return every cell of a form in official order, a single row before the rows that it stands for."""
    places: list[Place] = []
    for section, table in form.tables:
        for row in order_rows(table):
            places += [Place(section, table, row, i) for i in range(len(table.columns))]
    return tuple(places)


def order_rows(table: Table) -> Iterator[Row]:
    """Yield the rows of a table, single rows before those that they stand for."""
    for row in table.rows:
        yield from (v.row for v in table.variants if row.key == v.replaces[0])
        yield row


def number_of(figures: Mapping[str, Cells], place: Place) -> Any:
    """Return the number at a place; None where it is blank or its row is not in force."""
    cells = figures.get(place.row.path)
    return None if cells is None else cells[place.index]


class CsvSheet:
    """The sheet as CSV, beginning with a BOM for Excel."""

    def __init__(self, file: BinaryIO, form: ReportFormat) -> None:
        """Write the head."""
        self.file = file
        self.places = list_places(form)
        self.write([f"{UTF8_BOM}{HEAD[0]}", *HEAD[1:], *(place.name for place in self.places)])

    def write(self, line: Sequence[str]) -> None:
        """Write one line."""
        self.file.write(csv_line(line))

    def add(self, texts: Sequence[str], figures: Mapping[str, Cells]) -> None:
        """Write a report."""
        self.write([*map(neutralize, texts), *self.numbers(figures)])

    def numbers(self, figures: Mapping[str, Cells]) -> Iterator[str]:
        """Yield every cell as text, "" where there is no number."""
        for place in self.places:
            value = number_of(figures, place)
            yield "" if value is None else format_number(value)

    def finish(self, total: Mapping[str, Cells]) -> None:
        """Write the sum."""
        self.write([TOTAL, "", "", *self.numbers(total)])

    def close(self) -> None:
        """Let go of nothing: the file is its owner's."""


def csv_line(values: Sequence[str]) -> bytes:
    """Return values as one line of CSV, in UTF-8."""
    buffer = io.StringIO()
    csv.writer(buffer).writerow(values)
    return buffer.getvalue().encode("utf-8")


class ExcelSheet:
    """The sheet as an Excel file; the sums are formulas, with their values."""

    def __init__(self, file: BinaryIO, form: ReportFormat, scratch: str) -> None:
        """Write the heads: table, row, column. Until it is finished, all is in the folder `scratch`."""
        import xlsxwriter

        self.file = file
        self.scratch = scratch
        self.form = form
        self.places = list_places(form)
        self.packed = io.BytesIO()
        options = {"strings_to_formulas": False, "strings_to_urls": False}
        self.book: Any = xlsxwriter.Workbook(self.packed, {"constant_memory": True, "tmpdir": scratch, **options})
        from datetime import datetime

        self.book.set_properties({"created": datetime(2000, 1, 1)})
        self.styles = {name: self.book.add_format(style) for name, style in STYLES.items()}
        self.sheet: Any = self.book.add_worksheet("汇总表")
        self.first = 3
        """The row of the first report, counted from 0; above it stand table, row and column."""
        self.next = self.first
        self.is_closed = False
        self.write_heads()

    def write_heads(self) -> None:
        """Write the three rows of heads, equal neighbours merged, and set widths."""
        sheet, style = self.sheet, self.styles["head"]
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.set_column(len(HEAD), len(HEAD) + len(self.places) - 1, 11)
        sheet.set_row(1, LABEL_HEIGHT)
        sheet.freeze_panes(self.first, 1)
        sheet.set_landscape()
        sheet.set_paper(A3)
        sheet.repeat_rows(0, self.first - 1)
        sheet.repeat_columns(0, 0)
        self.write_merged(0, lambda place: place.section.title, "section")
        self.write_merged(1, lambda place: name_row(place.row, place.table), "head")
        for number, label in enumerate([*HEAD, *(place.column.label for place in self.places)]):
            sheet.write_string(2, number, label, style)

    def write_merged(self, row: int, name: Callable[[Place], str], style: str) -> None:
        """Write a row of heads over the columns that they belong to."""
        start = len(HEAD)
        for label, group in groupby(self.places, lambda place: (name(place), row and place.row.path)):
            end = start + len(list(group)) - 1
            if end > start:
                self.sheet.merge_range(row, start, row, end, label[0], self.styles[style])
            else:
                self.sheet.write_string(row, start, label[0], self.styles[style])
            start = end + 1

    def add(self, texts: Sequence[str], figures: Mapping[str, Cells]) -> None:
        """Write a report."""
        with refusing(self.scratch):
            self.write_report(texts, figures)

    def write_report(self, texts: Sequence[str], figures: Mapping[str, Cells]) -> None:
        """Write a report into the next row."""
        for column, text in enumerate(texts):
            self.sheet.write_string(self.next, column, neutralize(text), self.styles["text"])
        for column, place in enumerate(self.places, start=len(HEAD)):
            value = number_of(figures, place)
            if value is not None:
                self.sheet.write_number(self.next, column, float(value), self.style_of(place))
            elif place.row.path in figures:
                self.sheet.write_blank(self.next, column, None, self.styles["blank"])
        self.next += 1

    def style_of(self, place: Place, kind: str = "") -> Any:
        """Return the look of a number."""
        return self.styles[f"{kind}decimal" if place.column.decimals else f"{kind}count"]

    def finish(self, total: Mapping[str, Cells]) -> None:
        """Write the sums, which stay blank where a report is blank, and put all of it into the file."""
        with refusing(self.scratch):
            self.write_total(total)
        self.close()
        self.file.write(self.packed.getbuffer())

    def write_total(self, total: Mapping[str, Cells]) -> None:
        """Write the sums below the reports."""
        for column in range(len(HEAD)):
            self.sheet.write_string(self.next, column, "" if column else TOTAL, self.styles["head"])
        for column, place in enumerate(self.places, start=len(HEAD)):
            if place.row.path in total:
                value = number_of(total, place)
                shown = "" if value is None else float(value)
                formula = self.write_formula(place, column)
                if not formula.startswith("=IF") and value is None:
                    self.sheet.write_blank(self.next, column, None, self.styles["blank"])
                    continue
                self.sheet.write_formula(self.next, column, formula, self.style_of(place, "total "), shown)
        if self.next > self.first:
            self.sheet.autofilter(self.first - 1, 0, self.next - 1, len(HEAD) + len(self.places) - 1)

    def write_formula(self, place: Place, column: int) -> str:
        """Return the sum of a column; with a single row, that of the rows that it stands for is added."""
        groups = {variant.row.path: group for variant, group in list_variants(self.form)}
        group = groups.get(place.row.path)
        if group is None:
            span = self.span(column)
            return f'=IF(COUNT({span})={self.next - self.first},SUM({span}),"")'
        paths = {place.row.path, *(row.path for row in group)}
        columns = [
            number
            for number, other in enumerate(self.places, start=len(HEAD))
            if other.row.path in paths and other.index == place.index
        ]
        return f"=SUM({','.join(map(self.span, columns))})"

    def span(self, column: int) -> str:
        """Return the reports' cells in a column."""
        from xlsxwriter.utility import xl_range

        return str(xl_range(self.first, column, self.next - 1, column))

    def close(self) -> None:
        """Pack the Excel file, in memory, if that is not done. Raises GovreportError."""
        from xlsxwriter.exceptions import FileCreateError

        if self.is_closed:
            return
        self.is_closed = True
        try:
            self.book.close()
        except FileCreateError as error:
            raise refuse(Path(self.scratch).parent, error.args[0]) from error


@contextmanager
def refusing(scratch: str) -> Iterator[None]:
    """Turn the OSError of a block that writes into `scratch` only into the error that names where that is."""
    try:
        yield
    except OSError as error:
        raise refuse(Path(scratch).parent, error) from error


BASE = {"font_name": FONT, "font_size": 10, "border": 1, "valign": "vcenter"}
COUNT, DECIMAL = {"num_format": "0"}, {"num_format": "0.00####"}
STYLES: Mapping[str, Mapping[str, object]] = {
    "head": {**BASE, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#E8EEF4"},
    "section": {**BASE, "bold": True, "bg_color": "#E8EEF4"},
    "text": {**BASE},
    "count": {**BASE, **COUNT},
    "decimal": {**BASE, **DECIMAL},
    "blank": {**BASE, "bg_color": "#FFC7CE"},
    "total count": {**BASE, **COUNT, "bold": True, "bg_color": "#E8EEF4"},
    "total decimal": {**BASE, **DECIMAL, "bold": True, "bg_color": "#E8EEF4"},
}
