"""A batch that is stopped, killed, or runs out of room: nothing half written, and the next run completes it."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import RunCli
from importers.varied import make_varied
from reports import make_report

REPORTS = 150
MEMORY = ".govreport.json"
ABSENT = 20.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    for number in range(REPORTS):
        (folder / f"{number:03}.toml").write_text(make_report(name=f"青澜市第{number}局"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def expected(folder, tmp_path_factory) -> dict[str, bytes]:
    """The outputs of a run that nobody disturbs, by one process."""
    out = tmp_path_factory.mktemp("expected")
    assert finish(run(folder, out, jobs=1))[0] == 0
    assert len(outputs(out)) == 2 * REPORTS
    return outputs(out)


def run(folder: Path, out: Path, *, jobs: int = 2, scratch: Path | None = None, to: str = "text,html"):
    """Start a batch as a process of its own."""
    command = [sys.executable, "-m", "govreport", "render", folder, "--to", to, "-o", out, "-j", jobs]
    environment = {**os.environ, **({"TMPDIR": str(scratch)} if scratch else {})}
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(list(map(str, command)), env=environment, text=True, **streams)


def finish(process: subprocess.Popen) -> tuple[int, str, str]:
    """Wait for the end; return exit code, stdout, stderr."""
    text, err = process.communicate()
    return process.returncode, text, err


def outputs(out: Path) -> dict[str, bytes]:
    """All that is in the folder but its memory; temporary files, too."""
    return {path.name: path.read_bytes() for path in out.iterdir() if path.name != MEMORY}


def wait_for(out: Path, count: int, process: subprocess.Popen) -> None:
    """Wait until so many outputs are there."""
    end = time.monotonic() + ABSENT
    while process.poll() is None and time.monotonic() < end:
        if out.exists() and len(list(out.glob("*.html"))) >= count:
            return
        time.sleep(0.002)
    raise AssertionError("too few outputs, or too fast")


def find_children(process: subprocess.Popen) -> list[int]:
    """The workers of a batch."""
    path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    numbers = map(int, path.read_text().split())
    return [n for n in numbers if b"spawn_main" in Path(f"/proc/{n}/cmdline").read_bytes()]


def is_alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def all_gone(numbers: list[int]) -> bool:
    end = time.monotonic() + ABSENT
    while any(map(is_alive, numbers)) and time.monotonic() < end:
        time.sleep(0.02)
    return not any(map(is_alive, numbers))


def check_whole(out: Path, expected: dict[str, bytes]) -> None:
    """Every output that is there is as it should be; beside them at most temporary files."""
    for name, content in outputs(out).items():
        assert name.endswith(".part") or content == expected[name], name


@pytest.mark.parametrize("count", [1, 20, 75, 148])
def test_killed_at_any_point_and_run_again_it_is_complete(folder, expected, tmp_path, count):
    out, scratch = tmp_path / "out", tmp_path / "scratch"
    scratch.mkdir()
    process = run(folder, out, scratch=scratch)
    wait_for(out, count, process)
    workers = find_children(process)
    process.kill()
    process.communicate()
    assert all_gone(workers)
    assert len(workers) == 2
    check_whole(out, expected)
    again = run(folder, out, scratch=scratch)
    _text, err = again.communicate()
    assert (again.returncode, err) == (0, "")
    assert outputs(out) == expected, "complete, and nothing left over"
    assert list(scratch.iterdir()) == []
    assert set(json.loads((out / MEMORY).read_text())["outputs"]) == expected.keys()
    assert f"{REPORTS} 个没有变动" in run(folder, out).communicate()[0]


def test_killed_in_the_middle_of_writing_the_temporary_file_goes_with_the_next_run(folder, expected, tmp_path):
    code = (
        "import os, signal, sys, pathlib\n"
        "from govreport.files import write_pieces\n"
        "def pieces():\n"
        "    yield b'half'\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "write_pieces(pathlib.Path(sys.argv[1]), pieces())"
    )
    out = tmp_path / "out"
    for name in ("000.txt", MEMORY):
        subprocess.run([sys.executable, "-c", code, str(out / name)], check=False)
    assert len(list(out.glob(".*.part"))) == 2
    assert not (out / "000.txt").exists()
    assert finish(run(folder, out))[0] == 0
    assert outputs(out) == expected


def test_what_was_made_longer_than_a_moment_ago_is_not_made_again_after_a_kill(folder, tmp_path):
    """Word takes longer: so the memory is written while the batch runs."""
    out = tmp_path / "out"
    process = run(folder, out, to="docx")
    end = time.monotonic() + 60
    while not (out / MEMORY).exists() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.01)
    process.kill()
    process.communicate()
    remembered = set(json.loads((out / MEMORY).read_text())["outputs"])
    assert 0 < len(remembered) < REPORTS
    before = {name: (out / name).stat().st_mtime_ns for name in remembered}
    text, _ = run(folder, out, to="docx").communicate()
    assert f"{len(remembered)} 个没有变动" in text
    assert before == {name: (out / name).stat().st_mtime_ns for name in remembered}


def test_ctrl_c_says_how_far_it_came_and_leaves_no_one_behind(folder, expected, tmp_path):
    out, scratch = tmp_path / "out", tmp_path / "scratch"
    scratch.mkdir()
    process = run(folder, out, scratch=scratch)
    wait_for(out, 10, process)
    workers = find_children(process)
    process.send_signal(signal.SIGINT)
    text, err = process.communicate(timeout=ABSENT)
    assert process.returncode == 130
    assert text == ""
    done = len(outputs(out)) // 2
    assert err == f"govreport：已中断：共 {REPORTS} 个文件，处理了 {done} 个；再运行一次，接着做剩下的\n"
    assert 10 <= done < REPORTS
    assert len(workers) == 2
    assert not any(map(is_alive, workers))
    assert list(scratch.iterdir()) == []
    assert not list(out.glob(".*.part"))
    check_whole(out, expected)
    text, _ = run(folder, out).communicate()
    assert f"{done} 个没有变动" in text
    assert f"{REPORTS - done} 个已生成" in text
    assert outputs(out) == expected


@pytest.mark.parametrize("count", [0, 1, 30])
def test_ctrl_c_to_the_whole_group_as_a_terminal_sends_it(folder, tmp_path, count):
    out = tmp_path / "out"
    command = [sys.executable, "-m", "govreport", "render", folder, "--to", "text,html", "-o", out, "-j", "2"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    wait_for(out, count, process)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=ABSENT)
    assert process.returncode in (130, -signal.SIGINT), "a shell calls both 130"
    (line,) = filter(None, err.splitlines())  # no traceback of a worker
    words = f"：共 {REPORTS} 个文件，处理了 "
    assert line.startswith(f"govreport：已中断{words if count else ''}")


def test_ctrl_c_while_checking(folder):
    command = [sys.executable, "-m", "govreport", "validate", folder, "--verbose", "-j", "2"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=ABSENT)
    assert process.returncode == 130
    assert err.decode().startswith(f"govreport：已中断：共 {REPORTS} 个文件，检查了 ")


def test_a_worker_that_is_killed_costs_nothing(folder, expected, tmp_path):
    out = tmp_path / "out"
    process = run(folder, out)
    for count in (5, 60):
        wait_for(out, count, process)
        for worker in find_children(process)[: 1 if count == 5 else 2]:
            os.kill(worker, signal.SIGKILL)
    text, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    assert f"{REPORTS} 个已生成" in text
    assert outputs(out) == expected


def test_two_batches_on_one_folder_do_not_disturb_each_other(folder, expected, tmp_path):
    out = tmp_path / "out"
    processes = [run(folder, out, jobs=jobs) for jobs in (1, 2)]
    for process in processes:
        _, err = process.communicate()
        assert (process.returncode, err) == (0, "")
    assert outputs(out) == expected
    assert f"{REPORTS} 个没有变动" in run(folder, out).communicate()[0]


def test_an_import_that_was_killed_is_completed(tmp_path):
    documents, out = tmp_path / "in", tmp_path / "out"
    documents.mkdir()
    for number in range(0, 90, 3):
        document = make_varied(number)
        (documents / document.name).write_bytes(document.content)
    command = [sys.executable, "-m", "govreport", "import", documents, "-o", out, "-j", "2"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while len(list(out.glob("*.toml"))) < 10 and process.poll() is None:
        time.sleep(0.002)
    process.kill()
    process.wait()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(list(out.glob("*.toml"))) == 30
    assert not list(out.glob(".*.part"))


class TestNoRoom:
    def test_a_folder_that_cannot_be_written_is_one_line_before_any_work(self, run_cli: RunCli, folder, tmp_path):
        for out in (Path("/proc/out"), tmp_path / "file"):
            (tmp_path / "file").write_text("x")
            code, text, err = run_cli("render", folder, "--to", "text", "-o", out)
            assert (code, text) == (2, "")
            assert len(err.splitlines()) == 1
            assert f"{out}：写不进去：" in err

    def test_a_read_only_folder(self, folder, tmp_path):
        out = tmp_path / "out"
        out.mkdir()
        if not mount(out, "ro"):
            pytest.skip("this user may not mount")
        try:
            process = run(folder, out)
            text, err = process.communicate()
            assert (process.returncode, text) == (2, "")
            assert err == f"govreport：{out}：写不进去：这个文件夹是只读的，请用 -o 换个文件夹\n"
        finally:
            unmount(out)

    @pytest.mark.parametrize("jobs", [1, 2])
    def test_a_full_disk_stops_the_batch_and_more_room_completes_it(self, folder, expected, tmp_path, jobs):
        out = tmp_path / "out"
        out.mkdir()
        if not mount(out, "size=1m"):
            pytest.skip("this user may not mount")
        try:
            process = run(folder, out, jobs=jobs)
            text, err = process.communicate()
            assert (process.returncode, text) == (2, "")
            assert len(err.splitlines()) == 1
            assert "磁盘满了，请腾出空间再试" in err
            assert f"共 {REPORTS} 个文件，处理了 " in err
            check_whole(out, expected)
            assert not list(out.glob(".*.part"))
            assert len(outputs(out)) > 10
            subprocess.run(["mount", "-o", "remount,size=64m", str(out)], check=True)
            assert finish(run(folder, out, jobs=jobs))[0] == 0
            assert outputs(out) == expected
        finally:
            unmount(out)

    def test_a_limit_on_files_is_a_line_each_and_nothing_half_written(self, folder, expected, tmp_path):
        out = tmp_path / "out"
        limit = min(len(content) for name, content in expected.items() if name.endswith(".html")) - 1
        command = [
            sys.executable,
            "-m",
            "govreport",
            "render",
            f"{folder}/00?.toml",
            "--to",
            "text,html",
            "-o",
            out,
        ]
        done = subprocess.run(
            list(map(str, command)),
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        )
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 10
        assert "文件太大" in done.stderr
        assert sorted(outputs(out)) == [f"00{n}.txt" for n in range(10)]
        check_whole(out, expected)


def mount(folder: Path, options: str) -> bool:
    """Put a small disk at a folder; tell whether this user may."""
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    return os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0


def unmount(folder: Path) -> None:
    subprocess.run(["umount", str(folder)], check=True)
