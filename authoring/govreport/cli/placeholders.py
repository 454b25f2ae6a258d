"""`govreport placeholders`."""

from collections.abc import Iterator
from typing import Annotated

import typer

from govreport import api
from govreport.cli.console import put
from govreport.cli.inputs import read_one
from govreport.display_width import measure, pad


def placeholders(
    file: Annotated[
        str, typer.Argument(metavar="[文件]", help="填报文件；写了就连它的数一起列出", show_default=False)
    ] = "",
    form: Annotated[str, typer.Option("--format", metavar="格式", help="报告格式，缺省用最新的")] = "",
) -> int:
    """列出正文里可以引用的数：写成 {{ 名称 }}，生成报告时换成表格里的数。"""
    listed = api.list_placeholders(api.load(read_one(file)) if file else None, form)
    put("\n".join(placeholder_lines(listed, with_values=bool(file))) + "\n")
    return 0


def placeholder_lines(listed: list[tuple[str, str]], *, with_values: bool) -> Iterator[str]:
    """Yield a line a name, with its value where a file was given; at the end what to do with them."""
    width = max(measure(name) for name, _ in listed) + len("{{  }}")
    for name, value in listed:
        written = f"{{{{ {name} }}}}"
        yield f"{pad(written, width)}  {value or '（没有填）'}" if with_values else written
    yield ""
    yield f"共 {len(listed)} 个。抄进正文就行；不写列名的是总计。"
