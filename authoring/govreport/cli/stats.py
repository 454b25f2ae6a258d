"""`govreport stats`."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from govreport.cli.console import complain, escape_controls, put, say
from govreport.cli.gathering import SECONDS, gather, list_reports
from govreport.cli.many import Amount, Jobs
from govreport.errors import GovreportError
from govreport.files import check_free, real_path, write_output

if TYPE_CHECKING:
    from govreport.statistics.items import Item
    from govreport.statistics.tables import Statistics, Table

MOST_DOUBLES = 5
"""Agencies with several reports of a year that are named."""


class Kind(StrEnum):
    """What statistics are written as."""

    TEXT = "text"
    CSV = "csv"
    XLSX = "xlsx"


def stats(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="文件…", help="报告：填报文件，或 Word、网页、PDF、Excel；也可以是文件夹、带 * 的名字"
        ),
    ],
    to: Annotated[
        Kind | None,
        typer.Option(
            "--to",
            metavar="text|csv|xlsx",
            help="text 给人看，csv 给程序读，xlsx 带图表；缺省看 -o 的名字",
            show_default=False,
        ),
    ] = None,
    item: Annotated[
        list[str] | None,
        typer.Option("--item", metavar="名称", help="再统计一个项目，名称见 govreport placeholders；可以写几次"),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件", help="写到哪个文件，缺省印在屏幕上")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件")] = False,
    jobs: Jobs = None,
) -> int:
    """统计许多报告：按年度、省份、层级合计，变化最大的，异常值。"""
    from govreport.statistics.database import Database
    from govreport.statistics.facts import read_facts
    from govreport.statistics.items import choose_items, load_items
    from govreport.statistics.tables import make_statistics

    kind = to or choose_kind(output)
    check_output(kind, output)
    items = choose_items(item or [])
    names, is_complete = list_reports(files, [output] if output else [])
    check_place(names, output, force=force)
    failures = 0
    amount = Amount(len(names), SECONDS, "读")
    with Database(items) as database, gather(partial(read_facts, items), names, amount, jobs=jobs) as results:
        for facts in results:
            if facts.failure:
                complain(facts.failure)
                failures += 1
            else:
                database.add(facts)
        if not database.count:
            return 2
        database.seal()
        warn_of_doubles(database.doubles())
        statistics = make_statistics(database, items, load_items()[1])
        content = make_content(statistics, items, database.count, kind)
    if output is None:
        put(content.decode("utf-8"))
    else:
        write_output(output, content, replace=force)
        say(f"已生成 {output}：{database.count} 份报告")
    return 2 if failures or not is_complete else 0


def choose_kind(output: Path | None) -> Kind:
    """Return what a file of that name is; text for any other."""
    suffix = "" if output is None else output.suffix.lower()
    return {".csv": Kind.CSV, ".xlsx": Kind.XLSX}.get(suffix, Kind.TEXT)


def check_output(to: Kind, output: Path | None) -> None:
    """Refuse an Excel file that has no name, or that nothing here can write."""
    if to is not Kind.XLSX:
        return
    if output is None:
        raise GovreportError("--to xlsx 要用 -o 写明文件，如 -o 统计.xlsx")
    if find_spec("xlsxwriter") is None:
        raise GovreportError("缺少 xlsxwriter；请运行 pip install 'govreport[stats]' 装上统计所需的部分")


def check_place(names: Sequence[str], output: Path | None, *, force: bool) -> None:
    """Raise GovreportError where the output would be written over an input, or unasked over another file."""
    if output is None:
        return
    if real_path(output) in map(real_path, names):
        raise GovreportError(f"{output}：也在要统计的文件里，不能覆盖；请用 -o 换个名字")
    check_free(output, replace=force)


def warn_of_doubles(doubles: Sequence[tuple[str, int, int]]) -> None:
    """Say on stderr which agencies have several reports of a year, which totals count each."""
    if doubles:
        named = "、".join(f"{agency} {year}年 {count} 份" for agency, year, count in doubles[:MOST_DOUBLES])
        more = f" 等 {len(doubles)} 处" if len(doubles) > MOST_DOUBLES else ""
        complain(f"同一机关同一年度有几份，合计里都算了：{named}{more}")


def make_content(statistics: "Statistics", items: "Sequence[Item]", count: int, to: Kind) -> bytes:
    """Return the statistics as a file of the kind that was asked for."""
    if to is Kind.XLSX:
        from govreport.statistics.workbook import make_workbook

        return make_workbook(statistics)
    if to is Kind.CSV:
        return csv_text(statistics).encode("utf-8")
    return "".join(f"{line}\n" for line in text_lines(statistics, items, count)).encode("utf-8")


def csv_text(statistics: "Statistics") -> str:
    """Return everything as one tidy table, beginning with a BOM for Excel."""
    from govreport.export import UTF8_BOM, neutralize, write_csv
    from govreport.statistics.tables import csv_rows

    rows = ([*map(neutralize, row[:-1]), row[-1]] for row in csv_rows(statistics))
    return UTF8_BOM + write_csv(rows)


def text_lines(statistics: "Statistics", items: "Sequence[Item]", count: int) -> Iterator[str]:
    """Yield the tables for a terminal, sums and changes only of the items that are shown."""
    from govreport.statistics.tables import keep_rows, keep_shown

    yield f"共 {count} 份报告"
    totals = [statistics.by_year, statistics.by_province, statistics.by_level]
    changes = keep_rows(statistics.changes, items)
    for table in (*(keep_shown(table, items) for table in totals), changes, statistics.outliers):
        yield ""
        yield f"【{table.title}】"
        yield from table_lines(table)
        yield from table.note


def table_lines(table: "Table") -> Iterator[str]:
    """Yield a table in columns; texts to the left, numbers to the right."""
    from govreport.cli.summary import align
    from govreport.statistics.tables import show

    if not table.rows:
        yield "（没有）"
        return
    directions = "".join(
        "<" if any(isinstance(row[i], str) for row in table.rows) else ">" for i in range(len(table.head))
    )
    rows = [tuple(escape_controls(show(value)) for value in row) for row in table.rows]
    yield from align(table.head, rows, directions)
