"""What stands in the way of a PDF: one clear line, nothing half written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import SAMPLES

SAMPLE = SAMPLES / "qinglan-2024.toml"


def run_python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def without_pango(tmp_path) -> dict[str, str]:
    """An environment in which importing weasyprint fails as it does where pango is missing."""
    folder = tmp_path / "broken"
    folder.mkdir()
    message = "cannot load library 'libpango-1.0-0': libpango-1.0-0: cannot open shared object file"
    (folder / "weasyprint.py").write_text(f"raise OSError({message!r})\n", encoding="utf-8")
    return {"PYTHONPATH": os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))}


def cli(*arguments: str | Path) -> str:
    return f"from govreport.cli import main; main({[str(a) for a in arguments]!r})"


def test_without_pango_the_other_outputs_are_written_and_one_line_says_the_way_out(tmp_path, without_pango):
    result = run_python(cli("render", SAMPLE, "-o", tmp_path / "out"), **without_pango)
    assert result.returncode == 2
    lines = result.stderr.strip().split("\n")
    assert len(lines) == 1
    assert "pango" in lines[0]
    assert "apt-get install libpango-1.0-0" in lines[0]
    assert "--to text,html" in lines[0]
    assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == [".html", ".txt"]


def test_without_pango_everything_else_works(tmp_path, without_pango):
    for arguments in (
        ("validate", SAMPLE),
        ("new", "--year", "2024", "-o", tmp_path / "new.toml"),
        ("export", SAMPLE, "--to", "json"),
        ("schema",),
        ("render", SAMPLE, "--to", "text,html,html-fragment,docx", "-o", tmp_path / "out"),
    ):
        result = run_python(cli(*arguments), **without_pango)
        assert result.returncode == 0, (arguments, result.stderr)


def test_doctor_says_that_pango_is_missing(without_pango):
    result = run_python(cli("doctor"), **without_pango)
    assert result.returncode == 2
    assert "✗ pango" in result.stdout
    assert "✓ Word：可以生成" in result.stdout
    assert "Traceback" not in result.stderr


def test_a_full_disk_leaves_nothing_half_written(tmp_path):
    code = (
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))\n"
    )
    target = tmp_path / "out"
    result = run_python(
        code + cli("render", SAMPLE, "--to", "text,pdf", "-o", target), XDG_CACHE_HOME=str(tmp_path)
    )
    assert result.returncode == 2
    assert len(result.stderr.strip().split("\n")) == 1
    assert "写不进去" in result.stderr
    assert "Traceback" not in result.stderr
    assert [path.name for path in target.iterdir()] == ["qinglan-2024.txt"]


def test_a_folder_that_cannot_be_written_gives_one_line(tmp_path, run_cli):
    blocker = tmp_path / "file"
    blocker.write_text("x", encoding="utf-8")
    code, _, err = run_cli("render", SAMPLE, "--to", "pdf", "-o", blocker / "out")
    assert code == 2
    assert len(err.strip().split("\n")) == 1
    assert "写不进去" in err


def test_an_older_output_stays_whole_when_the_new_one_cannot_be_made(tmp_path, without_pango):
    old = tmp_path / "qinglan-2024.pdf"
    old.write_bytes(b"old")
    assert run_python(cli("render", SAMPLE, "--to", "pdf", "-o", tmp_path), **without_pango).returncode == 2
    assert old.read_bytes() == b"old"
    assert [path.name for path in tmp_path.glob("*.p*")] == ["qinglan-2024.pdf"]
