"""`govreport render`."""

from collections.abc import Container, Sequence
from enum import StrEnum
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from govreport import api
from govreport.cli.console import complain, escape_controls, paint, put, say
from govreport.cli.inputs import STDIN_NAME, Files, attempt, read_sources
from govreport.cli.report_findings import count_findings, finding_lines, verdict
from govreport.errors import GovreportError
from govreport.files import real_path, write_output
from govreport.render import pdf_options
from govreport.spelling import suggest_key
from govreport.toml.source import Source

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
    draft: Annotated[bool, typer.Option("--draft", help="有错误也生成，印上“草稿”")] = False,
    fonts: Annotated[
        FontChoice,
        typer.Option("--fonts", metavar="auto|bundled", help="PDF 字体：bundled 只用随程序带的，各台电脑一个样"),
    ] = FontChoice.AUTO,
    variant: Annotated[
        Variant,
        typer.Option("--pdf-variant", metavar="pdf/a-3b|plain", help="PDF 类别：缺省为可长期保存的 PDF/A-3"),
    ] = Variant.ARCHIVE,
) -> int:
    """由填报文件生成报告；有错误的不生成。"""
    kinds = parse_outputs(to)
    check_folder(output)
    sources = list(read_sources(files))
    readable = [source for source in sources if source is not None]
    targets = {source.name: plan_targets(source, kinds, output) for source in readable}
    check_targets(targets)
    pdf = pdf_options.PdfOptions(variant.value, bundled_fonts=fonts is FontChoice.BUNDLED)
    codes = [render_source(source, targets[source.name], draft=draft, pdf=pdf) for source in readable]
    return max([2] * (len(readable) < len(sources)) + codes, default=0)


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


def plan_targets(source: Source, kinds: Sequence[str], folder: Path | None) -> dict[str, Path]:
    """Return the file to write for each output: STEM and suffix, beside the input or in `folder`."""
    from_stdin = source.name == STDIN_NAME
    path = Path("report") if from_stdin else Path(source.name)
    base = folder if folder is not None else (Path() if from_stdin else path.parent)
    return {kind: base / f"{path.stem}{api.RENDERERS[kind][0]}" for kind in kinds}


def check_targets(targets: dict[str, dict[str, Path]]) -> None:
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


def render_source(source: Source, targets: dict[str, Path], *, draft: bool, pdf: pdf_options.PdfOptions) -> int:
    """Validate one file and write its outputs; return the exit code."""
    report = attempt(api.load, source)
    if report is None:
        return 2
    findings = api.find_errors(source)
    words = verdict(count_findings(source, findings, strict=False))
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors and not draft:
        for finding in errors:
            put(finding_lines(finding, source, quiet=False))
        put(f"{escape_controls(source.name)}：{paint(words, 'error')}\n")
        complain(f"{source.name}：有 {len(errors)} 项错误，没有生成报告；改好再来，或加 --draft 先出草稿")
        return 1
    job = api.plan(source, report, draft=draft, pdf=pdf)
    code = 0
    if "pdf" in targets and report_missing_glyphs(job) and not draft:
        complain(f"{source.name}：上面的字印不出来，没有生成 PDF；改字，或加 --draft")
        targets, code = {kind: path for kind, path in targets.items() if kind != "pdf"}, 1
    if not can_draw(job, targets):
        targets, code = {kind: path for kind, path in targets.items() if kind not in api.WITH_PICTURES}, 2
    done = [attempt(make_output, kind, path, job) for kind, path in targets.items()]
    if findings:
        say(f"{source.name}：{words}，用 govreport validate 看全部")
    return code if all(done) else 2


def can_draw(job: api.Job, kinds: Container[str]) -> bool:
    """Tell whether the figures of a report can be drawn, where an output shows any; say once why not."""
    return not any(kind in kinds for kind in api.WITH_PICTURES) or attempt(lambda: job.pictures) is not None


def report_missing_glyphs(job: api.Job) -> bool:
    """Print the characters that a PDF could only show as boxes; tell whether there are any."""
    findings = api.find_missing_glyphs(job)
    for finding in findings:
        put(finding_lines(finding, job.source, quiet=False))
    return bool(findings)


def make_output(kind: str, path: Path, job: api.Job) -> bool:
    """Render one output, write it, and say so with the time it took."""
    start = perf_counter()
    write_output(path, api.RENDERERS[kind][1](job))
    say(f"✓ {(perf_counter() - start) * 1000:5.0f} ms  {kind:<13}  {path}")
    return True
