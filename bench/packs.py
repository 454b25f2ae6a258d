"""Built-in province packs against the national one: the same report, output by output, in turn."""

from collections.abc import Callable, Iterator
from pathlib import Path

from lines import Line, seconds
from timing import compare, time_call
from varied import SAMPLE

from govreport import api
from govreport.pack_search import find_packs

RUNS = {"text": 60, "html": 60, "pdf": 15, "docx": 60}
BASE = "national"


def make(kind: str, template: str) -> Callable[[], float]:
    """Return what takes the time of rendering the sample with a pack, planning included."""
    source = api.read(SAMPLE.name, SAMPLE.read_bytes())
    report = api.load(source)
    return lambda: time_call(lambda: api.render_output(kind, api.plan(source, report, template=template)))


def measure(folder: Path) -> Iterator[Line]:
    """Yield a line for each pack and output."""
    packs = [name for name in find_packs().builtin_folders if name != BASE]
    for kind, runs in RUNS.items():
        times = compare({name: make(kind, name) for name in (BASE, *packs)}, runs)
        for name in packs:
            yield seconds(f"{kind} with the pack {name}", times[name], f"{kind}, {BASE}", times[BASE], most=1.05)
