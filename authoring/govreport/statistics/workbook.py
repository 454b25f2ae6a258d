"""Statistics as an Excel file: a sheet a table, with charts."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from govreport.display_width import measure
from govreport.export import neutralize
from govreport.statistics.tables import UNSTATED, Statistics, Table

FONT = "宋体"
MOST_WIDTH = 40
A4 = 9
"""The paper's number in Excel files."""
BAR_HEIGHT = 24
"""Pixels."""
HEAD_HEIGHT = 28
"""Points: two lines."""
MARKERS = ("circle", "square", "triangle", "diamond")
"""Of the items that a chart over the years shows, told apart in black and white, too."""
BASE = {"font_name": FONT, "font_size": 10}
STYLES: Mapping[str, Mapping[str, object]] = {
    "head": {
        **BASE,
        "bold": True,
        "bg_color": "#E8EEF4",
        "bottom": 1,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
    },
    "text": BASE,
    "number": {**BASE, "num_format": "#,##0.####"},
    "whole": {**BASE, "num_format": "#,##0"},
    "year": {**BASE, "num_format": "0", "align": "center"},
}


def make_workbook(statistics: Statistics) -> bytes:
    """Return an .xlsx file with all tables; charts beside those by year, province and level."""
    import xlsxwriter

    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book: Any = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": datetime(2000, 1, 1)})
    styles = {name: book.add_format(style) for name, style in STYLES.items()}
    for table in statistics.tables:
        _Sheet(book, table, styles).fill()
    _chart_years(book, statistics.by_year)
    for table in (statistics.by_province, statistics.by_level):
        _chart_groups(book, table)
    book.close()
    return buffer.getvalue()


class _Sheet:
    """Puts one table on one sheet."""

    def __init__(self, book: Any, table: Table, styles: Mapping[str, Any]) -> None:
        self.sheet: Any = book.add_worksheet(table.title)
        self.table = table
        self.styles = styles

    def fill(self) -> None:
        """Write the table, the note below it."""
        for column, label in enumerate(self.table.head):
            self.sheet.write_string(0, column, label, self.styles["head"])
        for number, row in enumerate(self.table.rows, start=1):
            for column, value in enumerate(row):
                self.put(number, column, value)
        for number, line in enumerate(self.table.note, start=len(self.table.rows) + 2):
            self.sheet.write_string(number, 0, line, self.styles["text"])
        self.arrange()

    def put(self, row: int, column: int, value: object) -> None:
        """Write one cell."""
        if isinstance(value, int | Decimal):
            is_year = self.table.head[column] == "年度"
            style = "year" if is_year else "whole" if isinstance(value, int) else "number"
            self.sheet.write_number(row, column, float(value), self.styles[style])
        elif value is not None:
            self.sheet.write_string(row, column, neutralize(str(value)), self.styles["text"])

    def arrange(self) -> None:
        """Set widths, keep the head in sight, let rows be filtered."""
        for column, label in enumerate(self.table.head):
            values = (measure(str(row[column])) for row in self.table.rows[:200])
            widest = max([measure(label) // 2 + 3, *values])  # a long label stands on two lines
            self.sheet.set_column(column, column, min(widest, MOST_WIDTH) + 2)
        self.sheet.set_row(0, HEAD_HEIGHT)
        self.sheet.freeze_panes(1, self.table.key)
        if self.table.rows:
            self.sheet.autofilter(0, 0, len(self.table.rows), len(self.table.head) - 1)
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0)


def _chart_years(book: Any, table: Table) -> None:
    """Put a chart of the first items over the years below the table, where there are several years."""
    years = [row[0] for row in table.rows if row[0] != UNSTATED]
    if len(years) < 2:
        return
    chart = book.add_chart({"type": "line"})
    first = table.key + 1
    for column, marker in zip(range(first, len(table.head)), MARKERS, strict=False):
        chart.add_series(
            {
                "name": [table.title, 0, column],
                "categories": [table.title, 1, 0, len(years), 0],
                "values": [table.title, 1, column, len(years), column],
                "marker": {"type": marker, "size": 7},
            }
        )
    _place(book, table, chart, "各年度")


def _chart_groups(book: Any, table: Table) -> None:
    """Put a chart of the first item by group, of the latest year, below the table."""
    stated = [number for number, row in enumerate(table.rows, start=1) if row[0] != UNSTATED]
    latest = [number for number in stated if table.rows[number - 1][0] == table.rows[stated[-1] - 1][0]]
    if len(latest) < 2:
        return
    chart = book.add_chart({"type": "bar"})
    column = table.key + 1
    chart.add_series(
        {
            "name": [table.title, 0, column],
            "categories": [table.title, latest[0], 1, latest[-1], 1],
            "values": [table.title, latest[0], column, latest[-1], column],
        }
    )
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"none": True})
    title = f"{table.rows[latest[0] - 1][0]}年{table.head[column]}，{table.title}"
    _place(book, table, chart, title, height=100 + BAR_HEIGHT * len(latest))


def _place(book: Any, table: Table, chart: Any, title: str, *, height: int = 360) -> None:
    """Put a chart below a table; `height` in pixels."""
    font = {"name": FONT, "size": 12}
    chart.set_title({"name": title, "name_font": font})
    chart.set_size({"width": 760, "height": height})
    book.get_worksheet_by_name(table.title).insert_chart(len(table.rows) + 4, 0, chart)
