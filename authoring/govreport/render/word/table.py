"""A grid as a Word table: cells merged as in the official form."""

from collections.abc import Iterator

from docx.document import Document
from docx.oxml.xmlchemy import BaseOxmlElement

from govreport.grid import Cell, Grid
from govreport.pack import Pack
from govreport.render.word.elements import make, make_fonts, make_text
from govreport.render.word.measures import TWIPS_PER_POINT, Measures
from govreport.render.word.styles import CELL, CELL_MARGIN, LABEL, TABLE, face_of

DIGIT_WIDTH = 0.556
"""Ems; no digit is wider in the faces that an office has."""
FEW_COLUMNS = 4
"""A table of so few columns has rows with more air, as in the official form."""
AIRY_ROW_HEIGHT = 1.4
"""Their least height over the line height."""
LEAST_WIDTH = 3
"""Ems; a label in a narrower column is set downwards where its rows are high enough."""


def make_table(document: Document, caption: str, grid: Grid, pack: Pack) -> BaseOxmlElement:
    """Return the table of a grid: full width, head repeated on every page, no row split."""
    return _Table(document, grid, pack).make(caption)


def share_width(grid: Grid, pack: Pack) -> list[int]:
    """Return the widths of the grid's columns in twips, filling the text block."""
    total = Measures(pack).block_width
    shares = pack.tables.stubs.get(grid.stub_columns, ())
    widths = [round(total * share / 100) for share in shares]
    rest, count = total - sum(widths), grid.columns - len(widths)
    return [*widths, *(rest * (i + 1) // count - rest * i // count for i in range(count))]


class _Table:
    """One table in the making: its grid, widths of columns, and where each cell lies."""

    def __init__(self, document: Document, grid: Grid, pack: Pack) -> None:
        self.grid = grid
        self.pack = pack
        self.line = Measures(pack).table_line
        self.widths = share_width(grid, pack)
        self.style = document.styles[TABLE].style_id
        self.styles = {name: document.styles[name] for name in (CELL, LABEL)}
        self.faces = {name: face_of(style) for name, style in self.styles.items()}
        cells = (cell for row in grid.rows for cell in row)
        self.places = {(cell.row + down, cell.column): cell for cell in cells for down in range(cell.row_span)}

    def make(self, caption: str) -> BaseOxmlElement:
        properties = make(
            "tblPr",
            make("tblStyle", val=self.style),
            make("tblW", w=sum(self.widths), type="dxa"),
            make("jc", val="center"),
            make("tblLayout", type="fixed"),
            make("tblLook", val="0000"),
            make("tblCaption", val=caption),
        )
        columns = make("tblGrid", *(make("gridCol", w=width) for width in self.widths))
        return make("tbl", properties, columns, *(self.make_row(number) for number in range(len(self.grid.rows))))

    def make_row(self, number: int) -> BaseOxmlElement:
        properties = make("trPr", make("cantSplit"))
        if self.grid.columns <= FEW_COLUMNS:
            properties.append(make("trHeight", val=round(self.line * AIRY_ROW_HEIGHT), hRule="atLeast"))
        if number < self.grid.head_rows:
            properties.append(make("tblHeader"))
        return make("tr", properties, *(self.make_cell(cell, number) for cell in self.cells_in(number)))

    def cells_in(self, row: int) -> Iterator[Cell]:
        """Yield the cells that a row passes through from left to right, those begun above it too."""
        return (self.places[row, column] for column in range(self.grid.columns) if (row, column) in self.places)

    def make_cell(self, cell: Cell, row: int) -> BaseOxmlElement:
        width = self.width_of(cell)
        properties = make("tcPr", make("tcW", w=width, type="dxa"))
        if cell.column_span > 1:
            properties.append(make("gridSpan", val=cell.column_span))
        if cell.row_span > 1:
            properties.append(make("vMerge", val="restart" if row == cell.row else "continue"))
        if self.is_vertical(cell):
            properties.append(make("textDirection", val="tbRlV"))
        if cell.scope == "col" and self.pack.tables.head_fill:
            fill = self.pack.tables.head_fill.removeprefix("#")
            properties.append(make("shd", val="clear", color="auto", fill=fill))
        properties.append(make("vAlign", val="center"))
        return make("tc", properties, self.make_paragraph(cell if row == cell.row else None, row))

    def width_of(self, cell: Cell) -> int:
        return sum(self.widths[cell.column : cell.column + cell.column_span])

    def is_vertical(self, cell: Cell) -> bool:
        """Tell whether a merged label stands in a column too narrow for lines, and reads better downwards."""
        em = self.pack.sizes.table * TWIPS_PER_POINT
        is_narrow = self.width_of(cell) < LEAST_WIDTH * em
        return cell.role == "group" and is_narrow and len(cell.text) * em <= cell.row_span * self.line

    def make_paragraph(self, cell: Cell | None, row: int) -> BaseOxmlElement:
        """Return a cell's paragraph; it keeps with the next row, so that a table moves to a page that holds it."""
        name = LABEL if cell and cell.role == "label" else CELL
        properties = make("pPr", make("pStyle", val=self.styles[name].style_id))
        if row < len(self.grid.rows) - 1:
            properties.append(make("keepNext"))
        paragraph = make("p", properties)
        if cell and cell.text:
            paragraph.append(make("r", self.run_of(cell, self.faces[name]), make_text(cell.text)))
        return paragraph

    def run_of(self, cell: Cell, face: str) -> BaseOxmlElement:
        """Return a cell's run properties: a long number is set smaller, so that it stays on its line."""
        run = make("rPr", make_fonts(face))
        size = self.fitting_size(cell)
        if size < self.pack.sizes.table:
            run.extend([make("sz", val=round(2 * size)), make("szCs", val=round(2 * size))])
        return run

    def fitting_size(self, cell: Cell) -> float:
        """Return the largest size in half points, not above the table's, at which a number fits its cell."""
        if cell.role != "value":
            return self.pack.sizes.table
        room = (self.width_of(cell) - 2 * CELL_MARGIN) / TWIPS_PER_POINT
        fitting = int(2 * room / (max(len(cell.text), 1) * DIGIT_WIDTH)) / 2
        return min(fitting, self.pack.sizes.table)
