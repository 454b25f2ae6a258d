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
    "in quotes": '"甲镇人民政府"\n"乙镇人民政府"\n"丙镇人民政府"\n'.encode(),
}


@pytest.mark.parametrize("content", REGISTERS.values(), ids=REGISTERS.keys())
def test_who_is_missing_and_who_is_not_on_the_list(content):
    found = check_register("名单.csv", content, REPORTED)
    assert (found.expected, found.missing, found.unlisted) == (3, ("丙镇人民政府",), ("丁镇人民政府",))


def test_where_nobody_has_reported_all_are_missing():
    found = check_register("名单.csv", "序号,单位\n1,甲镇人民政府\n2,乙镇人民政府\n".encode(), ())
    assert found.missing == ("甲镇人民政府", "乙镇人民政府")


@pytest.mark.parametrize("content", [b"", b"\n,,\n", "机关全称\n".encode(), b"\x00\x01\x02" * 50])
def test_a_register_without_names_is_refused(content):
    with pytest.raises(GovreportError, match=r"名单\.csv："):
        check_register("名单.csv", content, REPORTED)
