"""How time and memory are taken: things that are compared run in turn, of each the median counts."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

ENTRY = [sys.executable, "-c", "from govreport.cli import main; main()"]
"""The command, as its installed script starts it."""
NOTHING = [sys.executable, "-c", "pass"]
LOOK = 0.1
"""Seconds between two looks at the memory."""


def as_installed(folder: Path, **more: str) -> dict[str, str]:
    """Return the environment in which bytecode is kept in `folder`, as pip keeps it, whatever the shell says."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder / "bytecode"), **more}


def time_call(call: Callable[[], object]) -> float:
    """Return the seconds of a call."""
    start = perf_counter()
    call()
    return perf_counter() - start


def time_process(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Return the seconds of a whole process. Raises CalledProcessError where it fails."""
    start = perf_counter()
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return perf_counter() - start


def compare(takers: Mapping[str, Callable[[], float]], runs: int, *, warm: bool = True) -> dict[str, float]:
    """Return the median of what each gives, taken in turn `runs` times, after a turn that warms up.

    Each begins without the garbage of the one before.
    """
    times: dict[str, list[float]] = {name: [] for name in takers}
    for run in range(runs + warm):
        for name, take in takers.items():
            gc.collect()
            taken = take()
            if run >= warm:
                times[name].append(taken)
    return {name: median(values) for name, values in times.items()}


def compare_processes(
    commands: Mapping[str, Sequence[str]], environment: Mapping[str, str], runs: int
) -> dict[str, float]:
    """Return the median seconds of whole processes."""
    takers = {name: lambda c=command: time_process(c, environment) for name, command in commands.items()}
    return compare(takers, runs)


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds by the clock, seconds of all processors, most memory of all processes in MB.

    `memory` counts what processes share in each of them.
    """

    seconds: float
    processor: float
    memory: float


def measure_cost(command: Sequence[str], environment: Mapping[str, str]) -> Cost:
    """Run a command with its output thrown away. Raises CalledProcessError where it fails (Linux)."""
    start, before = perf_counter(), os.times()
    most = 0.0
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        while process.poll() is None:
            most = max(most, sum(map(resident, family(process.pid))))
            sleep(LOOK)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
    after = os.times()
    return Cost(perf_counter() - start, sum(after[2:4]) - sum(before[2:4]), most)


def family(number: int) -> Iterator[int]:
    """Yield a process and all that it has started (Linux)."""
    yield number
    try:
        children = Path(f"/proc/{number}/task/{number}/children").read_text()
    except OSError:
        return
    for child in children.split():
        yield from family(int(child))


def resident(number: int) -> float:
    """Return the memory that a process holds, in MB; 0 for one that is gone. Shared pages count in each."""
    try:
        pages = Path(f"/proc/{number}/statm").read_text().split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20
