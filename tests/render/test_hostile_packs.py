"""A pack from anywhere is stopped with one clear line, and reads and asks for nothing beyond its own folder."""

import os
import struct
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pikepdf
import pytest

from conftest import RunCli, run_process
from govreport.errors import GovreportError
from govreport.render.apart import render_apart
from packs import SETTINGS, make_pack, plan_with, render_with
from reports import make_report

SECRET = "不该读到的内容"


def make_png(width: int, height: int) -> bytes:
    """Return the beginning of a grey PNG that says it has so many points."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0" * 99)),
    ]
    parts = [
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in [*chunks, (b"IEND", b"")]
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def refuse(folder: Path, kind: str, seconds: float = 20) -> str:
    """Return the line with which rendering with a pack is refused; it names the pack's folder."""
    with pytest.raises(GovreportError) as caught:
        render_apart(kind, plan_with(folder).sheet(kind), seconds)
    line = str(caught.value)
    assert line.startswith(str(folder))
    assert "\n" not in line
    assert SECRET not in line
    return line


READING = {
    "include above": "{% include '../../etc/passwd' %}",
    "include by parent": "{% include 'national/../../../etc/passwd' %}",
    "include absolute": "{% include '/etc/passwd' %}",
    "extends absolute": "{% extends '/etc/passwd' %}",
    "import backslash": r"{% import '..\\..\\etc\\passwd' as x %}",
    "include drive": "{% include 'C:/Windows/win.ini' %}",
    "include NUL": r"{% include 'a\0b' %}",
    "embed absolute": "{{ embed('/etc/passwd') }}",
    "embed above": "{{ embed('../x.png') }}",
    "embed missing": "{{ embed('没有.png') }}",
    "embed NUL": r"{{ embed('a\0.png') }}",
    "embed settings": "{{ embed('pack.toml') }}",
    "embed of no text": "{{ embed(5) }}",
}


@pytest.mark.parametrize("text", READING.values(), ids=READING.keys())
def test_a_template_reads_nothing_beyond_its_folder(tmp_path, text):
    make_pack(tmp_path, {"x.png": make_png(1, 1)})
    assert "报告.toml" not in refuse(make_pack(tmp_path / "包", {"report.txt": text}), "text")


ESCAPING = {
    "class": "{{ ''.__class__.__mro__ }}",
    "globals": "{{ report.__init__.__globals__ }}",
    "attr filter": "{{ report | attr('__class__') | attr('mro') }}",
    "subscript": "{{ report['__class__']['__mro__'] }}",
    "map attribute": "{{ [''] | map(attribute='__class__') | first }}",
    "embed internals": "{{ embed.func.__globals__ }}",
    "macro internals": "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
    "self": "{{ self._TemplateReference__context.environment.loader }}",
    "str.format": "{{ '{0.__class__.__mro__}'.format(report) }}",
    "str.format_map": "{{ '{a.__class__}'.format_map({'a': report}) }}",
    "str.format by filter": "{{ ['{0.__class__}'] | map('format', report) | list }}",
    "cycler": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "generator": "{{ (report.sections | map('upper')).gi_frame.f_globals }}",
}


@pytest.mark.parametrize("text", ESCAPING.values(), ids=ESCAPING.keys())
def test_a_template_comes_by_nothing_of_python(tmp_path, text):
    line = refuse(make_pack(tmp_path, {"report.txt": f"一行\n{text}"}), "text")
    assert line.startswith(f"{tmp_path / 'report.txt'}:2：")


GROWING = {
    "text": "{{ 'a' * 10**9 }}",
    "text twice": "{% set a = 'a' * 10**6 %}{{ (a * 10**6) | length }}",
    "list": "{{ ([0] * 10**9) | length }}",
    "power": "{{ 10 ** 10 ** 8 }}",
    "power of a power": "{{ ((10 ** 9) ** 64) ** 64 }}",
    "shifted factor": "{{ 10**9 * 10**9 * 10**9 }}",
    "center": "{{ 'x' | center(10**9) }}",
    "center written out": "{{ 'x' | center(1000000000) }}",
    "right": "{{ 'x' | right(10**9) }}",
    "fill": "{{ 'x' | fill(80, 'y' * 10**6 * 10**6) }}",
    "indent": "{{ 'x\ny' | indent(10**9) }}",
    "percent": '{{ "%1000000000d" % 1 }}',
    "format filter": '{{ "%1000000000d" | format(1) }}',
    "str.format width": "{{ '{:>1000000000}'.format(1) }}",
    "str.ljust": "{{ 'x'.ljust(10**9) }}",
    "str.zfill": "{{ 'x'.zfill(10**9) }}",
    "str.expandtabs": r"{{ '\t'.expandtabs(10**9) }}",
    "str.replace": "{% set a = 'a' * 10**6 %}{{ a.replace('a', a) }}",
    "join": "{% set a = 'a' * 10**6 %}{{ a | join(a) }}",
    "batch": "{{ [1] | batch(10**9, 0) | list | length }}",
    "range": "{{ range(10**9) | list }}",
    "wordwrap": "{{ ('a ' * 10**5) | wordwrap(1, wrapstring='x' * 10**6) }}",
    "doubled": "{% set n = namespace(a='a' * 10**6) %}{% for i in range(40) %}{% set n.a = n.a~n.a %}{% endfor %}",
    "lists": "{% set n = namespace(a=[1]) %}{% for i in range(60) %}{% set n.a = n.a + n.a %}{% endfor %}",
    "much output": "{% for i in range(99999) %}{% for j in range(999) %}字字字字字字{% endfor %}{% endfor %}",
    "recursion": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "nesting": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "includes itself": "{% include 'report.txt' %}",
    "sum of texts": "{{ (['ab'] * 10**6) | sum(start='') }}",
    "huge number": "{{ " + "9" * 10000 + " }}",
}


@pytest.mark.parametrize("text", GROWING.values(), ids=GROWING.keys())
def test_a_template_cannot_make_things_without_measure(tmp_path, text):
    refuse(make_pack(tmp_path, {"report.txt": text}), "text", 30)


def test_a_loop_without_end_is_stopped_and_the_next_pack_works(tmp_path):
    loop = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"
    assert "3 秒" in refuse(make_pack(tmp_path / "甲", {"report.txt": loop}), "text", 3)
    assert render_with(make_pack(tmp_path / "乙", {"report.txt": "好"}), "text") == "好\n".encode()


def test_a_report_is_not_changed_by_the_pack_that_was_refused_before(tmp_path):
    change = "{% if report.sections.append(1) %}{% endif %}{{ report.__dict__.update(agency='乙') }}"
    refuse(make_pack(tmp_path, {"report.txt": change}), "text")


# ------------------------------------------------------------ files that are something else


@pytest.mark.parametrize("name", ["report.txt", "report.html", "screen.css", "pack.toml", "logo.png"])
def test_a_link_out_of_the_folder_is_not_followed(tmp_path, name):
    secret = tmp_path / "别处.txt"
    secret.write_text(SECRET, encoding="utf-8")
    folder = make_pack(tmp_path / "包", {"report.html": "{{ embed('logo.png') }}"})
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(secret)
    with pytest.raises(GovreportError) as caught:
        render_with(folder, "text" if name == "report.txt" else "html")
    assert str(folder / name) in str(caught.value)
    assert "链接" in str(caught.value)
    assert SECRET not in str(caught.value)


def test_a_folder_that_leads_out_is_not_followed(tmp_path):
    (tmp_path / "别处").mkdir()
    (tmp_path / "别处" / "a.txt").write_text(SECRET, encoding="utf-8")
    folder = make_pack(tmp_path / "包", {"report.txt": "{% include '图/a.txt' %}"})
    (folder / "图").symlink_to(tmp_path / "别处")
    assert "链接" in refuse(folder, "text")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes of that kind here")
@pytest.mark.parametrize("name", ["report.txt", "pack.toml"])
def test_a_pipe_does_not_hold_it_up(tmp_path, name):
    folder = make_pack(tmp_path / "包", {})
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)
    with pytest.raises(GovreportError):
        render_with(folder, "text")


PICTURES = {
    "enormous": (make_png(60_000, 60_000), "图片太大"),
    "cut short": (make_png(500, 500), "不是 PNG"),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>', "不是 PNG"),
    "GIF": (b"GIF89a\x01\0\x01\0\0\0\0;", "不是 PNG"),
    "empty": (b"", "不是 PNG"),
    "heavy": (make_png(1, 1) + b"\0" * (3 << 20), "太大"),
}


@pytest.mark.parametrize(("content", "reason"), PICTURES.values(), ids=PICTURES.keys())
def test_a_picture_is_small_and_one_that_pages_can_show(tmp_path, content, reason):
    files = {"a.png": content, "report.html": "{{ embed('a.png') }}"}
    line = refuse(make_pack(tmp_path, files), "html")
    assert str(tmp_path / "a.png") in line
    assert reason in line


# ------------------------------------------------------------ pack.toml

DEEP = "a = " + "[" * 5000 + "]" * 5000
SETTINGS_REFUSED = {
    "attribute in title": ('title = ["{name.__class__}"]', 2),
    "width in title": ('title = ["{year:>1000000000}"]', 2),
    "place in title": ('title = ["{0}"]', 2),
    "conversion in fee": ('[texts]\nfee = "{name!r:>99999999}"', 3),
    "nested too deep": (DEEP, 0),
    "nested keys": ("[" + ".".join("a" * 3000) + "]", 0),
    "no TOML": ('title = ["', 2),
    "no UTF-8": (b"\xff\xfe", 0),
    "parent elsewhere": ('parent = "../../national"', 0),
    "parent absolute": ('parent = "/etc"', 0),
    "parent NUL": (r'parent = "a\u0000b"', 0),
    "style in a font": ("""[fonts]\nfang = ['x"; } @import "http://127.0.0.1/"; {']""", 3),
    "style in a colour": ('[tables]\nhead_fill = "red; background: url(http://127.0.0.1/)"', 3),
    "style in a size": ('[sizes]\ntext = "16pt; } @import url(x)"', 3),
    "size without measure": ("[sizes]\ntext = 1e308", 3),
    "not a number": ("[sizes]\ntext = nan", 3),
    "page without measure": ("[page]\nheight = inf", 3),
    "markup in a rule": ('[rules."<script>"]\nseverity = "error"', 0),
}


@pytest.mark.parametrize(("text", "line"), SETTINGS_REFUSED.values(), ids=SETTINGS_REFUSED.keys())
def test_settings_that_could_do_harm_are_refused_by_line(tmp_path, run_cli: RunCli, text, line):
    folder = make_pack(tmp_path / "包", {})
    content = text if isinstance(text, bytes) else text.encode("utf-8")
    (folder / "pack.toml").write_bytes(SETTINGS.encode("utf-8") + content)
    code, out, err = run_cli("render", write_report(tmp_path), "--to", "text", "--template", folder)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert f"{folder / 'pack.toml'}{f':{line}：' if line else ''}" in err
    assert not (tmp_path / "报告.txt").exists()


def test_settings_without_measure_are_not_read(tmp_path, run_cli: RunCli):
    folder = make_pack(tmp_path / "包", {"pack.toml": SETTINGS + "# 字\n" * 2_500_000})
    code, _, err = run_cli("render", write_report(tmp_path), "--to", "text", "--template", folder)
    assert (code, err.count("\n")) == (2, 1)
    assert "太大" in err


def test_packs_that_are_each_others_parent_are_refused(tmp_path):
    own = tmp_path / "govreport" / "templates"
    for name, parent in (("甲", "乙"), ("乙", "丙"), ("丙", "甲")):
        make_pack(own / name, {"pack.toml": f'name = "{name}"\nparent = "{parent}"\n'})
    path = write_report(tmp_path)
    done = run_process("render", path, "--to", "text", "--template", "甲", XDG_CONFIG_HOME=str(tmp_path))
    assert done.returncode == 2
    assert "甲 → 乙 → 丙 → 甲" in done.stderr.decode()


def write_report(folder: Path) -> Path:
    path = folder / "报告.toml"
    path.write_text(make_report(), encoding="utf-8")
    return path


# ------------------------------------------------------------ the network, and files by way of the PDF


class Counter(BaseHTTPRequestHandler):
    """Notes every request in `asked`."""

    asked: list[str] = []  # noqa: RUF012 - one server at a time

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Return the address of a server of this test's own."""
    with HTTPServer(("127.0.0.1", 0), Counter) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{http.server_port}"
        http.shutdown()


ASKING = """<html><head>
<link rel="stylesheet" href="http://SERVER/a.css"><link rel="attachment" href="file://SECRET">
<link rel="attachment" href="http://SERVER/attachment"><link rel="icon" href="http://SERVER/icon">
<base href="http://SERVER/base/"><meta http-equiv="refresh" content="0; url=http://SERVER/refresh">
<style>@import "http://SERVER/b.css"; @import url(//SERVER/c.css); @font-face { font-family: x;
src: url(http://SERVER/x.woff) } @font-face { font-family: y; src: url(file://SECRET) }
body { font-family: x, y; background: url(http://SERVER/back.png); cursor: url(http://SERVER/cursor) }
p::before { content: url(http://SERVER/content.png) attr(x) } li { list-style-image: url(file://SECRET) }</style>
</head><body>
<img src="http://SERVER/img.png"><img src="file://SECRET"><img src="SECRET"><img srcset="http://SERVER/set.png 2x">
<object data="http://SERVER/object"></object><object data="file://SECRET"></object><embed src="http://SERVER/embed">
<iframe src="http://SERVER/frame"></iframe><svg><image href="file://SECRET" width="9" height="9"/>
<image xlink:href="http://SERVER/svg.png" width="9" height="9"/><use href="http://SERVER/use.svg#a"/></svg>
<a rel="attachment" href="file://SECRET">甲</a><a rel="attachment" href="http://SERVER/link">乙</a>
<img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cimage href='http://SERVER/in.png'/%3E%3C/svg%3E">
<p>字</p><li>条</li></body></html>"""


@pytest.mark.parametrize("kind", ["pdf", "html", "html-fragment"])
def test_nothing_is_fetched(tmp_path, server, kind):
    secret = tmp_path / "别处.txt"
    secret.write_text(SECRET, encoding="utf-8")
    page = ASKING.replace("SERVER", server).replace("SECRET", str(secret))
    folder = make_pack(tmp_path / "包", {"report.html": page})
    folder = make_pack(
        folder, {"print.css": f"@import 'http://{server}/p.css'; p {{ background: url(//{server}/q) }}"}
    )
    Counter.asked.clear()
    content = render_with(folder, kind)
    assert Counter.asked == []
    assert SECRET.encode() not in content
    if kind == "pdf":
        with pikepdf.open(BytesIO(content)) as pdf:
            assert sorted(pdf.attachments) == ["report.json", "report.toml"]


SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='9e9' height='9e9'><path d='M0 0H9e9V9e9Z'/></svg>"
HEAVY = {
    "columns": "<table><tr><td colspan=1000000>a</td></tr></table>",
    "rows": "<table>" + "<tr><td rowspan=65534>a</td></tr>" * 300 + "</table>",
    "nested": "<div>" * 5000 + "a" + "</div>" * 5000,
    "nested tables": "<table><tr><td>" * 60 + "a",
    "page": "<style>@page { size: 1e30mm 1e30mm }</style><p>a</p>",
    "pages": "<style>@page { size: 1mm 1mm; margin: 0 }</style>" + "<p>字字字字</p>" * 20000,
    "counter": "<style>p::before { content: counter(x, hebrew); counter-reset: x 2147483647 }</style><p>a</p>",
    "picture": f"<img src='data:image/svg+xml,{quote(SVG)}'>",
}


@pytest.mark.parametrize("body", HEAVY.values(), ids=HEAVY.keys())
def test_a_page_without_measure_is_finished_or_stopped(tmp_path, body):
    folder = make_pack(tmp_path, {"report.html": f"<html><body>{body}</body></html>"})
    answer = answer_of(folder, 5)
    assert answer.startswith((b"%PDF", str(folder).encode("utf-8")))
    assert answer.startswith(b"%PDF") or b"\n" not in answer


def answer_of(folder: Path, seconds: float) -> bytes:
    try:
        return render_apart("pdf", plan_with(folder).sheet("pdf"), seconds)
    except GovreportError as error:
        return str(error).encode("utf-8")
