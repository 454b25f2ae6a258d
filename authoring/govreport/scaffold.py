"""An empty report to start from, and the words around its keys."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import tomli

from govreport.filling import fill_names
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
    merged: str
    merged_blank: str
    merged_errors: str
    merged_missing: str
    figure: str
    figure_example: Mapping[str, Any]


@cache
def load_scaffold() -> Scaffold:
    """Return the words around the keys of a written report."""
    path = locate_resources("schemas") / "scaffold.toml"
    return Scaffold(**tomli.loads(path.read_text(encoding="utf-8")))


AGENCY = "{{ 机关全称 }}"
"""What stands for the agency's name where it is not known yet; bound to the field when the report is read."""


@dataclass(frozen=True)
class Beginning:
    """A report to start from, with comments by the path that they stand above."""

    report: Report
    notes: Mapping[str, list[str]]


def make_scaffold(
    form: ReportFormat, fields: Mapping[str, FieldValue], pack: Pack, *, marker: str, zeros: bool = False
) -> Beginning:
    """Return a report in which nothing is filled in but `fields` and the pack's wording.

    `marker` stands where something is still to be written. `zeros`: every cell is 0, totals left out.
    """
    names: dict[str, object] = {
        "name": fields.get("agency.name", AGENCY),
        "year": fields.get("year", marker),
        "todo": marker,
    }
    names["sections"] = "、".join(section.name for section in form.sections)
    words = _Words(pack, names)
    preamble = words.fill(pack.texts["preamble"])
    if preamble:
        fields = {"narrative.preamble": "\n".join(preamble), **fields}
    prose: dict[str, Prose] = {}
    notes: dict[str, list[str]] = {}
    for section in form.prose_sections:
        offered = pack.parts.get(section.key, ())
        parts = tuple(replace(one.part, text=words.fill("\n".join(one.part.text))) for one in offered)
        text = words.fill(pack.texts.get(section.key, "")) or ((marker,) if not parts else ())
        prose[section.key] = Prose(text, parts)
        notes |= {f"narrative.{section.key}.parts[{i}]": [one.hint] for i, one in enumerate(offered) if one.hint}
    rows = {}
    if zeros:
        for _, table in form.tables:
            cells = tuple(None if column.key in table.total_columns else 0 for column in table.columns)
            rows.update({row.path: cells for row in table.rows if row.key not in table.total_rows})
    return Beginning(Report(form, {"format": form.format, **fields}, prose, rows), notes)


class _Words:
    """The texts of a pack with their {names} filled in."""

    def __init__(self, pack: Pack, names: Mapping[str, object]) -> None:
        sentences = {key: fill_names(pack.texts[key], names) for key in ("fee", "contact")}
        self.names = {**names, **sentences}

    def fill(self, text: str) -> tuple[str, ...]:
        """Return the paragraphs of a text."""
        return tuple(filter(None, fill_names(text, self.names).strip().split("\n")))
