"""`govreport new --from`: this year's report begun with last year's."""

from pathlib import Path

import pytest

from conftest import SAMPLE_FILES, SAMPLES, RunCli, run_process
from form_2021 import APPLICATION_ROWS, read_toml

LAIYUAN = SAMPLES / "laiyuan-2024.toml"
MARK = "【上年】"


def begin(run_cli: RunCli, folder: Path, last: Path, *options: str) -> dict:
    year = str(read_toml(last)["year"] + 1) if last.suffix == ".toml" else "2025"
    code, _, _ = run_cli("new", "--year", year, "--from", last, "-o", folder / "this.toml", *options)
    assert code == 0
    return read_toml(folder / "this.toml")


@pytest.mark.parametrize("path", SAMPLE_FILES, ids=lambda path: path.stem)
def test_identity_and_what_was_carried_over_are_taken(path: Path, run_cli: RunCli, tmp_path: Path):
    last, this = read_toml(path), begin(run_cli, tmp_path, path)
    assert this["year"] == last["year"] + 1
    contact = last["agency"].pop("contact", {})
    assert this["agency"].pop("contact").items() >= contact.items()
    assert this["agency"].items() >= last["agency"].items()
    carried = last["applications"]["carried_over"]
    assert this["applications"]["carried_in"] == ([0] * 6 if carried == 0 else carried[:6])
    in_force = last["disclosure"]["normative_documents"]
    base = in_force[2] if isinstance(in_force, list) else 0
    assert this["disclosure"]["normative_documents"] == ["", "", base]


@pytest.mark.parametrize("path", SAMPLE_FILES, ids=lambda path: path.stem)
def test_every_paragraph_of_last_year_is_reported_until_the_mark_is_gone(
    path: Path, run_cli: RunCli, tmp_path: Path
):
    begin(run_cli, tmp_path, path, "--zeros")
    file = tmp_path / "this.toml"
    text = file.read_text(encoding="utf-8")
    code, out, _ = run_cli("validate", file, "--select", "S15", "--quiet")
    assert code == 1
    marked = [line for line in text.split("\n") if line.startswith(MARK)]
    assert out.count(" S15 ") == len(marked) > 3
    file.write_text(text.replace(MARK, ""), encoding="utf-8")
    code, out, _ = run_cli("validate", file, "--quiet")
    codes = {line.split(": ")[1][:3] for line in out.splitlines() if ": " in line}
    assert code == 0 or codes & {"T03", "S07"}, out
    assert "S15" not in codes


def test_the_words_of_last_year_are_as_they_were(run_cli: RunCli, tmp_path: Path):
    last, this = read_toml(LAIYUAN), begin(run_cli, tmp_path, LAIYUAN)
    for old, new in zip(
        last["narrative"]["overview"]["parts"], this["narrative"]["overview"]["parts"], strict=True
    ):
        assert new["heading"] == old["heading"]
        assert new["text"].replace(MARK, "") == old["text"]
        assert new["text"].count(MARK) == len(old["text"].strip().split("\n"))


def test_the_title_names_the_new_year(run_cli: RunCli, tmp_path: Path):
    assert begin(run_cli, tmp_path, LAIYUAN)["publication"]["title"] == "涞源县2025年政府信息公开工作年度报告"


@pytest.mark.parametrize("last", ["last.toml", "2024/last.toml", "last.toml.txt", "上年 报告.TOML"])
def test_a_file_in_the_same_folder_is_named_as_last_year(last: str, run_cli: RunCli, tmp_path: Path):
    (tmp_path / last).parent.mkdir(exist_ok=True)
    (tmp_path / last).write_bytes(LAIYUAN.read_bytes())
    this = tmp_path / "this.toml"
    code, out, _ = run_cli("new", "--year", "2025", "--from", tmp_path / last, "-o", this, "--zeros")
    assert code == 0
    assert read_toml(this)["previous"] == last
    assert out.endswith(f"填好后运行：govreport validate {this}\n")
    code, out, _ = run_cli("validate", this, "--select", "L", "--quiet", "--verbose")
    assert " L01 " in out
    assert " L00 " not in out
    assert " S20 " not in out


def test_a_file_elsewhere_is_named_in_the_command_that_checks(run_cli: RunCli, tmp_path: Path):
    last, this = tmp_path / "上 年" / "last.toml", tmp_path / "this" / "a.toml"
    last.parent.mkdir()
    last.write_bytes(LAIYUAN.read_bytes())
    code, out, err = run_cli("new", "--year", "2025", "--from", last, "-o", this)
    assert (code, err) == (0, "")
    assert read_toml(this)["previous"] == ""
    assert out.endswith(f'填好后运行：govreport validate {this} --previous "{last}"\n')


def test_a_link_out_of_the_folder_is_not_named(run_cli: RunCli, tmp_path: Path):
    link, this = tmp_path / "this" / "last.toml", tmp_path / "this" / "a.toml"
    link.parent.mkdir()
    link.symlink_to(LAIYUAN)
    code, out, _ = run_cli("new", "--year", "2025", "--from", link, "-o", this)
    assert code == 0
    assert read_toml(this)["previous"] == ""
    assert out.endswith(f"--previous {link}\n")


def test_last_year_may_come_from_stdin(tmp_path: Path):
    this = tmp_path / "a.toml"
    done = run_process("new", "--year", "2025", "--from", "-", "-o", str(this), stdin=LAIYUAN.read_bytes())
    assert (done.returncode, done.stderr) == (0, b"")
    assert read_toml(this)["previous"] == ""
    assert read_toml(this)["agency"]["name"] == "涞源县人民政府"
    assert done.stdout.decode().endswith(f"填好后运行：govreport validate {this}\n")


def test_options_count_more_than_last_year(run_cli: RunCli, tmp_path: Path):
    assert begin(run_cli, tmp_path, LAIYUAN, "--agency", "涞源县政府")["agency"]["name"] == "涞源县政府"


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_last_year_may_be_a_document(kind: str, run_cli: RunCli, tmp_path: Path):
    run_cli("render", LAIYUAN, "--to", kind, "-o", tmp_path)
    document = tmp_path / f"laiyuan-2024.{kind}"
    code, _, err = run_cli("new", "--year", "2025", "--from", document, "-o", tmp_path / "this.toml")
    assert code == 0
    assert f"要核对，先运行 govreport import {document}，再用导入的文件起头\n" in err
    this = read_toml(tmp_path / "this.toml")
    assert this["previous"] == ""
    assert this["applications"]["carried_in"] == [0] * 6
    assert this["disclosure"]["normative_documents"] == ["", "", 4]
    assert MARK in this["narrative"]["problems"]["text"]


def test_a_report_of_another_year_is_refused(run_cli: RunCli, tmp_path: Path):
    code, out, err = run_cli("new", "--year", "2026", "--from", LAIYUAN, "-o", tmp_path / "a.toml")
    assert (code, out) == (2, "")
    assert err == f"govreport：{LAIYUAN}：是 2024 年的报告，2026 年的要用 2025 年的起头\n"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", ["", "year = ", "不是报告", "year = 2024", '[project]\nname = "x"'])
@pytest.mark.parametrize("name", ["last.toml", "last.txt"])
def test_what_is_no_report_is_refused_in_one_line(name: str, content: str, run_cli: RunCli, tmp_path: Path):
    (tmp_path / name).write_text(content, encoding="utf-8")
    code, out, err = run_cli("new", "--year", "2025", "--from", tmp_path / name, "-o", tmp_path / "a.toml")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert str(tmp_path / name) in err
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_an_empty_name_is_refused(run_cli: RunCli, tmp_path: Path):
    code, out, err = run_cli("new", "--year", "2025", "--from", "", "-o", tmp_path / "a.toml")
    assert (code, out) == (2, "")
    assert err == "govreport：--from 的值不对：文件名是空的（用 govreport new --help 看用法）\n"


def test_errors_of_last_year_are_told_for_what_is_wrong_stays_behind(run_cli: RunCli, tmp_path: Path):
    last = tmp_path / "last.toml"
    last.write_text(
        LAIYUAN.read_text(encoding="utf-8").replace("[applications]", "[aplications]"), encoding="utf-8"
    )
    code, _, err = run_cli("new", "--year", "2025", "--from", last, "-o", tmp_path / "a.toml")
    assert code == 0
    assert err.startswith(f"govreport：{last}：有 ")
    assert err.endswith(f" 项错误，照搬的内容可能不全；用 govreport validate {last} 看是哪些\n")
    code, _, err = run_cli("new", "--year", "2025", "--from", LAIYUAN, "-o", tmp_path / "b.toml")
    assert (code, err) == (0, "")


def test_an_unfinished_file_can_be_begun_with_and_force_replaces(run_cli: RunCli, tmp_path: Path):
    begin(run_cli, tmp_path, LAIYUAN)
    unfinished = (tmp_path / "this.toml").rename(tmp_path / "2025.toml")
    begin(run_cli, tmp_path, unfinished)
    text = (tmp_path / "this.toml").read_text(encoding="utf-8")
    assert MARK * 2 not in text
    code, _, err = run_cli("new", "--year", "2026", "--from", unfinished, "-o", tmp_path / "this.toml")
    assert code == 2
    assert "文件已经存在" in err
    assert (tmp_path / "this.toml").read_text(encoding="utf-8") == text


def test_last_year_is_never_replaced(run_cli: RunCli, tmp_path: Path):
    copy = tmp_path / "agency.toml"
    copy.write_bytes(LAIYUAN.read_bytes())
    code, _, err = run_cli("new", "--year", "2025", "--from", copy, "-o", copy, "--force")
    assert code == 2
    assert "会盖住上年的报告" in err
    assert copy.read_bytes() == LAIYUAN.read_bytes()


def test_every_row_of_the_form_is_there(run_cli: RunCli, tmp_path: Path):
    this = begin(run_cli, tmp_path, LAIYUAN)
    rows = this["applications"]
    for key, _ in APPLICATION_ROWS:
        if key not in ("other_single", "total"):
            table, _, name = key.rpartition(".")
            assert name in (rows[table] if table else rows)
