"""The rules on prose tried on five published reports: what they find there, and nothing else."""

from dataclasses import replace

import pytest

from conftest import SAMPLES
from govreport.figures import compute_figures
from govreport.finding import Strike
from govreport.report import Prose, Report
from govreport.report_reader import read_report
from govreport.rules.registry import run_checks
from govreport.rules.subject import Subject
from govreport.toml.source import read_source
from test_samples import seed_sections, seed_text

RULES = ("P", "N", "L")
"""Letters of the rules that are listed here; W, S and I have a test of their own."""
FOUND = {
    "baita-2024": {("N07", "工作考核、社会评议、责任追究")},
    "huazhuang-2024": {("P15", "均已按时办结"), ("N05", ""), ("N07", "社会评议")},
    "jiegu-2023": {("N07", "工作考核、社会评议、责任追究"), ("N16", "全县")},
    "chaihudian-2024": set(),
    "laiyuan-2024": {("N05", ""), ("N07", "社会评议"), ("N08", ""), ("N21", "224余篇")},
}
"""Sample: rule and word (or what is missing) of every finding, each judged by hand (DOMAIN part 9)."""
RIGHT = {
    "baita-2024": {"93 + 420 = 513"},
    "huazhuang-2024": set(),
    "jiegu-2023": {"54 + 1 + 7 + 4 + 1 + 1 + 1 = 69", "4 + 3 = 7", "3 + 1 = 4"},
    "chaihudian-2024": {"24 + 815 + 1325 + 9 = 2173", "10 + 1 + 2 + 9 + 2 = 24"},
    "laiyuan-2024": set(),
}
"""The sums in the seeds' prose, checked and right."""
AGREED = {
    "baita-2024": ["P01", "P06", "P07"],
    "huazhuang-2024": ["P01"],
    "jiegu-2023": [],
    "chaihudian-2024": ["P01", "P06", "P07"],
    "laiyuan-2024": ["P01", "P06"],
}
"""Statements that agree with the tables."""


def read_seed(sample: str) -> Report:
    """The sample's tables with the prose of its seed, cut by headings; section one as one text."""
    path = SAMPLES / f"{sample}.toml"
    report, _ = read_report(read_source(path.name, path.read_bytes()).data or {})
    preamble, overview, _, _, _, problems, other = seed_sections(seed_text(sample))
    sections = {"overview": overview, "problems": problems, "other": other}
    prose = {key: Prose(lines(text)) for key, text in sections.items()}
    fields = {**report.fields, "narrative.preamble": "\n".join(lines(preamble))}
    return replace(report, fields=fields, prose=prose)


def lines(text: str) -> tuple[str, ...]:
    """Paragraphs without the heading that comes first."""
    return tuple(line.strip() for line in text.split("\n")[1:] if line.strip())


def strikes_of(sample: str) -> list[Strike]:
    report = read_seed(sample)
    found = run_checks(Subject(report, compute_figures(report), verbose=True))
    return [strike for strike in found if strike.code.startswith(RULES)]


@pytest.mark.parametrize("sample", FOUND)
def test_what_is_found_in_a_published_report_is_what_is_wrong_with_it(sample: str):
    wrong = [strike for strike in strikes_of(sample) if not strike.result]
    assert {(s.code, s.word or str(s.found or "")) for s in wrong} == FOUND[sample]
    assert len(wrong) == len(FOUND[sample])


@pytest.mark.parametrize("sample", RIGHT)
def test_sums_and_statements_in_a_published_report_are_seen_to_be_right(sample: str):
    right = [strike for strike in strikes_of(sample) if strike.result == "ok"]
    assert {s.equation for s in right if s.code == "N01"} == RIGHT[sample]
    assert [s.code for s in right if s.code.startswith("P")] == AGREED[sample]
