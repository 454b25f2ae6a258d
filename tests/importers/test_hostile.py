"""Documents that want to harm, and documents that are something else: one clear line, soon."""

import os
import subprocess
import sys
import zipfile
import zlib
from io import BytesIO
from itertools import accumulate

import pytest

from conftest import RunCli, run_process
from govreport.errors import GovreportError
from govreport.importers import importing

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
KIND = "application/vnd.openxmlformats"
OFFICE = "http://schemas.openxmlformats.org"
TYPES = (
    f'<Types xmlns="{OFFICE}/package/2006/content-types"><Default Extension="rels" '
    f'ContentType="{KIND}-package.relationships+xml"/><Override PartName="/word/document.xml" '
    f'ContentType="{KIND}-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    f'<Relationships xmlns="{OFFICE}/package/2006/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
SECONDS = 20
MEMORY = 700 * 2**20


def word(body: str, declaration: str = "") -> bytes:
    document = f'<?xml version="1.0"?>{declaration}<w:document {W}><w:body>{body}</w:body></w:document>'
    parts = {"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document}
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def pdf(*objects: bytes) -> bytes:
    bodies = [b"%d 0 obj\n%s\nendobj\n" % (number, body) for number, body in enumerate(objects, start=1)]
    head = b"%PDF-1.4\n"
    places = list(accumulate(map(len, bodies), initial=len(head)))
    table = b"".join(b"%010d 00000 n \n" % place for place in places[:-1])
    tail = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return head + b"".join(bodies) + tail % (len(objects) + 1, table, len(objects) + 1, places[-1])


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
ONE_PAGE = (CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>")
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</XObject<</A 5 0 R>>>>>>"
FORM = (
    b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 5 0 R>>>>/Length 12>>"
    b"stream\n/A Do /A Do \nendstream"
)
KIDS = b"<</Type/Pages/Kids[3 0 R 3 0 R 2 0 R]/Count 99999999>>"
LAUGHS = f'<!DOCTYPE a [<!ENTITY a "{"l" * 999}"><!ENTITY b "{"&a;" * 999}">]>'
WIDE_CELL = '<w:tc><w:tcPr><w:gridSpan w:val="9999"/></w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>'
TALL_ROW = "<tr><td rowspan=65534 colspan=1000>0</td><td>1</td></tr>"
LISTED = "".join(f'<a href="{year}.html">某局{year}年政府信息公开工作年度报告</a>' for year in range(2015, 2024))
LINK = '<h1>某局2024年政府信息公开工作年度报告</h1><a href="/a.pdf">附件.pdf</a>'
GUIDE = "<h1>某局政府信息公开指南</h1><p>为了方便公民获取政府信息，编制本指南。</p>"


def packed(content: bytes) -> bytes:
    data = zlib.compress(content, 9)
    return b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(data), data)


def page(body: str) -> bytes:
    return f"<html><body>{body}</body></html>".encode()


def row(label: str) -> str:
    return f"<tr><td>{label}</td>{'<td>0</td>' * 7}</tr>"


HOSTILE = {
    "zip-bomb.docx": lambda: word(f"<w:p><w:r><w:t>{'0' * 250_000_000}</w:t></w:r></w:p>"),
    "external.docx": lambda: word("<w:p>&x;</w:p>", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "laughs.docx": lambda: word("<w:p>&b;</w:p>", LAUGHS),
    "deep.docx": lambda: word("<w:tbl><w:tr><w:tc>" * 9000 + "</w:tc></w:tr></w:tbl>" * 9000),
    "million.docx": lambda: word(f"<w:tbl>{('<w:tr>' + '<w:tc><w:p/></w:tc>' * 1000 + '</w:tr>') * 600}</w:tbl>"),
    "wide.docx": lambda: word(
        f"<w:tbl>{f'<w:tr>{WIDE_CELL}<w:tc/></w:tr>' * 900}</w:tbl>",
    ),
    "truncated.docx": lambda: word("<w:p/>" * 5000)[:400],
    "deep.html": lambda: page("<table><tr><td>" * 5000),
    "divs.html": lambda: page("<div>" * 100_000),
    "million.html": lambda: page(f"<table>{('<tr>' + '<td>0' * 1000) * 1000}</table>"),
    "spans.html": lambda: page(f"<table>{TALL_ROW * 5000}</table>"),
    "rows.html": lambda: page(f"<table>{''.join(row(f'政府信息{i}公开申请数量') for i in range(900))}</table>"),
    "lines.txt": lambda: "一、本年新收\n0\n".encode() * 300_000,
    "one-line.txt": lambda: "一".encode() * 900_000,
    "brackets.txt": lambda: ("（" * 50_000 + "\n").encode() * 20,
    "binary.txt": lambda: os.urandom(100_000),
    "noise.pdf": lambda: b"%PDF-1.7\n" + os.urandom(1_000_000),
    "page-loop.pdf": lambda: pdf(CATALOGUE, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
    "many-pages.pdf": lambda: pdf(CATALOGUE, KIDS, PAGE, packed(b""), FORM),
    "form-loop.pdf": lambda: pdf(*ONE_PAGE, PAGE, packed(b"/A Do"), FORM),
    "pdf-bomb.pdf": lambda: pdf(*ONE_PAGE, PAGE, packed(b"0 0 m 9 9 l S " * 20_000_000), FORM),
}  # fmt: skip
"""Files made when they are needed: name to content."""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_gives_one_line_soon_in_bounded_memory(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(HOSTILE[name]())
    done = run_process("import", path, timeout=SECONDS)
    lines = done.stderr.decode("utf-8").splitlines()
    assert done.returncode == 2
    assert len(lines) == 1
    assert lines[0].startswith(f"govreport：{path}：")
    assert done.stdout == b""
    assert [item.name for item in tmp_path.iterdir()] == [name]


def test_memory_stays_bounded_for_the_largest_of_them(tmp_path):
    if sys.platform == "win32":
        pytest.skip("no limit on a process's memory here")
    for name in ("zip-bomb.docx", "million.html", "pdf-bomb.pdf"):
        path = tmp_path / name
        path.write_bytes(HOSTILE[name]())
        code = (
            "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2);"
            "from govreport.cli.app import run; sys.exit(run(['import', sys.argv[2]]))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(MEMORY), str(path)], capture_output=True, check=False
        )
        assert done.returncode == 2, name
        assert b"Traceback" not in done.stderr


def test_a_file_of_500_megabytes_is_not_read(tmp_path, run_cli: RunCli):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(500 * 2**20)
    code, _, error = run_cli("import", path)
    assert code == 2
    assert "文件太大（超过 100 MB）" in error


def fails(name: str, content: bytes) -> str:
    with pytest.raises(GovreportError) as caught:
        importing.import_document(name, content)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧版 Office"),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(99), "这是图片"),
        ("empty.docx", b"", "文件是空的"),
        ("scan.pdf", pdf(*ONE_PAGE, PAGE, packed(b""), FORM), "没有文字（是扫描件"),
        ("guide.html", page(GUIDE), "不像政府信息公开工作年度报告"),
        ("link.html", page(LINK), "只有附件的链接（附件.pdf）"),
        ("list.html", page(LISTED), "列表页（有 9 个报告"),
        ("images.html", page("<h1>某局年报</h1><img src=1.png><img src=2.png>"), "只有图片"),
        ("plain.txt", "今天天气很好。".encode(), "不像政府信息公开工作年度报告"),
    ],
)  # fmt: skip
def test_what_is_no_report_is_named_for_what_it_is(name, content, words):
    assert words in fails(name, content)


def test_nothing_is_fetched(tmp_path, monkeypatch):
    """A page that names images, styles and frames elsewhere: no connection is opened."""
    import socket

    def refuse(*_: object) -> None:
        raise AssertionError("a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    body = '<link rel=stylesheet href="http://example.invalid/a.css"><img src="http://example.invalid/a.png">'
    fails("page.html", page(f'{body}<iframe src="http://example.invalid/"></iframe>'))


def test_a_wrong_extension_does_not_matter():
    from importers.varied import make_word

    document = make_word(0)
    assert importing.import_document("report.pdf", document.content).filled > 100
