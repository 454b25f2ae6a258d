"""Reports to measure with: the samples in turn, each with a number changed, so that nothing is kept by chance."""

import re
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = sorted((ROOT / "samples").glob("*.toml"))
SAMPLE = ROOT / "samples" / "qinglan-2024.toml"
"""The one that single files are measured with."""


def make_report(number: int, samples: Sequence[Path] = SAMPLES) -> tuple[str, bytes]:
    """Return name and text of a report."""
    text = samples[number % len(samples)].read_text(encoding="utf-8")
    changed = re.sub(r"(\d{3})条", lambda m: f"{int(m[1]) + number}条", text, count=1)
    return f"{number:06}.toml", changed.encode("utf-8")


def write_reports(folder: Path, count: int, samples: Sequence[Path] = SAMPLES) -> Path:
    """Write `count` reports; return the folder."""
    folder.mkdir()
    for name, content in (make_report(number, samples) for number in range(count)):
        (folder / name).write_bytes(content)
    return folder
