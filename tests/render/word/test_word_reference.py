"""A pack's reference.docx gives Word files the look that was made in Word."""

import io
import zipfile

import docx
import pytest
from docx.shared import Pt, RGBColor

from govreport import api
from govreport.errors import GovreportError

SAMPLE = "samples/baita-2024.toml"


def render(root, template: str = "") -> bytes:
    source = api.read(SAMPLE, (root / SAMPLE).read_bytes())
    return api.render_output("docx", api.plan(source, api.load(source), template=template))


@pytest.fixture
def pack(tmp_path):
    (tmp_path / "pack.toml").write_text('name = "试用"\n', encoding="utf-8")
    return tmp_path


def test_styles_of_the_reference_are_used_and_the_others_stay(pack, pytestconfig):
    document = docx.Document(io.BytesIO(render(pytestconfig.rootpath)))
    document.styles["Title"].font.size = Pt(30)
    document.styles["Title"].font.color.rgb = RGBColor(0xC0, 0, 0)
    document.styles["表格文字"].font.size = Pt(8)
    document.styles["Heading 1"].font.name = "某某黑体"
    document.save(pack / "reference.docx")
    plain = docx.Document(io.BytesIO(render(pytestconfig.rootpath)))
    styled = docx.Document(io.BytesIO(render(pytestconfig.rootpath, str(pack))))
    assert (plain.styles["Title"].font.size, styled.styles["Title"].font.size) == (Pt(22), Pt(30))
    assert styled.styles["Title"].font.color.rgb == RGBColor(0xC0, 0, 0)
    assert styled.styles["表格文字"].font.size == Pt(8)
    assert styled.styles["Heading 1"].font.name == "某某黑体"
    assert styled.styles["Heading 1"].element.xpath("w:pPr/w:outlineLvl/@w:val") == ["0"]
    assert styled.styles["Heading 2"].element.xml == plain.styles["Heading 2"].element.xml
    assert [p.text for p in styled.paragraphs] == [p.text for p in plain.paragraphs]


def test_a_document_without_our_styles_changes_only_those_that_it_has(pack, pytestconfig):
    docx.Document().save(pack / "reference.docx")
    styled = docx.Document(io.BytesIO(render(pytestconfig.rootpath, str(pack))))
    plain = docx.Document(io.BytesIO(render(pytestconfig.rootpath)))
    assert styled.styles["表格文字"].element.xml == plain.styles["表格文字"].element.xml
    assert styled.styles["Title"].element.xml != plain.styles["Title"].element.xml


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * (60 * 2**20))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no document", "不是 Word 文件"),
        (b"PK\x03\x04", "不是 Word 文件"),
        (b"", "不是 Word 文件"),
        (bomb(), "太大"),
    ],
)
def test_what_is_no_word_file_is_refused_by_name(pack, pytestconfig, content, words):
    (pack / "reference.docx").write_bytes(content)
    with pytest.raises(GovreportError, match=rf"reference\.docx：.*{words}"):
        render(pytestconfig.rootpath, str(pack))
