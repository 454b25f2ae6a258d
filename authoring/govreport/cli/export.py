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


class Target(StrEnum):
    """What a report is exported as."""

    JSON = "json"
    CSV = "csv"


def export(
    files: Files,
    to: Annotated[Target, typer.Option("--to", metavar="json|csv", help="json 或 csv（一个数一行的长表）")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件", help="写到文件，缺省印在屏幕上")
    ] = None,
) -> int:
    """把报告的数和文字导出，供别的程序使用；只导出，不检查。"""
    sources = list(read_sources(files))
    reports = [source and attempt(api.load_for_export, source) for source in sources]
    readable = [report for report in reports if report]
    if readable:
        text = api.export_json(readable) if to is Target.JSON else api.export_csv(readable)
        if output is None:
            put(text)
        else:
            check_output(output, [source.name for source in sources if source])
            write_output(output, text.encode("utf-8"))
            say(f"已生成 {output}")
    return 0 if len(readable) == len(sources) else 2


def check_output(output: Path, inputs: list[str]) -> None:
    """Refuse to replace an input."""
    if real_path(output) in map(real_path, inputs):
        raise GovreportError(f"{output}：会盖住填报文件，请换个名字")
