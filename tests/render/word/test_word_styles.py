"""Styles, faces and page of the .docx against GB/T 9704-2012, by numbers worked out by hand."""

import io

import docx
import pytest

from conftest import SAMPLE_NAMES
from govreport.context import Block
from render.pdf_probe import prose_only, view_of
from render.word.word_documents import render, sample_docx
from render.word.word_reader import attributes, find_all, part, parts_of, runs_of, text_of, value

FACES = {
    "Normal": "仿宋_GB2312",
    "Title": "方正小标宋简体",
    "Heading 1": "黑体",
    "Heading 2": "楷体_GB2312",
    "Heading 2 Char": "楷体_GB2312",
    "Footer": "宋体",
    "偶数页页脚": "宋体",
    "表格文字": "宋体",
}


@pytest.fixture(scope="module")
def content() -> bytes:
    return sample_docx("qinglan-2024")


@pytest.fixture(scope="module")
def document(content):
    return docx.Document(io.BytesIO(content))


def test_page_is_a4_with_the_margins_of_the_standard(content):
    """37, 26, 35 and 28 mm in twentieths of a point (1 mm = 56.69)."""
    (section,) = find_all(part(content, "word/document.xml"), "//w:sectPr")
    (size,), (margins,) = find_all(section, "w:pgSz"), find_all(section, "w:pgMar")
    assert attributes(size) == {"w": "11906", "h": "16838"}
    found = attributes(margins)
    assert [found[name] for name in ("top", "right", "bottom", "left", "gutter")] == [
        "2098",
        "1474",
        "1984",
        "1587",
        "0",
    ]


def test_grid_has_22_lines_of_28_characters(content):
    """12756 twips / 22 = 579.8; (8845 / 20 / 28 - 16) * 4096 = -841.1; rounded down, or the last would not fit."""
    (grid,) = find_all(part(content, "word/document.xml"), "//w:sectPr/w:docGrid")
    assert attributes(grid) == {"type": "linesAndChars", "linePitch": "579", "charSpace": "-842"}


def test_text_has_the_pitch_of_the_grid(document):
    """28 characters of 16 pt with this spacing fill the block of 442.25 pt but for less than half a character."""
    style = document.styles["Normal"]
    assert style.paragraph_format.line_spacing.pt == 28.95
    assert style.font.size.pt == 16
    advance = 16 + int(value(style.element, "w:rPr/w:spacing")) / 20
    assert 0 <= 442.25 - 28 * advance < 8
    assert 29 * advance > 442.25


def test_paragraphs_are_justified_and_indented_by_two_characters(document):
    (indent,) = find_all(document.styles["Normal Indent"].element, "w:pPr/w:ind")
    assert attributes(indent)["firstLineChars"] == "200"
    assert int(attributes(indent)["firstLine"]) == pytest.approx(2 * 15.8 * 20, abs=1)
    normal = document.styles["Normal"].element
    assert value(normal, "w:pPr/w:jc") == "both"
    assert {value(normal, f"w:pPr/w:{name}") for name in ("widowControl", "autoSpaceDE", "autoSpaceDN")} == {"0"}


@pytest.mark.parametrize(("name", "face"), FACES.items(), ids=FACES.keys())
def test_styles_name_the_office_faces(document, name, face):
    (fonts,) = find_all(document.styles[name].element, "w:rPr/w:rFonts")
    found = attributes(fonts)
    assert {found[kind] for kind in ("eastAsia", "ascii", "hAnsi")} == {face}
    assert found["hint"] == "eastAsia"


def test_sizes_of_title_page_number_and_tables(document):
    sizes = {name: document.styles[name].font.size.pt for name in ("Title", "Footer", "偶数页页脚", "表格文字")}
    assert sizes == {"Title": 22, "Footer": 14, "偶数页页脚": 14, "表格文字": 10.5}


def test_headings_are_headings_for_the_navigation_pane(document):
    for name, level in (("Heading 1", "0"), ("Heading 2", "1")):
        style = document.styles[name]
        assert style.builtin
        assert value(style.element, "w:pPr/w:outlineLvl") == level
        assert style.paragraph_format.keep_with_next
    titles = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert [title[:2] for title in titles] == ["一、", "二、", "三、", "四、", "五、", "六、"]
    subheadings = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert subheadings[:2] == ["（一）主动公开情况", "（二）依申请公开情况"]


def test_a_run_in_heading_is_set_in_the_style_of_headings():
    document = docx.Document(io.BytesIO(render(prose_only([Block("run_in", "正文。", "（一）主动公开情况。")]))))
    paragraph = document.paragraphs[-1]
    assert paragraph.style.name == "Normal Indent"
    assert [(run.text, run.style.name) for run in paragraph.runs] == [
        ("（一）主动公开情况。", "Heading 2 Char"),
        ("正文。", "Default Paragraph Font"),
    ]
    assert value(document.styles["Heading 2 Char"].element, "w:link") == "Heading2"
    assert value(document.styles["Heading 2"].element, "w:link") == "Heading2Char"


@pytest.mark.parametrize("sample", SAMPLE_NAMES)
def test_every_run_names_the_east_asian_face_of_its_style(sample):
    content = sample_docx(sample)
    styles = part(content, "word/styles.xml")
    faces: dict[str, str] = {}
    for style in find_all(styles, "w:style[@w:type!='table']"):
        name, base = attributes(style)["styleId"], value(style, "w:basedOn")
        own = find_all(style, "w:rPr/w:rFonts")
        faces[name] = attributes(own[0])["eastAsia"] if own else faces.get(base, "")
    runs = list(runs_of(content))
    assert len(runs) > 250
    for name, run in runs:
        if find_all(run, "w:drawing"):
            continue
        (paragraph,) = find_all(run, "ancestor::w:p")
        style = value(run, "w:rPr/w:rStyle") or value(paragraph, "w:pPr/w:pStyle")
        (fonts,) = find_all(run, "w:rPr/w:rFonts")
        assert attributes(fonts)["eastAsia"] == faces[style] != "", (name, text_of(run))


def test_language_is_chinese(content):
    (language,) = find_all(part(content, "word/styles.xml"), "w:docDefaults//w:lang")
    assert attributes(language)["eastAsia"] == "zh-CN"


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(content):
    root = part(content, "word/document.xml")
    relations = {
        attributes(r)["Id"]: attributes(r)["Target"] for r in part(content, "word/_rels/document.xml.rels")
    }
    sides = {}
    for reference in find_all(root, "//w:sectPr/w:footerReference"):
        footer = part(content, f"word/{relations[attributes(reference)['id']]}")
        assert text_of(footer) == "— 1 —"
        (field,) = find_all(footer, "//w:fldSimple")
        assert attributes(field)["instr"].strip() == "PAGE"
        style = value(footer, "w:p/w:pPr/w:pStyle")
        (definition,) = find_all(part(content, "word/styles.xml"), f"w:style[@w:styleId='{style}']")
        (indent,) = find_all(definition, "w:pPr/w:ind")
        sides[attributes(reference)["type"]] = (value(definition, "w:pPr/w:jc"), attributes(indent))
    assert sides == {"default": ("right", {"right": "280"}), "even": ("left", {"left": "280"})}


def test_only_a_draft_has_a_watermark_on_odd_and_even_pages():
    assert not [name for name in parts_of(sample_docx("qinglan-2024")) if "header" in name]
    parts = parts_of(sample_docx("qinglan-2024", draft=True))
    headers = [data.decode("utf-8") for name, data in parts.items() if name.startswith("word/header")]
    assert len(headers) == 2
    for header in headers:
        assert 'string="草稿"' in header
        assert "PowerPlusWaterMarkObject" in header, "the name by which Word's own command removes it"
    types = [
        attributes(reference)["type"]
        for reference in find_all(
            part(sample_docx("qinglan-2024", draft=True), "word/document.xml"), "//w:headerReference"
        )
    ]
    assert sorted(types) == ["default", "even"]


def test_a_paragraph_with_an_address_is_not_spread():
    texts = ["请登录http://www.qinglan.example/zfxxgk查看。", "2024年1月1日至12月31日。"]
    document = docx.Document(io.BytesIO(render(view_of(texts))))
    found = {p.text: value(p._p, "w:pPr/w:jc") for p in document.paragraphs}
    assert [found[text] for text in texts] == ["left", ""]


def test_last_paragraph_keeps_with_the_signature():
    view = prose_only([Block("paragraph", "甲"), Block("paragraph", "乙")], signature="丙", date="2025年1月1日")
    paragraphs = docx.Document(io.BytesIO(render(view))).paragraphs[-4:]
    keeps = [p.paragraph_format.keep_with_next or p.style.paragraph_format.keep_with_next for p in paragraphs]
    assert [p.text for p in paragraphs] == ["甲", "乙", "丙", "2025年1月1日"]
    assert keeps == [None, True, True, None]
