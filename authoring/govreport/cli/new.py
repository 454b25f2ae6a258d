"""`govreport new`."""

import unicodedata
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from govreport.api import find_pack
from govreport.beginning import make_file, make_successor, read_schema_file
from govreport.cli.console import complain, quote, say
from govreport.cli.inputs import Template
from govreport.errors import GovreportError
from govreport.fields import load_fields
from govreport.files import write_output
from govreport.format_loader import list_formats
from govreport.report import FieldValue
from govreport.report_writer import SCHEMA_FILE
from govreport.spelling import find_control_character


class Level(StrEnum):
    """Administrative levels."""

    NATIONAL = "国家级"
    PROVINCE = "省级"
    CITY = "市级"
    COUNTY = "县级"
    TOWN = "乡级"


class Kind(StrEnum):
    """Kinds of agency."""

    GOVERNMENT = "government"
    DEPARTMENT = "department"
    OTHER = "other"


Province = Annotated[str, typer.Option("--province", metavar="省份", help="所在省份，如 河北省")]
LevelChoice = Annotated[
    Level | None, typer.Option("--level", metavar="层级", help="国家级、省级、市级、县级、乡级")
]
KindChoice = Annotated[
    Kind | None,
    typer.Option("--kind", metavar="类型", help="government（政府）、department（部门）、other（其他）"),
]


def new(
    year: Annotated[int, typer.Option("--year", metavar="年份", help="报告年度，如 2024")],
    agency: Annotated[str, typer.Option("--agency", metavar="全称", help="机关全称")] = "",
    province: Province = "",
    level: LevelChoice = None,
    kind: KindChoice = None,
    last: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="上年报告",
            help="用上年的报告起头：填报文件，或 Word、网页、PDF、文本",
        ),
    ] = None,
    template: Template = "",
    zeros: Annotated[bool, typer.Option("--zeros", help="表格里先都填 0，有数的再改")] = False,
    form: Annotated[str, typer.Option("--format", metavar="格式", help="报告格式，缺省用最新的")] = "",
    output: Annotated[Path, typer.Option("-o", "--output", metavar="文件", help="写到哪个文件")] = Path(
        "agency.toml"
    ),
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件")] = False,
) -> int:
    """生成一份填报文件，里面有说明；--from 用上年的报告起头。"""
    check_year(year)
    check_name(output)
    stated: dict[str, FieldValue] = {"year": year, **describe_agency(agency, province, level, kind)}
    form = form or list_formats()[0]
    option = ""
    if last is None:
        text = make_file(form, stated, find_pack(province, template), zeros=zeros, file=output.name)
    else:
        text, option = begin_with(last, year, stated, form, template, zeros=zeros, output=output)
    write_output(output, text.encode("utf-8"), replace=force)
    say(f"已生成 {output}")
    write_schema(output.parent / SCHEMA_FILE, form)
    say(f"填好后运行：govreport validate {quote(output)}{option}")
    return 0


def begin_with(
    last: str, year: int, stated: dict[str, FieldValue], form: str, template: str, *, zeros: bool, output: Path
) -> tuple[str, str]:
    """Return this year's TOML begun with last year's report, and the option that `validate` needs for it."""
    from govreport.cli.last_year import advise_check, name_from, read_last_year

    begun = read_last_year(last, year, output)
    previous = name_from(output, begun)
    if previous:
        stated = {**stated, "previous": previous}
    pack = find_pack(str(stated.get("agency.province") or begun.report.text("agency.province")), template)
    text = make_successor(form, stated, pack, begun.report, year=year, zeros=zeros, file=output.name)
    return text, advise_check(begun, previous)


def describe_agency(name: str, province: str, level: Level | None, kind: Kind | None) -> dict[str, FieldValue]:
    """Return the fields of an agency as far as the options state them."""
    check_text("--agency", name)
    check_text("--province", province)
    fields: dict[str, FieldValue] = {
        "agency.name": name,
        "agency.province": province,
        "agency.level": level.value if level else "",
        "agency.kind": kind.value if kind else "",
    }
    return {path: value for path, value in fields.items() if value}


def check_name(output: Path) -> None:
    """Refuse the name of another kind of document, which no program would open."""
    if output.suffix.lower() in (".doc", ".docx", ".wps", ".pdf", ".html", ".xls", ".xlsx", ".txt"):
        raise GovreportError(f"{output}：填报文件的名字要以 .toml 结尾，如 {output.stem}.toml")


def check_year(year: int) -> None:
    """Refuse a year that no report is for."""
    field = load_fields()["year"]
    if not field.minimum <= year <= field.maximum:
        raise typer.BadParameter(f"年份应在 {field.minimum} 到 {field.maximum} 之间", param_hint="--year")


def check_text(option: str, text: str) -> None:
    """Refuse a text that no file can hold: control characters, bytes that are no characters."""
    if find_control_character(text, one_line=True) or any(unicodedata.category(c) == "Cs" for c in text):
        raise typer.BadParameter("里有不是文字的字符", param_hint=option)


def write_schema(path: Path, form: str) -> None:
    """Put the JSON Schema beside the new file, for editors that check while typing; keep one that is there."""
    schema = read_schema_file(form).encode("utf-8")
    if not path.exists():
        write_output(path, schema, replace=False)
        say(f"已生成 {path}（供编辑器边写边查，不用管它）")
    elif path.is_dir() or path.read_bytes() != schema:
        complain(f"{path}：已有一份不同的，没有改动它；要换新的，删去它再运行 govreport schema -o {path}")
