"""Properties of all reports: a valid one has no error, writing and reading gives it back, edits are answered."""

import string
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from conftest import SAMPLE_FILES
from govreport.fields import Field, load_fields
from govreport.figures import compute_figures, rows_in_force
from govreport.format_loader import list_formats, load_format
from govreport.paragraphs import BLANKS
from govreport.report import Cells, FieldValue, Part, Prose, Report, Waiver
from govreport.report_format import Column, ReportFormat, Section, Table
from govreport.report_reader import read_report
from govreport.report_writer import write_report
from govreport.rules.catalogue import load_rules
from govreport.toml.source import read_source
from govreport.validate import validate_source

Draw = Callable[[st.SearchStrategy], object]
QUICK = settings(max_examples=60, deadline=None, database=None, derandomize=True)
MARKER = load_rules()["S07"].data["marker"]
ON_PROSE = (*"BILNPW", "S14", "S15", "S16")
"""Rules on what the prose says, which text at random may break; they are tried in test_rule_cases.py."""

# ---------------------------------------------------------------- reports made at random

NONCHARACTERS = [
    *map(chr, range(0xFDD0, 0xFDF0)),
    *(chr(p << 16 | e) for p in range(17) for e in (0xFFFE, 0xFFFF)),
]
letters = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters=[*BLANKS, *NONCHARACTERS])
tricky = st.sampled_from(
    ["'''", '"""', "\\", '"', "'", "#", "= 5", "[x]", "{{ 本年新收 }}", "{% x %}", "𠮷", "㛃", "，", " "]
)
lines = (
    st.lists(letters | tricky, min_size=1, max_size=12)
    .map("".join)
    .map(lambda text: text.strip(BLANKS))
    .filter(lambda text: text and MARKER not in text)
)
paragraphs = st.lists(lines, max_size=3).map(tuple)
counts = st.integers(0, 999_999)
amounts = st.decimals(0, 10**9, places=4, allow_nan=False, allow_infinity=False)
changes = st.integers(-999, 999)


def draw_field(draw: Draw, field: Field, form: ReportFormat) -> FieldValue | None:
    if not field.required and draw(st.booleans()):
        return None
    strategies: dict[str, st.SearchStrategy] = {
        "format": st.just(form.format),
        "integer": st.integers(field.minimum, field.maximum),
        "date": st.dates(date(1900, 1, 1), date(2100, 12, 31)),
        "choice": st.sampled_from(field.choices or ("",)),
        "text": lines,
        "text_block": st.lists(lines, min_size=1, max_size=3).map("\n".join),
    }
    return draw(strategies[field.kind])


def draw_prose(draw: Draw, section: Section) -> Prose:
    aspects = ["", *(aspect.label for aspect in section.aspects)]
    part = st.builds(
        Part,
        heading=lines | st.just(""),
        run_in=st.booleans(),
        aspect=st.sampled_from(aspects),
        text=st.lists(lines, min_size=1, max_size=2).map(tuple),
    )
    parts = draw(st.lists(part, max_size=2).map(tuple))
    return Prose(draw(st.lists(lines, min_size=0 if parts else 1, max_size=2).map(tuple)), parts)


def draw_cell(draw: Draw, column: Column) -> int | Decimal:
    if column.decimals:
        return draw(amounts | counts)
    return draw(changes if column.negative else st.just(0) | counts)


def draw_rows(draw: Draw, table: Table, section: Section) -> dict[str, Cells]:
    """Return the rows of a table with all totals left out, perhaps a single row for its group."""
    single = [variant for variant in table.variants if draw(st.booleans())]
    replaced = {key for variant in single for key in variant.replaces}
    rows = [row for row in table.rows if row.key not in replaced | table.total_rows]
    rows += [variant.row for variant in single]
    return {
        row.path: tuple(
            None if column.key in table.total_columns else draw_cell(draw, column) for column in table.columns
        )
        for row in rows
    }


def balance(report: Report) -> Report:
    """Return the report with the applications received such that the balance of table three holds."""
    figures = compute_figures(report)
    rows = dict(report.rows)
    for section, table in report.format.tables:
        for rule in (rule for rule in table.sums if not rule.total and rule.along == "column"):
            total, over = (figures[f"{section.key}.{name}"] for name in rule.equals)
            first, second = (f"{section.key}.{name}" for name in rule.parts)
            needed = [None if t is None or o is None else t + o for t, o in zip(total, over, strict=True)]
            kept = [min(b or 0, n or 0) for b, n in zip(rows[second], needed, strict=True)]
            blank = [value is None for value in rows[second]]
            rows[second] = tuple(None if b else k for b, k in zip(blank, kept, strict=True))
            rows[first] = tuple(None if b else (n or 0) - k for b, n, k in zip(blank, needed, kept, strict=True))
    return replace(report, rows=rows)


def state_totals(report: Report) -> Report:
    """Return the report with every total stated."""
    figures = compute_figures(report)
    rows = [row for _, table in report.format.tables for row in rows_in_force(table, report)]
    return replace(report, rows={row.path: figures[row.path] for row in rows})


@st.composite
def valid_reports(draw: Draw) -> Report:
    form = load_format(draw(st.sampled_from(list_formats())))
    fields = {}
    for field in load_fields().values():
        value = draw_field(draw, field, form)
        if value is not None:
            fields[field.path] = value
    prose = {section.key: draw_prose(draw, section) for section in form.prose_sections}
    rows: dict[str, Cells] = {}
    for section, table in form.tables:
        rows |= draw_rows(draw, table, section)
    report = balance(Report(form, fields, prose, rows))
    return state_totals(report) if draw(st.booleans()) else report


def read_back(text: str) -> Report:
    source = read_source("x.toml", text.encode())
    assert source.data is not None, source.strikes
    report, strikes = read_report(source.data)
    assert [s for s in strikes if load_rules()[s.code].severity == "error"] == []
    return report


# ---------------------------------------------------------------- properties


@QUICK
@given(valid_reports())
def test_a_valid_report_has_no_error(report):
    findings = validate_source(read_source("x.toml", write_report(report).encode()))
    assert [f for f in findings if f.severity == "error"] == []
    on_form = {f.code for f in findings if not f.code.startswith(ON_PROSE)}
    assert on_form <= {"C13", "S12", "S13"}


@QUICK
@given(valid_reports())
def test_what_is_written_reads_back_the_same(report):
    assert read_back(write_report(report)) == report


@QUICK
@given(valid_reports(), lines, lines)
def test_writing_what_was_read_gives_the_same_text(report, at, reason):
    report = replace(report, waivers=(Waiver("C13", at, reason),))
    text = write_report(report)
    assert write_report(read_back(text)) == text


@QUICK
@given(valid_reports())
def test_computed_totals_that_are_stated_are_right(report):
    text = write_report(state_totals(report))
    findings = validate_source(read_source("x.toml", text.encode()), verbose=True)
    sums = [f for f in findings if f.code.startswith("T")]
    assert len(sums) in (42, 40)
    assert {f.result for f in sums} == {"ok"}


@QUICK
@given(valid_reports(), st.data())
def test_a_changed_cell_below_a_stated_total_is_found_on_its_line(report, data):
    report = state_totals(report)
    table = data.draw(st.sampled_from([table for _, table in report.format.tables if table.sums]))
    row = data.draw(st.sampled_from(rows_in_force(table, report)))
    index = data.draw(st.integers(0, len(table.columns) - 1))
    cells = list(report.rows[row.path])
    cells[index] = (cells[index] or 0) + data.draw(st.integers(1, 10**6))
    text = write_report(replace(report, rows={**report.rows, row.path: tuple(cells)}))
    errors = [f for f in validate_source(read_source("x.toml", text.encode())) if f.severity == "error"]
    assert errors
    own = [f for f in errors if f.path == f"{row.path}[{len(table.columns) - 1}]"]
    assert len(own) == 1
    assert text.split("\n")[own[0].place.line - 1].startswith(f"{row.key} ")


# ---------------------------------------------------------------- random edits of the samples

SAMPLE_TEXTS = tuple(path.read_text(encoding="utf-8") for path in SAMPLE_FILES)
MARKS = (
    "[]{}()<>=,.:;#\"'\\\n\t -+0123456789abe＝，、；：［］【】（）《》“”‘’「」。０６　\u00a0\u200b\x00\x07\ufeff𠮷"
)
pieces = st.text(MARKS, max_size=6) | st.sampled_from(
    ["'''", '"""', "\n\n", "[[", "]]", "[disclosure]", "total = ", "1,439", "06", "6件", "= ["]
)
edits = st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 40), pieces), min_size=1, max_size=4)


@settings(QUICK, max_examples=150)
@given(st.integers(0, 5), edits)
def test_a_random_edit_of_a_sample_is_answered_with_places_inside_the_text(number, changes_made):
    assert len(SAMPLE_TEXTS) == 6
    text = SAMPLE_TEXTS[number]
    for at, length, piece in changes_made:
        at %= len(text) + 1
        text = text[:at] + piece + text[at + length :]
    source = read_source("x.toml", text.encode())
    findings = validate_source(source)
    assert source.data is not None or any(f.severity == "error" for f in findings)
    rows = source.text.split("\n")
    for finding in findings:
        assert 1 <= finding.place.line <= len(rows)
        assert 1 <= finding.place.column <= len(rows[finding.place.line - 1]) + 1
        assert finding.message
        assert "{" not in finding.message or "{" in text


@settings(QUICK, max_examples=100)
@given(st.text(string.printable + MARKS, max_size=80))
@example("a = '''\n''")
@example("[[a]\n[a]]\n")
@example("a = '''\nb''' c 'd' e")
def test_any_short_text_is_toml_or_has_a_finding(text):
    source = read_source("x.toml", text.encode())
    assert validate_source(source) != ()
    assert source.data is not None or source.strikes


@settings(QUICK, max_examples=100)
@given(st.binary(max_size=60))
def test_any_bytes_are_answered(content):
    assert validate_source(read_source("x.toml", content)) != ()


def test_reports_made_at_random_are_of_both_forms_and_with_and_without_the_single_row():
    seen: set[tuple[str, bool]] = set()

    @QUICK
    @given(valid_reports())
    def collect(report: Report) -> None:
        seen.add((report.format.format, "applications.other_single" in report.rows))

    collect()
    assert seen == {("2021", True), ("2021", False), ("2019", True)}
