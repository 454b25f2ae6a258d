"""How long an import takes beyond the start of the program: medians of whole processes.

Run: make bench. Bars: Word 0.5 s, HTML 0.3 s, PDF 2 s, over `govreport --version`.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from govreport import api

RUNS = 7
ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "samples" / "qinglan-2024.toml"
BARS = {"docx": 0.5, "html": 0.3, "pdf": 2.0}
ENTRY = [sys.executable, "-c", "from govreport.cli import main; main()"]


def time_once(*arguments: object) -> float:
    command = [*ENTRY, *map(str, arguments)]
    start = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return perf_counter() - start


def main() -> None:
    source = api.read(str(SAMPLE), SAMPLE.read_bytes())
    job = api.plan(source, api.load(source))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = median(time_once("--version") for _ in range(RUNS))
        print(f"{'import, over --version':24} {'seconds':>8} {'bar':>5}")
        for kind, bar in BARS.items():
            path = folder / f"report.{kind}"
            path.write_bytes(api.RENDERERS[kind][1](job))
            output = folder / "out.toml"
            time_once("import", path, "-o", output, "--force")
            times = [time_once("import", path, "-o", output, "--force") for _ in range(RUNS)]
            print(f"{kind:24} {median(times) - start:8.2f} {bar:5.1f}")


main()
