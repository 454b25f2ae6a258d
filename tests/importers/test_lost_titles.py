"""What stands where a title got lost, under other words, below the title, or between the pages of a text."""

from datetime import date

import pytest

from govreport.importers.importing import import_document

TABLE = [
    "| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |"
    + " 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |" * 2
]
TABLE += ["|---" * 15 + "|", "| 4 | 3 | 2 | 1 | 10 | 5 | 0 | 1 | 0 | 6 | 0 | 2 | 0 | 7 | 9 |"]


def document(*, first="一、总体情况", fifth="五、存在的主要问题及改进情况", above=(), footnote=()):
    return "\n\n".join(
        [
            "青澜市水利局2024年政府信息公开工作年度报告",
            *above,
            "本报告的数据截至2024年12月31日。",
            *([first] if first else []),
            "（一）主动公开情况",
            "全年公开信息300条。",
            "四、政府信息公开行政复议、行政诉讼情况",
            "\n".join(TABLE),
            *footnote,
            *([fifth] if fifth else []),
            "（一）存在的主要问题",
            "公开还不够及时。",
            "（二）改进情况",
            "已经加强检查。",
            "六、其他需要报告的事项",
            "没有收取信息处理费。",
        ]
    )


def imported(text, name="a.txt"):
    found = import_document(name, text.encode("utf-8"))
    return found.report, [doubt.message for doubt in found.doubts]


def headings(report, key):
    return [part.heading for part in report.prose[key].parts]


@pytest.mark.parametrize(
    "first", ["一、概述", "一、工作概述", "一、政府信息公开工作的基本情况", "一、总体情况概述"]
)
def test_section_one_may_be_called_otherwise(first):
    report, doubts = imported(document(first=first))
    assert headings(report, "overview") == ["（一）主动公开情况"]
    assert any(f"标题“{first}”当作“一、总体情况”" in message for message in doubts)


def test_section_one_without_title_begins_with_its_first_part():
    report, doubts = imported(document(first=""))
    assert headings(report, "overview") == ["（一）主动公开情况"]
    assert report.text("narrative.preamble") == "本报告的数据截至2024年12月31日。"
    assert any("从“（一）主动公开情况”起" in message for message in doubts)


def test_section_five_without_title_is_what_stands_behind_table_four():
    report, doubts = imported(document(fifth="", footnote=["注：含上年结转的案件。"]))
    assert headings(report, "problems") == ["（一）存在的主要问题", "（二）改进情况"]
    assert [part.text for part in report.prose["problems"].parts] == [("公开还不够及时。",), ("已经加强检查。",)]
    assert any("没有找到标题“五、存在的主要问题及改进情况”" in message for message in doubts)
    assert any("没有收：注：含上年结转的案件。" in message for message in doubts)
    assert not any("没有收" in message and "不够及时" in message for message in doubts)


def test_no_line_behind_a_table_is_lost_without_a_doubt():
    _, doubts = imported(document(footnote=["本机关另有若干情况需要说明，见网站专栏"]))
    assert any("没有收：本机关另有若干情况需要说明" in message for message in doubts)


@pytest.mark.parametrize(
    ("above", "signature"),
    [
        (("青澜市水利局", "（2025年1月21日）"), "青澜市水利局"),
        (("（2025年1月21日）",), ""),
        (("青澜市水利局 2025年1月21日",), "青澜市水利局"),
    ],
)
def test_agency_and_date_under_the_title_are_the_signature(above, signature):
    report, doubts = imported(document(above=above))
    assert (report.text("publication.signature"), report.date) == (signature, date(2025, 1, 21))
    assert report.text("narrative.preamble") == "本报告的数据截至2024年12月31日。"
    assert any("当作落款" in message for message in doubts)


def test_a_date_at_the_end_goes_before_one_under_the_title():
    text = document(above=("（2025年1月21日）",)) + "\n\n青澜市水利局\n\n2025年1月28日\n"
    report, doubts = imported(text)
    assert (report.text("publication.signature"), report.date) == ("青澜市水利局", date(2025, 1, 28))
    assert any("与落款不同" in message for message in doubts)


def test_a_sites_date_under_the_title_is_left_alone():
    report, _ = imported(document(above=("2025-01-21",)))
    assert report.date is None


def test_titles_behind_hashes_are_read_in_a_text_file_too():
    text = document(fifth="五、政府信息公开工作存在的主要问题及改进情况")
    hashed = "\n".join(
        f"## {line}" if line[:2] in ("一、", "四、", "五、", "六、") else line for line in text.split("\n")
    )
    report, _ = imported(hashed)
    plain, _ = imported(text)
    assert report.prose == plain.prose
    assert headings(report, "problems") == ["（一）存在的主要问题", "（二）改进情况"]


LONG = "围绕全市中心工作，持续规范政府信息公开的各个环节，把公开落到实处，"
"""32 characters, 64 columns: a full line of a text that a program wrapped."""


def wrapped(*lines):
    """Return a document whose text a program wrapped at 64 columns, the paragraph `lines` in it."""
    full = [LONG[:32]] * 8
    text = document().replace("全年公开信息300条。", "\n".join([*full, "公开好。", "", *lines]))
    report, _ = imported(text)
    return report.prose["overview"].parts[0].text[1:]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ((LONG[:32] + "— 3 —", "全年公开300条。"), LONG[:32] + "全年公开300条。"),
        ((LONG[:32], "— 3 —", "全年公开300条。"), LONG[:32] + "全年公开300条。"),
        (("　　" + LONG[:30], "全年公开300条。"), LONG[:30] + "全年公开300条。"),
        (("依照条例（以", "下简称条例）公开。"), "依照条例（以下简称条例）公开。"),
        (("审查166件、", "发布330件。"), "审查166件、发布330件。"),
    ],
)
def test_lines_of_one_paragraph_are_joined_over_page_numbers_and_inside_brackets(lines, joined):
    assert wrapped(*lines) == (joined,)


def test_a_short_line_that_ends_its_sentence_ends_its_paragraph():
    assert wrapped("全年公开300条。", "没有收到申请。") == ("全年公开300条。", "没有收到申请。")


def test_two_paragraphs_that_share_a_quotation_are_one_and_a_doubt():
    text = document().replace("全年公开信息300条。", "让群众“看\n\n得懂”政策。")
    report, doubts = imported(text)
    assert report.prose["overview"].parts[0].text == ("让群众“看得懂”政策。",)
    assert any("断成了两段" in message for message in doubts)
