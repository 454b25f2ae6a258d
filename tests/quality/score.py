"""How well the rules on prose judge labelled sentences: `python tests/quality/score.py [--show]`."""

import sys
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.toml"
FOLDERS, OUTCOMES = ("tuning", "held_out"), ("found", "wrong", "missed")
sys.path.insert(0, str(HERE.parent))

from snippets import Snippet, find  # noqa: E402

RULES = {
    "received": ("P01",),
    "carried_over": ("P02", "P03"),
    "carried_forward": ("P03", "P02"),
    "answered": ("P04",),
    "claim": ("P14", "P15", "P01", "P02", "P03", "P04", "P05", "P06", "P07", "P08"),
    "result": ("P05",),
    "review": ("P06",),
    "litigation": ("P07",),
    "documents": ("P08",),
    "licences": ("P09",),
    "penalties": ("P10",),
    "coercion": ("P11",),
    "fees-charged": ("P12",),
    "list-sum": ("N01",),
    "percentage": ("N02",),
    "repeated": ("N03", "P01", "P04"),
    "period": ("N05", "N20"),
    "aspects": ("N06",),
    "review-evaluation": ("N07",),
    "problems": ("N08", "N09"),
    "fee-sentence": ("N10", "P13"),
    "fee-items": ("N11", "N01"),
    "citation": ("N12", "N13", "N14", "W"),
    "name": ("N15", "N16", "N18"),
    "deadline": ("N17", "N19"),
    "growth": ("N04", "L05", "L06"),
    "stale-year": ("L07", "N20", "N18"),
    "half-width": ("W01", "W"),
    "doubled": ("W04", "W"),
    "final-stop": ("W06", "W"),
    "numbering": ("W07", "W"),
    "slip": ("W09", "W"),
    "id-number": ("I01", "I"),
    "bank-card": ("I02", "I"),
    "mobile": ("I03", "I"),
    "residue": ("S14", "S", "W"),
}
"""The rules (or groups of rules) that judge a topic; what others say of the same sentence does not count.

What none of them finds is put down as missed by the first.
"""
KEYS = ("text", "section", "aspect", "agency", "province", "level", "kind", "year", "date", "tables", "previous")


def load_cases(folder: str) -> list[dict[str, Any]]:
    """Return the labelled cases of a folder, `tuning` or `held_out`."""
    files = sorted((HERE / folder).glob("*.toml"))
    return [case for file in files for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]]


def make_snippet(case: Mapping[str, Any]) -> Snippet:
    """Return the snippet of a case; outside the overview there is no aspect."""
    given = {key: case[key] for key in KEYS if key in case}
    if given.get("section", "overview") != "overview" or "aspect" not in given:
        given["aspect"] = "" if given.get("section") or "aspect" in given else "依申请公开"
    return Snippet(**given, whole=case["topic"] == "aspects")


@dataclass(frozen=True)
class Verdict:
    """What was said of a case: the codes of its topic's rules, and all in words."""

    case: Mapping[str, Any]
    codes: frozenset[str]
    said: tuple[str, ...]

    @property
    def outcome(self) -> str:
        """found (rightly), missed, wrong (said of what is right) or silent."""
        expected = self.case["label"] == "disagree"
        return ("found" if self.codes else "missed") if expected else ("wrong" if self.codes else "silent")

    @property
    def rules(self) -> frozenset[str]:
        """The rules to which the outcome is put down."""
        missed = frozenset({RULES[name_topic(self.case)][0]}) if self.outcome == "missed" else frozenset()
        return self.codes or missed


def name_topic(case: Mapping[str, Any]) -> str:
    """Return a case's topic without the quantity behind it."""
    return str(case["topic"].partition(":")[0])


def judge(case: Mapping[str, Any]) -> Verdict:
    """Return what the rules say of a case."""
    found = [f for f in find(make_snippet(case)) if not f.result]
    own = frozenset(f.code for f in found if f.code.startswith(RULES[name_topic(case)]))
    return Verdict(case, own, tuple(f"{f.code} {f.message}" for f in found))


@cache
def judge_all(folder: str) -> tuple[Verdict, ...]:
    """Return what the rules say of every case of a folder."""
    return tuple(judge(case) for case in load_cases(folder))


def total(folder: str) -> Counter[str]:
    """Return how many cases of a folder had each outcome."""
    return Counter(verdict.outcome for verdict in judge_all(folder))


def count_rules(folder: str) -> dict[str, Counter[str]]:
    """Return by rule how often it found what was wrong, missed it, and was wrong itself."""
    counts: dict[str, Counter[str]] = {}
    for verdict in judge_all(folder):
        for code in verdict.rules:
            counts.setdefault(code, Counter())[verdict.outcome] += 1
    return dict(sorted(counts.items()))


def rates(counts: Mapping[str, int]) -> tuple[float, float]:
    """Return precision and recall; 1 where there is nothing to find."""
    found = counts["found"]
    said, there = found + counts["wrong"], found + counts["missed"]
    return found / said if said else 1.0, found / there if there else 1.0


def write_results() -> str:
    """Return the results of both folders as TOML: totals, and by rule found, wrong, missed."""
    lines = ["# Written by `make quality`. Each rule: found, wrong, missed."]
    for folder in FOLDERS:
        counts = total(folder)
        lines += ["", f"[{folder}]", f"sentences = {counts.total()}"]
        lines += [f"{key} = {counts[key]}" for key in OUTCOMES]
        lines += [f"[{folder}.rules]"]
        lines += [f"{code} = {[own[key] for key in OUTCOMES]}" for code, own in count_rules(folder).items()]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the results and keep them in RESULTS; with `--show` the cases of tuning that went wrong, instead."""
    if "--show" in sys.argv:
        for verdict in judge_all("tuning"):
            if verdict.outcome in ("wrong", "missed"):
                case = verdict.case
                print(f"{case['id']} {case['label']}: {case['text']}\n    {case['why']}\n    {verdict.said}")
        return
    for folder in FOLDERS:
        print(f"{folder:12}found  wrong missed")
        for code, counts in count_rules(folder).items():
            print(f"{code:10}" + "".join(f"{counts[key]:7}" for key in OUTCOMES))
        precision, recall = rates(total(folder))
        print(f"{total(folder).total()} sentences, precision {precision:.1%}, recall {recall:.1%}\n")
    RESULTS.write_text(write_results(), encoding="utf-8")


if __name__ == "__main__":
    main()
