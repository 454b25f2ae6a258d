"""The JSON Schema: fresh, and of one mind with check-jsonschema, Taplo and our own reading."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import SAMPLE_FILES, SCHEMAS, RunCli, venv_program
from form_2021 import APPLICATION_ROWS
from reports import make_report

FORMS = tuple(sorted(path.parent.name for path in SCHEMAS.glob("*/format.toml")))
REPORT = make_report()
PART = '[[narrative.overview.parts]]\nheading = "（一）主动公开情况"\n'
ZERO = "received = 0\n"
DATE = "date = 2025-01-20\n"


def edit(old: str, new: str) -> str:
    assert REPORT.count(old) == 1, old
    return REPORT.replace(old, new)


FIGURE = '[[figure]]\nkind = "bar"\n'
GOOD = {
    "complete": REPORT,
    "cells": edit(ZERO, "received = [1, 0, 0, 0, 0, 0]\n"),
    "cells and total": edit(ZERO, "received = [1, 0, 0, 0, 0, 0, 1]\n"),
    "not filled in": edit(ZERO, "received = []\n"),
    "one blank cell": edit(ZERO, 'received = ["", 0, 0, 0, 0, 0]\n'),
    "row not filled in": edit(ZERO, 'received = ""\n'),
    "amount": edit("fees = 0\n", "fees = 1439.4967\n"),
    "amount in an array": edit("fees = 0\n", "fees = [1439.4967]\n"),
    "stated total": edit(ZERO, f"{ZERO}total = [0, 0, 0, 0, 0, 0, 0]\n"),
    "single row": "".join(
        line for line in edit(ZERO, f"{ZERO}other_single = 0\n").splitlines(keepends=True) if line[:6] != "other."
    ),
    "no date": edit(DATE, ""),
    "date": edit(DATE, "date = 2025-01-18\n"),
    "date in quotes": edit(DATE, 'date = "2025-01-18"\n'),
    "choices not made": edit("[publication]", 'level = ""\nkind = ""\n[publication]'),
    "choices": edit("[publication]", 'level = "市级"\nkind = "department"\n[publication]'),
    "aspect": edit(PART, f'{PART}aspect = "主动公开"\n'),
    "chart": f'{REPORT}{FIGURE}labels = ["甲", 2024]\nvalues = [1, 2.5]\n',
    "chart of the tables": f'{REPORT}{FIGURE}place = "other"\nvalues = ["{{{{ 本年新收 }}}}"]\n',
    "waiver": f'{REPORT}[[waive]]\nrule = "C13"\nreason = "上级要求"\n',
}

BAD = {
    "kind of figure": f'{REPORT}[[figure]]\nkind = "column"\nlabels = ["甲"]\nvalues = [1]\n',
    "place of a figure": f'{REPORT}{FIGURE}place = "begin"\nvalues = ["{{{{ 本年新收 }}}}"]\n',
    "value of a figure": f'{REPORT}{FIGURE}labels = ["甲"]\nvalues = ["1件"]\n',
    "label of a figure": f"{REPORT}{FIGURE}labels = [true]\nvalues = [1]\n",
    "key of a figure": f'{REPORT}{FIGURE}colour = "red"\nvalues = ["{{{{ 本年新收 }}}}"]\n',
    "year in quotes": edit("year = 2024", 'year = "2024"'),
    "year out of range": edit("year = 2024", "year = 202"),
    "format as a number": edit('format = "2021"', "format = 2021"),
    "format that does not exist": edit('format = "2021"', 'format = "2022"'),
    "no format": edit('format = "2021"\n', ""),
    "no name": edit('name = "青澜市临湖区水利局"\n', ""),
    "empty name": edit('name = "青澜市临湖区水利局"\n', 'name = ""\n'),
    "unknown level": edit("[publication]", 'level = "镇级"\n[publication]'),
    "unknown kind": edit("[publication]", 'kind = "政府"\n[publication]'),
    "date in words": edit(DATE, 'date = "2025年1月18日"\n'),
    "date as a number": edit(DATE, "date = 20250118\n"),
    "unknown key": edit("year = 2024", "year = 2024\nyaer = 2024"),
    "unknown field": edit("[publication]", 'nmae = "甲"\n[publication]'),
    "unknown row": edit(ZERO, f"{ZERO}recieved = 0\n"),
    "unknown row in a group": edit(ZERO, f"{ZERO}denied.secret = 0\n"),
    "missing row": edit(ZERO, ""),
    "missing table": REPORT.replace("[disputes]", "[dispute]"),
    "missing section": REPORT[: REPORT.index("[narrative.other]")],
    "too few cells": edit(ZERO, "received = [1, 0, 0, 0, 0]\n"),
    "too many cells": edit(ZERO, "received = [1, 0, 0, 0, 0, 0, 1, 0]\n"),
    "one number for a row": edit(ZERO, "received = 5\n"),
    "negative": edit(ZERO, "received = [-1, 0, 0, 0, 0, 0]\n"),
    "part of an item": edit(ZERO, "received = [1.5, 0, 0, 0, 0, 0]\n"),
    "text for a count": edit(ZERO, 'received = ["六", 0, 0, 0, 0, 0]\n'),
    "truth for a count": edit(ZERO, "received = [true, 0, 0, 0, 0, 0]\n"),
    "array in an array": edit(ZERO, "received = [[1], 0, 0, 0, 0, 0]\n"),
    "negative amount": edit("fees = 0\n", "fees = -1.5\n"),
    "run_in in quotes": edit("run_in = false", 'run_in = "true"'),
    "unknown aspect": edit(PART, f'{PART}aspect = "主动"\n'),
    "unknown key of a part": edit(PART, f'{PART}titel = "甲"\n'),
    "prose as a number": edit('signature = ""', "signature = 1"),
    "waiver without reason": f'{REPORT}[[waive]]\nrule = "C13"\n',
    "waiver as a table": f'{REPORT}[waive]\nrule = "C13"\nreason = "甲"\n',
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Good and bad files with the schema beside them, which their first line names."""
    folder = tmp_path_factory.mktemp("schema")
    (folder / "report.schema.json").write_bytes((SCHEMAS / "2021" / "report.schema.json").read_bytes())
    for kind, files in (("good", GOOD), ("bad", BAD)):
        for name, text in files.items():
            path = folder / f"{kind} {name}.toml"
            path.write_text(f"#:schema ./report.schema.json\n{text}", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def refused_by_check_jsonschema(folder) -> set[str]:
    files = sorted(folder.glob("*.toml"))
    schema = folder / "report.schema.json"
    command = [sys.executable, "-m", "check_jsonschema", "-o", "json", "--schemafile", schema, *files]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    result = json.loads(done.stdout)
    assert result["parse_errors"] == []
    return {Path(error["filename"]).stem for error in result["errors"]}


@pytest.fixture(scope="module")
def refused_by_taplo(folder) -> set[str]:
    return {path.stem for path in check_with_taplo(sorted(folder.glob("*.toml")))}


def check_with_taplo(files: list[Path]) -> set[Path]:
    """Return the files that Taplo refuses by the schema that each names in its first line."""
    taplo = venv_program("taplo")
    command = [taplo, "check", "--no-auto-config", "--colors", "never", *files]
    environment = {**os.environ, "RUST_LOG": "error"}
    done = subprocess.run(command, capture_output=True, timeout=60, check=False, env=environment)
    report = done.stderr.decode()
    refused = {file for file in files if f'path="{file}"' in report}
    assert done.returncode == bool(refused), report
    return refused


def test_every_form_has_a_schema():
    assert FORMS == ("2019", "2021")


@pytest.mark.parametrize("form", FORMS)
def test_committed_schema_is_fresh(run_cli: RunCli, form):
    """When this fails: make schemas."""
    code, out, err = run_cli("schema", "--format", form)
    assert (code, err) == (0, "")
    assert out == (SCHEMAS / form / "report.schema.json").read_text(encoding="utf-8")


def test_schema_without_format_is_the_newest(run_cli: RunCli, tmp_path):
    assert run_cli("schema") == run_cli("schema", "--format", "2021")
    target = tmp_path / "s.json"
    assert run_cli("schema", "-o", target) == (0, f"已生成 {target}\n", "")
    assert target.read_bytes() == (SCHEMAS / "2021" / "report.schema.json").read_bytes()


def test_schemas_are_schemas():
    files = [SCHEMAS / form / "report.schema.json" for form in FORMS]
    command = [sys.executable, "-m", "check_jsonschema", "--check-metaschema", *files]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", GOOD)
def test_both_tools_accept_what_is_right(refused_by_check_jsonschema, refused_by_taplo, name):
    assert f"good {name}" not in refused_by_check_jsonschema
    assert f"good {name}" not in refused_by_taplo


@pytest.mark.parametrize("name", BAD)
def test_both_tools_refuse_what_is_wrong(refused_by_check_jsonschema, refused_by_taplo, name):
    assert f"bad {name}" in refused_by_check_jsonschema
    assert f"bad {name}" in refused_by_taplo


@pytest.mark.parametrize("name", GOOD)
def test_our_reading_finds_only_blanks_in_what_is_right(run_cli: RunCli, folder, name):
    _, out, _ = run_cli("validate", folder / f"good {name}.toml", "--format", "json")
    errors = {finding["code"] for finding in json.loads(out) if finding["severity"] == "error"}
    assert errors <= {"C01", "T03"}, "a blank cell, and a balance that 1 received without a result does not keep"


@pytest.mark.parametrize("name", BAD)
def test_our_reading_finds_an_error_in_what_is_wrong(run_cli: RunCli, folder, name):
    _, out, _ = run_cli("validate", folder / f"bad {name}.toml", "--format", "json")
    errors = {finding["code"] for finding in json.loads(out) if finding["severity"] == "error"}
    assert errors - {"T01", "T02", "T03", "T04"}


def test_both_tools_accept_the_samples_by_the_schema_that_they_name(samples):
    assert all(path.read_text(encoding="utf-8").startswith("#:schema ../schemas/2021/") for path in samples)
    assert check_with_taplo(list(samples)) == set()
    schema = SCHEMAS / "2021" / "report.schema.json"
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", schema, *SAMPLE_FILES]
    assert subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("zeros", [[], ["--zeros"]], ids=["blank", "zeros"])
def test_both_tools_accept_what_new_writes(run_cli: RunCli, tmp_path, form, zeros):
    path = tmp_path / "a.toml"
    options = ["--year", "2024", "--agency", "青澜市水利局", "--format", form, *zeros]
    assert run_cli("new", *options, "-o", path)[0] == 0
    assert check_with_taplo([path]) == set()
    schema = tmp_path / "report.schema.json"
    assert schema.read_bytes() == (SCHEMAS / form / "report.schema.json").read_bytes()
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", schema, path]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout


def test_the_schema_explains_every_row_in_official_words():
    schema = json.loads((SCHEMAS / "2021" / "report.schema.json").read_text(encoding="utf-8"))
    for key, labels in APPLICATION_ROWS:
        node = schema["properties"]["applications"]
        for name in key.split("."):
            node = node["properties"][name]
        assert node["description"] == " ".join(labels)
