"""A Dask cluster: a real scheduler and two workers, each a process of its own; one is killed in the middle."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from traceback import format_exception

import pytest

from batch import work
from batch.work import Task
from conftest import RunCli, need_tool
from govreport.batch.cluster import join_cluster
from govreport.batch.task import Done, WorkerLost
from govreport.errors import GovreportError
from reports import make_report

REPORTS = 120
LONGEST = 60.0
PICTURE = '[[figure]]\nkind = "image"\ncaption = "办公楼"\nfile = "{}.png"\nalt = "办公楼"\nplace = "overview"\n'


class Cluster:
    """A scheduler and its workers; `workers` may be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "scheduler.json"
        self.processes: list[subprocess.Popen] = []
        self.workers: list[subprocess.Popen] = []
        self.address = ""

    def begin(self) -> None:
        self.scheduler = self.start("scheduler", "--host", "127.0.0.1", "--port", "0")
        self.wait_until(self.read_address)

    def read_address(self) -> bool:
        """Take the scheduler's address, and tell whether its file is written, and wholly."""
        try:
            self.address = json.loads(self.file.read_text())["address"]
        except (FileNotFoundError, json.JSONDecodeError):
            return False
        return True

    def add_worker(self, **variables: str) -> subprocess.Popen:
        options = ["--nthreads", "1", "--no-nanny", "--local-directory", self.folder]
        self.workers.append(self.start("worker", *options, **variables))
        return self.workers[-1]

    def start(self, kind: str, *options: object, **variables: str) -> subprocess.Popen:
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--scheduler-file", self.file]
        path = os.pathsep.join(filter(None, sys.path))
        process = subprocess.Popen(
            [str(part) for part in (*command, "--no-dashboard", *options)],
            env={**os.environ, "PYTHONPATH": path, **variables},
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.processes.append(process)
        return process

    def wait_until(self, condition) -> None:
        end = time.monotonic() + LONGEST
        while not condition():
            assert time.monotonic() < end
            time.sleep(0.05)

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()


def count_workers(cluster: Cluster) -> int:
    """Return how many workers the scheduler knows."""
    from distributed import Client

    with Client(cluster.address) as client:
        return len(client.nthreads())


@pytest.fixture
def cluster(tmp_path):
    """A scheduler without workers."""
    need_tool("distributed")
    (tmp_path / "cluster").mkdir()
    cluster = Cluster(tmp_path / "cluster")
    try:
        cluster.begin()
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture
def two_workers(cluster):
    cluster.add_worker()
    cluster.add_worker()
    return cluster


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Reports, of which one is wrong, one no TOML, and one has a picture that only the client can read."""
    from PIL import Image

    folder = tmp_path_factory.mktemp("in")
    for number in range(REPORTS):
        tail = PICTURE.format("a") if number == 7 else ""
        text = make_report(name=f"青澜市第{number}局", tail=tail)
        (folder / f"{number:03}.toml").write_text(text, encoding="utf-8")
    (folder / "003b.toml").write_text(make_report(disputes={"reconsideration": [1, 0, 0, 0, 2]}), encoding="utf-8")
    (folder / "005b.toml").write_text("year = 2024年\n", encoding="utf-8")
    Image.new("RGB", (40, 30), "red").save(folder / "a.png")
    return folder


def outputs(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != ".govreport.json"}


def test_the_cluster_gives_what_this_machine_gives(run_cli: RunCli, two_workers, folder, tmp_path):
    results = []
    for number, where in enumerate((["-j", "1"], ["--dask", two_workers.address])):
        out = tmp_path / str(number)
        done = [
            run_cli("render", folder, "--to", "text,html", "-o", out, *where),
            run_cli("validate", folder, "--verbose", *where),
            run_cli("export", folder, "--to", "json", *where),
        ]
        assert [code for code, _, _ in done] == [2, 1, 2]
        results.append((done, outputs(out)))
    assert results[0] == results[1]
    assert len(results[0][1]) == 2 * REPORTS


def test_a_worker_that_is_killed_loses_and_doubles_nothing(two_workers, folder, tmp_path):
    out, expected = tmp_path / "out", tmp_path / "expected"
    command = [sys.executable, "-m", "govreport", "render", folder, "--to", "html,docx", "-o"]
    assert subprocess.run([*command, expected], capture_output=True, check=False).returncode == 2
    process = subprocess.Popen(
        [*command, out, "--dask", two_workers.address], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    two_workers.wait_until(lambda: out.exists() and len(list(out.glob("*.docx"))) >= 10)
    assert process.poll() is None
    two_workers.workers[0].kill()
    text, err = process.communicate()
    assert process.returncode == 2, "of the file that is no TOML"
    assert len(err.splitlines()) == 1
    assert f"共 {REPORTS + 2} 个文件：{REPORTS} 个已生成，2 个没有生成" in text
    assert outputs(out).keys() == outputs(expected).keys()
    pages = [name for name in outputs(out) if name.endswith(".html")]
    assert len(pages) == REPORTS
    assert all(outputs(out)[name] == outputs(expected)[name] for name in pages)


def test_every_task_has_one_result_in_order_when_a_worker_is_killed(two_workers, tmp_path):
    tasks = [Task(n, mark=str(tmp_path / "pids")) for n in range(60)]
    with join_cluster(work.note_process, two_workers.address) as crew:
        results = []
        for result in crew.run(tasks, lambda task, error: (task.number, error)):
            results.append(result)
            if len(results) == 10:
                two_workers.workers[1].kill()
    assert [number for number, _ in results] == list(range(60))
    counts = Counter(process for _, process in results)
    assert set(counts) == {worker.pid for worker in two_workers.workers}


def test_exceptions_and_deaths_are_results_of_their_tasks(cluster):
    cluster.add_worker()
    fail = lambda task, error: (task.number, type(error).__name__)  # noqa: E731
    with join_cluster(work.raise_at_three, cluster.address) as crew:
        tasks = [Task(2), Done(-1), Task(3), Task(4)]
        assert list(crew.run(tasks, fail)) == [4, -1, (3, "ZeroDivisionError"), 8]
    with join_cluster(work.raise_at_three, cluster.address) as crew:
        (error,) = crew.run([Task(3)], lambda task, error: error)
    assert "raise_at_three" in "".join(format_exception(error))


def test_a_task_that_kills_every_worker_is_given_up_and_the_rest_is_done(cluster, tmp_path):
    for _ in range(6):
        cluster.add_worker()
    cluster.wait_until(lambda: count_workers(cluster) == 6)
    tasks = [Task(n, mark=str(tmp_path / "begun")) for n in range(8)]
    with join_cluster(work.die_at_three, cluster.address) as crew:
        results = list(crew.run(tasks, lambda task, error: (task.number, type(error))))
    assert results == [0, 2, 4, (3, WorkerLost), 8, 10, 12, 14]


def test_ctrl_c_leaves_nothing_to_be_done_in_the_cluster(two_workers, folder, tmp_path):
    out = tmp_path / "out"
    command = [sys.executable, "-m", "govreport", "render", folder, "--to", "docx", "-o", out]
    process = subprocess.Popen(
        [*command, "--dask", two_workers.address], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    two_workers.wait_until(lambda: out.exists() and len(list(out.glob("*.docx"))) >= 3)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=LONGEST)
    assert process.returncode == 130
    (line,) = [line for line in err.splitlines() if "005b" not in line]
    assert line.startswith(f"govreport：已中断：共 {REPORTS + 2} 个文件，处理了 ")
    with join_cluster(work.double, two_workers.address) as crew:
        assert list(crew.run([Task(1)], None)) == [2]


def test_a_scheduler_that_dies_ends_the_work_with_a_line(two_workers, folder, tmp_path):
    out = tmp_path / "out"
    command = [sys.executable, "-m", "govreport", "render", folder, "--to", "docx", "-o", out]
    process = subprocess.Popen(
        [*command, "--dask", two_workers.address], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    two_workers.wait_until(lambda: out.exists() and len(list(out.glob("*.docx"))) >= 3)
    two_workers.stop()
    _, err = process.communicate(timeout=2 * LONGEST)
    assert process.returncode == 2
    (line,) = [line for line in err.splitlines() if "005b" not in line]
    assert line == f"govreport：{two_workers.address}：和调度程序断开了；恢复以后再运行一次"


def test_a_cluster_without_workers_is_told(cluster, run_cli: RunCli, folder):
    code, out, err = run_cli("validate", folder, "--dask", cluster.address)
    assert (code, out) == (2, "")
    assert err == f"govreport：{cluster.address}：调度程序在，可是没有工作进程；请启动 dask worker\n"


def test_another_version_in_the_cluster_is_refused(cluster, tmp_path):
    package = tmp_path / "other" / "govreport"
    (package / "batch").mkdir(parents=True)
    (package / "__init__.py").write_text('__version__ = "0.0.1"\n')
    (package / "batch" / "__init__.py").write_text("")
    code = "from govreport import __version__\n\n\ndef tell_version():\n    return __version__\n"
    (package / "batch" / "cluster.py").write_text(code)
    cluster.add_worker(PYTHONPATH=str(tmp_path / "other"))
    with (
        pytest.raises(GovreportError, match=r"集群上的 govreport 是 0\.0\.1"),
        join_cluster(work.double, cluster.address),
    ):
        pass


def test_a_cluster_without_govreport_is_told(cluster, tmp_path):
    package = tmp_path / "other" / "govreport"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise ModuleNotFoundError('No module named govreport')\n")
    cluster.add_worker(PYTHONPATH=str(tmp_path / "other"))
    with (
        pytest.raises(GovreportError, match="集群的工作进程用不了 govreport"),
        join_cluster(work.double, cluster.address),
    ):
        pass


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:1", "tcp://", "tcp://127.0.0.1", "tcp://[", "tcp://a b:1", "tls://127.0.0.1:1"]
)
def test_an_address_where_nobody_answers_is_one_line(run_cli: RunCli, folder, address):
    need_tool("distributed")
    code, out, err = run_cli("validate", folder, "--dask", address)
    assert (code, out) == (2, "")
    assert err == f"govreport：{address}：连不上 Dask 的调度程序；请核对地址，看它是否在运行\n"


@pytest.mark.parametrize("address", ["", "127.0.0.1:8786", "http://127.0.0.1:8786", "inproc://x", "ucx://x"])
def test_what_is_no_address_of_a_scheduler_is_refused(run_cli: RunCli, folder, address):
    code, out, err = run_cli("validate", folder, "--dask", address)
    assert (code, out) == (2, "")
    assert f"“{address}”不是调度程序的地址" in err


def test_packs_that_the_cluster_lacks_are_told(run_cli: RunCli, two_workers, folder, tmp_path, monkeypatch):
    own = tmp_path / "settings" / "govreport" / "templates" / "某省"
    own.mkdir(parents=True)
    (own / "pack.toml").write_text('name = "某省"\n', encoding="utf-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    code, out, err = run_cli("validate", folder, "--dask", two_workers.address)
    assert (code, out) == (2, "")
    lines = err.splitlines()
    assert len(lines) == len(list(folder.glob("*.toml")))
    assert all("集群上的模板和这里的不一样" in line for line in lines)
    assert all(line.endswith("放成一样的，再重启 dask worker") for line in lines)
