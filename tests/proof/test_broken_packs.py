"""Packs broken on purpose: the proof finds each, and names the template, its line and what is missing."""

from functools import cache
from pathlib import Path

import pytest

from conftest import TEMPLATES, RunCli
from govreport.pack_search import open_pack
from govreport.proof.probes import Probe, list_probes
from govreport.proof.proving import Fault, prove_probe
from packs import make_pack

PAGE = (TEMPLATES / "national" / "report.html").read_text(encoding="utf-8")
TEXT = (TEMPLATES / "national" / "report.txt").read_text(encoding="utf-8")
ROW = "{%- for cell in row -%}"
LOST = "{% for line in (section.grid | draw_grid).split('\\n') if 'WORD' not in line %}\n{{ line }}\n{% endfor %}"
BODY = "{% for rows in grid.bodies %}\n<tbody>\n{% for row in rows %}"
IN_ROWS = "in rows if '总计' not in (row | map(attribute='text') | join)"
TITLE = '{% extends "national/report.html" %}\n{% block title %}\n'
PARAGRAPH = "<p>{{ block.text }}</p>"
H2 = "{{ section.title }}</h2>"


@cache
def probes() -> tuple[Probe, ...]:
    return tuple(list_probes())


def change(template: str, old: str, new: str) -> str:
    """Return a template with one place changed."""
    assert template.count(old) == 1
    return template.replace(old, new)


def find_faults(folder: Path, output: str, probe: int = 0) -> list[Fault]:
    return list(prove_probe(open_pack(str(folder)), str(folder), probes()[probe], (output,)))


PAGES = {
    "a label dropped": (
        change(PAGE, ">{{ cell.text }}", '>{{ cell.text if cell.role != "label" }}'),
        "cell",
        "第 1 格应是“规章”，印的是“”",
    ),
    "two columns swapped": (
        change(PAGE, ROW, "{%- for cell in (row | list)[:-2] + ((row | list)[-2:] | reverse | list) -%}"),
        "cell",
        "格应是“",
    ),
    "a total lost": (
        change(PAGE, BODY, BODY.replace("in rows", IN_ROWS)),
        "row in",
        "应有 28 行，印出 27 行，少了“（七）总计”",
    ),
    "a digit changed": (
        change(PAGE, ">{{ cell.text }}", '>{{ cell.text | replace("104", "140") }}'),
        "cell",
        "格应是“104”，印的是“140”",
    ),
    "spans lost": (change(PAGE, ' rowspan="{{ cell.row_span }}"', ""), "cell", "应占"),
    "a table lost": (
        change(PAGE, "{% if section.grid %}", '{% if section.grid and section.key != "disputes" %}'),
        "section.grid",
        "应有 3 个表，印出 2 个",
    ),
    "a tag not closed": (change(PAGE, "</h1>", ""), "", "标记有误"),
    "a tag that is none": (change(PAGE, "<footer ", "<b><footer "), "", "标记有误"),
    "a picture from elsewhere": (
        change(PAGE, "{% block preamble %}", '<img alt="" src="http://example.com/a.png">{% block preamble %}'),
        "http://example.com/a.png",
        "会去取外面的东西：http://example.com/a.png",
    ),
    "a picture beside": (
        change(PAGE, "{% block preamble %}", '<img alt="" src="a.png">{% block preamble %}'),
        'src="a.png"',
        "会去取外面的东西：a.png",
    ),
    "a script": (
        change(PAGE, "{% block head %}", '<script src="//example.com/a.js"></script>{% block head %}'),
        "//example.com/a.js",
        "会去取外面的东西：//example.com/a.js",
    ),
    "a style from elsewhere": (
        change(PAGE, "{% block head %}", "<style>@import 'https://example.com/a.css';</style>{% block head %}"),
        "https://example.com/a.css",
        "https://example.com/a.css",
    ),
    "a title changed": (
        change(PAGE, H2, '{{ section.title | replace("总体情况", "总的情况") }}</h2>'),
        "section.title",
        "标题“一、总体情况”没有印出来",
    ),
    "a title twice": (change(PAGE, H2, f"{H2}\n<h2>{H2}"), "section.title", "标题“一、总体情况”印了 2 次"),
    "sections in another order": (
        change(PAGE, "in report.sections %}", "in report.sections | reverse %}"),
        "section.title",
        "标题的次序不对",
    ),
    "a hidden title": (change(PAGE, "<h2{%", "<h2 hidden{%"), "section.title", "“一、总体情况”没有印出来"),
    "a paragraph cut": (
        change(PAGE, "<p>{{ block.text }}</p>", "<p>{{ block.text[:-1] }}</p>"),
        "block",
        "没有印出",
    ),
    "a heading run in that is lost": (
        change(PAGE, '<span class="report-run-in">{{ block.heading }}</span>', ""),
        "block",
        "没有印出“（一）主动公开情况",
    ),
    "a paragraph twice": (
        change(PAGE, PARAGRAPH, "<p>{{ block.text }}{{ block.text }}</p>"),
        "block",
        "印了 2 次",
    ),
    "the preamble lost": (change(PAGE, "<p>{{ paragraph }}</p>", ""), "preamble", "没有印出“甲一本报告"),
    "the signature lost": (
        '{% extends "national/report.html" %}\n{% block signature %}{% endblock %}',
        "",
        "没有印出“2025年1月18日”",
    ),
    "the title lost": (f"{TITLE}{{% endblock %}}", "title", "没有印出"),
    "itself extended": ('{% extends "report.html" %}', "", "模板继承（或包含）了它自己"),
    "a parent that is none": ('\n{% extends "全国/report.html" %}', "extends", "“全国/report.html”找不到"),
    "a name that is none": (f"{TITLE}{{{{ report.titel }}}}\n{{% endblock %}}", "titel", "没有“titel”这个名字"),
    "a block not closed": (f"{TITLE}<h1>甲</h1>\n", "", "block 没有结束，缺少 endblock"),
    "a loop not closed": (f"{TITLE}{{% for a in 'b' %}}\n{{% endblock %}}\n", "endblock", "for 没有结束"),
    "a filter that is none": (
        f"{TITLE}\n{{{{ report.title | uper }}}}\n{{% endblock %}}",
        "uper",
        "没有 uper 这个过滤器",
    ),
    "a tag of templates that is none": (f"{TITLE}{{% fro a in b %}}{{% endblock %}}", "fro", "没有 fro 这种标记"),
    "braces not closed": (f"{TITLE}\n{{{{ report.title }}\n{{% endblock %}}", "", "模板有误"),
}


@pytest.mark.parametrize(("template", "needle", "words"), PAGES.values(), ids=PAGES.keys())
def test_a_broken_page_is_found(tmp_path, template, needle, words):
    faults = find_faults(make_pack(tmp_path, {"report.html": template}), "html")
    path = tmp_path / "report.html"
    assert words in "\n".join(fault.text for fault in faults)
    assert {fault.template for fault in faults} == {str(path)}
    fault = next(fault for fault in faults if words in fault.text)
    assert "\n" not in fault.text
    if needle:
        assert needle in template.split("\n")[fault.line - 1]
        assert fault.text.startswith(f"{path}:{fault.line}：")


TEXTS = {
    "a row lost": (
        change(
            TEXT,
            "{{ section.grid | draw_grid }}",
            LOST.replace("WORD", "行政许可"),
        ),
        "行政许可",
    ),
    "a total lost": (
        change(
            TEXT,
            "{{ section.grid | draw_grid }}",
            LOST.replace("WORD", "总计"),
        ),
        "总计",
    ),
    "a title lost": (change(TEXT, "{{ section.title }}", ""), "标题“一、总体情况”没有印出来"),
    "the date lost": (change(TEXT, "{{ report.date | right }}", ""), "没有印出“2025年1月18日”"),
    "a paragraph lost": (change(TEXT, "{{ block.line | fill }}", "{{ block.heading | fill }}"), "没有印出"),
    "a name that is none": (change(TEXT, "{{ line | center }}", "{{ lien | center }}"), "没有“lien”这个名字"),
}


@pytest.mark.parametrize(("template", "words"), TEXTS.values(), ids=TEXTS.keys())
def test_a_broken_text_is_found(tmp_path, template, words):
    texts = [fault.text for fault in find_faults(make_pack(tmp_path, {"report.txt": template}), "text")]
    assert words in "\n".join(texts)
    assert all(text.startswith(str(tmp_path / "report.txt")) for text in texts)


STYLES = {
    "an import": ("screen.css", "html", '@import "http://example.com/a.css";', "http://example.com/a.css"),
    "a background": ("screen.css", "html", "body { background: url('a.png'); }", "a.png"),
    "a hidden label": ("fragment.css", "html-fragment", "th { display: none }", "印出"),
    "an import for print": (
        "print.css",
        "pdf",
        "@import url(//example.com/a.css);",
        "//example.com",
    ),
    "a font for print": ("print.css", "pdf", "@font-face { font-family: x; src: url(x.woff) }", "x.woff"),
    "hidden numbers": ("print.css", "pdf", "td { display: none }", "读回来"),
    "a hidden signature": ("print.css", "pdf", ".report-signature { display: none !important }", "没有印出"),
}


@pytest.mark.parametrize(("name", "output", "rule", "words"), STYLES.values(), ids=STYLES.keys())
def test_a_broken_style_is_found(tmp_path, name, output, rule, words):
    style = (TEMPLATES / "national" / name).read_text(encoding="utf-8")
    folder = make_pack(tmp_path, {name: f"{rule}\n{style}" if "@import" in rule else f"{style}\n{rule}\n"})
    faults = find_faults(folder, output)
    assert words in "\n".join(fault.text for fault in faults)


def test_a_pack_that_is_well_has_no_fault(tmp_path):
    page = '{% extends "national/report.html" %}\n{% block title %}<header>{{ super() }}</header>{% endblock %}\n'
    folder = make_pack(tmp_path, {"report.html": page, "pack.toml": 'name = "试"\nparent = "hebei"\n'})
    assert find_faults(folder, "html") == []
    assert find_faults(folder, "text", 1) == []


def test_check_prints_each_fault_once_and_ends_with_a_verdict(run_cli: RunCli, tmp_path):
    folder = make_pack(tmp_path, {"report.html": '{% extends "report.html" %}'})
    code, out, err = run_cli("template", "check", folder)
    assert (code, err) == (1, "")
    lines = out.splitlines()
    assert len(lines) == len(set(lines))
    assert lines[-1] == f"{folder}：不能用：{len(lines) - 1} 处"
    assert lines[0].startswith(f"{folder / 'report.html'}")
