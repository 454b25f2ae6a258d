"""`govreport export`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from govreport import api
from govreport.cli.console import put, say
from govreport.cli.inputs import Files, attempt, read_sources
from govreport.errors import GovreportError
from govreport.files import real_path, write_output
from govreport.report import Report


class Target(StrEnum):
    """What a report is exported as."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


def export(
    files: Files,
    to: Annotated[
        Target,
        typer.Option(
            "--to", metavar="json|csv|xlsx", help="json、csv（一个数一行的长表）或 xlsx（可以填的三张表）"
        ),
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件", help="写到文件，缺省印在屏幕上")
    ] = None,
) -> int:
    """把报告的数和文字导出，供别的程序使用；只导出，不检查。"""
    sources = list(read_sources(files))
    reports = [source and attempt(api.load_for_export, source) for source in sources]
    readable = [report for report in reports if report]
    if to is Target.XLSX:
        write_workbook([source.name for source in sources if source], readable, output)
    elif readable:
        text = api.export_json(readable) if to is Target.JSON else api.export_csv(readable)
        if output is None:
            put(text)
        else:
            check_output(output, [source.name for source in sources if source])
            write_output(output, text.encode("utf-8"))
            say(f"已生成 {output}")
    return 0 if len(readable) == len(sources) else 2


def write_workbook(names: list[str], reports: list[Report], output: Path | None) -> None:
    """Write one report's tables as an Excel file."""
    if not reports:
        return
    if len(reports) > 1:
        raise GovreportError("导出 xlsx 一次只能一份报告，请分开导出")
    if output is None:
        raise GovreportError("导出 xlsx 要写文件名，如 -o 表格.xlsx")
    check_output(output, names)
    write_output(output, api.export_xlsx(reports[0]))
    say(f"已生成 {output}（总计由公式计算）")


def check_output(output: Path, inputs: list[str]) -> None:
    """Refuse to replace an input."""
    if real_path(output) in map(real_path, inputs):
        raise GovreportError(f"{output}：会盖住填报文件，请换个名字")
