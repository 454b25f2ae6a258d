"""`govreport stats`: tables of many reports, as text, CSV and Excel."""

import csv
import io
import resource
import subprocess
import sys
import zipfile

import openpyxl
import pytest

from conftest import SAMPLES, RunCli
from govreport.display_width import measure
from reports import make_report

COUNTS = {("甲镇", 2023): 10, ("乙镇", 2023): 4, ("甲镇", 2024): 15, ("乙镇", 2024): 1, ("丙镇", 2024): 2}


@pytest.fixture
def reports(tmp_path):
    """A folder with five reports of two years."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for (name, year), count in COUNTS.items():
        tables = {"received": [count, 0, 0, 0, 0, 0], "disclosed": [count, 0, 0, 0, 0, 0]}
        text = make_report(name=name, applications=tables).replace("year = 2024", f"year = {year}")
        level = 'level = "乡级"\nprovince = "河北省"\n[publication]'
        (folder / f"{name}{year}.toml").write_text(text.replace("[publication]", level, 1), encoding="utf-8")
    return folder


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_text_has_sums_by_year_and_the_changes(run_cli: RunCli, reports):
    code, out, err = run_cli("stats", reports)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "共 5 份报告"
    start = lines.index("【按年度】")
    assert lines[start + 1].split()[:4] == ["年度", "份数", "本年新收", "办结"]
    assert lines[start + 2].split()[:4] == ["2023", "2", "14", "14"]
    assert lines[start + 3].split()[:4] == ["2024", "3", "18", "18"]
    assert len({measure(line) for line in lines[start + 1 : start + 4]}) == 1
    start = lines.index("【变化最大的】")
    assert lines[start + 2].split() == ["本年新收", "甲镇", "2024", "10", "15", "5", "50"]
    assert lines[start + 3].split() == ["本年新收", "乙镇", "2024", "4", "1", "-3", "-75"]
    assert "（没有）" in lines[lines.index("【异常值】") + 1]


def test_csv_is_one_tidy_table_with_every_item(run_cli: RunCli, reports):
    code, out, _ = run_cli("stats", reports, "--to", "csv")
    assert code == 0
    assert out.startswith("\ufeff表,年度,省份,层级,机关,项目,指标,数\r\n")
    rows = rows_of(out)
    assert ["按层级", "2024", "", "乡级", "", "", "本年新收", "18"] in rows
    assert ["按省份", "2023", "河北省", "", "", "", "上年结转", "0"] in rows
    assert ["变化最大的", "2024", "", "", "甲镇", "本年新收", "增减（%）", "50"] in rows


def test_excel_has_a_sheet_a_table_and_charts(run_cli: RunCli, reports, tmp_path):
    output = tmp_path / "统计.xlsx"
    code, out, _ = run_cli("stats", reports, "--to", "xlsx", "-o", output)
    assert (code, out) == (0, f"已生成 {output}：5 份报告\n")
    book = openpyxl.load_workbook(output)
    assert book.sheetnames == ["按年度", "按省份", "按层级", "变化最大的", "异常值"]
    assert [cell.value for cell in book["按年度"][3]][:3] == [2024, 3, 18]
    charts = [name for name in zipfile.ZipFile(output).namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 1, "one over the years; a single province and level have nothing to compare"


def test_one_item_more_is_shown(run_cli: RunCli, reports):
    code, out, _ = run_cli("stats", reports, "--item", "本年新收 自然人")
    assert code == 0
    assert "本年新收 自然人" in out.splitlines()[3]


def test_both_forms_and_documents_together(run_cli: RunCli, rendered, tmp_path):
    assert (
        run_cli(
            "new", "--year", "2020", "--format", "2019", "--zeros", "--agency", "甲县", "-o", tmp_path / "a.toml"
        )[0]
        == 0
    )
    code, out, err = run_cli(
        "stats", tmp_path / "a.toml", rendered / "laiyuan-2024.docx", SAMPLES / "baita-2024.toml", "--to", "csv"
    )
    assert (code, err) == (0, "")
    rows = rows_of(out)
    assert ["按年度", "2024", "", "", "", "", "行政许可", str(6769 + 520)] in rows
    assert ["按年度", "2020", "", "", "", "", "行政许可", "0"] in rows
    assert ["按年度", "2020", "", "", "", "", "规范性文件有效", ""] in rows


def test_a_file_that_cannot_be_read_is_told_and_the_rest_counted(run_cli: RunCli, reports):
    (reports / "坏.toml").write_text("year = \n", encoding="utf-8")
    code, out, err = run_cli("stats", reports)
    assert code == 2
    assert "坏.toml:1:" in err
    assert out.startswith("共 5 份报告\n")


def test_several_reports_of_an_agency_are_told(run_cli: RunCli, reports):
    (reports / "甲镇改.toml").write_bytes((reports / "甲镇2024.toml").read_bytes())
    code, _, err = run_cli("stats", reports)
    assert code == 0
    assert err == "govreport：同一机关同一年度有几份，合计里都算了：甲镇 2024年 2 份\n"


def test_the_number_of_processes_makes_no_difference(run_cli: RunCli, reports):
    assert run_cli("stats", reports, "--jobs", "1", "--to", "csv") == run_cli(
        "stats", reports, "--jobs", "3", "--to", "csv"
    )


def test_texts_that_a_spreadsheet_would_run_are_neutralised(run_cli: RunCli, reports, tmp_path):
    for year in (2023, 2024):
        path = reports / f"甲镇{year}.toml"
        path.write_text(path.read_text("utf-8").replace('name = "甲镇"', 'name = "=1+1"'), encoding="utf-8")
    _, out, _ = run_cli("stats", reports, "--to", "csv")
    cells = [cell for row in rows_of(out) for cell in row[:-1]]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    assert run_cli("stats", reports, "--to", "xlsx", "-o", tmp_path / "x.xlsx")[0] == 0
    for sheet in openpyxl.load_workbook(tmp_path / "x.xlsx"):
        assert not [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


REFUSED = {
    "Excel without a name": (["--to", "xlsx"], "--to xlsx 要用 -o 写明文件"),
    "an unknown item": (["--item", "今年新收"], "没有“今年新收”这个项目"),
}


@pytest.mark.parametrize(("options", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_is_one_line(run_cli: RunCli, reports, options, reason):
    code, out, err = run_cli("stats", reports, *options)
    assert (code, out) == (2, "")
    assert reason in err


def test_an_input_is_never_written_over(run_cli: RunCli, reports):
    target = reports / "甲镇2024.toml"
    before = target.read_bytes()
    code, _, err = run_cli("stats", target, "-o", target)
    assert code == 2
    assert "也在要统计的文件里" in err
    assert target.read_bytes() == before


def test_what_exists_is_written_over_only_when_forced(run_cli: RunCli, reports, tmp_path):
    output = tmp_path / "agency.toml"
    output.write_text("precious", encoding="utf-8")
    code, out, err = run_cli("stats", reports, "-o", output)
    assert (code, out) == (2, "")
    assert f"{output}：文件已经存在，没有改动它" in err
    assert output.read_text("utf-8") == "precious"
    assert run_cli("stats", reports, "-o", output, "--force")[0] == 0
    assert output.read_text("utf-8").startswith("共 5 份报告\n")
    assert run_cli("stats", reports / "甲镇2024.toml", "-o", reports / "甲镇2024.toml", "--force")[0] == 2


@pytest.mark.parametrize(("limit", "reason"), [(0, "没有一个临时文件夹写得进去"), (100, "facts.csv：写不进去")])
def test_no_room_for_temporary_files_is_one_line(reports, limit, reason):
    done = subprocess.run(
        [sys.executable, "-m", "govreport", "stats", str(reports), "-j", "1"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("govreport：")
    assert reason in line


def test_a_text_without_end_does_not_stop_the_rest(run_cli: RunCli, reports):
    name = "甲" * 700_000
    (reports / "long.toml").write_text(make_report(name=name), encoding="utf-8")
    code, out, err = run_cli("stats", reports)
    assert (code, err) == (0, "")
    assert out.startswith("共 6 份报告\n")


def test_the_name_of_the_file_says_what_it_is(run_cli: RunCli, reports, tmp_path):
    table, book = tmp_path / "统计.csv", tmp_path / "统计.xlsx"
    assert run_cli("stats", reports, "-o", table)[0] == run_cli("stats", reports, "-o", book)[0] == 0
    assert rows_of(table.read_text("utf-8"))[0][:2] == ["表", "年度"]
    assert openpyxl.load_workbook(book).sheetnames[0] == "按年度"
