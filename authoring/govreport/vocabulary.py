"""The names by which prose may call a number of the tables: the form's own words, each for one cell or one sum."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from govreport.cells import name_cell, name_row
from govreport.fields import load_fields
from govreport.report_format import Column, ReportFormat, Row, Section, Table

NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.、])")
EXPLANATION = re.compile(r"（[^（）]*）$")


@dataclass(frozen=True)
class Binding:
    """What a name means: the cells of `rows` (paths) and `columns` (indices), added up; or the field at a path.

    `place` says where in the form that is. `years_before`: of a year, how many earlier.
    """

    name: str
    place: str
    rows: tuple[str, ...] = ()
    columns: tuple[int, ...] = ()
    field: str = ""
    years_before: int = 0


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The names of a form.

    `known`: every spelling, also those that are not listed. `listed`: each meaning once, in the form's order.
    `unclear`: a spelling that could mean several things, with the names that are clear.
    """

    known: Mapping[str, Binding]
    listed: tuple[Binding, ...]
    unclear: Mapping[str, tuple[str, ...]]


Spelled = tuple[tuple[str, ...], Binding]
"""The spellings of one meaning, the best one first."""


@cache
def load_vocabulary(form: ReportFormat) -> Vocabulary:
    """Return the names of a form; a spelling that could mean two things is no name of either."""
    meanings = [
        *spell_fields(),
        *(spelled for section in form.table_sections for spelled in spell_section(section)),
    ]
    owners: dict[str, list[int]] = {}
    for index, (spellings, _) in enumerate(meanings):
        for spelling in dict.fromkeys(spellings):
            owners.setdefault(spelling, []).append(index)
    clear = [[s for s in spellings if len(owners[s]) == 1] for spellings, _ in meanings]
    named = [replace(b, name=own[0]) if own else None for own, (_, b) in zip(clear, meanings, strict=True)]
    known = {s: binding for own, binding in zip(clear, named, strict=True) if binding for s in own}
    unclear = {
        s: tuple(binding.name for binding in map(named.__getitem__, indices) if binding)
        for s, indices in owners.items()
        if len(indices) > 1
    }
    return Vocabulary(known, tuple(filter(None, named)), unclear)


def read_name(text: str) -> str:
    """Return a name as it is known: without blanks at its ends, those within as one space."""
    return " ".join(text.split())


def spell_fields() -> Iterator[Spelled]:
    """Yield the fields that have names."""
    for field in load_fields().values():
        if field.names:
            yield field.names, Binding("", field.label, field=field.path)
        if field.names_before:
            yield field.names_before, Binding("", f"{field.label}的前一年", field=field.path, years_before=1)


def spell_section(section: Section) -> Iterator[Spelled]:
    """Yield the cells of a section's tables, and the sums that have a name of their own in it."""
    for table in section.tables:
        if any(row.label for row in table.rows):
            yield from spell_rows(section, table)
        else:
            yield from spell_heads(section, table)


def spell_rows(section: Section, table: Table) -> Iterator[Spelled]:
    """Yield a table's cells row by row, and the sums of its groups before each group's first row."""
    groups: set[tuple[str, ...]] = set()
    totals = {row.group for row in table.rows if row.key in table.total_rows}
    for row in table.rows:
        prefixes = [row.group[: depth + 1] for depth in range(len(row.group))]
        for group in prefixes:
            if group not in groups and group not in totals:
                rows = tuple(r.path for r in addends(table) if r.group[: len(group)] == group)
                place = name_cell(section, " ".join(group[1:] or group), "")
                yield from cross(spell(group[-1]), rows, f"{place}（各行相加）", table)
            groups.add(group)
        place = name_cell(section, name_row(row, table), "")
        yield from cross(spell_row(row, table), (row.path,), place, table)


def addends(table: Table) -> Iterator[Row]:
    """Yield the rows of a table that are no totals."""
    return (row for row in table.rows if row.key not in table.total_rows)


def spell_row(row: Row, table: Table) -> tuple[str, ...]:
    """Return the spellings of a row: its short name and its label, alone or behind its group's.

    A total goes by its group. A name that a column has too never stands alone.
    """
    group = strip(row.group[-1]) if row.group else ""
    names = spell(row.short or row.label, row.label)
    if group and row.key in table.total_rows:
        return (*spell(row.group[-1]), *(f"{group} {name}" for name in names))
    columns = {spelling for column in table.columns for spelling in spell_column(column)}
    alone = [name for name in names if name not in columns]
    short = [name for name in alone if name != row.label]
    return tuple(dict.fromkeys((*short, *(f"{group} {name}" for name in names if group), *alone)))


def spell_heads(section: Section, table: Table) -> Iterator[Spelled]:
    """Yield the cells of a table without row labels, which goes by its heads.

    Before the first table of several under one head: the sums over them all.
    """
    for depth in range(1, len(table.head)):
        head = table.head[:depth]
        alike = [t for t in section.tables if t.head[:depth] == head]
        same = len({tuple(column.key for column in t.columns) for t in alike}) == 1
        if table is alike[0] and len(alike) > 1 and same:
            rows = tuple(row.path for t in alike for row in addends(t))
            yield from cross(
                spell(" ".join(head)), rows, name_cell(section, f"{' '.join(head)}（各项相加）", ""), table
            )
    for row in table.rows:
        names = (*spell(" ".join(table.head) or table.title), *spell(*table.head[-1:]))
        yield from cross(names, (row.path,), name_cell(section, table.name, ""), table)


def cross(names: Sequence[str], rows: tuple[str, ...], place: str, table: Table) -> Iterator[Spelled]:
    """Yield the cells of one row, or of rows added up, column by column, columns under one head added up, too.

    The column need not be named where it is the total, or the only one; that comes first.
    """
    for words, columns, label in sorted(spell_columns(table), key=lambda spelled: "" not in spelled[0]):
        both = tuple(read_name(f"{name} {word}") for name in names for word in words)
        yield both, Binding("", f"{place} {label}", rows, columns)


def spell_columns(table: Table) -> Iterator[tuple[tuple[str, ...], tuple[int, ...], str]]:
    """Yield the spellings, the indices and the label of every column, and of columns under one head."""
    heads: set[str] = set()
    for index, column in enumerate(table.columns):
        for head in column.head:
            under = [i for i, c in enumerate(table.columns) if head in c.head]
            has_total = any(table.columns[i].key in table.total_columns for i in under)
            if head not in heads and len(under) > 1 and not has_total:
                yield spell(head), tuple(under), f"{head}（各列相加）"
            heads.add(head)
        words = spell_column(column)
        implied = len(table.columns) == 1 or column.key in table.total_columns
        yield (("", *words) if implied else words), (index,), column.label


def spell_column(column: Column) -> tuple[str, ...]:
    """Return the spellings of a column: its short name, its label, that behind the head above it."""
    names = spell(column.short or column.label, column.label)
    return (*names, *(f"{strip(head)} {names[0]}" for head in column.head[-1:]))


def spell(*labels: str) -> tuple[str, ...]:
    """Return labels without number and explanation, then as printed."""
    return tuple(dict.fromkeys(read_name(name) for name in (*map(strip, labels), *labels)))


def strip(label: str) -> str:
    """Return a label without its number and what stands in brackets at its end."""
    return EXPLANATION.sub("", NUMBERING.sub("", label))


def complete(name: str, names: Iterable[str]) -> list[str]:
    """Return the names that begin with `name` and a word more."""
    return [other for other in names if other.startswith(f"{name} ")]
