"""`govreport placeholders`."""

from collections.abc import Iterator
from typing import Annotated

import typer

from govreport import api
from govreport.cli.console import put, say
from govreport.cli.inputs import read_one
from govreport.display_width import measure, pad
from govreport.errors import GovreportError

HEAD = ("写法", "数", "表中的位置")
BLANK = "（没有填）"


def placeholders(
    file: Annotated[
        str, typer.Argument(metavar="[文件]", help="填报文件；写了就连它的数一起列出", show_default=False)
    ] = "",
    form: Annotated[
        str, typer.Option("--format", metavar="格式", help="不写文件时，列出哪种报告格式的；缺省用最新的")
    ] = "",
) -> int:
    """列出正文里可以引用的数：写成 {{ 名称 }}，生成报告时换成表格里的数。"""
    if file and form:
        raise GovreportError("填报文件里已经写了报告格式，不要再写 --format")
    listed = api.list_placeholders(api.load(read_one(file)) if file else None, form)
    for line in placeholder_lines(listed, with_values=bool(file)):
        say(line)
    put(f"\n共 {len(listed)} 个，抄进正文就行。不写列名的是总计；表上印的全称也认。\n")
    return 0


def placeholder_lines(listed: list[tuple[str, str, str]], *, with_values: bool) -> Iterator[str]:
    """Yield a head, then a line a name: how it is written, its value where a file was given, where it stands."""
    rows = [HEAD, *((f"{{{{ {name} }}}}", value or BLANK, place) for name, value, place in listed)]
    widths = [max(measure(row[i]) for row in rows) for i in range(2)]
    for written, value, place in rows:
        middle = f"{pad(value, widths[1], align='>')}  " if with_values else ""
        yield f"{pad(written, widths[0])}  {middle}{place}"
