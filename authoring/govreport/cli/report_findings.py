"""Findings as lines of text for a person, or as JSON for a program."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from govreport.cli.console import escape_controls, paint
from govreport.display_width import measure
from govreport.finding import Finding
from govreport.toml.source import Source

LONGEST_LINE = 100
"""Columns of a source line that are shown; a paragraph is cut around its place."""


def finding_object(finding: Finding) -> dict[str, Any]:
    """Return a finding in the shape of `validate --format json`."""
    item: dict[str, Any] = {
        "file": finding.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "path": finding.path,
        "found": plain(finding.found),
        "expected": plain(finding.expected),
        "advice": finding.advice,
    }
    optional = {
        "equation": finding.equation,
        "guess": finding.guess,
        "corrected": finding.corrected,
        "result": finding.result,
    }
    item.update({key: value for key, value in optional.items() if value})
    if finding.waived is not None:
        item["waived"] = finding.waived
    if finding.replacement is not None:
        item["fix"] = {"length": finding.place.length, "replacement": finding.replacement}
    return item


def plain(value: object) -> object:
    """Return a number for JSON."""
    return float(value) if isinstance(value, Decimal) else value


def findings_json(findings: Iterable[Finding]) -> str:
    """Return the findings of all files as one array."""
    return json.dumps([finding_object(f) for f in findings], ensure_ascii=False, indent=1) + "\n"


def finding_lines(finding: Finding, source: Source, *, quiet: bool, more: int = 0, with_path: bool = False) -> str:
    """Return a finding as text: one line, and unless `quiet` the source line, the sum and what to do.

    `with_path`: also the path that a waiver would name.
    """
    place = finding.place
    head = escape_controls(f"{finding.file}:{place.line}:{place.column}: ")
    message = finding.message if finding.waived is None else f"{finding.message}（已说明理由：{finding.waived}）"
    lines = [f"{head}{paint(finding.code, finding.severity)} {escape_controls(message)}"]
    if more:
        lines[0] += f"（这一行还有 {more} 处）"
    if not quiet:
        lines += [escape_controls(line) for line in detail_lines(finding, source)]
        lines += [escape_controls(f'      位置：at = "{finding.path}"')] * (with_path and not finding.result)
    return "\n".join(lines) + "\n"


def detail_lines(finding: Finding, source: Source) -> Iterable[str]:
    """Yield the source line with a caret, the sum, the corrected line, what to do."""
    lines = source.text.split("\n")
    if source.text and finding.place.line <= len(lines):
        yield from quote_line(finding, lines[finding.place.line - 1].rstrip("\r"))
    if finding.equation:
        yield f"      算式：{finding.equation}"
    if finding.guess:
        yield f"      可能：{finding.guess}"
    if finding.corrected:
        yield f"      改成：{finding.corrected}"
    if finding.advice:
        yield f"      怎么改：{finding.advice}"


def quote_line(finding: Finding, line: str) -> Iterable[str]:
    """Yield the source line, cut around the place where it is long, and a caret below."""
    start = finding.place.column - 1
    before, marked, after = (
        line[:start],
        line[start : start + finding.place.length],
        line[start + finding.place.length :],
    )
    if measure(line) > LONGEST_LINE:
        before = f"…{before[-20:]}" if len(before) > 21 else before
        marked = f"{marked[:30]}…" if len(marked) > 31 else marked
        after = f"{after[:20]}…" if len(after) > 21 else after
    before, marked, after = (escape_controls(part.replace("\t", " ")) for part in (before, marked, after))
    number = str(finding.place.line)
    yield f"{number:>5} | {before}{marked}{after}"
    yield f"      | {' ' * measure(before)}{'^' * max(1, measure(marked))}"


def hide_results(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings without sums that are right, or undecided where nobody asked for just that."""
    return [finding for finding in findings if not finding.result or finding.severity != "info"]


def fold_findings(findings: Iterable[Finding]) -> Iterator[tuple[Finding, int]]:
    """Yield every finding with the count of those on its line that are mended with it.

    One corrected line mends them all, or they break one rule that `--fix` mends.
    """
    groups: dict[object, list[Finding]] = {}
    for finding in findings:
        is_alike = finding.replacement is not None and not finding.corrected and finding.waived is None
        what = finding.corrected or (finding.code, 0 if is_alike else finding.place.column)
        groups.setdefault((finding.place.line, what), []).append(finding)
    for first, *others in groups.values():
        yield first, len(others)


def hide_numbers(source: Source, findings: Iterable[Finding]) -> Source:
    """Return the source with what is not to be shown in full put out of sight, character for character."""
    lines = source.text.split("\n")
    for finding in findings:
        if finding.hidden and isinstance(finding.found, str):
            line, start = lines[finding.place.line - 1], finding.place.column - 1
            lines[finding.place.line - 1] = line[:start] + finding.found + line[start + len(finding.found) :]
    return replace(source, text="\n".join(lines))


def is_fixable(finding: Finding) -> bool:
    """Tell whether `--fix` mends a finding."""
    return finding.waived is None and (finding.replacement is not None or finding.mends_line)


@dataclass(frozen=True)
class Tally:
    """What was counted of one file's findings, and whether it passes; `codes` are those of errors and warnings.

    `fixable`: how many of these `--fix` mends.
    """

    file: str
    errors: int
    warnings: int
    waived: int
    undecided: int
    passed: bool
    is_toml: bool
    codes: tuple[str, ...]
    fixable: int = 0

    @property
    def is_notable(self) -> bool:
        """Tell whether anything was counted."""
        return bool(self.errors or self.warnings or self.waived or self.undecided)


def count_findings(source: Source, findings: Sequence[Finding], *, strict: bool) -> Tally:
    """Return the counts of a file's findings; with `strict` a file with a warning does not pass."""
    errors = sum(f.severity == "error" for f in findings)
    warnings = sum(f.severity == "warning" for f in findings)
    return Tally(
        source.name,
        errors,
        warnings,
        waived=sum(f.waived is not None for f in findings),
        undecided=sum(f.result == "undecided" for f in findings),
        passed=not errors and not (strict and warnings),
        is_toml=source.data is not None,
        codes=tuple(f.code for f in findings if f.severity != "info"),
        fixable=sum(is_fixable(f) for f in findings),
    )


def verdict(tally: Tally) -> str:
    """Return the last line for one file: passed or not, and what was counted."""
    counts = [f"{tally.errors} 项错误"] * bool(tally.errors) + [f"{tally.warnings} 项提示"] * bool(tally.warnings)
    counts += [f"{tally.undecided} 项不能核对"] * bool(tally.undecided)
    text = (
        ("通过" if tally.passed else "不通过")
        + ("，" if tally.passed else "：") * bool(counts)
        + "，".join(counts)
    )
    text += f"（另有 {tally.waived} 项已说明理由）" if tally.waived else ""
    text += f"；其中 {tally.fixable} 项加 --fix 可以自动改" if tally.fixable else ""
    return text if tally.is_toml else f"{text}；改好写法再检查一遍，才能核对别的"
