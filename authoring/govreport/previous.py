"""Last year's report of an agency, to compare this year's with: the file that is named, or found in a folder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from govreport.cells import show, squeeze
from govreport.errors import GovreportError
from govreport.files import Beside, list_folder, read_beside, read_input
from govreport.finding import Strike
from govreport.report import Report
from govreport.report_reader import choose_format, read_report
from govreport.toml.source import Source, read_source

Answer = tuple[Report | None, tuple[Strike, ...]]
"""Last year's report; else None and why it cannot be compared with (L00), or what is wrong with the key (S20)."""

KEY = "previous"
"""The key of a report that names last year's file."""
MOST_NAMES = 3
"""File names that one message lists."""


class PreviousReports(Protocol):
    """Where last year's report of any report is looked for."""

    def find(self, source: Source) -> Answer:
        """Return last year's report of the one in `source`, whose data is TOML."""


@dataclass(frozen=True)
class Identity:
    """Whose report it is, and of which year; "" and None where it does not say."""

    agency: str
    year: int | None


def identify(data: Mapping[str, Any]) -> Identity:
    """Return agency and year of TOML data, whatever is in it; white space in the name does not count."""
    agency, year = data.get("agency"), data.get("year")
    name = agency.get("name") if isinstance(agency, dict) else None
    is_year = isinstance(year, int) and not isinstance(year, bool)
    return Identity(squeeze(name) if isinstance(name, str) else "", year if is_year else None)


@dataclass(frozen=True)
class OneReport:
    """The file that `--previous` names: right for one report only."""

    name: str
    report: Report

    def find(self, source: Source) -> Answer:
        """Return the report where it is last year's of the same agency."""
        return compare(source, self.name, self.report, "agency.name")


@dataclass(frozen=True)
class Settled:
    """An answer that was found elsewhere: by the process that may open files."""

    answer: Answer

    def find(self, source: Source) -> Answer:
        """Return the answer."""
        return self.answer


@dataclass(frozen=True)
class Folder:
    """The folder that `--previous` names: its TOML files are read once, when the first report asks.

    Only their names are kept; a file that fits is read again, so that a thousand reports need no memory.
    """

    path: Path
    names: Sequence[str]

    @cached_property
    def index(self) -> tuple[Mapping[Identity, Sequence[str]], Sequence[str]]:
        """The files by agency and year, and those that could not be read."""
        found: dict[Identity, list[str]] = {}
        unreadable = []
        for name in self.names:
            try:
                data = read_source(name, read_input(name)).data
            except GovreportError:
                data = None
            if data is None:
                unreadable.append(name)
            else:
                found.setdefault(identify(data), []).append(name)
        return found, unreadable

    def find(self, source: Source) -> Answer:
        """Return the one report in the folder that is last year's of the same agency."""
        own = identify(source.data or {})
        if own.year is None or not own.agency:
            return undecided("本报告没有写明年度或机关全称", "agency.name")
        files, unreadable = self.index
        names = files.get(Identity(own.agency, own.year - 1), [])
        if len(names) == 1:
            return accept(source, read_report(read_source(names[0], read_input(names[0])).data or {})[0])
        wanted = f"“{own.agency}”{own.year - 1}年度的填报文件"
        if names:
            return undecided(f"{self.path} 里有 {len(names)} 份{wanted}（{list_names(names)}）", "agency.name")
        more = f"（另有 {len(unreadable)} 个文件读不出来：{list_names(unreadable)}）" if unreadable else ""
        return undecided(f"{self.path} 里没有{wanted}{more}", "agency.name")


def open_folder(path: str) -> Folder:
    """Return the folder. Raises GovreportError where it cannot be opened or holds no TOML file."""
    names = list_folder(Path(path), ".toml")
    if not names:
        raise GovreportError(f"{path}：这个文件夹里没有 .toml 文件，不能作上年报告的文件夹")
    return Folder(Path(path), names)


def find_beside(source: Source, *, folder: Beside | None) -> Answer:
    """Return the report that `previous` in the source names; the path is relative to the report's `folder`.

    A path that leads out of the folder, or to nothing that can be read, is S20. `folder` is None where the
    report came from no file.
    """
    written = (source.data or {}).get(KEY)
    if not isinstance(written, str) or not written.strip():
        return None, ()
    if folder is None:
        return undecided("报告是从标准输入读的，不知道 previous 写的文件在哪个文件夹", KEY)
    written = written.strip()
    try:
        data = read_source(written, read_beside(folder, written)).data
    except GovreportError as error:
        return unusable(written, str(error))
    if data is None:
        return unusable(written, "不符合 TOML 写法，先用 govreport validate 检查它")
    return compare(source, written, read_report(data)[0], KEY)


def compare(source: Source, name: str, report: Report, path: str) -> Answer:
    """Return the report where it is last year's of the agency in `source`; else why not, at `path`."""
    own = identify(source.data or {})
    theirs = Identity(squeeze(report.text("agency.name")), report.year)
    if own.year is None or not own.agency:
        return undecided("本报告没有写明年度或机关全称", path)
    if theirs.year != own.year - 1:
        stated = f"是{theirs.year}年度的" if theirs.year else "没有写明年度"
        return undecided(f"{name} {stated}，应是{own.year - 1}年度的", path)
    if theirs.agency != own.agency:
        stated = f"是“{theirs.agency}”的" if theirs.agency else "没有写明机关全称"
        return undecided(f"{name} {stated}，本报告是“{own.agency}”的", path)
    return accept(source, report)


def accept(source: Source, report: Report) -> Answer:
    """Return last year's report; with a doubt where it has another form, whose tables cannot be compared."""
    data = source.data or {}
    if choose_format(data) is report.format:
        return report, ()
    reason = f"上年用的是{report.format.name}，表里的数不能核对，只核对正文"
    return report, (Strike("L00", "format", values={"reason": reason}, result="undecided"),)


def undecided(reason: str, path: str) -> Answer:
    """Return "cannot compare", for a reason."""
    return None, (Strike("L00", path, values={"reason": reason}, result="undecided"),)


def unusable(written: str, reason: str) -> Answer:
    """Return that the key names a file which cannot be used."""
    return None, (Strike("S20", KEY, show(written), values={"reason": reason}),)


def list_names(names: Sequence[str]) -> str:
    """Return the first few file names, without their folders."""
    more = " 等" if len(names) > MOST_NAMES else ""
    return "、".join(Path(name).name for name in names[:MOST_NAMES]) + more
