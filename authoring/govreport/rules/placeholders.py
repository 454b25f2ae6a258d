"""Placeholders for numbers of the tables: unknown names (B01), broken ones (B02), numbers that are blank (B03)."""

import re
from collections.abc import Iterator

from govreport.bound import FIELDS, PLACEHOLDER, evaluate_binding
from govreport.cells import show
from govreport.fields import load_fields
from govreport.finding import Strike
from govreport.report import Report
from govreport.rules.passages import Passage, list_passages, read_field
from govreport.rules.pattern import Pattern
from govreport.rules.subject import Subject
from govreport.spelling import suggest_key
from govreport.vocabulary import Binding, Vocabulary, complete, load_vocabulary, read_name

SIGNS = ("{", "}", "｛", "｝")
BROKEN = Pattern(r"[{｛] ?[{｛]?([^{}｛｝\n]{0,60})[}｝] ?[}｝]?|\{\{|\}\}|｛｛|｝｝")
LONGEST_NAME = 40
"""Characters of a name for which a like one is looked for."""
MOST_SHOWN = 3
"""Names that one hint gives."""


def check_placeholders(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every placeholder that nothing can be put in place of."""
    report = subject.report
    if not any(sign in text for text in texts_of_prose(report) for sign in SIGNS):
        return
    vocabulary = load_vocabulary(report.format)
    fields = (read_field(report, path) for path in FIELDS if not path.startswith("narrative."))
    written = (passage.as_written() for passage in (*fields, *list_passages(report)))
    for passage in (*written, *pass_illustrations(report)):
        for match in PLACEHOLDER.finditer(passage.text):
            yield from check_placeholder(passage, match, vocabulary, subject)
        yield from check_brackets(passage, vocabulary)


def texts_of_prose(report: Report) -> Iterator[str]:
    """Yield every text that may hold placeholders."""
    yield from (report.text(path) for path in FIELDS)
    for prose in report.prose.values():
        yield from prose.text
        for part in prose.parts:
            yield part.heading
            yield from part.text
    yield from (passage.text for passage in pass_illustrations(report))


def pass_illustrations(report: Report) -> Iterator[Passage]:
    """Yield what figures hold placeholders in, as written: captions, alternative texts, values that are bound."""
    for illustration in report.illustrations:
        yield Passage(f"{illustration.path}.caption", illustration.caption)
        yield Passage(f"{illustration.path}.alt", illustration.alt)
        for index, value in enumerate(illustration.values):
            if isinstance(value, str):
                yield Passage(f"{illustration.path}.values[{index}]", value)


def check_placeholder(
    passage: Passage, match: re.Match[str], vocabulary: Vocabulary, subject: Subject
) -> Iterator[Strike]:
    """Yield a strike where a placeholder's name is empty (B02), unknown (B01), or names what is blank (B03)."""
    name = read_name(match[1])
    binding = vocabulary.known.get(name)
    values: dict[str, object] = {"name": show(name)}
    if not name:
        yield passage.strike("B02", *match.span())
    elif binding is None:
        near = find_near(name, vocabulary)
        values["hint"] = "、".join(f"“{other}”" for other in near)
        (only,) = near if len(near) == 1 else ("",)
        yield passage.strike(
            "B01", *match.span(), found=name, expected=only or None, values=values, meant=write_name(only)
        )
    elif is_blank_unseen(binding, subject):
        values["cell"] = binding.place
        yield passage.strike("B03", *match.span(), found=name, values=values)


def write_name(name: str) -> str | None:
    """Return a name as it stands in prose; None for none."""
    return f"{{{{ {name} }}}}" if name else None


def find_near(name: str, vocabulary: Vocabulary) -> list[str]:
    """Return the names that may have been meant: clear ones for an unclear, those with a column, a like one."""
    names = [binding.name for binding in vocabulary.listed]
    clear = dict.fromkeys(vocabulary.unclear.get(name) or complete(name, names))
    if clear:
        return list(clear)[:MOST_SHOWN]
    near = suggest_key(name, names) if len(name) <= LONGEST_NAME else ""
    return [near] if near else []


def is_blank_unseen(binding: Binding, subject: Subject) -> bool:
    """Tell whether a name stands for a blank that no error of a cell or a field stops.

    Those are: a field that need not be filled in, a row for which a single row stands, a blank that was waived.
    """
    if evaluate_binding(binding, subject.report, subject.figures) is not None:
        return False
    if binding.field:
        return not load_fields()[binding.field].required or bool(subject.report.text(binding.field))
    waived = any(waiver.rule.startswith("C") for waiver in subject.report.waivers)
    return waived or any(row not in subject.figures for row in binding.rows)


def check_brackets(passage: Passage, vocabulary: Vocabulary) -> Iterator[Strike]:
    """Yield a strike for brackets that are no placeholder but were meant for one (B02).

    Single brackets are meant so only around a name that is known.
    """
    rest = PLACEHOLDER.sub(lambda match: "\n" * len(match[0]), passage.text)
    for match in BROKEN.finditer(rest):
        name = read_name(match[1] or "")
        meant = name if name in vocabulary.known else ""
        double = sum(sign in SIGNS for sign in match[0]) > 2 or match[1] is None
        if double or meant:
            yield passage.strike("B02", *match.span(), expected=meant or None, meant=write_name(meant))
