"""Registers as offices keep them: with and without head, in any encoding, with other columns."""

import pytest

from govreport.errors import GovreportError
from govreport.register import check_register

REPORTED = ("甲镇人民政府", "乙镇人民政府", "丁镇人民政府")
LISTED = "甲镇人民政府\n乙镇人民政府\n丙镇人民政府\n"

REGISTERS = {
    "names only": LISTED.encode(),
    "with a head": f"机关名称\n{LISTED}".encode(),
    "in GBK": f"单位\n{LISTED}".encode("gbk"),
    "with a byte order mark": f"应报单位名称\n{LISTED}".encode("utf-8-sig"),
    "in UTF-16": f"机关全称\r\n{LISTED}".encode("utf-16"),
    "with numbers before": "序号,单位,电话\n1,甲镇人民政府,1\n2,乙镇人民政府,2\n3,丙镇人民政府,3\n".encode(),
    "with tabs": "序号\t单位\n1\t甲镇人民政府\n2\t乙镇人民政府\n3\t丙镇人民政府\n".encode(),
    "with blanks and empty lines": "\n 甲镇 人民政府\u3000\n\n乙镇人民政府,\n丙镇人民政府\n,,\n".encode(),
    "one of them twice": f"{LISTED}甲镇人民政府\n".encode(),
    "with tabs and a comma": "序号\t单位\n1\t甲镇人民政府\t电话,传真\n2\t乙镇人民政府\n3\t丙镇人民政府\n".encode(),
    "with semicolons and a comma": "单位;备注\n甲镇人民政府;a,b\n乙镇人民政府;\n丙镇人民政府;\n".encode(),
    "with titles": f"附件2\n2024年应报单位,,\n机关全称,电话,\n{LISTED}".encode(),
    "with titles beside": f"2024年应报名单,\n序号,镇（街道）\n1,{LISTED}".replace("\n乙", "\n2,乙")
    .replace("\n丙", "\n3,丙")
    .encode(),
    "in quotes": '"甲镇人民政府"\n"乙镇人民政府"\n"丙镇人民政府"\n'.encode(),
}


@pytest.mark.parametrize("content", REGISTERS.values(), ids=REGISTERS.keys())
def test_who_is_missing_and_who_is_not_on_the_list(content):
    found = check_register("名单.csv", content, REPORTED)
    assert (found.expected, found.missing, found.unlisted) == (3, ("丙镇人民政府",), ("丁镇人民政府",))


HEADINGS = (
    *(
        "街道（乡镇）名称",
        "填报单位名称",
        "机关全称（盖章）",
        "镇街",
        "单位全称：",
        "镇办名称",
        "应报送单位",
        "各县区",
    ),
    *("青澜县应报机关名单", "填报单位：青澜县政府办公室", "单位名称(全称)", "政府信息公开年度报告报送情况表"),
)


@pytest.mark.parametrize("heading", HEADINGS)
def test_what_stands_over_the_names_is_none(heading):
    assert check_register("名单.csv", f"{heading}\n{LISTED}".encode(), REPORTED).missing == ("丙镇人民政府",)


NAMES = (
    "丙镇",
    "县发展和改革委员会",
    "城关街道",
    "市政府办公室",
    "信访局",
    "图书馆",
    "县直机关工委",
    "区政府",
    "江镇街道",
)


@pytest.mark.parametrize("name", NAMES)
def test_the_first_name_is_kept_though_nobody_has_reported_it(name):
    assert check_register("名单.csv", f"{name}\n{LISTED}".encode(), REPORTED).missing[0] == name


def test_where_nobody_has_reported_all_are_missing():
    found = check_register("名单.csv", "序号,单位\n1,甲镇人民政府\n2,乙镇人民政府\n".encode(), ())
    assert found.missing == ("甲镇人民政府", "乙镇人民政府")


@pytest.mark.parametrize("content", [b"", b"\n,,\n", "机关全称\n".encode(), b"\x00\x01\x02" * 50])
def test_a_register_without_names_is_refused(content):
    with pytest.raises(GovreportError, match=r"名单\.csv："):
        check_register("名单.csv", content, REPORTED)
