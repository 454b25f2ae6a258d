"""`govreport export`."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from govreport import api
from govreport.cli.console import complain, put, say
from govreport.cli.deposit import Deposit, open_deposit, read_tasks
from govreport.cli.inputs import Files, attempt, expand_each, show_name
from govreport.cli.made_files import MADE, UNCHANGED, Row, refuse_same_outputs, rows_text
from govreport.cli.many import MANY, Amount, Dask, Given, Hands, Jobs, Redo, explain_exception, is_batch, work_off
from govreport.errors import GovreportError
from govreport.files import STDIN, real_path, write_pieces

if TYPE_CHECKING:
    from govreport.batch.task import Done

SECONDS = {"json": 0.003, "csv": 0.003, "xlsx": 0.05}
"""How long a file takes, roughly; more processes are started where they are worth it."""


class Target(StrEnum):
    """What a report is exported as."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True)
class Exported:
    """What one file adds to the export; or why it does not (`error`), or that it need not (`is_current`)."""

    name: str
    content: bytes = b""
    recipe: str = ""
    error: str = ""
    is_current: bool = False


def export(
    files: Files,
    to: Annotated[
        Target,
        typer.Option(
            "--to", metavar="json|csv|xlsx", help="json、csv（一个数一行的长表）或 xlsx（可以填的三张表）"
        ),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar="文件|文件夹", help="写到一个文件，或每份一个文件写到文件夹；缺省印在屏幕上"
        ),
    ] = None,
    redo: Redo = False,
    jobs: Jobs = None,
    dask: Dask = None,
) -> int:
    """把报告的数和文字导出，供别的程序使用；只导出，不检查。"""
    names = list(expand_each(files))
    readable = [name for name in names if name is not None]
    start = Start(readable, to, Hands(jobs, dask))
    if output is not None and is_folder(output, to, len(names)):
        codes = export_each(start, Path(output), batch=is_batch(files, names), redo=redo)
    else:
        codes = export_together(start, None if output is None else Path(output))
    return max([2] * (len(readable) < len(names)) + codes, default=0)


@dataclass(frozen=True)
class Start:
    """What is to be exported, as what, and by whom."""

    names: Sequence[str]
    to: Target
    hands: Hands


def is_folder(output: str, to: Target, count: int) -> bool:
    """Tell whether -o means a folder, for a file of each report."""
    if Path(output).is_dir() or output.endswith(("/", "\\")):
        return True
    return to is Target.XLSX and count > 1 and not Path(output).suffix


# ---------------------------------------------------------------- one file of all


def export_together(start: Start, output: Path | None) -> list[int]:
    """Export all reports as one text, to a file or the screen; return their exit codes."""
    if start.to is Target.XLSX and len(start.names) > 1:
        raise GovreportError("导出 xlsx，一个文件里只能有一份报告；-o 后面写文件夹，就每份一个文件")
    if start.to is Target.XLSX and output is None:
        raise GovreportError("导出 xlsx 要写文件名，如 -o 表格.xlsx")
    if output is not None:
        check_output(output, start.names)
    codes: list[int] = []
    tasks = read_tasks(start.names, dict.fromkeys(map(show_name, start.names), ()), Deposit(), stand_in)
    with start_work(start, tasks) as results:
        parts = read_parts(results, codes)
        first = next(parts, None)
        if first is not None:
            write_together(chain([first], parts), start.to, output)
    return codes


def read_parts(results: Iterator[Exported], codes: list[int]) -> Iterator[bytes]:
    """Yield what every readable report adds; note each exit code, and say why another cannot be read."""
    for exported in results:
        codes.append(2 if exported.error else 0)
        if exported.error:
            complain(exported.error)
        else:
            yield exported.content


def write_together(parts: Iterator[bytes], to: Target, output: Path | None) -> None:
    """Write the parts to a file, whole or not at all, or print them."""
    if output is None:
        for text in api.join_parts(parts, to.value):
            put(text)
    elif to is Target.XLSX:
        write_pieces(output, parts)
        say(f"已生成 {output}（总计由公式计算）")
    else:
        write_pieces(output, (text.encode("utf-8") for text in api.join_parts(parts, to.value)))
        say(f"已生成 {output}")


def check_output(output: Path, inputs: Sequence[str]) -> None:
    """Refuse to replace an input."""
    if real_path(output) in (real_path(name) for name in inputs if name != STDIN):
        raise GovreportError(f"{output}：会盖住填报文件，请换个名字")


# ---------------------------------------------------------------- a file of each


def export_each(start: Start, folder: Path, *, redo: bool, batch: bool) -> list[int]:
    """Export every report to a file of its own; return the exit codes."""
    targets = {show_name(name): plan_target(name, start.to, folder) for name in start.names}
    refuse_same_outputs(targets)
    for target in targets.values():
        check_output(target, start.names)
    deposit = open_deposit(targets.values(), ("export", start.to.value), redo=redo) if batch else Deposit()
    tasks = read_tasks(start.names, {name: (path,) for name, path in targets.items()}, deposit, stand_in)
    many = len(start.names) > MANY
    with closing(deposit), start_work(start, tasks, goes_on=batch) as results:
        rows = [put_one(exported, targets[exported.name], deposit, many=many) for exported in results]
    if batch:
        put(rows_text(rows))
    return [row.code for row in rows]


def plan_target(name: str, to: Target, folder: Path) -> Path:
    """Return the file that an input is exported to."""
    return folder / f"{Path('report' if name == STDIN else name).stem}.{to.value}"


def put_one(exported: Exported, target: Path, deposit: Deposit, *, many: bool) -> Row:
    """Write one report's file, say so, and return its row of the table."""
    if exported.error:
        complain(exported.error)
        return Row(exported.name, 2, "没有导出")
    if exported.is_current:
        if not many:
            say(f"＝ 没有变动，没有重做  {exported.name}")
        return Row(exported.name, 0, UNCHANGED)
    if attempt(put_content, exported, target, deposit) is None:
        return Row(exported.name, 2, "没有导出")
    if not many:
        say(f"已生成 {target}")
    return Row(exported.name, 0, MADE)


def put_content(exported: Exported, target: Path, deposit: Deposit) -> bool:
    """Write one report's file, a table with its head. Raises GovreportError where that is not possible."""
    content = exported.content
    if target.suffix == f".{Target.CSV.value}":
        content = "".join(api.join_parts([content], Target.CSV.value)).encode("utf-8")
    deposit.put(target, content, exported.recipe)
    return True


# ---------------------------------------------------------------- one report


def start_work(
    start: Start, tasks: "Iterator[Given | Done[Exported]]", *, goes_on: bool = False
) -> "AbstractContextManager[Iterator[Exported]]":
    """Return the results of all tasks, to be opened with `with`."""
    amount = Amount(len(start.names), SECONDS[start.to.value], "导出", goes_on=goes_on)
    return work_off(partial(export_one, start.to), tasks, fail_to_export, amount, start.hands)


def export_one(to: Target, given: Given) -> Exported:
    """Return what one file adds to the export."""
    try:
        report = api.load_for_export(api.read(given.name, given.content))
        content = api.export_part(report, to.value)
    except GovreportError as error:
        return Exported(given.name, error=str(error))
    return Exported(given.name, content, given.recipe)


def fail_to_export(given: Given, error: Exception) -> Exported:
    """Return what stands for a file at which the process failed."""
    return Exported(given.name, error=explain_exception(given.name, error))


def stand_in(name: str, error: str) -> Exported:
    """Return what stands for a file that cannot be read, or, without an error, is up to date."""
    return Exported(name, error=error, is_current=not error)
