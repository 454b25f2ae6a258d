"""What prose may count, and what the tables say of it; from `schemas/quantities.toml`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import tomli

from govreport.figures import add_up
from govreport.finding import Number
from govreport.report import Cells, Report
from govreport.resources import locate_resources

UNITS = "件|件次|条|项|起|宗|份|例|个|部"
"""Units of what the tables count, where a quantity names none."""


OUTCOMES, NO_OUTCOME = "P05", ("条", "项", "部")
"""The rule on outcomes of applications, and units in which these are not counted."""


@dataclass(frozen=True)
class Reading:
    """One thing that a count may mean: the sum of `rows` without `minus`, by row path; `x.*` is all rows of x.

    `column` is a key of the rows' table, "" for its total (or its only one).
    """

    name: str
    rows: tuple[str, ...]
    minus: tuple[str, ...] = ()
    column: str = ""
    times: int = 1
    less_pending: bool = False


@dataclass(frozen=True)
class Quantity:
    """Something that prose counts. `words` is a regular expression, "" where only the topic is named."""

    key: str
    topic: str
    rule: str
    readings: tuple[Reading, ...]
    words: str = ""
    plain: bool = False
    alone: str = ""
    zero: str = ""
    units: str = ""
    vague: bool = False

    @property
    def group(self) -> str:
        """The rows of the group of outcomes that it is, or is a reason of; "" where it is neither."""
        return next((row for reading in self.readings for row in reading.rows if row.endswith(".*")), "")

    @property
    def is_group(self) -> bool:
        """Whether it is a group of outcomes, not one reason in it."""
        return self.readings[0].rows[0] == self.group

    @property
    def is_reason(self) -> bool:
        """Whether it is one reason in a group of outcomes."""
        return bool(self.group) and not self.is_group

    def admits(self, unit: str) -> bool:
        """Tell whether it is counted in `unit`; money is only where it says so."""
        if self.rule == OUTCOMES and unit in NO_OUTCOME:
            return False
        return unit in (self.units or UNITS).split("|")


@dataclass(frozen=True)
class Vocabulary:
    """All of it: topics, columns, outcomes, quantities.

    `speaks_of`: words without one of which a sentence is not read. `signs`: by topic what every denial holds.
    `put_down`: a group, and words behind counts that put them all down as it. `documents`: the kinds of table two.
    """

    speaks_of: tuple[str, ...]
    topics: Mapping[str, str]
    counted: frozenset[str]
    signs: Mapping[str, str]
    put_down: tuple[str, re.Pattern[str]]
    documents: str
    others: Mapping[str, re.Pattern[str]]
    columns: Mapping[str, tuple[str, tuple[str, ...]]]
    outcomes: Mapping[str, str]
    quantities: Mapping[str, Quantity]


@cache
def load_vocabulary() -> Vocabulary:
    """Return what `schemas/quantities.toml` says."""
    path = locate_resources("schemas") / "quantities.toml"
    data = tomli.loads(path.read_text(encoding="utf-8"))
    topics = data["topics"]
    return Vocabulary(
        tuple(data["speaks_of"]),
        {key: topic["words"] for key, topic in topics.items()},
        frozenset(key for key, topic in topics.items() if "table" in topic),
        {key: topic.get("sign", "") for key, topic in topics.items()},
        (data["put_down"]["group"], re.compile(data["put_down"]["words"])),
        data["kinds_of_documents"],
        {key: re.compile(topic["other"]) for key, topic in topics.items() if "other" in topic},
        {key: (column["words"], tuple(column["columns"])) for key, column in data["columns"].items()},
        data["outcomes"],
        {entry["key"]: _make_quantity(entry) for entry in data["quantity"]},
    )


def _make_quantity(entry: Mapping[str, Any]) -> Quantity:
    readings = tuple(
        Reading(**reading | {"rows": tuple(reading["rows"]), "minus": tuple(reading.get("minus", ()))})
        for reading in entry["readings"]
    )
    return Quantity(**{**entry, "readings": readings})


def for_year(words: str, year: int) -> str:
    """Return a regular expression of the vocabulary with {this}, {last}, {next} and {none} filled in."""
    none = (
        r"(?:未(?!经|来)|没有|无(?!法|正当|理由|障碍)|没)(?:(?!超期|逾期|不当|瑕疵|违法|审结)[^，。；：\d]){0,34}?"
    )
    names = {"{this}": str(year), "{last}": str(year - 1), "{next}": str(year + 1), "{none}": none}
    return re.sub(r"\{(?:this|last|next|none)\}", lambda m: names[m[0]], words)


def evaluate(
    reading: Reading, report: Report, figures: Mapping[str, Cells], columns: tuple[str, ...] = ()
) -> Number | None:
    """Return what the tables say of a reading, in `columns` where given; None where a cell of it is missing."""
    wanted = columns or ((reading.column,) if reading.column else ("",))
    plus = add_up(
        [_cell(report, figures, row, column) for row in _rows(reading.rows, figures) for column in wanted]
    )
    minus = add_up([_cell(report, figures, row, c) for row in _rows(reading.minus, figures) for c in wanted])
    if reading.less_pending and not columns:
        minus = add_up([_cell(report, figures, row, "pending") for row in reading.rows])
    if plus is None or minus is None or not _rows(reading.rows, figures):
        return None
    return (plus - minus) * reading.times


def _rows(names: tuple[str, ...], figures: Mapping[str, Cells]) -> list[str]:
    """Return the row paths in force; `x.*` also meets the single row that stands for x."""
    found: list[str] = []
    for name in names:
        if name.endswith(".*"):
            found += [path for path in figures if path.startswith(name[:-1]) or path == f"{name[:-2]}_single"]
        else:
            found.append(name)
    return found


def _cell(report: Report, figures: Mapping[str, Cells], row: str, column: str) -> Number | None:
    entry = report.format.row_index.get(row)
    if entry is None or row not in figures:
        return None
    keys = [c.key for c in entry[1].columns]
    if not column:
        return figures[row][keys.index("total") if "total" in keys else 0] if len(keys) != 3 else None
    return figures[row][keys.index(column)] if column in keys else None
