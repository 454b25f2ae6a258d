"""The shape of the text: width, straight tables, no mark at the start of a line."""

import pytest
from wcwidth import wcswidth

from conftest import SAMPLE_NAMES, RunCli
from render.readers import drawn_tables, read_drawn_table
from reports import make_report

NO_LINE_START = "，。、；：？！）》」』】〕”’…％"
WIDEST = 100
FIGURES = {"chaihudian-2024": 1}
"""Charts by sample; their values are a table each."""

every_sample = pytest.mark.parametrize("sample", SAMPLE_NAMES)


def lines_of(folder, sample: str) -> list[str]:
    text = (folder / f"{sample}.txt").read_text(encoding="utf-8")
    assert text.endswith("\n")
    assert "\r" not in text
    lines = text.removesuffix("\n").split("\n")
    assert len(lines) > 100
    return lines


@every_sample
def test_no_line_is_wider_than_100_columns(rendered, sample):
    assert [line for line in lines_of(rendered, sample) if wcswidth(line) > WIDEST] == []


@every_sample
def test_no_line_begins_with_a_closing_mark(rendered, sample):
    assert [line for line in lines_of(rendered, sample) if line.startswith(tuple(NO_LINE_START))] == []


@every_sample
def test_no_line_ends_with_a_blank_and_no_two_lines_are_empty(rendered, sample):
    lines = lines_of(rendered, sample)
    assert [line for line in lines if line != line.rstrip()] == []
    assert "\n\n\n" not in "\n".join(lines)


@every_sample
def test_all_rows_of_a_table_are_equally_wide(rendered, sample):
    tables = list(drawn_tables(lines_of(rendered, sample)))
    assert len(tables) == 3 + FIGURES.get(sample, 0)
    for table in tables:
        assert len(table) > 5
        assert len({wcswidth(line) for line in table}) == 1
        assert table[0] == table[0].replace("|", "?")
        assert set(table[-1]) == {"+", "-"}


def test_long_numbers_widen_the_table_instead_of_being_cut(run_cli: RunCli, tmp_path):
    report = make_report(applications={"received": [123456789012] * 6}, disclosure={"fees": "123456789012.1234"})
    path = tmp_path / "a.toml"
    path.write_text(report, encoding="utf-8")
    assert run_cli("render", path, "--to", "text", "--draft")[0] == 0
    tables = list(drawn_tables((tmp_path / "a.txt").read_text(encoding="utf-8").split("\n")))
    assert len(tables) == 3
    texts = [[box.text for box in read_drawn_table(table)] for table in tables]
    assert texts[1].count("123456789012") == 6
    assert str(123456789012 * 6) in texts[1]
    assert "123456789012.1234" in texts[0]
