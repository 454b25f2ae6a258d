"""govreport validate --format sarif: SARIF 2.1.0, by its schema and by what the standard asks beyond it."""

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

from conftest import SAMPLE_FILES, SAMPLES, RunCli, run_process, skip_or_fail
from govreport import __version__
from govreport.rules.catalogue import load_rules
from reports import make_report

SCHEMA = "node_modules/@microsoft/sarif-multitool-ts/assets/sarif-2.1.0.schema.json"
"""Below the environment that the tests run in: `make` puts it there (the package that carries the schema)."""
WAIVER = '[[waive]]\nrule = "C09"\nreason = "财政部门口径"'
EVERYTHING = {
    "disputes": {"reconsideration": [1, 0, 0, 0, 2], "litigation.direct": '["", 0, 0, 0]'},
    "disclosure": {"fees": 1.23456},
    "tail": WAIVER,
}
"""An error, a blank with an undecided sum, and a warning that was waived."""


def sarif(run_cli: RunCli, *arguments) -> dict:
    _, out, err = run_cli("validate", "--format", "sarif", *arguments)
    assert err == ""
    log = json.loads(out)
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    return log


def write(path: Path, **changes) -> Path:
    path.write_text(make_report(**(changes or EVERYTHING)), encoding="utf-8")
    return path


@pytest.fixture
def everything(tmp_path) -> Path:
    return write(tmp_path / "甲 100%.toml")


def test_output_keeps_to_the_schema_of_the_standard(run_cli: RunCli, everything, tmp_path):
    schema = Path(sys.prefix) / SCHEMA
    if not schema.is_file():
        skip_or_fail("the schema of SARIF is not installed (make test installs it)")
    slip = tmp_path / "slip.toml"
    slip.write_text("year = 2024年\n", encoding="utf-8")
    runs = {
        "one": [everything],
        "verbose": [everything, "--verbose"],
        "all": [everything, slip, *SAMPLE_FILES, "--verbose", "--previous", SAMPLES],
        "nothing": [SAMPLES / "qinglan-2024.toml", "--select", "T"],
    }
    files = []
    for name, arguments in runs.items():
        files.append(tmp_path / f"{name}.sarif")
        log = sarif(run_cli, *arguments)
        files[-1].write_text(json.dumps(log), encoding="utf-8")
        broken = json.loads(json.dumps(log))
        broken["runs"][0]["columnKind"] = "characters"
        (tmp_path / f"{name}.broken").write_text(json.dumps(broken), encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", schema]
    done = subprocess.run([*command, *files], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout
    broken = [*command, "--default-filetype", "json", *tmp_path.glob("*.broken")]
    assert subprocess.run(broken, capture_output=True, timeout=120, check=False).returncode == 1


def test_the_tool_and_the_rules_in_force_are_described(run_cli: RunCli, everything):
    run = sarif(run_cli, everything, "--ignore", "P,N")["runs"][0]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("govreport", __version__)
    assert (run["columnKind"], run["language"], driver["language"]) == ("unicodeCodePoints", "zh-CN", "zh-CN")
    rules = load_rules()
    assert [rule["id"] for rule in driver["rules"]] == sorted(code for code in rules if code[0] not in "PN")
    for rule in driver["rules"]:
        own = rules[rule["id"]]
        assert rule["shortDescription"]["text"] == own.title
        assert own.why in rule["fullDescription"]["text"]
        assert own.bad.split("\n")[0] in rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] == {"info": "none"}.get(own.severity, own.severity)
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_kind_and_level_follow_the_standard(run_cli: RunCli, everything):
    """3.27.9, 3.27.10: only kind fail has a level; open is "could not decide"; pass appears with --verbose."""
    results = sarif(run_cli, everything, "--select", "C,T")["runs"][0]["results"]
    found = [(r["ruleId"], r["kind"], r["level"], "suppressions" in r) for r in results]
    assert sorted(found) == [
        ("C01", "fail", "error", False),
        ("C09", "fail", "warning", True),
        ("T04", "fail", "error", False),
        ("T04", "open", "none", False),
    ]
    verbose = sarif(run_cli, everything, "--select", "C,T", "--verbose")["runs"][0]["results"]
    assert {(r["kind"], r["level"]) for r in verbose} == {
        ("fail", "error"),
        ("fail", "warning"),
        ("open", "none"),
        ("pass", "none"),
    }


def test_a_waiver_is_a_suppression_in_the_source_with_its_reason(run_cli: RunCli, everything):
    (result,) = sarif(run_cli, everything, "--select", "C09")["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "inSource", "status": "accepted", "justification": "财政部门口径"}]


def test_places_count_characters_and_end_behind_the_last(run_cli: RunCli, tmp_path):
    path = write(tmp_path / "a.toml", name="𠮷😀")
    text = path.read_text(encoding="utf-8").replace("[publication]", 'level = "𠮷😀镇"  # 𠮷\n[publication]')
    path.write_text(text, encoding="utf-8")
    (result,) = sarif(run_cli, path, "--select", "S04")["runs"][0]["results"]
    (location,) = result["locations"]
    region = location["physicalLocation"]["region"]
    line = text.split("\n")[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == '"𠮷😀镇"'
    assert location["logicalLocations"] == [{"fullyQualifiedName": "agency.level"}]


@pytest.mark.parametrize("name", ["甲 100%.toml", "a:b#c?d.toml", "a+b&c.toml"])
def test_file_names_are_uris(run_cli: RunCli, tmp_path, name):
    (result,) = sarif(run_cli, write(tmp_path / name), "--select", "C09")["runs"][0]["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii()
    parsed = urlparse(uri)
    assert (parsed.scheme, unquote(parsed.path)) == ("file", str(tmp_path / name))
    assert not parsed.query + parsed.fragment


def test_a_relative_name_stays_relative(tmp_path):
    write(tmp_path / "甲:乙 %.toml")
    arguments = ["validate", "甲:乙 %.toml", "--format", "sarif", "--select", "C09"]
    command = [sys.executable, "-m", "govreport", *arguments]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, check=False)
    (result,) = json.loads(done.stdout)["runs"][0]["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "%E7%94%B2%3A%E4%B9%99%20%25.toml"


def fingerprints(run_cli: RunCli, path: Path) -> list[tuple[str, str]]:
    results = sarif(run_cli, path, "--select", "S,C,T")["runs"][0]["results"]
    return [(r["ruleId"], *r["partialFingerprints"].values()) for r in results]


def test_fingerprints_survive_edits_elsewhere_and_are_unlike(run_cli: RunCli, tmp_path):
    empty = "[[narrative.problems.parts]]\n" * 2
    path = write(tmp_path / "a.toml", **{**EVERYTHING, "tail": f"{empty}{WAIVER}"})
    before = fingerprints(run_cli, path)
    assert len({mark for _, mark in before}) == len(before) > 5
    path.write_text("# 一行说明\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert fingerprints(run_cli, path) == before
    path.write_text(path.read_text(encoding="utf-8").replace("fees = 1.23456", "fees = 1"), encoding="utf-8")
    assert set(fingerprints(run_cli, path)) == {item for item in before if item[0] != "C09"}


def test_what_could_not_be_read_is_an_unsuccessful_run(run_cli: RunCli, everything):
    assert sarif(run_cli, everything)["runs"][0]["invocations"] == [{"executionSuccessful": True, "exitCode": 1}]
    code, out, err = run_cli("validate", everything, "没有.toml", "--format", "sarif")
    assert code == 2
    assert err.count("\n") == 1
    assert json.loads(out)["runs"][0]["invocations"] == [{"executionSuccessful": False, "exitCode": 2}]
    assert run_cli("validate", "没有.toml", "--format", "sarif")[1] == ""


def test_without_findings_there_are_no_results_rather_than_none_known(run_cli: RunCli):
    assert sarif(run_cli, SAMPLES / "qinglan-2024.toml", "--select", "T")["runs"][0]["results"] == []


def test_stdin_is_read():
    content = make_report(**EVERYTHING).encode()
    done = run_process("validate", "-", "--format", "sarif", "--select", "C09", stdin=content)
    assert len(json.loads(done.stdout)["runs"][0]["results"]) == 1
