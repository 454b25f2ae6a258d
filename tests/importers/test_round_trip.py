"""Samples made into text, pages, PDF and Word files, by us and by other programs, and imported again."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import OUTPUTS, SAMPLE_NAMES, SAMPLES, need_tool
from govreport import api
from govreport.importers.importing import import_document
from importers.reading import check_like_sample

every_sample = pytest.mark.parametrize("sample", SAMPLE_NAMES)
CHROMIUM = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")


def import_file(path: Path):
    return import_document(path.name, path.read_bytes())


@pytest.mark.parametrize("output", OUTPUTS)
@every_sample
def test_text_and_pages_of_ours_say_the_same_again(rendered, sample, output):
    check_like_sample(import_file(rendered / f"{sample}{OUTPUTS[output]}"), sample)


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pdf")
    for name in SAMPLE_NAMES:
        source = api.read(name, (SAMPLES / f"{name}.toml").read_bytes())
        make = api.RENDERERS["pdf"][1]
        (folder / f"{name}.pdf").write_bytes(make(api.plan(source, api.load(source))))
    return folder


@every_sample
def test_our_pdf_says_the_same_again_by_what_is_printed(pdfs, sample):
    check_like_sample(import_file(pdfs / f"{sample}.pdf"), sample)


@pytest.fixture(scope="module")
def word(tmp_path_factory):
    """Return a folder of our Word files."""
    folder = tmp_path_factory.mktemp("word")
    for name in SAMPLE_NAMES:
        source = api.read(name, (SAMPLES / f"{name}.toml").read_bytes())
        make = api.RENDERERS["docx"][1]
        (folder / f"{name}.docx").write_bytes(make(api.plan(source, api.load(source))))
    return folder


@every_sample
def test_our_word_file_says_the_same_again(word, sample):
    check_like_sample(import_file(word / f"{sample}.docx"), sample)


@pytest.mark.parametrize("kind", ["pdf", "html", "txt:Text"])
def test_what_libreoffice_makes_of_our_word_files_says_the_same(word, tmp_path, kind):
    need_tool("soffice")
    convert(kind, [word / f"{name}.docx" for name in SAMPLE_NAMES], tmp_path)
    for name in SAMPLE_NAMES:
        check_like_sample(import_file(tmp_path / f"{name}.{kind.partition(':')[0]}"), name)


def convert(kind: str, files: list[Path], folder: Path) -> None:
    """Convert files with LibreOffice."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", folder, *files]
    subprocess.run([str(part) for part in command], check=True, capture_output=True, timeout=300)


@pytest.fixture(scope="module")
def office(rendered, tmp_path_factory):
    """Return a folder of Word files that LibreOffice made from our pages.

    Without their charts: it does not know drawings inside a page, and takes the words in them for a paragraph.
    """
    need_tool("soffice")
    folder = tmp_path_factory.mktemp("office")
    for name in SAMPLE_NAMES:
        page = (rendered / f"{name}.html").read_text(encoding="utf-8")
        (folder / f"{name}.html").write_text(re.sub("<svg.*?</svg>", "", page, flags=re.DOTALL), encoding="utf-8")
    convert("docx:MS Word 2007 XML", [folder / f"{name}.html" for name in SAMPLE_NAMES], folder)
    return folder


@every_sample
def test_a_word_file_of_libreoffice_says_the_same(office, sample):
    check_like_sample(import_file(office / f"{sample}.docx"), sample)


@every_sample
def test_a_pdf_of_chromium_says_the_same(rendered, tmp_path, sample):
    need_tool("chromium")
    page, output = rendered / f"{sample}.html", tmp_path / f"{sample}.pdf"
    command = [
        shutil.which("chromium"),
        *CHROMIUM,
        f"--user-data-dir={tmp_path}/profile",
        f"--print-to-pdf={output}",
    ]
    subprocess.run([*command, page.as_uri()], check=True, capture_output=True, timeout=120)
    check_like_sample(import_file(output), sample)


def test_data_inside_a_page_is_named_but_what_is_printed_counts(rendered):
    content = (rendered / "qinglan-2024.html").read_text(encoding="utf-8")
    edited = content.replace(">1135</td>", ">1136</td>")
    assert edited != content
    imported = import_document("edited.html", edited.encode("utf-8"))
    assert imported.report.rows["applications.received"][0] == 1136
    assert any("govreport extract" in doubt.message for doubt in imported.doubts)
