"""Three hundred documents and more, made at random, with known numbers (see `importers.varied`)."""

from collections import Counter

import pytest

from govreport.importers.importing import import_document
from govreport.importers.recognise import Imported
from importers.varied import FORMS, HTML_LAYOUTS, TEXT_LAYOUTS, Varied, make_all, make_word

DOCUMENTS = 336
RIGHT = 0.995


def cell_of(imported: Imported, path: str, index: int) -> str:
    cells = imported.report.rows.get(path, ())
    return "" if index >= len(cells) or cells[index] is None else str(cells[index])


def wrong_cells(document: Varied, imported: Imported) -> list[tuple[str, int]]:
    return [place for place, number in document.truth.items() if cell_of(imported, *place) != number]


def is_doubted(imported: Imported, path: str, index: int) -> bool:
    """A wrong number must be doubted at its row, a blank one there or at its table."""
    paths = {doubt.path for doubt in imported.doubts}
    return path in paths or (cell_of(imported, path, index) == "" and path.partition(".")[0] in paths)


@pytest.fixture(scope="module")
def results() -> list[tuple[Varied, Imported]]:
    return [(document, import_document(document.name, document.content)) for document in make_all(DOCUMENTS)]


def test_the_documents_are_as_varied_as_they_should_be(results):
    forms = Counter(document.form for document, _ in results)
    assert set(forms) == set(FORMS)
    assert min(forms.values()) >= 100
    assert {document.layout for document, _ in results} == {*TEXT_LAYOUTS, *HTML_LAYOUTS}
    assert len({document.quirk for document, _ in results}) > 8
    assert len({document.content for document, _ in results}) == DOCUMENTS >= 300
    assert sum(1 for document, _ in results for number in document.truth.values() if number == "") > 500


def test_nearly_every_cell_is_right(results):
    cells = sum(len(document.truth) for document, _ in results)
    wrong = sum(len(wrong_cells(document, imported)) for document, imported in results)
    assert cells > 50_000
    assert 1 - wrong / cells >= RIGHT


def test_no_cell_is_wrong_without_a_doubt(results):
    silent = [
        (document.name, document.layout, *place)
        for document, imported in results
        for place in wrong_cells(document, imported)
        if not is_doubted(imported, *place)
    ]
    assert silent == []


def test_the_form_is_recognised_by_its_labels(results):
    wrong = [d.name for d, imported in results if imported.report.format.format != d.form.removesuffix("-single")]
    assert wrong == []


def test_prose_is_found_in_all_of_them(results):
    for document, imported in results:
        overview = imported.report.prose["overview"]
        assert overview.text[0] == "本年度依法公开政府信息，各项工作有序推进。", document.name
        assert [part.aspect for part in overview.parts[:2]] == ["主动公开", "依申请公开"]
        assert overview.parts[0].heading == "（一）主动公开情况。"
        assert overview.parts[0].text == ("全年公开信息120条。",)
        assert imported.report.prose["other"].text[0] == "本年度没有收取信息处理费。"
        assert imported.report.year == 2024


@pytest.mark.parametrize("seed", range(24))
def test_word_files_give_every_cell(seed):
    document = make_word(seed)
    imported = import_document(document.name, document.content)
    wrong = wrong_cells(document, imported)
    assert [place for place in wrong if not is_doubted(imported, *place)] == []
    assert len(wrong) <= 0.005 * len(document.truth)
