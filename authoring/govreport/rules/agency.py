"""What kind of agency a report is of, and how its name may be shortened."""

import re

from govreport.report import Report
from govreport.rules.pattern import Pattern

TOWN = Pattern(r"(?:镇|乡|街道|苏木)(?:人民政府|办事处|政府)?$")
DEPARTMENT = Pattern(r"(?:局|委员会|委|厅|办公室|中心|公司|队|院|馆|所|署|办|部|处)$")
UNITS = "省|自治区|市|自治州|州|盟|地区|县|旗|区|镇|乡|街道"


def is_government(report: Report) -> bool:
    """Tell whether the report is a government's, towns included: as stated, else by the name."""
    kind = report.text("agency.kind")
    name = report.text("agency.name")
    return kind == "government" if kind else name.endswith(("人民政府", "街道办事处"))


def is_department(report: Report) -> bool:
    """Tell whether the report is a department's: as stated, else by the name."""
    kind = report.text("agency.kind")
    return kind == "department" if kind else bool(DEPARTMENT.search(report.text("agency.name")))


def is_town(report: Report) -> bool:
    """Tell whether the report is a town's or a street's: as stated, else by the name."""
    level = report.text("agency.level")
    return level == "乡级" if level else bool(TOWN.search(report.text("agency.name")))


def core_name(name: str) -> str:
    """Return the last part of a name: 柴胡店镇 of 滕州市柴胡店镇人民政府, 教育局 of 云岭县教育局."""
    short = re.sub(r"(?:人民政府|政府|办事处)?(?:办公室)?$", "", name) or name
    pieces = re.findall(rf"[^省市县区旗]{{1,8}}?(?:{UNITS})|[\u4e00-\u9fff]+$", short)
    return pieces[-1] if pieces else short
