"""What a command takes over `python -c pass`, whole processes."""

from collections.abc import Iterator
from pathlib import Path

from lines import Line, seconds_over
from timing import ENTRY, NOTHING, as_installed, compare_processes
from varied import SAMPLE

RUNS = 15
PASS = "python -c pass"


def measure(folder: Path) -> Iterator[Line]:
    """Yield a line for each command."""
    sample, out = str(SAMPLE), str(folder)
    commands = {
        "--version": (["--version"], 0.12),
        "new": (["new", "--year", "2024", "--force", "-o", str(folder / "agency.toml")], 0.12),
        "validate": (["validate", sample], 0.25),
        "render text,html": (["render", sample, "--to", "text,html", "-o", out], 0.20),
        "render docx": (["render", sample, "--to", "docx", "-o", out], 0.35),
    }
    processes = {PASS: NOTHING, **{name: [*ENTRY, *command] for name, (command, _) in commands.items()}}
    times = compare_processes(processes, as_installed(folder), RUNS)
    for name, (_, most) in commands.items():
        yield seconds_over(f"govreport {name}, one file, cold", times[name], PASS, times[PASS], most=most)
