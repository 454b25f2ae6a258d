"""The bar of a batch: on a terminal only, never among the results; and what one file does not import."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import SAMPLES
from reports import make_report

COSTLY = ("multiprocessing", "rich.progress", "rich.console", "distributed", "concurrent.futures", "asyncio")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    for number in range(300):
        changes = {"disputes": {"reconsideration": [1, 0, 0, 0, 2]}} if number % 100 == 50 else {}
        (folder / f"{number:03}.toml").write_text(make_report(**changes), encoding="utf-8")
    return folder


def run_on_terminal(*arguments: str | Path, both: bool) -> tuple[int, str, str]:
    """Run with stderr on a terminal, with `both` stdout, too; return exit code, stdout, what the terminal got."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "govreport", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=theirs if both else subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
    )
    os.close(theirs)
    seen = b""
    try:
        while part := os.read(ours, 65536):
            seen += part
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    out = process.communicate()[0] or b""
    return process.returncode, out.decode(), seen.decode("utf-8", "replace")


def test_a_bar_on_the_terminal_leaves_the_results_as_they_are(folder):
    plain = subprocess.run(
        [sys.executable, "-m", "govreport", "validate", folder], capture_output=True, check=False, text=True
    )
    assert (plain.returncode, plain.stderr) == (1, "")
    code, out, seen = run_on_terminal("validate", folder, both=False)
    assert (code, out) == (1, plain.stdout)
    counts = [int(count) for count in re.findall(r"(\d+)/300", seen)]
    assert counts == sorted(counts)
    assert len(counts) > 3
    assert seen.rstrip().endswith("\x1b[2K"), "the bar is wiped away at the end"


def test_results_on_the_same_terminal_stand_on_lines_of_their_own(folder):
    code, _, seen = run_on_terminal("validate", folder, both=True)
    assert code == 1
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.replace("\r\n", "\n"))
    lines = [line.rpartition("\r")[2] for line in shown.split("\n")]
    assert [line for line in lines if line.startswith(f"{folder}/050.toml:")]
    assert len([line for line in lines if re.match(rf"{re.escape(str(folder))}/\d50\.toml:\d+:\d+: ", line)]) == 3
    assert "共 300 个文件：297 个通过，3 个不通过" in lines


def test_little_work_shows_no_bar(folder):
    _, out, seen = run_on_terminal("validate", folder / "00?.toml", both=False)
    assert "10 个通过" in out
    assert seen == ""


@pytest.mark.parametrize("command", [["validate"], ["export", "--to", "json"], ["render", "--to", "text,html"]])
def test_one_file_imports_nothing_of_batches(command, tmp_path):
    code = (
        "import sys\nfrom govreport.cli.app import run\n"
        f"code = run(sys.argv[1:])\nprint(*(n for n in {COSTLY!r} if n in sys.modules), file=sys.stderr)\n"
        "sys.exit(code)"
    )
    where = ["-o", str(tmp_path)] if "render" in command else []
    arguments = [command[0], str(SAMPLES / "qinglan-2024.toml"), *command[1:], *where]
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "\n")
