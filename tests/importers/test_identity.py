"""Title, agency, year, province, signature and date, from what the lines around the sections say."""

from datetime import date

import pytest

from govreport.importers.closing import read_closing
from govreport.importers.document import Paragraph
from govreport.importers.identity import read_identity
from govreport.importers.opening import read_opening


def identity(title, *preamble, signature="", tail=()):
    return read_identity(title, preamble, tail, signature, None)


@pytest.mark.parametrize(
    ("title", "preamble", "signature", "agency"),
    [
        ("青澜市水利局2024年政府信息公开工作年度报告", "", "", "青澜市水利局"),
        ("临湖镇2024年政府信息公开工作年度报告", "", "临湖镇人民政府", "临湖镇人民政府"),
        (
            "临湖区人民政府2024年政府信息公开工作年度报告",
            "请与青澜市临湖区人民政府办公室联系。",
            "",
            "青澜市临湖区人民政府",
        ),
        (
            "临湖镇2024年政府信息公开年度报告",
            "结合青澜市临湖镇人民政府2024年度工作实际。",
            "",
            "青澜市临湖镇人民政府",
        ),
        ("青澜市人民政府办公室2024年政府信息公开工作年度报告", "", "", "青澜市人民政府办公室"),
        ("和平区人民政府2024年政府信息公开工作年度报告", "请与和平区人民政府联系。", "", "和平区人民政府"),
        (
            "2024年政府信息公开工作年度报告",
            "由青澜市档案馆编制。请与青澜市档案局（电话：0000-1）联系。",
            "",
            "青澜市档案局",
        ),
        ("2024年青澜市水利局政府信息公开工作年度报告", "", "", "青澜市水利局"),
        ("关于2024年度青澜市水利局政府信息公开工作情况的报告", "", "", "青澜市水利局"),
        ("青澜市水利局关于2024年度政府信息公开工作情况的报告", "", "", "青澜市水利局"),
        ("2024年度青澜市政府信息公开年报", "请与青澜市人民政府办公室联系。", "", "青澜市人民政府"),
        ("临湖县2024年政府信息公开年报", "请与青澜市临湖县人民政府办公室联系。", "", "青澜市临湖县人民政府"),
        ("临湖县人民政府（县政府办公室）2024年政府信息公开工作年度报告", "", "", "临湖县人民政府"),
        (
            "临湖县人民政府2024年政府信息公开工作年度报告",
            "按照2024年青澜市临湖县人民政府的安排。",
            "",
            "青澜市临湖县人民政府",
        ),
        (
            "临湖县人民政府2024年政府信息公开工作年度报告",
            "本报告的电子版可在青澜市临湖县人民政府网站下载。",
            "",
            "青澜市临湖县人民政府",
        ),
        ("临湖县2024年政府信息公开工作年度报告", "万年县临湖县人民政府。", "", "万年县临湖县人民政府"),
        (
            "临湖县人民政府办公室2024年政府信息公开工作年度报告",
            "全文见临湖县临湖县人民政府办公室网站。",
            "",
            "临湖县人民政府办公室",
        ),
        ("临湖镇2024年政府信息公开工作年度报告", "请与临湖镇办公室联系。", "", "临湖镇"),
        ("湖东街道2024年政府信息公开工作年度报告", "请与湖东街道办事处联系。", "", "湖东街道办事处"),
    ],
)
def test_the_agency_is_the_signature_else_the_fullest_form(title, preamble, signature, agency):
    assert identity([title], preamble, signature=signature).fields["agency.name"] == agency


def test_two_forms_of_the_name_are_a_doubt():
    found = identity(["临湖镇2024年政府信息公开工作年度报告"], signature="临湖镇人民政府")
    (doubt,) = [d for d in found.doubts if d.path == "agency.name"]
    assert "“临湖镇”" in doubt.message
    assert "取落款“临湖镇人民政府”" in doubt.message


@pytest.mark.parametrize(
    ("title", "preamble", "year"),
    [
        ("某局2023年度政府信息公开工作年度报告", "", 2023),
        ("某局 2024 年政府信息公开工作年度报告", "", 2024),
        ("某局二〇二四年政府信息公开工作年度报告", "", 2024),
        ("2024度某局政府信息公开工作年度报告", "数据截至2025年1月1日。", 2024),
        ("某局政府信息公开工作年度报告", "数据统计期限为2022年1月1日至12月31日。", 2022),
        ("某局政府信息公开工作年度报告", "", None),
    ],
)
def test_the_year_is_the_titles_else_the_periods(title, preamble, year):
    assert identity([title], preamble).fields.get("year") == year


def test_a_year_in_the_preamble_that_is_not_the_titles_is_a_doubt():
    found = identity(["某局2024年政府信息公开工作年度报告"], "统计期限为2023年1月1日至2023年12月31日。")
    assert found.fields["year"] == 2024
    assert any("2023" in doubt.message for doubt in found.doubts if doubt.path == "year")


@pytest.mark.parametrize(
    ("title", "preamble", "province"),
    [
        ("河北省水利厅2024年政府信息公开工作年度报告", "", "河北省"),
        ("内蒙古自治区水利厅2024年政府信息公开工作年度报告", "", "内蒙古自治区"),
        ("临湖镇2024年政府信息公开工作年度报告", "（地址：山东省滕州市驻地，邮编：277525）", "山东省"),
        ("临湖镇2024年政府信息公开工作年度报告", "根据《河北省实施〈条例〉办法》编制。", None),
    ],
)
def test_the_province_only_where_it_is_stated_as_the_agencys_place(title, preamble, province):
    found = identity([title], preamble)
    assert found.fields.get("agency.province") == province
    assert any(doubt.path == "agency.province" for doubt in found.doubts) == (province is None)


@pytest.mark.parametrize(
    ("lines", "title", "preamble"),
    [
        (
            ["某局", "2024年政府信息公开工作年度报告", "根据条例编制。"],
            ("某局", "2024年政府信息公开工作年度报告"),
            ("根据条例编制。",),
        ),
        (
            ["某县某镇人民政府2024年政府信息公开工", "作年度报告", "引言。"],
            ("某县某镇人民政府2024年政府信息公开工作年度报告",),
            ("引言。",),
        ),
        (["某镇2024年政府信息公开工作", "年度报告"], ("某镇2024年政府信息公开工作", "年度报告"), ()),
        (
            ["某区财政局", "信息公开年报", "2024年某区财政局政府信息公开工作年度报告", "引言。"],
            ("2024年某区财政局政府信息公开工作年度报告",),
            ("引言。",),
        ),
        (["正文", "2024年", "政府信息公开工作年度报告"], ("2024年", "政府信息公开工作年度报告"), ()),
        (["某局2024年度政府信息公开工作报告", "引言。"], ("某局2024年度政府信息公开工作报告",), ("引言。",)),
        (["某局2024年度", "政府信息公开工作报告"], ("某局2024年度", "政府信息公开工作报告"), ()),
        (["2024年某镇政府信息公开年报", "政府信息公开年报"], ("2024年某镇政府信息公开年报",), ()),
        (
            [
                "首页",
                "某市人民政府门户网站",
                "某局2024年政府信息公开工作年度报告",
                "发布时间：2025-01-20 浏览次数：8",
                "引言。",
            ],
            ("某局2024年政府信息公开工作年度报告",),
            ("引言。",),
        ),
        (
            ["某局2024年政府信息公开工作年度报告", "目 录", "一、总体情况……1", "引言。"],
            ("某局2024年政府信息公开工作年度报告",),
            ("引言。",),
        ),
    ],
)
def test_the_title_is_told_from_what_a_site_puts_around_it(lines, title, preamble):
    opening = read_opening([Paragraph(line, (0, index)) for index, line in enumerate(lines)], ())
    assert (opening.title, opening.preamble) == (title, preamble)


@pytest.mark.parametrize(
    ("lines", "signature", "day", "kept"),
    [
        (["没有收费。", "某镇人民政府", "2025年1月18日"], "某镇人民政府", date(2025, 1, 18), 1),
        (["没有收费。", "某镇人民政府 2025年1月18日"], "某镇人民政府", date(2025, 1, 18), 1),
        (["没有收费。", "某局", "二〇二五年一月二十一日"], "某局", date(2025, 1, 21), 1),
        (
            ["没有收费。", "2025 年 1 月 8 日", "版权所有：某市 ICP备1号", "打印本页 关闭窗口"],
            "",
            date(2025, 1, 8),
            1,
        ),
        (["没有收费。", "某镇人民政府", "2025年1月18", "日"], "某镇人民政府", date(2025, 1, 18), 1),
        (["数据截至2024年12月31日。"], "", None, 1),
        (["没有收费。", "2025年2月30日"], "", None, 2),
    ],
)
def test_signature_and_date_are_taken_from_the_end(lines, signature, day, kept):
    closing = read_closing(lines)
    assert (closing.signature, closing.day, len(closing.paragraphs)) == (signature, day, kept)
