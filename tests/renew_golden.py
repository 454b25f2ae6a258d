"""The golden files: text and HTML of two samples, compared byte for byte by tests/render/test_html_output.py.

`python tests/renew_golden.py` writes them anew. Look at `git diff tests/golden` before you commit.
"""

import sys
from pathlib import Path

from govreport import api

TESTS = Path(__file__).resolve().parent
GOLDEN = TESTS / "golden"
GOLDEN_SAMPLES = ("laiyuan-2024", "qinglan-2024")
"""One with the single （六） row and blanks left out, one with numbers everywhere and signature."""


def make_golden() -> dict[str, bytes]:
    """Return the content of every golden file by name."""
    files = {}
    for sample in GOLDEN_SAMPLES:
        path = TESTS.parent / "samples" / f"{sample}.toml"
        source = api.read(path.name, path.read_bytes())
        job = api.plan(source, api.load(source))
        for output in ("text", "html"):
            suffix, render = api.RENDERERS[output]
            files[f"{sample}{suffix}"] = render(job)
    return files


def renew() -> None:
    """Write every golden file and say which changed."""
    GOLDEN.mkdir(exist_ok=True)
    made = make_golden()
    for path in GOLDEN.iterdir():
        if path.name not in made:
            path.unlink()
    for name, content in made.items():
        path = GOLDEN / name
        changed = not path.exists() or path.read_bytes() != content
        path.write_bytes(content)
        sys.stdout.write(f"{'changed' if changed else 'same   '} {path}\n")


if __name__ == "__main__":
    renew()
