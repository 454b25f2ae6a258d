"""`govreport validate`."""

import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from govreport import api
from govreport.cli.console import complain, escape_controls, paint, put, say
from govreport.cli.inputs import Files, Template, expand_each
from govreport.cli.judging import (
    SECONDS,
    Amend,
    Judged,
    Settings,
    amend_each,
    fail_to_judge,
    judge_one,
    read_tasks,
)
from govreport.cli.many import MANY, Amount, Dask, Hands, Jobs, work_off
from govreport.cli.report_findings import (
    Tally,
    finding_lines,
    findings_json,
    fold_findings,
    hide_numbers,
    hide_results,
    verdict,
)
from govreport.errors import GovreportError
from govreport.finding import Finding
from govreport.rules.catalogue import load_rules
from govreport.toml.source import Source

if TYPE_CHECKING:
    from govreport.previous import PreviousReports
    from govreport.rollup import Summand


class Form(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


def validate(
    files: Files,
    previous: Annotated[
        str | None,
        typer.Option("--previous", metavar="文件|文件夹", help="上年的填报文件，或放着各机关上年填报文件的文件夹"),
    ] = None,
    children: Annotated[
        list[str] | None,
        typer.Option(
            "--children",
            metavar="文件夹",
            help="下级的报告（或文件、带 * 的名字）：核对每一格是不是它们的和",
        ),
    ] = None,
    template: Template = "",
    form: Annotated[
        Form,
        typer.Option(
            "--format",
            metavar="text|json|github|sarif",
            help="输出样式：text 给人看，json 给程序读，github、sarif 给代码托管平台",
        ),
    ] = Form.TEXT,
    strict: Annotated[bool, typer.Option("--strict", help="有提示也算不通过")] = False,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", metavar="代码", help="只查这些规则：T 是一类，T01 是一条；几个用逗号隔开"),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option("--ignore", metavar="代码", help="不查这些规则，不计入结论；和 --select 冲突的，写得长的算"),
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="全部列出：核对无误的、不能核对的，以及写说明用的位置")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="每项只印一行")] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="有把握的（标点、重复的字、错字、写法）直接改在文件里，再列出剩下的")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="只看 --fix 会怎么改，不改文件")] = False,
    jobs: Jobs = None,
    dask: Dask = None,
) -> int:
    """检查填报文件：写法、漏填、勾稽关系，与上年、与正文是否一致。"""
    selected = choose_rules(select or [], ignore or [])
    names = list(expand_each(files))
    last = None if previous is None else open_previous(previous, names)
    amend = choose_amendment(form, fix=fix, diff=diff)
    family = None if children is None else open_children(children, names, jobs)
    settings = Settings(selected, verbose=verbose, strict=strict, template=template, children=family)
    style = Style(strict=strict, verbose=verbose, quiet=quiet, many=len(names) > MANY, selected=selected)
    readable = [name for name in names if name is not None]
    work: AbstractContextManager[Iterator[Judged]]
    if amend:
        work = nullcontext(amend_each(readable, amend, settings, last))
    else:
        amount = Amount(len(readable), SECONDS, "检查")
        work = work_off(
            partial(judge_one, settings),
            read_tasks(readable, last),
            fail_to_judge,
            amount,
            Hands(jobs, dask, template),
        )
    tallies: list[Tally] = []
    collected: list[Finding] = []
    has_failed = len(readable) < len(names)
    with work as results:
        for judged in results:
            has_failed = has_failed or judged.failed
            if judged.error:
                complain(judged.error)
            if judged.tally is None:
                continue
            tallies.append(judged.tally)
            if form is Form.TEXT and not diff:
                put(file_text(Source(judged.name, judged.text, None), judged.findings, judged.tally, style))
            else:
                collected += judged.findings
    failed = not all(tally.passed for tally in tallies)
    code = 2 if has_failed else int(failed)
    if tallies and not diff:
        put(closing_text(tallies, style) if form is Form.TEXT else machine_text(form, collected, selected, code))
    if tallies and form is Form.GITHUB:
        say(total_line(tallies) + style.scope)
    return code


def choose_amendment(form: Form, *, fix: bool, diff: bool) -> Amend | None:
    """Return what is done to a source before it is judged, if anything."""
    if diff and form is not Form.TEXT:
        raise GovreportError(f"--diff 只印改动，不能和 --format {form.value} 一起用")
    if not fix and not diff:
        return None
    from govreport.cli.fixing import fix_file, show_diff

    return show_diff if diff else fix_file


def choose_rules(select: Sequence[str], ignore: Sequence[str]) -> frozenset[str] | None:
    """Return the codes of the rules that count, None for all."""
    if not select and not ignore:
        return None
    from govreport.rules.selection import select_rules

    return select_rules(select, ignore)


def open_previous(path: str, names: Sequence[str | None]) -> "PreviousReports":
    """Return where last year's reports are; raises GovreportError for one file with several reports."""
    if not path.strip():
        raise GovreportError("--previous 后面是空的；写上年的填报文件，或它所在的文件夹")
    if len(names) > 1 and not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
        reason = "只能给一份报告用；检查几份报告时，--previous 后面写放着上年各份填报文件的文件夹"
        raise GovreportError(f"{path}：--previous 写的是一个文件，{reason}")
    return api.open_previous(path)


def open_children(given: Sequence[str], names: Sequence[str | None], jobs: int | None) -> "tuple[Summand, ...]":
    """Return the reports that the one in `names` should be the sum of; raises GovreportError for several."""
    if len(names) != 1:
        raise GovreportError("--children 只能给一份报告用；一次检查一份汇总的报告")
    from govreport.cli.family import read_family

    return read_family(given, names[0], jobs)


@dataclass(frozen=True)
class Style:
    """How much is printed of each file."""

    strict: bool
    verbose: bool
    quiet: bool
    many: bool
    selected: frozenset[str] | None

    @property
    def is_brief(self) -> bool:
        """Tell whether files have no verdicts of their own, only their rows of the table."""
        return self.many and not self.verbose

    @property
    def scope(self) -> str:
        """What a verdict adds where not all rules were run."""
        if self.selected is None:
            return ""
        return f"（只查了 {len(self.selected & load_rules().keys())} 条规则，共有 {len(load_rules())} 条）"


def file_text(source: Source, findings: Sequence[Finding], tally: Tally, style: Style) -> str:
    """Return one file's findings and its verdict; of many files only what keeps them from passing, in short."""
    shown = list(findings) if style.verbose else hide_results(findings)
    if style.is_brief and not style.quiet:
        blocking = ("error", "warning") if style.strict else ("error",)
        shown = [finding for finding in shown if finding.severity in blocking]
    short = style.quiet or style.is_brief
    shown_source = hide_numbers(source, findings)
    lines = [
        finding_lines(f, shown_source, quiet=short or f.waived is not None, more=more, with_path=style.verbose)
        for f, more in fold_findings(shown)
    ]
    if not style.is_brief:
        words = paint(verdict(tally) + style.scope, "good" if tally.passed else "error")
        lines.append(f"{escape_controls(source.name)}：{words}\n")
    return "".join(lines)


def closing_text(tallies: Sequence[Tally], style: Style) -> str:
    """Return the tables behind the findings of several files, and the total; nothing for one file."""
    if len(tallies) == 1 and not style.is_brief:
        return ""
    from govreport.cli.summary import file_table, rule_table

    table = list(file_table(tallies, whole=not style.is_brief))
    if style.is_brief and table:
        table = [*rule_table(tallies), "", *table]
    lines = ["", *table, ""] if table else []
    if style.is_brief and not style.quiet and any(tally.warnings for tally in tallies):
        lines.append("提示没有逐项列出；要看，加 --verbose，或只检查那一个文件")
    return "\n".join([*lines, total_line(tallies) + style.scope]) + "\n"


def total_line(tallies: Sequence[Tally]) -> str:
    """Return how many files pass."""
    passed = sum(tally.passed for tally in tallies)
    return f"共 {len(tallies)} 个文件：{passed} 个通过，{len(tallies) - passed} 个不通过"


def machine_text(form: Form, findings: Sequence[Finding], selected: frozenset[str] | None, exit_code: int) -> str:
    """Return the findings of all files for another program."""
    if form is Form.SARIF:
        from govreport.cli.sarif import sarif_log

        own = {finding.code for finding in findings}
        codes = load_rules().keys() if selected is None else selected & load_rules().keys()
        return sarif_log(findings, codes | own, exit_code=exit_code)
    if form is Form.GITHUB:
        from govreport.cli.workflow_commands import workflow_commands

        return workflow_commands(findings)
    return findings_json(findings)
