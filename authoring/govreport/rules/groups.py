"""How the rules are grouped and shown; from `schemas/catalogue.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import tomli

from govreport.resources import locate_resources


@dataclass(frozen=True)
class Group:
    """The rules whose codes begin with one letter.

    `no_waiver` holds for its errors. `always`: no choice of rules leaves them out.
    """

    letter: str
    title: str
    no_waiver: str = ""
    always: bool = False


@cache
def load_groups() -> Mapping[str, Group]:
    """Return the groups of rules by their letter, in the order in which they are listed."""
    return {letter: Group(letter, **entry) for letter, entry in _read_catalogue()["groups"].items()}


@cache
def load_words() -> Mapping[str, str]:
    """Return what stands for a {name} of a message where a rule is explained without a report."""
    words: Mapping[str, str] = _read_catalogue()["words"]
    return words


@cache
def _read_catalogue() -> Mapping[str, Any]:
    path = locate_resources("schemas") / "catalogue.toml"
    return tomli.loads(path.read_text(encoding="utf-8"))
