"""A report as JSON and as one tidy CSV table, for other programs."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any

from govreport.cells import squeeze
from govreport.context import make_title, view_prose
from govreport.fields import load_fields
from govreport.figures import compute_figures, rows_in_force
from govreport.finding import Number
from govreport.numbers import format_number
from govreport.pack import Pack
from govreport.pack_search import choose_pack
from govreport.report import Cells, Illustration, Report
from govreport.report_format import Row, Table

CSV_COLUMNS = ("agency", "year", "table", "group", "row", "column", "value")
UTF8_BOM = "\ufeff"


def export_object(report: Report, pack: Pack | None = None) -> dict[str, Any]:
    """Return the report in the shape of `export --to json`; what is missing is None.

    The title is by `pack`, else by the province's.
    Totals that were left out are computed; those of a row with a blank stay None.
    """
    figures = compute_figures(report)
    day = report.date
    return {
        "format": report.text("format") or None,
        "year": report.year,
        "title": export_title(report, pack),
        "agency": export_agency(report),
        "preamble": report.text("narrative.preamble") or None,
        "signature": report.text("publication.signature") or None,
        "date": day.isoformat() if day else None,
        "tables": [export_table(table, report, figures) for _, table in report.format.tables],
        "sections": [
            {"title": section.title, "text": export_prose(report, section.key)}
            for section in report.format.sections
        ],
        "figures": [export_illustration(illustration) for illustration in report.illustrations],
    }


def export_title(report: Report, pack: Pack | None) -> str | None:
    """Return the title as printed, on one line; None where neither it nor year and agency are stated."""
    known = report.text("publication.title") or (report.year and report.text("agency.name"))
    pack = pack or choose_pack(report.text("agency.province"))
    return "".join(make_title(report, pack)) if known else None


def export_agency(report: Report) -> dict[str, Any]:
    """Return the keys of [agency] and, under `contact`, of [agency.contact]."""
    paths = load_fields()
    contact = {
        path.rpartition(".")[2]: report.text(path) or None for path in paths if path.startswith("agency.contact.")
    }
    own = {
        path.rpartition(".")[2]: report.text(path) or None for path in paths if path.rpartition(".")[0] == "agency"
    }
    return {**own, "contact": contact}


def export_prose(report: Report, key: str) -> str | None:
    """Return a prose section's lines joined by newlines, headings included; None where there is none."""
    prose = report.prose.get(key)
    return "\n".join(block.line for block in view_prose(prose)) if prose else None


def export_illustration(illustration: Illustration) -> dict[str, Any]:
    """Return a [[figure]] whose placeholders are replaced; `place` is None for the end of the report."""
    values = [None if isinstance(value, str) else export_number(value) for value in illustration.values]
    texts = {
        key: getattr(illustration, key) or None for key in ("kind", "caption", "place", "alt", "unit", "file")
    }
    return {**texts, "labels": list(illustration.labels), "values": values}


def export_table(table: Table, report: Report, figures: Mapping[str, Cells]) -> dict[str, Any]:
    """Return one table: official labels in official order, a single row under `subtotals`."""
    in_force = rows_in_force(table, report)
    single = {v.row.path: v for v in table.variants if v.row in in_force}
    replaced = {key: path for path, variant in single.items() for key in variant.replaces}
    rows = []
    for row in table.rows:
        if row.key in replaced:
            values: Cells = tuple(0 if value == 0 else None for value in figures[replaced[row.key]])
        else:
            values = figures[row.path]
        rows.append(export_row(row, values))
    return {
        "title": table.name,
        "columns": [squeeze(column.label) for column in table.columns],
        "rows": rows,
        "subtotals": [export_row(variant.row, figures[path]) for path, variant in single.items()],
    }


def export_row(row: Row, values: Cells) -> dict[str, Any]:
    """Return label, group and values of one row."""
    return {
        "label": squeeze(row.label),
        "group": [squeeze(label) for label in row.group],
        "values": [export_number(value) for value in values],
    }


def export_number(value: Number | None) -> int | float | None:
    """Return a JSON number; a decimal of up to 15 digits keeps them all."""
    return float(value) if isinstance(value, Decimal) else value


def export_csv(reports: Iterable[Report]) -> str:
    """Return one table over all reports, a line a cell, beginning with a BOM for Excel; blanks are empty."""
    return "".join(join_csv(map(csv_part, reports)))


def csv_part(report: Report) -> str:
    """Return the lines of one report, without the head."""
    return write_csv(csv_lines(report))


def join_csv(parts: Iterable[str]) -> Iterator[str]:
    """Yield the parts as one table, with the head; also where there are none."""
    yield UTF8_BOM + write_csv([CSV_COLUMNS])
    yield from parts


def write_csv(lines: Iterable[Sequence[str]]) -> str:
    """Return lines as CSV."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows(lines)
    return buffer.getvalue()


def join_json(parts: Iterable[str]) -> Iterator[str]:
    """Yield texts of objects as one text: the object itself where it is the only one, else an array of them."""
    remaining = iter(parts)
    first, second = next(remaining, None), next(remaining, None)
    if first is None:
        return
    if second is None:
        yield first
        return
    yield "[\n" + indent(first)
    for part in chain([second], remaining):
        yield ",\n" + indent(part)
    yield "\n]\n"


def indent(text: str) -> str:
    """Return a JSON text one level further in; a line break inside a string is no line break there."""
    return "\n".join(f" {line}" for line in text.rstrip("\n").split("\n"))


def csv_lines(report: Report) -> Iterator[list[str]]:
    """Yield the cells of one report in official order, the single row in place of those it replaces."""
    figures = compute_figures(report)
    agency, year = neutralize(report.text("agency.name")), str(report.year or "")
    for _, table in report.format.tables:
        for row in rows_in_force(table, report):
            group = " / ".join(squeeze(label) for label in row.group)
            for column, value in zip(table.columns, figures[row.path], strict=True):
                number = "" if value is None else format_number(value)
                yield [agency, year, table.name, group, squeeze(row.label), squeeze(column.label), number]


def neutralize(text: str) -> str:
    """Return `text` so that a spreadsheet does not take it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text
