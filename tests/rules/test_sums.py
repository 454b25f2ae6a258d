"""The sums of the form: which are wrong, undecided or right, and where each is reported."""

import re
from typing import Any

import pytest

from conftest import SAMPLES
from form_2021 import APPLICATION_ROWS
from govreport.finding import Finding
from govreport.toml.source import read_source
from govreport.validate import validate_source
from reports import make_report

SUMS = ("T01", "T02", "T03", "T04")
Met = tuple[str, str, str]


def check(text: str, *, verbose: bool = False) -> list[Finding]:
    findings = validate_source(read_source("x.toml", text.encode()), verbose=verbose)
    return [finding for finding in findings if finding.code in SUMS]


def met(*, verbose: bool = False, **changes: Any) -> list[Met]:
    """Return code, path and result ("wrong" where there is none) of every sum that is reported."""
    return [(f.code, f.path, f.result or "wrong") for f in check(make_report(**changes), verbose=verbose)]


# ---------------------------------------------------------------- wrong sums


def test_a_wrong_row_sum_is_reported_at_its_total():
    assert met(applications={"not_processed.repeated": [0, 0, 0, 0, 0, 0, 1]}) == [
        ("T01", "applications.not_processed.repeated[6]", "wrong")
    ]


def test_a_wrong_sum_of_table_four_is_reported_at_its_total():
    assert met(disputes={"litigation.direct": [1, 2, 3, 4, 11]}) == [
        ("T04", "disputes.litigation.direct[4]", "wrong")
    ]


def test_a_wrong_sum_of_the_results_is_reported_at_their_total():
    rows = {"received": [5, 0, 0, 0, 0, 0], "disclosed": [4, 0, 0, 0, 0, 0], "total": [5, 0, 0, 0, 0, 0]}
    assert met(applications=rows) == [("T02", "applications.total[0]", "wrong")]


def test_a_wrong_balance_is_reported_at_the_fourth_item_also_where_the_total_is_computed():
    for total in ({}, {"total": [5, 0, 0, 0, 0, 0, 5]}):
        rows = {"received": [6, 0, 0, 0, 0, 0], "disclosed": [5, 0, 0, 0, 0, 0], **total}
        assert met(applications=rows) == [
            ("T03", "applications.carried_over[0]", "wrong"),
            ("T03", "applications.carried_over[6]", "wrong"),
        ]


def test_a_wrong_sum_says_what_was_found_what_it_should_be_and_by_how_much():
    (finding,) = check(make_report(disputes={"reconsideration": [1, 2, 3, 4, 11]}))
    assert finding.message == "表四 行政复议：总计应为 10，填报 11（差 +1）"
    assert (finding.found, finding.expected) == (11, 10)
    assert finding.equation == "结果维持 1 + 结果纠正 2 + 其他结果 3 + 尚未审结 4 = 10"
    assert finding.advice


def test_a_long_sum_names_its_parts_that_are_not_zero_and_counts_the_others():
    rows = {"received": [9, 0, 0, 0, 0, 0], "disclosed": [4, 0, 0, 0, 0, 0], "denied.inquiry": [5, 0, 0, 0, 0, 0]}
    found = check(make_report(applications={**rows, "total": [8, 0, 0, 0, 0, 0]}))
    finding = next(f for f in found if f.path == "applications.total[0]")
    assert (finding.code, finding.message) == ("T02", "表三 自然人列：（七）总计应为 9，填报 8（差 -1）")
    assert finding.equation == "予以公开 4 + 属于行政查询事项 5 + 其余 19 项 0 = 9"


def test_a_wrong_balance_writes_both_sides_out():
    rows = {"received": [3, 0, 0, 0, 0, 0], "carried_in": [4, 0, 0, 0, 0, 0], "carried_over": [1, 0, 0, 0, 0, 0]}
    found = check(make_report(applications=rows))
    finding = next(f for f in found if f.path == "applications.carried_over[0]")
    assert finding.equation == "本年新收 3 + 上年结转 4 = 7；（七）总计 0 + 结转下年度继续办理 1 = 1；两边不等"
    assert "自然人列" in finding.message


def test_every_wrong_sum_is_found_not_only_the_first():
    wrong = {"reconsideration": [1, 0, 0, 0, 2], "litigation.direct": [1, 0, 0, 0, 3]}
    assert [path for _, path, _ in met(disputes=wrong)] == [
        "disputes.reconsideration[4]",
        "disputes.litigation.direct[4]",
    ]


# ---------------------------------------------------------------- undecided and right sums


def test_a_sum_with_a_blank_part_is_undecided_at_its_first_part_and_names_the_blank():
    (finding,) = check(make_report(disputes={"reconsideration": '[1, "", 3, "", 8]'}))
    assert (finding.code, finding.path, finding.severity) == ("T04", "disputes.reconsideration[0]", "info")
    assert finding.result == "undecided"
    assert finding.message.endswith("还没有填 结果纠正、尚未审结")


def test_a_missing_row_leaves_the_sums_of_its_columns_undecided():
    text = make_report().replace("\npartly_disclosed = 0", "")
    found = [(f.code, f.path, f.result) for f in check(text)]
    columns = [("T02", f"applications.disclosed[{n}]", "undecided") for n in range(7)]
    balances = [("T03", f"applications.received[{n}]", "undecided") for n in range(7)]
    rows = [("T01", f"applications.{row}[0]", "undecided") for row in ("partly_disclosed", "total")]
    assert sorted(found) == sorted(columns + balances + rows)


def test_right_sums_are_reported_only_with_verbose():
    assert met() == []
    assert len(met(verbose=True)) == 42


def test_verbose_reports_a_right_sum_at_its_total_and_a_computed_one_at_its_first_part():
    found = met(verbose=True, disputes={"reconsideration": [1, 0, 0, 0, 1], "litigation.direct": [1, 0, 0, 0]})
    assert ("T04", "disputes.reconsideration[4]", "ok") in found
    assert ("T04", "disputes.litigation.direct[0]", "ok") in found
    assert ("T02", "applications.disclosed[3]", "ok") in found
    assert ("T01", "applications.total[0]", "ok") in found
    assert ("T03", "applications.carried_over[3]", "ok") in found
    assert {result for _, _, result in found} == {"ok"}


def test_a_report_with_the_single_row_has_40_sums_and_they_use_it():
    text = make_report(applications={"received": [7, 0, 0, 0, 0, 0], "other_single": [7, 0, 0, 0, 0, 0]})
    for part in ("not_corrected", "fee_unpaid", "other"):
        text = text.replace(f"other.{part} = 0\n", "")
    assert check(text) == []
    assert len(check(text, verbose=True)) == 40
    wrong = check(text.replace("other_single = [7", "other_single = [8"))
    assert [f.path for f in wrong] == ["applications.carried_over[0]", "applications.carried_over[6]"]


# ---------------------------------------------------------------- the bar: any single cell of the sixth sample

QINGLAN = (SAMPLES / "qinglan-2024.toml").read_text(encoding="utf-8")
BALANCE = ("received", "carried_in", "total", "carried_over")
HANDLED = [key for key, _ in APPLICATION_ROWS if key not in (*BALANCE, "other_single")]
DISPUTES = ("reconsideration", "litigation.direct", "litigation.after_reconsideration")
Cell = tuple[str, int]


def locate_cells() -> dict[Cell, tuple[int, int, int]]:
    """Return line, first and last column (from 1) of every cell of tables three and four, read from the text."""
    cells: dict[Cell, tuple[int, int, int]] = {}
    table = ""
    for number, line in enumerate(QINGLAN.split("\n"), 1):
        header = re.fullmatch(r"\[(\w+)\]", line)
        row = re.match(r"([\w.]+) *= \[(.*)\]  #", line)
        table = header[1] if header else table
        if row and table in ("applications", "disputes"):
            for index, digits in enumerate(re.finditer(r"\d+", row[2])):
                start = row.start(2) + digits.start() + 1
                cells[row[1], index] = (number, start, start + len(digits[0]) - 1)
    return cells


CELLS = locate_cells()


def sums_of(cell: Cell) -> set[tuple[str, Cell]]:
    """Return the sums that bind a cell, each with the cell where the contract has it reported."""
    row, column = cell
    if row in DISPUTES:
        return {("T04", (row, 4))}
    sums = {("T01", (row, 6))}
    if row in HANDLED or row == "total":
        sums.add(("T02", ("total", column)))
    if row in BALANCE:
        sums.add(("T03", ("carried_over", column)))
    return sums


def change(cell: Cell, difference: int) -> tuple[str, int]:
    """Return the sample with one cell changed, and how far that moves what stands behind it on its line."""
    line, start, end = CELLS[cell]
    lines = QINGLAN.split("\n")
    text = lines[line - 1]
    number = str(int(text[start - 1 : end]) + difference)
    lines[line - 1] = f"{text[: start - 1]}{number}{text[end:]}"
    return "\n".join(lines), len(number) - (end - start + 1)


def test_the_sixth_sample_has_190_cells_that_a_sum_binds_and_42_sums():
    assert len(CELLS) == 25 * 7 + 3 * 5 == 190
    assert len({bound for cell in CELLS for bound in sums_of(cell)}) == 42
    assert check(QINGLAN) == []


@pytest.mark.parametrize("difference", [1, -1])
def test_any_single_changed_cell_is_found_by_every_sum_that_binds_it(difference):
    for cell in CELLS:
        text, shift = change(cell, difference)
        expected = set()
        for code, at in sums_of(cell):
            line, column, _ = CELLS[at]
            behind = line == CELLS[cell][0] and column > CELLS[cell][1]
            expected.add((code, line, column + shift * behind))
        findings = check(text)
        assert {(f.code, f.place.line, f.place.column) for f in findings} == expected, cell
        assert all(f.severity == "error" and f.equation for f in findings), cell


def test_the_finding_for_a_changed_cell_names_the_cell_in_its_sum():
    along, down = check(change(("denied.process", 1), 5)[0])
    assert along.code == "T01"
    assert "6.属于四类过程性信息" in along.message
    assert "商业企业 11" in along.equation
    assert down.code == "T02"
    assert "商业企业列" in down.message
    assert "属于四类过程性信息 11" in down.equation
