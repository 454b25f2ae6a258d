"""What a new year's report takes over from last year's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from govreport.figures import compute_figures
from govreport.finding import Number
from govreport.numbers import format_number
from govreport.report import Cells, FieldValue, Part, Prose, Report
from govreport.report_format import Section, Table
from govreport.rules.catalogue import load_rules
from govreport.scaffold import load_scaffold

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
    Date, deadline, waivers and the other numbers are this year's own, and are not carried over.
    """
    fields = {**take_fields(last, year), **empty.fields}
    rows, notes = take_rows(last, empty)
    notes["publication.title"] = note_title(last, fields)
    notes[""] = load_scaffold().begun.format(marker=load_marker()).rstrip("\n").split("\n")
    return Successor(replace(empty, fields=fields, prose=take_prose(last, empty), rows=rows), notes)


# ---------------------------------------------------------------- fields


def take_fields(last: Report, year: int) -> dict[str, FieldValue]:
    """Return the agency's fields, the marked preamble, and the title where it names last year, now this year."""
    fields = {path: value for path, value in last.fields.items() if path.startswith(TAKEN_OVER)}
    title = last.text("publication.title")
    if str(year - 1) in title:
        fields["publication.title"] = title.replace(str(year - 1), str(year))
    preamble = last.text("narrative.preamble")
    if preamble:
        fields["narrative.preamble"] = "\n".join(mark(preamble.split("\n")))
    return fields


def note_title(last: Report, fields: Mapping[str, FieldValue]) -> list[str]:
    """Return the comment that shows last year's title where that was left out, its year not being in it."""
    title = last.text("publication.title")
    if not title or "publication.title" in fields:
        return []
    return [load_scaffold().old_title.format(title=title.replace("\n", " "))]


# ---------------------------------------------------------------- prose


def take_prose(last: Report, empty: Report) -> dict[str, Prose]:
    """Return the prose of `empty`, with last year's marked text in the sections that had one."""
    prose = dict(empty.prose)
    for section in empty.format.prose_sections:
        own = last.prose.get(section.key, Prose())
        if own.text or own.parts:
            prose[section.key] = Prose(mark(own.text), tuple(take_part(part, section) for part in own.parts))
    return prose


def take_part(part: Part, section: Section) -> Part:
    """Return a part with its paragraphs marked, its heading as it was, without an aspect that the form lacks."""
    known = part.aspect in [aspect.label for aspect in section.aspects]
    return replace(part, aspect=part.aspect if known else "", text=mark(part.text))


def mark(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """Return the paragraphs with the marker of last year's text before each.

    One that bears a marker already, last year's file never having been finished, gets no second one.
    """
    marker = load_marker()
    markers = (marker, load_rules()["S07"].data["marker"])
    return tuple(text if any(m in text for m in markers) else f"{marker}{text}" for text in paragraphs)


def load_marker() -> str:
    """Return what stands before every paragraph of last year's (rule S15)."""
    return str(load_rules()["S15"].data["marker"])


# ---------------------------------------------------------------- tables


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
