"""What one warm process does in a second, against only reading the same TOML; its memory as it goes on."""

import resource
import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from lines import Line, megabytes, rates
from timing import compare, time_call
from varied import SAMPLES, make_report

from govreport import api
from govreport.cli import set_up_memory
from govreport.errors import GovreportError
from govreport.report import Report
from govreport.validate import validate_source

BATCH, RUNS, QUARTERS = 50, 5, 4
REPORTS = 1000
READING = "tomllib.loads of the same files"
TomlFile = tuple[str, bytes]


def make_previous(path: Path) -> Report:
    """Return a report of the year before: the sample's own with its year lowered."""
    source = api.read(path.name, path.read_bytes())
    assert source.data
    year = str(source.data["year"])
    before = path.read_text(encoding="utf-8").replace(f"year = {year}", f"year = {int(year) - 1}", 1)
    return api.load(api.read(path.name, before.encode("utf-8")))


PREVIOUS = [make_previous(path) for path in SAMPLES]


def judge(number: int, file: TomlFile) -> None:
    """Validate a report as the command does, with last year's report beside."""
    source = api.read(*file)
    pack = api.find_pack_of(source, "")
    previous = PREVIOUS[number % len(SAMPLES)]
    validate_source(source, previous=previous, pack=pack, also=partial(api.check_glyphs, pack=pack))


def render(kind: str, number: int, file: TomlFile) -> None:
    """Make one output of a report, which is checked for errors first, as the command does."""
    source = api.read(*file)
    if [finding for finding in api.find_errors(source) if not finding.waived]:
        raise GovreportError(f"sample {number % len(SAMPLES)} has an error")
    api.render_output(kind, api.plan(source, api.load(source)))


def go_through(work: Callable[[int, TomlFile], None], files: list[TomlFile]) -> Callable[[], float]:
    """Return what takes the time of the work on all files."""
    return lambda: time_call(lambda: [work(number, file) for number, file in enumerate(files)])


def memory() -> float:
    """Return the most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(folder: Path) -> Iterator[Line]:
    """Yield the rates of single works, then speed and memory of the last quarter of a long run over the first."""
    set_up_memory()
    files = [make_report(number) for number in range(BATCH)]
    works = {
        READING: lambda _, file: tomllib.loads(file[1].decode("utf-8")),
        "validate": judge,
        **{kind: partial(render, kind) for kind in ("text", "html", "docx")},
    }
    times = compare({name: go_through(work, files) for name, work in works.items()}, RUNS)
    base = BATCH / times[READING]
    validate = "parse + validate, all rules, last year beside"
    yield rates(validate, BATCH / times["validate"], READING, base, least=150)
    for kind in ("text", "html", "docx"):
        yield rates(f"parse + check + {kind}", BATCH / times[kind], READING, base)
    yield from measure_long_run()


def measure_long_run() -> Iterator[Line]:
    """Yield whether speed and memory stay the same over many reports."""
    size = REPORTS // QUARTERS
    speeds, memories = [], []
    for quarter in range(QUARTERS):
        files = [make_report(quarter * size + number) for number in range(size)]
        speeds.append(size / go_through(judge, files)())
        memories.append(memory())
    yield rates(f"validate, reports {REPORTS - size} to {REPORTS}", speeds[-1], f"the first {size}", speeds[0])
    yield megabytes("memory after them", memories[-1], f"after {size}", memories[0])
