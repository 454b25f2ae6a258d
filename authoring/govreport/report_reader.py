"""TOML data as a Report, and every wrong key, type or cell in it."""

from collections.abc import Iterator, Mapping
from typing import Any

from govreport.cells import show
from govreport.field_reader import read_field
from govreport.fields import load_fields
from govreport.finding import Strike
from govreport.format_loader import list_formats, load_format
from govreport.illustration_reader import read_illustrations
from govreport.paragraphs import BLANKS, split_paragraphs
from govreport.reading import Reading, is_table_list
from govreport.report import Cells, FieldValue, Part, Prose, Report, Waiver
from govreport.report_format import ReportFormat, Section
from govreport.spelling import suggest_key
from govreport.table_reader import read_tables

PART_KEYS = ("aspect", "heading", "run_in", "text")
PROSE_KEYS = ("text", "parts")
WAIVER_KEYS = ("rule", "at", "reason")


def read_report(data: Mapping[str, Any], form: ReportFormat | None = None) -> tuple[Report, list[Strike]]:
    """Return the report in `data` and what is wrong with its shape.

    A value of a wrong type is left out of the report (a cell becomes None), so that the rest can still be
    checked. The form is the one that `data` names, unless `form` is given.
    """
    reading = Reading(data, form or choose_format(data))
    table_keys = [section.key for section in reading.form.table_sections]
    known = {*(path.partition(".")[0] for path in load_fields()), *table_keys, "narrative", "waive", "figure"}
    reading.report_unknown("", data, known)
    fields = read_fields(reading)
    prose = read_narrative(reading)
    rows: dict[str, Cells] = {}
    for section in reading.form.table_sections:
        rows.update(read_tables(reading, section))
    waivers, illustrations = tuple(read_waivers(reading)), tuple(read_illustrations(reading))
    report = Report(reading.form, fields, prose, rows, waivers, illustrations)
    return report, reading.strikes


def choose_format(data: Mapping[str, Any]) -> ReportFormat:
    """Return the form that `data` names; the newest one where it names none that exists."""
    name = show(data.get("format", ""))
    return load_format(name if name in list_formats() else list_formats()[0])


# ---------------------------------------------------------------- fields


def read_fields(reading: Reading) -> dict[str, FieldValue]:
    """Return the fields that have a value, by path."""
    fields = load_fields()
    values: dict[str, FieldValue] = {}
    for table in dict.fromkeys(field.table for field in fields.values()):
        content = reading.table_at(table)
        own = [field for field in fields.values() if field.table == table]
        if table not in ("", "narrative"):
            inner = {path[len(table) + 1 :].partition(".")[0] for path in fields if path.startswith(f"{table}.")}
            reading.report_unknown(table, content, inner)
        for field in own:
            value = read_field(reading, field, content.get(field.key))
            if value is not None:
                values[field.path] = value
    return values


# ---------------------------------------------------------------- prose


def read_narrative(reading: Reading) -> dict[str, Prose]:
    """Return the prose sections that have any, by section key."""
    narrative = reading.table_at("narrative")
    own = {field.key for field in load_fields().values() if field.table == "narrative"}
    reading.report_unknown("narrative", narrative, own | {s.key for s in reading.form.prose_sections})
    prose = {}
    for section in reading.form.prose_sections:
        path = f"narrative.{section.key}"
        content = reading.table_at(path)
        reading.report_unknown(path, content, PROSE_KEYS)
        text = read_paragraphs(reading, content, path)
        parts = tuple(read_parts(reading, content, path, section))
        if text or parts:
            prose[section.key] = Prose(text, parts)
        else:
            reading.strike("S01", path, None, section.title, label=section.title)
    return prose


def read_parts(reading: Reading, content: Mapping[str, Any], path: str, section: Section) -> Iterator[Part]:
    """Yield the parts of a prose section."""
    items = content.get("parts", [])
    if not is_table_list(items):
        reading.strike("S03", f"{path}.parts", show(items), "", label="parts", kind=f"一组 [[{path}.parts]]")
        return
    for index, item in enumerate(items):
        here = f"{path}.parts[{index}]"
        reading.report_unknown(here, item, PART_KEYS)
        heading = reading.read_string(item, "heading", here).strip(BLANKS)
        reading.check_characters(heading, f"{here}.heading", one_line=True)
        run_in = read_run_in(reading, item, here)
        text = read_paragraphs(reading, item, here)
        if not text and not heading:
            reading.strike("S08", here)
            continue
        if not text:
            reading.strike("S12", f"{here}.heading", heading, None, heading=heading)
        yield Part(heading, run_in, read_aspect(reading, item, here, section), text)


def read_run_in(reading: Reading, item: Mapping[str, Any], path: str) -> bool:
    """Tell whether a part's heading and text are one paragraph; False where that is not said rightly."""
    value = item.get("run_in", False)
    if isinstance(value, bool):
        return value
    word = show(value).strip().lower()
    meant = word if word in ("true", "false") else ""
    kind = "true 或 false，不加引号"
    reading.strike("S03", f"{path}.run_in", show(value), "true 或 false", meant=meant, label="run_in", kind=kind)
    return False


def read_aspect(reading: Reading, item: Mapping[str, Any], path: str, section: Section) -> str:
    """Return the aspect that a part is on, "" where it names none that the section has."""
    aspect = reading.read_string(item, "aspect", path).strip(BLANKS)
    known = [a.label for a in section.aspects]
    if aspect and aspect not in known:
        names = "、".join(known) or "（这一部分不分方面，不要写 aspect）"
        hint = suggest_key(aspect, known)
        reading.strike("S04", f"{path}.aspect", aspect, names, label="aspect", choices=names, hint=hint)
        return ""
    return aspect


def read_paragraphs(reading: Reading, content: Mapping[str, Any], path: str) -> tuple[str, ...]:
    """Return the paragraphs under the key `text`."""
    text = reading.read_string(content, "text", path)
    reading.check_characters(text, f"{path}.text")
    return split_paragraphs(text)


# ---------------------------------------------------------------- waivers


def read_waivers(reading: Reading) -> Iterator[Waiver]:
    """Yield the waivers that name a rule and give a reason."""
    items = reading.data.get("waive", [])
    if not is_table_list(items):
        reading.strike("S03", "waive", show(items), "", label="waive", kind="一组 [[waive]]")
        return
    for index, item in enumerate(items):
        path = f"waive[{index}]"
        reading.report_unknown(path, item, WAIVER_KEYS)
        rule, at, reason = (reading.read_string(item, key, path).strip(BLANKS) for key in WAIVER_KEYS)
        if rule and reason:
            yield Waiver(rule, at, reason)
        else:
            missing = "reason" if rule else "rule"
            reading.strike("S01", f"{path}.{missing}", None, None, label=f"说明（[[waive]] 的 {missing}）")
