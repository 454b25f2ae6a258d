"""What a cell's text means as a number."""

from decimal import Decimal

import pytest

from govreport.importers.value import read_value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        (" 13\u00a0", 13),
        ("　　0", 0),
        ("１２３", 123),
        ("1,439", 1439),
        ("1，439，000", 1439000),
        ("12345678", 12345678),
        ("1439.4967", Decimal("1439.4967")),
        ("７７３０．２８", Decimal("7730.28")),
        ("520件", 520),
        ("-3", -3),
        ("－3", -3),
        ("+2", 2),
        ("[bookmark: _GoBack]8", 8),
    ],
)
def test_plain_numbers_are_taken_without_a_doubt(text, number):
    value = read_value(text)
    assert (value.number, value.doubt) == (number, "")


@pytest.mark.parametrize(
    ("text", "number", "seen"),
    [
        ("22（其中修订16件）", 22, "其中修订16件"),
        ("143\n9", 1439, "断成了几行"),
        ("1 439", 1439, "空格"),
        ("007", 7, "007"),
        ("〇", 0, "〇"),
        ("减少5", -5, "减少5"),
    ],
)
def test_what_is_taken_with_a_doubt_says_what_was_seen(text, number, seen):
    value = read_value(text)
    assert value.number == number
    assert seen in value.doubt


@pytest.mark.parametrize("text", ["/", "-", "—", "――", "无", "见附件", "1,43", "12.3.4", "9" * 40, "约30"])
def test_what_is_no_number_is_left_blank_with_a_doubt(text):
    value = read_value(text)
    assert value.number is None
    assert value.doubt


@pytest.mark.parametrize("text", ["", " ", "　", "\n", "\u200b"])
def test_an_empty_cell_is_blank_and_no_doubt_of_its_own(text):
    value = read_value(text)
    assert (value.number, value.doubt, value.is_empty) == (None, "", True)


@pytest.mark.parametrize(
    ("text", "unit"), [("14394967元", "万元"), ("3万元", "件"), ("2亿元", "万元"), ("5件", "万元")]
)
def test_another_unit_than_the_columns_is_never_converted(text, unit):
    value = read_value(text, unit)
    assert value.number is None
    assert "单位" in value.doubt


def test_the_columns_own_unit_may_stand_behind_the_number():
    assert read_value("1439.4967万元", "万元").number == Decimal("1439.4967")


@pytest.mark.parametrize("unit", ["元", "万元"])
def test_where_the_form_prints_no_unit_the_cells_own_is_a_doubt(unit):
    value = read_value(f"251000{unit}")
    assert value.number == 251000
    assert f"单位是{unit}" in value.doubt
