"""`govreport extract`."""

from pathlib import Path
from typing import Annotated

import typer

from govreport import api
from govreport.cli.console import put_bytes, say
from govreport.cli.inputs import STDIN_NAME, read_bytes
from govreport.files import STDIN, write_output


def extract(
    file: Annotated[str, typer.Argument(metavar="文件", help="govreport 生成的 PDF 或网页；- 为标准输入")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件", help="写到文件，缺省印在屏幕上")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件")] = False,
) -> int:
    """从 govreport 生成的 PDF 或网页里取回填报文件。"""
    toml = api.extract(STDIN_NAME if file == STDIN else file, read_bytes(file))
    if output is None:
        put_bytes(toml)
    else:
        write_output(output, toml, replace=force)
        say(f"已生成 {output}")
    return 0
