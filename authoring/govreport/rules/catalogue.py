"""What each rule is called, how severe it is, and its words; from `schemas/rules/`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import tomli

from govreport.finding import Severity
from govreport.resources import locate_resources

OWN_RULE = "X00"
"""The entry that stands for all rules which packs bring themselves."""
OWN_CODES = tuple(f"X{number:02}" for number in range(1, 100))


@dataclass(frozen=True)
class Rule:
    """One rule. `message`, `ok`, `undecided` and `advice` hold {names} that a strike's values fill.

    `why` says what the rule rests on, `basis` of what kind that is (规定, 习惯, 常理, 程序). `good` and `bad`
    are examples. `hint` is put in place of {hint} where a strike has one. `no_waiver` says why a waiver of it
    makes no sense, "" where it may. `needs_previous`: it runs only where last year's report is known,
    `needs_children`: only where the reports are known of which this one is the sum. `fix`: what a strike says was
    meant is certain, so that `validate --fix` may write it. `data` is the rule's own: words, patterns, limits;
    `settings` are those of it that a province's pack may change, with their kinds ("day" is month and day,
    "percent" a whole number).
    """

    code: str
    severity: Severity
    title: str
    message: str
    advice: str
    why: str = ""
    basis: str = ""
    good: str = ""
    bad: str = ""
    hint: str = ""
    ok: str = ""
    undecided: str = ""
    no_waiver: str = ""
    needs_previous: bool = False
    needs_children: bool = False
    fix: bool = False
    data: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def group(self) -> str:
        """The letter that the code begins with."""
        return self.code[0]


@cache
def load_rules() -> Mapping[str, Rule]:
    """Return every rule by its code, in the order of the codes."""
    return {rule.code: rule for rule in _read_rules()}


def name_rule(code: str) -> Rule:
    """Return a rule by its code; the entry that stands for them all for one of a pack's own."""
    rules = load_rules()
    return rules.get(code) or replace(rules[OWN_RULE], code=code)


def _read_rules() -> Iterator[Rule]:
    for path in sorted((locate_resources("schemas") / "rules").glob("*.toml")):
        for code, entry in sorted(tomli.loads(path.read_text(encoding="utf-8")).items()):
            yield Rule(code=code, **entry)
