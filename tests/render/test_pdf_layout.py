"""GB/T 9704-2012 measured in the PDF: block, grid, sizes, faces, page numbers, breaks, signature."""

import shutil
import subprocess
from dataclasses import replace
from itertools import pairwise

import pymupdf
import pytest

from govreport.context import Block
from render.pdf_probe import (
    ADVANCE,
    BLOCK,
    CLOSING,
    MM,
    PITCH,
    han,
    letters_of,
    lines_of,
    open_pdf,
    prose_only,
    random_prose,
    render,
    text_of,
    view_of,
)

BODY, HEI, KAI, TITLE = "GovReport-Song", "GovReport-Hei", "GovReport-Kai", "GovReport-Title"


@pytest.fixture(scope="module")
def plain() -> pymupdf.Document:
    """Four pages of nothing but Han paragraphs."""
    return open_pdf(render(prose_only([Block("paragraph", han(28 * 22 * 4))])))


def test_page_is_a4_with_the_margins_of_the_standard(plain):
    for page in plain:
        assert (page.rect.width, page.rect.height) == pytest.approx((210 * MM, 297 * MM), abs=0.1)
    page = plain[1]
    lines = lines_of(page)
    left = min(line[0].x for line in lines)
    right = max(line[-1].right for line in lines)
    assert left == pytest.approx(BLOCK[0], abs=MM)
    assert right == pytest.approx(BLOCK[2], abs=MM)
    # a line of 28.99 pt centres 16 pt type, whose baseline is 0.88 em down: so the lines fill the block exactly
    above = (PITCH - 16) / 2 + 0.88 * 16
    assert lines[0][0].y - above == pytest.approx(BLOCK[1], abs=MM)
    assert lines[-1][0].y - above + PITCH == pytest.approx(BLOCK[3], abs=MM)


def test_full_pages_hold_22_lines_of_28_characters(plain):
    for page in (plain[1], plain[2]):
        lines = lines_of(page)
        assert len(lines) == 22
        assert {len(line) for line in lines} == {28}
        assert {round(b[0].y - a[0].y, 1) for a, b in pairwise(lines)} == {round(PITCH, 1)}
        assert all(b.x - a.x == pytest.approx(ADVANCE, abs=0.02) for line in lines for a, b in pairwise(line))


def test_first_line_is_indented_by_two_characters(plain):
    line = lines_of(plain[0])[1]
    assert line[0].x - BLOCK[0] == pytest.approx(2 * ADVANCE, abs=0.2)
    assert len(line) == 26


@pytest.mark.parametrize("seed", range(3))
def test_pitch_is_kept_on_pages_of_headings_and_prose(seed):
    document = open_pdf(render(prose_only(random_prose(seed, 40), title=True)))
    assert len(document) >= 4
    for page in document:
        baselines = [line[0].y for line in lines_of(page) if line[0].font != TITLE]
        phases = {round((y - BLOCK[1]) % PITCH, 0) for y in baselines}
        assert len(phases) == 1, (page.number, phases)


def test_sizes_and_faces_of_title_headings_and_body():
    blocks = [
        Block("heading", heading="（一）主动公开情况"),
        Block("paragraph", han(60)),
        Block("run_in", han(40), "（二）依申请公开情况。"),
    ]
    page = open_pdf(render(prose_only(blocks, title=True)))[0]
    lines = {text_of(line): line for line in lines_of(page)}
    faces = {
        "青澜市人民政府": (TITLE, 22),
        "2024年政府信息公开工作年度报告": (TITLE, 22),
        "一、总体情况": (HEI, 16),
        "（一）主动公开情况": (KAI, 16),
        han(26): (BODY, 16),
    }
    for text, (font, size) in faces.items():
        assert {letter.font for letter in lines[text]} == {font}, text
        assert {round(letter.size, 1) for letter in lines[text]} == {size}, text
    run_in = next(line for text, line in lines.items() if text.startswith("（二）"))
    assert [letter.font for letter in run_in[:11]] == [KAI] * 11
    assert run_in[11].font == BODY
    middle = (lines["青澜市人民政府"][0].x + lines["青澜市人民政府"][-1].right) / 2
    assert middle == pytest.approx((BLOCK[0] + BLOCK[2]) / 2, abs=1)


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(plain):
    for page in plain:
        line = lines_of(page, number=True)[-1]
        assert text_of(line) == f"—{page.number + 1}—"
        assert {round(letter.size, 1) for letter in line} == {14}
        if page.number % 2 == 0:
            assert BLOCK[2] - line[-1].right == pytest.approx(14, abs=0.6)
        else:
            assert line[0].x - BLOCK[0] == pytest.approx(14, abs=0.6)


def test_page_number_is_7_mm_below_the_block(plain, tmp_path):
    if not shutil.which("pdftoppm"):
        pytest.skip("pdftoppm is not installed")
    path = tmp_path / "plain.pdf"
    plain.save(path)
    subprocess.run(
        ["pdftoppm", "-r", "600", "-gray", "-f", "2", "-l", "2", path, tmp_path / "page"], check=True, timeout=60
    )
    picture = next(tmp_path.glob("page*.pgm")).read_bytes()
    _magic, size, _depth, pixels = picture.split(b"\n", 3)
    width, height = map(int, size.split())
    start = round(263 / 25.4 * 600)
    dark = next(y for y in range(start, height) if min(pixels[y * width : (y + 1) * width]) < 200)
    line_top = dark / 600 * 25.4 - 262
    # the dash is the mark that the standard measures; digits are taller by about half their height
    dashes = [y for y in range(start, height) if sum(p < 200 for p in pixels[y * width : (y + 1) * width]) > 120]
    assert line_top < 7
    assert dashes[0] / 600 * 25.4 - 262 == pytest.approx(7, abs=0.25)


@pytest.mark.parametrize("seed", range(6))
def test_no_line_begins_with_a_closing_mark_or_leaves_the_block(seed):
    document = open_pdf(render(prose_only(random_prose(100 + seed, 40))))
    lines = [line for page in document for line in lines_of(page)]
    assert len(lines) > 60
    for line in lines:
        assert line[0].text not in CLOSING, text_of(line)
        assert line[-1].text not in "（《“〔", text_of(line)
        assert line[0].x > BLOCK[0] - 0.5
        assert line[-1].right < BLOCK[2] + 0.5


@pytest.mark.parametrize("seed", range(8))
def test_no_heading_ends_a_page_and_no_paragraph_leaves_one_line_behind(seed):
    document = open_pdf(render(prose_only(random_prose(200 + seed, 60))))
    pages = [lines_of(page) for page in document]
    assert len(pages) >= 3
    for page, following in pairwise(pages):
        assert page[-1][0].font not in (HEI, KAI) or len(page[-1]) > 20, "a heading stands alone at the foot"
        continues = following[0][0].x < BLOCK[0] + 2
        begins = page[-1][0].x > BLOCK[0] + 2
        assert not (begins and continues), "a single line of a paragraph is left at the foot"
        if continues:
            assert following[1][0].x < BLOCK[0] + 2 or len(following) == 1, "a single line is left at the head"


@pytest.mark.parametrize("agency", ["水利局", "青澜市人民政府", "青澜市临湖区高新技术产业开发区管理委员会"])
def test_signature_and_date_stand_where_the_standard_puts_them(agency):
    view = prose_only([Block("paragraph", han(100))], signature=agency, date="2025年3月20日")
    lines = {text_of(line): line for page in open_pdf(render(view)) for line in lines_of(page)}
    name, date = lines[agency], lines["2025年3月20日"]
    assert BLOCK[2] - max(name[-1].right, date[-1].right) == pytest.approx(2 * ADVANCE, abs=1)
    assert date[0].x - name[0].x == pytest.approx(2 * ADVANCE, abs=0.3)
    assert date[0].y - name[0].y == pytest.approx(PITCH, abs=0.1)


@pytest.mark.parametrize("count", range(12, 23))
def test_signature_and_date_are_never_parted_nor_alone(count):
    blocks = [Block("paragraph", han(20)) for _ in range(count + 5)]
    view = prose_only(blocks, signature="青澜市人民政府", date="2025年3月20日")
    pages = [[text_of(line) for line in lines_of(page)] for page in open_pdf(render(view))]
    last = next(page for page in pages if "青澜市人民政府" in page)
    assert "2025年3月20日" in last
    assert last.index("青澜市人民政府") >= 1, "the signature stands on a page without text"


def test_nothing_leaves_the_block_in_forty_pages_of_prose():
    document = open_pdf(render(prose_only([Block("paragraph", han(28 * 22 * 2)) for _ in range(20)])))
    assert len(document) >= 40
    for page in document:
        for letter in letters_of(page):
            assert BLOCK[0] - 0.5 < letter.x
            assert letter.right < BLOCK[2] + 0.5


def test_names_of_sixty_characters_stay_in_the_block_without_overlap():
    name = han(56) + "人民政府"
    heading = f"（一）{han(57)}"
    blocks = [Block("heading", heading=heading), Block("run_in", han(90), heading), Block("paragraph", "a" * 200)]
    view = replace(
        prose_only(blocks, signature=name, date="2025年12月30日"),
        agency=name,
        title_lines=(name, "2024年政府信息公开工作年度报告"),
    )
    document = open_pdf(render(view))
    text = "".join(text_of(line) for page in document for line in lines_of(page))
    assert text.count(name) == 2
    assert text.count(heading) == 2
    for page in document:
        places = [(round(letter.x), round(letter.y)) for letter in letters_of(page)]
        assert len(places) == len(set(places)), "letters overlap"
        for letter in letters_of(page):
            assert BLOCK[0] - 0.5 < letter.x
            assert letter.right < BLOCK[2] + 0.5, letter


@pytest.mark.parametrize(("place", "lines"), [("甲", 1), ("遂平县青澜青河镇", 2), (han(56), 4)])
def test_a_title_on_one_line_is_broken_behind_the_agency(place, lines):
    name, rest = f"{place}政府", "2024年政府信息公开工作年度报告"
    view = replace(prose_only([Block("paragraph", "正文。")]), agency=name, title_lines=(name + rest,))
    shown = [text_of(line) for line in lines_of(open_pdf(render(view))[0]) if line[0].size > 20]
    assert len(shown) == lines
    assert "".join(shown) == name + rest
    assert shown[-1].endswith(rest)


def test_a_report_of_tables_only_has_every_heading_and_nothing_else():
    pages = [[text_of(line) for line in lines_of(page)] for page in open_pdf(render(view_of()))]
    text = "".join("".join(page) for page in pages)
    for section in view_of().sections:
        assert text.count(section.title) == 1
    assert all(page for page in pages)
