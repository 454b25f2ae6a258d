"""Passages: what will be printed, and where it stands in what was written."""

import pytest

from govreport.report_reader import read_report
from govreport.rules.passages import Passage, list_passages, read_field
from govreport.toml.source import read_source
from reports import make_report
from snippets import Snippet, find, make_toml

NINE = {"applications.received": [9, 0, 0, 0, 0, 0], "applications.disclosed": [9, 0, 0, 0, 0, 0]}
TEXT = "前年{{ 上年 }}，共{{ 行政许可 }}件，{{ 甲 }}。"


def read_text(text: str) -> Passage:
    toml = make_report(text=text, disclosure={"licences": 6769})
    report, _ = read_report(read_source("a.toml", toml.encode()).data or {})
    return next(p for p in list_passages(report) if p.path == "narrative.other.text")


def test_the_text_is_what_will_be_printed_and_an_unknown_name_stays():
    passage = read_text(TEXT)
    assert passage.text == "前年2023，共6769件，{{ 甲 }}。"
    assert passage.written == passage.as_written().text == TEXT


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("前年", "前年"),
        ("2023", "{{ 上年 }}"),
        ("02", "{{ 上年 }}"),
        ("3，共6", "{{ 上年 }}，共{{ 行政许可 }}"),
        ("，共", "，共"),
        ("6769件", "{{ 行政许可 }}件"),
        ("件，{{ 甲", "件，{{ 甲"),
    ],
)
def test_a_place_in_the_print_is_found_in_what_was_written_with_placeholders_whole(printed, written):
    passage = read_text(TEXT)
    start = passage.text.index(printed)
    first, last = passage.find_written(start, start + len(printed))
    assert passage.written[first:last] == written
    assert passage.holds_bound(start, start + len(printed)) == ("{{ 上" in written or "{{ 行" in written)


def test_a_strike_is_told_where_it_is_written_and_never_corrects_a_bound_number():
    passage = read_text("共6769件，{{ 行政许可 }}件，6769件。")
    bound, last = (passage.strike("X", i, i + 4, meant="1") for i in (7, 13))
    assert (bound.word, bound.found, bound.meant) == ("{{ 行政许可 }}", "6769", None)
    assert (last.word, last.occurrence, last.meant) == ("6769", 1, "1")


def test_a_field_is_filled_too():
    toml = make_report(title="{{ 年度 }}年报告")
    report, _ = read_report(read_source("a.toml", toml.encode()).data or {})
    assert read_field(report, "publication.title").text == "2024年报告"
    assert read_field(report, "publication.signature") == Passage("publication.signature", "")


def test_rules_on_prose_read_the_bound_number_and_point_at_its_name():
    text = "2024年收到政府信息公开申请{{ 本年新收 }}件，其中网络申请5件、信函申请3件。"
    snippet = Snippet(text, tables=NINE)
    (found,) = (f for f in find(snippet) if f.code == "N01" and not f.result)
    line = make_toml(snippet).split("\n")[found.place.line - 1]
    assert line[found.place.column - 1 :].startswith("{{ 本年新收 }}")
    assert (found.found, found.expected) == (9, 8)
