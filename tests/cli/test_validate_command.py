"""govreport validate: exit codes, streams, and the shape of what it prints."""

import json
import re
import shutil

import pytest

from conftest import SAMPLE_FILES, SAMPLES, RunCli, run_process
from reports import make_report

GOOD = SAMPLES / "qinglan-2024.toml"
SUMS = ("T01", "T02", "T03", "T04")

KEYS = {
    "file": str,
    "line": int,
    "column": int,
    "code": str,
    "severity": str,
    "message": str,
    "path": str,
    "found": (int, float, str, type(None)),
    "expected": (int, float, str, type(None)),
}
"""The keys of the contract; others may be added."""


@pytest.fixture
def wrong(tmp_path):
    """A report with one wrong sum: 8 stated where 7 is right."""
    path = tmp_path / "wrong.toml"
    rows = {"received": [7, 0, 0, 0, 0, 0, 8], "disclosed": [7, 0, 0, 0, 0, 0]}
    path.write_text(make_report(applications=rows), encoding="utf-8")
    return path


@pytest.fixture
def warned(tmp_path):
    """A report with one warning: an amount with too many decimals."""
    path = tmp_path / "warned.toml"
    path.write_text(make_report(disclosure={"fees": 1.23456}), encoding="utf-8")
    return path


def found_in(run_cli: RunCli, *arguments) -> list[dict]:
    _, out, err = run_cli("validate", "--format", "json", *arguments)
    assert err == ""
    return json.loads(out)


def test_a_right_report_passes(run_cli: RunCli):
    assert run_cli("validate", GOOD) == (0, f"{GOOD}：通过\n", "")


def test_a_warning_passes_and_is_counted(run_cli: RunCli, warned):
    code, out, err = run_cli("validate", warned)
    assert (code, err) == (0, "")
    assert out.endswith(f"{warned}：通过，1 项提示\n")
    assert ": C09 " in out


def test_strict_counts_warnings(run_cli: RunCli, warned):
    code, out, err = run_cli("validate", "--strict", warned)
    assert (code, err) == (1, "")
    assert out.endswith(f"{warned}：不通过：1 项提示\n")
    assert run_cli("validate", "--strict", GOOD)[0] == 0


def test_an_error_fails_and_is_shown_with_its_line_sum_and_way_out(run_cli: RunCli, wrong):
    code, out, err = run_cli("validate", wrong)
    lines = wrong.read_text(encoding="utf-8").split("\n")
    number = next(i for i, line in enumerate(lines, 1) if line.startswith("received"))
    column = lines[number - 1].index("8") + 1
    head, source, caret, equation, advice, *_ = out.split("\n")
    assert (code, err) == (1, "")
    assert head.startswith(f"{wrong}:{number}:{column}: T01 表三 一、本年新收政府信息公开申请数量：")
    assert "应为 7，填报 8（差 +1）" in head
    assert source == f"{number:>5} | {lines[number - 1]}"
    assert caret.index("^") == source.index("8")
    assert "自然人 7" in equation
    assert equation.endswith("= 7")
    assert re.search("[\u4e00-\u9fff]", advice)
    assert out.split("\n")[-2] == f"{wrong}：不通过：2 项错误"


def test_quiet_is_one_line_a_finding_and_the_verdict(run_cli: RunCli, wrong):
    code, out, _ = run_cli("validate", "--quiet", wrong)
    assert code == 1
    assert re.fullmatch(r"(\S+wrong\.toml:\d+:\d+: [A-Z]\d\d .+\n){2}\S+wrong\.toml：不通过：2 项错误\n", out)


@pytest.mark.parametrize("path", SAMPLE_FILES, ids=lambda path: path.stem)
def test_verbose_lists_the_42_right_sums(run_cli: RunCli, path):
    right = [f for f in found_in(run_cli, "--verbose", path) if f.get("result") == "ok"]
    assert all(f["severity"] == "info" for f in right)
    right = [f for f in right if f["code"] in SUMS]
    counts = {code: sum(f["code"] == code for f in right) for code in SUMS}
    rows = 23 if "baita" in path.stem or "laiyuan" in path.stem else 25
    assert counts == {"T01": rows, "T02": 7, "T03": 7, "T04": 3}
    assert len({(f["code"], f["path"]) for f in right}) == len(right) == rows + 17


def test_verbose_text_shows_right_sums_written_out(run_cli: RunCli):
    code, out, _ = run_cli("validate", "--verbose", GOOD)
    assert code == 0
    assert len(re.findall(r"toml:\d+:\d+: T0\d ", out)) == 42
    assert len(re.findall(r": T0\d .+\n.+\n.+\n      算式：", out)) == 42
    assert out.endswith(f"{GOOD}：通过\n")


def test_right_sums_appear_only_with_verbose(run_cli: RunCli):
    assert found_in(run_cli, GOOD) == []


@pytest.mark.parametrize("options", [[], ["--verbose"], ["--strict"]])
def test_json_has_the_keys_and_types_of_the_contract(run_cli: RunCli, wrong, warned, tmp_path, options):
    slip = tmp_path / "slip.toml"
    slip.write_text("year = ２０２４\n", encoding="utf-8")
    findings = found_in(run_cli, *options, wrong, slip, warned)
    assert {f["severity"] for f in findings} >= {"error", "warning"}
    for finding in findings:
        for key, kind in KEYS.items():
            assert isinstance(finding[key], kind), (key, finding)
            assert not isinstance(finding[key], bool)
        assert finding["severity"] in ("error", "warning", "info")
        assert finding["line"] >= 1
        assert finding["column"] >= 1
        assert re.fullmatch(r"[A-Z]\d\d", finding["code"])
        assert "result" not in finding or (finding["result"] == "ok" and finding["severity"] == "info")
        assert "waived" not in finding
    assert {f["file"] for f in findings} == {str(wrong), str(slip), str(warned)}


def test_json_of_a_wrong_sum_names_place_found_and_expected(run_cli: RunCli, wrong):
    finding = next(f for f in found_in(run_cli, wrong) if f["code"] == "T01")
    assert (finding["path"], finding["found"], finding["expected"]) == ("applications.received[6]", 8, 7)


def test_columns_count_unicode_characters(run_cli: RunCli, tmp_path):
    path = tmp_path / "a.toml"
    path.write_text(
        make_report(name="𠮷😀", tail='"𠮷" = 1').replace("year = 2024", "year = 2024 # 𠮷"), encoding="utf-8"
    )
    with_title = path.read_text(encoding="utf-8").replace('title = ""', 'title = "𠮷𠮷" # 𠮷\ntitel = 1')
    path.write_text(with_title, encoding="utf-8")
    places = {f["found"]: (f["line"], f["column"]) for f in found_in(run_cli, path)}
    lines = with_title.split("\n")
    assert places["titel"] == (lines.index("titel = 1") + 1, 1)


def test_a_waived_finding_is_info_with_its_reason_and_blocks_nothing(run_cli: RunCli, warned, tmp_path):
    path = tmp_path / "a.toml"
    source = warned.read_text(encoding="utf-8")
    waiver = '\n[[waive]]\nrule = "C09"\nat = "disclosure.fees"\nreason = "上级要求"\n'
    path.write_text(source + waiver, encoding="utf-8")
    (finding,) = found_in(run_cli, "--strict", path)
    assert (finding["code"], finding["severity"], finding["waived"]) == ("C09", "info", "上级要求")
    code, out, _ = run_cli("validate", "--strict", path)
    assert code == 0
    assert out.endswith(f"{path}：通过（另有 1 项已说明理由）\n")
    assert "上级要求" in out
    assert run_cli("render", path, "--to", "text")[0] == 0


def test_undecided_sums_are_counted_not_reported(run_cli: RunCli, tmp_path):
    path = tmp_path / "a.toml"
    path.write_text(make_report(disputes={"reconsideration": '["", 0, 0, 0]'}), encoding="utf-8")
    code, out, _ = run_cli("validate", "--quiet", path)
    assert code == 1
    assert re.fullmatch(rf"{re.escape(str(path))}：不通过：1 项错误，1 项.*不能核对", out.split("\n")[-2])
    undecided = [f for f in found_in(run_cli, path) if f.get("result") == "undecided"]
    assert [(f["code"], f["severity"], f["path"]) for f in undecided] == [
        ("T04", "info", "disputes.reconsideration[0]")
    ]


def test_text_that_is_no_toml_is_a_finding(run_cli: RunCli, tmp_path):
    path = tmp_path / "a.toml"
    path.write_text("year = 2024年\n", encoding="utf-8")
    code, out, err = run_cli("validate", path)
    assert (code, err) == (1, "")
    assert out.startswith(f"{path}:1:")


@pytest.mark.parametrize(
    "content", ["机关".encode("gbk"), "a = 1".encode("utf-16"), b"\x00\xff\x80", b"PK\x03\x04\xff\xff"]
)
def test_bytes_that_are_no_utf8_are_a_finding(run_cli: RunCli, tmp_path, content):
    path = tmp_path / "a.toml"
    path.write_bytes(content)
    code, out, err = run_cli("validate", path)
    assert (code, err) == (1, "")
    assert re.match(rf"{re.escape(str(path))}:1:\d+: F0[12] ", out)


def test_a_bom_is_accepted(run_cli: RunCli, tmp_path):
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.read_bytes())
    assert run_cli("validate", path) == (0, f"{path}：通过\n", "")


def test_windows_line_ends_are_accepted(run_cli: RunCli, tmp_path):
    path = tmp_path / "a.toml"
    path.write_bytes(GOOD.read_bytes().replace(b"\n", b"\r\n"))
    assert run_cli("validate", path) == (0, f"{path}：通过\n", "")


def test_a_missing_file_is_named_and_the_others_are_still_handled(run_cli: RunCli, wrong):
    code, out, err = run_cli("validate", GOOD, "没有.toml", wrong)
    assert code == 2, "2 wins over 1"
    assert err == "govreport：没有.toml：找不到这个文件，请核对文件名和所在文件夹\n"
    assert f"{GOOD}：通过\n" in out
    assert f"{wrong}：不通过：2 项错误\n" in out
    assert out.endswith("共 2 个文件：1 个通过，1 个不通过\n")


@pytest.mark.parametrize("options", [[], ["--format", "json"]])
def test_with_nothing_readable_stdout_is_empty(run_cli: RunCli, options, tmp_path):
    code, out, err = run_cli("validate", *options, "没有.toml", tmp_path)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 2


def test_a_folder_means_its_toml_files(run_cli: RunCli, tmp_path, wrong):
    shutil.copy(GOOD, tmp_path / "a.toml")
    for name in ("note.txt", "._a.toml", "toml"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "folder.toml").mkdir()
    code, out, err = run_cli("validate", "--quiet", tmp_path)
    assert (code, err) == (1, "")
    assert re.findall(r"^(\S+)：(?:不?通过)", out, re.MULTILINE) == [str(tmp_path / "a.toml"), str(wrong)]


def test_a_folder_of_windows_names_is_read_too(run_cli: RunCli, tmp_path):
    shutil.copy(GOOD, tmp_path / "A.TOML")
    assert run_cli("validate", tmp_path) == (0, f"{tmp_path / 'A.TOML'}：通过\n", "")


def test_a_file_far_too_large_is_refused_unread(run_cli: RunCli, tmp_path):
    path = tmp_path / "a.toml"
    with path.open("wb") as file:
        file.truncate(21 * 2**20)
    code, out, err = run_cli("validate", path)
    assert (code, out) == (2, "")
    assert err == f"govreport：{path}：文件太大（超过 20 MB），不像填报文件\n"


def test_a_pattern_is_expanded_by_us(run_cli: RunCli, tmp_path):
    for name in ("b-2024.toml", "a-2024.toml", "c-2023.toml"):
        shutil.copy(GOOD, tmp_path / name)
    code, out, err = run_cli("validate", tmp_path / "*-2024.toml")
    assert (code, err) == (0, "")
    verdicts = [f"{tmp_path / name}：通过" for name in ("a-2024.toml", "b-2024.toml")]
    assert out.splitlines() == [*verdicts, "共 2 个文件：2 个通过，0 个不通过"]


def test_a_name_with_brackets_is_that_file(run_cli: RunCli, tmp_path):
    path = tmp_path / "报告[1].toml"
    shutil.copy(GOOD, path)
    assert run_cli("validate", path) == (0, f"{path}：通过\n", "")


def test_a_file_named_twice_is_checked_once(run_cli: RunCli, tmp_path):
    path = tmp_path / "a.toml"
    shutil.copy(GOOD, path)
    assert run_cli("validate", path, tmp_path, tmp_path / "*.toml", path) == (0, f"{path}：通过\n", "")


def test_dash_reads_stdin(warned):
    done = run_process("validate", "-", "--format", "json", stdin=warned.read_bytes())
    assert (done.returncode, done.stderr) == (0, b"")
    (finding,) = json.loads(done.stdout)
    assert (finding["file"], finding["code"]) == ("（标准输入）", "C09")


def test_an_empty_file_is_one_finding(run_cli: RunCli, tmp_path):
    path = tmp_path / "a.toml"
    path.write_bytes(b"\n \n")
    (finding,) = found_in(run_cli, path)
    assert (finding["severity"], finding["line"], finding["column"]) == ("error", 1, 1)
    assert run_cli("validate", path)[0] == 1


def test_a_file_of_comments_is_a_report_without_anything(run_cli: RunCli, tmp_path):
    path = tmp_path / "a.toml"
    path.write_text("# 还没有写\n", encoding="utf-8")
    findings = [f for f in found_in(run_cli, path) if f["severity"] == "error"]
    assert {f["code"] for f in findings} == {"S01"}
    assert {(f["line"], f["column"]) for f in findings} == {(1, 1)}
    paths = {"format", "year", "agency.name", "disclosure", "applications", "disputes"}
    assert {f["path"] for f in findings} == paths | {
        f"narrative.{key}" for key in ("overview", "problems", "other")
    }
