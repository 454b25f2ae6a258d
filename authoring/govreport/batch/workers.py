"""Several processes of this machine that work off tasks."""

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Any, Generic

from govreport.batch.scratch import make_scratch
from govreport.batch.task import LOST, Done, Fail, Result, Task, WorkerLost
from govreport.batch.worker import serve
from govreport.errors import GovreportError

ROOM = 16
"""Tasks for each worker that may be under way or wait for one before them, so that order costs little."""
MOST_BYTES = 2**26
"""Of inputs that may be under way, unless a single one is larger."""
TRIES = 2
MOST_ON_WINDOWS = 60
"""Workers there, where a process can wait for 63 things at once."""


def count_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def limit_count(count: int, platform: str = sys.platform) -> int:
    """Return how many of so many workers there can be on an operating system."""
    return min(count, MOST_ON_WINDOWS) if platform == "win32" else count


@dataclass
class Slot(Generic[Task, Result]):
    """A task's place in the order of results."""

    task: Task | None
    result: Result | None = None
    is_done: bool = False
    tries: int = 0

    def settle(self, result: Result) -> None:
        """Put the result in; the task is not needed any more."""
        self.task, self.result, self.is_done = None, result, True


@dataclass(eq=False)
class Worker:
    """A process, our end of its pipe, and what it is doing."""

    process: Any
    pipe: Connection
    slot: Any = field(default=None)


class Workers(Generic[Task, Result]):
    """Processes that are started when there is work, each with a pipe of its own."""

    def __init__(self, work: Callable[[Task], Result], count: int, scratch: str) -> None:
        """Take what is to be done, by how many, and their folder for temporary files."""
        self.work = work
        self.count = count
        self.scratch = scratch
        self.staff: list[Worker] = []
        self.answers = self.deaths = 0

    def run(self, tasks: Iterable[Task | Done[Result]], fail: Fail[Task, Result]) -> Iterator[Result]:
        """Yield the result of every task, in order. A task whose worker dies is tried once more."""
        queue: deque[Slot[Task, Result]] = deque()  # in order: done, under way, or still to be handed out
        unassigned: deque[Slot[Task, Result]] = deque()
        source = iter(tasks)
        is_open = True
        while queue or is_open:
            is_open = is_open and self.take_in(source, queue, unassigned)
            self.hand_out(unassigned, fail)
            while queue and queue[0].is_done:
                result = queue.popleft().result
                yield result  # type: ignore[misc]  # a slot that is done has one
            if queue and not queue[0].is_done:
                self.collect(unassigned, fail)

    def take_in(
        self,
        source: Iterator[Task | Done[Result]],
        queue: deque[Slot[Task, Result]],
        unassigned: deque[Slot[Task, Result]],
    ) -> bool:
        """Take as many tasks as there is room for; tell whether there may be more."""
        size = sum(measure(slot.task) for slot in queue)
        while len(queue) < ROOM * self.count and (size < MOST_BYTES or not queue):
            task = next(source, None)
            if task is None:
                return False
            if isinstance(task, Done):
                slot: Slot[Task, Result] = Slot(None)
                slot.settle(task.result)
            else:
                slot = Slot(task)
                unassigned.append(slot)
                size += measure(task)
            queue.append(slot)
        return True

    def hand_out(self, unassigned: deque[Slot[Task, Result]], fail: Fail[Task, Result]) -> None:
        """Give work to everyone who has none, starting processes up to the count."""
        while unassigned:
            worker = next((worker for worker in self.staff if worker.slot is None), None)
            if worker is None and len(self.staff) == self.count:
                return
            slot = unassigned.popleft()
            worker = worker or self.hire()
            worker.slot = slot
            slot.tries += 1
            try:
                worker.pipe.send(slot.task)
            except OSError:
                self.dismiss(worker, unassigned, fail)

    def collect(self, unassigned: deque[Slot[Task, Result]], fail: Fail[Task, Result]) -> None:
        """Wait for at least one result."""
        busy = {worker.pipe: worker for worker in self.staff if worker.slot is not None}
        for pipe in wait(list(busy)):
            worker = busy[pipe]  # type: ignore[index]  # they are the pipes that we gave
            try:
                succeeded, answer = worker.pipe.recv()
            except (EOFError, OSError):
                self.dismiss(worker, unassigned, fail)
                continue
            self.answers += 1
            slot, worker.slot = worker.slot, None
            slot.settle(answer if succeeded else fail(slot.task, answer))

    def hire(self) -> Worker:
        """Start a process."""
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, self.work, self.scratch), daemon=False)
        worker = Worker(process, ours)
        with interrupts_held():
            process.start()
            self.staff.append(worker)
        theirs.close()
        return worker

    def dismiss(self, worker: Worker, unassigned: deque[Slot[Task, Result]], fail: Fail[Task, Result]) -> None:
        """Forget a worker that has died; its task goes to the next one, or has failed."""
        self.staff.remove(worker)
        self.deaths += 1
        if not self.answers and self.deaths > TRIES * self.count + 1:
            raise GovreportError("处理文件的进程一启动就中止了；加 -j 1 不另开进程试试，或看内存够不够")
        end(worker)
        if worker.slot.tries < TRIES:
            unassigned.appendleft(worker.slot)
        else:
            worker.slot.settle(fail(worker.slot.task, WorkerLost(LOST)))

    def close(self) -> None:
        """End all processes, whatever they are doing."""
        for worker in self.staff:
            worker.pipe.close()
            if worker.slot is not None:
                worker.process.terminate()
        for worker in self.staff:
            end(worker)
        self.staff = []


def measure(task: object) -> int:
    """Return the bytes of a task that says how many it has."""
    return int(getattr(task, "size", 0))


def end(worker: Worker) -> None:
    """Wait until a process has ended; help where it does not."""
    worker.pipe.close()
    worker.process.join(2)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()
    worker.process.close()


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while a process is started, which so begins with it held back, too."""
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # to start it within would let Ctrl-C in again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def open_workers(work: Callable[[Task], Result], count: int) -> Iterator[Workers[Task, Result]]:
    """Give `count` workers, or as many as there can be, for `work`, which other processes can import.

    They are ended behind the block.
    """
    with make_scratch() as scratch:
        workers = Workers(work, limit_count(count), scratch)
        try:
            yield workers
        finally:
            workers.close()
