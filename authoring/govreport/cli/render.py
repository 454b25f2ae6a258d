"""`govreport render`."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from enum import StrEnum
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from govreport import api
from govreport.cli.console import put
from govreport.cli.deposit import Deposit, open_deposit, read_tasks
from govreport.cli.inputs import Files, Template, expand_each, show_name
from govreport.cli.made_files import rows_text
from govreport.cli.many import MANY, Amount, Dask, Hands, Jobs, Redo, is_batch, work_off
from govreport.cli.rendering import SECONDS, Settings, Style, fail_to_render, finish, render_one, stand_in
from govreport.errors import GovreportError
from govreport.files import STDIN, real_path
from govreport.render import pdf_options
from govreport.spelling import suggest_key

Targets = Mapping[str, Mapping[str, Path]]
"""By input, as messages call it, the file of each output."""

DEFAULT_OUTPUTS = "text,html,pdf"
ALIASES = {
    "txt": "text",
    "htm": "html",
    "网页": "html",
    "文本": "text",
    "fragment": "html-fragment",
    "word": "docx",
    "doc": "docx",
}
SUFFIXES = frozenset(suffix for suffix, _ in api.RENDERERS.values())


class FontChoice(StrEnum):
    """Which fonts a PDF may use."""

    AUTO = "auto"
    BUNDLED = "bundled"


class Variant(StrEnum):
    """Kinds of PDF."""

    ARCHIVE = pdf_options.ARCHIVE
    PLAIN = pdf_options.PLAIN


def render(
    files: Files,
    to: Annotated[
        str,
        typer.Option(
            "--to", metavar="版本", help="生成哪些版本：text,html,html-fragment,pdf,docx；几个用英文逗号隔开"
        ),
    ] = DEFAULT_OUTPUTS,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="文件夹", help="放到哪个文件夹，缺省放在填报文件旁边"),
    ] = None,
    template: Template = "",
    draft: Annotated[bool, typer.Option("--draft", help="有错误也生成，印上“草稿”")] = False,
    fonts: Annotated[
        FontChoice,
        typer.Option("--fonts", metavar="auto|bundled", help="PDF 字体：bundled 只用随程序带的，各台电脑一个样"),
    ] = FontChoice.AUTO,
    variant: Annotated[
        Variant,
        typer.Option("--pdf-variant", metavar="pdf/a-3b|plain", help="PDF 类别：缺省为可长期保存的 PDF/A-3"),
    ] = Variant.ARCHIVE,
    redo: Redo = False,
    jobs: Jobs = None,
    dask: Dask = None,
) -> int:
    """由填报文件生成报告；有错误的不生成。"""
    kinds = parse_outputs(to)
    check_folder(output)
    names = list(expand_each(files))
    readable = [name for name in names if name is not None]
    targets = {show_name(name): plan_targets(name, kinds, output) for name in readable}
    check_targets(targets)
    pdf = pdf_options.PdfOptions(variant.value, bundled_fonts=fonts is FontChoice.BUNDLED)
    settings = Settings(tuple(kinds), draft=draft, pdf=pdf, template=template)
    batch = is_batch(files, names)
    paths = {name: outputs.values() for name, outputs in targets.items()}
    deposit = (
        open_deposit(chain(*paths.values()), ("render", settings), redo=redo, template=template)
        if batch
        else Deposit()
    )
    tasks = read_tasks(readable, paths, deposit, stand_in, carries=True)
    amount = Amount(len(readable), sum(SECONDS[kind] for kind in kinds), "处理", goes_on=batch)
    style = Style(batch=batch, many=len(names) > MANY, draft=draft)
    work = work_off(partial(render_one, settings), tasks, fail_to_render, amount, Hands(jobs, dask, template))
    with closing(deposit), work as results:
        rows = [finish(rendered, targets[rendered.name], deposit, style) for rendered in results]
    if batch:
        put(rows_text(rows))
    return max([2] * (len(readable) < len(names)) + [row.code for row in rows], default=0)


def parse_outputs(names: str) -> list[str]:
    """Return the outputs named in --to, each once."""
    kinds = list(
        dict.fromkeys(name.strip() for name in names.lower().replace("，", ",").split(",") if name.strip())
    )
    unknown = next((kind for kind in kinds if kind not in api.RENDERERS), None)
    if unknown is not None or not kinds:
        near = suggest_key(unknown or "", api.RENDERERS) or ALIASES.get(unknown or "", "")
        hint = f"，是不是 {near}？" if near else f"，可用的有：{'、'.join(api.RENDERERS)}"
        raise GovreportError(f"--to 里没有“{unknown or ''}”这种版本{hint}")
    return kinds


def check_folder(folder: Path | None) -> None:
    """Refuse a file name where a folder is meant."""
    if folder and folder.suffix in SUFFIXES and not folder.is_dir():
        raise GovreportError(f"{folder}：-o 后面写文件夹，不写文件名；文件名和填报文件的相同")


def plan_targets(name: str, kinds: Sequence[str], folder: Path | None) -> dict[str, Path]:
    """Return the file to write for each output: STEM and suffix, beside the input or in `folder`."""
    path = Path("report" if name == STDIN else name)
    base = folder if folder is not None else (Path() if name == STDIN else path.parent)
    return {kind: base / f"{path.stem}{api.RENDERERS[kind][0]}" for kind in kinds}


def check_targets(targets: Targets) -> None:
    """Refuse two inputs with one output, and an output that would replace an input."""
    inputs = {real_path(name): name for name in targets}
    owners: dict[str, str] = {}
    for name, outputs in targets.items():
        for path in outputs.values():
            full = real_path(path)
            if full in inputs:
                raise GovreportError(f"{path}：会盖住填报文件 {inputs[full]}，请用 -o 换个文件夹")
            if full in owners:
                raise GovreportError(f"{path}：{owners[full]} 和 {name} 会生成同名文件，请分开生成，或改名")
            owners[full] = name
