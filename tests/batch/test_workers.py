"""Several processes: order, failures, deaths, and that nothing of them is left."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from batch import work
from batch.work import Task
from conftest import TESTS
from govreport.batch.task import Alone, Done, WorkerLost
from govreport.batch.workers import MOST_BYTES, ROOM, count_cores, limit_count, open_workers
from govreport.errors import GovreportError

ABSENT = 10.0
"""Seconds after which a process that should have ended has not."""


def run(function, tasks, count=2, fail=lambda task, error: (task.number, error)):
    with open_workers(function, count) as workers:
        return list(workers.run(tasks, fail))


def is_alive(number: int) -> bool:
    """Tell whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(condition) -> bool:
    end = time.monotonic() + ABSENT
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


@pytest.mark.parametrize("count", [1, 2, 5])
def test_results_come_in_the_order_of_the_tasks(count):
    tasks = [Task(n) for n in range(ROOM * count + 7)]
    assert run(work.double_slowly_at_first, tasks, count) == [task.number * 2 for task in tasks]


def test_alone_gives_the_same_as_workers():
    tasks = [Task(0), Done(-1), Task(3), Task(4), Done(-2)]
    fail = lambda task, error: (task.number, type(error), str(error))  # noqa: E731
    expected = [0, -1, (3, ZeroDivisionError, "three"), 8, -2]
    assert list(Alone(work.raise_at_three).run(tasks, fail)) == expected
    assert run(work.raise_at_three, tasks, fail=fail) == expected


def test_no_task_is_no_process():
    with open_workers(work.double, 2) as workers:
        assert list(workers.run([Done(1), Done(2)], None)) == [1, 2]
        assert workers.staff == []
        assert list(workers.run([], None)) == []


def test_an_exception_carries_the_traceback_of_its_process():
    (result,) = run(work.raise_unportable, [Task(1)])
    _, error = result
    assert "LocalError: only here" in str(error)
    assert "raise_unportable" in error.__notes__[-1]


def test_a_task_whose_worker_dies_is_tried_twice_and_the_others_are_done(tmp_path):
    begun = tmp_path / "begun"
    results = run(work.die_at_three, [Task(n, mark=str(begun)) for n in range(8)])
    number, error = results[3]
    assert (number, type(error)) == (3, WorkerLost)
    assert [result for i, result in enumerate(results) if i != 3] == [0, 2, 4, 8, 10, 12, 14]
    assert sorted(map(int, begun.read_text().split())) == [0, 1, 2, 3, 3, 4, 5, 6, 7]


def test_a_worker_that_dies_once_costs_nothing(tmp_path):
    assert run(work.die_once, [Task(n, mark=str(tmp_path / "begun")) for n in range(8)]) == [*range(0, 16, 2)]


def test_workers_that_all_die_at_once_end_the_batch():
    with pytest.raises(GovreportError, match="-j 1"):
        run(work.die_always, [Task(n) for n in range(50)])


def test_inputs_that_are_large_do_not_pile_up():
    taken = []

    def tasks():
        for number in range(12):
            taken.append(number)
            yield Task(number, bytes(MOST_BYTES // 4))

    with open_workers(work.double, 2) as workers:
        results = workers.run(tasks(), None)
        assert next(results) == 0
        assert len(taken) <= 6
        assert list(results) == [*range(2, 24, 2)]


def test_temporary_files_of_workers_go_with_the_batch():
    results = run(work.leave_litter, [Task(n) for n in range(20)])
    folders = {folder for _, folder in results}
    assert all(Path(folder).parent.name.startswith("govreport-batch.") for folder in folders)
    assert len({number for number, _ in results}) == len(folders) <= 2
    assert not any(Path(folder).parent.exists() for folder in folders)
    assert not any(is_alive(number) for number, _ in results)


def test_garbage_in_circles_is_taken_out():
    assert run(work.is_gc_off, [Task(0)]) == [True]
    pages = run(work.measure_memory, [Task(n) for n in range(20)], 1)
    assert len(pages) == 20
    assert max(pages[10:]) < pages[4] * 1.1


def test_workers_that_work_are_ended_when_the_batch_is_left(tmp_path):
    mark = str(tmp_path / "w")

    def tasks():
        yield Done(0)
        yield Task(0, mark=mark)
        yield Task(1, mark=mark)

    with open_workers(work.wait_for_ever, 2) as workers:
        assert next(workers.run(tasks(), None)) == 0
        processes = [worker.process.pid for worker in workers.staff]
        assert len(processes) == 2
        assert all(map(is_alive, processes))
    assert not any(map(is_alive, processes))


PARENT = """
import sys
from batch import work
from govreport.batch.workers import open_workers
with open_workers(work.wait_for_ever, 2) as workers:
    list(workers.run([work.Task(n, mark=sys.argv[1]) for n in range(2)], None))
"""


@pytest.fixture
def parent(tmp_path):
    """A process with two workers that wait; killed with the test."""
    mark, scratch = tmp_path / "w", tmp_path / "tmp"
    scratch.mkdir()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path]), "TMPDIR": str(scratch)}
    process = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(mark)], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        marks = [Path(f"{mark}{n}") for n in range(2)]
        assert wait_until(lambda: all(path.exists() and path.read_text() for path in marks))
        yield process, [int(path.read_text().split()[0]) for path in marks], scratch
    finally:
        process.kill()
        process.wait()


def test_workers_of_a_parent_that_is_killed_end_and_clear_up(parent):
    process, workers, scratch = parent
    assert [path.name[:16] for path in scratch.iterdir()] == ["govreport-batch."]
    assert all(map(is_alive, workers))
    process.kill()
    process.wait()
    assert wait_until(lambda: not any(map(is_alive, workers)))
    assert wait_until(lambda: list(scratch.iterdir()) == [])


def test_ctrl_c_does_not_reach_workers_and_the_parent_ends_them(parent):
    process, workers, scratch = parent
    for worker in workers:
        os.kill(worker, signal.SIGINT)
    assert not wait_until_dead_quickly(workers)
    process.send_signal(signal.SIGINT)
    assert process.wait(ABSENT) != 0
    assert wait_until(lambda: not any(map(is_alive, workers)))
    assert list(scratch.iterdir()) == []


def wait_until_dead_quickly(workers) -> bool:
    time.sleep(0.2)
    return not all(map(is_alive, workers))


def test_the_folder_of_a_batch_that_died_with_its_workers_is_removed_by_the_next(parent, monkeypatch):
    process, workers, scratch = parent
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
    process.kill()
    process.wait()
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    assert len(list(scratch.iterdir())) == 1
    other = scratch / "govreport-batch.elsewhere-1.abc"
    other.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    assert run(work.double, [Task(1)]) == [2]
    assert list(scratch.iterdir()) == [other], "another computer's is left alone"


def test_cores_are_those_that_this_process_may_use():
    assert count_cores() == len(os.sched_getaffinity(0))


def test_on_windows_there_are_no_more_workers_than_can_be_waited_for():
    assert [limit_count(count, "win32") for count in (1, 60, 61, 500)] == [1, 60, 60, 60]
    assert limit_count(500, "linux") == 500
