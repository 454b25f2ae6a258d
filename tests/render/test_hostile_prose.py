"""Whatever is typed into a report appears as typed in every output, or is a finding."""

import csv
import io
import json

import pytest

from conftest import OUTPUTS, RunCli
from form_2021 import SECTIONS
from render.readers import Node, Reading, parse_html, read_html, read_text
from render.word.word_reader import read_docx
from reports import make_report, quote

TYPED = {
    "script": "<script>alert(1)</script>",
    "template expression": "{% print 7*7 %}",
    "template statement": "{% raw %}{% endraw %}{% for x in y %}",
    "template comment": "{# 注 #}",
    "format field": "{name}{0}{year}%s%(x)s$x",
    "end of style": "</style></title></template>",
    "end of cdata": "]]>",
    "entity": "&amp;&#65;&lt;&nbsp;",
    "attribute quote": "\"onmouseover=\"alert(1)' '",
    "comment": "<!-- -->--><!",
    "emoji": "😀👨‍👩‍👧‍👦🇨🇳",
    "rare characters": "𠮷㛃龘〇",
    "combining": "e\u0301x\u0308",
    "zero width": "零\u200b宽\u200d连\ufeff接",
    "right to left": "甲\u202e乙\u202c丙",
    "soft hyphen": "软\u00ad连",
    "private use": "\ue000",
    "formula": "=cmd|' /C calc'!A0",
    "backslashes": "\\n\\x41\\",
    "shell": "$(id) `id` ; rm",
    "borders": "+----+ | 12 |",
    "toml": "''' [x] \"\"\" # 注",
    "long word": "x" * 300,
}


def write(tmp_path, source: str):
    path = tmp_path / "a.toml"
    path.write_bytes(source.encode())
    return path


def render(run_cli: RunCli, path, *options: str) -> dict[str, str]:
    code, _, err = run_cli("render", path, "--to", ",".join(OUTPUTS), *options)
    assert (code, err) == (0, "")
    return {output: path.with_suffix(suffix).read_bytes().decode("utf-8") for output, suffix in OUTPUTS.items()}


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED.keys())
def test_prose_appears_as_typed_in_text_and_html(run_cli: RunCli, tmp_path, typed):
    line = f"始{typed}终"
    files = render(run_cli, write(tmp_path, make_report(text=line, heading=f"（一）{typed}。", preamble=line)))
    readings = [read_text(files["text"], SECTIONS), read_html(files["html"]), read_html(files["html-fragment"])]
    for reading in readings:
        assert reading.prose[SECTIONS[0]] == [f"（一）{typed}。", line]
        assert reading.prose[SECTIONS[4]] == [line]
        assert reading.head[-1] == line
        assert_tables_are_whole(reading)


def assert_tables_are_whole(reading: Reading):
    assert len(reading.numbers) == 200
    assert set(reading.numbers.values()) == {"0"}


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED.keys())
def test_word_shows_everything_as_typed(run_cli: RunCli, tmp_path, typed):
    line = f"始{typed}终"
    places = dict.fromkeys(("text", "heading", "preamble", "signature"), line)
    path = write(tmp_path, make_report(title=f"{line}\n题", run_in=True, date="", **places))
    code, _, err = run_cli("render", path, "--to", "docx")
    assert (code, err) == (0, "")
    reading = read_docx(path.with_suffix(".docx").read_bytes())
    assert reading.head == [f"{line}\n题", line]
    assert reading.prose[SECTIONS[0]] == [line + line]
    assert reading.prose[SECTIONS[-1]] == [line, line]


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED.keys())
def test_agency_title_and_signature_appear_as_typed(run_cli: RunCli, tmp_path, typed):
    line = f"青澜{typed}局"
    source = make_report(name=line, title=f"{line}\n年度报告", signature=line, date="")
    files = render(run_cli, write(tmp_path, source))
    for output in ("html", "html-fragment"):
        reading = read_html(files[output])
        assert reading.head[0] == f"{line}\n年度报告"
        assert reading.prose[SECTIONS[-1]][-1] == line
    document = parse_html(files["html"])
    (title,) = document.all("title")
    assert title.text == f"{line}年度报告"
    metas = {node.attributes.get("name"): node.attributes.get("content") for node in document.all("meta")}
    assert metas["author"] == line
    without_blanks = "".join(files["text"].split())
    assert without_blanks.startswith("".join(f"{line}年度报告".split()))
    assert without_blanks.endswith("".join(line.split()))


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED.keys())
def test_typed_markup_makes_no_element(run_cli: RunCli, tmp_path, typed):
    plain = render(run_cli, write(tmp_path, make_report(text="正文。", name="青澜局", signature="青澜局")))
    report = make_report(text=f"正文{typed}。", name=f"青澜{typed}局", signature=typed)
    odd = render(run_cli, write(tmp_path, report))
    for output in ("html", "html-fragment"):
        assert skeleton(parse_html(odd[output])) == skeleton(parse_html(plain[output]))


def skeleton(node: Node) -> tuple:
    """The elements and the names of their attributes, without texts and values."""
    children = tuple(skeleton(child) for child in node.children if isinstance(child, Node))
    return (node.tag, tuple(name for name in node.attributes if name != "class"), children)


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED.keys())
def test_export_gives_everything_as_typed(run_cli: RunCli, tmp_path, typed):
    line = f"始{typed}终"
    source = make_report(text=line, heading=line, name=line, title=line, preamble=line, signature=line)
    path = write(tmp_path, source)
    code, out, _ = run_cli("export", path, "--to", "json")
    report = json.loads(out)
    assert code == 0
    assert report["agency"]["name"] == report["title"] == report["preamble"] == report["signature"] == line
    texts = {section["title"]: section["text"] for section in report["sections"]}
    assert texts[SECTIONS[0]] == f"{line}\n{line}"
    code, out, _ = run_cli("export", path, "--to", "csv")
    assert code == 0
    table = list(csv.reader(io.StringIO(out.removeprefix("\ufeff"), newline="")))
    assert {row[0] for row in table[1:]} == {line}
    assert len(table) == 201


@pytest.mark.parametrize("sign", "=+-@")
def test_csv_cells_that_begin_like_a_formula_are_neutralised(run_cli: RunCli, tmp_path, sign):
    path = write(tmp_path, make_report(name=f"{sign}1+1"))
    _, out, _ = run_cli("export", path, "--to", "csv")
    table = list(csv.reader(io.StringIO(out.removeprefix("\ufeff"), newline="")))
    assert {row[0] for row in table[1:]} == {f"'{sign}1+1"}
    cells = [cell for row in table for cell in row]
    assert len(cells) == 201 * 7
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r\n"))]


@pytest.mark.parametrize("sign", ["\\t", "\\r", "\\n"])
def test_csv_cells_that_begin_with_a_control_character_are_neutralised(run_cli: RunCli, tmp_path, sign):
    source = make_report(name="甲").replace('name = "甲"', f'name = "{sign}=1+1"')
    code, out, _ = run_cli("export", write(tmp_path, source), "--to", "csv")
    table = list(csv.reader(io.StringIO(out.removeprefix("\ufeff"), newline="")))
    assert code == 0
    assert len(table) == 201
    assert all(row[0].startswith("'") for row in table[1:])


def test_a_negative_number_is_no_formula(run_cli: RunCli, tmp_path):
    path = write(tmp_path, make_report(applications={"received": [-5, 0, 0, 0, 0, 0]}))
    _, out, _ = run_cli("export", path, "--to", "csv")
    values = [row["value"] for row in csv.DictReader(io.StringIO(out.removeprefix("\ufeff"), newline=""))]
    assert values.count("-5") == 2  # the cell and the row's total


CONTROLS = [*"\x00\x01\x07\x08\x0b\x0c\r\x1b\x7f", "\x85", "\x9b", "\ufffe", "\ufdd0"]


@pytest.mark.parametrize("control", CONTROLS, ids=ascii)
@pytest.mark.parametrize("place", ["text", "heading", "name", "title", "preamble", "signature"])
def test_control_characters_are_a_finding_at_their_value(run_cli: RunCli, tmp_path, place, control):
    source = make_report(**{place: f"甲{control}乙"})
    path = write(tmp_path, source)
    code, out, _ = run_cli("validate", path, "--format", "json")
    found = [f for f in json.loads(out) if f["severity"] == "error"]
    assert code == 1
    assert {f["code"] for f in found} == {"S09"}
    assert {f["found"] for f in found} == {f"U+{ord(control):04X}"}
    lines = source.split("\n")
    assert all("甲" in lines[f["line"] - 1] for f in found)
    assert len(found) == (3 if place == "text" else 1)
    assert run_cli("render", path, "--to", "text")[0] == 1
    assert not path.with_suffix(".txt").exists()


@pytest.mark.parametrize("control", ["\x1b", "\x9b", "\x07", "\u202e"], ids=ascii)
def test_messages_show_control_characters_escaped(run_cli: RunCli, tmp_path, control):
    path = tmp_path / f"甲{control}[31m乙.toml"
    key = f"{quote(f'键{control}[2J')} = 1\n"
    path.write_bytes((key + make_report()).encode())
    for command in (["validate"], ["validate", "--quiet"], ["render", "--to", "text"]):
        code, out, err = run_cli(*command, path)
        assert code == 1
        assert "S02" in out
        assert control not in out + err
        assert control.encode("unicode_escape").decode() in out


def test_control_characters_in_draft_outputs_do_not_break_them(run_cli: RunCli, tmp_path):
    files = render(run_cli, write(tmp_path, make_report(text="甲\x00\x1b[31m乙\ufffe丙")), "--draft")
    for output in ("html", "html-fragment"):
        assert read_html(files[output]).tables.keys() == set(SECTIONS[1:4])
    assert "乙" in files["text"]
