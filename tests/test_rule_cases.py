"""Every rule on prose and on last year: sentences it must find, and like ones it must leave alone."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from conftest import TESTS
from govreport.rules.catalogue import load_rules
from snippets import Snippet, find

ON_PROSE = (*"BILNPRW", "S14", "S15", "S16")
"""The first letters of the rules that are tried here, also those on other reports; the rest have whole files."""
FILES = tuple(sorted((TESTS / "cases" / "rules").glob("*.toml")))
EXPECTED = ("at", "expected", "result", "message")


def read_cases(path: Path, kind: str) -> list[Any]:
    cases = tomllib.loads(path.read_text(encoding="utf-8")).get(kind, [])
    return [pytest.param(path.stem, case, id=f"{path.stem}-{kind}-{i}") for i, case in enumerate(cases)]


GOOD = [case for path in FILES for case in read_cases(path, "good")]
BAD = [case for path in FILES for case in read_cases(path, "bad")]


def make_snippet(case: Mapping[str, Any]) -> Snippet:
    return Snippet(**{key: value for key, value in case.items() if key not in EXPECTED})


def test_every_rule_on_prose_has_a_file_with_both_kinds_of_cases():
    codes = {c for c, rule in load_rules().items() if c.startswith(ON_PROSE) and rule.severity != "info"}
    assert {path.stem for path in FILES} == codes
    for kind in (GOOD, BAD):
        assert {case.values[0] for case in kind} == codes


@pytest.mark.parametrize(("code", "case"), GOOD)
def test_a_rule_is_silent_on_what_is_right(code, case):
    found = [f for f in find(make_snippet(case)) if f.code == code]
    assert [f for f in found if not f.result] == []
    assert ("result" not in case) or [f.result for f in found] == [case["result"]]


@pytest.mark.parametrize(("code", "case"), BAD)
def test_a_rule_finds_what_is_wrong_at_its_place(code, case):
    """`at` is the text under the caret, once a finding."""
    findings = find(make_snippet(case))
    found = [f for f in findings if f.code == code and not f.result]
    at = case["at"] if isinstance(case["at"], list) else [case["at"]]
    assert [marked(case, f) for f in found] == at
    assert {f.severity for f in found} == {load_rules()[code].severity}
    assert case.get("expected", found[0].expected) == found[0].expected
    assert case.get("message", "") in found[0].message


def marked(case: Mapping[str, Any], finding: Any) -> str:
    from snippets import make_toml

    line = make_toml(make_snippet(case)).split("\n")[finding.place.line - 1]
    start = finding.place.column - 1
    return line[start : start + finding.place.length]
