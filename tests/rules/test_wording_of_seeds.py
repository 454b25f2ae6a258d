"""The rules on wording, gaps and personal numbers tried on six published reports."""

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator

import pytest
from test_seeds import lines, read_seed

from conftest import need_shared, need_tool
from govreport.figures import compute_figures
from govreport.finding import Strike
from govreport.format_loader import load_format
from govreport.report import Prose, Report
from govreport.rules.registry import run_checks
from govreport.rules.subject import Subject
from test_samples import SEEDS, seed_sections

RULES = ("W", "I", "S14", "S16")
FOUND = {
    "baita-2024": {("W01", ","): 1, ("W02", "<"): 1, ("W02", ">"): 1},
    "huazhuang-2024": {
        ("W01", ","): 48,
        ("W01", ":"): 5,
        ("W01", "("): 9,
        ("W01", ")"): 9,
        ("W04", "。。"): 1,
        ("W05", "镇镇"): 1,
    },
    "jiegu-2023": {},
    "chaihudian-2024": {("W01", ","): 1, ("W02", "<"): 1, ("W02", ">"): 1},
    "laiyuan-2024": {("W01", ","): 1, ("W09", "要必须"): 1},
}
"""Sample: rule and word of every finding with how many there are, each judged by hand (DOMAIN part 9)."""
RESIDUE = {"baita-2024": 1, "jiegu-2023": 1, "chaihudian-2024": 1}
"""Samples in whose prose a converter left a bookmark."""


def find(report: Report) -> Iterator[Strike]:
    for strike in run_checks(Subject(report, compute_figures(report))):
        if strike.code.startswith(RULES) and strike.code not in ("S10", "S11", "S12", "S13"):
            yield strike


@pytest.mark.parametrize("sample", FOUND)
def test_what_is_found_in_a_published_report_is_what_is_wrong_with_it(sample: str):
    assert Counter((s.code, s.word.strip()) for s in find(read_seed(sample))) == FOUND[sample]


@pytest.mark.parametrize("sample", FOUND)
def test_what_a_converter_left_is_found(sample: str):
    (path,) = need_shared("seeds").glob(f"{SEEDS[sample][0]}_*.txt")
    sections = seed_sections(path.read_text(encoding="utf-8"))
    prose = {key: Prose(lines("\n" + sections[i])) for key, i in (("overview", 1), ("problems", 5), ("other", 6))}
    fields = {"narrative.preamble": "\n".join(lines("\n" + sections[0]))}
    left = [s for s in find(Report(load_format("2021"), fields, prose)) if s.code == "W11"]
    assert [s.word for s in left] == ["[bookmark: _GoBack]"] * RESIDUE.get(sample, 0)


def test_nothing_is_found_in_a_report_that_is_well_written():
    """The text of the PDF has its lines joined again: an indented one begins a paragraph."""
    need_tool("pdftotext")
    path = need_shared("real/hongze-2023.pdf")
    command = [str(shutil.which("pdftotext")), "-layout", str(path), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    text = re.sub(r"(?m)^\s*-\s?\d\s?-\s*$|\f", "", text)
    preamble, overview, _, problems, other = re.split(r"[一二五六]、(?:总体|主动|存在|其他).*\n", text)
    sections = {"overview": overview, "problems": problems, "other": other}
    prose = {key: Prose(tuple(join_lines(section))) for key, section in sections.items()}
    report = Report(load_format("2021"), {"narrative.preamble": "\n".join(join_lines(preamble))}, prose)
    assert [len(section.text) for section in prose.values()] == [7, 1, 1]
    assert [(s.code, s.word) for s in find(report)] == []


def join_lines(section: str) -> list[str]:
    """The paragraphs of a section."""
    paragraphs: list[str] = []
    for line in filter(str.strip, section.split("\n")):
        if line.startswith("  ") or not paragraphs:
            paragraphs.append(line.strip())
        else:
            paragraphs[-1] += line.strip()
    return paragraphs
