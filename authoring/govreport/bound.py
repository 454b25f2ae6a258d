"""Numbers in prose that are bound to the tables: `{{ a row's name }}` is replaced by the cell's number.

No code runs in a placeholder; its name is looked up as it stands (see `vocabulary`).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from govreport.figures import add_up, compute_figures
from govreport.finding import Number
from govreport.numbers import format_number
from govreport.report import Cells, Illustration, Prose, Report
from govreport.vocabulary import Binding, load_vocabulary, read_name

PLACEHOLDER = re.compile(r"\{\{([^{}\n]*)\}\}")
FIELDS = ("publication.title", "publication.signature", "narrative.preamble")
"""The fields that may hold placeholders."""
GAP = "【缺数】"
"""What stands for a number that is blank, in a draft."""
LONGEST = 200
"""Characters of a field that a name may stand for; a longer one, named often, would fill the memory."""

Lookup = Callable[[str], str | None]
"""Gives what a name stands for; "" where that is blank, None for an unknown name."""


@dataclass(frozen=True)
class Span:
    """A number in a filled text, and the placeholder that it came from in the text as written."""

    start: int
    end: int
    written_start: int
    written_end: int


def evaluate_binding(binding: Binding, report: Report, figures: Mapping[str, Cells]) -> Number | str | None:
    """Return what a name stands for in a report; None where the cell, or one of those added up, is blank.

    Rows that a single row stands for count as that row.
    """
    if binding.field:
        return evaluate_field(binding, report)
    rows = list(binding.rows)
    for _, table in report.format.tables:
        for variant in table.variants:
            replaced = {row.path for row in table.rows if row.key in variant.replaces}
            if variant.row.path in figures and replaced <= set(rows):
                rows = [*(row for row in rows if row not in replaced), variant.row.path]
    return add_up([figures[row][i] if row in figures else None for row in rows for i in binding.columns])


def evaluate_field(binding: Binding, report: Report) -> Number | str | None:
    """Return the value of the field that a name stands for; None where it is blank, or too long to be meant."""
    value = report.fields.get(binding.field)
    if isinstance(value, int):
        return value - binding.years_before
    text = str(value or "")
    return text if 0 < len(text) <= LONGEST else None


def show_value(value: Number | str | None) -> str:
    """Return a value as it is printed, "" for a blank."""
    return "" if value is None else value if isinstance(value, str) else format_number(value)


def make_lookup(report: Report) -> Lookup:
    """Return what gives the values of names in a report; nothing is computed before the first name."""

    @cache
    def compute() -> Mapping[str, Cells]:
        return compute_figures(report)

    @cache
    def look_up(name: str) -> str | None:
        binding = load_vocabulary(report.format).known.get(read_name(name))
        return show_value(evaluate_binding(binding, report, compute())) if binding else None

    return look_up


def fill(text: str, look_up: Lookup, *, gap: str = "") -> tuple[str, tuple[Span, ...]]:
    """Return a text with its placeholders replaced, and where.

    An unknown name stays as it is, and a blank number where no `gap` is given for it.
    """
    if "{{" not in text:
        return text, ()
    pieces: list[str] = []
    spans: list[Span] = []
    at = length = 0
    for match in PLACEHOLDER.finditer(text):
        value = look_up(match[1])
        value = gap if value == "" else value
        if value:
            length += match.start() - at
            pieces += [text[at : match.start()], value]
            spans.append(Span(length, length + len(value), *match.span()))
            at, length = match.end(), length + len(value)
    return "".join([*pieces, text[at:]]), tuple(spans)


def bind(report: Report) -> Report:
    """Return the report with the placeholders of its title, signature, preamble, prose and figures replaced.

    An unknown name stays as it is, a blank number becomes 【缺数】: both are errors, and only a draft shows them.
    """
    texts = [report.text(path) for path in FIELDS]
    for prose in report.prose.values():
        texts += [*prose.text, *(t for part in prose.parts for t in (part.heading, *part.text))]
    for illustration in report.illustrations:
        texts += [illustration.caption, illustration.alt, *(v for v in illustration.values if isinstance(v, str))]
    if not any("{{" in text for text in texts):
        return report
    look_up = make_lookup(report)

    def fill_one(text: str) -> str:
        return fill(text, look_up, gap=GAP)[0]

    fields = {**report.fields, **{path: fill_one(report.text(path)) for path in FIELDS if report.text(path)}}
    prose_filled = {key: fill_prose(own, fill_one) for key, own in report.prose.items()}
    drawn = tuple(fill_illustration(illustration, report, fill_one) for illustration in report.illustrations)
    return replace(report, fields=fields, prose=prose_filled, illustrations=drawn)


def fill_prose(prose: Prose, fill_one: Callable[[str], str]) -> Prose:
    """Return a prose section with every text filled."""
    parts = tuple(
        replace(part, heading=fill_one(part.heading), text=tuple(map(fill_one, part.text))) for part in prose.parts
    )
    return Prose(tuple(map(fill_one, prose.text)), parts)


def fill_illustration(illustration: Illustration, report: Report, fill_one: Callable[[str], str]) -> Illustration:
    """Return a figure with every text filled and every value a number."""
    figures = compute_figures(report) if any(isinstance(v, str) for v in illustration.values) else {}
    values = tuple(evaluate_value(value, report, figures) for value in illustration.values)
    return replace(
        illustration, caption=fill_one(illustration.caption), alt=fill_one(illustration.alt), values=values
    )


def evaluate_value(value: Number | str | None, report: Report, figures: Mapping[str, Cells]) -> Number | None:
    """Return the number of a chart's value; None where it is blank or bound to nothing, findings of `validate`."""
    if not isinstance(value, str):
        return value
    binding = load_vocabulary(report.format).known.get(name_of(value))
    number = evaluate_binding(binding, report, figures) if binding else None
    return None if isinstance(number, str) else number


def name_of(value: str) -> str:
    """Return the name in a text that is one placeholder, "" where it is none."""
    match = PLACEHOLDER.fullmatch(value.strip())
    return read_name(match[1]) if match else ""
