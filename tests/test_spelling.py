"""What a mistyped key or number was meant to be."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport.spelling import find_control_character, suggest_key, suggest_number

ROWS = ("received", "carried_in", "disclosed", "carried_over", "denied.state_secret", "total")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("recieved", "received"),
        ("received_", "received"),
        ("Received", "received"),
        ("disclose", "disclosed"),
        ("carriedin", "carried_in"),
        ("state_secret", "denied.state_secret"),
        ("xyz", ""),
        ("", ""),
        ("收到", ""),
    ],
)
def test_the_nearest_key_is_suggested_and_none_where_none_is_near(typed, meant):
    assert suggest_key(typed, ROWS) == meant


def test_a_suggestion_does_not_depend_on_the_order_of_keys():
    assert suggest_key("carried", ROWS) == suggest_key("carried", tuple(reversed(ROWS)))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("６", "6"),
        ("１，４３９", "1439"),
        ("1,439.4967", "1439.4967"),
        ("06", "6"),
        ("000", "0"),
        ("-06", "-6"),
        ("6件", "6"),
        (" 6 件 ", "6"),
        ("1439.50万元", "1439.5"),
        ("6.0", "6"),
        (Decimal("6.00"), "6"),
        (Decimal("6.50"), "6.5"),
        (7, "7"),
        ("六", ""),
        ("6-7", ""),
        ("6件8件", ""),
        ("", ""),
        ("/", ""),
        (True, ""),
        ("1e5", ""),
        ("nan", ""),
        ([6], ""),
        ({"a": 6}, ""),
        (None, ""),
        pytest.param(1 << 20_000, "", id="monstrous"),
    ],
)
def test_the_number_that_a_text_means_is_suggested(typed, meant):
    assert suggest_number(typed) == meant


@given(st.integers(-(10**15), 10**15))
def test_a_number_suggests_itself(number):
    assert suggest_number(str(number)) == suggest_number(number) == str(number)


@given(st.text(max_size=30))
def test_any_suggestion_is_a_number(text):
    suggestion = suggest_number(text)
    assert not suggestion or str(Decimal(suggestion)) == suggestion


@pytest.mark.parametrize(
    "text", ["", "政府信息", "甲\n乙\t丙\r\n", "𠮷㛃😀", "\u200b\u202e\ufeff\u00ad", "\ue000", "\u3000"]
)
def test_whatever_can_be_typed_is_text(text):
    assert find_control_character(text) == ""


@pytest.mark.parametrize(
    ("text", "name"),
    [("甲\x07", "U+0007"), ("\x00", "U+0000"), ("甲\x1b[0m", "U+001B"), ("\x7f", "U+007F"), ("\x85", "U+0085")],
)
def test_the_first_control_character_is_named(text, name):
    assert find_control_character(f"{text}\x01") == name


@pytest.mark.parametrize("character", ["\ufffe", "\uffff", "\ufdd0", "\ufdef", "\U0001fffe", "\U0010ffff"])
def test_code_points_that_are_no_characters_are_named(character):
    assert find_control_character(f"甲{character}") == f"U+{ord(character):04X}"


@pytest.mark.parametrize("character", ["\ufdcf", "\ufdf0", "\ufffd", "\U00020bb7"])
def test_their_neighbours_are_characters(character):
    assert find_control_character(f"甲{character}") == ""


def test_a_carriage_return_is_text_only_in_a_line_end():
    assert find_control_character("甲\r\n乙") == ""
    assert find_control_character("甲\r乙") == "U+000D"


def test_a_line_break_is_no_part_of_one_line():
    assert find_control_character("甲\n乙", one_line=True) == "U+000A"
    assert find_control_character("甲\t乙", one_line=True) == ""
