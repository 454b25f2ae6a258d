"""The hook for pre-commit: its definition is valid, and its command line and file names are what we take."""

import re
import subprocess
import sys

import pytest

from conftest import ROOT, SAMPLES, RunCli, need_tool

DEFINITION = ROOT / ".pre-commit-hooks.yaml"


def read_key(key: str) -> str:
    (value,) = re.findall(rf"^  {key}: (.+)$", DEFINITION.read_text(encoding="utf-8"), re.MULTILINE)
    return value


def test_pre_commit_accepts_the_definition(tmp_path):
    need_tool("pre_commit")
    command = [sys.executable, "-m", "pre_commit", "validate-manifest"]
    done = subprocess.run([*command, DEFINITION], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout
    broken = tmp_path / "broken.yaml"
    broken.write_text(DEFINITION.read_text(encoding="utf-8").replace("entry:", "entri:"), encoding="utf-8")
    assert subprocess.run([*command, broken], capture_output=True, timeout=60, check=False).returncode == 1


def test_its_entry_checks_the_files_that_are_added_behind_it(run_cli: RunCli):
    program, *arguments = read_key("entry").split()
    assert program == "govreport"
    assert run_cli(*arguments, SAMPLES / "jiegu-2023.toml", SAMPLES / "qinglan-2024.toml")[0] == 0
    assert run_cli(*arguments, ROOT / "pyproject.toml")[0] == 1


@pytest.mark.parametrize(
    ("name", "is_checked"),
    [
        ("2024年报.toml", True),
        ("reports/agency.toml", True),
        ("reports/my-ruff.toml", True),
        ("pyproject.toml", False),
        ("tools/ruff.toml", False),
        (".taplo.toml", False),
        ("Cargo.toml", False),
    ],
)
def test_it_leaves_the_files_of_other_tools_alone(name, is_checked):
    assert read_key("types") == "[toml]"
    assert (re.search(read_key("exclude"), name) is None) == is_checked
