"""Merging and checking sums of synthetic reports: time and memory by their number.

Run: make bench; `python bench/rollup.py --large` takes 100,000, too (600 MB of files). Bars, on two cores: 100,000
reports merged in 120 s, checked for sums in 120 s, memory of all processes together below 1 GB and flat.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

from synthetic import write_reports

COUNTS, LARGE = (100, 1_000, 10_000), 100_000
GOVREPORT = [sys.executable, "-m", "govreport"]
SECONDS = 0.1
"""Between two looks at the memory."""


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds by the clock, seconds of all processors, most memory of all processes in MB."""

    reports: int
    seconds: float
    processor: float
    memory: float

    @property
    def each(self) -> float:
        """Milliseconds of processors for one report."""
        return self.processor * 1000 / self.reports


def measure(command: Sequence[str], reports: int) -> Cost:
    """Run a command with its output thrown away. Raises CalledProcessError where it fails."""
    start, before = perf_counter(), os.times()
    most = 0.0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        while process.poll() is None:
            most = max(most, sum(map(resident, family(process.pid))))
            sleep(SECONDS)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command, stderr=process.stderr.read())
    seconds, after = perf_counter() - start, os.times()
    spent = sum(after[2:4]) - sum(before[2:4])
    return Cost(reports, seconds, spent, most)


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


def commands(folder: Path, output: Path) -> dict[str, list[str]]:
    """Return what is measured."""
    merge = ["merge", str(folder), "--agency", "全国", "-o", str(output), "--force"]
    return {
        "merge": [*GOVREPORT, *merge],
        "validate --select T": [*GOVREPORT, "validate", str(folder), "--select", "T"],
        "stats": [*GOVREPORT, "stats", str(folder)],
    }


def measure_growth(counts: Sequence[int]) -> dict[str, list[Cost]]:
    """Return for each command its cost by the number of reports, a process warmed up before."""
    costs: dict[str, list[Cost]] = {}
    with tempfile.TemporaryDirectory() as name:
        for count in counts:
            folder = Path(name) / f"reports{count}"
            written = sum(1 for _ in write_reports(folder, range(count)))
            for key, command in commands(folder, Path(name) / f"sum{count}.toml").items():
                costs.setdefault(key, []).append(measure(command, written))
    return costs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="100,000 reports, too")
    counts = (*COUNTS, LARGE) if parser.parse_args().large else COUNTS
    print(f"{'':22} {'reports':>8} {'seconds':>8} {'cpu s':>8} {'cpu ms each':>12} {'x 1,000':>8} {'MB, all':>8}")
    for key, costs in measure_growth(counts).items():
        base = next(cost.each for cost in costs if cost.reports == COUNTS[1])
        for cost in costs:
            print(
                f"{key:22} {cost.reports:8} {cost.seconds:8.1f} {cost.processor:8.1f} {cost.each:12.2f}"
                f" {cost.each / base:8.2f} {cost.memory:8.0f}"
            )


if __name__ == "__main__":
    main()
