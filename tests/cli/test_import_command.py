"""`govreport import`."""

import pytest

from conftest import SAMPLES, need_shared
from importers.varied import make_varied, make_word


@pytest.fixture
def seeds(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for document in (make_varied(0), make_word(3)):
        (folder / document.name).write_bytes(document.content)
    return folder


def test_a_folder_becomes_a_folder_of_toml_that_validate_reads(run_cli, seeds, tmp_path):
    code, out, _ = run_cli("import", seeds, "-o", tmp_path / "out")
    assert code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        ".govreport.json",
        "0.toml",
        "3.toml",
        "report.schema.json",
    ]
    assert "200 格填了" in out
    assert run_cli("validate", tmp_path / "out" / "0.toml")[0] in (0, 1)


def test_without_o_the_toml_stands_beside_its_source(run_cli, seeds):
    code, out, error = run_cli("import", seeds / "0.txt")
    assert code == 0
    assert (seeds / "0.toml").is_file()
    assert f"已生成 {seeds / '0.toml'}：2021年格式，200 格填了" in out
    assert "存疑：" in error
    assert "存疑" not in out.replace("处存疑", "")


def test_doubts_stand_as_comments_at_their_places(run_cli, tmp_path):
    path = need_shared("seeds/003_f0f557709e2274f5.txt")
    assert run_cli("import", path, "-o", tmp_path / "a.toml")[0] == 0
    lines = (tmp_path / "a.toml").read_text(encoding="utf-8").split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("# 存疑：机关名称有几种写法"))
    assert lines[at + 1].startswith("name ")
    at = next(i for i, line in enumerate(lines) if line.startswith("# 存疑：标题“1、 总体情况”"))
    assert "[narrative.overview]" in lines[at + 1 : at + 4]


def test_a_note_in_a_cell_stands_above_its_row(run_cli, tmp_path):
    table = "\n".join(
        ["二、主动公开政府信息情况", "信息内容\t本年制发件数\t本年废止件数\t现行有效件数", "规章\t0\t0\t0"]
    )
    rest = [
        "行政规范性文件\t22（其中修订16件）\t1\t40",
        "行政许可\t8",
        "行政处罚\t7",
        "行政强制\t6",
        "行政事业性收费\t5",
    ]
    (tmp_path / "a.txt").write_text("\n".join([table, *rest]), encoding="utf-8")
    assert run_cli("import", tmp_path / "a.txt")[0] == 0
    lines = (tmp_path / "a.toml").read_text(encoding="utf-8").split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("normative_documents"))
    assert "22, " in lines[at]
    assert lines[at - 1] == "# 存疑：表二 行政规范性文件 本年制发件数：原文“22(其中修订16件)”，取 22"


def test_an_existing_file_is_only_replaced_with_force(run_cli, seeds):
    (seeds / "0.toml").write_text("mine", encoding="utf-8")
    code, _, error = run_cli("import", seeds / "0.txt")
    assert code == 2
    assert "文件已经存在" in error
    assert (seeds / "0.toml").read_text(encoding="utf-8") == "mine"
    assert run_cli("import", seeds / "0.txt", "--force")[0] == 0


def test_one_bad_file_does_not_stop_the_others(run_cli, seeds):
    (seeds / "bad.pdf").write_bytes(b"%PDF-1.4 nothing")
    code, _, error = run_cli("import", seeds)
    assert code == 2
    assert "bad.pdf：这个 PDF 损坏" in error
    assert (seeds / "0.toml").is_file()
    assert not (seeds / "bad.toml").exists()


@pytest.mark.parametrize(
    ("output", "words"),
    [("all.toml", "-o 后面要写文件夹"), ("all.docx", "名字要以 .toml 结尾")],
)
def test_an_output_that_cannot_be_meant_is_refused(run_cli, seeds, tmp_path, output, words):
    code, _, error = run_cli("import", seeds, "-o", tmp_path / output)
    assert code == 2
    assert words in error


def test_two_inputs_with_one_output_are_refused(run_cli, seeds):
    (seeds / "0.html").write_bytes(b"<html></html>")
    code, _, error = run_cli("import", seeds)
    assert code == 2
    assert "会写成同一个文件" in error
    assert not (seeds / "0.toml").exists()


def test_import_does_not_judge(run_cli, tmp_path):
    text = (SAMPLES / "qinglan-2024.toml").read_text(encoding="utf-8")
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    run_cli("render", tmp_path / "a.toml", "--to", "html", "-o", tmp_path)
    page = (tmp_path / "a.html").read_text(encoding="utf-8").replace(">1135</td>", ">1136</td>")
    (tmp_path / "wrong.html").write_text(page, encoding="utf-8")
    assert run_cli("import", tmp_path / "wrong.html")[0] == 0
    code, out, _ = run_cli("validate", tmp_path / "wrong.toml")
    assert code == 1
    assert "T01" in out
