"""The tables of the .docx: cells as in the official form, heads, rows, widths, vertical text, long numbers."""

import pytest

from conftest import SAMPLE_NAMES, need_shared
from form_2021 import APPLICATIONS, DISCLOSURE, DISPUTES, HANDLED
from govreport.grid import Cell, Grid
from govreport.pack_search import load_pack
from govreport.render.word.table import share_width
from render.pdf_probe import view_of
from render.readers import Box, numbers_by_place
from render.word.word_documents import render, sample_docx
from render.word.word_reader import attributes, find_all, part, read_docx, read_word_table, text_of, value

SIZES = {DISCLOSURE: (14, 4), APPLICATIONS: (28, 10), DISPUTES: (4, 15)}
BLOCK_WIDTH = 8845
"""Twips: 156 mm between margins that are whole twips."""


def tables_of(content: bytes) -> list:
    tables = find_all(part(content, "word/document.xml"), "//w:tbl")
    assert len(tables) == 3
    return tables


def shape(boxes: list[Box]) -> list[tuple[int, int, int, int]]:
    return sorted((b.top, b.left, b.bottom, b.right) for b in boxes)


def labels(boxes: list[Box]) -> dict[tuple[int, int], str]:
    """Labels by place without white space; figures and empty cells left out."""
    texts = {(b.top, b.left): "".join(b.text.split()) for b in boxes if not b.is_number}
    return {place: text for place, text in texts.items() if text}


def test_tables_have_the_size_of_the_official_form():
    tables = read_docx(sample_docx("qinglan-2024")).tables
    sizes = {title: (max(b.bottom for b in boxes), max(b.right for b in boxes)) for title, boxes in tables.items()}
    assert sizes == SIZES


def test_cells_are_merged_as_in_the_official_form_with_the_same_labels():
    official = need_shared("real/official-template-2021.docx").read_bytes()
    theirs = [read_word_table(table) for table in tables_of(official)]
    ours = list(read_docx(sample_docx("qinglan-2024")).tables.values())
    for our, their in zip(ours, theirs, strict=True):
        assert shape(our) == shape(their)
        assert labels(our) == labels(their)
    # titles 4, heads 4 + 2 + 2 + 2, rows 2 x 4 + 4 x 2; head 10, groups 5, rows 25 x 8; heads 19, values 15
    assert [len(boxes) for boxes in ours] == [30, 215, 34]


def test_a_single_row_of_other_results_has_a_table_of_26_rows():
    boxes = read_docx(sample_docx("laiyuan-2024")).tables[APPLICATIONS]
    assert max(b.bottom for b in boxes) == 26
    (row,) = [b for b in boxes if b.text == "（六）其他处理"]
    assert (row.left, row.right) == (1, 3)


@pytest.mark.parametrize("sample", SAMPLE_NAMES)
def test_heads_repeat_and_no_row_is_split(sample):
    heads = []
    for table in tables_of(sample_docx(sample)):
        rows = find_all(table, "w:tr")
        assert all(find_all(row, "w:trPr/w:cantSplit") for row in rows)
        heads.append([bool(find_all(row, "w:trPr/w:tblHeader")) for row in rows])
    assert [sum(head) for head in heads] == [0, 3, 3]
    assert all(head == sorted(head, reverse=True) for head in heads), "a head begins at the first row"


def test_a_table_moves_whole_to_a_page_that_holds_it():
    for table in tables_of(sample_docx("qinglan-2024")):
        *rows, last = find_all(table, "w:tr")
        assert all(find_all(p, "w:pPr/w:keepNext") for row in rows for p in find_all(row, ".//w:p"))
        assert not find_all(last, ".//w:keepNext")


def test_columns_fill_the_block_and_cells_have_the_width_of_their_columns():
    for table in tables_of(sample_docx("qinglan-2024")):
        widths = [int(attributes(column)["w"]) for column in find_all(table, "w:tblGrid/w:gridCol")]
        assert sum(widths) == BLOCK_WIDTH
        assert [attributes(w) for w in find_all(table, "w:tblPr/w:tblW")] == [{"w": "8845", "type": "dxa"}]
        assert value(table, "w:tblPr/w:tblStyle") == "ReportTable"
        for row in find_all(table, "w:tr"):
            x = 0
            for cell in find_all(row, "w:tc"):
                span = int(value(cell, "w:tcPr/w:gridSpan") or 1)
                (width,) = find_all(cell, "w:tcPr/w:tcW")
                assert int(attributes(width)["w"]) == sum(widths[x : x + span])
                x += span


def test_the_label_of_results_is_set_vertically_and_no_other():
    _, applications, _ = tables_of(sample_docx("qinglan-2024"))
    vertical = [cell for cell in find_all(applications, ".//w:tc") if value(cell, "w:tcPr/w:textDirection")]
    assert {text_of(cell) for cell in vertical} == {HANDLED, ""}
    assert {value(cell, "w:tcPr/w:textDirection") for cell in vertical} == {"tbRlV"}
    assert len(vertical) == 22, "the cell and its continuations below"


@pytest.mark.parametrize("number", [0, 9999, 88888888, 10**14])
def test_a_number_fits_its_cell_on_one_line(number):
    """Digits of 0.556 em, the widest of common faces; 2 pt of every cell are margins."""
    for table in tables_of(render(view_of(number=number))):
        cells = [cell for cell in find_all(table, ".//w:tc") if text_of(cell) == str(number)]
        assert len(cells) >= 10
        for cell in cells:
            (width,) = find_all(cell, "w:tcPr/w:tcW")
            size = int(value(cell, ".//w:rPr/w:sz") or 21) / 2
            assert size <= 10.5
            assert len(str(number)) * 0.556 * size <= int(attributes(width)["w"]) / 20 - 2


def test_short_numbers_are_set_in_the_size_of_the_table():
    for table in tables_of(render(view_of(number=9999))):
        assert not find_all(table, ".//w:rPr/w:sz")


def test_a_form_of_other_columns_fills_the_block_too():
    grid = Grid("", ((Cell("", "value", 0, 0),),), columns=7, stub_columns=2, head_rows=0, blocks=())
    widths = share_width(grid, load_pack())
    assert sum(widths) == BLOCK_WIDTH
    assert max(widths) - min(widths) <= 1


def test_the_reader_notices_two_numbers_exchanged():
    """A guard of the guard: two figures of table three that stand side by side."""
    content = sample_docx("qinglan-2024")
    table = tables_of(content)[1]
    stated = read_docx(content).numbers
    assert {place: text for place, text in stated.items() if place[0] == APPLICATIONS} == numbers_by_place(
        APPLICATIONS, read_word_table(table)
    )
    first, second = [t for t in find_all(table, ".//w:t") if t.text in ("1135", "255")]
    first.text, second.text = second.text, first.text
    changed = numbers_by_place(APPLICATIONS, read_word_table(table))
    assert sum(stated[place] != text for place, text in changed.items()) == 2
