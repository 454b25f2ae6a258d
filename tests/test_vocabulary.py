"""The names by which prose may call a number of the tables."""

import pytest

from govreport.bound import evaluate_binding
from govreport.figures import compute_figures
from govreport.format_loader import list_formats, load_format
from govreport.report import Report
from govreport.vocabulary import Vocabulary, complete, load_vocabulary, read_name

NAMES = {"2021": load_vocabulary(load_format("2021")), "2019": load_vocabulary(load_format("2019"))}


@pytest.fixture(params=list_formats())
def form(request) -> str:
    return request.param


def list_names(vocabulary: Vocabulary) -> list[str]:
    return [binding.name for binding in vocabulary.listed]


def test_every_listed_name_means_one_thing(form):
    names = list_names(NAMES[form])
    assert len(names) == len(set(names)) > 200
    meant = {(b.rows, b.columns, b.field, b.years_before) for b in NAMES[form].listed}
    assert len(meant) == len(names)
    assert all(NAMES[form].known[name] is binding for name, binding in zip(names, NAMES[form].listed, strict=True))


def test_every_cell_of_the_form_has_a_name(form):
    alone = {(b.rows[0], b.columns[0]) for b in NAMES[form].listed if len(b.rows) == len(b.columns) == 1}
    tables = [table for _, table in load_format(form).tables]
    assert {(row.path, i) for t in tables for row in t.rows for i in range(len(t.columns))} <= alone


def test_a_name_of_a_report_without_numbers_stands_for_nothing(form):
    report = Report(load_format(form), {"year": 2024})
    figures = compute_figures(report)
    assert all(evaluate_binding(b, report, figures) is None for b in NAMES[form].listed if not b.field)


@pytest.mark.parametrize(
    ("name", "best"),
    [
        ("本年新收", "本年新收"),
        ("一、本年新收政府信息公开申请数量", "本年新收"),
        ("本年新收政府信息公开申请数量 总计", "本年新收"),
        ("（三）不予公开", "不予公开"),
        ("1.属于国家秘密", "属于国家秘密"),
        ("不予公开 属于国家秘密", "属于国家秘密"),
        ("本年新收 法人或其他组织 其他", "本年新收 其他"),
        ("行政规范性文件 现行有效件数", "行政规范性文件 现行有效"),
        ("报告年度", "年度"),
        ("上年度", "上年"),
    ],
)
def test_the_words_of_the_form_are_known_and_the_shortest_is_listed(name, best):
    assert NAMES["2021"].known[name].name == best
    assert best in list_names(NAMES["2021"])


@pytest.mark.parametrize(
    ("name", "clear"),
    [
        ("其他处理 其他", ("其他处理 法人或其他组织 其他", "其他处理 其他 总计")),
        ("其他", ()),
    ],
)
def test_a_name_that_could_mean_two_things_is_none(name, clear):
    assert name not in NAMES["2021"].known
    assert NAMES["2021"].unclear.get(name, ()) == clear


def test_a_row_without_a_total_needs_its_column():
    names = list_names(NAMES["2021"])
    assert "规章" not in names
    assert complete("规章", names) == ["规章 本年制发", "规章 本年废止", "规章 现行有效"]


def test_the_old_form_has_names_of_its_own():
    assert NAMES["2019"].known["其他处理"].rows == ("applications.other_single",)
    assert "政府集中采购 采购总金额" in list_names(NAMES["2019"])


def test_blanks_of_any_kind_separate_the_words():
    assert read_name("\u3000本年新收 \t 自然人 ") == "本年新收 自然人"
