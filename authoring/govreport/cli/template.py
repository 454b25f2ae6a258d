"""`govreport template`: the packs that there are, a new one, whether one holds."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from govreport.cli.console import complain, escape_controls, paint, put, quote, say
from govreport.cli.words import ChineseCommand, ChineseGroup
from govreport.errors import GovreportError

if TYPE_CHECKING:
    from govreport.proof.probes import Probe

template = typer.Typer(
    cls=ChineseGroup,
    help="模板：有哪些、新建一个、检查能不能用。",
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@template.command("list", cls=ChineseCommand)
def list_templates() -> int:
    """列出模板：名字、给哪个省用、从哪里来、在谁的基础上改。"""
    from govreport.cli.summary import align
    from govreport.pack_search import find_packs

    packs = find_packs()
    rows, failed = [], False
    for folder in packs.folders.values():
        origin = "内置" if packs.is_builtin(folder) else str(folder.path)
        try:
            pack = packs.load(folder)
        except GovreportError as error:
            complain(str(error))
            failed = True
            continue
        chain = " → ".join(link.name for link in pack.chain)
        rows.append((pack.name, pack.label, pack.province or "—", chain, origin))
    shown = [tuple(escape_controls(cell) for cell in row) for row in rows]
    put("".join(f"{line}\n" for line in align(("名字", "名称", "省份", "继承", "来自"), shown, "<<<<<")))
    for path in packs.shadowed:
        complain(f"{path}：和内置模板同名，不起作用；请改个文件夹名")
    say(f"自己的模板放在 {packs.own}，或用 --template 写文件夹的路径")
    return 2 if failed else 0


@template.command("new", cls=ChineseCommand)
def new_template(
    name: Annotated[str, typer.Argument(metavar="名字", help="模板的名字，如 湖南")],
    parent: Annotated[str, typer.Option("--from", metavar="模板", help="在哪个模板的基础上改")] = "national",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件夹", help="放在哪里，缺省放在自己的模板文件夹里")
    ] = None,
) -> int:
    """新建一个模板：只有几个带说明的文件，马上能用，照着改。"""
    from govreport.pack_beginning import make_files, write_pack
    from govreport.pack_search import find_packs

    packs = find_packs()
    folder = packs.own / name if output is None else output
    write_pack(folder, make_files(packs, name, parent))
    word = name if output is None else quote(folder)
    say(f"已新建 {folder}，改里面的 pack.toml")
    say(f"看样子：govreport render 填报文件 --template {word}")
    say(f"检查：  govreport template check {word}")
    return 0


@template.command("check", cls=ChineseCommand)
def check_template(
    wanted: Annotated[str, typer.Argument(metavar="模板", help="名字或文件夹")],
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[填报文件…]", help="再用这些报告检查，如去年的")
    ] = None,
) -> int:
    """检查模板：用几份试样生成全部版本，读回来，看标题、栏目和数字是不是都在、都在原处。"""
    from govreport.files import expand_inputs
    from govreport.proof.proving import prove

    reports = [read_probe(name) for name in expand_inputs(files or [])]
    faults = list(dict.fromkeys(fault.text for fault in prove(wanted, reports)))
    for text in faults:
        put(f"{escape_controls(text)}\n")
    words = f"不能用：{len(faults)} 处" if faults else "可以用：标题、栏目、数字都在，都在原处"
    put(f"{escape_controls(wanted)}：{paint(words, 'error' if faults else 'good')}\n")
    return int(bool(faults))


def read_probe(name: str) -> "Probe":
    """Return a report to try a pack with. Raises GovreportError where there is none in the file."""
    from govreport import api
    from govreport.cli.inputs import read_one
    from govreport.proof.probes import Probe

    source = read_one(name)
    return Probe(Path(name).name, api.load(source), source.name)
