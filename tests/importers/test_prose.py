"""Headings of parts as agencies write them: with commas, run in, behind 1、, parted by a blank only."""

import pytest

from govreport.format_loader import load_format
from govreport.importers.prose import read_prose

OVERVIEW = load_format("2021").sections[0]
PROBLEMS = load_format("2021").sections[4]


def parts(*lines, section=OVERVIEW):
    prose, _ = read_prose(section, lines)
    return [(part.heading, part.run_in, part.aspect, part.text) for part in prose.parts]


def headings(*lines, section=OVERVIEW):
    return [part[0] for part in parts(*lines, section=section)]


@pytest.mark.parametrize(
    ("heading", "aspect"),
    [
        ("（一）紧盯重点任务，做深主动公开", "主动公开"),
        ("（二）理顺办理流程，办好每件申请", "依申请公开"),
        ("（三）健全制度，落实责任，规范政府信息管理", "政府信息管理"),
        ("（四）建强公开平台，方便群众查询", "政府信息公开平台建设"),
        ("（五）回应关切，接受监督", "监督保障"),
        ("（六）聚焦中心工作，提升服务水平", ""),
        ("（二）收到政府信息公开申请情况", "依申请公开"),
        ("（一）组织推动政府信息公开工作", ""),
    ],
)
def test_a_heading_may_have_commas_and_names_its_aspect_or_none(heading, aspect):
    assert parts(heading, "做了若干工作。") == [(heading, False, aspect, ("做了若干工作。",))]
    run_in = f"{heading}。"
    assert parts(f"{run_in}做了若干工作。") == [(run_in, True, aspect, ("做了若干工作。",))]


@pytest.mark.parametrize(
    ("line", "heading", "rest"),
    [
        ("（二）依申请公开：本年没有收到申请。", "（二）依申请公开：", "本年没有收到申请。"),
        ("1、主动公开情况。全年公开300条。", "1、主动公开情况。", "全年公开300条。"),
        ("1.主动公开。全年公开300条。", "1.主动公开。", "全年公开300条。"),
        ("（1）主动公开情况。全年公开300条。", "（1）主动公开情况。", "全年公开300条。"),
        (
            "（一）主动公开情况 我局坚持应公开尽公开，公开300条。",
            "（一）主动公开情况",
            "我局坚持应公开尽公开，公开300条。",
        ),
        ("（一）在主动公开方面，我局坚持应公开尽公开。", "（一）在主动公开方面，", "我局坚持应公开尽公开。"),
    ],
)
def test_a_heading_may_stand_before_its_text(line, heading, rest):
    ((found, run_in, aspect, text),) = parts(line)
    assert (found, run_in, text) == (heading, True, (rest,))
    assert aspect in heading


@pytest.mark.parametrize(
    "line",
    [
        "（一）全年收到申请3件，均已答复。",
        "（一）本年度没有收到申请，也没有结转。",
        "（一）开展培训，参加42人次，覆盖各科室。下一步继续。",
        "1.门户网站300条。",
        "2.5万人次浏览。均为网站。",
    ],
)
def test_a_sentence_with_a_number_is_no_heading(line):
    assert headings(line) == []


def test_what_is_counted_inside_a_part_stays_there():
    found = headings(
        "（一）主动公开情况", "1.主动公开的数量。全年300条。", "2.主动公开的类别。共六类。", "（二）依申请公开情况"
    )
    assert found == ["（一）主动公开情况", "（二）依申请公开情况"]


def test_counted_parts_go_on_with_the_next_number():
    found = headings("1、主动公开情况。300条。", "2、收费情况。没有收费。", "4、别的。不是下一个。")
    assert found == ["1、主动公开情况。", "2、收费情况。"]


def test_a_number_that_went_unrecognised_is_a_doubt():
    lines = ["（一）主动公开情况", "全年300条。", "（二）全年收到申请3件，均已答复，没有结转到下年办理的。"]
    _, doubts = read_prose(OVERVIEW, lines)
    assert any("像是下一个小标题" in doubt.message for doubt in doubts)


def test_no_word_is_lost_whatever_is_a_heading():
    lines = ["（一）抓重点，强主动公开。公开300条。", "1.一项", "（二）依申请公开：没有。", "（三）平台 建设"]
    for section in (OVERVIEW, PROBLEMS):
        prose, _ = read_prose(section, lines)
        words = [*prose.text, *(part.heading + "".join(part.text) for part in prose.parts)]
        assert "".join(words) == "".join(lines)
