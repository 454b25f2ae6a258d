"""One broken report a file: exactly the findings that stand beside it; and valid ones without any."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from conftest import TESTS
from govreport.cli.report_findings import finding_object
from govreport.rules.catalogue import load_rules
from govreport.toml.source import read_source
from govreport.validate import validate_source

INVALID = tuple(sorted((TESTS / "cases" / "invalid").glob("*.toml")))
VALID = tuple(sorted((TESTS / "cases" / "valid").glob("*.toml")))
NOT_OF_VALIDATE = {"D08", "G01", "S20"}
"""What only layers above can find: a character that no font has, a file (picture, last year's) of no use."""
ON_TEXT = {"S15"}
"""Tried by test_rule_cases.py."""
ON_FORM = tuple("FSCTMGD")
"""The first letters of the rules that are tried here; test_rule_cases.py tries those on prose."""
KEYS = ("code", "line", "column", "severity", "path", "corrected")


def find(path: Path) -> list[dict[str, Any]]:
    findings = validate_source(read_source(path.name, path.read_bytes()))
    objects = [finding_object(finding) for finding in findings if finding.code.startswith(ON_FORM)]
    return [{key: item[key] for key in KEYS if key in item} for item in objects]


def read_expected(path: Path) -> list[dict[str, Any]]:
    expected: list[dict[str, Any]] = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    return expected


def test_every_case_has_its_expected_findings_and_none_is_left_over():
    assert len(INVALID) > 140
    assert len(VALID) >= 10
    names = {path.stem for path in INVALID}
    folder = TESTS / "cases" / "invalid"
    assert {path.name.removesuffix(".expected.json") for path in folder.glob("*.json")} == names


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_a_broken_report_has_exactly_these_findings(path):
    expected = read_expected(path)
    assert expected
    assert find(path) == expected


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_every_finding_says_in_chinese_what_is_wrong_and_what_to_do(path):
    for finding in validate_source(read_source(path.name, path.read_bytes())):
        assert re.search("[\u4e00-\u9fff]", finding.message)
        assert not re.search(r"\{\w+\}", finding.message + finding.advice)
        assert finding.result or re.search("[\u4e00-\u9fff]", finding.advice)
        assert "\n" not in finding.message


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_valid_report_has_no_finding(path):
    assert find(path) == []


def test_every_rule_of_the_catalogue_is_met_by_a_case():
    met = {item["code"] for path in INVALID for item in read_expected(path)}
    on_form = {code for code in load_rules() if code.startswith(ON_FORM)}
    assert met == on_form - NOT_OF_VALIDATE - ON_TEXT


def test_every_severity_in_the_cases_is_the_one_of_the_catalogue():
    rules = load_rules()
    for path in INVALID:
        for item in read_expected(path):
            assert item["severity"] in (rules[item["code"]].severity, "info"), path.name
