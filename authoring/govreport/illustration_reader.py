"""The [[figure]] tables of TOML data as illustrations."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from govreport.bound import PLACEHOLDER, name_of
from govreport.cells import LARGEST, judge_size, show
from govreport.field_reader import read_field
from govreport.fields import Field, load_figure_fields
from govreport.finding import Number
from govreport.paragraphs import BLANKS
from govreport.reading import Reading, is_table_list
from govreport.report import Illustration
from govreport.spelling import suggest_number
from govreport.vocabulary import load_vocabulary, read_name

KEY = "figure"
PICTURE = "image"
"""The kind of figure that is a file, not a chart."""
MOST_ILLUSTRATIONS = 30
MOST_VALUES = 40
"""Of one chart; more cannot be told apart, and a hostile report could have millions."""
LONGEST_NAME = 100
"""Characters of a value's name, or of a unit."""


def read_illustrations(reading: Reading) -> Iterator[Illustration]:
    """Yield the figures that can be drawn; report what keeps the others from it."""
    items = reading.data.get(KEY, [])
    if not is_table_list(items):
        reading.strike("S03", KEY, show(items), "", label=KEY, kind=f"一组 [[{KEY}]]")
        return
    if len(items) > MOST_ILLUSTRATIONS:
        place = f"{KEY}[{MOST_ILLUSTRATIONS}]"
        reading.strike("D04", place, len(items), MOST_ILLUSTRATIONS, label="图", most=MOST_ILLUSTRATIONS)
    for index, item in enumerate(items[:MOST_ILLUSTRATIONS]):
        illustration = _Item(reading, item, f"{KEY}[{index}]").read()
        if illustration:
            yield illustration


class _Item:
    """Reads one [[figure]]."""

    def __init__(self, reading: Reading, item: Mapping[str, Any], path: str) -> None:
        self.reading = reading
        self.item = item
        self.path = path
        self.fields = load_figure_fields()

    def read(self) -> Illustration | None:
        """Return the figure; None where its kind is not known or what it shows is missing."""
        self.reading.report_unknown(self.path, self.item, self.fields)
        kind, caption, place, unit, file, alt = (
            self.read_text(self.fields[key]) for key in ("kind", "caption", "place", "unit", "file", "alt")
        )
        unit = self.bound(unit, "unit", self.fields["unit"])
        values = self.read_values()
        labels = self.read_labels() or tuple(name_of(value) if isinstance(value, str) else "" for value in values)
        wanted = ("file",) if kind == PICTURE else ("values",)
        idle = ("labels", "values", "unit") if kind == PICTURE else ("file",)
        for key in idle if kind else ():
            if self.item.get(key):
                self.strike("D05", key, label=self.fields[key].label, kind=kind)
        missing = [key for key in wanted if not self.item.get(key)] if kind else []
        for key in missing:
            self.reading.strike("D03", self.path, None, key, label=self.fields[key].label, key=key, kind=kind)
        if not kind or missing:
            return None
        if kind == PICTURE:
            return Illustration(kind, self.path, caption, place, file=file, alt=alt)
        if len(labels) != len(values):
            if all(isinstance(self.item.get(key, []), list) for key in ("labels", "values")):
                self.strike("D01", "labels", found=len(labels), expected=len(values))
            return None
        return Illustration(kind, self.path, caption, place, labels, values, unit, alt=alt)

    def strike(self, code: str, key: str, **values: Any) -> None:
        """Note what is wrong with the value of a key."""
        found, expected = values.pop("found", None), values.pop("expected", None)
        self.reading.strike(code, f"{self.path}.{key}", found, expected, **values)

    def read_text(self, field: Field) -> str:
        """Return the value of a key of text, "" where there is none or a wrong one."""
        sections = tuple(section.key for section in self.reading.form.sections)
        choices = sections if field.kind == "place" else field.choices
        here = replace(field, path=f"{self.path}.{field.key}", choices=choices)
        return str(read_field(self.reading, here, self.item.get(field.key)) or "")

    def read_list(self, key: str) -> list[Any]:
        """Return an array, at most as long as a chart may be."""
        items = self.item.get(key, [])
        label = self.fields[key].label
        if not isinstance(items, list):
            self.strike("S03", key, found=show(items), expected="", label=label, kind="一组，写在方括号里")
            return []
        if len(items) > MOST_VALUES:
            self.strike("D04", key, found=len(items), expected=MOST_VALUES, label=label, most=MOST_VALUES)
        return items[:MOST_VALUES]

    def read_labels(self) -> tuple[str, ...]:
        """Return the names of a chart's values; a whole number, such as a year, may be one."""
        labels = []
        for index, item in enumerate(self.read_list("labels")):
            here = f"labels[{index}]"
            is_text = isinstance(item, str) or (type(item) is int and abs(item) < LARGEST)
            if not is_text:
                kind = "文字，两头加英文双引号"
                self.strike(
                    "S03", here, found=show(item), expected="文字", label=self.fields["labels"].label, kind=kind
                )
            label = str(item).strip(BLANKS) if is_text else ""
            self.reading.check_characters(label, f"{self.path}.{here}", one_line=True)
            labels.append(self.bound(label, here, self.fields["labels"]))
        return tuple(labels)

    def bound(self, text: str, key: str, field: Field) -> str:
        """Return a text, its beginning where it is longer than any name, which is reported."""
        if len(text) > LONGEST_NAME:
            self.strike("D11", key, found=len(text), expected=LONGEST_NAME, label=field.label, most=LONGEST_NAME)
        return text[:LONGEST_NAME]

    def read_values(self) -> tuple[Number | str | None, ...]:
        """Return a chart's numbers, and the text of those that are bound to the tables."""
        return tuple(self.read_value(item, index) for index, item in enumerate(self.read_list("values")))

    def read_value(self, item: Any, index: int) -> Number | str | None:
        known = load_vocabulary(self.reading.form).known
        if isinstance(item, str):
            binding = known.get(name_of(item))
            if PLACEHOLDER.fullmatch(item.strip()) and not (binding and binding.field):
                return item.strip()
        elif is_number(item):
            number: Number = item
            return number
        named = known.get(read_name(item)) if isinstance(item, str) else None
        bound = f'"{{{{ {named.name} }}}}"' if named and not named.field else ""
        meant = bound or suggest_number(item)
        values = {"suggestion": meant, "meant": meant}
        self.strike("D02", f"values[{index}]", found=show(item), expected=meant or None, **values)
        return None


def is_number(item: Any) -> bool:
    """Tell whether a value can be drawn: finite, of a size that a report's numbers have."""
    if isinstance(item, Decimal):
        return item.is_finite() and not judge_size(item)
    return isinstance(item, int) and not isinstance(item, bool) and abs(item) < LARGEST
