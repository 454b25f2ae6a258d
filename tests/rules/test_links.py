"""Every cell bound by a sum or by last year: changed, and found in what is reported."""

from dataclasses import replace

import pytest

from conftest import SAMPLES
from govreport.figures import compute_figures
from govreport.report import Report
from govreport.report_reader import read_report
from govreport.rules.registry import run_checks
from govreport.rules.subject import Subject
from govreport.toml.source import read_source

UNBOUND = {
    "disclosure.licences[0]",
    "disclosure.penalties[0]",
    "disclosure.coercive_measures[0]",
    "disclosure.fees[0]",
}
"""The four cells that neither a sum nor last year's report binds."""


def read_sample(name: str) -> Report:
    path = SAMPLES / f"{name}.toml"
    report, strikes = read_report(read_source(path.name, path.read_bytes()).data or {})
    assert not strikes
    return report


def make_previous(report: Report) -> Report:
    """A report of the year before to which this one is linked without a fault."""
    rows = {path: tuple(0 for _ in cells) for path, cells in report.rows.items()}
    carried = report.rows["applications.carried_in"]
    for path in ("applications.received", "applications.carried_over"):
        rows[path] = carried
    for path in ("disclosure.rules", "disclosure.normative_documents"):
        issued, repealed, in_force = report.rows[path]
        rows[path] = (0, 0, in_force - issued + repealed)
    fields = {**report.fields, "year": (report.year or 0) - 1}
    return Report(report.format, fields, {}, rows)


THIS = read_sample("qinglan-2024")
LAST = make_previous(THIS)
CELLS = [f"{path}[{i}]" for path, cells in THIS.rows.items() for i in range(len(cells))]


def change(path: str, by: int) -> Report:
    row, _, index = path.removesuffix("]").rpartition("[")
    cells = list(THIS.rows[row])
    cells[int(index)] += by
    return replace(THIS, rows={**THIS.rows, row: tuple(cells)})


def find(report: Report) -> set[tuple[str, str]]:
    strikes = run_checks(Subject(report, compute_figures(report), LAST))
    return {(s.code, s.path) for s in strikes if not s.result and s.code.startswith(("T", "L01", "L02"))}


def sums_with(path: str) -> set[tuple[str, str]]:
    """The sums and links that hold a cell, with the place where they are reported, worked out by hand."""
    row, _, index = path.removesuffix("]").rpartition("[")
    table, _, name = row.partition(".")
    if table == "disclosure":
        return {("L02", f"{row}[2]")} if name in ("rules", "normative_documents") else set()
    if table == "disputes":
        return {("T04", f"{row}[4]")}
    found = {("T01", f"{row}[6]")}
    if name in ("received", "carried_in", "total", "carried_over"):
        found.add(("T03", f"applications.carried_over[{index}]"))
    if name not in ("received", "carried_in", "carried_over"):
        found.add(("T02", f"applications.total[{index}]"))
    if name == "carried_in":
        found.add(("L01", path))
    return found


def test_the_sample_states_all_200_cells_and_is_linked_to_last_year():
    assert len(CELLS) == 200
    assert find(THIS) == set()


@pytest.mark.parametrize("by", [1, -1])
def test_every_changed_cell_is_found_in_each_sum_that_holds_it_and_in_no_other(by: int):
    for path in CELLS:
        assert find(change(path, by)) == sums_with(path), path
    assert {path for path in CELLS if not sums_with(path)} == UNBOUND


def test_right_links_are_named_where_that_is_asked_for():
    strikes = run_checks(Subject(THIS, compute_figures(THIS), LAST, verbose=True))
    right = [s.path for s in strikes if s.code in ("L01", "L02") and s.result == "ok"]
    assert right == [
        *(f"applications.carried_in[{i}]" for i in range(7)),
        "disclosure.rules[2]",
        "disclosure.normative_documents[2]",
    ]


def test_a_number_missing_last_year_leaves_a_link_undecided():
    rows = {path: cells for path, cells in LAST.rows.items() if path != "applications.carried_over"}
    previous = replace(LAST, rows=rows)
    strikes = run_checks(Subject(THIS, compute_figures(THIS), previous))
    assert [s.code for s in strikes if s.result == "undecided" and s.code[0] == "L"] == ["L01"] * 7
