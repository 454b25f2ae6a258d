"""Where every key and value stands: lines and columns from 1, in Unicode characters."""

import pytest
import tomli

from govreport.finding import Place
from govreport.toml.positions import find_positions

TEXT = """\
format = "2021"
[agency]
name = "某县人民政府"  # 𠮷
contact.phone = "0300"
[agency.more]
"quoted key" = 1
'年' = { "一" = 2, b = [3, 44] }

[[parts]]
text = '''
第一段
第二段'''
[[parts]]
text = "x"
[parts.inner]
deep = true
[[parts.notes]]
n = 1
[[parts.notes]]
n = 2
[applications]
received = [1, 22, "某", 4]
  denied . other_law   =   [
    5,  # 五
    66,
  ]
"""
PLACES = {
    "format": (1, 10, 6),
    "agency.name": (3, 8, 8),
    "agency.contact.phone": (4, 17, 6),
    "agency.more.quoted key": (6, 16, 1),
    "agency.more.年": (7, 7, 24),
    "agency.more.年.一": (7, 15, 1),
    "agency.more.年.b": (7, 22, 7),
    "agency.more.年.b[0]": (7, 23, 1),
    "agency.more.年.b[1]": (7, 26, 2),
    "parts[0].text": (10, 8, 3),
    "parts[1].text": (14, 8, 3),
    "parts[1].inner.deep": (16, 8, 4),
    "parts[1].notes[0].n": (18, 5, 1),
    "parts[1].notes[1].n": (20, 5, 1),
    "applications.received": (22, 12, 15),
    "applications.received[0]": (22, 13, 1),
    "applications.received[1]": (22, 16, 2),
    "applications.received[2]": (22, 20, 3),
    "applications.received[3]": (22, 25, 1),
    "applications.denied.other_law": (23, 28, 1),
    "applications.denied.other_law[1]": (25, 5, 2),
}
KEYS = {
    "agency": (2, 2, 6),
    "agency.name": (3, 1, 4),
    "agency.contact": (4, 1, 13),  # a dotted key has a table without a header: its first key
    "agency.more": (5, 2, 11),
    "parts[0]": (9, 3, 5),
    "parts[1]": (13, 3, 5),
    "parts[1].inner": (15, 2, 11),
    "parts[1].notes[1]": (19, 3, 11),
    "applications.denied.other_law": (23, 3, 18),
    "applications.denied": (23, 3, 18),
    "parts": (9, 3, 5),
}


def test_the_text_of_these_tests_is_toml():
    data = tomli.loads(TEXT)
    assert data["parts"][1]["notes"] == [{"n": 1}, {"n": 2}]
    assert data["applications"]["denied"]["other_law"] == [5, 66]


@pytest.mark.parametrize("path", PLACES)
def test_a_value_is_found(path):
    assert find_positions(TEXT).find(path) == Place(*PLACES[path])


@pytest.mark.parametrize("path", KEYS)
def test_a_key_or_header_is_found(path):
    assert find_positions(TEXT).find(path, on_key=True) == Place(*KEYS[path])


def test_a_table_that_only_headers_and_keys_below_it_make_is_where_the_first_of_them_is():
    positions = find_positions("a = 1\n[b.c.d]\ne.f.g = 1\n[b.c]\nh = { i.j = 2 }\n[b.e]\n")
    places = {"b": (2, 2, 5), "b.c": (4, 2, 3), "b.c.d.e": (3, 1, 5), "b.c.d.e.f": (3, 1, 5), "b.c.h.i": (5, 7, 3)}
    assert {path: positions.find(path, on_key=True) for path in places} == {
        path: Place(*place) for path, place in places.items()
    }
    assert positions.find("b.x") == Place(2, 2, 5)


def test_windows_line_ends_do_not_move_columns():
    positions = find_positions(TEXT.replace("\n", "\r\n"))
    for path, place in PLACES.items():
        assert positions.find(path) == Place(*place), path


@pytest.mark.parametrize(
    ("path", "around"),
    [
        ("applications.total", (21, 2, 12)),  # a missing key: its table's header
        ("applications.total[6]", (21, 2, 12)),
        ("applications.received[9]", PLACES["applications.received"]),
        ("parts[1].heading", KEYS["parts[1]"]),
        ("agency.level", KEYS["agency"]),
        ("disclosure.rules", (1, 1, 1)),
        ("", (1, 1, 1)),
    ],
)
def test_what_is_missing_is_looked_for_around_it(path, around):
    assert find_positions(TEXT).find(path) == Place(*around)


def test_a_word_inside_a_block_of_text_is_found_on_its_line():
    assert find_positions(TEXT).find_word("parts[0].text", "二段") == Place(12, 2, 2)
    assert find_positions(TEXT).find_word("agency.name", "人民") == Place(3, 11, 2)


def test_a_word_that_is_not_there_gives_the_place_of_the_text():
    assert find_positions(TEXT).find_word("parts[1].text", "没有") == Place(14, 8, 3)


def test_every_value_of_every_sample_stands_where_it_is_said_to(samples):
    for path in samples:
        text = path.read_text(encoding="utf-8")
        lines = text.split("\n")
        positions = find_positions(text)
        count = 0
        for section, rows in tomli.loads(text).items():
            if section not in ("applications", "disputes", "disclosure"):
                continue
            for key, value in flatten(rows):
                cells = value if isinstance(value, list) else [value]
                for index, cell in enumerate(cells):
                    where = f"{section}.{key}[{index}]" if isinstance(value, list) else f"{section}.{key}"
                    place = positions.find(where)
                    shown = lines[place.line - 1][place.column - 1 :][: place.length]
                    assert shown == str(cell), (path.name, where)
                    count += 1
        assert count >= 34


def flatten(table: dict, prefix: str = ""):
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def test_a_long_file_is_walked_once_and_every_element_found():
    text = "".join(f"[[parts]]\nn = {n}\n" for n in range(2000))
    positions = find_positions(text)
    assert positions.find("parts[1999].n") == Place(4000, 5, 4)
