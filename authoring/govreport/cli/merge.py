"""`govreport merge`."""

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from govreport import api
from govreport.batch.scratch import make_scratch
from govreport.children import UNFINISHED, Child, read_child
from govreport.cli.console import complain, quote, say
from govreport.cli.gathering import SECONDS, gather, list_reports
from govreport.cli.inputs import LARGEST_IMPORT, read_bytes, show_name
from govreport.cli.many import Amount, Jobs
from govreport.cli.new import KindChoice, LevelChoice, Province, describe_agency, write_schema
from govreport.cli.targets import Targets, choose_targets, list_targets
from govreport.errors import GovreportError
from govreport.files import real_path
from govreport.merging import Merging
from govreport.register import Attendance, check_register
from govreport.report import Report
from govreport.report_writer import SCHEMA_FILE
from govreport.staging import stage
from govreport.toml.source import read_source
from govreport.validate import examine

BLANK = "C01"
"""The error of a cell that is blank; a total that its parts give may be."""


def merge(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="文件…",
            help="各单位的报告：填报文件，或 Word、网页、PDF、Excel；也可以是文件夹、带 * 的名字",
        ),
    ],
    agency: Annotated[str, typer.Option("--agency", metavar="全称", help="汇总后是哪个机关的报告")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="文件", help="写到哪个文件（.toml）")],
    province: Province = "",
    level: LevelChoice = None,
    kind: KindChoice = None,
    own: Annotated[str | None, typer.Option("--own", metavar="文件", help="本机关自己的报告，一起相加")] = None,
    register: Annotated[
        str | None,
        typer.Option("--register", metavar="CSV", help="应报名单，一行一个机关全称；列出谁还没有报"),
    ] = None,
    allow_errors: Annotated[
        bool, typer.Option("--allow-errors", help="有错误的报告也汇总进去，并在结果里注明")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="重新汇总：已有的文件换上新的数，写好的正文不动")] = False,
    jobs: Jobs = None,
) -> int:
    """把各单位的报告汇总成上级机关的一份：每格相加，另附汇总表和来源。"""
    if output.suffix.lower() != ".toml":
        raise GovreportError(f"{output}：填报文件的名字要以 .toml 结尾，如 {output.stem}.toml")
    stated = describe_agency(agency.strip(), province, level, kind)
    if not agency.strip():
        raise typer.BadParameter("机关全称是空的", param_hint="--agency")
    if own is not None and not own.strip():
        raise typer.BadParameter("文件名是空的", param_hint="--own")
    beside = list_targets(output)
    names, is_complete = list_reports(files, [*beside, *(Path(name) for name in (own, register) if name)])
    if not is_complete:
        return 2
    names = [own, *(name for name in names if real_path(name) != real_path(own))] if own else names
    targets = choose_targets(output, len(names))
    refuse_inputs([*names, *([register] if register else [])], targets)
    check_excel(targets)
    earlier = read_earlier(output) if force else None
    listed = None if register is None else read_bytes(register, LARGEST_IMPORT)
    amount = Amount(len(names), SECONDS, "汇总")
    with (
        make_scratch() as scratch,
        stage(targets.paths, replace=force) as staged,
        gather(read_child, names, amount, jobs=jobs) as children,
    ):
        sheet, sources, report = staged.files
        merging = Merging(stated, show_name(own or ""), sheet, sources, scratch if is_excel(targets) else "")
        with closing(merging):
            for child in children:
                take(merging, child)
            code = refuse(merging, allow_errors=allow_errors)
            if code:
                return code
            attendance = (
                None if listed is None else check_register(str(register), listed, merging.assembly.agreement.files)
            )
            missing = attendance.missing if attendance else ()
            text = merging.finish(output.name, targets.sources.name, missing, earlier)
        report.write(text.encode("utf-8"))
        staged.commit()
    report_result(merging, targets, text)
    warn_of_sums(merging)
    if attendance:
        report_attendance(attendance)
    write_schema(output.parent / SCHEMA_FILE, merging.form)
    say(f"写好正文后运行：govreport validate {quote(output)}")
    return 0


def read_earlier(output: Path) -> Report | None:
    """Return the sum that stands there already, whose prose is to stay; GovreportError where it cannot be read."""
    if not output.is_file():
        return None
    try:
        return api.load(api.read(str(output), read_bytes(str(output))))
    except GovreportError as error:
        raise GovreportError(f"{error}；它的正文留不住，没有汇总；改好它，或用 -o 换个名字") from error


def warn_of_sums(merging: Merging) -> None:
    """Say on stderr where one of the reports is the sum of all others: then everything was added twice."""
    name = merging.find_sum()
    if name:
        complain(f"{name} 的数正好是其余各份之和，多半是以前汇总的，和下级一起就加了两遍；是的话，移走它再汇总")


def refuse_inputs(names: Sequence[str], targets: Targets) -> None:
    """Raise GovreportError where an output would be written over an input."""
    real = {real_path(path): path for path in targets.paths}
    for name in names:
        if real_path(name) in real:
            raise GovreportError(f"{real[real_path(name)]}：是这次要读的文件，不能覆盖；请用 -o 换个名字")


def is_excel(targets: Targets) -> bool:
    """Tell whether the sheet is an Excel file."""
    return targets.sheet.suffix == ".xlsx"


def check_excel(targets: Targets) -> None:
    """Raise GovreportError where an Excel file is to be written and nothing here can."""
    if is_excel(targets) and find_spec("xlsxwriter") is None:
        raise GovreportError("缺少 xlsxwriter；请运行 pip install 'govreport[import]' 装上导入和 Excel 所需的部分")


def take(merging: Merging, child: Child) -> None:
    """Add one report, saying on stderr what is wrong with it or doubtful."""
    if child.failure:
        complain(child.failure)
    if child.doubts:
        complain(f"{child.file}：导入时 {len(child.doubts)} 处存疑，其中：{child.doubts[0]}")
    merging.add(child)


def refuse(merging: Merging, *, allow_errors: bool) -> int:
    """Say why reports cannot be merged; return the exit code, 0 where they can."""
    obstacles = list(merging.assembly.list_obstacles())
    for obstacle in obstacles:
        complain(obstacle)
    for child in merging.faulty:
        say(f"{child.file}：{child.agency or '（没有写机关全称）'}{list_errors(child)}")
    is_faulty = bool(merging.faulty) and not allow_errors
    if not (obstacles or merging.failures or is_faulty):
        return 0
    if not merging.form:
        return 2  # nothing could be read, as was said
    reasons = [f"{len(merging.failures)} 份读不出来"] * bool(merging.failures)
    reasons += [f"{len(merging.faulty)} 份有错误"] * is_faulty
    reasons += [f"{len(obstacles)} 处不能相加"] * bool(obstacles)
    way = "，或加 --allow-errors 带着错误汇总" if is_faulty else ""
    say(f"没有汇总：{'，'.join(reasons)}；改好再汇总{way}")
    return 2 if obstacles or merging.failures else 1


def list_errors(child: Child) -> str:
    """Return how many errors a report has, and the first ones."""
    more = "；等" if child.error_count > len(child.errors) else ""
    return f"有 {child.error_count} 项错误：{'；'.join(child.errors)}{more}"


def report_result(merging: Merging, targets: Targets, text: str) -> None:
    """Say what was written, and what is left to do in it."""
    rollup = merging.assembly.rollup
    count = rollup.count if rollup else 0
    say(f"已生成 {targets.report}：{count} 份报告相加")
    say(f"已生成 {targets.sheet}、{targets.sources}")
    if merging.faulty:
        say(f"其中 {len(merging.faulty)} 份有错误，已在 {targets.sources.name} 里注明")
    _, findings = examine(read_source(targets.report.name, text.encode("utf-8")))
    codes = Counter(finding.code for finding in findings)
    blank = codes.pop(BLANK, 0)
    if blank:
        say(f"有 {blank} 格因为下级没有填而空着，填报文件里写明了是哪几家")
    unfinished = sum(codes.pop(code, 0) for code in UNFINISHED)
    others = codes.total()
    say(f"数字已填好，还有 {unfinished} 处文字要写" + (f"；另有 {others} 项错误，要先核对" if others else ""))


def report_attendance(attendance: Attendance) -> None:
    """Say who of the register is missing."""
    say(f"应报 {attendance.expected} 家，缺 {len(attendance.missing)} 家，名单以外 {len(attendance.unlisted)} 家")
    for word, names in (("缺", attendance.missing), ("名单以外", attendance.unlisted)):
        for name in names:
            say(f"  {word}：{name}")
