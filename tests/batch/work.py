"""Work for workers of tests: functions that another process can import."""

import gc
import os
import signal
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Task:
    """`content` is sent; `mark` is a file of the test."""

    number: int
    content: bytes = b""
    mark: str = ""

    @property
    def size(self) -> int:
        return len(self.content)


def double(task: Task) -> int:
    return task.number * 2


def double_slowly_at_first(task: Task) -> int:
    """The first tasks end last."""
    time.sleep(0.3 if task.number < 2 else 0)
    return task.number * 2


def raise_at_three(task: Task) -> int:
    if task.number == 3:
        raise ZeroDivisionError("three")
    return task.number * 2


def die_at_three(task: Task) -> int:
    """Die at task 3, each time; append to `mark` what was begun."""
    with Path(task.mark).open("a") as file:
        file.write(f"{task.number}\n")
    if task.number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return task.number * 2


def die_once(task: Task) -> int:
    """Die at task 3, the first time."""
    begun = Path(task.mark)
    if task.number == 3 and not begun.exists():
        begun.write_text("")
        os.kill(os.getpid(), signal.SIGKILL)
    return task.number * 2


def die_always(task: Task) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return task.number


def raise_unportable(task: Task) -> int:
    class LocalError(Exception):
        """No other process can import it."""

    raise LocalError("only here")


def leave_litter(task: Task) -> tuple[int, str]:
    """Leave a file in the temporary folder and a circle of garbage; return the process and the folder."""
    (Path(tempfile.mkdtemp()) / "left").write_text("x")
    circle: list = [bytearray(task.number)]
    circle.append(circle)
    return os.getpid(), tempfile.gettempdir()


def measure_memory(task: Task) -> int:
    """Make a million objects in circles; return the pages that the process holds."""
    for _ in range(20_000):
        circle: list = [[] for _ in range(20)]
        circle.append(circle)
    return int(Path("/proc/self/statm").read_text().split()[1])


def is_gc_off(task: Task) -> bool:
    return not gc.isenabled()


def wait_for_ever(task: Task) -> int:
    """Tell in `mark` who waits, then wait."""
    Path(f"{task.mark}{task.number}").write_text(f"{os.getpid()} {tempfile.gettempdir()}")
    time.sleep(600)
    return 0


def note_process(task: Task) -> tuple[int, int]:
    time.sleep(0.05)
    return task.number, os.getpid()
