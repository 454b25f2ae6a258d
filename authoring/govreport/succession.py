"""What a new year's report takes over from last year's."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from govreport.figures import compute_figures
from govreport.finding import Number
from govreport.numbers import format_number
from govreport.report import Cells, FieldValue, Prose, Report
from govreport.report_format import Table
from govreport.rules.catalogue import load_rules

TAKEN_OVER = ("agency.", "publication.signature")
"""Fields that stay: who the agency is."""


@dataclass(frozen=True)
class Successor:
    """This year's report to start from, with comments by the path that they stand above."""

    report: Report
    notes: Mapping[str, list[str]]


def succeed(last: Report, empty: Report, year: int) -> Successor:
    """Return `empty`, this year's report with nothing in it, with what last year's gives.

    Identity is carried over; what the links to last year determine is filled in, or begun with. Last
    year's prose is marked paragraph by paragraph, and reported until it is rewritten or the mark removed.
    """
    marker = load_rules()["S15"].data["marker"]
    fields = {**take_fields(last, year), **empty.fields}
    preamble = last.text("narrative.preamble")
    if preamble:
        fields["narrative.preamble"] = "\n".join(f"{marker}{line}" for line in preamble.split("\n"))
    prose = {**empty.prose}
    for key, own in last.prose.items():
        if key in prose and (own.text or own.parts):
            prose[key] = mark(own, marker)
    rows, notes = take_rows(last, empty)
    return Successor(replace(empty, fields=fields, prose=prose, rows=rows), notes)


def take_fields(last: Report, year: int) -> dict[str, FieldValue]:
    """Return the agency's fields, and the title where it names last year, with this year in its place."""
    fields = {path: value for path, value in last.fields.items() if path.startswith(TAKEN_OVER)}
    title = last.text("publication.title")
    if str(year - 1) in title:
        fields["publication.title"] = title.replace(str(year - 1), str(year))
    return fields


def mark(prose: Prose, marker: str) -> Prose:
    """Return a prose section with the marker before every paragraph; headings stay."""
    parts = tuple(replace(part, text=tuple(f"{marker}{line}" for line in part.text)) for part in prose.parts)
    return Prose(tuple(f"{marker}{line}" for line in prose.text), parts)


def take_rows(last: Report, empty: Report) -> tuple[dict[str, Cells], dict[str, list[str]]]:
    """Return the rows of `empty` with the cells that last year's report determines, and a comment on each."""
    figures = compute_figures(last)
    rows = dict(empty.rows)
    notes: dict[str, list[str]] = {}
    for code in ("L01", "L02"):
        for link in load_rules()[code].data["links"]:
            entry, before = empty.format.row_index.get(link["row"]), figures.get(link["previous"])
            if entry is None or before is None or link["previous"] not in last.format.row_index:
                continue
            table, old = entry[1], last.format.row_index[link["previous"]][1]
            numbers = {c.key: n for c, n in zip(old.columns, before, strict=True)}
            wanted = link.get("columns", [c.key for c in table.columns if c.key not in table.total_columns])
            taken = {key: numbers.get(key) for key in wanted}
            if all(number is None for number in taken.values()):
                continue
            rows[link["row"]] = fill_row(table, rows.get(link["row"]), taken)
            shown = "、".join(format_number(n) for n in taken.values() if n is not None)
            words = load_rules()[code].data["note"]
            notes[link["row"]] = [words.format(numbers=shown)]
    return rows, notes


def fill_row(table: Table, cells: Cells | None, taken: Mapping[str, Number | None]) -> Cells:
    """Return a row with the cells of `taken` filled in."""
    own = cells or (None,) * len(table.columns)
    return tuple(taken.get(column.key, cell) for column, cell in zip(table.columns, own, strict=True))
