"""The list of agencies that should report, and who of them has not."""

import csv
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import dropwhile

from govreport.cells import squeeze
from govreport.errors import GovreportError
from govreport.importers.encoding import decode

KIND = (
    "应|报送?|填|公开|编制|发布|行政|各|所属|直属|下级|级|机关|单位|部门|主体|机构|"
    "乡|镇|街道?|办|区|县|市|州|和|及|与|或|[、/]"
)
HEADING = re.compile(
    rf"(?:{KIND})*名?|.*(?:全称|简称|名称|名单|名册|清单|台账|目录|表)|.*[：:].*|附件.*|.*20\d\d年.*|agency|name",
    re.IGNORECASE,
)
"""What stands over a column of names, or over the whole list, and is none; what is in brackets left out."""
BRACKETS = re.compile(r"[（(【\[].*?[）)】\]]")
CHINESE = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Attendance:
    """Who should have reported: how many there are, who is missing, and who has reported without being listed."""

    expected: int
    missing: tuple[str, ...]
    unlisted: tuple[str, ...]


def check_register(name: str, content: bytes, agencies: Collection[str]) -> Attendance:
    """Return who of a register is missing among `agencies` (names without white space), each in its own order.

    Raises GovreportError where the register is no text, or holds no name.
    """
    reported = dict.fromkeys(agencies)
    listed = read_register(name, content, reported.keys())
    missing = tuple(agency for agency in listed if agency not in reported)
    return Attendance(len(listed), missing, tuple(agency for agency in reported if agency not in listed))


def read_register(name: str, content: bytes, known: Collection[str]) -> dict[str, None]:
    """Return the names in a register, each once: those of the column in which most are `known`."""
    try:
        rows = list(read_rows(decode(name, content)))
    except csv.Error as error:
        raise GovreportError(f"{name}：应报名单读不出来；存成 CSV，一行写一个机关全称") from error
    width = max(map(len, rows), default=0)
    columns = [[row[i] for row in rows if i < len(row)] for i in range(width)]
    if not columns:
        raise GovreportError(f"{name}：应报名单是空的；一行写一个机关全称")
    best = max(columns, key=lambda own: (sum(c in known for c in own), sum(bool(CHINESE.search(c)) for c in own)))
    names = dict.fromkeys(dropwhile(lambda cell: cell not in known and is_heading(cell), filter(None, best)))
    if not names:
        raise GovreportError(f"{name}：应报名单里没有机关名称；一行写一个机关全称")
    return names


def is_heading(cell: str) -> bool:
    """Tell whether a cell above names is none itself."""
    return HEADING.fullmatch(BRACKETS.sub("", cell)) is not None


def read_rows(text: str) -> Iterator[list[str]]:
    """Yield the lines of a CSV text that hold anything, cells without white space and a spreadsheet's own '."""
    lines = text.splitlines()
    separator = max("\t;,", key=lambda mark: sum(mark in line for line in lines))
    for row in csv.reader(lines, delimiter=separator):
        cells = [squeeze(cell).removeprefix("'") for cell in row]
        if any(cells):
            yield cells
