"""govreport validate on many files: a table, worst first, and a total; of more than 20 only what matters."""

import json
import re
from pathlib import Path

import pytest

from conftest import RunCli
from govreport.display_width import measure
from reports import make_report

CHOICE = ("--select", "S,C,T,M")
"""The rules on prose have their own tests."""
WRONG_SUM = {"disputes": {"reconsideration": [1, 0, 0, 0, 2]}}
TOO_FINE = {"disclosure": {"fees": 1.23456}}
WAIVED = {**TOO_FINE, "tail": '[[waive]]\nrule = "C09"\nreason = "财政部门口径"'}
BLANK = {"disputes": {"reconsideration": '["", 0, 0, 0]'}}


def write(folder: Path, **reports: dict) -> None:
    for name, changes in reports.items():
        (folder / f"{name}.toml").write_text(make_report(**changes), encoding="utf-8")


@pytest.fixture
def folder(tmp_path) -> Path:
    """One file of each kind; names in the order in which nothing is sorted by badness."""
    reports = {"甲_good": {}, "乙_fine": TOO_FINE, "丙_waived": WAIVED, "丁_wrong": WRONG_SUM, "戊_blank": BLANK}
    write(tmp_path, **reports)
    (tmp_path / "己_slip.toml").write_text("year = 2024年\n", encoding="utf-8")
    return tmp_path


def rows_of(out: str, folder: Path) -> list[list[str]]:
    """The rows of the table of files, without the folder."""
    lines = out.split("\n")
    start = next(i for i, line in enumerate(lines) if line.startswith("文件 "))
    end = next((i for i, line in enumerate(lines[start:], start) if not line), len(lines))
    return [line.replace(f"{folder}/", "").split() for line in lines[start + 1 : end]]


EXPECTED = [
    ["己_slip.toml", "1", "0", "0", "0", "不通过，写法有误，别的还没有查"],
    ["丁_wrong.toml", "1", "0", "0", "0", "不通过"],
    ["戊_blank.toml", "1", "0", "0", "1", "不通过"],
    ["乙_fine.toml", "0", "1", "0", "0", "通过"],
    ["丙_waived.toml", "0", "0", "1", "0", "通过"],
    ["甲_good.toml", "0", "0", "0", "0", "通过"],
]


@pytest.mark.parametrize("options", [[], ["--quiet"], ["--verbose"]])
def test_several_files_end_in_a_table_worst_first_and_a_total(run_cli: RunCli, folder, options):
    code, out, err = run_cli("validate", folder, *CHOICE, *options)
    assert (code, err) == (1, "")
    rows = rows_of(out, folder)
    assert rows[0] == EXPECTED[0]
    assert sorted(rows[1:3]) == sorted(EXPECTED[1:3])
    assert rows[3:] == EXPECTED[3:]
    assert re.fullmatch(
        r"共 6 个文件：3 个通过，3 个不通过（只查了 \d+ 条规则，共有 \d+ 条）", out.splitlines()[-1]
    )


def test_with_strict_a_warning_counts_as_failed_in_the_table(run_cli: RunCli, folder):
    _, out, _ = run_cli("validate", folder, "--strict", *CHOICE)
    assert ["乙_fine.toml", "0", "1", "0", "0", "不通过"] in rows_of(out, folder)
    assert "共 6 个文件：2 个通过，4 个不通过" in out


def test_the_columns_are_aligned_by_display_width(run_cli: RunCli, folder):
    _, out, _ = run_cli("validate", folder, *CHOICE)
    lines = [line for line in out.split("\n") if re.search(r"\.toml +\d|^文件 ", line)]
    assert len(lines) == 7
    assert len({measure(re.match(r".*?(\d|不能核对)(?=  \S+$)", line)[0]) for line in lines}) == 1


def test_without_findings_there_is_no_table(run_cli: RunCli, tmp_path):
    write(tmp_path, a={}, b={})
    code, out, _ = run_cli("validate", tmp_path, "--select", "T")
    assert code == 0
    assert [line.partition("（")[0] for line in out.splitlines()] == [
        f"{tmp_path}/a.toml：通过",
        f"{tmp_path}/b.toml：通过",
        "共 2 个文件：2 个通过，0 个不通过",
    ]


@pytest.fixture
def many(folder) -> Path:
    """The six, and 24 more: two with a warning, the others right."""
    write(folder, **{f"more{i:02}": TOO_FINE if i < 2 else {} for i in range(24)})
    return folder


def test_of_many_files_only_what_fails_is_listed_then_rules_then_files(run_cli: RunCli, many):
    code, out, err = run_cli("validate", many, *CHOICE)
    assert (code, err) == (1, "")
    findings, rules, files, end = out.split("\n\n")
    assert sorted(re.findall(r"(\w+)\.toml:\d+:\d+: (\w+) ", findings)) == [
        ("丁_wrong", "T04"),
        ("己_slip", "F18"),
        ("戊_blank", "C01"),
    ]
    assert len(findings.splitlines()) == 3
    assert [line.split()[:4] for line in rules.splitlines()] == [
        ["代码", "级别", "文件数", "处数"],
        ["C09", "提示", "3", "3"],
        ["C01", "错误", "1", "1"],
        ["F18", "错误", "1", "1"],
        ["T04", "错误", "1", "1"],
    ]
    names = [line.replace(f"{many}/", "").split()[0] for line in files.splitlines()[1:-1]]
    assert names[0] == "己_slip.toml"
    assert names[-1] == "丙_waived.toml"
    assert set(names) == {row[0] for row in EXPECTED[:-1]} | {"more00.toml", "more01.toml"}
    assert files.splitlines()[-1] == "其余 23 个文件没有问题"
    hint, total = end.splitlines()
    assert "加 --verbose" in hint
    assert total.startswith("共 30 个文件：27 个通过，3 个不通过")


def test_of_many_files_strict_lists_warnings_too(run_cli: RunCli, many):
    _, out, _ = run_cli("validate", many, "--strict", *CHOICE)
    assert len(re.findall(r"\.toml:\d+:\d+: C09 ", out)) == 3


def test_of_many_files_quiet_lists_every_finding_on_one_line(run_cli: RunCli, many):
    _, out, _ = run_cli("validate", many, "--quiet", *CHOICE)
    assert len(re.findall(r"\.toml:\d+:\d+: C09 ", out)) == 4, "three warnings, and one with its reason"
    assert "怎么改" not in out
    assert "没有逐项列出" not in out


def test_of_many_files_verbose_shows_everything_of_each(run_cli: RunCli, many):
    _, out, _ = run_cli("validate", many, "--verbose", *CHOICE)
    assert len(re.findall(r"^\S+\.toml：(?:不?通过)", out, re.MULTILINE)) == 30
    assert out.count("怎么改") >= 4
    assert "其余" not in out


def test_many_files_without_a_finding_are_one_line(run_cli: RunCli, tmp_path):
    write(tmp_path, **{f"r{i:02}": {} for i in range(25)})
    assert run_cli("validate", tmp_path, "--select", "T")[1].startswith("共 25 个文件：25 个通过，0 个不通过")


def test_json_of_many_files_is_the_same_array(run_cli: RunCli, many):
    _, out, _ = run_cli("validate", many, "--format", "json", *CHOICE)
    found = sorted(f["code"] for f in json.loads(out))
    assert found == ["C01", "C09", "C09", "C09", "C09", "F18", "T04", "T04"], "one T04 is undecided"
