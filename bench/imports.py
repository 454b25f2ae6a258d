"""What an import takes beyond the start of the program, whole processes."""

from collections.abc import Iterator
from pathlib import Path

from lines import Line, seconds_over
from timing import ENTRY, as_installed, compare_processes
from varied import SAMPLE

from govreport import api

RUNS = 7
BARS = {"docx": 0.5, "html": 0.3, "pdf": 2.0}
START = "govreport --version"


def measure(folder: Path) -> Iterator[Line]:
    """Yield a line for each kind of document."""
    source = api.read(str(SAMPLE), SAMPLE.read_bytes())
    job = api.plan(source, api.load(source))
    commands = {START: [*ENTRY, "--version"]}
    for kind in BARS:
        path = folder / f"report.{kind}"
        path.write_bytes(api.render_output(kind, job))
        commands[kind] = [*ENTRY, "import", str(path), "-o", str(folder / "out.toml"), "--force"]
    times = compare_processes(commands, as_installed(folder), RUNS)
    for kind, most in BARS.items():
        yield seconds_over(f"govreport import, {kind}, cold", times[kind], START, times[START], most=most)
