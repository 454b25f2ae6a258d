"""Figures as templates show them: words for who cannot see them, places, a table of their values."""

from govreport.bound import bind
from govreport.context import Context, build_context
from govreport.pack_search import load_pack
from govreport.report_reader import read_report
from govreport.toml.source import read_source
from reports import make_report

ROWS = {"received": [6, 1, 0, 0, 2, 0], "disclosed": [6, 1, 0, 0, 2, 0]}
BOUND = """kind = "bar"
caption = "{{ 报告年度 }}年申请"
unit = "件"
values = ["{{ 本年新收 }}", "{{ 予以公开 自然人 }}"]
"""


def show(*figures: str) -> Context:
    tail = "".join(f"[[figure]]\n{figure}\n" for figure in figures)
    source = read_source("a.toml", make_report(applications=ROWS, tail=tail).encode())
    report, strikes = read_report(source.data or {})
    assert strikes == []
    return build_context(bind(report), load_pack())


def test_values_and_caption_are_those_of_the_tables():
    (figure,) = show(BOUND).illustrations
    assert (figure.caption, figure.labels, figure.numbers) == (
        "2024年申请",
        ("本年新收", "予以公开 自然人"),
        (9, 6),
    )


def test_without_words_of_its_own_a_figure_says_caption_and_values():
    plain, own, picture = show(
        BOUND,
        BOUND + 'alt = "收到{{ 本年新收 }}件"',
        'kind = "image"\ncaption = "政府开放日"\nfile = "a.png"',
    ).illustrations
    assert plain.alt == "2024年申请：本年新收 9件，予以公开 自然人 6件"
    assert own.alt == "收到9件"
    assert picture.alt == "政府开放日"


def test_figures_end_the_section_that_they_name_else_the_report():
    view = show(
        *(f'kind = "bar"\nlabels = ["{key}"]\nvalues = [1]\nplace = "{key}"' for key in ("other", "", "disputes"))
    )
    placed = {section.key: [f.labels for f in section.illustrations] for section in view.sections}
    assert placed.pop("other") == [("other",)]
    assert placed.pop("disputes") == [("disputes",)]
    assert not any(placed.values())
    assert [figure.labels for figure in view.illustrations] == [("",)]
    keys = [figure.key for figure in view.all_illustrations]
    assert sorted(keys) == ["figure-1", "figure-2", "figure-3"]


def test_a_pie_without_shares_becomes_bars():
    zero, negative, good = show(
        *(f'kind = "pie"\nlabels = ["a", "b"]\nvalues = {values}' for values in ("[0, 0]", "[3, -1]", "[3, 1]"))
    ).illustrations
    assert [figure.kind for figure in (zero, negative, good)] == ["bar", "bar", "pie"]


def test_a_table_of_the_values_stands_for_a_chart_and_none_for_a_picture():
    chart, picture = show(BOUND, 'kind = "image"\nfile = "a.png"').illustrations
    assert chart.grid is not None
    assert [[cell.text for cell in row] for row in chart.grid.rows] == [
        ["项目", "数量（件）"],
        ["本年新收", "9"],
        ["予以公开 自然人", "6"],
    ]
    assert picture.grid is None
