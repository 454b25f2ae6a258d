"""What is done with every file of a batch, and what stands for it where that failed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

LOST = "处理它的进程意外中止（多半是内存不够），再试一次也是这样；请单独处理这个文件"


@dataclass(frozen=True)
class Done(Generic[Result]):
    """A task whose result is known without work: a file that cannot be read, or is up to date."""

    result: Result


class WorkerLost(Exception):
    """The process that worked on a task has died, twice; the message is for the user."""


Fail = Callable[[Task, Exception], Result]
"""Makes the result of a task from the exception that it ended with."""


class Crew(Protocol[Task, Result]):
    """Those who work off tasks."""

    def run(self, tasks: Iterable[Task | Done[Result]], fail: Fail[Task, Result]) -> Iterator[Result]:
        """Yield the result of every task, in the order of the tasks."""


class Alone(Generic[Task, Result]):
    """No worker: this process does every task itself, when its result is asked for."""

    def __init__(self, work: Callable[[Task], Result]) -> None:
        """Take the function that makes a task's result."""
        self.work = work

    def run(self, tasks: Iterable[Task | Done[Result]], fail: Fail[Task, Result]) -> Iterator[Result]:
        """Yield the result of every task, in order."""
        for task in tasks:
            yield task.result if isinstance(task, Done) else attempt_work(self.work, task, fail)


def attempt_work(work: Callable[[Task], Result], task: Task, fail: Fail[Task, Result]) -> Result:
    """Return a task's result; what `fail` makes of the exception where there is one, so that the rest goes on."""
    try:
        return work(task)
    except Exception as error:
        return fail(task, error)
