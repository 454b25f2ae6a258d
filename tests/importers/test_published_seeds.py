"""The five published reports that the project began with, from their text."""

import pytest

from conftest import need_shared
from govreport.importers.importing import import_document
from importers.reading import SEED_SAMPLES, flat, lines_of, numbers_of, sample_data, stated_rows

IDENTITY = {
    "000_cfdd1f6bb9b2d072.txt": (
        "沙河市白塔镇人民政府",
        2024,
        "",
        "沙河市白塔镇人民政府2024年度政府信息公开工作年度报告",
    ),
    "001_b99ae1cfb7712085.txt": (
        "遂平县花庄镇人民政府",
        2024,
        "",
        "遂平县花庄镇人民政府2024年政府信息公开工作年度报告",
    ),
    "002_066c2f16e81325c2.txt": ("节固镇人民政府", 2023, "", "节固镇2023年政府信息公开工作年度报告"),
    "003_f0f557709e2274f5.txt": (
        "滕州市柴胡店镇人民政府",
        2024,
        "山东省",
        "滕州市柴胡店镇2024年政府信息公开工作年度报告",
    ),
    "004_bedebc31cbf810fe.txt": ("涞源县", 2024, "", "涞源县2024年政府信息公开工作年度报告"),
}
"""Agency, year, province and title by hand from ../shared/DOMAIN.md part 9; in brackets there: stated nowhere."""

ASPECTS = ["主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障"]
every_seed = pytest.mark.parametrize("seed", SEED_SAMPLES)


def import_seed(name: str):
    path = need_shared(f"seeds/{name}")
    return import_document(name, path.read_bytes())


@every_seed
def test_every_number_is_the_published_one(seed):
    imported = import_seed(seed)
    expected = stated_rows(sample_data(SEED_SAMPLES[seed]))
    assert numbers_of(imported.report) == expected
    assert imported.filled == imported.cells == sum(map(len, expected.values()))


@every_seed
def test_title_agency_year_and_province_are_as_stated(seed):
    report = import_seed(seed).report
    agency, year, province, title = IDENTITY[seed]
    assert (report.text("agency.name"), report.year) == (agency, year)
    assert report.text("agency.province") == province
    assert flat(report.text("publication.title")) == title


def prose_of(seed: str) -> list[str]:
    """The published lines outside of the tables, without white space, residue and section titles.

    A table's line is short and has no full stop; it stands between 二、 and 五、.
    """
    lines = need_shared(f"seeds/{seed}").read_text(encoding="utf-8").split("\n")
    titles = [flat(line)[:2] for line in lines]
    start, end = titles.index("二、"), titles.index("五、")
    kept = [*lines[:start], *lines[end:]]
    flattened = [flat(line).replace("[bookmark:_GoBack]", "") for line in kept]
    return [line for line in flattened if line and not line.startswith(("一、", "1、总体", "五、", "六、"))]


@every_seed
def test_every_paragraph_is_kept_as_published(seed):
    report = import_seed(seed).report
    lines = [*report.text("publication.title").split("\n"), *report.text("narrative.preamble").split("\n")]
    lines += [line for key in ("overview", "problems", "other") for line in lines_of(report, key)]
    lines += [report.text("publication.signature")]
    if report.date:
        lines.append(f"{report.date.year}年{report.date.month}月{report.date.day}日")
    assert [flat(line) for line in lines if flat(line)] == prose_of(seed)


@every_seed
def test_the_five_parts_of_section_one_have_their_aspects(seed):
    parts = import_seed(seed).report.prose["overview"].parts
    assert [part.aspect for part in parts] == ASPECTS
    assert all(part.text for part in parts)


def test_headings_keep_their_number_and_run_in_as_published():
    overview = import_seed("002_066c2f16e81325c2.txt").report.prose["overview"]
    assert [(part.heading, part.run_in) for part in overview.parts[:2]] == [
        ("（一）主动公开情况", False),
        ("（二）依申请公开情况。", True),
    ]


def test_contact_signature_and_date_are_found():
    report = import_seed("003_f0f557709e2274f5.txt").report
    assert report.text("agency.contact.phone") == "0632-2205128"
    assert report.text("agency.contact.postcode") == "277525"
    assert report.text("agency.contact.email") == "chdzrmzfadmin@zz.shandong.cn"
    signed = import_seed("002_066c2f16e81325c2.txt").report
    assert signed.text("publication.signature") == "节固镇人民政府"
    assert str(signed.date) == "2024-01-18"


@pytest.mark.parametrize(
    ("seed", "path", "words"),
    [
        ("000_cfdd1f6bb9b2d072.txt", "applications.other_single", "“（六）其他处理”只有一行"),
        ("000_cfdd1f6bb9b2d072.txt", "disclosure", "全角空格"),
        ("001_b99ae1cfb7712085.txt", "applications", "错开了列"),
        ("001_b99ae1cfb7712085.txt", "applications", "标签的写法与正式的不同"),
        ("003_f0f557709e2274f5.txt", "narrative.overview", "标题“1、 总体情况”当作“一、总体情况”"),
        ("003_f0f557709e2274f5.txt", "narrative.other", "“柴胡店镇政府主动公开情况”像是图表的标题"),
        ("003_f0f557709e2274f5.txt", "agency.name", "取较全的“滕州市柴胡店镇人民政府”"),
        ("004_bedebc31cbf810fe.txt", "applications.other_single", "“（六）其他处理”只有一行"),
        ("004_bedebc31cbf810fe.txt", "agency.name", "没有找到机关全称"),
        ("004_bedebc31cbf810fe.txt", "agency.province", "没有写明省份"),
    ],
)
def test_what_is_not_plain_is_a_doubt_at_its_place(seed, path, words):
    doubts = [doubt.message for doubt in import_seed(seed).doubts if doubt.path == path]
    assert [message for message in doubts if words in message]


def test_a_title_that_is_the_official_one_is_no_doubt():
    messages = [doubt.message for doubt in import_seed("002_066c2f16e81325c2.txt").doubts]
    assert messages
    assert not [message for message in messages if "当作" in message]


def test_braces_in_published_prose_are_a_doubt():
    path = need_shared("seeds/002_066c2f16e81325c2.txt")
    text = path.read_text(encoding="utf-8").replace("未收取信息处理费", "未收取{{ 本年新收 }}元")
    doubts = import_document("a.txt", text.encode("utf-8")).doubts
    assert any(doubt.path == "narrative.other" and "{{" in doubt.message for doubt in doubts)
