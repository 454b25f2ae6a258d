"""Figures in every output: there once, with caption and words, beside the right section."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pymupdf
import pytest
from pikepdf import pdfa
from PIL import Image as Pillow

from conftest import ROOT, RunCli, need_tool
from govreport import api
from govreport.render.pdf_finish import find_elements
from render.readers import parse_html, read_text
from render.word.word_reader import attributes, find_all, part, parts_of, text_of, value
from reports import make_report

CAPTION = "渠道<b>&{{ 报告年度 }}年"
SHOWN = "渠道<b>&2024年"
FIGURES = f"""
[[figure]]
kind = "pie"
place = "overview"
caption = "{CAPTION}"
labels = ["网站", "公众号<script>"]
values = [24, 815]
unit = "条"

[[figure]]
kind = "line"
place = "applications"
caption = "近年收到的申请"
labels = [2022, 2023, 2024]
values = [3, 5, "{{{{ 本年新收 }}}}"]

[[figure]]
kind = "image"
caption = "政府开放日"
file = "照片/开放日.png"
alt = "群众在大厅\\"参观\\""

[[figure]]
kind = "bar"
values = ["{{{{ 本年新收 }}}}", "{{{{ 予以公开 }}}}"]
"""
ALTS = [
    f"{SHOWN}：网站 24条，公众号<script> 815条",
    "近年收到的申请：2022 3，2023 5，2024 7",
    '群众在大厅"参观"',
    "本年新收 7，予以公开 7",
]
CAPTIONS = [SHOWN, "近年收到的申请", "政府开放日"]
OUTPUTS = ("text", "html", "html-fragment", "pdf", "docx")


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    """A report with four figures and its picture."""
    folder = tmp_path_factory.mktemp("figures")
    rows = {"received": [7, 0, 0, 0, 0, 0], "disclosed": [7, 0, 0, 0, 0, 0]}
    (folder / "a.toml").write_text(
        make_report(applications=rows, signature="水利局", tail=FIGURES), encoding="utf-8"
    )
    (folder / "照片").mkdir()
    Pillow.new("RGB", (300, 900), "green").save(folder / "照片/开放日.png")
    return folder / "a.toml"


@pytest.fixture(scope="module")
def made(report) -> dict[str, bytes]:
    """Every output of that report."""
    source = api.read(str(report), report.read_bytes())
    job = api.plan(source, api.load(source))
    return {kind: api.RENDERERS[kind][1](job) for kind in OUTPUTS}


@pytest.mark.parametrize("output", ["html", "html-fragment"])
def test_a_page_has_each_figure_once_behind_its_section(made, output):
    document = parse_html(made[output].decode())
    figures = list(document.all("figure"))
    assert [f.text.strip() for figure in figures for f in figure.all("figcaption")] == CAPTIONS
    drawings = [next(figure.all("svg", "img")) for figure in figures]
    assert [node.tag for node in drawings] == ["svg", "svg", "img", "svg"]
    assert [node.attributes.get("aria-label") or node.attributes["alt"] for node in drawings] == ALTS
    sections = {next(s.all("h2")).text[:1]: len(list(s.all("figure"))) for s in document.all("section")}
    assert sections == {"一": 1, "二": 0, "三": 1, "四": 0, "五": 0, "六": 0}
    assert not list(document.all("script"))
    assert drawings[2].attributes["src"].startswith("data:image/png;base64,")


def test_text_has_captions_and_the_values_as_tables(made):
    text = made["text"].decode()
    reading = read_text(text, [line for line in text.split("\n") if re.match("[一二三四五六]、", line)])
    tables = [[box.text for box in boxes] for own in reading.values.values() for boxes in own]
    assert tables == [
        ["项目", "数量（条）", "网站", "24", "公众号<script>", "815"],
        ["项目", "数量", "2022", "3", "2023", "5", "2024", "7"],
        ["项目", "数量", "本年新收", "7", "予以公开", "7"],
    ]
    lines = [line.strip() for line in text.split("\n")]
    assert all(lines.count(caption) == 1 for caption in CAPTIONS)
    assert lines.count(f"［图：{ALTS[2]}］") == 1


def test_a_pdf_has_tagged_drawings_that_are_no_pixels(made):
    with pikepdf.open(io.BytesIO(made["pdf"])) as pdf:
        figures = [f for f in find_elements(pdf.Root.StructTreeRoot, "/Figure")]
        assert [str(figure.Alt) for figure in figures] == ALTS
        assert len(list(find_elements(pdf.Root.StructTreeRoot, "/Caption"))) == len(CAPTIONS)
    document = pymupdf.open(stream=made["pdf"], filetype="pdf")
    assert sum(len(page.get_image_info()) for page in document) == 1
    assert "815条（97.1%）" in "".join(page.get_text() for page in document)


def test_a_pdf_with_figures_is_an_archive(made):
    with pikepdf.open(io.BytesIO(made["pdf"])) as pdf:
        assert pdfa.check(pdf, "3b").findings == []


def test_a_caption_stands_below_its_figure_on_the_same_page(made):
    document = pymupdf.open(stream=made["pdf"], filetype="pdf")
    for caption, inside in ((SHOWN, "815条"), (CAPTIONS[1], "2023")):
        (page,) = [page for page in document if page.search_for(caption)]
        (place,) = page.search_for(caption)
        texts = page.search_for(inside)
        assert texts
        assert min(text.y0 for text in texts) < place.y0 < max(text.y1 for text in texts) + 250
    (page,) = [page for page in document if page.get_image_info()]
    (place,) = page.search_for(CAPTIONS[2])
    box = pymupdf.Rect(page.get_image_info()[0]["bbox"])
    assert box.y1 < place.y0 < box.y1 + 40
    assert box.height / box.width == pytest.approx(3, abs=0.01)


def test_no_figure_leaves_the_text_block(made):
    mm = 72 / 25.4
    for page in pymupdf.open(stream=made["pdf"], filetype="pdf"):
        for drawing in [*(d["rect"] for d in page.get_drawings()), *(i["bbox"] for i in page.get_image_info())]:
            left, top, right, bottom = drawing
            assert left > 28 * mm - 1
            assert top > 37 * mm - 1
            assert right < 184 * mm + 1
            assert bottom < 262 * mm + 1


def test_word_has_pictures_with_words_and_captions_in_words_own_style(made):
    root = part(made["docx"], "word/document.xml")
    drawings = [element for element in root.iter() if element.tag.endswith("}docPr")]
    assert [attributes(drawing)["descr"] for drawing in drawings] == ALTS
    assert len({attributes(drawing)["id"] for drawing in drawings}) == 4
    captions = find_all(root, "w:body/w:p[w:pPr/w:pStyle/@w:val='Caption']")
    assert [text_of(caption) for caption in captions] == CAPTIONS
    for caption in captions:
        before = caption.getprevious()
        assert find_all(before, ".//w:drawing")
        assert value(before, "w:pPr/w:pStyle") == "Picture"
    styles = part(made["docx"], "word/styles.xml")
    (picture,) = find_all(styles, "w:style[@w:styleId='Picture']/w:pPr/w:spacing")
    assert attributes(picture)["lineRule"] == "auto"  # an exact line would cut the picture off


def test_word_keeps_charts_fine_enough_for_print(made):
    pictures = [data for name, data in parts_of(made["docx"]).items() if name.startswith("word/media/")]
    assert len(pictures) == 4
    sizes = [Pillow.open(io.BytesIO(data)).size for data in pictures]
    assert sum(width > 140 / 25.4 * 290 for width, _ in sizes) == 3


def test_word_with_figures_keeps_to_the_schemas_of_word(made, tmp_path):
    need_tool("openxml_audit")
    from openxml_audit import OpenXmlValidator

    (tmp_path / "a.docx").write_bytes(made["docx"])
    assert OpenXmlValidator().validate(str(tmp_path / "a.docx")).errors == []


def test_same_report_same_bytes(report, made):
    source = api.read(str(report), report.read_bytes())
    job = api.plan(source, api.load(source))
    assert {kind: api.RENDERERS[kind][1](job) for kind in OUTPUTS} == made


def test_a_missing_picture_keeps_only_the_text_and_one_line_says_why(report, tmp_path, run_cli: RunCli):
    path = tmp_path / "a.toml"
    path.write_bytes(report.read_bytes())
    code, _, err = run_cli("render", path, "--to", ",".join(OUTPUTS))
    assert code == 2
    assert [line for line in err.split("\n") if "开放日.png" in line] == [
        f"govreport：{path}：图片“照片/开放日.png”不能用：找不到这个文件，请核对文件名和所在文件夹"
    ]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.toml", "a.txt"]
    code, out, _ = run_cli("validate", path, "--format", "json", "--select", "D")
    assert code == 0
    assert '"code":"D08"' in out.replace(" ", "")


def test_a_picture_that_is_there_is_no_finding(report, run_cli: RunCli):
    code, out, _ = run_cli("validate", report, "--select", "D08")
    assert (code, "D08 " in out) == (0, False)


def test_without_matplotlib_only_the_text_is_made_and_one_line_says_the_way_out(report, tmp_path):
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "matplotlib.py").write_text("raise ModuleNotFoundError('none', name='matplotlib')\n")
    path = os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        [sys.executable, "-m", "govreport", "render", report, "--to", ",".join(OUTPUTS), "-o", tmp_path / "out"],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 2
    assert len(done.stderr.strip().split("\n")) == 1
    assert "pip install 'govreport[charts]'" in done.stderr
    assert [p.suffix for p in (tmp_path / "out").iterdir()] == [".txt"]


def test_a_report_without_figures_loads_neither_matplotlib_nor_pillow(tmp_path):
    (tmp_path / "a.toml").write_text(make_report(), encoding="utf-8")
    code = (
        "import sys; from govreport.cli.app import run; run(['validate', 'a.toml']); "
        "run(['render', 'a.toml', '--to', 'text,html,docx']); "
        "print([m for m in ('matplotlib', 'PIL', 'numpy') if m in sys.modules])"
    )
    path = str(ROOT / "authoring")
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout.strip().split("\n")[-1] == "[]"


def test_export_says_what_figures_show(report, run_cli: RunCli):
    import json

    code, out, _ = run_cli("export", report, "--to", "json")
    figures = json.loads(out)["figures"]
    assert code == 0
    assert [figure["values"] for figure in figures] == [[24, 815], [3, 5, 7], [], [7, 7]]
    assert [figure["place"] for figure in figures] == ["overview", "applications", None, None]
    assert figures[0] == {
        "kind": "pie",
        "caption": SHOWN,
        "place": "overview",
        "alt": None,
        "unit": "条",
        "file": None,
        "labels": ["网站", "公众号<script>"],
        "values": [24, 815],
    }


@pytest.mark.parametrize("output", OUTPUTS)
def test_what_is_inside_a_figure_is_imported_neither_as_a_number_nor_as_prose(made, output):
    suffix = {"html-fragment": "html", "text": "txt"}.get(output, output)
    imported = api.import_document(f"a.{suffix}", made[output])
    assert imported.filled == imported.cells == 200
    assert imported.report.rows["applications.received"] == (7, 0, 0, 0, 0, 0, 7)
    said = [
        line
        for prose in imported.report.prose.values()
        for line in (*prose.text, *(t for p in prose.parts for t in p.text))
    ]
    assert [line for line in said if "815" in line or "予以公开" in line] == []


def test_a_blank_is_left_out_of_a_draft(tmp_path, run_cli: RunCli):
    text = make_report(
        tail='[[figure]]\nkind = "bar"\nvalues = ["{{ 本年新收 }}", "{{ 予以公开 }}"]',
        applications={"received": "[]"},
    )
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    assert run_cli("render", tmp_path / "a.toml", "--draft", "--to", "text,html,docx")[0] == 0
    assert "本年新收 【缺数】，予以公开 0" in (tmp_path / "a.html").read_text(encoding="utf-8")
