"""One file of `govreport render`: what a worker makes of it, and what is then written and printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from govreport import api
from govreport.cli.console import complain, escape_controls, paint, put, say
from govreport.cli.deposit import Deposit
from govreport.cli.inputs import attempt
from govreport.cli.made_files import MADE, UNCHANGED, Row
from govreport.cli.many import Given, explain_exception
from govreport.cli.report_findings import count_findings, finding_lines, verdict
from govreport.errors import GovreportError
from govreport.finding import Finding
from govreport.render.pdf_options import PdfOptions
from govreport.toml.source import Source

SECONDS: Mapping[str, float] = {"text": 0.006, "html": 0.009, "html-fragment": 0.009, "pdf": 0.4, "docx": 0.05}
"""How long each output takes, roughly; more processes are started where they are worth it."""


@dataclass(frozen=True)
class Settings:
    """What is made of every file of a command, and how."""

    kinds: tuple[str, ...]
    draft: bool
    pdf: PdfOptions
    template: str = ""


@dataclass(frozen=True)
class Output:
    """One output: its bytes, and the seconds they took; or why it could not be made."""

    kind: str
    content: bytes = b""
    seconds: float = 0
    error: str = ""


@dataclass(frozen=True)
class Rendered:
    """What was made of one file.

    `error`: why nothing could be made at all. `refused`: how many errors in the report stood against it.
    `obstacle`: why its figures cannot be drawn, and so nothing was made that shows any.
    `findings` are to be shown, with the lines of `text`; `words` is the verdict, where there is anything to say.
    """

    name: str
    error: str = ""
    is_current: bool = False
    obstacle: str = ""
    refused: int = 0
    findings: tuple[Finding, ...] = ()
    words: str = ""
    text: str = ""
    outputs: tuple[Output, ...] = ()
    recipe: str = ""


@dataclass(frozen=True)
class Style:
    """How much is printed of each file; `batch`: no times, so that the same is printed each time."""

    batch: bool
    many: bool
    draft: bool


def render_one(settings: Settings, given: Given) -> Rendered:
    """Judge one file and make its outputs, as far as it has no errors."""
    source = api.read(given.name, given.content, given.carried)
    done = Rendered(given.name, recipe=given.recipe)
    try:
        report = api.load(source)
        findings = api.find_errors(source, settings.template)
    except GovreportError as error:
        return replace(done, error=str(error))
    errors = tuple(finding for finding in findings if finding.severity == "error")
    done = replace(done, words=verdict(count_findings(source, findings, strict=False)) if findings else "")
    if errors and not settings.draft:
        return replace(done, refused=len(errors), findings=errors, text=source.text)
    job = api.plan(source, report, draft=settings.draft, pdf=settings.pdf, template=settings.template)
    missing = api.find_missing_glyphs(job) if "pdf" in settings.kinds else ()
    kinds = [kind for kind in settings.kinds if kind != "pdf" or not missing or settings.draft]
    obstacle = find_obstacle(job, kinds)
    if obstacle:
        kinds = [kind for kind in kinds if kind not in api.WITH_PICTURES]
    outputs = tuple(make_output(kind, job) for kind in kinds)
    text = source.text if missing else ""
    return replace(done, obstacle=obstacle, findings=missing, text=text, outputs=outputs)


def find_obstacle(job: api.Job, kinds: Sequence[str]) -> str:
    """Return why the figures of a report cannot be drawn, where an output shows any; else ""."""
    if not any(kind in api.WITH_PICTURES for kind in kinds):
        return ""
    try:
        _ = job.pictures
    except GovreportError as error:
        return str(error)
    return ""


def make_output(kind: str, job: api.Job) -> Output:
    """Render one output, and take the time."""
    start = perf_counter()
    try:
        content = api.RENDERERS[kind][1](job)
    except GovreportError as error:
        return Output(kind, error=str(error))
    return Output(kind, content, perf_counter() - start)


def fail_to_render(given: Given, error: Exception) -> Rendered:
    """Return what stands for a file at which the process failed."""
    return Rendered(given.name, error=explain_exception(given.name, error))


def stand_in(name: str, error: str) -> Rendered:
    """Return what stands for a file that cannot be read, or, without an error, is up to date."""
    return Rendered(name, error=error, is_current=not error)


def finish(rendered: Rendered, targets: Mapping[str, Path], deposit: Deposit, style: Style) -> Row:
    """Print what there is to say of one file, write its outputs, and return its row of the table."""
    name = rendered.name
    if rendered.error:
        complain(rendered.error)
        return Row(name, 2, "没有生成")
    if rendered.is_current:
        if not style.many:
            say(f"＝ 没有变动，没有重做  {name}")
        return Row(name, 0, UNCHANGED)
    source = Source(name, rendered.text, None)
    for finding in rendered.findings:
        put(finding_lines(finding, source, quiet=style.many))
    if rendered.refused:
        return refuse(rendered, style)
    return write_outputs(rendered, targets, deposit, style)


def refuse(rendered: Rendered, style: Style) -> Row:
    """Say why there is no report, and return the file's row."""
    name, count = rendered.name, rendered.refused
    if not style.many:
        put(f"{escape_controls(name)}：{paint(rendered.words, 'error')}\n")
        complain(f"{name}：有 {count} 项错误，没有生成报告；改好再来，或加 --draft 先出草稿")
    return Row(name, 1, f"有 {count} 项错误，没有生成", count)


def write_outputs(rendered: Rendered, targets: Mapping[str, Path], deposit: Deposit, style: Style) -> Row:
    """Write the outputs of a file, and return its row."""
    name = rendered.name
    is_short = bool(rendered.findings) and not style.draft  # characters that a PDF could only show as boxes
    if is_short:
        complain(f"{name}：上面的字印不出来，没有生成 PDF；改字，或加 --draft")
    if rendered.obstacle:
        complain(rendered.obstacle)
    recipe = "" if is_short or rendered.obstacle else rendered.recipe
    failed = ["带图的版本"] * bool(rendered.obstacle)
    for output in rendered.outputs:
        path = targets[output.kind]
        if attempt(put_output, output, path, deposit, recipe) is None:
            failed.append(output.kind)
        elif not style.many:
            time = "" if style.batch else f"{output.seconds * 1000:5.0f} ms  "
            say(f"✓ {time}{output.kind:<13}  {path}")
    if rendered.words and not style.many:
        say(f"{name}：{rendered.words}，用 govreport validate 看全部")
    if failed:
        return Row(name, 2, f"没有生成 {'、'.join(failed)}", len(failed))
    return Row(name, 1, "有字印不出来，没有生成 PDF") if is_short else Row(name, 0, MADE)


def put_output(output: Output, path: Path, deposit: Deposit, recipe: str) -> bool:
    """Write one output; raises GovreportError where it was not made or cannot be written."""
    if output.error:
        raise GovreportError(output.error)
    deposit.put(path, output.content, recipe)
    return True
