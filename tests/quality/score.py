"""How well the rules on prose judge labelled sentences: `python tests/quality/score.py [--held-out] [--show]`."""

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from snippets import Snippet, find  # noqa: E402

RULES = {
    "received": ("P01",),
    "carried_over": ("P02", "P03"),
    "carried_forward": ("P03", "P02"),
    "answered": ("P04",),
    "claim": ("P01", "P05", "P06", "P07", "P08", "P14", "P15", "P04", "P02", "P03"),
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
    "half-width": ("W",),
    "doubled": ("W",),
    "final-stop": ("W",),
    "numbering": ("W",),
    "slip": ("W",),
    "id-number": ("I",),
    "bank-card": ("I",),
    "mobile": ("I",),
    "residue": ("S", "W"),
}
"""The rules (or groups of rules) that judge a topic; what others say of the same sentence does not count."""
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


def judge(case: Mapping[str, Any]) -> tuple[bool, list[str]]:
    """Return whether the rules of the case's topic found something, and all that was said."""
    codes = RULES[case["topic"].partition(":")[0]]
    found = [f for f in find(make_snippet(case)) if not f.result]
    own = [f for f in found if f.code.startswith(codes)]
    return bool(own), [f"{f.code} {f.message}" for f in found]


def score(folder: str) -> Iterator[tuple[str, Counter[str], list[tuple[Mapping[str, Any], list[str]]]]]:
    """Yield every topic with its counts (right, missed, false, silent) and the cases that went wrong."""
    topics: dict[str, tuple[Counter[str], list[tuple[Mapping[str, Any], list[str]]]]] = {}
    for case in load_cases(folder):
        counts, wrong = topics.setdefault(case["topic"].partition(":")[0], (Counter(), []))
        struck, said = judge(case)
        expected = case["label"] == "disagree"
        counts[{(1, 1): "right", (0, 1): "missed", (1, 0): "false", (0, 0): "silent"}[struck, expected]] += 1
        if struck != expected:
            wrong.append((case, said))
    for topic, (counts, wrong) in topics.items():
        yield topic, counts, wrong


def rates(counts: Counter[str]) -> tuple[float, float]:
    """Return precision and recall; 1 where there is nothing to find."""
    found, there = counts["right"] + counts["false"], counts["right"] + counts["missed"]
    return counts["right"] / found if found else 1.0, counts["right"] / there if there else 1.0


def main() -> None:
    """Print a line a topic; with `--show` the cases that went wrong."""
    folder = "held_out" if "--held-out" in sys.argv else "tuning"
    total: Counter[str] = Counter()
    for topic, counts, wrong in score(folder):
        total += counts
        precision, recall = rates(counts)
        print(f"{topic:18} {dict(counts)!s:60} precision {precision:.0%}  recall {recall:.0%}")
        for case, said in wrong if "--show" in sys.argv else ():
            print(f"    {case['id']} {case['label']}: {case['text']}\n        {case['why']}\n        {said}")
    precision, recall = rates(total)
    print(f"{folder}: {sum(total.values())} sentences, precision {precision:.1%}, recall {recall:.1%}")


if __name__ == "__main__":
    main()
