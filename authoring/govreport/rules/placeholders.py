"""Placeholders for numbers of the tables: unknown names (B01), broken ones (B02)."""

import re
from collections.abc import Iterator

from govreport.bound import PLACEHOLDER, list_bindings, may_hold, read_name
from govreport.finding import Strike
from govreport.rules.passages import Passage
from govreport.rules.subject import Subject
from govreport.spelling import suggest_key

BROKEN = re.compile(r"\{\{|\}\}|｛\s*｛[^｛｝{}\n]*(?:｝\s*｝)?")


def check_placeholders(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every placeholder with a name that the form does not have, and for broken ones."""
    report = subject.report
    texts = [value for path, value in report.fields.items() if isinstance(value, str) and may_hold(path)]
    if not any("{{" in t or "｛" in t or "}}" in t for t in [*texts, *(p.text for p in subject.passages)]):
        return
    title = Passage("publication.title", report.text("publication.title"))
    for passage in (title, *subject.passages):
        yield from check_passage(passage, subject)


def check_passage(passage: Passage, subject: Subject) -> Iterator[Strike]:
    """Yield the strikes on one paragraph, heading or title."""
    bindings = list_bindings(subject.report.format)
    rest = passage.text
    for match in PLACEHOLDER.finditer(passage.text):
        rest = rest.replace(match[0], "　" * len(match[0]), 1)
        name = read_name(match[1])
        if name not in bindings:
            near = suggest_key(name, bindings)
            meant = f"{{{{ {near} }}}}" if near else ""
            values: dict[str, object] = {"name": name, "hint": near}
            yield passage.strike(
                "B01", match.start(), match.end(), found=name, expected=near or None, values=values, meant=meant
            )
    for match in BROKEN.finditer(rest):
        yield passage.strike("B02", match.start(), match.end())
