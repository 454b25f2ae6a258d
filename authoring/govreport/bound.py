"""Numbers in prose that are bound to the tables: `{{ a row's name }}` is replaced by the cell's number.

A name is the form's own words: a row, or a group of rows (their sum), and a column behind it where the total
is not meant. No code runs in a placeholder; it is looked up as it stands.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from govreport.fields import load_fields
from govreport.figures import add_up, compute_figures
from govreport.finding import Number
from govreport.numbers import format_number
from govreport.report import Cells, Prose, Report
from govreport.report_format import ReportFormat, Row, Section, Table

PLACEHOLDER = re.compile(r"\{\{([^{}\n]*)\}\}")
NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.、])")
EXPLANATION = re.compile(r"（[^（）]*）$")
FIELDS = ("year", "agency.name")
"""Fields that may be named too, by their label: those that every report has."""
GAP = "【缺数】"
"""What stands for a number that is blank, in a draft."""


@dataclass(frozen=True)
class Binding:
    """What a name means: the sum of `rows` in the column at `index`; or the field at the path `rows[0]`."""

    name: str
    rows: tuple[str, ...]
    index: int = -1

    @property
    def is_field(self) -> bool:
        """Whether a field is meant, not a cell."""
        return self.index < 0


@cache
def list_bindings(form: ReportFormat) -> Mapping[str, Binding]:
    """Return every name of a form, in the order of its tables; a name that could mean two things is left out."""
    fields = load_fields()
    named: dict[str, list[Binding]] = {}
    for path in FIELDS:
        named.setdefault(fields[path].label, []).append(Binding(fields[path].label, (path,)))
    for section, table in form.tables:
        for name, rows in name_rows(table, section):
            for column, index in name_columns(table):
                full = f"{name} {column}".strip()
                named.setdefault(full, []).append(Binding(full, rows, index))
    return {name: same[0] for name, same in named.items() if len({(b.rows, b.index) for b in same}) == 1}


def name_rows(table: Table, section: Section) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield names of the table's rows and of its groups, with the row paths that each adds up.

    A row whose name another has too is named behind its group; a table without row labels goes by its heads,
    the tables with one outer head by that, too.
    """
    if not any(row.label for row in table.rows):
        alike = [t for t in section.tables if t.head[:1] == table.head[:1]]
        yield " ".join(table.head), tuple(row.path for row in table.rows)
        if len(alike) > 1:
            yield table.head[0], tuple(row.path for other in alike for row in other.rows)
        return
    names = [short_name(row) for row in table.rows]
    for row, name in zip(table.rows, names, strict=True):
        is_total = row.key in table.total_rows
        unclear = names.count(name) > 1 or name in (column.label for column in table.columns)
        group = strip(row.group[-1]) if row.group else ""
        yield (group if is_total else f"{group} {name}".strip() if unclear else name), (row.path,)
    groups = dict.fromkeys(row.group[-1] for row in table.rows if len(row.group) > 1)
    for group in groups:
        yield strip(group), tuple(row.path for row in table.rows if row.group[-1:] == (group,))


def name_columns(table: Table) -> Iterator[tuple[str, int]]:
    """Yield the names of a table's columns; "" for the total, or for the only one."""
    for index, column in enumerate(table.columns):
        if len(table.columns) == 1 or column.key in table.total_columns:
            yield "", index
        if len(table.columns) > 1:
            yield column.label, index


def short_name(row: Row) -> str:
    """Return a row's short name, else its label without number and explanation."""
    return row.short or strip(row.label)


def strip(label: str) -> str:
    """Return a label without its number and what stands in brackets at its end."""
    return EXPLANATION.sub("", NUMBERING.sub("", label))


def read_name(text: str) -> str:
    """Return a name as the list has it: blanks at the ends dropped, those within as one space."""
    return " ".join(text.split())


def evaluate_binding(binding: Binding, report: Report, figures: Mapping[str, Cells]) -> Number | str | None:
    """Return what a name stands for in a report; None where the cell, or one of those added up, is blank.

    Rows that a single row stands for count as that row.
    """
    if binding.is_field:
        value = report.fields.get(binding.rows[0])
        return value if isinstance(value, int) else str(value) if value else None
    rows = list(binding.rows)
    for _, table in report.format.tables:
        for variant in table.variants:
            replaced = {row.path for row in table.rows if row.key in variant.replaces}
            if variant.row.path in figures and set(rows) == replaced:
                rows = [variant.row.path]
    cells = [figures[row][binding.index] if row in figures else None for row in rows]
    return add_up(cells)


def has_placeholder(texts: Sequence[str]) -> bool:
    """Tell whether any text holds a placeholder."""
    return any("{{" in text for text in texts)


def bind(report: Report) -> Report:
    """Return the report with the placeholders of its title, preamble and prose replaced.

    An unknown name stays as it is, a blank number becomes 【缺数】: both are findings of `validate`, and only a
    draft shows them.
    """
    texts = [value for value in report.fields.values() if isinstance(value, str)]
    for prose in report.prose.values():
        texts += [*prose.text, *(t for part in prose.parts for t in (part.heading, *part.text))]
    if not has_placeholder(texts):
        return report
    figures = compute_figures(report)
    bindings = list_bindings(report.format)

    def fill(text: str) -> str:
        return PLACEHOLDER.sub(replace_one, text) if "{{" in text else text

    def replace_one(match: re.Match[str]) -> str:
        binding = bindings.get(read_name(match[1]))
        if binding is None:
            return match[0]
        value = evaluate_binding(binding, report, figures)
        return GAP if value is None else value if isinstance(value, str) else format_number(value)

    fields = {path: fill(v) if isinstance(v, str) and may_hold(path) else v for path, v in report.fields.items()}
    filled = {key: fill_prose(own, fill) for key, own in report.prose.items()}
    return replace(report, fields=fields, prose=filled)


def fill_prose(prose: Prose, fill: Callable[[str], str]) -> Prose:
    """Return a prose section with every text filled."""
    parts = tuple(
        replace(part, heading=fill(part.heading), text=tuple(map(fill, part.text))) for part in prose.parts
    )
    return Prose(tuple(map(fill, prose.text)), parts)


def may_hold(path: str) -> bool:
    """Tell whether a field may hold placeholders."""
    return path in ("publication.title", "narrative.preamble")
