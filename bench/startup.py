"""How long a command takes over `python -c pass`: medians of interleaved runs, whole processes.

Run: make bench. Bars: new 0.12 s, text and HTML 0.20 s, Word 0.35 s; validate 0.12 s before it read prose.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from bytecode import as_installed

RUNS = 15
ROOT = Path(__file__).resolve().parent.parent
SAMPLE = str(ROOT / "samples" / "qinglan-2024.toml")


def commands(folder: Path) -> dict[str, tuple[list[str], float]]:
    """Return name, command and bar (seconds over `python -c pass`)."""
    entry = [sys.executable, "-c", "from govreport.cli import main; main()"]
    return {
        "--version": ([*entry, "--version"], 0.12),
        "validate": ([*entry, "validate", SAMPLE], 0.12),
        "new": ([*entry, "new", "--year", "2024", "--force", "-o", str(folder / "agency.toml")], 0.12),
        "render text,html": ([*entry, "render", SAMPLE, "--to", "text,html", "-o", str(folder)], 0.20),
        "render docx": ([*entry, "render", SAMPLE, "--to", "docx", "-o", str(folder)], 0.35),
    }


def time_once(command: list[str], environment: dict[str, str]) -> float:
    start = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    return perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        table, environment = commands(Path(name)), as_installed(Path(name) / "bytecode")
        base = [sys.executable, "-c", "pass"]
        times: dict[str, list[float]] = {key: [] for key in ("pass", *table)}
        for command, _ in table.values():
            time_once(command, environment)
        for _ in range(RUNS):
            times["pass"].append(time_once(base, environment))
            for key, (command, _) in table.items():
                times[key].append(time_once(command, environment))
    nothing = median(times["pass"])
    print(
        f"{'whole process, median of ' + str(RUNS):36} {'seconds':>8} {'over pass':>10} {'bar':>6} {'x pass':>7}"
    )
    print(f"{'python -c pass':36} {nothing:8.3f}")
    for key, (_, bar) in table.items():
        value = median(times[key])
        print(f"{'govreport ' + key:36} {value:8.3f} {value - nothing:10.3f} {bar:6.2f} {value / nothing:7.1f}")


main()
