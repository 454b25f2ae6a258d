"""Totals: computed where left out, kept where stated, None where a part is blank."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
import tomli

from govreport.figures import compute_figures, names_in_force, rows_in_force
from govreport.format_loader import load_format
from govreport.report import Cells, Report
from govreport.report_reader import read_report
from reports import make_report


def read(**changes: Any) -> Report:
    return read_report(tomli.loads(make_report(**changes), parse_float=Decimal))[0]


def figures(**changes: Any) -> Mapping[str, Cells]:
    return compute_figures(read(**changes))


def test_a_row_total_that_is_left_out_is_computed():
    assert figures(applications={"received": [6, 0, 1, 0, 2, 0]})["applications.received"] == (6, 0, 1, 0, 2, 0, 9)


def test_a_row_total_typed_as_blank_is_computed():
    cells = figures(disputes={"reconsideration": '[1, 2, 3, 4, ""]'})["disputes.reconsideration"]
    assert cells == (1, 2, 3, 4, 10)


def test_a_row_total_that_is_stated_is_kept_although_it_is_wrong():
    cells = figures(disputes={"reconsideration": [1, 2, 3, 4, 11]})["disputes.reconsideration"]
    assert cells == (1, 2, 3, 4, 11)


def test_a_blank_part_leaves_the_total_blank():
    cells = figures(disputes={"reconsideration": '[1, "", 3, 4]'})["disputes.reconsideration"]
    assert cells == (1, None, 3, 4, None)


def test_a_blank_part_does_not_remove_a_stated_total():
    cells = figures(disputes={"reconsideration": '[1, "", 3, 4, 10]'})["disputes.reconsideration"]
    assert cells == (1, None, 3, 4, 10)


def test_the_total_row_that_is_left_out_is_computed_down_its_columns_and_along():
    rows = {
        "disclosed": [1, 2, 3, 4, 5, 6],
        "denied.inquiry": [10, 0, 0, 0, 0, 1],
        "other.other": [0, 1, 0, 0, 0, 0],
    }
    assert figures(applications=rows)["applications.total"] == (11, 3, 3, 4, 5, 7, 33)


def test_the_total_row_does_not_take_over_a_wrong_total_of_another_row():
    rows = {"disclosed": [1, 0, 0, 0, 0, 0, 100]}
    assert figures(applications=rows)["applications.total"] == (1, 0, 0, 0, 0, 0, 1)


def test_the_total_row_that_is_stated_is_kept():
    rows = {"disclosed": [1, 0, 0, 0, 0, 0], "total": [2, 0, 0, 0, 0, 0]}
    assert figures(applications=rows)["applications.total"] == (2, 0, 0, 0, 0, 0, 2)


@pytest.mark.parametrize("total", ["[]", '""', '["", "", "", "", "", "", ""]'])
def test_the_total_row_typed_as_blank_is_computed(total):
    rows = {"disclosed": [1, 0, 0, 0, 0, 0], "total": total}
    assert figures(applications=rows)["applications.total"] == (1, 0, 0, 0, 0, 0, 1)


def test_a_blank_row_leaves_only_its_columns_of_the_total_row_blank():
    rows = {"disclosed": '[1, "", 0, 0, 0, 0]'}
    assert figures(applications=rows)["applications.total"] == (1, None, 0, 0, 0, 0, None)


def test_a_row_that_is_missing_leaves_the_total_row_blank():
    text = make_report().replace("\ndisclosed = 0", "")
    report = read_report(tomli.loads(text))[0]
    assert compute_figures(report)["applications.total"] == (None,) * 7


def test_one_zero_is_a_whole_row_of_zeros_with_its_total():
    assert figures()["applications.received"] == (0,) * 7
    assert figures()["disclosure.rules"] == (0, 0, 0)


def test_an_amount_stays_the_decimal_that_was_typed():
    assert figures(disclosure={"fees": "1439.4900"})["disclosure.fees"] == (Decimal("1439.4900"),)
    assert str(figures(disclosure={"fees": "1439.4900"})["disclosure.fees"][0]) == "1439.4900"


# ---------------------------------------------------------------- the single row

SINGLE = make_report(applications={"other_single": [7, 0, 0, 0, 0, 1]})
for part in ("not_corrected", "fee_unpaid", "other"):
    SINGLE = SINGLE.replace(f"other.{part} = 0\n", "")


def test_a_single_row_takes_the_place_of_its_group_and_counts_in_the_total():
    report = read_report(tomli.loads(SINGLE))[0]
    table = report.format.table_sections[1].tables[0]
    assert [row.key for row in rows_in_force(table, report)][-4:] == [
        "not_processed.reissue",
        "other_single",
        "total",
        "carried_over",
    ]
    computed = compute_figures(report)
    assert computed["applications.other_single"] == (7, 0, 0, 0, 0, 1, 8)
    assert computed["applications.total"] == (7, 0, 0, 0, 0, 1, 8)
    assert "applications.other.other" not in computed


def test_a_single_row_beside_its_group_is_left_aside():
    report = read(applications={"other_single": [7, 0, 0, 0, 0, 1], "other.other": [1, 0, 0, 0, 0, 0]})
    assert "applications.other_single" not in compute_figures(report)
    assert compute_figures(report)["applications.total"][0] == 1


def test_a_sum_names_the_single_row_in_place_of_its_group():
    report = read_report(tomli.loads(SINGLE))[0]
    table = report.format.table_sections[1].tables[0]
    names = names_in_force(table.sums[1].parts, table, report)
    assert names[-1] == "other_single"
    assert len(names) == len(table.sums[1].parts) - 2


def test_an_empty_report_has_a_blank_for_every_cell():
    for name in ("2021", "2019"):
        computed = compute_figures(Report(load_format(name)))
        assert len(computed) > 30
        assert {value for cells in computed.values() for value in cells} == {None}
