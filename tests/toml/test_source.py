"""From bytes to TOML data, or to what stands against it."""

from datetime import date
from decimal import Decimal

import pytest

from govreport.toml.source import UTF8_BOM, Source, read_source

TEXT = '# 说明\nyear = 2024\nname = "某县"\n'


def first(source: Source) -> tuple[str, int, int]:
    assert source.data is None
    strike = source.strikes[0]
    assert strike.place is not None
    return strike.code, strike.place.line, strike.place.column


def test_utf8_is_read_as_data():
    source = read_source("a.toml", TEXT.encode())
    assert source.name == "a.toml"
    assert source.text == TEXT
    assert source.data == {"year": 2024, "name": "某县"}
    assert source.strikes == ()


def test_an_empty_file_is_an_empty_table():
    assert read_source("a.toml", b"").data == {}


def test_a_byte_order_mark_is_taken_off():
    source = read_source("a.toml", UTF8_BOM + TEXT.encode())
    assert source.text == TEXT
    assert source.data == {"year": 2024, "name": "某县"}


def test_a_slip_behind_a_byte_order_mark_has_its_column_without_it():
    assert first(read_source("a.toml", UTF8_BOM + "year = ２０２４\n".encode())) == ("F10", 1, 8)


def test_windows_line_ends_are_read():
    source = read_source("a.toml", TEXT.replace("\n", "\r\n").encode())
    assert source.data == {"year": 2024, "name": "某县"}


def test_a_slip_in_windows_lines_has_its_line_and_column():
    assert first(read_source("a.toml", "# 说明\r\nyear = 2024\r\nfees = 06\r\n".encode())) == ("F17", 3, 8)


def test_numbers_with_a_point_are_decimals_with_every_digit():
    data = read_source("a.toml", b"a = 1439.4900\nb = 0.1\nc = 3").data
    assert data is not None
    assert str(data["a"]) == "1439.4900"
    assert data["b"] == Decimal("0.1")
    assert isinstance(data["c"], int)


def test_dates_are_dates():
    assert read_source("a.toml", b"day = 2025-01-18").data == {"day": date(2025, 1, 18)}


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
def test_gbk_is_recognised_at_its_first_byte_that_is_not_utf8(encoding):
    content = 'year = 2024\nname = "河北省某县人民政府"\n'.encode(encoding)
    source = read_source("a.toml", content)
    assert source.data is None
    (strike,) = source.strikes
    assert (strike.code, strike.values["encoding"]) == ("F01", "GBK")
    assert strike.place is not None
    assert strike.place.line == 2
    assert source.text == ""


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_with_its_mark_is_recognised(encoding):
    mark = {"utf-16": b"", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}[encoding]
    source = read_source("a.toml", mark + TEXT.encode(encoding))
    (strike,) = source.strikes
    assert (strike.code, strike.values["encoding"]) == ("F01", "UTF-16")
    assert first(source) == ("F01", 1, 1)


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\x00\xff", b"PK\x03\x04\xff\x00\x00\xff", b"\xff"])
def test_a_binary_file_is_no_text(content):
    assert first(read_source("a.toml", content))[0] == "F02"


def test_a_cell_of_thousands_of_digits_is_answered_at_its_place():
    source = read_source("a.toml", b"[disclosure]\nlicences = " + b"9" * 5000)
    assert first(source) == ("C06", 2, 12)
    assert source.strikes[0].found == "约 5000 位的整数"


@pytest.mark.parametrize("mark", ["[", "{a="])
def test_brackets_nested_without_end_are_answered(mark):
    assert first(read_source("a.toml", b"x = " + mark.encode() * 5000))[0] in ("F98", "F99", "F21", "F32")


@pytest.mark.parametrize("content", [b"a = 1e999999999999999999999", b"a = 1.0e-99999999999999999999"])
def test_an_exponent_without_end_is_answered(content):
    source = read_source("a.toml", content)
    assert source.data is not None or source.strikes


def test_what_is_not_toml_has_at_least_one_strike():
    for text in ("a", "= 1", "[", "]", "a = ", '"', "'''", "a = 1\na = 2", "[a]\n[a]", "a.b = 1\na = 2", "\x00"):
        source = read_source("a.toml", text.encode())
        assert source.data is None, text
        assert source.strikes, text
