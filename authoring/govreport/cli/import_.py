"""`govreport import`."""

from pathlib import Path
from typing import Annotated

import typer

from govreport import api
from govreport.cli.console import complain, say
from govreport.cli.inputs import LARGEST_IMPORT, STDIN_NAME, SUFFIXES, attempt, expand_each, read_bytes
from govreport.cli.new import write_schema
from govreport.errors import GovreportError
from govreport.files import STDIN, real_path, write_output


def import_(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="文件…", help="已有的报告：.docx .html .pdf .txt .md .xlsx .csv；也可以是文件夹，或 -"
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="文件|文件夹", help="写到哪里，缺省是原文件旁边的同名 .toml"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件")] = False,
) -> int:
    """把已有的报告（Word、网页、PDF、文本、Excel）变成填报文件；只认，不检查。"""
    names = list(expand_each(files, SUFFIXES))
    targets = plan_targets([name for name in names if name], output)
    check_targets(targets)
    done = [name is not None and attempt(import_file, name, targets[name], force=force) for name in names]
    return 0 if all(done) else 2


def plan_targets(names: list[str], output: Path | None) -> dict[str, Path]:
    """Return the file to write for each input: -o where it names a .toml, else STEM.toml in it or beside."""
    if output and output.suffix.lower() == ".toml" and not output.is_dir():
        if len(names) > 1:
            raise GovreportError(f"{output}：有 {len(names)} 个文件要导入，-o 后面要写文件夹")
        return dict.fromkeys(names, output)
    if output and output.suffix.lower() in SUFFIXES and not output.is_dir():
        raise GovreportError(f"{output}：填报文件的名字要以 .toml 结尾，如 {output.stem}.toml")
    targets = {}
    for name in names:
        path = Path("report") if name == STDIN else Path(name)
        folder = output if output is not None else path.parent
        targets[name] = folder / f"{path.stem}.toml"
    return targets


def check_targets(targets: dict[str, Path]) -> None:
    """Refuse two inputs that would become one file."""
    owners: dict[str, str] = {}
    for name, path in targets.items():
        other = owners.setdefault(real_path(path), name)
        if other != name:
            raise GovreportError(f"{path}：{other} 和 {name} 会写成同一个文件，请分开导入，或改名")


def import_file(name: str, target: Path, *, force: bool) -> bool:
    """Import one file: write its TOML, say what was found, and the doubts on stderr."""
    shown = STDIN_NAME if name == STDIN else name
    imported = api.import_document(shown, read_bytes(name, LARGEST_IMPORT))
    text = api.write_import(imported, source=Path(shown).name, file=target.name)
    write_output(target, text.encode("utf-8"), replace=force)
    for doubt in imported.doubts:
        complain(f"{shown}：存疑：{doubt.message}")
    form = imported.report.format
    say(
        f"已生成 {target}：{form.name}，{imported.cells} 格填了 {imported.filled} 格，"
        f"{len(imported.doubts)} 处存疑"
    )
    write_schema(target.parent / "report.schema.json", form.format)
    return True
