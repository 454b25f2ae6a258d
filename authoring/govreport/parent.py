"""The parent's report: sums over its children, with prose around them that is still to be written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import tomli

from govreport.pack import Pack
from govreport.report import FieldValue, Prose
from govreport.report_format import ReportFormat
from govreport.rollup import Gap, Rollup
from govreport.rules.catalogue import load_rules
from govreport.scaffold import Beginning, load_scaffold, make_scaffold

MOST_LISTED = 50
"""Names that one comment lists."""

Sentences = Mapping[str, Mapping[str, Sequence[str]]]
"""Paragraphs by section key and aspect."""


@dataclass(frozen=True)
class Origin:
    """What a sum was made of, as the file's head tells: where its sources are listed, which of them have errors.

    `missing` are the agencies that should have reported and have not.
    """

    sources: str
    with_errors: Sequence[str] = ()
    missing: Sequence[str] = ()


def make_parent(rollup: Rollup, fields: Mapping[str, FieldValue], origin: Origin, pack: Pack) -> Beginning:
    """Return the report of the sums, with the headings of a pack.

    Every paragraph of its sections bears the marker of prose that is still to be written (S07).
    """
    marker = str(load_rules()["S07"].data["marker"])
    begun = make_scaffold(rollup.form, fields, pack, marker=marker)
    prose = {key: bind_prose(rollup.form, key, own, marker) for key, own in begun.report.prose.items()}
    notes = {**begun.notes, **note_blanks(rollup), "": list(note_origin(rollup, origin, marker))}
    return Beginning(replace(begun.report, prose=prose, rows=rollup.total()), notes)


@cache
def load_sentences(form: ReportFormat) -> Sentences:
    """Return the paragraphs that sums stand in, from the form's `rollup.toml`; none where it has no such file."""
    path = form.folder / "rollup.toml"
    return tomli.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def bind_prose(form: ReportFormat, key: str, prose: Prose, marker: str) -> Prose:
    """Return a section's scaffold, all of it marked, the sentences on the sums in the parts on their aspects."""
    sentences = load_sentences(form).get(key, {})
    parts = tuple(replace(part, text=mark(sentences.get(part.aspect, part.text), marker)) for part in prose.parts)
    return replace(prose, text=mark(prose.text, marker), parts=parts)


def mark(paragraphs: Sequence[str], marker: str) -> tuple[str, ...]:
    """Return the paragraphs, each with the marker."""
    return tuple(text if marker in text else f"{marker}{text}" for text in paragraphs)


def note_origin(rollup: Rollup, origin: Origin, marker: str) -> Iterator[str]:
    """Yield the lines at the head of the file."""
    words = load_scaffold()
    yield from words.merged.format(count=rollup.count, sources=origin.sources, marker=marker).rstrip().split("\n")
    if origin.with_errors:
        yield words.merged_errors.format(
            count=len(origin.with_errors), sources=origin.sources, names=list_some(origin.with_errors)
        )
    if origin.missing:
        yield words.merged_missing.format(count=len(origin.missing), names=list_some(origin.missing))


def note_blanks(rollup: Rollup) -> dict[str, list[str]]:
    """Return the comments on blank cells by row path: column, and who has not filled it in."""
    notes: dict[str, list[str]] = {}
    words = load_scaffold().merged_blank
    for path, index, gap in rollup.blanks():
        table = rollup.form.row_index[path][1]
        if table.columns[index].key not in table.total_columns:
            column = table.columns[index].label
            notes.setdefault(path, []).append(words.format(column=column, names=name_gap(gap)))
    return notes


def name_gap(gap: Gap) -> str:
    """Return the reports in which a cell is blank."""
    shown = "、".join(gap.names)
    return f"{shown} 等 {gap.count} 份" if gap.count > len(gap.names) else shown


def list_some(names: Sequence[str]) -> str:
    """Return the names, the first of them where they are many."""
    shown = "、".join(names[:MOST_LISTED])
    return f"{shown} 等 {len(names)} 家" if len(names) > MOST_LISTED else shown
