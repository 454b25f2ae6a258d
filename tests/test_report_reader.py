"""What is said of a wrong key, type or cell: in words, with what was found and what could be meant."""

from typing import Any

import pytest
import tomli

from govreport.finding import Finding
from govreport.format_loader import load_format
from govreport.report_reader import read_report
from govreport.toml.source import read_source
from govreport.validate import validate_source
from reports import make_report

LICENCES = "licences = 0"


def check(text: str) -> list[Finding]:
    return [f for f in validate_source(read_source("x.toml", text.encode())) if f.severity != "info"]


def one(**changes: Any) -> Finding:
    (finding,) = check(make_report(**changes))
    return finding


def replaced(old: str, new: str) -> list[Finding]:
    text = make_report()
    assert old in text
    return check(text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("licence", "licences"),
        ("lisences", "licences"),
        ("penalty", "penalties"),
        ("fee", "fees"),
    ],
)
def test_a_misspelt_row_says_which_was_meant(typed, meant):
    unknown = [f for f in replaced(f"{meant} = 0", f"{typed} = 0") if f.code == "S02"]
    assert [f.message for f in unknown] == [f"不认识“{typed}”，是不是 {meant}？"]
    assert unknown[0].expected == meant


def test_a_misspelt_part_of_a_dotted_row_says_which_was_meant():
    unknown = [f for f in replaced("denied.process = 0", "denied.proces = 0") if f.code == "S02"]
    assert [(f.path, f.expected) for f in unknown] == [("applications.denied.proces", "process")]


def test_a_key_in_the_wrong_table_says_where_it_belongs():
    (finding,) = replaced("[disputes]", "[disputes]\nreceived = 0")
    assert finding.message == "“received”应写在 [applications] 下面"


def test_a_key_like_none_has_no_guess():
    (finding,) = replaced("[disputes]", "[disputes]\nzzzz = 0")
    assert finding.message == "不认识“zzzz”"


def test_a_misspelt_table_says_which_was_meant():
    found = replaced("[applications]", "[aplications]")
    assert [f.message for f in found if f.code == "S02"] == ["不认识“aplications”，是不是 applications？"]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("6.0", "表二 行政许可 本年处理决定数量：应是整数，填的是 6.0"),
        ("-5", "表二 行政许可 本年处理决定数量：不能是负数，填的是 -5"),
        ('"28件"', "表二 行政许可 本年处理决定数量：应是数，填的是文字“28件”"),
        ("true", "表二 行政许可 本年处理决定数量：应是数，填的是 true"),
        ('""', "表二 行政许可：没有填"),
        ("[]", "表二 行政许可：没有填"),
        ("nan", "表二 行政许可 本年处理决定数量：填的是 NaN，不是一个数"),
        ("1979-05-27", "表二 行政许可 本年处理决定数量：应是数，填的是 1979-05-27"),
        ("[1, 2]", "表二 行政许可：有 2 个数，应有 1 个，多 1 个"),
    ],
)
def test_a_wrong_cell_is_named_by_table_row_and_column(value, message):
    assert one(disclosure={"licences": value}).message == message


@pytest.mark.parametrize(
    ("value", "expected"), [('"28件"', "28"), ('"１，４３９"', "1439"), ("6.0", "6"), ('"06"', "6")]
)
def test_a_number_in_another_writing_says_which_was_meant(value, expected):
    assert one(disclosure={"licences": value}).expected == expected


def test_two_rows_of_one_name_are_told_apart_by_their_group():
    finding = one(applications={"other.other": [0, 0, 0, 0, 0, "x"]})
    assert finding.message.startswith("表三 （六）其他处理 3.其他 其他：")


@pytest.mark.parametrize(
    ("cells", "code", "message"),
    [
        ([1, 2, 3], "C07", "只有 3 个数，应有 6 或 7 个，少 3 个"),
        ([1] * 8, "C08", "有 8 个数，应有 6 或 7 个，多 1 个"),
        (5, "C07", "只有 1 个数，应有 6 或 7 个，少 5 个"),
    ],
)
def test_a_row_with_a_wrong_count_of_cells_says_how_many_there_should_be(cells, code, message):
    finding = one(applications={"received": cells})
    assert (finding.code, finding.path) == (code, "applications.received")
    assert finding.message.endswith(message)
    assert "自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他" in finding.advice


def test_a_huge_number_is_shown_by_its_length():
    assert one(disclosure={"licences": "9" * 1000}).message.endswith("约 1000 位的整数")


def test_a_wrong_value_is_left_out_but_the_rest_is_read():
    text = make_report(disclosure={"rules": '[1, "x", 3]', "licences": "true", "fees": 2})
    report, strikes = read_report(tomli.loads(text))
    assert [s.code for s in strikes] == ["C04", "C05"]
    assert report.rows["disclosure.rules"] == (1, None, 3)
    assert report.rows["disclosure.licences"] == (None,)
    assert report.rows["disclosure.fees"] == (2,)


def test_a_count_that_was_reported_still_counts_in_its_sum():
    found = check(make_report(disputes={"reconsideration": [1.0, 0, 0, 0, 2]}))
    assert [f.code for f in found] == ["C02", "T04"]


def test_a_wrong_choice_lists_the_right_ones_and_the_nearest():
    (finding,) = replaced("[agency]", '[agency]\nkind = "goverment"')
    assert (
        finding.message
        == "“机关类型”写的是“goverment”，只能是 government、department、other 之一（是不是“government”？）"
    )


@pytest.mark.parametrize("level", ["国家级", "省级", "市级", "县级", "乡级", ""])
def test_every_level_of_the_list_may_be_written(level):
    assert replaced("[agency]", f'[agency]\nlevel = "{level}"') == []


def test_an_empty_file_is_told_what_it_lacks():
    found = check("")
    assert [(f.code, f.place.line, f.place.column) for f in found] == [("F04", 1, 1)]
    found = check('format = "2021"')
    assert [f.code for f in found if f.severity == "error"] == ["S01"] * 8
    assert {f.place.line for f in found} == {1}
    assert {"“机关全称”没有填", "“报告年度”没有填", "“一、总体情况”没有填"} <= {f.message for f in found}


def test_a_report_is_read_by_the_form_that_it_names():
    report, _ = read_report({"format": "2019"})
    assert report.format is load_format("2019")
    assert read_report({"format": "1999"})[0].format is load_format("2021")
    assert read_report({})[0].format is load_format("2021")


def test_the_parts_of_a_section_are_read_in_their_order_with_their_paragraphs():
    text = make_report(text="第一段\n　　第二段　\n\n", heading="（一）标题", run_in=True)
    part = read_report(tomli.loads(text))[0].prose["overview"].parts[0]
    assert (part.heading, part.run_in, part.text) == ("（一）标题", True, ("第一段", "第二段"))
