"""Many files at once: what was found in which, worst first, and by which rules."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from govreport.cli.console import escape_controls
from govreport.cli.report_findings import Tally, count_findings
from govreport.display_width import measure, pad
from govreport.finding import Finding
from govreport.rules.catalogue import load_rules
from govreport.rules.explanation import name_severity
from govreport.toml.source import Source

FILE_HEAD = ("文件", "错误", "提示", "已说明", "不能核对", "结论")
RULE_HEAD = ("代码", "级别", "文件数", "处数", "规则")


@dataclass(frozen=True)
class Summary:
    """What was found in one file; `codes` counts its errors and warnings by rule."""

    name: str
    tally: Tally
    codes: Counter[str]
    is_toml: bool

    @property
    def is_notable(self) -> bool:
        """Tell whether anything was counted."""
        tally = self.tally
        return bool(tally.errors or tally.warnings or tally.waived or tally.undecided)

    @property
    def badness(self) -> tuple[bool, bool, int, int, int]:
        """What files are ordered by: unreadable TOML first, then failed, then by counts."""
        tally = self.tally
        return (not self.is_toml, not tally.passed, tally.errors, tally.warnings, tally.undecided)


def summarize(source: Source, findings: Sequence[Finding], *, strict: bool) -> Summary:
    """Return what was found in one file."""
    codes = Counter(finding.code for finding in findings if finding.severity in ("error", "warning"))
    return Summary(source.name, count_findings(findings, strict=strict), codes, source.data is not None)


def total_line(summaries: Sequence[Summary]) -> str:
    """Return how many files pass."""
    passed = sum(summary.tally.passed for summary in summaries)
    return f"共 {len(summaries)} 个文件：{passed} 个通过，{len(summaries) - passed} 个不通过"


def file_table(summaries: Sequence[Summary], *, whole: bool = True) -> Iterator[str]:
    """Yield the table of files, worst first; nothing where nothing was found in any.

    Not `whole`: files without findings are one line at its end.
    """
    if not any(summary.is_notable for summary in summaries):
        return
    shown = [summary for summary in summaries if whole or summary.is_notable]
    worst_first = sorted(shown, key=lambda summary: summary.badness, reverse=True)
    yield from align(FILE_HEAD, [file_row(summary) for summary in worst_first], "<>>>><")
    if len(shown) < len(summaries):
        yield f"其余 {len(summaries) - len(shown)} 个文件没有问题"


def file_row(summary: Summary) -> tuple[str, ...]:
    """Return one file's row of the table."""
    tally = summary.tally
    words = "通过" if tally.passed else "不通过" if summary.is_toml else "不通过，写法有误，别的还没有查"
    counts = (tally.errors, tally.warnings, tally.waived, tally.undecided)
    return (escape_controls(summary.name), *map(str, counts), words)


def rule_table(summaries: Sequence[Summary]) -> Iterator[str]:
    """Yield the table of the rules that were met, those met in most files first."""
    files = Counter(code for summary in summaries for code in summary.codes)
    places: Counter[str] = Counter()
    for summary in summaries:
        places.update(summary.codes)
    rules = [load_rules()[code] for code in sorted(files, key=lambda code: (-files[code], -places[code], code))]
    rows = [(r.code, name_severity(r), str(files[r.code]), str(places[r.code]), r.title) for r in rules]
    if rows:
        yield from align(RULE_HEAD, rows, "<<>><")


def align(head: Sequence[str], rows: Sequence[Sequence[str]], directions: str) -> Iterator[str]:
    """Yield head and rows in columns two spaces apart, each aligned "<" left or ">" right by display width."""
    widths = [max(measure(row[i]) for row in (head, *rows)) for i in range(len(head))]
    for row in (head, *rows):
        cells = zip(row, widths, directions, strict=True)
        yield "  ".join(pad(cell, width, align=direction) for cell, width, direction in cells).rstrip()
