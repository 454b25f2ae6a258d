"""What every test may use: paths, the samples, the command line, tools that may be missing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from govreport.cli.app import run

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
SHARED = ROOT.parent / "shared"
SAMPLES = ROOT / "samples"
SCHEMAS = ROOT / "schemas"
TEMPLATES = ROOT / "templates"
PACKAGE = ROOT / "authoring" / "govreport"

SAMPLE_FILES = tuple(sorted(SAMPLES.glob("*.toml")))
SAMPLE_NAMES = (
    "baita-2024",
    "chaihudian-2024",
    "huazhuang-2024",
    "jiegu-2023",
    "laiyuan-2024",
    "qinglan-2024",
)

RunCli = Callable[..., tuple[int, str, str]]


def need_tool(name: str) -> None:
    """Skip the test where a program (or Python module) `name` is missing; fail with REQUIRE_ALL=1."""
    if shutil.which(name) is None and (not name.isidentifier() or find_spec(name) is None):
        skip_or_fail(f"{name} is not installed")


def need_shared(name: str) -> Path:
    """Return a file or folder of ../shared; skip where it is absent (it is no part of the project)."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"../shared/{name} is absent")
    return path


def skip_or_fail(reason: str) -> None:
    """Skip the test for a reason that lies outside of it; fail with REQUIRE_ALL=1."""
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(f"{reason}, and REQUIRE_ALL=1")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def samples() -> tuple[Path, ...]:
    """Return the six samples."""
    assert tuple(path.stem for path in SAMPLE_FILES) == SAMPLE_NAMES
    return SAMPLE_FILES


@pytest.fixture
def run_cli(capsys: pytest.CaptureFixture[str]) -> RunCli:
    """Return a function that runs `govreport ARGUMENTS…` and returns exit code, stdout, stderr."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


OUTPUTS = {"text": ".txt", "html": ".html", "html-fragment": ".fragment.html"}
"""Renderings that are text, and how their files end."""
READABLE = {**OUTPUTS, "docx": ".docx"}
"""Renderings that tests read back cell by cell and paragraph by paragraph."""


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with every sample as text, HTML, fragment and Word, made by `govreport render`."""
    folder = tmp_path_factory.mktemp("rendered")
    assert len(SAMPLE_FILES) == len(SAMPLE_NAMES)
    assert run(["render", *map(str, SAMPLE_FILES), "--to", ",".join(READABLE), "-o", str(folder)]) == 0
    return folder


def venv_program(name: str) -> str:
    """Return the path of a program that was installed with the tests, or is on PATH; skip as `need_tool`."""
    path = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if path is None:
        skip_or_fail(f"{name} is not installed")
    return str(path)


def run_process(
    *arguments: str | Path, stdin: bytes | None = None, timeout: float = 60, **variables: str
) -> "subprocess.CompletedProcess[bytes]":
    """Run `govreport ARGUMENTS…` as a process of its own, `variables` added to its environment."""
    command = [sys.executable, "-m", "govreport", *map(str, arguments)]
    return subprocess.run(
        command,
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        timeout=timeout,
        env={**os.environ, **variables},
        check=False,
    )
