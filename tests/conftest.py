"""What every test may use: paths, the samples, the command line, tools that may be missing."""

import os
import shutil
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
        _miss(f"{name} is not installed")


def need_shared(name: str) -> Path:
    """Return a file or folder of ../shared; skip where it is absent (it is no part of the project)."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"../shared/{name} is absent")
    return path


def _miss(reason: str) -> None:
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
