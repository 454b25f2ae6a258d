"""An empty report to start from, and the words around its keys."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import tomli

from govreport.pack import Pack
from govreport.report import FieldValue, Prose, Report
from govreport.report_format import ReportFormat
from govreport.resources import locate_resources


@dataclass(frozen=True)
class Scaffold:
    """The words of `schemas/scaffold.toml`, with {names} to fill."""

    head: str
    order: str
    amount: str
    computed: str
    parts: str
    begun: str
    old_title: str
    figure: str
    figure_example: Mapping[str, Any]


@cache
def load_scaffold() -> Scaffold:
    """Return the words around the keys of a written report."""
    path = locate_resources("schemas") / "scaffold.toml"
    return Scaffold(**tomli.loads(path.read_text(encoding="utf-8")))


def make_scaffold(
    form: ReportFormat, fields: Mapping[str, FieldValue], pack: Pack, *, marker: str, zeros: bool = False
) -> Report:
    """Return a report in which nothing is filled in but `fields`; every prose text is `marker`.

    `zeros`: every cell is 0, totals left out.
    """
    prose = {}
    for section in form.prose_sections:
        parts = tuple(replace(part, text=(marker,)) for part in pack.parts.get(section.key, ()))
        prose[section.key] = Prose((marker,) if section.aspects or not parts else (), parts)
    rows = {}
    if zeros:
        for _, table in form.tables:
            cells = tuple(None if column.key in table.total_columns else 0 for column in table.columns)
            rows.update({row.path: cells for row in table.rows if row.key not in table.total_rows})
    return Report(form, {"format": form.format, **fields}, prose, rows)
