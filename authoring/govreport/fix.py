"""What `validate --fix` writes: certain corrections, every other byte left as it is."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

import tomli

from govreport.errors import GovreportError
from govreport.finding import Finding
from govreport.toml.source import UTF8_BOM, Source, read_source

MOST_ROUNDS = 20
"""One correction may show the next (a slip the report, ",," two marks): so often is looked again."""


@dataclass(frozen=True)
class Fix:
    """A source with what could be put right, and the findings that were."""

    source: Source
    done: tuple[Finding, ...]


def fix_source(source: Source, judge: Callable[[Source], tuple[Finding, ...]]) -> Fix:
    """Return the source with all certain corrections made; `judge` gives the findings of a source.

    Waived findings are left alone. Raises GovreportError where anything else in the report would change.
    """
    done: list[Finding] = []
    for _ in range(MOST_ROUNDS):
        findings = [finding for finding in judge(source) if finding.waived is None]
        repaired, mended = (fix_lines if source.data is None else fix_values)(source, findings)
        if not mended:
            break
        source = repaired
        done += mended
    return Fix(source, tuple(done))


def rewrite(source: Source, text: str) -> Source:
    """Return the source with another text, a byte order mark kept."""
    bom = UTF8_BOM if source.content.startswith(UTF8_BOM) else b""
    return read_source(source.name, bom + text.encode("utf-8"))


# ---------------------------------------------------------------- text that is not TOML


def fix_lines(source: Source, findings: Sequence[Finding]) -> tuple[Source, list[Finding]]:
    """Return the source with every line corrected on which all that is wrong is certain."""
    lines = source.text.split("\n")
    done: list[Finding] = []
    for number, group in groupby(findings, key=lambda finding: finding.place.line):
        on_line = list(group)
        if all(f.mends_line and f.corrected == on_line[0].corrected for f in on_line):
            lines[number - 1] = swap_body(lines[number - 1], on_line[0].corrected)
            done += on_line
    return (rewrite(source, "\n".join(lines)), done) if done else (source, [])


def swap_body(line: str, body: str) -> str:
    """Return the line with another text between the blanks around it."""
    start = len(line) - len(line.lstrip(" \t"))
    return line[:start] + body + line[len(line.rstrip(" \t\r")) :]


# ---------------------------------------------------------------- values of a report


def fix_values(source: Source, findings: Sequence[Finding]) -> tuple[Source, list[Finding]]:
    """Return the source with every value, or part of one, in whose place another is certain."""
    from govreport.toml.positions import Positions

    fixable = [finding for finding in findings if finding.replacement is not None]
    if not fixable:
        return source, []
    positions = Positions(source.text)
    edits = choose_edits(fixable, positions.offset)
    repaired = rewrite(source, apply_edits(source.text, edits))
    if repr(repaired.data) != repr(
        expect_data(source.data, edits, positions.find_string)
    ):  # 1 == True, repr tells
        raise GovreportError(f"{source.name}：自动改动会牵连别的内容，没有改动；请照提示自己改")
    return repaired, [edit.finding for edit in edits]


@dataclass(frozen=True)
class Edit:
    """The characters of a text from `start` to `end` are to be a finding's replacement."""

    start: int
    end: int
    finding: Finding

    @property
    def new(self) -> str:
        """What is to stand there."""
        return self.finding.replacement or ""


def choose_edits(findings: Sequence[Finding], offset_of: Callable[[Any], int]) -> list[Edit]:
    """Return the edits in order; of two that overlap the first, the other comes in the next round."""
    edits: list[Edit] = []
    for finding in sorted(findings, key=lambda f: (f.place.line, f.place.column)):
        start = offset_of(finding.place)
        if not edits or start >= edits[-1].end:
            edits.append(Edit(start, start + finding.place.length, finding))
    return edits


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Return the text with the edits made, the last one first."""
    for edit in reversed(edits):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text


def expect_data(data: Any, edits: Sequence[Edit], find_string: Callable[[str], Any]) -> Any:
    """Return what the edited text must say: the data with the edits made in the values themselves."""
    by_path: defaultdict[str, list[Edit]] = defaultdict(list)
    for edit in edits:
        by_path[edit.finding.path].append(edit)
    for path, own in by_path.items():
        string = find_string(path)
        if string is None or not string.starts or own[0].start < string.starts[0]:
            value = tomli.loads(f"value = {own[0].new}", parse_float=Decimal)["value"]
        else:
            value = string.text
            for edit in reversed(own):
                start, end = bisect_left(string.starts, edit.start), bisect_left(string.starts, edit.end)
                value = value[:start] + string.read(edit.new) + value[end:]
        data = put_value(data, split_path(path), value)
    return data


def split_path(path: str) -> list[str | int]:
    """Return the keys and indices of a path such as `narrative.other.parts[0].text`."""
    steps: list[str | int] = []
    for piece in path.replace("[", ".[").split("."):
        steps.append(int(piece[1:-1]) if piece.startswith("[") else piece)
    return steps


def put_value(data: Any, steps: Sequence[str | int], value: Any) -> Any:
    """Return a copy of the data with another value at the end of the steps."""
    if not steps:
        return value
    copy = data.copy()
    copy[steps[0]] = put_value(data[steps[0]], steps[1:], value)
    return copy
