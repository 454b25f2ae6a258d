"""`govreport import`."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from govreport.cli.console import put
from govreport.cli.deposit import Deposit, open_deposit, read_tasks
from govreport.cli.importing import SECONDS, Writer, fail_to_import, import_one, stand_in
from govreport.cli.inputs import LARGEST_IMPORT, SUFFIXES, expand_each, show_name
from govreport.cli.made_files import refuse_same_outputs, rows_text
from govreport.cli.many import MANY, Amount, Dask, Hands, Jobs, Redo, is_batch, work_off
from govreport.errors import GovreportError
from govreport.files import STDIN


def import_(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="文件…",
            help="已有的报告：.docx .html .pdf .txt .md .xlsx .csv；也可以是文件夹、带 * 的名字，或 -",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="文件|文件夹", help="写到哪里，缺省是原文件旁边的同名 .toml"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件")] = False,
    redo: Redo = False,
    jobs: Jobs = None,
    dask: Dask = None,
) -> int:
    """把已有的报告（Word、网页、PDF、文本、Excel）变成填报文件；只认，不检查。"""
    names = list(expand_each(files, SUFFIXES))
    readable = [name for name in names if name is not None]
    targets = {show_name(name): path for name, path in plan_targets(readable, output).items()}
    refuse_same_outputs(targets)
    batch = is_batch(files, names)
    deposit = open_deposit(targets.values(), ("import",), redo=redo, may_differ=True) if batch else Deposit()
    paths = {name: (path,) for name, path in targets.items()}
    tasks = read_tasks(readable, paths, deposit, stand_in, limit=LARGEST_IMPORT)
    amount = Amount(len(readable), SECONDS, "导入", goes_on=batch)
    writer = Writer(targets, deposit, force=force, many=len(names) > MANY)
    with closing(deposit), work_off(import_one, tasks, fail_to_import, amount, Hands(jobs, dask)) as results:
        rows = [writer.write(imported) for imported in results]
    if batch:
        put(rows_text(rows))
    return max([2] * (len(readable) < len(names)) + [row.code for row in rows], default=0)


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
