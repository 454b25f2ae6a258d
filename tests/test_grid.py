"""The printed grids of both forms: their size, and that every place belongs to one cell."""

from dataclasses import replace

import pytest

from form_2021 import APPLICATION_ROWS, APPLICATIONS, DISCLOSURE, DISPUTES
from govreport.figures import compute_figures
from govreport.format_loader import load_format
from govreport.grid import Cell, Grid, build_grid, split_grid
from govreport.report import Report
from govreport.report_format import all_rows

SIZES = {
    ("2021", DISCLOSURE): (14, 4),
    ("2021", APPLICATIONS): (28, 10),
    ("2021", DISPUTES): (4, 15),
    ("2019", DISCLOSURE): (18, 4),
    ("2019", APPLICATIONS): (26, 10),
    ("2019", "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"): (4, 15),
}
"""Rows and columns as counted in the printed forms: rows of values, heads, and titles of sub-tables."""

VALUES = {"2021": 10 + 175 + 15, "2019": 22 + 161 + 15}


def blank(form: str) -> Report:
    return Report(load_format(form))


def numbered(form: str) -> Report:
    """A report in which no two cells have the same number."""
    report_format = load_format(form)
    rows, number = {}, 0
    for _, table in report_format.tables:
        for row in table.rows:
            rows[row.path] = tuple(range(number, number + len(table.columns)))
            number += len(table.columns)
    return Report(report_format, rows=rows)


def grids(report: Report) -> dict[str, Grid]:
    figures = compute_figures(report)
    return {s.title: build_grid(s, report, figures) for s in report.format.table_sections}


def places(grid: Grid) -> list[tuple[int, int]]:
    return [
        (row, column)
        for cells in grid.rows
        for cell in cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    ]


def is_covered_once(grid: Grid) -> bool:
    everywhere = [(row, column) for row in range(len(grid.rows)) for column in range(grid.columns)]
    return sorted(places(grid)) == everywhere


@pytest.mark.parametrize(("form", "title"), SIZES)
def test_grids_have_the_size_of_the_printed_form(form, title):
    grid = grids(blank(form))[title]
    assert (len(grid.rows), grid.columns) == SIZES[form, title]


@pytest.mark.parametrize(("form", "title"), SIZES)
def test_every_place_of_a_grid_belongs_to_one_cell(form, title):
    grid = grids(blank(form))[title]
    assert is_covered_once(grid)
    assert all(cell.row == number for number, cells in enumerate(grid.rows) for cell in cells)
    assert all(list(cells) == sorted(cells, key=lambda cell: cell.column) for cells in grid.rows)


@pytest.mark.parametrize("form", VALUES)
def test_every_value_has_one_cell(form):
    values = [
        cell
        for grid in grids(numbered(form)).values()
        for row in grid.rows
        for cell in row
        if cell.role == "value"
    ]
    assert sorted(int(cell.text) for cell in values) == list(range(VALUES[form]))
    assert all(cell.scope == "" for cell in values)


@pytest.mark.parametrize("form", VALUES)
def test_a_blank_is_an_empty_cell_not_a_zero(form):
    values = [
        cell.text
        for grid in grids(blank(form)).values()
        for row in grid.rows
        for cell in row
        if cell.role == "value"
    ]
    assert values == [""] * VALUES[form]


def test_the_single_row_stands_in_place_of_its_three():
    report = blank("2021")
    (path,) = [r.path for _, t in report.format.tables for r in all_rows(t) if r.key == "other_single"]
    grid = grids(replace(report, rows={path: (7,) * 7}))[APPLICATIONS]
    assert (len(grid.rows), grid.columns) == (26, 10)
    assert is_covered_once(grid)
    (label,) = [cell for row in grid.rows for cell in row if cell.text == "（六）其他处理"]
    assert (label.role, label.column, label.column_span) == ("label", 1, 2)
    assert [cell.text for cell in grid.rows[label.row] if cell.role == "value"] == ["7"] * 7


def test_heads_and_labels_of_table_three_are_merged_as_printed():
    cells = {(cell.text, cell.row): cell for row in grids(blank("2021"))[APPLICATIONS].rows for cell in row}
    spans = {
        text: (cell.row, cell.column, cell.row_span, cell.column_span) for (text, _), cell in cells.items() if text
    }
    corner = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    assert spans[corner] == (0, 0, 3, 3)
    assert spans["申请人情况"] == (0, 3, 1, 7)
    assert spans["自然人"] == (1, 3, 2, 1)
    assert spans["法人或其他组织"] == (1, 4, 1, 5)
    assert spans["商业企业"] == (2, 4, 1, 1)
    assert spans["总计"] == (1, 9, 2, 1)
    assert spans["一、本年新收政府信息公开申请数量"] == (3, 0, 1, 3)
    assert spans["三、本年度办理结果"] == (5, 0, 22, 1)
    assert spans["（一）予以公开"] == (5, 1, 1, 2)
    assert spans["（三）不予公开"] == (7, 1, 8, 1)
    assert spans["1.属于国家秘密"] == (7, 2, 1, 1)
    assert spans["（七）总计"] == (26, 1, 1, 2)
    assert spans["四、结转下年度继续办理"] == (27, 0, 1, 3)
    assert len([1 for key, _ in APPLICATION_ROWS if key != "other_single"]) == 25


@pytest.mark.parametrize("line", range(4, 28))
def test_a_grid_broken_between_pages_is_whole_on_both(line):
    grid = grids(numbered("2021"))[APPLICATIONS]
    broken = split_grid(grid, [line])
    assert is_covered_once(broken)
    cells = [cell for row in broken.rows for cell in row]
    assert not [cell for cell in cells if cell.row < line < cell.row + cell.row_span]
    assert texts(broken, continued=False) == texts(grid, continued=False)
    assert {cell.row for cell in cells if cell.continued} <= {line}


def texts(grid: Grid, *, continued: bool) -> list[str]:
    cells: list[Cell] = [cell for row in grid.rows for cell in row]
    return [cell.text for cell in cells if cell.continued is continued]
