"""Wrong use of the command line: exit 2, one Chinese line that says what, nothing on stdout."""

import re

import pytest

from conftest import SAMPLES, RunCli, run_process
from govreport import __version__

SAMPLE = str(SAMPLES / "laiyuan-2024.toml")
SAMPLE_2 = str(SAMPLES / "qinglan-2024.toml")
COMMANDS = (
    *("new", "validate", "render", "export", "import", "extract", "merge", "stats"),
    *("rules", "explain", "placeholders", "schema", "doctor", "template"),
)

WRONG = {
    "no command": ([], "没有写命令"),
    "unknown command": (["rendre"], "没有“rendre”这个命令，是不是 render？"),
    "unknown command with quotes": (["it's"], "没有“it's”这个命令"),
    "unknown option before": (["--nope"], "没有 --nope 这个选项"),
    "unknown option": (["validate", "--verbos", SAMPLE], "没有 --verbos 这个选项，是不是 --verbose？"),
    "no file": (["validate"], "缺少 文件…"),
    "no file to render": (["render"], "缺少 文件…"),
    "no file to export": (["export", "--to", "json"], "缺少 文件…"),
    "empty file name": (["validate", ""], "文件名是空的"),
    "no export format": (["export", SAMPLE], "缺少 --to"),
    "unknown export format": (["export", SAMPLE, "--to", "yaml"], "--to 的值不对，只能是 json、csv"),
    "export is not a rendering": (["export", SAMPLE, "--to", "pdf"], "--to 的值不对"),
    "unknown rendering": (
        ["render", SAMPLE, "--to", "text,jpg"],
        "--to 里没有“jpg”这种版本，可用的有：text、html",
    ),
    "empty rendering": (["render", SAMPLE, "--to", " , "], "--to 里没有"),
    "unknown findings format": (["validate", "--format", "xml", SAMPLE], "--format 的值不对，只能是 text、json"),
    "option without value": (["validate", SAMPLE, "--format"], "选项 --format 后面少了值"),
    "no year": (["new"], "缺少 --year"),
    "year is no number": (["new", "--year", "今年"], "--year 的值不对，应是整数"),
    "year out of range": (["new", "--year", "20240"], "--year 的值不对：年份应在 1900 到 2100 之间"),
    "unknown level": (
        ["new", "--year", "2024", "--level", "镇级"],
        "--level 的值不对，只能是 国家级、省级、市级、县级、乡级",
    ),
    "unknown kind": (
        ["new", "--year", "2024", "--kind", "政府"],
        "--kind 的值不对，只能是 government、department、other",
    ),
    "control character": (["new", "--year", "2024", "--agency", "甲\n乙"], "--agency 的值不对"),
    "bytes that are no text": (["new", "--year", "2024", "--province", "\udcff"], "--province 的值不对"),
    "too many arguments": (["new", "--year", "2024", "甲", "乙"], "多了参数“甲 乙”"),
    "unknown form": (["schema", "--format", "1999"], "没有“1999”这种报告格式，可用的有：2021、2019"),
    "unknown form for new": (["new", "--year", "2024", "--format", "1999"], "没有“1999”这种报告格式"),
    "missing file": (["validate", "没有.toml"], "没有.toml：找不到这个文件"),
    "missing file to extract": (["extract", "没有.pdf"], "没有.pdf：找不到这个文件"),
    "no agency to merge for": (["merge", SAMPLE, "-o", "x.toml"], "缺少 --agency"),
    "blank agency to merge for": (["merge", SAMPLE, "--agency", " ", "-o", "x.toml"], "--agency 的值不对"),
    "no output to merge into": (["merge", SAMPLE, "--agency", "甲县"], "缺少 --output"),
    "merged into a document": (
        ["merge", SAMPLE, "--agency", "甲县", "-o", "x.docx"],
        "x.docx：填报文件的名字要以 .toml 结尾",
    ),
    "missing file to merge": (["merge", "没有.toml", "--agency", "甲县", "-o", "x.toml"], "没有.toml：找不到"),
    "children of several": (["validate", SAMPLE, SAMPLE_2, "--children", "."], "--children 只能给一份报告用"),
    "pattern without match": (["render", "没有*.toml"], "没有*.toml：没有符合的文件"),
    "name that is too long": (["validate", "长" * 300], "文件名太长"),
    "no regular file": (["validate", "/dev/null"], "/dev/null：这不是普通文件"),
}


@pytest.mark.parametrize(("arguments", "reason"), WRONG.values(), ids=WRONG.keys())
def test_wrong_use_is_one_chinese_line_and_exit_2(run_cli: RunCli, arguments, reason):
    code, out, err = run_cli(*arguments)
    assert (code, out) == (2, "")
    (line,) = err.splitlines()
    assert line.startswith(f"govreport：{reason}") or f"：{reason}" in line
    assert not re.search(r"[A-Z][a-z]+ [a-z]+", line.replace("Did you mean", "X y")), "words of the framework"


def test_version_is_printed():
    done = run_process("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"govreport {__version__}\n".encode(), b"")


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_lists_every_command_in_chinese(run_cli: RunCli, flag):
    code, out, err = run_cli(flag)
    assert (code, err) == (0, "")
    listed = re.findall(r"^  ([a-z]+)  +[\u4e00-\u9fff]", out, re.MULTILINE)
    assert tuple(listed) == COMMANDS


def test_help_before_a_command_is_the_whole_help(run_cli: RunCli):
    assert run_cli("--help", "validate") == run_cli("--help")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_that_explains_each_option(run_cli: RunCli, command):
    code, out, err = run_cli(command, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"用法：govreport {command} [选项]")
    rows = [line for line in out.split("\n") if re.match(r"  -", line)]
    assert rows
    assert all(re.search(r"  +.*[\u4e00-\u9fff]", row) for row in rows), rows
    assert "Show this message" not in out


CONTRACT = {
    "new": ("--year", "--agency", "--province", "--level", "--kind", "--zeros", "-o", "--force"),
    "validate": (
        "--previous",
        "--children",
        "--select",
        "--ignore",
        "--format",
        "--strict",
        "--verbose",
        "--quiet",
    ),
    "rules": ("--format",),
    "render": ("--to", "-o", "--draft", "--fonts", "--pdf-variant"),
    "export": ("--to", "-o"),
    "extract": ("-o",),
    "import": ("-o", "--force"),
    "merge": ("--agency", "--own", "--register", "-o", "--force", "--allow-errors"),
    "stats": ("--to", "-o", "--force"),
    "schema": ("--format",),
}


@pytest.mark.parametrize("command", CONTRACT)
def test_options_of_the_contract_exist(run_cli: RunCli, command):
    _, out, _ = run_cli(command, "--help")
    assert [
        option for option in CONTRACT[command] if not re.search(rf"(^|[ ,]){option}\b", out, re.MULTILINE)
    ] == []
