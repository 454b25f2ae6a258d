"""What statistics count of a report, from `schemas/statistics.toml`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import tomli

from govreport.errors import GovreportError
from govreport.format_loader import list_formats, load_format
from govreport.report_format import ReportFormat
from govreport.resources import locate_resources
from govreport.vocabulary import Binding, load_vocabulary, read_name


@dataclass(frozen=True)
class Item:
    """One number of a report: its label, the names that forms have for it, whether text tables show it."""

    label: str
    names: tuple[str, ...]
    shown: bool = False


@dataclass(frozen=True)
class Limits:
    """How much is listed.

    `changes` of each item, `outliers` in all; outliers are looked for among at least `fewest` reports, and are
    those whose modified z-score is beyond `score`.
    """

    changes: int
    fewest: int
    score: float
    outliers: int


@cache
def load_items() -> tuple[tuple[Item, ...], Limits]:
    """Return what is counted, and the limits."""
    data = tomli.loads((locate_resources("schemas") / "statistics.toml").read_text(encoding="utf-8"))
    items = tuple(
        Item(entry["label"], tuple(entry["names"]), entry.get("shown", False)) for entry in data["items"]
    )
    return items, Limits(**data["limits"])


def choose_items(names: Iterable[str]) -> tuple[Item, ...]:
    """Return the items that are always counted, and those that `names` add, which are shown, too.

    Raises GovreportError for a name that no form knows as that of a number.
    """
    items = list(load_items()[0])
    for name in map(read_name, names):
        if not any(find_binding((name,), load_format(form)) for form in list_formats()):
            raise GovreportError(f"没有“{name}”这个项目；能写的名称用 govreport placeholders 看")
        if not any(name == item.label for item in items):
            items.append(Item(name, (name,), shown=True))
    return tuple(items)


def find_binding(names: Sequence[str], form: ReportFormat) -> Binding | None:
    """Return what the first name that a form knows means there; None where it knows none as a number's."""
    known = load_vocabulary(form).known
    return next((known[name] for name in names if name in known and not known[name].field), None)
