"""Packs made to be tested with: a folder from a dict of files, and what rendering with it gives."""

from collections.abc import Mapping
from pathlib import Path

from govreport import api
from reports import make_report

SETTINGS = 'name = "试"\n'


def make_pack(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write a pack's files into `folder`, with a pack.toml where none is given; return the folder."""
    for name, content in {"pack.toml": SETTINGS, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return folder


def plan_with(folder: Path | str, text: str = "") -> api.Job:
    """Return the job of rendering a report (a complete one for "") with the pack in a folder, or of a name."""
    source = api.read("报告.toml", (text or make_report()).encode("utf-8"))
    return api.plan(source, api.load(source), template=str(folder))


def render_with(folder: Path | str, kind: str, text: str = "") -> bytes:
    """Return one output of a report with the pack in a folder, or of a name."""
    return api.RENDERERS[kind][1](plan_with(folder, text))
