"""The .docx as pages, laid out by LibreOffice: it opens, holds 22 lines of 28, and is as long as our PDF."""

from dataclasses import replace
from itertools import chain, pairwise

import pymupdf
import pytest

from conftest import SAMPLE_NAMES, SAMPLES
from form_2021 import APPLICATIONS, PROSE_KEYS, SECTIONS, prose_lines, read_toml
from govreport.context import Block
from govreport.pack_search import load_pack
from render import pdf_probe
from render.pdf_probe import ADVANCE, BLOCK, MM, Letter, han, lines_of, prose_only, text_of, view_of
from render.word.libreoffice import lay_out
from render.word.word_documents import job_of, render, sample_docx

PITCH = 28.95
AGENCY = "青澜市临湖区水利局机关"
every_sample = pytest.mark.parametrize("sample", SAMPLE_NAMES)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pymupdf.Document]:
    """Every sample, and documents made to be measured."""
    pack = load_pack()
    large = replace(pack, sizes=replace(pack.sizes, table=16))
    signed = prose_only([Block("paragraph", han(100))], signature=AGENCY, date="2025年3月20日")
    documents = {
        "han": render(prose_only([Block("paragraph", han(28 * 22 * 4))])),
        "signed": render(signed),
        "draft": sample_docx("qinglan-2024", draft=True),
        "long numbers": render(view_of(number=88888888)),
        "large tables": render(view_of(), large),
    }
    documents |= {sample: sample_docx(sample) for sample in SAMPLE_NAMES}
    return lay_out(documents, tmp_path_factory.mktemp("pages"))


def test_every_document_is_opened_and_laid_out(pages):
    assert len(pages) == 11
    assert all(len(document) >= 1 for document in pages.values())
    assert all(page.get_text().strip() for document in pages.values() for page in document)


@every_sample
def test_pages_are_as_many_as_in_our_pdf_within_one(pages, sample):
    job = job_of(sample)
    ours = pdf_probe.open_pdf(pdf_probe.render(job.view))
    assert abs(len(pages[sample]) - len(ours)) <= 1


def test_paper_and_margins_are_those_of_the_standard(pages):
    for page in pages["han"]:
        assert (page.rect.width, page.rect.height) == pytest.approx((210 * MM, 297 * MM), abs=0.1)
    lines = lines_of(pages["han"][1])
    assert min(line[0].x for line in lines) == pytest.approx(BLOCK[0], abs=MM)
    assert max(line[-1].right for line in lines) == pytest.approx(BLOCK[2], abs=MM)
    # a line of exact height has its baseline four fifths down
    assert lines[0][0].y - 0.8 * PITCH == pytest.approx(BLOCK[1], abs=MM)
    assert lines[-1][0].y + 0.2 * PITCH == pytest.approx(BLOCK[3], abs=MM)


def test_full_pages_hold_22_lines_of_28_characters(pages):
    for page in list(pages["han"])[1:3]:
        lines = lines_of(page)
        assert len(lines) == 22
        assert {len(line) for line in lines} == {28}
        assert {round(b[0].y - a[0].y, 1) for a, b in pairwise(lines)} <= {28.9, 29.0}
    first = lines_of(pages["han"][0])[1]
    assert len(first) == 26, "two characters of indent"


def test_full_pages_of_samples_hold_22_lines(pages):
    full = [page for sample in SAMPLE_NAMES for page in pages[sample] if is_full(page)]
    assert len(full) >= 4
    assert {len(lines_of(page)) for page in full} == {22}


def is_full(page: pymupdf.Page) -> bool:
    """Tell whether a page has text only, in one size, down to its last line."""
    lines = lines_of(page)
    one_size = {round(letter.size) for line in lines for letter in line} == {16}
    return one_size and lines[-1][0].y > BLOCK[3] - PITCH


@every_sample
def test_no_heading_ends_a_page_and_every_table_stands_with_its_heading(pages, sample):
    document = pages[sample]
    for page, following in pairwise(document):
        last = lines_of(page)[-1]
        assert last[0].font not in ("GovReport-Hei", "GovReport-Kai") or len(last) > 20, text_of(last)
        assert lines_of(following)
    (page,) = [page for page in document if APPLICATIONS in "".join(page.get_text().split())]
    assert "四、结转下年度继续办理" in "".join(page.get_text().split())


@every_sample
def test_everything_written_is_on_the_pages(pages, sample):
    data = read_toml(SAMPLES / f"{sample}.toml")
    shown = "".join(shown_text(page) for page in pages[sample])
    wanted = [*SECTIONS, *(line for key in PROSE_KEYS for line in prose_lines(data, key))]
    assert len(wanted) > 12
    for line in wanted:
        assert "".join(line.split()) in shown


def shown_text(page: pymupdf.Page) -> str:
    """The text of a page's block by lines, each from left to right whatever its faces."""
    rows: list[list[Letter]] = []
    for letter in sorted(chain.from_iterable(lines_of(page)), key=lambda letter: letter.y):
        if not rows or letter.y - rows[-1][0].y > 2:
            rows.append([])
        rows[-1].append(letter)
    return "".join(text_of(sorted(row, key=lambda letter: letter.x)) for row in rows)


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages_7_mm_below(pages):
    for page in pages["han"]:
        line = lines_of(page, number=True)[-1]
        assert text_of(line) == f"—{page.number + 1}—"
        assert {round(letter.size, 1) for letter in line} == {14}
        if page.number % 2 == 0:
            assert BLOCK[2] - line[-1].right == pytest.approx(14, abs=2)
        else:
            assert line[0].x - BLOCK[0] == pytest.approx(14, abs=2)
        assert dash_below_block(page) == pytest.approx(7, abs=0.5)


def dash_below_block(page: pymupdf.Page) -> float:
    """How far below the block the first long dark row is, in mm."""
    picture = page.get_pixmap(
        dpi=600, clip=(0, BLOCK[3] + 5, page.rect.width, page.rect.height), colorspace="gray"
    )
    rows = [picture.samples[y * picture.stride : (y + 1) * picture.stride] for y in range(picture.height)]
    first = next(y for y, row in enumerate(rows) if sum(pixel < 200 for pixel in row) > 120)
    return (picture.y + first) / 600 * 25.4 - BLOCK[3] / MM


def test_signature_and_date_stand_where_the_standard_puts_them(pages):
    lines = {text_of(line): line for page in pages["signed"] for line in lines_of(page)}
    name, date = lines[AGENCY], lines["2025年3月20日"]
    assert BLOCK[2] - name[-1].right == pytest.approx(2 * ADVANCE, abs=2)
    assert date[0].x - name[0].x == pytest.approx(2 * ADVANCE, abs=2)
    assert date[0].y - name[0].y == pytest.approx(PITCH, abs=0.1)


def test_head_of_a_table_is_repeated_on_every_page_it_reaches(pages):
    texts = ["".join(page.get_text().split()) for page in pages["large tables"]]
    reached = [text for text in texts if "属于" in text or "结转" in text]
    assert len(reached) >= 2
    assert all("申请人情况" in text and "科研机构" in text for text in reached)
    assert "".join(texts).count("4.保护第三方合法权益") == 1


def test_long_numbers_stay_in_their_cells(pages):
    boxes = [word[:5] for page in pages["long numbers"] for word in page.get_text("words") if "88" in word[4]]
    assert [box[4] for box in boxes] == ["88888888"] * 200
    for left, right in pairwise(boxes):
        if abs(left[1] - right[1]) < 1 and left[0] < right[0]:
            assert left[2] < right[0], "numbers run into each other"


def test_only_a_draft_has_a_mark_on_every_page(pages):
    assert [has_mark(page) for page in pages["draft"]] == [True] * len(pages["draft"])
    assert not any(has_mark(page) for page in pages["qinglan-2024"])


def has_mark(page: pymupdf.Page) -> bool:
    """Tell whether a large grey drawing lies on the page."""
    grey = pytest.approx((0xE3 / 255,) * 3, abs=0.01)
    return any(drawing["fill"] == grey and drawing["rect"].height > 100 for drawing in page.get_drawings())
