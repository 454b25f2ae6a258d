"""The .docx as a file: valid, the same bytes every time, its properties and settings, no other engine needed."""

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest

from conftest import SAMPLE_NAMES, SAMPLES, need_tool, run_process
from govreport import api
from govreport.context import Block
from render.pdf_probe import prose_only, random_prose, view_of
from render.word.word_documents import render, sample_docx
from render.word.word_reader import attributes, find_all, part, parts_of, value

every_sample = pytest.mark.parametrize("sample", SAMPLE_NAMES)


def find_faults(content: bytes, folder: Path) -> list[str]:
    """Return what breaks the schemas of Office Open XML (ECMA-376, as Office 2019 reads it)."""
    need_tool("openxml_audit")
    from openxml_audit import OpenXmlValidator

    path = folder / "a.docx"
    path.write_bytes(content)
    return [f"{error.part_uri}: {error.description}" for error in OpenXmlValidator().validate(str(path)).errors]


@pytest.mark.parametrize("draft", [False, True], ids=["final", "draft"])
@every_sample
def test_every_sample_keeps_the_schemas(sample, draft, tmp_path):
    assert find_faults(sample_docx(sample, draft=draft), tmp_path) == []


@pytest.mark.parametrize(
    "view",
    [
        view_of(),
        view_of(["甲"], number=88888888, publication__signature="青澜市人民政府"),
        prose_only([]),
        prose_only(random_prose(1, 20), title=True, signature="青澜市人民政府", date="2025年3月20日"),
        prose_only(
            [Block("paragraph", "https://www.example.gov.cn/a/b/c?d=e&f=g 甲\t乙  丙 ")], date="2025年1月1日"
        ),
    ],
    ids=["tables", "long numbers", "nothing", "prose", "address"],
)
def test_other_documents_keep_the_schemas(view, tmp_path):
    assert find_faults(render(view), tmp_path) == []


def test_a_document_of_tables_only_ends_with_a_paragraph(tmp_path):
    view = view_of()
    content = render(replace(view, sections=view.sections[1:3]))
    assert find_faults(content, tmp_path) == []
    body = part(content, "word/document.xml")[0]
    assert [child.tag.rpartition("}")[2] for child in body][-3:] == ["tbl", "p", "sectPr"]


def test_the_validator_notices_an_element_out_of_order(tmp_path):
    """A guard of the guard."""
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as package:
        for name, data in parts_of(sample_docx("qinglan-2024")).items():
            package.writestr(name, data.replace(b"<w:cantSplit/>", b'<w:jc w:val="left"/><w:gridSpan/>', 1))
    assert find_faults(broken.getvalue(), tmp_path)


def test_the_package_holds_what_it_needs_and_nothing_of_its_maker():
    parts = parts_of(sample_docx("qinglan-2024"))
    assert sorted(parts) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/settings.xml",
        "word/styles.xml",
        "word/theme/theme1.xml",
    ]
    assert b"python-docx" not in b"".join(parts.values())


def test_same_input_gives_the_same_bytes(tmp_path):
    sample = SAMPLES / "qinglan-2024.toml"
    first = sample_docx("qinglan-2024")
    for number, (seed, zone) in enumerate((("0", "Asia/Shanghai"), ("7", "America/New_York"))):
        folder = tmp_path / str(number)
        done = run_process("render", sample, "--to", "docx", "-o", folder, PYTHONHASHSEED=seed, TZ=zone)
        assert done.returncode == 0, done.stderr
        assert (folder / "qinglan-2024.docx").read_bytes() == first


def test_every_file_in_the_package_has_the_same_date():
    with zipfile.ZipFile(io.BytesIO(sample_docx("qinglan-2024"))) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.compress_type for info in package.infolist()} == {zipfile.ZIP_DEFLATED}


def test_properties_name_title_agency_language_and_date_of_publication():
    properties = docx.Document(io.BytesIO(sample_docx("qinglan-2024"))).core_properties
    assert properties.title == "青澜市人民政府2024年政府信息公开工作年度报告"
    assert properties.author == properties.last_modified_by == "青澜市人民政府"
    assert properties.language == "zh-CN"
    assert properties.created == properties.modified == datetime(2025, 3, 20, tzinfo=UTC)
    assert properties.comments == ""


def test_without_a_date_of_publication_the_properties_have_none():
    core = parts_of(render(view_of()))["docProps/core.xml"]
    assert b"created" not in core
    assert b"modified" not in core


def test_properties_longer_than_office_keeps_are_cut():
    view = replace(view_of(), agency="甲" * 300, title_lines=("乙" * 300,))
    properties = docx.Document(io.BytesIO(render(view))).core_properties
    assert (properties.author, properties.title) == ("甲" * 255, "乙" * 255)


def test_settings_are_those_of_a_chinese_word_without_compatibility_mode():
    settings = part(sample_docx("qinglan-2024"), "word/settings.xml")
    modes = find_all(settings, "w:compat/w:compatSetting[@w:name='compatibilityMode']")
    assert [attributes(mode)["val"] for mode in modes] == ["15"]
    assert value(settings, "w:characterSpacingControl") == "compressPunctuation"
    assert find_all(settings, "w:evenAndOddHeaders")
    (language,) = find_all(settings, "w:themeFontLang")
    assert attributes(language)["eastAsia"] == "zh-CN"


def test_font_table_names_the_office_fonts_with_what_may_stand_in():
    table = part(sample_docx("qinglan-2024"), "word/fontTable.xml")
    fonts = {attributes(font)["name"]: value(font, "w:altName") for font in table}
    assert fonts == {
        "方正小标宋简体": "FZXiaoBiaoSong-B05S,方正小标宋_GBK,FZXiaoBiaoSong-B05",
        "仿宋_GB2312": "FangSong_GB2312,仿宋,FangSong",
        "楷体_GB2312": "KaiTi_GB2312,楷体,KaiTi",
        "黑体": "SimHei",
        "宋体": "SimSun",
    }


def test_control_characters_of_a_draft_do_not_break_the_file(tmp_path):
    texts = ["甲\x00\x1b[31m乙\ufffe丙\x0b丁\x85"]
    content = render(view_of(texts, agency__name="\x07局", publication__title="题\x01"))
    assert find_faults(content, tmp_path) == []
    assert "乙" in parts_of(content)["word/document.xml"].decode("utf-8")


def test_word_output_needs_neither_pango_nor_templates():
    """A process of its own: what it has imported says what it depends on."""
    script = """
import json, sys
from pathlib import Path
from govreport import api
path = Path(sys.argv[1])
source = api.read(path.name, path.read_bytes())
content = api.RENDERERS["docx"][1](api.plan(source, api.load(source)))
print(json.dumps([len(content), sorted({name.partition(".")[0] for name in sys.modules})]))
"""
    command = [sys.executable, "-c", script, str(SAMPLES / "qinglan-2024.toml")]
    done = subprocess.run(command, capture_output=True, timeout=60, check=True)
    size, modules = json.loads(done.stdout)
    assert size == len(sample_docx("qinglan-2024"))
    assert "docx" in modules
    assert not {"weasyprint", "pikepdf", "jinja2", "css_inline"} & set(modules)


def test_word_is_one_of_the_outputs():
    assert api.RENDERERS["docx"][0] == ".docx"
