"""Every stated number and every paragraph of the samples, read back from the PDF."""

import pytest

from conftest import SAMPLE_FILES
from govreport import api
from govreport.numbers import format_number
from govreport.render.pdf_options import PdfOptions
from render.pdf_probe import letters_of, lines_of, open_pdf, text_of
from render.test_pdf_tables import numbers_in_tables


@pytest.fixture(scope="module", params=SAMPLE_FILES, ids=lambda path: path.stem)
def sample(request):
    """A sample's report, what its templates show, and its PDF."""
    source = api.read(request.param.name, request.param.read_bytes())
    report = api.load(source)
    job = api.plan(source, report, pdf=PdfOptions(bundled_fonts=True))
    return report, job.view, open_pdf(api.RENDERERS["pdf"][1](job))


def rows_of_numbers(page) -> list[list[str]]:
    """The numbers of the page's tables by row, left to right; those of one row share a baseline within 3 pt."""
    rows: list[tuple[float, list[tuple[float, str]]]] = []
    for run in sorted(numbers_in_tables(page), key=lambda run: run[0].y):
        if rows and run[0].y - rows[-1][0] < 3:
            rows[-1][1].append((run[0].x, text_of(run)))
        else:
            rows.append((run[0].y, [(run[0].x, text_of(run))]))
    return [[text for _, text in sorted(cells)] for _, cells in rows]


def test_every_stated_number_is_read_back_in_its_place(sample):
    report, view, document = sample
    rows = [row for page in document for row in rows_of_numbers(page)]
    # digits in labels ("1.属于国家秘密") are runs of their own at the left of a row
    expected = []
    for section in view.sections:
        for body in section.grid.bodies if section.grid else ():
            for cells in body:
                values = [cell.text for cell in cells if cell.role == "value"]
                if values:
                    expected.append(values)
    stated = sum(len(values) for values in expected)
    assert stated == (186 if "applications.other_single" in report.rows else 200)
    found = [row[-len(values) :] for row, values in zip(matching(rows, expected), expected, strict=True)]
    assert found == expected
    source_numbers = [format_number(n) for cells in report.rows.values() for n in cells if n is not None]
    assert sorted(n for row in found for n in row) == sorted(source_numbers)


def matching(rows: list[list[str]], expected: list[list[str]]) -> list[list[str]]:
    """The printed rows that hold a table's values: as many as expected, in order."""
    kept = []
    for values in expected:
        while rows and len(rows[0]) < len(values):
            rows = rows[1:]
        assert rows, f"no row left for {values}"
        while rows[0][-len(values) :] != values and len(rows) > 1 and all(text.endswith(".") for text in rows[0]):
            rows = rows[1:]
        kept.append(rows[0])
        rows = rows[1:]
    return kept


def test_every_paragraph_and_heading_is_read_back(sample):
    _, view, document = sample
    text = "".join(text_of(line) for page in document for line in lines_of(page))
    wanted = [*view.title_lines, *view.preamble, view.signature, view.date]
    for section in view.sections:
        wanted += [section.title, *(block.line for block in section.blocks)]
    for paragraph in filter(None, wanted):
        assert "".join(paragraph.split()) in text, paragraph


def test_no_letter_is_drawn_over_another(sample):
    _, _, document = sample
    for page in document:
        seen: dict[tuple[int, int], str] = {}
        for letter in letters_of(page):
            place = (round(letter.x), round(letter.y))
            assert place not in seen, f"{letter.text} over {seen[place]}"
            seen[place] = letter.text
