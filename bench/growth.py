"""Sums, merging and statistics of synthetic reports: time and memory by their number, against a thousand.

With 100,000 reports (600 MB of files) the bars are 120 s for sums and for merging, and 1 GB for all processes.
"""

from collections.abc import Iterator
from pathlib import Path

from lines import Line, megabytes
from synthetic import write_reports
from timing import ENTRY, Cost, as_installed, measure_cost

COUNTS, LARGE, BASE = (100, 1_000, 10_000), 100_000, 1_000
LONGEST, MOST_MEMORY = 120, 1024


def measure(folder: Path, *, large: bool = False) -> Iterator[Line]:
    """Yield for each number and command its time for a report, and its memory, over those at a thousand."""
    environment = as_installed(folder)
    counts = (*COUNTS, LARGE) if large else COUNTS
    costs: dict[str, dict[int, Cost]] = {}
    for count in counts:
        reports = folder / f"reports{count}"
        for _ in write_reports(reports, range(count)):
            pass
        for name, command in commands(reports, folder).items():
            costs.setdefault(name, {})[count] = measure_cost([*ENTRY, *command], environment)
    for name, of_counts in costs.items():
        for count, cost in of_counts.items():
            if count != BASE:
                yield from compare_costs(name, count, cost, of_counts[BASE])


def commands(reports: Path, folder: Path) -> dict[str, list[str]]:
    """Return what is measured."""
    merge = ["merge", str(reports), "--agency", "全国", "-o", str(folder / f"{reports.name}.toml"), "--force"]
    return {
        "sums (--select T)": ["validate", str(reports), "--select", "T"],
        "merge": merge,
        "stats": ["stats", str(reports)],
    }


def compare_costs(name: str, count: int, cost: Cost, base: Cost) -> Iterator[Line]:
    """Yield a number of reports against a thousand of them."""
    each, base_each = (f"{one.processor * 1000 / number:.2f} ms" for one, number in ((cost, count), (base, BASE)))
    is_large = count == LARGE
    yield Line(
        f"{name}, {count} reports, CPU time each",
        each,
        f"{BASE} reports",
        base_each,
        cost.processor / count / (base.processor / BASE),
        f"{cost.seconds:.1f} of {LONGEST} s" if is_large else f"{cost.seconds:.1f} s in all",
        cost.seconds <= LONGEST if is_large else None,
    )
    what, most = f"{name}, {count} reports, all memory", MOST_MEMORY if is_large else None
    yield megabytes(what, cost.memory, f"{BASE} reports", base.memory, most=most)
