"""`export --to xlsx`: a form to fill in, and read back."""

import re
from io import BytesIO

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell

from conftest import SAMPLE_NAMES, SAMPLES
from govreport import api
from govreport.figures import compute_figures
from govreport.importers.importing import import_document
from reports import make_report

every_sample = pytest.mark.parametrize("sample", SAMPLE_NAMES)


def load_sample(sample: str):
    return api.load(api.read(sample, (SAMPLES / f"{sample}.toml").read_bytes()))


def sheets_of(report):
    return openpyxl.load_workbook(BytesIO(api.export_xlsx(report))).worksheets


def compute(sheet, formula: str) -> object:
    """Return what a total's formula gives: the sum of its cells, "" where one is not filled in."""
    match = re.fullmatch(r'=IF\(COUNT\(([A-Z0-9,]+)\)=(\d+),SUM\(\1\),""\)', formula)
    assert match, formula
    values = [evaluate(sheet, place) for place in match[1].split(",")]
    assert len(values) == int(match[2])
    return "" if None in values or "" in values else sum(values)


def evaluate(sheet, place: str) -> object:
    value = sheet[place].value
    return compute(sheet, value) if isinstance(value, str) and value.startswith("=") else value


@every_sample
def test_every_number_is_there_totals_as_formulas_that_give_them(sample):
    report = load_sample(sample)
    figures = sorted(value for cells in compute_figures(report).values() for value in cells)
    printed, formulas = [], 0
    for sheet in sheets_of(report):
        for row in sheet.iter_rows(min_row=3):
            for cell in row:
                is_formula = isinstance(cell.value, str) and cell.value.startswith("=")
                formulas += is_formula
                if is_formula or isinstance(cell.value, int | float):
                    printed.append(evaluate(sheet, cell.coordinate))
    assert [float(value) for value in sorted(printed)] == [float(value) for value in figures]
    assert formulas == (34 if len(figures) == 200 else 32)


@every_sample
def test_import_reads_the_form_back(sample):
    report = load_sample(sample)
    imported = import_document(f"{sample}.xlsx", api.export_xlsx(report))
    assert compute_figures(imported.report) == compute_figures(report)
    assert imported.report.year == report.year


def test_only_cells_to_fill_in_are_open_and_take_numbers_only():
    for sheet in sheets_of(load_sample("qinglan-2024")):
        assert sheet.protection.sheet
        ruled = [str(area) for rule in sheet.data_validations.dataValidation for area in rule.sqref.ranges]
        checked = {
            c.coordinate
            for area in ruled
            for row in sheet[f"{area}:{area}" if ":" not in area else area]
            for c in row
        }
        cells = [c for row in sheet.iter_rows() for c in row if not isinstance(c, MergedCell)]
        open_cells = {c.coordinate for c in cells if not c.protection.locked}
        assert open_cells
        assert open_cells == checked
        assert not any(isinstance(sheet[place].value, str) for place in open_cells)
        assert {rule.type for rule in sheet.data_validations.dataValidation} <= {"whole", "decimal"}


def test_a_blank_stays_blank_and_its_total_too():
    toml = make_report(applications={"received": '[1, "", 0, 0, 0, 0]'})
    report = api.load(api.read("a.toml", toml.encode("utf-8")))
    sheet = sheets_of(report)[1]
    row = next(r for r in sheet.iter_rows() if r[0].value == "一、本年新收政府信息公开申请数量")
    values = [cell.value for cell in row[3:]]
    assert values[:2] == [1, None]
    assert compute(sheet, values[6]) == ""


def test_a_name_that_looks_like_a_formula_is_none():
    report = api.load(api.read("a.toml", make_report(name="=cmd()", title="@SUM(1)").encode("utf-8")))
    for sheet in sheets_of(report):
        assert sheet["A1"].value == "'@SUM(1)"
        assert sheet["A1"].data_type == "s"


def test_tables_pasted_into_a_sheet_are_read_with_units_and_commas():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", 0, 0, 0],
        ["行政规范性文件", "2件", 1, 4.0],
        ["行政许可", "1,439"],
        ["行政处罚", "1923 件"],
        ["行政强制", None],
        ["行政事业性收费", "1439.4967万元"],
    ):
        sheet.append(row)
    buffer = BytesIO()
    book.save(buffer)
    rows = import_document("a.xlsx", buffer.getvalue()).report.rows
    assert rows["disclosure.normative_documents"] == (2, 1, 4)
    assert [str(rows[f"disclosure.{key}"][0]) for key in ("licences", "penalties", "fees")] == [
        "1439",
        "1923",
        "1439.4967",
    ]
    assert rows["disclosure.coercive_measures"] == (None,)


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv_is_read_whatever_its_mark(mark):
    lines = [["规章", "0", "0", "0"], ["行政规范性文件", "2", "1", "4"], ["行政许可", "8", "", ""]]
    lines += [["行政处罚", "7", "", ""], ["行政强制", "6", "", ""], ["行政事业性收费", "5.5", "", ""]]
    text = "\r\n".join(mark.join(line) for line in lines)
    rows = import_document("a.csv", text.encode("gb18030")).report.rows
    assert rows["disclosure.normative_documents"] == (2, 1, 4)
    assert str(rows["disclosure.fees"][0]) == "5.5"


def test_export_to_xlsx_wants_a_file_and_one_report(run_cli, tmp_path):
    sample = SAMPLES / "qinglan-2024.toml"
    assert run_cli("export", sample, "--to", "xlsx")[0] == 2
    assert run_cli("export", SAMPLES, "--to", "xlsx", "-o", tmp_path / "a.xlsx")[0] == 2
    assert run_cli("export", sample, "--to", "xlsx", "-o", tmp_path / "a.xlsx")[0] == 0
    assert (tmp_path / "a.xlsx").read_bytes()[:2] == b"PK"
