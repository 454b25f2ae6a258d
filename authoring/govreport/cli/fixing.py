"""What `validate --fix` writes and `validate --diff` shows."""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from difflib import unified_diff

from govreport import api
from govreport.cli.console import complain, escape_controls, put
from govreport.cli.inputs import attempt
from govreport.errors import GovreportError
from govreport.files import rewrite_input
from govreport.finding import Finding
from govreport.rules.catalogue import name_rule
from govreport.toml.source import Source

Judge = Callable[[Source], tuple[Finding, ...]]


def fix_file(source: Source, judge: Judge) -> Source | None:
    """Write what is certain into the file and return the source that it now is.

    None, with a line on stderr, where that could not be done; so `show_diff`.
    """
    return attempt(_fix_file, source, judge)


def _fix_file(source: Source, judge: Judge) -> Source:
    if source.name == api.STDIN_NAME:
        raise GovreportError(f"{source.name}：没有文件可以改；要看怎么改，用 --diff，或写文件名")
    fixed = api.fix(source, judge)
    if fixed.done:
        rewrite_input(source.name, fixed.source.content, before=source.content)
        complain(f"{source.name}：已改 {len(fixed.done)} 处：{count_by_rule(fixed.done)}")
    return fixed.source


def show_diff(source: Source, judge: Judge) -> Source | None:
    """Print what `fix_file` would change as a unified diff and return the source as it is."""
    fixed = attempt(api.fix, source, judge)
    if fixed is None:
        return None
    text = "".join(diff_lines(source, fixed.source))
    put(escape_controls(text.replace("\r\n", "\n")) if sys.stdout.isatty() else text)
    words = f"可以改 {len(fixed.done)} 处：{count_by_rule(fixed.done)}" if fixed.done else "没有能自动改的"
    complain(f"{source.name}：{words}")
    return source


def diff_lines(before: Source, after: Source) -> Iterator[str]:
    """Yield the lines of a unified diff that `patch` understands."""
    old, new = (re.findall("[^\n]*\n|[^\n]+", source.text) for source in (before, after))
    for line in unified_diff(old, new, before.name, after.name):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def count_by_rule(findings: tuple[Finding, ...]) -> str:
    """Return how many findings there are of each rule."""
    counts = Counter(finding.code for finding in findings)
    return "，".join(f"{name_rule(code).title} {counts[code]}" for code in sorted(counts))
