"""Strings as they are written: what they say, and where each character stands."""

import tomli
from hypothesis import given
from hypothesis import strategies as st

from govreport.toml.positions import find_positions
from govreport.toml.strings import read_string

PIECES = st.sampled_from(
    [
        "政",
        "a",
        " ",
        ",",
        "\\n",
        "\\t",
        '\\"',
        "\\\\",
        "\\u4E00",
        "\\U00004E01",
        "“",
        "𠮷",
        "\n",
        "\r\n",
        "\\\n   ",
        "\\\r\n\n ",
    ]
)
MARKS = st.sampled_from(["'", '"', "'''", '"""'])


def parse(raw: str) -> str | None:
    try:
        return str(tomli.loads(f"x = {raw}")["x"])
    except tomli.TOMLDecodeError:
        return None


@given(MARKS, st.lists(PIECES, max_size=12))
def test_a_string_says_what_the_parser_says(mark, pieces):
    raw = f"{mark}{''.join(pieces)}{mark}"
    text = parse(raw)
    if text is not None:
        string = read_string(raw)
        assert string.text == text
        assert len(string.starts) == len(string.ends) == len(text)
        assert all(end <= start for end, start in zip(string.ends, string.starts[1:], strict=False))


@given(MARKS, st.lists(PIECES, min_size=1, max_size=12))
def test_each_character_stands_where_it_is_said_to(mark, pieces):
    raw = f"{mark}{''.join(pieces)}{mark}"
    text = parse(raw)
    if text:
        string = read_string(raw, start=4)
        for at, character in enumerate(text):
            assert string.read(f"x = {raw}"[string.starts[at] : string.ends[at]]) == character


@given(MARKS, st.text(alphabet="政a,，“\"'\\\n", max_size=8))
def test_what_is_written_reads_back(mark, text):
    string = read_string(f"{mark}{mark}")
    written = string.write(text)
    if written is not None and not (len(mark) == 3 and written.startswith("\n")):
        assert string.read(written) == text


def test_a_literal_string_holds_no_apostrophe():
    assert read_string("'a'").write("'") is None
    assert read_string("'a'").write("“”") == "“”"
    assert read_string('"a"').write('"') == '\\"'


def test_a_word_is_found_behind_escapes_and_joined_lines():
    text = 'a = "一\\"二\\u4E00,三,四"\nb = """\n  甲,\\\n   乙,丙"""\n'
    positions = find_positions(text)
    lines = text.split("\n")
    for path, occurrence, line, before in (
        ("a", 0, 1, "\\u4E00"),
        ("a", 1, 1, "三"),
        ("b", 0, 3, "甲"),
        ("b", 1, 4, "乙"),
    ):
        place = positions.find_word(path, ",", occurrence)
        assert (place.line, place.length) == (line, 1)
        assert lines[line - 1][: place.column - 1].endswith(before)
        assert lines[line - 1][place.column - 1] == ","


def test_a_word_that_stands_elsewhere_in_the_file_is_not_taken_for_it():
    text = "a = '''\n一二\n'''\nb = '三,四'\n"
    place = find_positions(text).find_word("a", ",")
    assert place == find_positions(text).find("a")


def test_blanks_around_lines_do_not_count():
    text = "a = '''\n  甲,  \n乙, 丙\n'''\n"
    place = find_positions(text).find_word("a", ", ")
    assert (place.line, place.column, place.length) == (3, 2, 2)
