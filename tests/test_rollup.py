"""Sums over reports: every cell, blanks, the single row; in any order, in any grouping, through files."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from govreport.figures import compute_figures
from govreport.format_loader import list_formats, load_format
from govreport.pack_search import load_pack
from govreport.parent import Origin, make_parent
from govreport.report import Report
from govreport.report_format import ReportFormat
from govreport.report_reader import read_report
from govreport.report_writer import write_report
from govreport.rollup import MOST_NAMED, Rollup, fold, list_variants, read_figures
from govreport.toml.source import read_source
from govreport.validate import examine
from random_reports import QUICK, Draw, balance, draw_rows, state_totals

SLOW = settings(QUICK, max_examples=25)
FIELDS = {"agency.name": "青澜市", "year": 2024}
FORM = load_format("2021")
OTHER = ("applications.other.not_corrected", "applications.other.fee_unpaid", "applications.other.other")
SINGLE = "applications.other_single"


@st.composite
def families(draw: Draw, *, blanks: bool = True) -> list[Report]:
    """Reports of one form, some with single rows, totals stated or not, and cells left blank."""
    form = load_format(draw(st.sampled_from(list_formats())))
    return [draw_report(draw, form, blanks=blanks) for _ in range(draw(st.integers(1, 5)))]


def draw_report(draw: Draw, form: ReportFormat, *, blanks: bool) -> Report:
    rows = {}
    for section, table in form.tables:
        rows |= draw_rows(draw, table, section)
    for variant, _ in list_variants(form):
        if variant.row.path in rows and draw(st.booleans()):
            rows[variant.row.path] = tuple(0 if value is not None else None for value in rows[variant.row.path])
    report = balance(Report(form, {}, {}, rows))
    if draw(st.booleans()):
        report = state_totals(report)
    paths = draw(st.lists(st.sampled_from(sorted(report.rows)), max_size=3)) if blanks else []
    for path in paths:
        cells = list(report.rows[path])
        cells[draw(st.integers(0, len(cells) - 1))] = None
        report = replace(report, rows={**report.rows, path: tuple(cells)})
    return report


def add_all(reports: list[Report]) -> Rollup:
    rollup = Rollup(reports[0].format)
    for number, report in enumerate(reports):
        rollup.add(f"第{number}镇", read_figures(report))
    return rollup


def through_a_file(rollup: Rollup) -> Report:
    """What is read back from the file that merge writes of a sum."""
    parent = make_parent(rollup, FIELDS, Origin("x.sources.csv"), load_pack())
    text = write_report(parent.report, file="x.toml", notes=parent.notes)
    return read_report(read_source("x.toml", text.encode()).data or {})[0]


@QUICK
@given(families(), st.randoms(use_true_random=False))
def test_order_makes_no_difference(reports, random):
    shuffled = random.sample(reports, len(reports))
    assert add_all(shuffled).total() == add_all(reports).total()
    assert {(p, i, g.count) for p, i, g in add_all(shuffled).blanks()} == {
        (p, i, g.count) for p, i, g in add_all(reports).blanks()
    }


@SLOW
@given(families(), st.integers(0, 5))
def test_merging_merges_equals_merging_all_at_once(reports, cut):
    groups = [group for group in (reports[:cut], reports[cut:]) if group]
    merged = add_all([through_a_file(add_all(group)) for group in groups])
    assert merged.total() == add_all(reports).total()


@QUICK
@given(families())
def test_every_cell_is_the_sum_of_the_children_and_blank_where_one_is(reports):
    rollup = add_all(reports)
    total = rollup.total()
    folded = [fold(report.format, read_figures(report), rollup.single) for report in reports]
    assert all(figures.keys() == total.keys() for figures in folded)
    for path, cells in total.items():
        for index, value in enumerate(cells):
            parts = [figures[path][index] for figures in folded]
            assert value == (None if None in parts else sum(parts))
    assert {(p, i) for p, i, _ in rollup.blanks()} == {
        (path, index) for path, cells in total.items() for index, value in enumerate(cells) if value is None
    }


@QUICK
@given(families())
def test_the_single_row_is_stated_where_a_child_needs_it(reports):
    for variant, group in list_variants(reports[0].format):
        stated = [report.rows[variant.row.path] for report in reports if variant.row.path in report.rows]
        needed = any(value is None or value for cells in map(without_total, stated) for value in cells)
        total = add_all(reports).total()
        assert (variant.row.path in total) == needed
        assert all((row.path in total) != needed for row in group)


def without_total(cells: tuple) -> tuple:
    return cells[:-1]


@SLOW
@given(families(blanks=False))
def test_the_sum_of_valid_reports_has_no_error_but_prose_to_be_written(reports):
    parent = make_parent(add_all(reports), FIELDS, Origin("x.sources.csv"), load_pack())
    text = write_report(parent.report, file="x.toml", notes=parent.notes)
    _, findings = examine(read_source("x.toml", text.encode()))
    assert {finding.code for finding in findings} == {"S07"}


def make(rows: dict[str, tuple]) -> Report:
    """A report in which every other row is zero."""
    zeros = {
        row.path: (0,) * (len(table.columns) - len(table.total_columns)) + (None,) * len(table.total_columns)
        for _, table in FORM.tables
        for row in table.rows
        if row.key not in table.total_rows
    }
    if SINGLE in rows:
        zeros = {path: cells for path, cells in zeros.items() if path not in OTHER}
    return Report(FORM, {}, {}, {**zeros, **rows})


def test_three_rows_are_added_into_a_single_one_that_is_not_zero():
    single = make({SINGLE: (4, 0, 0, 0, 1, 0, None)})
    three = make({OTHER[0]: (2, 0, 0, 0, 0, 0, None), OTHER[2]: (1, 0, 3, 0, 0, 0, None)})
    assert add_all([three, single]).total()[SINGLE] == (7, 0, 3, 0, 1, 0, 11)
    assert not add_all([three, single]).total().keys() & set(OTHER)


def test_a_single_row_of_zeros_is_three_rows_of_zeros():
    zero = make({SINGLE: (0, 0, 0, 0, 0, 0, 0)})
    three = make({OTHER[0]: (2, 0, 0, 0, 0, 0, None)})
    total = add_all([zero, three]).total()
    assert [total[path][0] for path in OTHER] == [2, 0, 0]
    assert SINGLE not in total


def test_a_single_row_with_a_blank_may_not_be_zero():
    total = add_all([make({SINGLE: (0, None, 0, 0, 0, 0, None)}), make({})]).total()
    assert total[SINGLE] == (0, None, 0, 0, 0, 0, None)


def test_amounts_are_added_exactly():
    amounts = [Decimal("0.1"), Decimal("0.2"), Decimal("1439.4967"), 3]
    total = add_all([make({"disclosure.fees": (amount,)}) for amount in amounts]).total()
    assert total["disclosure.fees"] == (Decimal("1442.7967"),)


def test_a_value_that_must_not_stand_in_its_cell_is_no_number():
    total = add_all([make({"disclosure.licences": (-3,)}), make({"disclosure.licences": (5,)})]).total()
    assert total["disclosure.licences"] == (None,)


def test_a_wrong_total_is_added_as_it_was_stated():
    wrong = make({"applications.received": (1, 0, 0, 0, 0, 0, 5)})
    assert add_all([wrong, wrong]).total()["applications.received"] == (2, 0, 0, 0, 0, 0, 10)
    assert compute_figures(wrong)["applications.received"][6] == 5


def test_those_who_are_blank_are_named_and_beyond_that_counted():
    blank = make({"disclosure.licences": (None,)})
    ((path, index, gap),) = add_all([blank] * (MOST_NAMED + 2)).blanks()
    assert (path, index, gap.count) == ("disclosure.licences", 0, MOST_NAMED + 2)
    assert gap.names == [f"第{number}镇" for number in range(MOST_NAMED)]


def test_one_who_is_blank_in_three_rows_is_named_once_for_the_single_row():
    blank = make({path: (None, 0, 0, 0, 0, 0, None) for path in OTHER})
    rollup = add_all([blank, make({SINGLE: (1, 0, 0, 0, 0, 0, None)})])
    gaps = {(path, index): gap for path, index, gap in rollup.blanks()}
    assert (gaps[SINGLE, 0].names, gaps[SINGLE, 0].count) == (["第0镇"], 1)


def test_those_who_are_blank_in_three_rows_are_counted_once_beyond_those_named():
    blank = make({path: (None, 0, 0, 0, 0, 0, None) for path in OTHER})
    rollup = add_all([blank] * (MOST_NAMED + 10) + [make({SINGLE: (1, 0, 0, 0, 0, 0, None)})])
    gaps = {(path, index): gap for path, index, gap in rollup.blanks()}
    assert (len(gaps[SINGLE, 0].names), gaps[SINGLE, 0].count) == (MOST_NAMED, MOST_NAMED + 10)
