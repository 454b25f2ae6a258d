"""What a report begins with: an empty file to fill in, and the JSON Schema that goes beside it."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from govreport.format_loader import load_format
from govreport.pack import Pack
from govreport.report import FieldValue, Report

if TYPE_CHECKING:
    from govreport.scaffold import Beginning


def make_file(
    form: str, fields: Mapping[str, FieldValue], pack: Pack, *, zeros: bool = False, file: str = "agency.toml"
) -> str:
    """Return the commented TOML of an empty report; `fields` are filled in, with `zeros` every cell is 0."""
    from govreport.report_writer import write_report

    begun = begin(form, fields, pack, zeros=zeros)
    return write_report(begun.report, file=file, notes=begun.notes)


def make_successor(  # noqa: PLR0913 - the options of `new`
    form: str,
    fields: Mapping[str, FieldValue],
    pack: Pack,
    last: Report,
    *,
    year: int,
    zeros: bool = False,
    file: str = "agency.toml",
) -> str:
    """Return the commented TOML of this year's report begun with last year's (see `succession.succeed`)."""
    from govreport.report_writer import write_report
    from govreport.succession import succeed

    begun = succeed(last, begin(form, fields, pack, zeros=zeros).report, year)
    return write_report(begun.report, file=file, notes=begun.notes)


def begin(form: str, fields: Mapping[str, FieldValue], pack: Pack, *, zeros: bool) -> "Beginning":
    """Return the report that `new` begins with."""
    from govreport.rules.catalogue import load_rules
    from govreport.scaffold import make_scaffold

    marker = load_rules()["S07"].data["marker"]
    return make_scaffold(load_format(form), fields, pack, marker=marker, zeros=zeros)


def make_schema_file(form: str) -> str:
    """Return the JSON Schema of a form's TOML file, as text."""
    from govreport.schema import make_schema

    return json.dumps(make_schema(load_format(form)), ensure_ascii=False, indent=1) + "\n"


def read_schema_file(form: str) -> str:
    """Return the JSON Schema that ships with a form (a test holds it equal to `make_schema_file`)."""
    path = load_format(form).folder / "report.schema.json"
    return path.read_text(encoding="utf-8") if path.is_file() else make_schema_file(form)
