"""Checks on what is not yet written, or left over from writing."""

from collections.abc import Iterator

from govreport.finding import Strike
from govreport.report import Report
from govreport.rules.catalogue import load_rules
from govreport.rules.subject import Subject


def check_marker(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every text that still holds the marker of `new` (rule S07)."""
    marker = load_rules()["S07"].data["marker"]
    for path, text in texts_of(subject.report):
        if marker in text:
            yield Strike("S07", path, marker, values={"marker": marker}, word=marker)


def check_last_year(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every paragraph that is still marked as last year's (rule S15)."""
    marker = subject.rules["S15"].data["marker"]
    for path, text in texts_of(subject.report):
        for count in range(text.count(marker)):
            yield Strike("S15", path, marker, values={"marker": marker}, word=marker, occurrence=count)


def check_stray_quotes(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every paragraph that is nothing but quotes (rule S13), left by one ' too many."""
    for path, text in texts_of(subject.report):
        for line in text.split("\n") if path.endswith(".text") else ():
            if line and not line.strip("'\"“”‘’"):
                yield Strike("S13", path, line)


def texts_of(report: Report) -> Iterator[tuple[str, str]]:
    """Yield path and text of every field, heading and block of paragraphs, and of what figures say."""
    for path, value in report.fields.items():
        if isinstance(value, str):
            yield path, value
    for key, prose in report.prose.items():
        yield f"narrative.{key}.text", "\n".join(prose.text)
        for index, part in enumerate(prose.parts):
            yield f"narrative.{key}.parts[{index}].heading", part.heading
            yield f"narrative.{key}.parts[{index}].text", "\n".join(part.text)
    for illustration in report.illustrations:
        yield from illustration.texts()
