"""Batches, whole processes: PDF against a loop of bare WeasyPrint and against Typst, two processes against one."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from time import sleep

from lines import Line, megabytes, seconds, times_as_fast
from others import bare_command, same_fonts, typst_command, write_sources
from timing import ENTRY, as_installed, compare, compare_processes, family, resident, time_process
from varied import SAMPLES, write_reports

PLAIN = [path for path in SAMPLES if "[[figure]]" not in path.read_text("utf-8")]
"""Without charts, which the bare loop would find drawn already."""
RUNS = 3
PDF_REPORTS = 80
SCALING = {"validate": 1200, "text": 1200, "html": 1200, "docx": 200, "pdf": PDF_REPORTS}


def measure(folder: Path) -> Iterator[Line]:
    """Yield PDF in batch, memory of its workers, and what a second process gains."""
    reports = write_reports(folder / "reports", PDF_REPORTS, PLAIN)
    yield from measure_pdf(folder, reports)
    yield from measure_memory(folder, reports)
    for kind, count in SCALING.items():
        own = write_reports(folder / f"reports-{kind}", count, PLAIN)
        commands = {str(jobs): work_command(kind, own, folder, jobs) for jobs in (1, 2)}
        times = compare_processes(commands, as_installed(folder), RUNS)
        yield times_as_fast(f"{kind}, {count} reports, 2 processes", times["2"], "1 process", times["1"])


def work_command(kind: str, reports: Path, folder: Path, jobs: int) -> list[str]:
    """Return the command that validates a folder, or renders it anew."""
    if kind == "validate":
        return [*ENTRY, "validate", str(reports), "-j", str(jobs)]
    fonts = ["--fonts", "bundled"] if kind == "pdf" else []
    out = str(folder / f"out-{kind}")
    return [*ENTRY, "render", str(reports), "--to", kind, "-o", out, "--redo", "-j", str(jobs), *fonts]


def measure_pdf(folder: Path, reports: Path) -> Iterator[Line]:
    """Yield a batch of PDF on two cores against the others' loops in one process."""
    sources = write_sources(iter(sorted(reports.glob("*.toml"))), folder / "sources", bundled_only=True)
    fonts, ours = same_fonts(folder, bundled_only=True), work_command("pdf", reports, folder, 2)
    takers = {
        "ours": lambda: time_process(ours, as_installed(folder)),
        "bare": lambda: time_process(bare_command(sources), fonts),
        "typst": lambda: time_process(typst_command(sources), fonts),
    }
    times = compare(takers, RUNS)
    what = f"PDF, {PDF_REPORTS} reports, 2 processes"
    yield times_as_fast(what, times["ours"], "loop of bare WeasyPrint, same HTML", times["bare"], least=1.6)
    yield seconds(what, times["ours"], "loop of Typst, equal documents", times["typst"])


def measure_memory(folder: Path, reports: Path) -> Iterator[Line]:
    """Yield the larger worker's memory at the last fifth of a batch of PDF over that at the first."""
    command = work_command("pdf", reports, folder / "watched", 2)
    (folder / "watched").mkdir()
    out = folder / "watched" / "out-pdf"
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    memory: list[float] = []
    while process.poll() is None:
        done = len(list(out.glob("*.pdf"))) if out.exists() else 0
        if done >= (len(memory) + 1) * PDF_REPORTS // 5 and len(memory) < 5:
            memory.append(max(resident(number) for number in family(process.pid) if number != process.pid))
        sleep(0.05)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    yield megabytes("memory of a worker, at 4/5 of the PDF", memory[3], "at 1/5", memory[0])
