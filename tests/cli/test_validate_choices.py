"""govreport validate: --select and --ignore, --previous, and where a waiver's place is shown."""

import json
import re

import pytest

from conftest import SAMPLES, RunCli
from reports import make_report

WARNED = SAMPLES / "laiyuan-2024.toml"
GOOD = SAMPLES / "qinglan-2024.toml"


@pytest.fixture
def wrong(tmp_path):
    """A report with a wrong sum, T04, and too many decimals, C09."""
    path = tmp_path / "wrong.toml"
    rows = {"disputes": {"reconsideration": [1, 0, 0, 0, 2]}, "disclosure": {"fees": 1.23456}}
    path.write_text(make_report(**rows), encoding="utf-8")
    return path


def codes(run_cli: RunCli, *arguments) -> list[str]:
    return [finding["code"] for finding in json.loads(run_cli("validate", "--format", "json", *arguments)[1])]


def test_only_what_is_selected_counts(run_cli: RunCli, wrong):
    assert codes(run_cli, wrong, "--select", "C,T") == ["C09", "T04"]
    assert codes(run_cli, wrong, "--select", "C", "--select", "T01") == ["C09"]
    code, out, err = run_cli("validate", wrong, "--select", "C")
    assert (code, err) == (0, "")
    assert re.search(r"wrong\.toml：通过，1 项提示（只查了 \d+ 条规则，共有 \d+ 条）\n$", out)


def test_what_is_ignored_does_not_count(run_cli: RunCli, wrong):
    assert {"C09", "T04"} <= set(codes(run_cli, wrong))
    assert not {"C09", "T04"} & set(codes(run_cli, wrong, "--ignore", "T04,C09"))
    assert run_cli("validate", wrong)[0] == 1
    assert run_cli("validate", wrong, "--ignore", "T")[0] == 0


def test_a_file_that_is_no_toml_never_passes(run_cli: RunCli, tmp_path):
    path = tmp_path / "a.toml"
    path.write_text("year = 2024年\n", encoding="utf-8")
    assert codes(run_cli, path, "--select", "T") == ["F18"]
    assert run_cli("validate", path, "--select", "T")[0] == 1


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--select", "TO1"], "--select 里没有“TO1”这条规则，是不是 T01？"),
        (["--ignore", "Q"], "--ignore 里没有“Q”这条规则，用 govreport rules 看有哪些"),
        (["--ignore", "F"], "--ignore 不能略过 F：文件读不懂的错误总要报告"),
        (["--select", ""], "--select：没有写规则代码，如 T 或 T01"),
        (["--previous", ""], "--previous 后面是空的"),
        (["--previous", "没有.toml"], "没有.toml：找不到这个文件"),
        (["--previous", SAMPLES / "jiegu-2023.toml", GOOD], "--previous 写的是一个文件，只能给一份报告用"),
        (["--previous", SAMPLES / "jiegu-2023.toml", SAMPLES], "--previous 写的是一个文件，只能给一份报告用"),
    ],
)
def test_wrong_use_is_one_line_and_exit_2_before_anything_is_printed(run_cli: RunCli, options, reason):
    code, out, err = run_cli("validate", WARNED, *options)
    assert (code, out) == (2, "")
    assert reason in err
    assert err.count("\n") == 1


def test_last_year_is_compared_and_counted(run_cli: RunCli, tmp_path):
    this, last = tmp_path / "this.toml", tmp_path / "last" / "last.toml"
    last.parent.mkdir()
    this.write_text(make_report(), encoding="utf-8")
    rows = {"received": [2, 0, 0, 0, 0, 0], "carried_over": [2, 0, 0, 0, 0, 0]}
    last.write_text(make_report(applications=rows).replace("year = 2024", "year = 2023"), encoding="utf-8")
    for previous in (last, last.parent):
        assert set(codes(run_cli, this, "--select", "L01", "--previous", previous)) == {"L01"}
    assert codes(run_cli, this, "--select", "L") == []


def test_last_year_that_does_not_fit_is_counted_and_shown_with_verbose(run_cli: RunCli):
    arguments = ["validate", WARNED, "--select", "L", "--previous", SAMPLES / "jiegu-2023.toml"]
    code, out, err = run_cli(*arguments)
    assert (code, err) == (0, "")
    assert re.fullmatch(rf"{re.escape(str(WARNED))}：通过，1 项不能核对（只查了.*）\n", out)
    out = run_cli(*arguments, "--verbose")[1]
    assert f"L00 不能和上年的报告核对：{SAMPLES / 'jiegu-2023.toml'} 是2023年度的" not in out
    assert "是“节固镇人民政府”的，本报告是“涞源县人民政府”的" in out
    assert "怎么改：上年的报告应是同一机关、上一年度的填报文件" in out


def test_several_reports_with_a_folder_of_last_year(run_cli: RunCli, tmp_path):
    for year in (2023, 2024):
        for name in ("甲镇", "乙镇"):
            path = tmp_path / str(year) / f"{name}.toml"
            path.parent.mkdir(exist_ok=True)
            rows = {"received": [1, 0, 0, 0, 0, 0], "carried_over": [1, 0, 0, 0, 0, 0]}
            text = make_report(name=name, applications=rows if (year, name) == (2023, "乙镇") else {})
            path.write_text(text.replace("year = 2024", f"year = {year}"), encoding="utf-8")
    _, out, err = run_cli(
        "validate", tmp_path / "2024", "--previous", tmp_path / "2023", "--select", "L0", "--format", "json"
    )
    assert err == ""
    found = json.loads(out)
    assert {(f["code"], f["file"]) for f in found if f["severity"] == "warning" and f["code"] == "L01"} == {
        ("L01", str(tmp_path / "2024" / "乙镇.toml"))
    }
    assert "L00" not in {f["code"] for f in found}


def test_verbose_shows_the_place_that_a_waiver_names(run_cli: RunCli, wrong):
    arguments = ["validate", wrong, "--select", "C,T,M"]
    assert "位置：" not in run_cli(*arguments)[1]
    out = run_cli(*arguments, "--verbose")[1]
    assert re.findall(r"^      位置：(.*)$", out, re.MULTILINE) == [
        'at = "disclosure.fees"',
        'at = "disputes.reconsideration[4]"',
    ]
    with wrong.open("a", encoding="utf-8") as file:
        file.write('[[waive]]\nrule = "T04"\nat = "disputes.reconsideration[4]"\nreason = "系统数据如此"\n')
    assert run_cli(*arguments)[0] == 0


def test_a_parent_that_cannot_be_compared_with_its_children_is_told(run_cli: RunCli, tmp_path):
    parent, folder = tmp_path / "县.toml", tmp_path / "镇"
    folder.mkdir()
    parent.write_text(make_report(name="某县"), encoding="utf-8")
    child = make_report(name="某镇").replace("year = 2024", "year = 2023", 1)
    (folder / "镇.toml").write_text(child, encoding="utf-8")
    code, out, _ = run_cli("validate", parent, "--children", folder)
    assert code == 0
    assert "R00 不能和下级的报告核对：年度不一致：2023年 1 份，2024年 1 份（本报告）；" in out
    assert run_cli("validate", parent, "--children", folder, "--strict")[0] == 1
    code, out, err = run_cli("validate", parent, "--children", tmp_path / "没有")
    assert (code, out) == (2, "")
    assert err == f"govreport：--children：没有“{tmp_path / '没有'}”这个文件夹，请核对名字\n"
