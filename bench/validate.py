"""How many reports a second are validated with all rules, with last year's beside, and how memory grows.

Run: make bench. Bars: 150 a second in one process, memory flat, one file cold 0.25 s over `python -c pass`.
Besides the clock stands processor time, which says less of what else the machine was doing.
Every report is read from TOML anew; six samples in turn, their numbers changed, so that nothing is kept by chance.
"""

import re
import resource
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from bytecode import as_installed

from govreport import api
from govreport.report import Report
from govreport.validate import validate_source

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = sorted((ROOT / "samples").glob("*.toml"))
REPORTS, RUNS, PARTS = 1000, 11, 4


def make_report(number: int) -> tuple[str, bytes]:
    """Return name and text of a report: a sample with one number in its prose changed."""
    path = SAMPLES[number % len(SAMPLES)]
    text = path.read_text(encoding="utf-8")
    return f"{number}.toml", re.sub(r"(\d{3})条", lambda m: f"{int(m[1]) + number}条", text, count=1).encode()


def make_previous(path: Path) -> Report:
    """Return a report of the year before: the sample's own text with its year lowered."""
    text = path.read_text(encoding="utf-8")
    year = re.search(r"^year = (\d{4})$", text, re.MULTILINE)
    assert year
    before = text.replace(year[0], f"year = {int(year[1]) - 1}", 1)
    return api.load(api.read(path.name, before.encode()))


def judge(name: str, content: bytes, previous: Report) -> None:
    """Validate a report as the command does, with last year's report beside."""
    source = api.read(name, content)
    pack = api.find_pack_of(source, "")
    validate_source(source, previous=previous, pack=pack, also=partial(api.check_glyphs, pack=pack))


def memory() -> float:
    """Return the most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure_batch() -> None:
    """Print the speed of each quarter of the batch, and the memory after it."""
    previous = [make_previous(path) for path in SAMPLES]
    reports = [make_report(number) for number in range(REPORTS)]
    for name, content in reports[:12]:
        api.validate(api.read(name, content))
    start, busy = perf_counter(), process_time()
    print(f"{'all rules, last year beside':36} {'a second':>9} {'MB':>7}")
    for part in range(PARTS):
        begin, size = perf_counter(), REPORTS // PARTS
        for number in range(part * size, (part + 1) * size):
            judge(*reports[number], previous[number % len(SAMPLES)])
        print(
            f"{f'  {part * size}–{(part + 1) * size}':36} {size / (perf_counter() - begin):9.0f} {memory():7.0f}"
        )
    print(f"{f'  {REPORTS} reports (bar: 150)':36} {REPORTS / (perf_counter() - start):9.0f}")
    print(f"{'  the same, of processor time':36} {REPORTS / (process_time() - busy):9.0f}")


def measure_cold(environment: dict[str, str]) -> None:
    """Print how long one file takes in a process of its own."""
    entry = [sys.executable, "-c", "from govreport.cli import main; main()"]
    commands = {"pass": [sys.executable, "-c", "pass"], "validate": [*entry, "validate", str(SAMPLES[0])]}
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            start = perf_counter()
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=environment)
            times[name].append(perf_counter() - start)
    nothing, cold = median(times["pass"]), median(times["validate"])
    print(f"one file cold: {cold - nothing:.3f} s over `python -c pass` (bar 0.25; {cold / nothing:.1f} x)")


measure_batch()
with tempfile.TemporaryDirectory() as folder:
    measure_cold(as_installed(Path(folder)))
