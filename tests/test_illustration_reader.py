"""[[figure]] read, written, and described to editors."""

import re

import pytest

from conftest import TESTS, RunCli
from govreport.illustration_reader import MOST_ILLUSTRATIONS
from govreport.report import Illustration, Report
from govreport.report_reader import read_report
from govreport.report_writer import write_report
from govreport.toml.source import read_source
from govreport.validate import validate_source
from reports import make_report

VALID = TESTS / "cases" / "valid" / "figures.toml"


def read(text: str) -> Report:
    return read_report(read_source("a.toml", text.encode()).data or {})[0]


def test_figures_are_read_as_written():
    first, line, pie, image = read(VALID.read_text(encoding="utf-8")).illustrations
    assert first == Illustration(
        "bar",
        "figure[0]",
        "{{ 报告年度 }}年办理情况",
        "applications",
        ("本年新收", "予以公开", "行政许可"),
        ("{{ 本年新收 }}", "{{予以公开}}", "{{ 行政许可 }}"),
        "件",
        "",
        "收到{{ 本年新收 }}件，都已公开",
    )
    assert (line.labels, [str(v) for v in line.values]) == (("2022", "2023", "2024"), ["3", "-1.5", "0"])
    assert (pie.place, image.place, image.file) == ("", "other", "照片/开放日.jpg")


def test_what_is_written_is_read_again():
    report = read(VALID.read_text(encoding="utf-8"))
    assert len(report.illustrations) == 4
    assert read(write_report(report)).illustrations == report.illustrations


def test_the_example_of_new_is_a_figure_once_its_marks_are_taken_away(run_cli: RunCli, tmp_path):
    path = tmp_path / "a.toml"
    assert run_cli("new", "--year", "2024", "--zeros", "-o", path)[0] == 0
    text = path.read_text(encoding="utf-8")
    example = text[text.index("# [[figure]]") :]
    assert all(line.startswith("# ") for line in example.strip().split("\n"))
    source = read_source("a.toml", (text + re.sub("^# ", "", example, flags=re.MULTILINE)).encode())
    assert [f for f in validate_source(source) if f.path.startswith("figure")] == []
    (figure,) = read_report(source.data or {})[0].illustrations
    assert (figure.kind, len(figure.labels), set(figure.values)) == ("bar", 2, {0})


def test_more_figures_than_a_report_can_hold_are_not_read():
    one = '[[figure]]\nkind = "bar"\nlabels = ["a"]\nvalues = [1]\n'
    text = make_report(tail=one * (MOST_ILLUSTRATIONS + 5))
    findings = [f for f in validate_source(read_source("a.toml", text.encode())) if f.code == "D04"]
    assert [f.path for f in findings] == [f"figure[{MOST_ILLUSTRATIONS}]"]
    assert len(read(text).illustrations) == MOST_ILLUSTRATIONS


@pytest.mark.parametrize(
    "value",
    [
        "inf",
        "-inf",
        "nan",
        "1e30",
        "1e-30",
        "1000000000000",
        "0x" + "F" * 300,
        "2024-01-01",
        "[1]",
        "{a=1}",
        "12:00:00",
    ],
)
def test_what_cannot_be_drawn_is_no_value(value):
    text = make_report(tail=f'[[figure]]\nkind = "bar"\ncaption = "a"\nlabels = ["a"]\nvalues = [{value}]')
    findings = validate_source(read_source("a.toml", text.encode()))
    assert [f.code for f in findings] == ["D02"]
    assert read(text).illustrations[0].values == (None,)


def test_an_unknown_name_is_found_in_caption_words_and_values():
    figure = 'kind = "bar"\ncaption = "{{ 本年新手 }}"\nalt = "{{ 某 }}"\nvalues = ["{{ 予以公布 }}"]'
    text = make_report(tail=f"[[figure]]\n{figure}")
    findings = [f for f in validate_source(read_source("a.toml", text.encode())) if f.code == "B01"]
    assert [(f.path, f.expected) for f in findings] == [
        ("figure[0].caption", "本年新收"),
        ("figure[0].alt", None),
        ("figure[0].values[0]", "予以公开"),
    ]


def test_slips_of_wording_are_mended_in_what_figures_say(run_cli: RunCli, tmp_path):
    path = tmp_path / "a.toml"
    figure = '[[figure]]\nkind = "bar"\ncaption = "网站,公众号"\nlabels = ["政府网站。。"]\nvalues = [1]\n'
    path.write_text(make_report(tail=figure), encoding="utf-8")
    run_cli("validate", path, "--fix")
    mended = path.read_text(encoding="utf-8")
    assert 'caption = "网站，公众号"' in mended
    assert 'labels = ["政府网站。"]' in mended
