"""The table sections of TOML data as rows of cells."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from govreport.cells import LARGEST, is_usable, judge_cell, name_cell, name_row, show
from govreport.finding import Number
from govreport.reading import Reading
from govreport.report import Cells
from govreport.report_format import Column, Row, Section, Table, all_rows
from govreport.spelling import suggest_number

PROOF = "；按这一行的总计，只能是 0"
"""What is added about a blank that can only be 0."""


def read_tables(reading: Reading, section: Section) -> Iterator[tuple[str, Cells]]:
    """Yield path and cells of every row that the author wrote; report what is wrong or missing."""
    if section.key not in reading.data:
        if section.key not in reading.headless:
            reading.strike("S01", section.key, None, section.title, label=section.title)
        return
    known = {row.key for table in section.tables for row in all_rows(table)}
    written = dict(flatten(reading, section.key, reading.table_at(section.key), known))
    unread = tuple(f"{strike.path}." for strike in reading.strikes if strike.code == "S03")
    for table in section.tables:
        check_variants(reading, table, written)
        for row in all_rows(table):
            if row.key in written:
                yield row.path, _RowReader(reading, section, table, row).read(written[row.key])
            elif is_missing(row, table, written) and not row.path.startswith(unread):
                report_missing(reading, section, table, row)


def report_missing(reading: Reading, section: Section, table: Table, row: Row) -> None:
    """Report that a row is not there, unless its key was only misspelt."""
    if row.path not in reading.misspelt:
        cell = name_cell(section, name_row(row, table), "")
        reading.strike("C15", row.path, None, row.key, cell=cell, key=row.key, table=section.key)


def flatten(
    reading: Reading, path: str, content: Mapping[str, Any], known: Collection[str], prefix: str = ""
) -> Iterator[tuple[str, Any]]:
    """Yield row key and value of a section's table, dotted keys joined; report keys that are no row."""
    level = {key[len(prefix) :].partition(".")[0] for key in known if key.startswith(prefix)}
    reading.report_unknown(
        path, content, level, rows=[key[len(prefix) :] for key in known if key.startswith(prefix)]
    )
    for name, value in content.items():
        key = f"{prefix}{name}"
        if key in known:
            yield key, value
        elif name in level and isinstance(value, dict):
            yield from flatten(reading, f"{path}.{name}", value, known, f"{key}.")
        elif name in level:
            rows = "、".join(k for k in sorted(known) if k.startswith(f"{key}."))
            reading.strike("S03", f"{path}.{name}", show(value), "", label=key, kind=f"分行填的，分别写 {rows}")


def is_missing(row: Row, table: Table, written: Mapping[str, Any]) -> bool:
    """Tell whether a row that must be there is not, nor the single row in its place."""
    if row.key in table.total_rows or row not in table.rows:
        return False
    replaced = [v for v in table.variants if row.key in v.replaces]
    return not any(v.row.key in written and not set(v.replaces) & written.keys() for v in replaced)


def check_variants(reading: Reading, table: Table, written: Mapping[str, Any]) -> None:
    """Report a single row beside the rows that it stands for (C12), or in their place (C13)."""
    for variant in table.variants:
        if variant.row.key in written:
            section = reading.form.row_index[variant.row.path][0]
            both = sorted(set(variant.replaces) & written.keys())
            cell = name_cell(section, name_row(variant.row, table), "")
            reading.strike("C12" if both else "C13", variant.row.path, cell=cell, rows="、".join(both))


def find_zeros(cells: Mapping[str, Any], table: Table) -> set[str]:
    """Return the columns that are blank and can only be 0: the filled ones already give the stated total."""
    zeros: set[str] = set()
    for total in table.sums:
        if total.along == "row" and type(cells.get(total.total)) is int:
            parts = [cells.get(key, "") for key in total.parts]
            filled = [part for part in parts if part != ""]
            if all(type(n) is int and n >= 0 for n in filled) and sum(filled) == cells[total.total]:
                zeros.update(key for key, part in zip(total.parts, parts, strict=True) if part == "")
    return zeros


class _RowReader:
    """Reads the value of one row."""

    def __init__(self, reading: Reading, section: Section, table: Table, row: Row) -> None:
        self.reading = reading
        self.section = section
        self.table = table
        self.row = row
        self.is_total = row.key in table.total_rows

    def name(self, column: Column | None = None) -> str:
        return name_cell(self.section, name_row(self.row, self.table), column.label if column else "")

    def read(self, value: Any) -> Cells:
        """Return the row's cells, one a column; blanks, left-out totals and wrong values as None."""
        columns, nothing = self.table.columns, (None,) * len(self.table.columns)
        if value == "" or value == []:
            if not self.is_total:
                self.reading.strike("C01", self.row.path, cell=self.name(), proof="")
            return nothing
        if not isinstance(value, list):
            if value == 0 and isinstance(value, int) and not isinstance(value, bool):
                return (0,) * len(columns)
            if len(columns) == 1:
                return (self.read_cell(value, columns[0], self.row.path, optional=self.is_total),)
            self.report_lone_value(value)
            return nothing
        if len(value) == 1 and isinstance(value[0], list):
            self.reading.strike("F32", self.row.path, mark="[ ]")
            value = value[0]
        own = [c for c in columns if c.key not in self.table.total_columns]
        stated = columns if len(value) == len(columns) else own
        if len(value) != len(stated):
            self.report_count(value)
            return nothing
        return self.read_cells(value, stated)

    def read_cells(self, value: list[Any], stated: Collection[Column]) -> Cells:
        if all(type(cell) is int and 0 <= cell < LARGEST for cell in value):  # nearly always so
            return tuple(value) if len(stated) == len(self.table.columns) else self.place(value, stated)
        cells: dict[str, Number | None] = {}
        zeros = find_zeros(dict(zip((c.key for c in stated), value, strict=True)), self.table)
        for index, (cell, column) in enumerate(zip(value, stated, strict=True)):
            optional = self.is_total or column.key in self.table.total_columns
            path = f"{self.row.path}[{index}]"
            if column.key in zeros and not optional:
                self.reading.strike("C01", path, None, 0, cell=self.name(column), proof=PROOF, meant="0")
            cells[column.key] = (
                None if column.key in zeros else self.read_cell(cell, column, path, optional=optional)
            )
        return tuple(cells.get(column.key) for column in self.table.columns)

    def place(self, value: list[Any], stated: Collection[Column]) -> Cells:
        """Return cells in the table's columns; those that are not stated are None."""
        cells = iter(value)
        return tuple(next(cells) if column in stated else None for column in self.table.columns)

    def read_cell(self, value: Any, column: Column, path: str, *, optional: bool) -> Number | None:
        if value == "" and isinstance(value, str):
            if not optional:
                self.reading.strike("C01", path, cell=self.name(column), proof="")
            return None
        code = judge_cell(value, column)
        if not code:
            number: Number = value
            return number
        usable = value if is_usable(value) else None
        suggestion = suggest_number(value) if code in ("C02", "C04") else ""
        expected = suggestion if column.decimals or "." not in suggestion else ""
        found = show(value) if usable is None else usable
        values = {"cell": self.name(column), "suggestion": expected, "meant": expected}
        self.reading.strike(code, path, found, expected or None, **values)
        return usable

    def report_lone_value(self, value: Any) -> None:
        """Report a row that is neither an array nor one 0: a bad value as such, a number as too few cells."""
        if self.read_cell(value, self.table.columns[0], self.row.path, optional=False) is not None:
            self.report_count([value])

    def report_count(self, value: list[Any]) -> None:
        """Report too few or too many cells."""
        own = [c.label for c in self.table.columns if c.key not in self.table.total_columns]
        counts = sorted({len(own), len(self.table.columns)})
        code = "C07" if len(value) < counts[-1] else "C08"
        difference = (counts[0] if len(value) < counts[0] else counts[-1]) - len(value)
        self.reading.strike(
            code,
            self.row.path,
            len(value),
            " 或 ".join(str(n) for n in counts),
            cell=self.name(),
            columns="、".join(own),
            difference=abs(difference),
        )
