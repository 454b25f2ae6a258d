"""`govreport new --from`: this year's report begun with last year's."""

from pathlib import Path

import pytest

from conftest import SAMPLE_FILES, SAMPLES, RunCli
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
    assert out.count(" S15 ") == text.count(MARK) > 3
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


def test_a_file_in_the_same_folder_is_named_as_last_year(run_cli: RunCli, tmp_path: Path):
    assert begin(run_cli, tmp_path, LAIYUAN)["previous"] == ""
    copy = tmp_path / "last.toml"
    copy.write_bytes(LAIYUAN.read_bytes())
    this = begin(run_cli, tmp_path, copy, "--force")
    assert this["previous"] == "last.toml"


def test_options_count_more_than_last_year(run_cli: RunCli, tmp_path: Path):
    assert begin(run_cli, tmp_path, LAIYUAN, "--agency", "涞源县政府")["agency"]["name"] == "涞源县政府"


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_last_year_may_be_a_document(kind: str, run_cli: RunCli, tmp_path: Path):
    run_cli("render", LAIYUAN, "--to", kind, "-o", tmp_path)
    this = begin(run_cli, tmp_path, tmp_path / f"laiyuan-2024.{kind}")
    assert this["applications"]["carried_in"] == [0] * 6
    assert this["disclosure"]["normative_documents"] == ["", "", 4]
    assert MARK in this["narrative"]["problems"]["text"]


def test_a_report_of_another_year_is_refused(run_cli: RunCli, tmp_path: Path):
    code, out, err = run_cli("new", "--year", "2026", "--from", LAIYUAN, "-o", tmp_path / "a.toml")
    assert (code, out) == (2, "")
    assert err == f"govreport：{LAIYUAN}：是 2024 年的报告，2026 年的要用 2025 年的起头\n"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", ["", "year = ", "不是报告"])
def test_what_is_no_report_is_refused_in_one_line(content: str, run_cli: RunCli, tmp_path: Path):
    for name in ("last.toml", "last.txt"):
        (tmp_path / name).write_text(content, encoding="utf-8")
        if (name, content) == ("last.toml", ""):
            continue  # an empty TOML file is a report without anything
        code, out, err = run_cli("new", "--year", "2025", "--from", tmp_path / name, "-o", tmp_path / "a.toml")
        assert (code, out) == (2, "")
        assert err.count("\n") == 1
        assert str(tmp_path / name) in err


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
