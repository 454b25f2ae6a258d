"""The wheel, built through the sdist: what is in it, and that it works alone in an empty environment."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

from conftest import PACKAGE, ROOT, SAMPLES, SCHEMAS, TEMPLATES, need_tool, skip_or_fail
from renew_golden import make_golden

OFFLINE = ("No matching distribution", "Temporary failure", "Failed to establish", "ConnectionError", "timed out")


def run(*command: object, cwd: Path) -> str:
    """Run a command and return its output; skip where the package registry cannot be reached."""
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, timeout=600, check=False, text=True
    )
    if done.returncode and any(sign in done.stdout + done.stderr for sign in OFFLINE):
        skip_or_fail("the package registry cannot be reached")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def files_below(folder: Path) -> set[str]:
    paths = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {str(path.relative_to(folder)) for path in paths}


def test_wheel_holds_what_it_needs_and_renders_a_sample_in_an_empty_environment(tmp_path):
    need_tool("build")
    run(sys.executable, "-m", "build", "--outdir", tmp_path, ROOT, cwd=tmp_path)
    (wheel,) = tmp_path.glob("govreport-*-py3-none-any.whl")
    assert len(list(tmp_path.glob("govreport-*.tar.gz"))) == 1
    check_file_list(wheel)

    home = tmp_path / "empty"
    venv.create(home, with_pip=True)
    python = home / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    program = python.with_name("govreport")
    run(
        program,
        "render",
        SAMPLES / "qinglan-2024.toml",
        "--to",
        "text,html,html-fragment,docx",
        "-o",
        ".",
        cwd=elsewhere,
    )
    rendered = {path.name: path.read_bytes() for path in elsewhere.iterdir()}
    assert sorted(rendered) == [
        "qinglan-2024.docx",
        "qinglan-2024.fragment.html",
        "qinglan-2024.html",
        "qinglan-2024.txt",
    ]
    ours = make_golden()
    for name in ("qinglan-2024.html", "qinglan-2024.txt"):
        assert rendered[name] == ours[name], "not what the checkout renders"
    run(program, "new", "--year", "2024", "--agency", "青澜市", "--zeros", cwd=elsewhere)
    assert (elsewhere / "report.schema.json").read_bytes() == (SCHEMAS / "2021/report.schema.json").read_bytes()
    used = run(python, "-c", "import govreport; print(govreport.__file__)", cwd=elsewhere)
    assert Path(used.strip()).is_relative_to(home)


def check_file_list(wheel: Path) -> None:
    """The package, its templates and schemas, its metadata; nothing else."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    expected = {f"govreport/{name}" for name in files_below(PACKAGE)}
    assert "govreport/api.py" in expected
    for folder in (TEMPLATES, SCHEMAS):
        expected |= {f"govreport/{folder.name}/{name}" for name in files_below(folder)}
    assert {"govreport/templates/national/report.html", "govreport/schemas/2021/format.toml"} <= expected
    metadata = {name for name in names if name.split("/")[0].endswith(".dist-info")}
    assert {name.rpartition("/")[2] for name in metadata} >= {"METADATA", "entry_points.txt", "LICENSE"}
    assert names - metadata == expected
    assert not [name for name in names if "__pycache__" in name or "test" in name.lower()]
