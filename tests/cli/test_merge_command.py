"""`govreport merge`: the sum of many reports, its sheet and its sources, and what is refused."""

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from decimal import Decimal

import openpyxl
import pytest

from conftest import SAMPLES, RunCli, need_shared, run_process
from govreport import api
from reports import make_report

TOWNS = {
    "甲镇": {"applications": {"received": [3, 0, 0, 0, 1, 0], "disclosed": [3, 0, 0, 0, 1, 0]}},
    "乙镇": {"applications": {"received": [5, 0, 0, 0, 0, 0], "disclosed": [5, 0, 0, 0, 0, 0]}},
    "丙镇": {"disclosure": {"licences": 7, "fees": 0.1}},
}


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def towns(tmp_path):
    """A folder with three reports of one county."""
    folder = tmp_path / "towns"
    for name, tables in TOWNS.items():
        write(folder, f"{name}.toml", make_report(name=name, **tables))
    return folder


def merge(run_cli, *arguments, output):
    return run_cli("merge", *arguments, "--agency", "青澜县人民政府", "-o", output)


def read(path):
    return api.load(api.read(path.name, path.read_bytes()))


def rows_of(path):
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_parents_report_is_the_sum(run_cli: RunCli, towns, tmp_path):
    output = tmp_path / "县.toml"
    code, out, err = merge(run_cli, towns, output=output)
    assert (code, err) == (0, "")
    assert f"已生成 {output}：3 份报告相加" in out
    report = read(output)
    assert (report.year, report.text("agency.name")) == (2024, "青澜县人民政府")
    assert report.rows["applications.received"] == (8, 0, 0, 0, 1, 0, 9)
    assert report.rows["applications.total"] == (8, 0, 0, 0, 1, 0, 9)
    assert report.rows["disclosure.licences"] == (7,)
    assert names(tmp_path) == ["report.schema.json", "towns", "县.sources.csv", "县.toml", "县.汇总表.xlsx"]


def test_what_is_left_to_do_is_the_prose(run_cli: RunCli, towns, tmp_path):
    output = tmp_path / "县.toml"
    merge(run_cli, towns, output=output)
    code, out, _ = run_cli("validate", output, "--format", "json")
    assert code == 1
    assert {item["code"] for item in json.loads(out) if item["severity"] == "error"} == {"S07"}
    output.write_text(output.read_text("utf-8").replace("【待填写】", "今年的情况如下。"), "utf-8")
    code, out, _ = run_cli("validate", output, "--children", towns, "--format", "json")
    assert code == 0
    assert [item for item in json.loads(out) if item["code"][0] in "PR"] == []
    assert "新收政府信息公开申请9件，上年结转0件；办结9件" in render(output)


def render(path):
    source = api.read(path.name, path.read_bytes())
    return api.RENDERERS["text"][1](api.plan(source, api.load(source))).decode().replace("\n", "")


def test_the_sources_are_listed_with_their_hashes(run_cli: RunCli, towns, tmp_path):
    merge(run_cli, towns, output=tmp_path / "县.toml")
    head, *rows = rows_of(tmp_path / "县.sources.csv")
    assert head == ["文件", "机关全称", "SHA-256", "说明"]
    assert (tmp_path / "县.sources.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    files = sorted(towns.iterdir())
    assert [row[:3] for row in rows] == [
        [str(path), path.stem, hashlib.sha256(path.read_bytes()).hexdigest()] for path in files
    ]


def test_the_sheet_has_a_row_a_child_a_column_a_cell_and_sums(run_cli: RunCli, towns, tmp_path):
    merge(run_cli, towns, output=tmp_path / "县.toml")
    values = openpyxl.load_workbook(tmp_path / "县.汇总表.xlsx", data_only=True).active
    formulas = openpyxl.load_workbook(tmp_path / "县.汇总表.xlsx").active
    assert values.max_column == 3 + 200 + 7
    assert [values.cell(row, 1).value for row in range(4, 8)] == [*sorted(TOWNS), "合计"]
    heads = [tuple(values.cell(row, column).value for row in (2, 3)) for column in range(1, values.max_column)]
    licences = 1 + heads.index(("行政许可", "本年处理决定数量"))
    assert [values.cell(row, licences).value for row in range(4, 8)] == [7, 0, 0, 7]
    letter = openpyxl.utils.get_column_letter(licences)
    assert formulas.cell(7, licences).value == f'=IF(COUNT({letter}4:{letter}6)=3,SUM({letter}4:{letter}6),"")'
    received = 1 + heads.index(("一、本年新收政府信息公开申请数量", "自然人"))
    assert [values.cell(row, received).value for row in range(4, 8)] == [0, 5, 3, 8]


def test_the_order_of_the_files_makes_no_difference(run_cli: RunCli, towns, tmp_path):
    files = sorted(towns.iterdir())
    for name, given in (("a", files), ("b", files[::-1])):
        (tmp_path / name).mkdir()
        assert merge(run_cli, *given, output=tmp_path / name / "县.toml")[0] == 0
    assert names(tmp_path / "a") == names(tmp_path / "b")
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_the_number_of_processes_makes_no_difference(run_cli: RunCli, towns, tmp_path):
    for jobs in ("1", "3"):
        (tmp_path / jobs).mkdir()
        assert merge(run_cli, towns, "--jobs", jobs, output=tmp_path / jobs / "县.toml")[0] == 0
    for path in (tmp_path / "1").iterdir():
        assert path.read_bytes() == (tmp_path / "3" / path.name).read_bytes(), path.name


def test_merging_merges_equals_merging_all_at_once(run_cli: RunCli, towns, tmp_path):
    first, second, third = sorted(towns.iterdir())
    code, _, err = merge(run_cli, first, second, output=tmp_path / "片.toml")
    assert (code, err) == (0, "")
    (tmp_path / "片.toml").write_text(
        (tmp_path / "片.toml").read_text("utf-8").replace("青澜县人民政府", "东片"), "utf-8"
    )
    code, _, err = merge(run_cli, tmp_path / "片.toml", third, output=tmp_path / "两次.toml")
    assert (code, err) == (0, "")
    assert merge(run_cli, towns, output=tmp_path / "一次.toml")[0] == 0
    assert read(tmp_path / "两次.toml").rows == read(tmp_path / "一次.toml").rows
    rows = rows_of(tmp_path / "两次.sources.csv")
    assert [row[3] for row in rows[1:]] == ["", "有 9 处文字没有写好"]


def test_the_offices_own_report_is_one_child_more_and_may_bear_the_name_of_the_sum(
    run_cli: RunCli, towns, tmp_path
):
    own = write(tmp_path, "本级.toml", make_report(name="青澜县人民政府", disclosure={"licences": 100}))
    code, _, err = merge(run_cli, towns, "--own", own, output=tmp_path / "县.toml")
    assert (code, err) == (0, "")
    assert read(tmp_path / "县.toml").rows["disclosure.licences"] == (107,)
    assert rows_of(tmp_path / "县.sources.csv")[1][3] == "本级"


def test_the_offices_own_report_may_come_from_stdin(towns, tmp_path):
    own = make_report(name="青澜县人民政府", disclosure={"licences": 100})
    options = ("--agency", "青澜县人民政府", "-o", tmp_path / "县.toml")
    done = run_process("merge", towns, "--own", "-", *options, stdin=own.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert rows_of(tmp_path / "县.sources.csv")[1][3] == "本级"


def test_an_own_report_without_a_name_is_refused(run_cli: RunCli, towns, tmp_path):
    code, out, err = refuse(run_cli, towns, tmp_path, "--own", "")
    assert (code, out) == (2, "")
    assert "--own 的值不对：文件名是空的" in err


def test_running_again_in_the_folder_of_the_children_takes_only_them(run_cli: RunCli, towns):
    output = towns / "县.toml"
    assert merge(run_cli, towns, output=output)[0] == 0
    before = output.read_bytes()
    assert merge(run_cli, towns, "--force", output=output)[0] == 0
    assert output.read_bytes() == before


def test_without_force_nothing_is_replaced(run_cli: RunCli, towns, tmp_path):
    write(tmp_path, "县.sources.csv", "mine")
    code, out, err = merge(run_cli, towns, output=tmp_path / "县.toml")
    assert (code, out) == (2, "")
    assert "县.sources.csv：写不进去：文件已经存在" in err
    assert names(tmp_path) == ["towns", "县.sources.csv"]


def test_an_input_is_never_written_over(run_cli: RunCli, towns):
    target = towns / "甲镇.toml"
    before = target.read_bytes()
    code, out, err = merge(run_cli, target, towns / "乙镇.toml", "--force", output=target)
    assert (code, out) == (2, "")
    assert "是这次要读的文件，不能覆盖" in err
    assert target.read_bytes() == before
    assert names(towns) == ["丙镇.toml", "乙镇.toml", "甲镇.toml"]


# ---------------------------------------------------------------- refused


def refuse(run_cli, towns, tmp_path, *options):
    code, out, err = merge(run_cli, towns, *options, output=tmp_path / "县.toml")
    assert names(tmp_path) == ["towns"], "nothing is written"
    return code, out, err


def test_two_reports_of_one_agency(run_cli: RunCli, towns, tmp_path):
    write(towns, "甲镇改.toml", make_report(name=" 甲 镇"))
    code, out, err = refuse(run_cli, towns, tmp_path)
    assert code == 2
    assert f"{towns / '甲镇改.toml'}：“甲镇”有两份，另一份是 {towns / '甲镇.toml'}" in err
    assert out == "没有汇总：1 处不能相加；改好再汇总\n"


def test_a_child_that_bears_the_name_of_the_sum(run_cli: RunCli, towns, tmp_path):
    write(towns, "旧.toml", make_report(name="青澜县人民政府"))
    code, _, err = refuse(run_cli, towns, tmp_path)
    assert code == 2
    assert "和 --agency 同名" in err


def test_mixed_years(run_cli: RunCli, towns, tmp_path):
    write(towns, "丁镇.toml", make_report(name="丁镇").replace("year = 2024", "year = 2023"))
    code, _, err = refuse(run_cli, towns, tmp_path)
    assert code == 2
    assert f"年度不一致：2024年 3 份，2023年 1 份（{towns / '丁镇.toml'}）" in err


def test_a_report_without_a_year_goes_with_any_in_the_sum_and_in_its_check(run_cli: RunCli, towns, tmp_path):
    write(towns, "丁镇.toml", make_report(name="丁镇", disclosure={"licences": 4}).replace("year = 2024\n", ""))
    output = tmp_path / "县.toml"
    assert merge(run_cli, towns, "--allow-errors", output=output)[0] == 0
    assert read(output).rows["disclosure.licences"] == (11,)
    assert check(run_cli, output, towns) == []
    output.write_text(output.read_text("utf-8").replace("= 11 ", "= 12 "), "utf-8")
    assert [item["code"] for item in check(run_cli, output, towns)] == ["R01"]


def check(run_cli, output, towns):
    """What validate finds of a sum against its children."""
    _, out, _ = run_cli("validate", output, "--children", towns, "--format", "json")
    return [item for item in json.loads(out) if item["code"].startswith("R")]


def test_a_sum_is_not_checked_against_what_cannot_be_added(run_cli: RunCli, towns, tmp_path):
    output = tmp_path / "县.toml"
    assert merge(run_cli, towns, output=output)[0] == 0
    write(towns, "甲镇改.toml", make_report(name="甲镇").replace("year = 2024", "year = 2023"))
    (item,) = check(run_cli, output, towns)
    assert (item["code"], item["result"]) == ("R00", "undecided")
    assert f"年度不一致：2024年 4 份，2023年 1 份（{towns / '甲镇改.toml'}）" in item["message"]
    write(towns, "甲镇改.toml", make_report(name="甲镇"))
    (item,) = check(run_cli, output, towns)
    assert "“甲镇”有两份" in item["message"]


def test_two_years_of_the_same_agencies_are_two_years_and_nobody_twice(run_cli: RunCli, towns, tmp_path):
    for name in TOWNS:
        write(towns, f"{name}去年.toml", make_report(name=name).replace("year = 2024", "year = 2023"))
    code, _, err = refuse(run_cli, towns, tmp_path)
    assert code == 2
    assert len(err.splitlines()) == 1
    assert "年度不一致：2023年 3 份，2024年 3 份（" in err


def test_mixed_forms(run_cli: RunCli, towns, tmp_path):
    options = ("--format", "2019", "--zeros", "--agency", "丁镇")
    assert run_cli("new", "--year", "2024", *options, "-o", towns / "丁镇.toml")[0] == 0
    (towns / "report.schema.json").unlink()
    code, _, err = refuse(run_cli, towns, tmp_path, "--allow-errors")
    assert code == 2
    assert f"报告格式不一致：2021年格式 3 份，2019年试行格式 1 份（{towns / '丁镇.toml'}）" in err


def test_a_file_that_cannot_be_read(run_cli: RunCli, towns, tmp_path):
    write(towns, "丁镇.toml", "年度 = \n")
    code, out, err = refuse(run_cli, towns, tmp_path, "--allow-errors")
    assert code == 2
    assert "丁镇.toml:1:" in err
    assert "1 份读不出来" in out


WRONG = make_report(name="丁镇", applications={"received": [1, 0, 0, 0, 0, 0, 2], "disclosed": 0})


def test_a_child_with_errors_is_named_and_refused(run_cli: RunCli, towns, tmp_path):
    write(towns, "丁镇.toml", WRONG)
    code, out, err = refuse(run_cli, towns, tmp_path)
    assert (code, err) == (1, "")
    assert f"{towns / '丁镇.toml'}：丁镇有 3 项错误：第 " in out
    assert "T01" in out
    assert out.splitlines()[-1] == "没有汇总：1 份有错误；改好再汇总，或加 --allow-errors 带着错误汇总"


def test_a_child_with_errors_that_is_allowed_is_marked(run_cli: RunCli, towns, tmp_path):
    write(towns, "丁镇.toml", WRONG)
    output = tmp_path / "县.toml"
    code, out, _ = merge(run_cli, towns, "--allow-errors", output=output)
    assert code == 0
    assert "其中 1 份有错误，已在 县.sources.csv 里注明" in out
    assert "# 带着错误汇总的有 1 份，见 县.sources.csv：丁镇" in output.read_text("utf-8")
    (row,) = [row for row in rows_of(tmp_path / "县.sources.csv") if row[1] == "丁镇"]
    assert row[3] == "有 3 项错误，仍汇总在内"
    assert read(output).rows["applications.received"] == (9, 0, 0, 0, 1, 0, 11)


def test_a_blank_makes_the_sum_blank_and_is_named(run_cli: RunCli, towns, tmp_path):
    blank = make_report(
        name="丁镇", applications={"received": '[1, "", 0, 0, 0, 0]', "carried_over": [1, 0, 0, 0, 0, 0]}
    )
    write(towns, "丁镇.toml", blank)
    output = tmp_path / "县.toml"
    code, out, _ = merge(run_cli, towns, "--allow-errors", output=output)
    assert code == 0
    assert read(output).rows["applications.received"] == (9, None, 0, 0, 1, 0, None)
    assert "# 空着：商业企业——丁镇没有填" in output.read_text("utf-8")
    assert "有 1 格因为下级没有填而空着" in out
    assert "数字已填好，还有 9 处文字要写\n" in out
    sheet = openpyxl.load_workbook(tmp_path / "县.汇总表.xlsx", data_only=True).active
    heads = [tuple(sheet.cell(row, column).value for row in (2, 3)) for column in range(1, sheet.max_column)]
    column = heads.index(("一、本年新收政府信息公开申请数量", "自然人")) + 2
    assert sheet.cell(8, column).value in (None, "")
    assert sheet.cell(8, column - 1).value == 9


def test_what_is_told_to_be_wrong_in_the_sum_is_what_validate_finds(run_cli: RunCli, towns, tmp_path):
    blank = {
        "received": '[1, "", 0, 0, 0, 0]',
        "carried_over": [1, 0, 0, 0, 0, 0],
        "disclosed": [9, 0, 0, 0, 0, 0],
    }
    write(towns, "丁镇.toml", make_report(name="丁镇", applications=blank))
    output = tmp_path / "县.toml"
    _, out, _ = merge(run_cli, towns, "--allow-errors", output=output)
    _, found, _ = run_cli("validate", output, "--format", "json")
    codes = [item["code"] for item in json.loads(found) if item["severity"] == "error" and "result" not in item]
    others = [code for code in codes if code not in ("S07", "C01")]
    assert "T03" in others, codes
    assert (codes.count("C01"), f"；另有 {len(others)} 项错误，要先核对" in out) == (1, True), (codes, out)


# ---------------------------------------------------------------- kinds, register, hostile names


def test_documents_are_children_too(run_cli: RunCli, rendered, tmp_path):
    files = [
        SAMPLES / "baita-2024.toml",
        rendered / "laiyuan-2024.docx",
        rendered / "qinglan-2024.html",
        rendered / "chaihudian-2024.txt",
    ]
    code, out, _ = merge(run_cli, *files, output=tmp_path / "省.toml")
    assert code == 0, out
    tomls = [SAMPLES / f"{path.stem}.toml" for path in files]
    assert merge(run_cli, *tomls, output=tmp_path / "同.toml")[0] == 0
    assert read(tmp_path / "省.toml").rows == read(tmp_path / "同.toml").rows
    assert len(rows_of(tmp_path / "省.sources.csv")) == 5


def test_published_pdf_and_spreadsheet(run_cli: RunCli, tmp_path):
    sample = SAMPLES / "baita-2024.toml"
    assert run_cli("render", sample, "--to", "pdf", "-o", tmp_path)[0] == 0
    assert run_cli("export", SAMPLES / "qinglan-2024.toml", "--to", "xlsx", "-o", tmp_path / "q.xlsx")[0] == 0
    code, out, err = merge(
        run_cli, tmp_path / "baita-2024.pdf", tmp_path / "q.xlsx", "--allow-errors", output=tmp_path / "省.toml"
    )
    assert code == 0, (out, err)
    assert read(tmp_path / "省.toml").rows["disclosure.licences"] == (520 + 286413,)


def test_real_reports_are_summed_up(run_cli: RunCli, tmp_path):
    years = ("000*", "003*", "004*")
    seeds = [path for pattern in years for path in need_shared("seeds").glob(pattern)]
    assert len(seeds) == len(years)
    code, _, err = merge(run_cli, *seeds, "--allow-errors", output=tmp_path / "x.toml")
    assert code == 0, err
    assert "004_" in err
    report = read(tmp_path / "x.toml")
    assert report.rows["disclosure.licences"] == (520 + 0 + 6769,)
    assert report.rows["disclosure.fees"] == (Decimal("1439.4967"),)


def test_the_register_tells_who_is_missing(run_cli: RunCli, towns, tmp_path):
    register = tmp_path / "名单.csv"
    register.write_bytes("机关全称\n甲镇\n乙镇\n戊镇\n".encode("gbk"))
    code, out, _ = merge(run_cli, towns, "--register", register, output=tmp_path / "县.toml")
    assert code == 0
    assert "应报 3 家，缺 1 家，名单以外 1 家\n  缺：戊镇\n  名单以外：丙镇\n" in out
    assert "# 应报名单上还缺 1 家：戊镇" in (tmp_path / "县.toml").read_text("utf-8")


def test_a_missing_register_stops_before_anything_is_written(run_cli: RunCli, towns, tmp_path):
    code, out, err = refuse(run_cli, towns, tmp_path, "--register", tmp_path / "没有.csv")
    assert (code, out) == (2, "")
    assert "没有.csv：找不到这个文件" in err


def test_the_register_is_never_written_over(run_cli: RunCli, towns, tmp_path):
    register = write(tmp_path, "县.sources.csv", "甲镇\n")
    options = ("--register", register, "--force")
    code, out, err = merge(run_cli, towns, *options, output=tmp_path / "县.toml")
    assert (code, out) == (2, "")
    assert f"{register}：是这次要读的文件，不能覆盖" in err
    assert names(tmp_path) == ["towns", "县.sources.csv"]
    assert register.read_text("utf-8") == "甲镇\n"


def test_names_that_a_spreadsheet_would_run_are_neutralised(run_cli: RunCli, towns, tmp_path):
    write(towns, "坏.toml", make_report(name='=HYPERLINK("http://x.invalid")'))
    assert merge(run_cli, towns, output=tmp_path / "县.toml")[0] == 0
    cells = [cell for row in rows_of(tmp_path / "县.sources.csv") for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    sheet = openpyxl.load_workbook(tmp_path / "县.汇总表.xlsx").active
    texts = [cell for row in sheet.iter_rows(min_row=4, max_row=7, max_col=3) for cell in row]
    assert len(texts) == 12
    assert {cell.data_type for cell in texts} <= {"s", "n"}
    assert not [cell.value for cell in texts if str(cell.value or "").startswith("=")]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are Unicode there")
def test_a_file_name_that_is_no_utf8_is_written_as_far_as_it_can_be(run_cli: RunCli, towns, tmp_path):
    path = os.fsdecode(os.fsencode(towns) + "/丁镇.toml".encode("gbk"))
    write(towns, path, make_report(name="", applications={"received": '[1, "", 0, 0, 0, 0]'}))
    code, _, err = merge(run_cli, towns, "--allow-errors", output=tmp_path / "县.toml")
    assert (code, err) == (0, "")
    shown = f"{towns}/����.toml"
    assert shown in [row[0] for row in rows_of(tmp_path / "县.sources.csv")]
    sheet = openpyxl.load_workbook(tmp_path / "县.汇总表.xlsx").active
    assert shown in [sheet.cell(row, 2).value for row in range(4, 8)]
    assert f"{shown}没有填" in (tmp_path / "县.toml").read_text("utf-8")


def test_a_province_that_all_share_is_taken_over(run_cli: RunCli, tmp_path):
    for number, province in enumerate(["河北省", "河北省"]):
        text = make_report(name=f"{number}镇").replace(
            "[publication]", f'province = "{province}"\n[publication]', 1
        )
        write(tmp_path / "towns", f"{number}.toml", text)
    assert merge(run_cli, tmp_path / "towns", output=tmp_path / "县.toml")[0] == 0
    assert read(tmp_path / "县.toml").text("agency.province") == "河北省"


def test_what_is_said_of_the_parent_stands_in_its_report_also_when_merged_again(run_cli: RunCli, towns, tmp_path):
    output = tmp_path / "县.toml"
    said = ("--province", "河南省", "--level", "县级", "--kind", "government")
    assert merge(run_cli, towns, *said, output=output)[0] == 0
    fields = read(output).fields
    assert [fields[f"agency.{key}"] for key in ("province", "level", "kind")] == ["河南省", "县级", "government"]
    assert "河南省" not in merge(run_cli, towns, "--province", "山东省", "--force", output=output)[1]
    again = read(output).fields
    assert [again[f"agency.{key}"] for key in ("province", "level", "kind")] == ["山东省", "县级", "government"]
    code, _, err = merge(run_cli, towns, "--level", "州级", output=tmp_path / "州.toml")
    assert code == 2
    assert "乡级" in err


def test_stdin_may_be_a_child(towns, tmp_path):
    done = run_process(
        *("merge", "-", towns / "甲镇.toml", "--agency", "县", "-o", tmp_path / "县.toml"),
        stdin=(towns / "乙镇.toml").read_bytes(),
    )
    assert done.returncode == 0, done.stderr.decode()
    assert read(tmp_path / "县.toml").rows["applications.received"] == (8, 0, 0, 0, 1, 0, 9)


def test_what_render_and_merge_have_put_beside_the_reports_is_not_added(run_cli: RunCli, towns, tmp_path):
    assert run_cli("render", towns, "--to", "text,html-fragment", "-o", towns)[0] == 0
    assert merge(run_cli, towns, output=towns / "县.toml")[0] == 0
    (towns / "县.toml").unlink()
    code, out, err = merge(run_cli, towns, output=tmp_path / "别的.toml")
    assert code == 0
    assert "3 份报告相加" in out
    assert err == f"govreport：{towns / '丙镇.fragment.html'} 等 6 个文件有同名的填报文件，只读填报文件\n"


def test_one_file_under_two_names_is_one_report(run_cli: RunCli, towns, tmp_path):
    code, out, _ = merge(
        run_cli, towns, towns / "甲镇.toml", f"{towns}/../towns/甲镇.toml", output=tmp_path / "县.toml"
    )
    assert code == 0
    assert "3 份报告相加" in out


def test_what_cannot_be_read_in_a_folder_is_told(run_cli: RunCli, towns, tmp_path):
    write(towns, "水利局.doc", "x")
    write(towns, "教育局.ofd", "x")
    write(towns, "东片/戊镇.toml", make_report(name="戊镇"))
    (towns / "空").mkdir()
    code, out, err = merge(run_cli, towns, output=tmp_path / "县.toml")
    assert code == 0
    assert "3 份报告相加" in out
    first, second = err.splitlines()
    assert first.startswith(f"govreport：{towns / '教育局.ofd'} 等 2 个文件读不了，没有算在内；")
    assert second == f"govreport：{towns / '东片'} 等 1 个下一级的文件夹没有算在内；要算，写 '{towns}/**/*.toml'"


@pytest.mark.parametrize("kilobytes", [20, 40, 160, 260])
@pytest.mark.parametrize("is_output", [True, False])
def test_a_full_disk_is_one_line_that_names_it_and_nothing_is_left(towns, tmp_path, kilobytes, is_output):
    full = tmp_path / "full"
    full.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(full)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount")
    for number in range(40):
        write(towns, f"{number}.toml", make_report(name=f"第{number}镇"))
    output, scratch = (full, tmp_path) if is_output else (tmp_path, full)
    try:
        done = run_process(
            *("merge", towns, "--agency", "县", "-o", output / "县.toml", "--jobs", "1"), TMPDIR=str(scratch)
        )
        assert done.returncode in (0, 2)
        err = done.stderr.decode().splitlines()
        made = {"县.sources.csv", "县.toml", "县.汇总表.xlsx"}
        if done.returncode == 0:
            assert (err, made <= set(names(output))) == ([], True)
        elif "report.schema.json" in err[0]:  # which is written when all else is
            assert made <= set(names(output))
        else:
            where = f"{full / '县.汇总表.xlsx'}" if is_output else f"{full}"
            assert err == [f"govreport：{where}：写不进去：磁盘满了，请腾出空间再试"]
            assert not made & set(names(output))
        assert not [name for folder in (full, tmp_path) for name in names(folder) if name.endswith(".part")]
        assert not list(scratch.glob("govreport-batch.*"))
    finally:
        subprocess.run(["umount", str(full)], check=True)


def test_merging_again_renews_the_numbers_and_keeps_the_prose(run_cli: RunCli, towns, tmp_path):
    output = tmp_path / "县.toml"
    assert merge(run_cli, towns, output=output)[0] == 0
    written = output.read_text("utf-8").replace("【待填写】", "写好了：")
    assert "写好了：" in written
    output.write_text(written, encoding="utf-8")
    before = read(output)
    write(towns, "丙镇.toml", make_report(name="丙镇", disclosure={"licences": 9, "fees": 0.1}))
    assert merge(run_cli, towns, output=output)[0] == 2
    assert output.read_text("utf-8") == written
    assert merge(run_cli, towns, "--force", output=output)[0] == 0
    after = read(output)
    assert after.rows["disclosure.licences"] == (9,)
    assert (after.prose, after.fields) == (before.prose, before.fields)
    output.write_text("year = \n", encoding="utf-8")
    code, _, err = merge(run_cli, towns, "--force", output=output)
    assert code == 2
    assert "它的正文留不住" in err
    assert output.read_text("utf-8") == "year = \n"


def test_a_sum_among_what_it_is_the_sum_of_is_told(run_cli: RunCli, towns, tmp_path):
    assert merge(run_cli, towns, output=towns / "县.toml")[0] == 0
    options = ("--agency", "某市人民政府", "--allow-errors", "-o")
    code, _, err = run_cli("merge", towns, *options, tmp_path / "市.toml")
    assert code == 0
    assert err.startswith(f"govreport：{towns / '县.toml'} 的数正好是其余各份之和")
    (towns / "丙镇.toml").unlink()
    assert "之和" not in run_cli("merge", towns, *options, tmp_path / "市2.toml")[2]


@pytest.mark.parametrize(
    ("licences", "penalties", "guess"),
    [
        (30, 300, "整份没有加：丁镇"),
        (55, 500, "整份加了两次：乙镇"),
        (33, 400, ""),
        (30, 400, "没有加：丁镇"),
    ],
)
def test_a_guess_is_one_that_explains(run_cli: RunCli, tmp_path, licences, penalties, guess):
    for name, each in {"乙镇": (15, 100), "丙镇": (15, 200), "丁镇": (10, 100), "戊镇": (0, 0)}.items():
        tables = {"licences": each[0], "penalties": each[1]}
        write(tmp_path / "镇", f"{name}.toml", make_report(name=name, disclosure=tables))
    parent = write(
        tmp_path, "县.toml", make_report(name="某县", disclosure={"licences": licences, "penalties": penalties})
    )
    _, out, _ = run_cli("validate", parent, "--children", tmp_path / "镇", "--format", "json", "--select", "R")
    guesses = {item.get("guess", "") for item in json.loads(out)}
    assert guesses == {guess}
