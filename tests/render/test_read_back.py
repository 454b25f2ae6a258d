"""What a reader of text, HTML and Word sees: every number at its place, every paragraph as written."""

import re
from datetime import date
from pathlib import Path

import pytest

from conftest import OUTPUTS, READABLE, SAMPLE_NAMES, SAMPLES, TEMPLATES
from form_2021 import (
    APPLICATIONS,
    DISCLOSURE,
    DISPUTES,
    PROSE_KEYS,
    SECTIONS,
    captions,
    paragraphs,
    prose_lines,
    read_toml,
    stated_numbers,
)
from render.readers import NUMBER, Reading, read_html, read_text
from render.word.word_reader import read_docx

SINGLE_ROW = ("baita-2024", "laiyuan-2024")
PROSE_TITLES = (SECTIONS[0], *SECTIONS[4:])

every_output = pytest.mark.parametrize("output", READABLE)
every_sample = pytest.mark.parametrize("sample", SAMPLE_NAMES)


def read_back(rendered: Path, sample: str, output: str) -> Reading:
    content = (rendered / f"{sample}{READABLE[output]}").read_bytes()
    if output == "docx":
        return read_docx(content)
    text = content.decode("utf-8")
    return read_text(text, SECTIONS) if output == "text" else read_html(text)


@every_output
@every_sample
def test_every_number_of_a_sample_is_read_back_at_its_place(rendered, sample, output):
    stated = stated_numbers(read_toml(SAMPLES / f"{sample}.toml"))
    assert len(stated) == (186 if sample in SINGLE_ROW else 200)
    assert read_back(rendered, sample, output).numbers == stated


@every_output
@every_sample
def test_every_paragraph_of_a_sample_is_read_back_as_written(rendered, sample, output):
    data = read_toml(SAMPLES / f"{sample}.toml")
    reading = read_back(rendered, sample, output)
    expected = {title: prose_lines(data, key) for title, key in zip(PROSE_TITLES, PROSE_KEYS, strict=True)}
    expected[SECTIONS[-1]] += footer(data)
    for title, key in zip(PROSE_TITLES, PROSE_KEYS, strict=True):
        expected[title] += captions(data, key)
    assert {title: lines for title, lines in reading.prose.items() if lines} == expected
    assert min(map(len, expected.values())) >= 1


@every_output
@every_sample
def test_title_and_preamble_are_read_back_as_written(rendered, sample, output):
    data = read_toml(SAMPLES / f"{sample}.toml")
    title = paragraphs(data.get("publication", {}).get("title", "")) or title_of_pack(data)
    head = read_back(rendered, sample, output).head
    if output != "text":
        head = [*head[0].split("\n"), *head[1:]]
    assert head == [*title, *paragraphs(data["narrative"].get("preamble", ""))]


def title_of_pack(data: dict) -> list[str]:
    """Return the title lines that a report without a title of its own has by its province's pack."""
    packs = [read_toml(path) for path in TEMPLATES.glob("[!_]*/pack.toml")]
    own = {pack["province"]: pack["title"] for pack in packs if "title" in pack}
    lines = own.get(data["agency"].get("province"), own[""])
    return [line.format(name=data["agency"]["name"], year=data["year"]) for line in lines]


def footer(data: dict) -> list[str]:
    publication = data.get("publication", {})
    day: date | None = publication.get("date")
    dated = [f"{day.year}年{day.month}月{day.day}日"] if day else []
    signature = publication.get("signature", "")
    return [signature] * bool(signature) + dated


@every_output
@every_sample
def test_tables_stand_under_their_sections_and_nothing_else_does(rendered, sample, output):
    reading = read_back(rendered, sample, output)
    assert list(reading.tables) == [DISCLOSURE, APPLICATIONS, DISPUTES]
    assert all(not reading.prose[title] for title in reading.tables)


@every_sample
def test_all_outputs_have_the_same_cells(rendered, sample):
    texts = [read_back(rendered, sample, output) for output in READABLE]
    cells = [{title: sorted(b.text for b in boxes) for title, boxes in r.tables.items()} for r in texts]
    assert len(cells) == 4
    assert all(other == cells[0] for other in cells)
    assert sum(map(len, cells[0].values())) > 250


@pytest.mark.parametrize("output", ["html", "html-fragment"])
@every_sample
def test_heads_carry_scope_and_numbers_are_plain_cells(rendered, sample, output):
    for boxes in read_back(rendered, sample, output).tables.values():
        for box in boxes:
            attributes = dict(box.attributes)
            if NUMBER.fullmatch(box.text):
                assert box.tag == "td"
                assert "scope" not in attributes
            else:
                assert box.tag == "th"
                is_row_head = any(b.is_number and b.top == box.top and b.left > box.left for b in boxes)
                assert attributes["scope"] == ("row" if is_row_head else "col"), box


@pytest.mark.parametrize("output", OUTPUTS)
def test_the_readers_notice_two_numbers_exchanged(rendered, output):
    """A guard of the guards: in a row of table three, and between two rows."""
    text = (rendered / f"qinglan-2024{OUTPUTS[output]}").read_text(encoding="utf-8")
    stated = stated_numbers(read_toml(SAMPLES / "qinglan-2024.toml"))
    pattern = r" *\b(1135|255|9)\b(?= \|)" if output == "text" else r"(?<=>)(1135|255|9)(?=</td>)"
    cells = list(re.finditer(pattern, text))
    first, second, *others = cells
    assert (first[1], second[1]) == ("1135", "255")
    for other in (second, others[0]):
        changed = exchange(text, first, other)
        reading = read_text(changed, SECTIONS) if output == "text" else read_html(changed)
        assert reading.numbers != stated
        assert sorted(reading.numbers.values()) == sorted(stated.values())


def exchange(text: str, one: re.Match[str], other: re.Match[str]) -> str:
    """Exchange two stretches of the text, the first before the second; drawn cells keep their width."""
    between = text[one.end() : other.start()]
    new = [other[1], one[1]]
    if one[0].startswith(" "):
        new = [other[1].rjust(len(one[0])), one[1].rjust(len(other[0]))]
    return text[: one.start()] + between.join(new) + text[other.end() :]
