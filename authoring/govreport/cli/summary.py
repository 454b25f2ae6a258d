"""Many files at once: what was found in which, worst first, and by which rules."""

from collections import Counter
from collections.abc import Iterator, Sequence

from govreport.cli.console import escape_controls
from govreport.cli.report_findings import Tally
from govreport.display_width import measure, pad
from govreport.rules.catalogue import name_rule
from govreport.rules.explanation import name_severity

FILE_HEAD = ("文件", "错误", "提示", "已说明", "不能核对", "结论")
RULE_HEAD = ("代码", "级别", "文件数", "处数", "规则")


def file_table(tallies: Sequence[Tally], *, whole: bool = True) -> Iterator[str]:
    """Yield the table of files, worst first; nothing where nothing was found in any.

    Not `whole`: files without findings are one line at its end.
    """
    if not any(tally.is_notable for tally in tallies):
        return
    shown = [tally for tally in tallies if whole or tally.is_notable]
    worst_first = sorted(shown, key=rate_badness, reverse=True)
    yield from align(FILE_HEAD, [file_row(tally) for tally in worst_first], "<>>>><")
    if len(shown) < len(tallies):
        yield f"其余 {len(tallies) - len(shown)} 个文件没有问题"


def rate_badness(tally: Tally) -> tuple[bool, bool, int, int, int]:
    """Return what files are ordered by: unreadable TOML first, then failed, then by counts."""
    return (not tally.is_toml, not tally.passed, tally.errors, tally.warnings, tally.undecided)


def file_row(tally: Tally) -> tuple[str, ...]:
    """Return one file's row of the table."""
    words = "通过" if tally.passed else "不通过" if tally.is_toml else "不通过，写法有误，别的还没有查"
    counts = (tally.errors, tally.warnings, tally.waived, tally.undecided)
    return (escape_controls(tally.file), *map(str, counts), words)


def rule_table(tallies: Sequence[Tally]) -> Iterator[str]:
    """Yield the table of the rules that were met, those met in most files first."""
    files = Counter(code for tally in tallies for code in set(tally.codes))
    places = Counter(code for tally in tallies for code in tally.codes)
    rules = [name_rule(code) for code in sorted(files, key=lambda code: (-files[code], -places[code], code))]
    rows = [(r.code, name_severity(r), str(files[r.code]), str(places[r.code]), r.title) for r in rules]
    if rows:
        yield from align(RULE_HEAD, rows, "<<>><")


def align(head: Sequence[str], rows: Sequence[Sequence[str]], directions: str) -> Iterator[str]:
    """Yield head and rows in columns two spaces apart, each aligned "<" left or ">" right by display width."""
    widths = [max(measure(row[i]) for row in (head, *rows)) for i in range(len(head))]
    for row in (head, *rows):
        cells = zip(row, widths, directions, strict=True)
        yield "  ".join(pad(cell, width, align=direction) for cell, width, direction in cells).rstrip()
