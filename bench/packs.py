"""Built-in province packs against the national one: the same report, output by output, in turn.

Run: make bench. Bar: at most 5 % more time.
"""

from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from govreport import api
from govreport.pack_search import find_packs

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "samples" / "qinglan-2024.toml"
RUNS = {"text": 60, "html": 60, "pdf": 5, "docx": 25}


def compare(kind: str, packs: list[str], runs: int) -> dict[str, float]:
    """Return the median time of each pack over the first one's, taken in turn."""
    makers = {name: make(kind, name) for name in packs}
    times: dict[str, list[float]] = {name: [] for name in packs}
    for turn in range(runs + 1):
        for name, maker in makers.items():
            start = perf_counter()
            maker()
            if turn:
                times[name].append(perf_counter() - start)
    base = median(times[packs[0]])
    return {name: median(values) / base for name, values in times.items()}


def make(kind: str, template: str) -> Callable[[], bytes]:
    """Return what renders the sample with a pack, planning included."""
    source = api.read(SAMPLE.name, SAMPLE.read_bytes())
    report = api.load(source)
    return lambda: api.render_output(kind, api.plan(source, report, template=template))


def main() -> None:
    packs = list(find_packs().builtin_folders)
    print("built-in packs over national, same report (bar 1.05)")
    for kind, runs in RUNS.items():
        ratios = compare(kind, packs, runs)
        print(f"  {kind:5}", "  ".join(f"{name} {ratio:.2f}" for name, ratio in ratios.items()))


if __name__ == "__main__":
    main()
