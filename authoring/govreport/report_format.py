"""The definition of a form: sections, tables, labels, sums, as loaded from `schemas/<format>/format.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

# A definition is loaded once a process: its parts are compared by identity (eq=False), which is also faster.
Along = Literal["row", "column"]


@dataclass(frozen=True, eq=False)
class Aspect:
    """One of the aspects that a prose section covers."""

    label: str
    hint: str = ""


@dataclass(frozen=True, eq=False)
class Column:
    """A column of values. `head` holds the merged heads above its label, outermost first.

    `short` is its name in {{ }}.
    """

    key: str
    label: str
    head: tuple[str, ...] = ()
    unit: str = ""
    decimals: int = 0
    negative: bool = False
    short: str = ""


@dataclass(frozen=True, eq=False)
class Row:
    """A row of values. `path` is `section.key`; `group` holds the labels printed before its own."""

    key: str
    path: str
    label: str = ""
    short: str = ""
    group: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Variant:
    """A single row that an author may state instead of all the rows of one group."""

    row: Row
    replaces: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Sum:
    """parts = equals. Along a row the names are column keys, along a column they are row keys.

    `total` is the name that may be left out and is computed from the parts, or "" for a balance;
    `at` is the name where a wrong sum is reported.
    """

    rule: str
    along: Along
    parts: tuple[str, ...]
    equals: tuple[str, ...]
    at: str
    total: str = ""


@dataclass(frozen=True, eq=False)
class Table:
    """One table: columns, rows, and the variants of its rows. `head` stands above all its columns."""

    title: str
    head: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    variants: tuple[Variant, ...] = ()
    sums: tuple[Sum, ...] = ()

    @cached_property
    def total_columns(self) -> frozenset[str]:
        """Column keys whose cells may be left out of a row."""
        return frozenset(s.total for s in self.sums if s.along == "row" and s.total)

    @cached_property
    def total_rows(self) -> frozenset[str]:
        """Row keys that may be left out."""
        return frozenset(s.total for s in self.sums if s.along == "column" and s.total)

    @property
    def name(self) -> str:
        """The table's name in exports: its title, else its heads."""
        return self.title or " ".join(self.head)


@dataclass(frozen=True, eq=False)
class Section:
    """A section of the form; prose sections have aspects, table sections tables."""

    key: str
    title: str
    kind: Literal["prose", "tables"]
    hint: str = ""
    aspects: tuple[Aspect, ...] = ()
    name: str = ""
    arrangement: Literal["stacked", "side_by_side"] = "stacked"
    stub: str = ""
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, eq=False)
class ReportFormat:
    """A whole form. `folder` is where it was loaded from."""

    format: str
    name: str
    notice: str
    sections: tuple[Section, ...]
    folder: Path

    @cached_property
    def prose_sections(self) -> tuple[Section, ...]:
        """The sections made of prose, in order."""
        return tuple(s for s in self.sections if s.kind == "prose")

    @cached_property
    def table_sections(self) -> tuple[Section, ...]:
        """The sections made of tables, in order."""
        return tuple(s for s in self.sections if s.kind == "tables")

    @cached_property
    def tables(self) -> tuple[tuple[Section, Table], ...]:
        """Every table with its section, in order."""
        return tuple((section, table) for section in self.table_sections for table in section.tables)

    @cached_property
    def row_index(self) -> Mapping[str, tuple[Section, Table, Row]]:
        """Row path to its section, table and row; the rows of variants included."""
        return {row.path: (section, table, row) for section, table in self.tables for row in all_rows(table)}


def all_rows(table: Table) -> tuple[Row, ...]:
    """Return the table's rows followed by the rows of its variants."""
    return (*table.rows, *(variant.row for variant in table.variants))
