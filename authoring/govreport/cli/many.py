"""Working off many files: by how many processes, with what progress, stopped by Ctrl-C in good order."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from govreport.errors import DiskFullError, GovreportError, StoppedError
from govreport.files import is_collective

if TYPE_CHECKING:
    from govreport.batch.task import Crew, Done
    from govreport.files import Carried
    from govreport.previous import Answer

Task = TypeVar("Task")
Result = TypeVar("Result")
"""A result of any command; its `error` is why there is none."""

MANY = 20
"""With more files than this only what is wrong is listed, file by file."""
WORTH_WORKERS = 1.2
"""Seconds of work from which on it is done sooner by several processes, which take a good part of one to start."""
WORTH_A_BAR = 2.0
"""Seconds of work from which on its progress is shown."""

Jobs = Annotated[
    int | None,
    typer.Option("-j", "--jobs", metavar="个数", min=1, help="同时用几个进程，缺省按处理器个数；1 是不另开进程"),
]
Redo = Annotated[bool, typer.Option("--redo", help="没有变动的也重做（成批做时，没有变动的不重做）")]
Dask = Annotated[
    str | None,
    typer.Option("--dask", metavar="地址", help="交给 Dask 集群做，写调度程序的地址，如 tcp://10.0.0.5:8786"),
]


@dataclass(frozen=True)
class Given:
    """One input: its name as messages have it, its bytes, the files that it names.

    `previous` is last year's report where one is given for all.
    """

    name: str
    content: bytes
    carried: "Carried" = field(default_factory=dict)
    previous: "Answer | None" = None
    recipe: str = ""
    """Of its outputs, see `Deposit.recipe`."""

    @property
    def size(self) -> int:
        """Bytes that are sent."""
        return len(self.content) + sum(map(len, self.carried.values()))


@dataclass(frozen=True)
class Hands:
    """Who does the work: `jobs` processes (None: as many as are worth it), or a Dask cluster with `template`."""

    jobs: int | None
    dask: str | None
    template: str = ""


@dataclass(frozen=True)
class Amount:
    """How much there is to do: `files`, each about `seconds` long, and what is done with them, in a word."""

    files: int
    seconds: float
    verb: str
    goes_on: bool = False
    """Another run does not do again what is done."""


@contextmanager
def work_off(
    work: "Callable[[Given], Result]",
    tasks: "Iterable[Given | Done[Result]]",
    fail: "Callable[[Given, Exception], Result]",
    amount: Amount,
    hands: Hands,
) -> Iterator[Iterator[Result]]:
    """Give an iterator over the results of all tasks, in order, however many processes there are.

    Raises StoppedError on Ctrl-C inside the block, when all processes have ended.
    """
    if amount.files == 1 and hands.dask is None:
        from govreport.batch.task import Done

        yield (task.result if isinstance(task, Done) else work(task) for task in tasks)
        return
    from govreport.batch.interrupts import Interrupts

    count = 0

    def counted(results: Iterator[Result]) -> Iterator[Result]:
        nonlocal count
        for result in results:
            with interrupts.held():
                yield result
                count += 1

    interrupts = Interrupts()
    try:
        with interrupts, choose_crew(work, amount, hands) as crew:
            yield show_progress(counted(crew.run(tasks, fail)), amount)
    except DiskFullError as error:
        raise GovreportError(f"{error}；停下了，共 {amount.files} 个文件，{amount.verb}了 {count} 个") from error
    except KeyboardInterrupt:
        way_on = "；再运行一次，接着做剩下的" if amount.goes_on else ""
        words = f"已中断：共 {amount.files} 个文件，{amount.verb}了 {count} 个{way_on}"
        raise StoppedError(words) from None


def choose_crew(
    work: Callable[[Task], Result], amount: Amount, hands: Hands
) -> "AbstractContextManager[Crew[Task, Result]]":
    """Return a cluster where one is named, else as many processes as the work is worth."""
    if hands.dask is not None:
        from govreport.batch.cluster import join_cluster

        return join_cluster(partial(work_alike, work, hands.template, hash_own_looks(hands.template)), hands.dask)
    from govreport.batch.task import Alone

    jobs = hands.jobs
    if jobs is None and amount.files * amount.seconds < WORTH_WORKERS:
        jobs = 1
    if jobs == 1:
        return nullcontext(Alone(work))
    from govreport.batch.workers import count_cores, open_workers

    jobs = min(jobs or count_cores(), amount.files)
    return open_workers(work, jobs) if jobs > 1 else nullcontext(Alone(work))


def work_alike(work: Callable[[Task], Result], template: str, looks: str, task: Task) -> Result:
    """Return what `work` returns, where the packs are the same here as where the work was given out.

    Raises GovreportError where they are not: the results would be others.
    """
    if hash_own_looks(template) != looks:
        name = getattr(task, "name", "--dask")
        raise GovreportError(
            f"{name}：集群上的模板和这里的不一样；把自己的模板文件夹在每台机器上放成一样的，再重启 dask worker"
        )
    return work(task)


def hash_own_looks(template: str) -> str:
    """Return the hash of the packs that ship with govreport and of the user's."""
    from govreport.batch.recipe import hash_looks
    from govreport.pack_search import list_own_folders

    return hash_looks(*list_own_folders(template))


def show_progress(results: Iterator[Result], amount: Amount) -> Iterator[Result]:
    """Return the results, with a bar on stderr while they are waited for, where that is a terminal."""
    if amount.files * amount.seconds < WORTH_A_BAR or not sys.stderr.isatty():
        return results
    from govreport.cli.progress import with_bar

    return with_bar(results, amount.files)


def explain_exception(name: str, error: Exception) -> str:
    """Return the line on a file that a process could not deal with; a slip of ours shows its traceback."""
    from govreport.batch.task import WorkerLost

    if isinstance(error, WorkerLost):
        return f"{name}：{error}"
    if isinstance(error, GovreportError):
        return str(error)
    from traceback import format_exception

    notes = getattr(error, "__notes__", None)
    sys.stderr.write(notes[-1] if notes else "".join(format_exception(error)))
    return f"{name}：govreport 自身出错（{type(error).__name__}: {error}），这个文件没有做；请把上面几行发给开发者"


def is_batch(files: Sequence[str], names: Sequence[object]) -> bool:
    """Tell whether the inputs are a batch: several files of which not each was named by itself, or many."""
    return len(names) > MANY or (len(names) > 1 and any(is_collective(file) for file in files))
