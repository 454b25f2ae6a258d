"""govreport validate --fix and --diff: files, streams, exit codes, and what is said."""

import json
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from conftest import RunCli, need_tool, run_process
from reports import make_report

TEXT = "2024年,我镇公开信息13条,答复8件。。"
FIXED = "2024年，我镇公开信息13条，答复8件。"


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    path = tmp_path / "messy.toml"
    path.write_bytes(make_report(text=TEXT).replace("\n", "\r\n").encode())
    return path


def test_fix_writes_the_file_says_what_and_judges_what_is_left(run_cli: RunCli, messy: Path):
    before = messy.read_bytes()
    code, out, err = run_cli("validate", "--fix", messy)
    assert code == 0
    assert messy.read_bytes() == before.replace(TEXT.encode(), FIXED.encode())
    assert err == f"govreport：{messy}：已改 9 处：半角标点 6，标点重复 3\n"
    assert not re.search(r": W0[14] ", out)
    assert "--fix" not in out
    assert run_cli("validate", "--fix", messy) == (0, out, "")


def test_diff_shows_it_and_writes_nothing(run_cli: RunCli, messy: Path, tmp_path: Path):
    need_tool("patch")
    before = messy.read_bytes()
    code, out, err = run_cli("validate", "--diff", messy)
    assert code == 0
    assert err == f"govreport：{messy}：可以改 9 处：半角标点 6，标点重复 3\n"
    assert messy.read_bytes() == before
    assert out.startswith(f"--- {messy}\n+++ {messy}\n@@ ")
    assert run_cli("validate", "--fix", "--diff", messy) == (code, out, err)
    copy = tmp_path / "copy.toml"
    copy.write_bytes(before)
    patch = run_process("validate", "--diff", messy).stdout
    subprocess.run(["patch", "--binary", "--quiet", str(copy)], input=patch, check=True)
    run_cli("validate", "--fix", messy)
    assert copy.read_bytes() == messy.read_bytes()


def test_diff_of_a_file_with_nothing_to_fix_is_empty(run_cli: RunCli, tmp_path: Path):
    path = tmp_path / "good.toml"
    path.write_text(make_report())
    code, out, err = run_cli("validate", "--diff", path)
    assert (code, out, err) == (0, "", f"govreport：{path}：没有能自动改的\n")


def test_diff_of_a_last_line_without_an_end(run_cli: RunCli, tmp_path: Path):
    path = tmp_path / "a.toml"
    path.write_text(
        make_report(tail='[[waive]]\nrule = "N05"\nreason = "原文,如此"').rstrip("\n").replace("[[", "[[", 1)
    )
    path.write_text(path.read_text().replace("licences = 0", "licences = ２"))
    assert "\n\\ No newline at end of file\n" not in run_cli("validate", "--diff", path)[1]
    path.write_text('format = "2021"\nyear = ２０２４')
    out = run_cli("validate", "--diff", path)[1]
    assert out.endswith(
        "-year = ２０２４\n\\ No newline at end of file\n+year = 2024\n\\ No newline at end of file\n"
    )


def test_an_error_that_is_left_still_fails(run_cli: RunCli, tmp_path: Path):
    path = tmp_path / "a.toml"
    path.write_text(make_report(text=TEXT, disclosure={"licences": "[]", "penalties": "２"}))
    code, out, _ = run_cli("validate", "--fix", path)
    assert code == 1
    assert ": C01 " in out
    assert "penalties = 2\n" in path.read_text()


def test_stdin_has_no_file_to_write(messy: Path):
    result = run_process("validate", "--fix", "-", stdin=messy.read_bytes())
    assert result.returncode == 2
    assert "没有文件可以改" in result.stderr.decode()
    assert run_process("validate", "--diff", "-", stdin=messy.read_bytes()).returncode == 0


def test_a_link_is_followed_and_permissions_stay(run_cli: RunCli, messy: Path, tmp_path: Path):
    messy.chmod(0o640)
    link = tmp_path / "link.toml"
    link.symlink_to(messy)
    assert run_cli("validate", "--fix", link)[0] == 0
    assert link.is_symlink()
    assert FIXED in messy.read_text()
    assert stat.S_IMODE(messy.stat().st_mode) == 0o640


def test_one_file_that_cannot_be_written_does_not_stop_the_others(run_cli: RunCli, messy: Path, tmp_path: Path):
    folder = tmp_path / "locked"
    folder.mkdir()
    locked = folder / "a.toml"
    shutil.copy(messy, locked)
    locked.chmod(0o444)
    folder.chmod(0o555)
    try:
        if run_process("validate", "--fix", locked).returncode != 2:
            pytest.skip("this user may write everywhere")
        code, _, err = run_cli("validate", "--fix", locked, messy)
    finally:
        folder.chmod(0o755)
    assert code == 2
    assert f"govreport：{locked}：没有改这个文件的权限，没有改动\n" in err
    assert TEXT in locked.read_text()
    assert FIXED in messy.read_text()


def test_many_of_a_kind_on_a_line_are_one_in_text_and_all_in_json(run_cli: RunCli, tmp_path: Path):
    path = tmp_path / "a.toml"
    path.write_text(make_report(text="甲,乙(丙),丁。"))
    out = run_cli("validate", path)[1]
    assert len(re.findall(r": W01 .*（这一行还有 3 处）\n", out)) == 3
    assert re.search(r"；其中 12 项加 --fix 可以自动改\n", out)
    findings = [f for f in json.loads(run_cli("validate", "--format", "json", path)[1]) if f["code"] == "W01"]
    assert len(findings) == 12
    assert [f["fix"] for f in findings[:2]] == [
        {"length": 1, "replacement": "，"},
        {"length": 1, "replacement": "（"},
    ]


def test_a_number_of_a_person_is_not_repeated(run_cli: RunCli, tmp_path: Path):
    path = tmp_path / "a.toml"
    path.write_text(make_report(text="群众张某13812345678,身份证110101190001010014。"))
    _, out, err = run_cli("validate", path)
    assert ": I03 " in out
    assert ": I01 " in out
    for shown in (out, err, run_cli("validate", "--format", "json", path)[1]):
        assert "13812345678" not in shown
        assert "110101190001010014" not in shown
    assert "群众张某138****5678,身份证110101********0014。" in out
