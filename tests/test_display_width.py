"""How wide a text is on a terminal, and where its lines may break."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcwidth

from govreport.display_width import measure, pad, wrap

CLOSING = "，。、；：？！）》」』】〕”’…％"
OPENING = "（《「『【〔“‘"

PROSE = st.text(
    st.one_of(
        st.sampled_from("政府信息公开工作年度报告"),
        st.sampled_from(CLOSING + OPENING),
        st.sampled_from("abcXYZ019 .,-+%()"),
        st.sampled_from("𠮷㛃😀é\u0301\u200b\u3000"),
    ),
    max_size=120,
)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc 123", 7),
        ("政府", 4),
        ("（一）", 6),
        ("“三安全一稳定”", 14 if wcwidth("“") == 1 else 16),
        ("２０２４", 8),
        ("𠮷㛃", 4),
        ("e\u0301", 1),
        ("零\u200b宽", 4),
        ("甲\n乙", 4),
        ("甲\x1b乙", 4),
    ],
)
def test_a_han_character_counts_two_and_a_latin_one(text, width):
    assert measure(text) == width


@pytest.mark.parametrize(
    ("align", "padded"), [("<", "政府    "), (">", "    政府"), ("^", "  政府  ")], ids=["left", "right", "centre"]
)
def test_padding_is_by_display_width(align, padded):
    assert pad("政府", 8, align=align) == padded


@pytest.mark.parametrize("align", "<>^")
def test_padding_never_cuts(align):
    assert pad("政府信息", 6, align=align) == "政府信息"


@given(PROSE, st.integers(8, 100))
def test_wrapped_lines_joined_are_the_text_again(text, width):
    assert "".join(wrap(text, width)) == text


@given(PROSE, st.integers(8, 100))
def test_no_line_is_wider_than_allowed(text, width):
    assert all(measure(line.rstrip(" ")) <= width for line in wrap(text, width))


@given(st.text(st.sampled_from("政府信息公开" + CLOSING + OPENING), max_size=200), st.integers(30, 100))
def test_lines_begin_with_no_closing_mark_and_end_with_no_opening_one(text, width):
    lines = wrap(without_runs(text), width)
    assert not [line for line in lines[1:] if line[0] in CLOSING]
    assert not [line for line in lines[:-1] if line[-1] in OPENING]


def without_runs(text: str) -> str:
    """At most four marks in a row: nobody can keep a line of nothing but marks together."""
    kept = ""
    for character in text:
        if character not in CLOSING + OPENING or not all(c in CLOSING + OPENING for c in kept[-4:] or "政"):
            kept += character
    return kept


def test_a_long_word_is_broken_only_where_no_line_holds_it():
    assert wrap("政府 information 公开", 13) == ["政府 ", "information ", "公开"]
    assert wrap("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_a_number_is_kept_whole():
    assert wrap("收费共计1439.4967万元", 12) == ["收费共计", "1439.4967万", "元"]


def test_lines_are_filled():
    assert [measure(line) for line in wrap("政府信息公开工作" * 20, 80)] == [80] * 4
