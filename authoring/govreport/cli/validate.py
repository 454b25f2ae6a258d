"""`govreport validate`."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
from typing import Annotated

import typer

from govreport import api
from govreport.cli.console import escape_controls, paint, put
from govreport.cli.inputs import Files, read_sources
from govreport.cli.report_findings import (
    finding_lines,
    findings_json,
    fold_findings,
    hide_numbers,
    hide_results,
    verdict,
)
from govreport.finding import Finding
from govreport.toml.source import Source


class Form(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"


def validate(
    files: Files,
    form: Annotated[
        Form, typer.Option("--format", metavar="text|json", help="输出样式：text 给人看，json 给程序读")
    ] = Form.TEXT,
    strict: Annotated[bool, typer.Option("--strict", help="有提示也算不通过")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="连核对无误的勾稽关系也逐项列出")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="每项只印一行")] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="有把握的（标点、重复的字、错字、写法）直接改在文件里，再列出剩下的")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="只看 --fix 会怎么改，不改文件")] = False,
) -> int:
    """检查填报文件：写法、漏填、勾稽关系。"""
    results: list[tuple[Source, tuple[Finding, ...]]] = []
    unreadable = False
    for source in read_sources(files):
        if source is None:
            unreadable = True
            continue
        judge = partial(api.validate, verbose=verbose)
        after = amend_file(source, judge, show_only=diff) if fix or diff else source
        unreadable = unreadable or after is None
        results.append((after or source, judge(after or source)))
    if form is Form.JSON and results:
        put(findings_json(finding for _, findings in results for finding in findings))
    elif form is Form.TEXT and not diff:
        print_text(results, strict=strict, verbose=verbose, quiet=quiet)
    return 2 if unreadable else int(any(fails(findings, strict=strict) for _, findings in results))


def amend_file(
    source: Source, judge: Callable[[Source], tuple[Finding, ...]], *, show_only: bool
) -> Source | None:
    """Return the source with what is certain put right; None where it could not be done."""
    from govreport.cli.fixing import amend

    return amend(source, judge, show_only=show_only)


def fails(findings: Sequence[Finding], *, strict: bool) -> bool:
    """Tell whether a file with these findings does not pass."""
    blocking = ("error", "warning") if strict else ("error",)
    return any(finding.severity in blocking for finding in findings)


def print_text(
    results: Sequence[tuple[Source, tuple[Finding, ...]]], *, strict: bool, verbose: bool, quiet: bool
) -> None:
    """Print the findings of every file and its verdict; for several files a total."""
    for source, findings in results:
        shown = hide_numbers(source, findings)
        for finding, more in fold_findings(findings if verbose else hide_results(findings)):
            put(finding_lines(finding, shown, quiet=quiet or finding.waived is not None, more=more))
        colour = "error" if fails(findings, strict=strict) else "good"
        words = verdict(findings, strict=strict, is_toml=source.data is not None)
        put(f"{escape_controls(source.name)}：{paint(words, colour)}\n")
    if len(results) > 1:
        failed = sum(fails(findings, strict=strict) for _, findings in results)
        put(f"共 {len(results)} 个文件：{len(results) - failed} 个通过，{failed} 个不通过\n")
