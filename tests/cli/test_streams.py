"""Printing never crashes: redirected it is UTF-8, on a terminal what the terminal can show."""

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import SAMPLES, run_process, skip_or_fail
from reports import make_report

GOVREPORT = [sys.executable, "-m", "govreport"]
SAMPLE = str(SAMPLES / "laiyuan-2024.toml")
ODD = "甲𠮷㛃😀\u200b乙"


@pytest.fixture
def odd(tmp_path):
    """A report with a wrong sum, in a file whose name GBK cannot show, and with an unknown odd key."""
    path = tmp_path / f"{ODD}.toml"
    rows = {"received": [1, 0, 0, 0, 0, 0, 2]}
    path.write_text(make_report(name=ODD, applications=rows, tail=f'"{ODD}" = 1'), encoding="utf-8")
    return path


def run_on_terminal(*arguments: object, **variables: str) -> tuple[int, bytes]:
    """Run govreport on a pseudo-terminal; return its exit code and all that it showed."""
    try:
        ours, theirs = pty.openpty()
    except OSError as error:
        skip_or_fail(f"no pseudo-terminal here ({error})")
        raise
    process = subprocess.Popen(
        [*GOVREPORT, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, **variables},
    )
    os.close(theirs)
    shown = b""
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        try:
            while chunk := terminal.read(65536):
                shown += chunk
        except OSError:  # EIO: the other side has closed
            pass
    return process.wait(timeout=60), shown


COMMANDS = {
    "validate": ["validate", "--verbose"],
    "json": ["validate", "--format", "json"],
    "render": ["render", "--to", "text"],
    "draft": ["render", "--to", "text", "--draft"],
    "export": ["export", "--to", "json"],
    "csv": ["export", "--to", "csv"],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_a_gbk_terminal_shows_what_it_can(odd, command):
    code, shown = run_on_terminal(*command, odd, PYTHONIOENCODING="gbk", NO_COLOR="1")
    assert code == (1 if command[0] == "validate" or command[-1] == "text" else 0)
    text = shown.decode("gbk")
    assert "Traceback" not in text
    assert "甲" in text
    assert "?" in text
    assert "𠮷" not in text


def test_an_ascii_terminal_is_no_crash(odd):
    code, shown = run_on_terminal("validate", odd, PYTHONIOENCODING="ascii")
    assert code == 1
    assert shown.isascii()
    assert b"T01" in shown


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp437"])
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_redirected_output_is_utf8_whatever_is_configured(odd, command, encoding):
    done = run_process(*command, odd, PYTHONIOENCODING=encoding)
    plain = run_process(*command, odd)
    text = (done.stdout + done.stderr).decode("utf-8")
    assert "𠮷" in text
    assert done.returncode == plain.returncode
    if command[0] != "render":  # it says how long it took
        assert (done.stdout, done.stderr) == (plain.stdout, plain.stderr)


def test_colour_is_for_terminals_that_want_it(odd):
    assert b"\x1b[31m" in run_on_terminal("validate", odd)[1]
    assert b"\x1b[" not in run_on_terminal("validate", odd, NO_COLOR="1")[1]
    assert b"\x1b[" not in run_process("validate", odd).stdout


def test_no_output_goes_to_both_streams(odd):
    done = run_process("validate", odd, "没有.toml")
    assert done.returncode == 2
    assert b"T01" in done.stdout
    assert done.stderr.decode() == "govreport：没有.toml：找不到这个文件，请核对文件名和所在文件夹\n"


def test_a_reader_that_stops_early_is_no_error():
    with subprocess.Popen(
        [*GOVREPORT, "export", "--to", "json", str(SAMPLES), str(SAMPLES / "*.toml")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout.read(1) == b"["
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0


@pytest.mark.parametrize("arguments", [["--help"], ["validate", "--help"], ["--version"]], ids=" ".join)
def test_a_reader_that_has_gone_before_is_no_error(arguments):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([*GOVREPORT, *arguments], stdout=writer, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


FULL = {
    "version": ["--version"],
    "help": ["--help"],
    "validate": ["validate", SAMPLE],
    "export": ["export", SAMPLE, "--to", "json"],
    "schema": ["schema"],
}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("arguments", FULL.values(), ids=FULL.keys())
def test_a_full_disk_behind_stdout_is_one_line_and_exit_2(arguments):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*GOVREPORT, *arguments], stdout=full, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert done.returncode == 2
    assert done.stderr.decode() == "govreport：（标准输出）：写不进去：磁盘满了，请腾出空间再试\n"


@pytest.mark.parametrize(("redirection", "code"), [(">&-", 0), ("2>&-", 0), ("<&- >&- 2>&-", 0)])
def test_closed_streams_are_no_crash(redirection, code):
    line = f'"$0" -m govreport validate "$1" {redirection}'
    done = subprocess.run(["sh", "-c", line, sys.executable, SAMPLE], capture_output=True, timeout=60, check=False)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr


def test_closed_stdin_is_one_line_and_exit_2():
    line = '"$0" -m govreport validate - <&-'
    done = subprocess.run(["sh", "-c", line, sys.executable], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert len(done.stderr.splitlines()) == 1


def test_endless_stdin_is_refused():
    with Path("/dev/zero").open("rb") as endless:
        done = subprocess.run(
            [*GOVREPORT, "validate", "-"], stdin=endless, capture_output=True, timeout=60, check=False
        )
    assert (done.returncode, done.stdout) == (2, b"")
    assert "文件太大" in done.stderr.decode()


READY_THEN_STDIN = """
import sys
from govreport.cli import main
sys.stderr.write("go")
sys.stderr.flush()
main(["validate", "-"])
"""


def test_ctrl_c_is_exit_130():
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", READY_THEN_STDIN], **pipes) as process:
        assert process.stderr.read(2) == b"go"
        wait_until_reading(process.pid)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    assert b"Traceback" not in err


def wait_until_reading(pid: int) -> None:
    """Wait until the process sleeps in a read of its stdin."""
    for _ in range(600):
        try:
            if Path(f"/proc/{pid}/syscall").read_text(encoding="ascii").startswith("0 0x0 "):
                return
        except OSError:
            pytest.skip("/proc/PID/syscall cannot be read here")
        time.sleep(0.05)
    pytest.fail("it never read its stdin")
