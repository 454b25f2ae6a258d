"""govreport validate --format github: workflow commands, in which nothing that was typed can break out."""

import re

import pytest

from conftest import SAMPLES, RunCli, run_process
from reports import make_report

WARNED = SAMPLES / "laiyuan-2024.toml"


def unescape(text: str) -> str:
    for code, character in (("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


def commands(out: str) -> list[tuple[str, dict[str, str], str]]:
    """Read the output as GitHub's runner does: command, properties, message."""
    read = []
    for line in out.splitlines():
        match = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line)
        if match:
            pairs = (pair.split("=", 1) for pair in match[2].split(","))
            read.append((match[1], {key: unescape(value) for key, value in pairs}, unescape(match[3])))
    return read


def test_a_finding_is_a_command_with_its_place(run_cli: RunCli, tmp_path):
    path = tmp_path / "a.toml"
    text = make_report(disputes={"reconsideration": [1, 0, 0, 0, 2]})
    path.write_text(text, encoding="utf-8")
    code, out, err = run_cli("validate", path, "--format", "github", "--select", "T")
    assert (code, err) == (1, "")
    line = text.split("\n").index("reconsideration = [1, 0, 0, 0, 2]") + 1
    ((kind, properties, message),) = commands(out)
    assert kind == "error"
    assert properties == {
        "file": str(path),
        "line": str(line),
        "col": "32",
        "endColumn": "33",
        "title": "govreport T04",
    }
    assert message.split("\n")[0] == "表四 行政复议：总计应为 1，填报 2（差 +1）"
    assert message.split("\n")[1].startswith("算式：结果维持 1 + ")
    assert message.split("\n")[2].startswith("怎么改：")
    assert out.splitlines()[-1].startswith("共 1 个文件：0 个通过，1 个不通过")


def test_severities_have_their_commands(run_cli: RunCli, tmp_path):
    waived = tmp_path / "waived.toml"
    waiver = '\n[[waive]]\nrule = "C13"\nreason = "上级要求"\n'
    waived.write_text(WARNED.read_text(encoding="utf-8") + waiver, encoding="utf-8")
    out = run_cli("validate", WARNED, waived, "--format", "github", "--select", "C,M")[1]
    assert [kind for kind, _, _ in commands(out)] == ["warning", "notice"]
    assert commands(out)[1][2].endswith("（已说明理由：上级要求）")


HOSTILE = [
    "::error ::甲",
    "甲\n::error ::乙",
    "100%0A::error ::乙",
    "a,file=b",
    "a::b",
    "\u2028::error ::",
    "\x1b[31m",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_was_typed_stays_inside_its_message(run_cli: RunCli, tmp_path, typed):
    path = tmp_path / "a.toml"
    level = f"level = {make_string(typed)}\n"
    path.write_text(make_report().replace("[publication]\n", f"{level}[publication]\n"), encoding="utf-8")
    code, out, err = run_cli("validate", path, "--format", "github", "--select", "S04")
    assert (code, err) == (1, "")
    assert len(out.split("\n")) == 3
    ((kind, properties, message),) = commands(out)
    assert (kind, properties["title"]) == ("error", "govreport S04")
    assert message.startswith("“行政层级”写的是“")
    assert "\x1b" not in out


def make_string(text: str) -> str:
    return '"' + "".join(f"\\u{ord(character):04X}" for character in text) + '"'


@pytest.mark.parametrize("name", ["a,b：c%25.toml", "::error ::x.toml", "甲 乙.toml"])
def test_a_file_name_stays_inside_its_property(run_cli: RunCli, tmp_path, name):
    path = tmp_path / name
    path.write_text(make_report(disputes={"reconsideration": [1, 0, 0, 0, 2]}), encoding="utf-8")
    out = run_cli("validate", path, "--format", "github", "--select", "T")[1]
    ((kind, properties, _),) = commands(out)
    assert (kind, properties["file"]) == ("error", str(path))
    assert len(out.splitlines()) == 2


def test_stdin_has_no_file():
    content = make_report(disputes={"reconsideration": [1, 0, 0, 0, 2]}).encode()
    done = run_process("validate", "-", "--format", "github", "--select", "T", stdin=content)
    ((_, properties, _),) = commands(done.stdout.decode())
    assert done.returncode == 1
    assert properties.keys() == {"line", "col", "endColumn", "title"}


def test_with_nothing_readable_stdout_is_empty(run_cli: RunCli):
    code, out, _ = run_cli("validate", "没有.toml", "--format", "github")
    assert (code, out) == (2, "")
