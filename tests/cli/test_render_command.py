"""govreport render: what it writes, what it refuses, and that it never harms a file."""

import re
import shutil
import stat
from ctypes.util import find_library
from pathlib import Path

import pytest

from conftest import SAMPLES, RunCli, run_process, skip_or_fail
from reports import make_report

GOOD = SAMPLES / "qinglan-2024.toml"


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "水利局.toml"
    path.write_text(make_report(), encoding="utf-8")
    return path


@pytest.fixture
def wrong(tmp_path):
    path = tmp_path / "错.toml"
    path.write_text(make_report(applications={"received": [1, 0, 0, 0, 0, 0, 2]}), encoding="utf-8")
    return path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_outputs_stand_beside_the_input_under_its_name(run_cli: RunCli, report):
    code, out, err = run_cli("render", report, "--to", "text,html,html-fragment")
    assert (code, err) == (0, "")
    assert names(report.parent) == {"水利局.toml", "水利局.txt", "水利局.html", "水利局.fragment.html"}
    assert len(out.splitlines()) == 3
    assert all(str(report.with_suffix("")) in line for line in out.splitlines())


def test_without_to_text_html_and_pdf_are_made(run_cli: RunCli, report):
    if find_library("pango-1.0") is None:
        skip_or_fail("pango is not installed")
    code, _, err = run_cli("render", report, "--fonts", "bundled")
    assert (code, err) == (0, "")
    assert names(report.parent) == {"水利局.toml", "水利局.txt", "水利局.html", "水利局.pdf"}
    assert report.with_suffix(".pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("to", ["html,text", "text，html", " text , html ,", "text,html,text"])
def test_outputs_may_be_listed_as_a_clerk_types_them(run_cli: RunCli, report, to):
    assert run_cli("render", report, "--to", to)[0] == 0
    assert names(report.parent) == {"水利局.toml", "水利局.txt", "水利局.html"}


def test_output_folder_is_made(run_cli: RunCli, report, tmp_path):
    folder = tmp_path / "甲" / "乙"
    assert run_cli("render", report, "--to", "text", "-o", folder)[0] == 0
    assert names(folder) == {"水利局.txt"}
    assert "水利局.txt" not in names(tmp_path)


def test_a_report_with_errors_is_refused_and_shown(run_cli: RunCli, wrong):
    code, out, err = run_cli("render", wrong, "--to", "text,html")
    assert code == 1
    assert re.search(rf"{re.escape(str(wrong))}:\d+:\d+: T01 ", out)
    assert out.endswith(f"{wrong}：不通过：3 项错误\n")
    assert err == f"govreport：{wrong}：有 3 项错误，没有生成报告；改好再来，或加 --draft 先出草稿\n"
    assert names(wrong.parent) == {"错.toml"}


def test_draft_renders_a_report_with_errors_and_marks_it(run_cli: RunCli, wrong):
    code, _, err = run_cli("render", wrong, "--to", "text,html,html-fragment", "--draft")
    assert (code, err) == (0, "")
    text = wrong.with_suffix(".txt").read_text(encoding="utf-8")
    assert text.startswith("【草稿】\n")
    assert text.endswith("【草稿】\n")
    for suffix in (".html", ".fragment.html"):
        assert ">草稿</p>" in wrong.with_suffix(suffix).read_text(encoding="utf-8")


def test_a_report_with_warnings_only_is_rendered_unmarked(run_cli: RunCli, tmp_path):
    path = SAMPLES / "laiyuan-2024.toml"
    assert run_cli("validate", "--strict", path)[0] == 1
    assert run_cli("render", path, "--to", "text", "-o", tmp_path)[0] == 0
    assert "草稿" not in (tmp_path / "laiyuan-2024.txt").read_text(encoding="utf-8")


def test_text_that_is_no_toml_is_exit_2_with_its_place(run_cli: RunCli, tmp_path):
    path = tmp_path / "a.toml"
    path.write_text("year = 2024年\nagency = “甲”\n", encoding="utf-8")
    code, out, err = run_cli("render", path, "--draft")
    assert (code, out) == (2, "")
    (line,) = err.splitlines()
    assert line.startswith(f"govreport：{path}:1:")
    assert names(tmp_path) == {"a.toml"}


def test_the_other_files_are_still_rendered_and_2_wins_over_1(run_cli: RunCli, report, wrong, tmp_path):
    code, _, err = run_cli("render", wrong, "没有.toml", report, "--to", "text", "-o", tmp_path / "out")
    assert code == 2
    assert len(err.splitlines()) == 2
    assert names(tmp_path / "out") == {"水利局.txt"}
    assert run_cli("render", wrong, report, "--to", "text", "-o", tmp_path / "out")[0] == 1


def test_an_older_rendering_is_replaced(run_cli: RunCli, report):
    target = report.with_suffix(".txt")
    target.write_text("旧", encoding="utf-8")
    assert run_cli("render", report, "--to", "text")[0] == 0
    assert target.read_text(encoding="utf-8").count("总体情况") == 1


def test_same_input_gives_the_same_bytes(run_cli: RunCli, report, tmp_path):
    for folder in ("a", "b"):
        assert run_cli("render", report, "--to", "text,html,html-fragment", "-o", tmp_path / folder)[0] == 0
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / f).iterdir()} for f in ("a", "b"))
    assert len(first) == 3
    assert first == second


@pytest.mark.parametrize(
    ("name", "to"), [("甲.txt", "text"), ("甲.html", "html"), ("甲.fragment.html", "html-fragment")]
)
def test_an_input_is_never_replaced(run_cli: RunCli, tmp_path, name, to):
    path = tmp_path / name
    path.write_text(make_report(), encoding="utf-8")
    other = tmp_path / "甲.toml"
    shutil.copy(path, other)
    code, out, err = run_cli("render", path, other, "--to", to)
    assert (code, out) == (2, "")
    assert "会盖住填报文件" in err or "会生成同名文件" in err
    assert path.read_text(encoding="utf-8") == make_report()
    assert names(tmp_path) == {name, "甲.toml"}


def test_an_input_is_not_replaced_through_a_link(run_cli: RunCli, report, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "水利局.txt").symlink_to(report)
    code, out, err = run_cli("render", report, "--to", "text", "-o", tmp_path / "out")
    assert (code, out) == (2, "")
    assert "会盖住填报文件" in err
    assert report.read_text(encoding="utf-8") == make_report()


def test_two_inputs_with_one_name_are_refused(run_cli: RunCli, tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.toml").write_text(make_report(), encoding="utf-8")
    inputs = [tmp_path / folder / "x.toml" for folder in ("a", "b")]
    code, out, err = run_cli("render", *inputs, "--to", "text", "-o", tmp_path / "out")
    assert (code, out) == (2, "")
    (line,) = err.splitlines()
    assert all(str(path) in line for path in inputs)
    assert not (tmp_path / "out").exists()
    assert run_cli("render", *inputs, "--to", "text")[0] == 0, "each beside its own input"


def test_folder_that_cannot_be_written_is_one_line_and_exit_2(run_cli: RunCli, report, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        code, _, err = run_cli("render", report, "--to", "text,html", "-o", folder)
        assert code == 2
        assert [line for line in err.splitlines() if "不是文件夹" not in line] == []
        assert len(err.splitlines()) == 2, "one for each output"
        assert "--force" not in err
    assert (tmp_path / "file").read_text(encoding="utf-8") == "x"


def test_a_file_name_as_output_folder_is_refused(run_cli: RunCli, report, tmp_path):
    code, out, err = run_cli("render", report, "--to", "text", "-o", tmp_path / "报告.txt")
    assert (code, out) == (2, "")
    assert err == f"govreport：{tmp_path / '报告.txt'}：-o 后面写文件夹，不写文件名；文件名和填报文件的相同\n"
    assert names(tmp_path) == {"水利局.toml"}


def test_a_link_that_leads_nowhere_as_output_folder_is_exit_2(run_cli: RunCli, report, tmp_path):
    (tmp_path / "loop").symlink_to("loop")
    code, out, err = run_cli("render", report, "--to", "text", "-o", tmp_path / "loop")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1


def test_an_output_that_cannot_be_written_does_not_stop_the_others(run_cli: RunCli, report):
    report.with_suffix(".txt").mkdir()
    code, out, err = run_cli("render", report, "--to", "text,html")
    assert code == 2
    assert "同名的是一个文件夹" in err
    assert "html" in out
    assert report.with_suffix(".html").is_file()
    assert not [name for name in names(report.parent) if name.endswith(".part")]


def test_no_temporary_file_is_left_and_permissions_are_usual(run_cli: RunCli, report):
    ordinary = report.parent / "ordinary"
    ordinary.write_text("x", encoding="utf-8")
    assert run_cli("render", report, "--to", "text,html")[0] == 0
    assert names(report.parent) == {"ordinary", "水利局.toml", "水利局.txt", "水利局.html"}
    expected = stat.S_IMODE(ordinary.stat().st_mode)
    assert stat.S_IMODE(report.with_suffix(".txt").stat().st_mode) == expected


def test_stdin_is_called_report(tmp_path):
    done = run_process("render", "-", "--to", "text,html", "-o", tmp_path, stdin=GOOD.read_bytes())
    assert (done.returncode, done.stderr) == (0, b"")
    assert names(tmp_path) == {"report.txt", "report.html"}


def test_a_name_with_dots_keeps_them(run_cli: RunCli, tmp_path):
    path = tmp_path / "v1.2.toml"
    path.write_text(make_report(), encoding="utf-8")
    assert run_cli("render", path, "--to", "text")[0] == 0
    assert names(tmp_path) == {"v1.2.toml", "v1.2.txt"}
