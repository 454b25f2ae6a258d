"""A form that this project has never heard of: made, checked, computed, rendered, exported."""

import json
from decimal import Decimal

import jsonschema
import pytest
import tomli

from conftest import TESTS
from govreport import api
from govreport.context import build_context
from govreport.export import export_object
from govreport.figures import compute_figures
from govreport.finding import Finding
from govreport.format_loader import list_formats, load_format_folder
from govreport.pack_search import load_pack
from govreport.render.html import render_fragment, render_html
from govreport.render.text import render_text
from govreport.report import Report
from govreport.report_format import ReportFormat
from govreport.report_reader import read_report
from govreport.report_writer import write_report
from govreport.rules.catalogue import load_rules
from govreport.scaffold import make_scaffold
from govreport.schema import make_schema
from govreport.toml.source import read_source
from govreport.validate import validate_source

FILLED = """\
format = "demo"
year = 2024
[agency]
name = "虚构图书馆"
[publication]
date = "2025-01-20"

[narrative]
preamble = "统计期限为2024年1月1日至12月31日。"
[narrative.summary]
text = "今年馆藏略有增加，借阅平稳。"
[[narrative.summary.parts]]
aspect = "购书"
heading = "一是购书"
text = "买了三百册。"

[holdings]
novels   = [100, -20]
old.song = [3, 0, 3]
old.ming = [7, 1]
discs    = [50, 5, 55]
budget   = 1000.50
spent    = [999.25]

[visits]
first  = [30, 12]
second = [20, 15, 25, 10]

[narrative.plan]
text = "添置书架。"
"""


@pytest.fixture(scope="module")
def form() -> ReportFormat:
    return load_format_folder(TESTS / "forms" / "demo")


def check(text: str, form: ReportFormat) -> tuple[Finding, ...]:
    return validate_source(read_source("demo.toml", text.encode()), form)


def codes(text: str, form: ReportFormat) -> list[tuple[str, int, int]]:
    return [(f.code, f.place.line, f.place.column) for f in check(text, form) if f.severity != "info"]


def read(text: str, form: ReportFormat) -> Report:
    report, strikes = read_report(tomli.loads(text, parse_float=Decimal), form)
    assert strikes == []
    return report


def scaffold(form: ReportFormat, *, zeros: bool) -> str:
    fields = {"year": 2024, "agency.name": "虚构图书馆"}
    marker = load_rules()["S07"].data["marker"]
    return write_report(make_scaffold(form, fields, load_pack(), marker=marker, zeros=zeros).report)


def test_the_filled_report_has_no_finding(form):
    assert check(FILLED, form) == ()


def test_totals_that_were_left_out_are_computed(form):
    figures = compute_figures(read(FILLED, form))
    assert figures["holdings.novels"] == (100, -20, 80)
    assert figures["holdings.old.ming"] == (7, 1, 8)
    assert figures["holdings.all"] == (160, -14, 146)
    assert figures["holdings.budget"] == (Decimal("1000.50"),)
    assert figures["visits.first"] == (30, 12, 42)
    assert figures["visits.second"] == (20, 15, 25, 10)


def test_a_wrong_total_and_a_wrong_balance_are_found_at_their_places(form):
    text = FILLED.replace("discs    = [50, 5, 55]", "discs    = [50, 5, 56]").replace("25, 10]", "25, 11]")
    assert codes(text, form) == [("T01", 21, 20), ("T03", 27, 23)]
    wrong = check(text, form)[0]
    assert wrong.message.startswith("乙表 光盘：年末册数应为 55，填报 56（差 +1）")
    assert wrong.equation == "年初册数 50 + 本年增减册数 5 = 55"


def test_a_wrong_total_row_is_found_in_its_column(form):
    text = FILLED.replace("budget ", "all = [160, -13, 147]\nbudget ")
    assert codes(text, form) == [("T02", 22, 13), ("T02", 22, 18)]


def test_cells_obey_the_sign_and_the_decimals_of_their_column(form):
    text = FILLED.replace("[100, -20]", "[-1, 2]").replace("1000.50", "1000.505").replace("[30, 12]", "[30, 1.5]")
    assert codes(text, form) == [("C03", 18, 13), ("C09", 22, 12), ("C02", 26, 15)]


def test_a_single_row_stands_for_its_group(form):
    text = FILLED.replace("old.song = [3, 0, 3]\nold.ming = [7, 1]", "old_single = [10, 1]")
    assert codes(text, form) == [("C13", 19, 14)]
    report = read_report(tomli.loads(text, parse_float=Decimal), form)[0]
    assert compute_figures(report)["holdings.all"] == (160, -14, 146)


def test_keys_of_the_national_form_are_unknown_here(form):
    text = FILLED + "\n[applications]\nreceived = 0\n"
    assert codes(text, form) == [("S02", len(FILLED.split("\n")) + 1, 2)]


def test_a_report_without_a_section_says_which(form):
    text = FILLED.replace("[visits]\nfirst  = [30, 12]\nsecond = [20, 15, 25, 10]\n", "")
    assert [(f.code, f.message) for f in check(text, form) if f.severity == "error"] == [
        ("S01", "“丙、到馆人次”没有填")
    ]


@pytest.mark.parametrize("zeros", [False, True])
def test_a_scaffold_is_made_with_every_label_and_only_its_prose_and_blanks_are_open(form, zeros):
    text = scaffold(form, zeros=zeros)
    for section in form.sections:
        assert section.title in text
    for _, table in form.tables:
        asked = [column.label for column in table.columns if column.key not in table.total_columns]
        for label in (*(row.label for row in table.rows), *asked):
            assert label in text
    found = {f.code for f in check(text, form) if f.severity == "error"}
    assert found == ({"S07"} if zeros else {"S07", "C01"})


def test_what_is_written_reads_back_the_same(form):
    report = read(FILLED, form)
    again, strikes = read_report(tomli.loads(write_report(report), parse_float=Decimal), form)
    assert strikes == []
    assert (again.fields, again.prose, again.rows) == (report.fields, report.prose, report.rows)


def test_text_and_page_show_every_label_and_number(form):
    report = read(FILLED, form)
    view = build_context(report, load_pack())
    outputs = [render_text(view, load_pack()), render_html(view, load_pack()), render_fragment(view, load_pack())]
    shown = {
        format(v, "f") if isinstance(v, Decimal) else str(v) for r in compute_figures(report).values() for v in r
    }
    for output in outputs:
        for section in form.sections:
            assert section.title in output
        for label in (
            "纸本",
            "线装古籍",
            "宋版",
            "馆藏册数",
            "购书经费",
            "上半年",
            "未借",
            "一是购书",
            "添置书架。",
        ):
            assert label in "".join(output.split())
        assert all(number in output for number in shown)


def test_the_export_has_the_tables_of_the_form(form):
    exported = json.loads(json.dumps(export_object(read(FILLED, form))))
    assert [t["title"] for t in exported["tables"]] == ["馆藏册数", "购书经费", "上半年", "下半年"]
    assert exported["tables"][0]["rows"][1] == {
        "label": "宋版",
        "group": ["纸本", "线装古籍"],
        "values": [3, 0, 3],
    }
    assert exported["tables"][0]["rows"][4]["values"] == [160, -14, 146]
    assert exported["tables"][1]["rows"][0]["values"] == [1000.5]
    assert [s["title"] for s in exported["sections"]] == [s.title for s in form.sections]
    assert api.export_csv([read(FILLED, form)]).count("\n") == 1 + 5 * 3 + 2 + 3 + 4


def test_the_schema_accepts_the_report_and_refuses_a_wrong_one(form):
    schema = make_schema(form)
    jsonschema.Draft4Validator.check_schema(schema)
    validator = jsonschema.Draft4Validator(schema)
    assert list(validator.iter_errors(tomli.loads(FILLED))) == []
    assert validator.is_valid(
        tomli.loads(FILLED.replace("old.song = [3, 0, 3]\nold.ming = [7, 1]\n", "old_single = 0\n"))
    )
    for old, new in (
        ("[100, -20]", "[-100, -20]"),
        ("[100, -20]", "[100]"),
        ("[30, 12]", "[30, 1.5]"),
        ("discs ", "disks "),
        ('"购书"', '"购屋"'),
        ("[visits]", "[visit]"),
    ):
        assert old in FILLED
        assert not validator.is_valid(tomli.loads(FILLED.replace(old, new)))


def test_the_invented_form_is_not_among_the_shipped_ones(form):
    assert form.format == "demo"
    assert "demo" not in list_formats()
