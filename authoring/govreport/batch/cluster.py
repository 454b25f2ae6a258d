"""A Dask cluster that works off tasks: inputs are sent, results come back, no disk is shared."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from threading import Lock
from time import monotonic
from typing import Any, Generic

from govreport import __version__
from govreport.batch.task import LOST, Done, Fail, Result, Task, WorkerLost
from govreport.errors import GovreportError

SCHEMES = ("tcp://", "tls://")
SECONDS_TO_CONNECT = 5
SECONDS_WITHOUT_WORKERS = 60
SECONDS_BETWEEN_LOOKS = 5
ROOM = 16
"""Tasks for each thread of the cluster that may be under way."""

ONE_AT_A_TIME = Lock()
"""Reports are not made by two threads of a process at once: pango and fontconfig are one for all."""


def work_alone(work: Callable[[Task], Result], task: Task) -> Result:
    """Return a task's result; runs in a worker of the cluster."""
    with ONE_AT_A_TIME:
        return work(task)


def tell_version() -> str:
    """Return the version of govreport; runs in a worker of the cluster."""
    return __version__


class Cluster(Generic[Task, Result]):
    """The workers behind a Dask scheduler, which gives the task of one that dies to another."""

    def __init__(self, work: Callable[[Task], Result], client: Any, address: str) -> None:
        """Take what is to be done, and the connection to the scheduler."""
        self.work = work
        self.client = client
        self.address = address

    def run(self, tasks: Iterable[Task | Done[Result]], fail: Fail[Task, Result]) -> Iterator[Result]:
        """Yield the result of every task, in order."""
        queue: deque[tuple[Task | None, Any]] = deque()
        room = ROOM * max(1, self.count_threads())
        for task in tasks:
            if isinstance(task, Done):
                queue.append((None, task.result))
            else:
                queue.append((task, self.client.submit(work_alone, self.work, task, pure=False)))
            while queue and (len(queue) >= room or self.is_ready(queue[0])):
                yield self.result(*queue.popleft(), fail)
        while queue:
            yield self.result(*queue.popleft(), fail)

    def is_ready(self, item: tuple[Task | None, Any]) -> bool:
        """Tell whether the result of a task need not be waited for."""
        return item[0] is None or bool(item[1].done())

    def result(self, task: Task | None, future: Any, fail: Fail[Task, Result]) -> Result:
        """Return the result of one task, waiting for it."""
        if task is None:
            return future  # type: ignore[no-any-return]  # it is the result itself
        try:
            self.wait(future)
            if future.status == "error":
                return fail(task, read_exception(future))
            return future.result()  # type: ignore[no-any-return]
        except (CancelledError, OSError) as error:  # errors of the task itself are not raised here
            raise self.lost() from error
        finally:
            future.release()

    def wait(self, future: Any) -> None:
        """Wait until a task has ended. Raises GovreportError where nobody is left to do it."""
        from distributed import wait

        alone_since = None
        while True:
            try:
                wait([future], timeout=SECONDS_BETWEEN_LOOKS)  # type: ignore[no-untyped-call]
                return
            except TimeoutError:
                alone_since = None if self.count_threads() else alone_since or monotonic()
            if alone_since and monotonic() - alone_since > SECONDS_WITHOUT_WORKERS:
                raise GovreportError(f"{self.address}：集群里已经没有工作进程；启动 dask worker 以后再运行一次")

    def count_threads(self) -> int:
        """Return how many tasks the cluster does at once. Raises GovreportError where the scheduler is gone."""
        try:
            if self.client.status == "running":
                return sum(self.client.nthreads().values())
        except OSError as error:
            raise self.lost() from error
        raise self.lost()

    def lost(self) -> GovreportError:
        """Return the error that ends the work when the scheduler is gone."""
        return GovreportError(f"{self.address}：和调度程序断开了；恢复以后再运行一次")


def read_exception(future: Any) -> Exception:
    """Return the exception that a task has ended with, as other crews give it."""
    from distributed import KilledWorker

    error: Exception = future.exception()
    return WorkerLost(LOST) if isinstance(error, KilledWorker) else error.with_traceback(future.traceback())


@contextmanager
def join_cluster(work: Callable[[Task], Result], address: str) -> Iterator[Cluster[Task, Result]]:
    """Give the cluster behind a scheduler's address for `work`; what it has not done behind the block is dropped.

    Raises GovreportError where there is none, where it has no workers, or they have another govreport.
    """
    if not address.startswith(SCHEMES):
        raise GovreportError(f"--dask：“{address}”不是调度程序的地址，应如 tcp://10.0.0.5:8786")
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise GovreportError("--dask：没有装 Dask；请运行 pip install 'govreport[dask]'") from error
    silence()
    try:
        client: Any = Client(address, timeout=SECONDS_TO_CONNECT)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError, ImportError) as error:
        raise GovreportError(f"{address}：连不上 Dask 的调度程序；请核对地址，看它是否在运行") from error
    try:
        check_workers(client, address)
        yield Cluster(work, client, address)
    finally:
        client.close(timeout=SECONDS_TO_CONNECT)


def silence() -> None:
    """Let the libraries behind a cluster log nothing: what goes wrong is told in our words."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL)


def check_workers(client: Any, address: str) -> None:
    """Raise GovreportError unless the cluster has workers with this version of govreport."""
    try:
        client.wait_for_workers(1, timeout=SECONDS_TO_CONNECT)
        versions = set(client.run(tell_version).values())
    except TimeoutError as error:
        raise GovreportError(f"{address}：调度程序在，可是没有工作进程；请启动 dask worker") from error
    except Exception as error:  # whatever importing govreport raises there
        raise GovreportError(
            f"{address}：集群的工作进程用不了 govreport（{type(error).__name__}: {error}）"
        ) from error
    if versions != {__version__}:
        others = "、".join(sorted(versions - {__version__}))
        raise GovreportError(f"{address}：集群上的 govreport 是 {others}，这里是 {__version__}；请换成一样的版本")
