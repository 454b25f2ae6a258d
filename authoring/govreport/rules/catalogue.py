"""What each rule is called, how severe it is, and its words; from `schemas/rules.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import tomli

from govreport.finding import Severity
from govreport.resources import locate_resources


@dataclass(frozen=True)
class Rule:
    """One rule. `message`, `ok`, `undecided` and `advice` hold {names} that a strike's values fill.

    `hint` is put in place of {hint} where a strike has one; `marker` is a rule's own parameter.
    """

    code: str
    severity: Severity
    title: str
    message: str
    advice: str
    why: str = ""
    hint: str = ""
    marker: str = ""
    ok: str = ""
    undecided: str = ""


@cache
def load_rules() -> Mapping[str, Rule]:
    """Return every rule by its code, in the order of the catalogue."""
    path = locate_resources("schemas") / "rules.toml"
    data = tomli.loads(path.read_text(encoding="utf-8"))
    return {code: Rule(code=code, **entry) for code, entry in data.items()}
