"""The catalogue of rules: every rule says what it rests on, with examples that are true."""

import re
import string
import subprocess
import sys
import tomllib

import pytest

from conftest import ROOT
from govreport.rules.catalogue import load_rules
from govreport.rules.explanation import explain_rule, plain, refuse_waiver
from govreport.rules.groups import load_groups, load_words
from govreport.toml.source import read_source
from govreport.validate import validate_source
from reports import make_report

RULES = load_rules()
BASES = {"规定", "习惯", "常理", "程序", "本省"}
ALWAYS_THERE = ("title", "message", "advice", "why", "basis", "good", "bad")
NOT_A_TEXT = {"F01", "F02", "F03", "F04", "F98"}
"""Rules whose examples no short text can be: other encodings, invisible characters, hundreds of brackets."""


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_the_catalogue_is_found():
    assert len(RULES) > 85
    assert {code[0] for code in RULES} >= set("FSCTLPGM")


@pytest.mark.parametrize("code", RULES)
def test_every_rule_is_complete(code):
    rule = RULES[code]
    assert re.fullmatch(r"[A-Z]\d\d", code)
    assert [key for key in ALWAYS_THERE if not getattr(rule, key).strip()] == []
    assert rule.severity in ("error", "warning", "info")
    assert rule.basis in BASES
    assert rule.good != rule.bad
    assert rule.group in load_groups()


@pytest.mark.parametrize("code", RULES)
def test_every_name_in_braces_is_known(code):
    rule = RULES[code]
    for text in (rule.message, rule.advice, rule.hint, rule.ok, rule.undecided):
        assert names_in(text) <= load_words().keys()
        assert "{" not in plain(text)
        assert "…〉" not in plain(text)


def test_every_known_name_is_used():
    texts = (t for r in RULES.values() for t in (r.message, r.advice, r.hint, r.ok, r.undecided))
    assert set().union(*map(names_in, texts)) == load_words().keys()


@pytest.mark.parametrize("code", RULES)
def test_a_rule_by_regulation_names_the_document(code):
    rule = RULES[code]
    assert (rule.basis != "规定") or re.search("条例|国办|国发|GB/T|通知|办法|保护法|标准", rule.why)


@pytest.mark.parametrize("code", [code for code in RULES if code[0] == "F" and code not in NOT_A_TEXT])
def test_the_examples_of_rules_on_toml_are_true(code):
    rule = RULES[code]
    assert code in {f.code for f in validate_source(read_source("a.toml", rule.bad.encode()))}
    assert read_source("a.toml", rule.good.encode()).data is not None


ON_A_ROW = [code for code in RULES if code[0] == "C" and "\n" not in RULES[code].bad and " = " in RULES[code].bad]


@pytest.mark.parametrize("code", ON_A_ROW)
def test_the_examples_of_rules_on_cells_are_true(code):
    assert code in find_with_rows(RULES[code].bad)
    assert code not in find_with_rows(RULES[code].good)


def find_with_rows(example: str) -> set[str]:
    """Return the codes found in a complete report with the rows of an example in place of its own."""
    rows = dict(line.split(" = ", 1) for line in example.splitlines())
    disclosure = {key: value for key, value in rows.items() if key in ("licences", "fees")}
    applications = {key: value for key, value in rows.items() if key not in disclosure}
    text = make_report(disclosure=disclosure, applications=applications)
    if "other_single" in rows:
        text = re.sub(r"^other\..*\n", "", text, flags=re.MULTILINE)
    return {f.code for f in validate_source(read_source("a.toml", text.encode()))}


def test_most_rules_on_cells_have_a_row_as_example():
    assert len(ON_A_ROW) >= 13


@pytest.mark.parametrize("code", RULES)
def test_an_explanation_shows_all_of_it(code):
    rule = RULES[code]
    text = explain_rule(rule)
    assert text.startswith(f"{code}  ")
    for part in (rule.title, rule.why, rule.basis, *rule.good.split("\n"), *rule.bad.split("\n")):
        assert part in text
    assert (f'  rule = "{code}"\n  at = ""' in text) != bool(refuse_waiver(rule))


def test_what_cannot_be_waived_says_why():
    refused = {code for code in RULES if refuse_waiver(RULES[code])}
    assert {"F10", "S01", "C01", "M01", "M02", "L00"} <= refused
    assert not refused & {"T01", "T04", "C09", "C13", "S08", "P01", "G01"}


def test_the_page_of_the_rules_is_fresh():
    """When this fails: make docs."""
    command = [sys.executable, ROOT / "tools" / "make_rules_page.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "fresh\n"), done.stderr


def test_the_rule_that_contributing_works_out_is_complete():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    ((code, entry),) = tomllib.loads(block).items()
    assert code not in RULES
    assert entry.keys() == {"severity", *ALWAYS_THERE}
    assert names_in(entry["message"]) | names_in(entry["advice"]) <= load_words().keys()
    assert entry["basis"] in BASES
    assert f'Strike("{code}", ' in text
