"""The tables of the PDF: as in the official form, whole, closed, every number inside its cell."""

from dataclasses import replace

import pymupdf
import pytest

from govreport.context import build_context
from govreport.format_loader import load_format
from govreport.pack import Pack
from govreport.pack_folder import PackFolder
from govreport.pack_search import load_pack
from govreport.report import Report
from render.pdf_probe import BLOCK, Letter, letters_of, lines_of, open_pdf, render, text_of, view_of

APPLICATIONS = "三、收到和处理政府信息公开申请情况"


def rules_of(page: pymupdf.Page) -> tuple[list[tuple[float, float, float]], list[tuple[float, float, float]]]:
    """Horizontal rules as (y, x0, x1) and vertical rules as (x, y0, y1)."""
    across, down = [], []
    for drawing in page.get_drawings():
        for item in drawing["items"]:
            if item[0] == "re":
                box = item[1]
            elif item[0] == "l":
                box = pymupdf.Rect(item[1], item[2]).normalize()
            else:
                continue
            if box.height < 2 < box.width:
                across.append(((box.y0 + box.y1) / 2, box.x0, box.x1))
            elif box.width < 2 < box.height:
                down.append(((box.x0 + box.x1) / 2, box.y0, box.y1))
    return across, down


def covered(spans: list[tuple[float, float]]) -> float:
    """The length that spans cover together."""
    total, reach = 0.0, float("-inf")
    for start, end in sorted(spans):
        total += max(0.0, end - max(start, reach))
        reach = max(reach, end)
    return total


def edge_share(across: list[tuple[float, float, float]], y: float) -> float:
    """How much of the table's width the rules at height `y` cover."""
    spans = [(x0, x1) for at, x0, x1 in across if abs(at - y) < 1]
    return covered(spans) / (BLOCK[2] - BLOCK[0])


def numbers_in_tables(page: pymupdf.Page) -> list[list[Letter]]:
    """The numbers set in a table's type, parted where a vertical rule stands between two digits."""
    _, down = rules_of(page)
    runs: list[list[Letter]] = []
    for line in lines_of(page):
        previous = None
        for letter in line:
            if letter.text not in "0123456789." or letter.size > 12:
                previous = None
                continue
            if previous is None or rule_between(down, previous, letter):
                runs.append([])
            runs[-1].append(letter)
            previous = letter
    return runs


def rule_between(down: list[tuple[float, float, float]], left: Letter, right: Letter) -> bool:
    """Tell whether a vertical rule runs between the middles of two letters of a line."""
    height = left.y - left.size * 0.3
    a, b = (left.x + left.right) / 2, (right.x + right.right) / 2
    return any(a < x < b and y0 < height < y1 for x, y0, y1 in down)


@pytest.mark.parametrize("number", [0, 1234, 12345, 12345678, 99999999])
def test_every_number_stays_between_the_rules_of_its_cell(number):
    document = open_pdf(render(view_of(["正文。"], number=number)))
    found = 0
    for page in document:
        _, down = rules_of(page)
        for run in numbers_in_tables(page):
            found += text_of(run) == str(number)
            height = run[0].y - run[0].size * 0.3
            touched = [x for x, y0, y1 in down if y0 < height < y1 and run[0].x < x < run[-1].right]
            assert not touched, f"{text_of(run)} runs over a rule"
    assert found == 200


@pytest.mark.parametrize("offset", range(23))
def test_table_three_stands_on_one_page_with_its_heading_wherever_it_starts(offset):
    document = open_pdf(render(view_of(["行。"] * offset, number=offset * 1000)))
    pages = [[text_of(line) for line in lines_of(page)] for page in document]
    page = next(number for number, lines in enumerate(pages) if APPLICATIONS in lines)
    text = "".join(pages[page])
    for label in (
        "申请人情况",
        "一、本年新收政府信息公开申请数量",
        "8.属于行政查询事项",
        "四、结转下年度继续办理",
    ):
        assert label in text, (label, offset)
    assert "四、结转下年度继续办理" not in "".join("".join(p) for i, p in enumerate(pages) if i != page)
    for number, lines in enumerate(pages):
        headings = [line for line in lines if line in (APPLICATIONS, "二、主动公开政府信息情况")]
        assert not headings or lines[-1] not in headings, f"lonely heading on page {number + 1}"


def closed_edges(page: pymupdf.Page) -> tuple[float, float]:
    """Share of the table's top and bottom edge that is ruled."""
    across, down = rules_of(page)
    top, bottom = min(y0 for _, y0, _ in down), max(y1 for _, _, y1 in down)
    return edge_share(across, top), edge_share(across, bottom)


@pytest.fixture(scope="module")
def large_type(tmp_path_factory) -> Pack:
    """A pack whose table type is so large that table three cannot stand on one page."""
    folder = tmp_path_factory.mktemp("large")
    css = '{% include "national/print.css" %}\n.report-frame { font-size: 18pt; }\n'
    (folder / "print.css").write_text(css, encoding="utf-8")
    return replace(load_pack(), name="large", chain=(PackFolder("large", folder), *load_pack().chain))


@pytest.mark.parametrize("offset", range(0, 23, 2))
def test_a_table_that_must_break_is_closed_and_labelled_on_both_pages(offset, large_type):
    document = open_pdf(render(view_of(["行。"] * offset, number=7), pack=large_type))
    everything = ["".join(text_of(line) for line in lines_of(page)) for page in document]
    first = next(i for i, text in enumerate(everything) if APPLICATIONS in text)
    last = next(i for i, text in enumerate(everything) if "四、结转下年度继续办理" in text)
    assert last > first
    pages, texts = list(document)[first : last + 1], everything[first : last + 1]
    for page, text in zip(pages, texts, strict=True):
        assert "申请人情况" in text, "the head is not repeated"
        across, down = rules_of(page)
        down = [rule for rule in down if rule[2] - rule[1] > 5]
        table = [rule for rule in down if rule[1] > table_top(page) - 2]
        top, bottom = min(r[1] for r in table), max(r[2] for r in table)
        assert edge_share(across, top) == pytest.approx(1, abs=0.01), "open at the top"
        assert edge_share(across, bottom) == pytest.approx(1, abs=0.01), "open at the bottom"
    assert all("（续）" in text for text in texts[1:]), "a spanning cell is not labelled again"
    assert sum(text.count("四、结转下年度继续办理") for text in texts) == 1


def table_top(page: pymupdf.Page) -> float:
    """The height of the last heading above a table on the page, or its top."""
    heads = [line[0].y for line in lines_of(page) if text_of(line) == APPLICATIONS]
    return heads[0] if heads else BLOCK[1] - 5


@pytest.mark.parametrize("year", ["2021", "2019"])
def test_columns_and_merged_heads_are_those_of_the_form(year):
    form = load_format(year)
    report_rows = {p: (0,) * len(t.columns) for p, (_, t, r) in form.row_index.items() if r in t.rows}
    view = build_context(
        Report(form, {"format": year, "year": 2020, "agency.name": "青澜市"}, {}, report_rows), load_pack()
    )
    document = open_pdf(render(view))
    text = "".join(text_of(line) for page in document for line in lines_of(page))
    for section in form.table_sections:
        assert section.title in text
        for table in section.tables:
            for column in table.columns:
                assert all(character in text for character in column.label)


def test_narrow_column_carries_its_label_downward():
    page = next(
        p
        for p in open_pdf(render(view_of(["正文。"])))
        if APPLICATIONS in "".join(text_of(x) for x in lines_of(p))
    )
    edge = min(x for x, _, _ in rules_of(page)[1] if x > BLOCK[0] + 5)
    assert edge - BLOCK[0] < 26, "the column is narrow"
    letters = [x for x in letters_of(page) if x.right < edge and x.size < 12]
    column = "".join(x.text for x in sorted(letters, key=lambda x: (round(x.y), x.x)))
    assert "三、本年度办理结果" in column
    assert all(x.x > BLOCK[0] for x in letters)
