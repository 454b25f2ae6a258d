"""`govreport schema`."""

from pathlib import Path
from typing import Annotated

import typer

from govreport.beginning import make_schema_file
from govreport.cli.console import put, say
from govreport.files import write_output
from govreport.format_loader import list_formats


def schema(
    form: Annotated[str, typer.Option("--format", metavar="格式", help="报告格式，缺省用最新的")] = "",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件", help="写到文件，缺省印在屏幕上")
    ] = None,
) -> int:
    """给出填报文件的 JSON Schema，供编辑器边写边查。"""
    text = make_schema_file(form or list_formats()[0])
    if output is None:
        put(text)
    else:
        write_output(output, text.encode("utf-8"))
        say(f"已生成 {output}")
    return 0
