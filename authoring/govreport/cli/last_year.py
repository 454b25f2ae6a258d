"""Last year's report that a new file begins with, whatever kind of file it is."""

from dataclasses import dataclass
from pathlib import Path

import typer

from govreport import api
from govreport.cli.console import complain, quote
from govreport.cli.inputs import LARGEST_IMPORT, STDIN_NAME, read_bytes
from govreport.errors import GovreportError
from govreport.files import LARGEST_INPUT, STDIN, find_obstacle, locate, real_path
from govreport.report import Report
from govreport.toml.source import Source


@dataclass(frozen=True)
class LastYear:
    """Last year's report and the name of its file, "-" for stdin; `source` is None where that is a document."""

    name: str
    report: Report
    source: Source | None


def read_last_year(name: str, year: int, output: Path) -> LastYear:
    """Return the report of the year before `year` in a file: our TOML, or a document to be imported.

    Doubts of the import, and that the file has errors, go to stderr. Raises GovreportError where the file is no
    report, one of another year, or the `output` that is to be written.
    """
    if not name.strip():
        raise typer.BadParameter("文件名是空的", param_hint="--from")
    if name != STDIN and real_path(name) == real_path(output):
        raise GovreportError(f"{output}：会盖住上年的报告，请用 -o 换个名字")
    shown = STDIN_NAME if name == STDIN else name
    last, doubts = load_last_year(name, shown)
    if not (last.report.rows or last.report.prose or last.report.text("agency.name")):
        raise GovreportError(f"{shown}：里面没有年度报告的内容，不能用来起头")
    if last.report.year is not None and last.report.year != year - 1:
        raise GovreportError(f"{shown}：是 {last.report.year} 年的报告，{year} 年的要用 {year - 1} 年的起头")
    for doubt in doubts:
        complain(f"{shown}：{doubt}")
    return last


def load_last_year(name: str, shown: str) -> tuple[LastYear, list[str]]:
    """Return the report in a file, and what is doubtful about it.

    What is TOML is ours, whatever its name (editors put .txt behind it). What is not is a document, unless it is
    called .toml.
    """
    is_ours = name == STDIN or Path(name).suffix.lower() == ".toml"
    content = read_bytes(name, LARGEST_INPUT if is_ours else LARGEST_IMPORT)
    source = api.read(shown, content)
    if is_ours or source.data is not None:
        return LastYear(name, api.load(source), source), list_errors(name, source)
    imported = api.import_document(name, content)
    return LastYear(name, imported.report, None), [f"存疑：{doubt.message}" for doubt in imported.doubts]


def list_errors(name: str, source: Source) -> list[str]:
    """Return in one line how many errors a file has, as what is wrong is left behind; none where it has none."""
    errors = [finding for finding in api.find_errors(source) if finding.severity == "error"]
    look = "" if name == STDIN else f"；用 govreport validate {quote(name)} 看是哪些"
    return [f"有 {len(errors)} 项错误，照搬的内容可能不全{look}"] if errors else []


def name_from(output: Path, last: LastYear) -> str:
    """Return what `previous` in `output` must say to mean last year's file, "" where it cannot name it.

    It can name our TOML in the output's folder, or below that.
    """
    here, folder = Path(real_path(Path(last.name).parent)), Path(real_path(output.parent))
    if last.source is None or last.name == STDIN or not here.is_relative_to(folder):
        return ""
    name = (here.relative_to(folder) / Path(last.name).name).as_posix()
    is_found = not find_obstacle(folder, name) and real_path(locate(folder, name.strip())) == real_path(last.name)
    return name if is_found else ""


def advise_check(last: LastYear, previous: str) -> str:
    """Return the option of `validate` that checks against last year's file, "" where `previous` names it.

    A document cannot be checked against; how to get there goes to stderr.
    """
    if last.source is None:
        way = f"先运行 govreport import {quote(last.name)}，再用导入的文件起头"
        complain(f"{last.name}：不是填报文件，检查时不能和它核对；要核对，{way}")
    return "" if previous or last.source is None or last.name == STDIN else f" --previous {quote(last.name)}"
