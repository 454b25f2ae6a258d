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
    meanings = [*spell_fields(), *(m for section in form.table_sections for m in spell_section(section))]
    owners: dict[str, list[int]] = {}
    for index, (spellings, _) in enumerate(meanings):
        for spelling in dict.fromkeys(spellings):
            owners.setdefault(spelling, []).append(index)
    known: dict[str, Binding] = {}
    named: dict[int, Binding] = {}
    for index, (spellings, binding) in enumerate(meanings):
        clear = [s for s in spellings if len(owners[s]) == 1]
        if clear:
            named[index] = replace(binding, name=clear[0])
            known |= dict.fromkeys(clear, named[index])
    unclear = {s: tuple(named[i].name for i in own if i in named) for s, own in owners.items() if len(own) > 1}
    return Vocabulary(known, tuple(named.values()), unclear)


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
    seen = {row.group for row in table.rows if row.key in table.total_rows}
    for row in table.rows:
        for group in (row.group[: depth + 1] for depth in range(len(row.group))):
            if group not in seen:
                seen.add(group)
                yield from spell_group(group, section, table)
        place = name_cell(section, name_row(row, table), "")
        yield from cross(spell_row(row, table), (row.path,), place, table)


def spell_group(group: tuple[str, ...], section: Section, table: Table) -> Iterator[Spelled]:
    """Yield the sums of the rows of a group that has no total row of its own."""
    rows = tuple(row.path for row in addends(table) if row.group[: len(group)] == group)
    place = name_cell(section, " ".join(group[1:] or group), "")
    yield from cross(spell(group[-1]), rows, f"{place}（各行相加）", table)


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
        yield from spell_shared_head(table.head[:depth], section, table)
    for row in table.rows:
        names = (*spell(" ".join(table.head) or table.title), *spell(*table.head[-1:]))
        yield from cross(names, (row.path,), name_cell(section, table.name, ""), table)


def spell_shared_head(head: tuple[str, ...], section: Section, table: Table) -> Iterator[Spelled]:
    """Yield the sums over the tables under one head, where `table` is the first of several with equal columns."""
    alike = [other for other in section.tables if other.head[: len(head)] == head]
    columns = {tuple(column.key for column in other.columns) for other in alike}
    if table is alike[0] and len(alike) > 1 and len(columns) == 1:
        rows = tuple(row.path for other in alike for row in addends(other))
        name = " ".join(head)
        yield from cross(spell(name), rows, name_cell(section, f"{name}（各项相加）", ""), table)


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
