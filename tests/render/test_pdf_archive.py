"""The PDF as an archive: PDF/A-3b, tags, table headers, attachments, the same bytes every time."""

import os
import subprocess
import sys
from io import BytesIO
from itertools import product
from pathlib import Path

import pikepdf
import pytest
from pikepdf import pdfa

from govreport import api
from govreport.errors import GovreportError
from govreport.grid import Grid
from govreport.render.pdf_finish import find_elements
from govreport.render.pdf_options import PdfOptions

SAMPLES = sorted((Path(__file__).parent.parent.parent / "samples").glob("*.toml"))


def job_of(path: Path, *, draft: bool = False, variant: str = "pdf/a-3b") -> api.Job:
    source = api.read(path.name, path.read_bytes())
    return api.plan(source, api.load(source), draft=draft, pdf=PdfOptions(variant, bundled_fonts=True))


def pdf_of(path: Path, *, draft: bool = False, variant: str = "pdf/a-3b") -> bytes:
    return api.RENDERERS["pdf"][1](job_of(path, draft=draft, variant=variant))


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda path: path.stem)
def sample(request):
    """A sample's path and the bytes of its PDF."""
    return request.param, pdf_of(request.param)


def test_there_are_six_samples():
    assert len(SAMPLES) == 6


def test_a_checker_confirms_pdf_a_3b(sample):
    with pikepdf.open(BytesIO(sample[1])) as pdf:
        assert pdfa.check(pdf, "3b").findings == []
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "B")
            assert "pdfuaid:part" not in metadata


def test_document_says_what_it_is(sample):
    path, content = sample
    view = job_of(path).view
    with pikepdf.open(BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang) == "zh-CN"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo.Title) == view.title
        assert str(pdf.docinfo.Author) == view.agency
        assert view.agency in str(pdf.docinfo.Subject)
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == [section.title for section in view.sections]


def test_toml_and_json_are_attached_once_and_come_back_byte_for_byte(sample):
    path, content = sample
    with pikepdf.open(BytesIO(content)) as pdf:
        assert sorted(pdf.attachments) == ["report.json", "report.toml"]
        assert sorted(str(f.AFRelationship) for f in pdf.Root.AF) == ["/Data", "/Source"]
        json = pdf.attachments["report.json"].get_file().read_bytes().decode("utf-8")
    assert json == job_of(path).json
    assert api.extract("x.pdf", content) == path.read_bytes()


def test_html_carries_the_toml_too_and_the_fragment_does_not(sample):
    path, _ = sample
    job = job_of(path)
    assert api.extract("x.html", api.RENDERERS["html"][1](job)) == path.read_bytes()
    with pytest.raises(GovreportError, match="没有填报数据"):
        api.extract("x.fragment.html", api.RENDERERS["html-fragment"][1](job))


def expected_heads(grid: Grid, row: int, column: int) -> list[tuple[int, int]]:
    """The head cells above and left of a value, worked out from the printed grid alone."""
    heads = []
    block = max((b for b in grid.blocks if b <= row), default=0)
    for cells in grid.rows:
        for cell in cells:
            rows, columns = (
                range(cell.row, cell.row + cell.row_span),
                range(cell.column, cell.column + cell.column_span),
            )
            above = cell.scope == "col" and column in columns and cell.row < row and (not grid.head_rows or True)
            in_block = cell.row >= block or cell.row < grid.head_rows
            left = cell.scope == "row" and row in rows
            if (above and in_block) or left:
                heads.append((cell.row, cell.column))
    return sorted(heads)


def test_every_value_refers_to_its_own_heads(sample):
    path, content = sample
    grids = [section.grid for section in job_of(path).view.sections if section.grid]
    with pikepdf.open(BytesIO(content)) as pdf:
        tables = list(find_elements(pdf.Root.StructTreeRoot, "/Table"))
        assert len(tables) == len(grids) == 3
        values = 0
        for table, grid in zip(tables, grids, strict=True):
            tagged = [list(row.K) for row in find_elements(table, "/TR")]
            assert [len(row) for row in tagged] == [len(row) for row in grid.rows]
            places, scopes = {}, {}
            for row, cells in zip(tagged, grid.rows, strict=True):
                for element, cell in zip(row, cells, strict=True):
                    if element.S == "/TH":
                        places[str(element.ID)] = (cell.row, cell.column)
                        scopes[(cell.row, cell.column)] = str(element.A.Scope)
            for row, cells in zip(tagged, grid.rows, strict=True):
                for element, cell in zip(row, cells, strict=True):
                    if cell.scope:
                        wanted = "/Column" if cell.scope == "col" else "/Row"
                        assert scopes[(cell.row, cell.column)] == wanted, cell.text
                        continue
                    values += 1
                    covered = {
                        head
                        for column in range(cell.column, cell.column + cell.column_span)
                        for head in expected_heads(grid, cell.row, column)
                    }
                    found = [places[str(name)] for name in element.A.Headers]
                    assert len(found) == len(set(found))
                    assert set(found) == covered, (grid.title, cell)
        assert values == (186 if path.stem.startswith(("baita", "laiyuan")) else 200)


def test_draft_is_written_across_every_page_and_not_into_the_text():
    pymupdf = pytest.importorskip("pymupdf")
    path = SAMPLES[-1]
    final, draft = (pymupdf.open(stream=pdf_of(path, draft=d), filetype="pdf") for d in (False, True))
    grey = (0xE3 / 255,) * 3

    def marked(page):
        return any(
            d.get("fill") and all(abs(a - b) < 0.01 for a, b in zip(d["fill"], grey, strict=False))
            for d in page.get_drawings()
        )

    assert len(draft) == len(final) > 3
    assert all(marked(page) for page in draft)
    assert not any(marked(page) for page in final)
    assert "草稿" not in "".join(page.get_text() for page in draft)


SCRIPT = """
import hashlib, sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from render.test_pdf_archive import pdf_of
print(hashlib.sha256(pdf_of(Path(sys.argv[1]))).hexdigest())
"""


def test_same_input_gives_the_same_bytes_in_another_process_with_another_hash_seed(tmp_path):
    path = SAMPLES[0]
    tests = Path(__file__).parent.parent
    sums = set()
    for seed, zone in product(("0", "4711"), ("UTC", "Asia/Shanghai")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LANG": "C", "TMPDIR": str(tmp_path)}
        command = [sys.executable, "-c", SCRIPT, str(path), str(tests)]
        result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=True)
        sums.add(result.stdout.strip())
    assert len(sums) == 1
    assert sums == {__import__("hashlib").sha256(pdf_of(path)).hexdigest()}


def test_plain_variant_claims_nothing():
    with pikepdf.open(BytesIO(pdf_of(SAMPLES[0], variant="plain"))) as pdf, pdf.open_metadata() as metadata:
        assert "pdfaid:part" not in metadata
        assert "/StructTreeRoot" in pdf.Root


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\n%broken", b"%PDF-", b"<html></html>", b"", b"\xff\xfe\x00", b"PK\x03\x04"]
)
def test_extract_says_so_where_nothing_is_inside(content):
    with pytest.raises(GovreportError, match=r"^some\.file："):
        api.extract("some.file", content)
