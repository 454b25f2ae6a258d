"""Properties of all reports: a valid one has no error, writing and reading gives it back, edits are answered."""

import string
from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from conftest import SAMPLE_FILES
from govreport.figures import rows_in_force
from govreport.report import Report, Waiver
from govreport.report_reader import read_report
from govreport.report_writer import write_report
from govreport.rules.catalogue import load_rules
from govreport.toml.source import read_source
from govreport.validate import validate_source
from random_reports import QUICK, lines, state_totals, valid_reports

ON_PROSE = (*"BILNPW", "S14", "S15", "S16")
"""Rules on what the prose says, which text at random may break; they are tried in test_rule_cases.py."""


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
