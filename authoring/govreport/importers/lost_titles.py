"""Prose sections whose title got lost: their text stands behind the tables before them, or in the preamble."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from govreport.importers.cell_stream import is_cell_line, split_line
from govreport.importers.document import CellGrid
from govreport.importers.doubt import Doubt, quote
from govreport.importers.label import drop_residue
from govreport.importers.layout import Layout, find_container
from govreport.importers.prose import ProseReading, contains_aspect, paragraphs_of, split_heading
from govreport.importers.value import read_value
from govreport.report_format import Section

NOTE = re.compile(r"[（(]?(?:注|备注|说明|附注)[：:）)]?")


def find_behind_tables(layout: Layout, section: Section) -> list[str]:
    """Return the paragraphs of a table section that stand behind its last cell, footnotes left out."""
    last = -1
    container = find_container(layout)
    mine = [number for number, key in layout.sections.items() if key == section.key]
    for number in mine:
        block = layout.blocks[number]
        if isinstance(block, CellGrid) or is_table_line(block.text):
            last = number
    texts = []
    for number in mine:
        block = layout.blocks[number]
        if last >= 0 and number > last and not isinstance(block, CellGrid):
            texts += [block.text] if block.where[: len(container)] == container else []
    return [text for text in paragraphs_of(texts) if not NOTE.match(text)]


def is_table_line(line: str) -> bool:
    """Tell whether a line of text belongs to a table: it is a rule, has several cells, or a number."""
    cells = split_line(drop_residue(line)) if line.strip() and is_cell_line(line) else [""]
    return len(cells) != 1 or read_value(cells[0]).number is not None


def take_behind_tables(layout: Layout, texts: dict[str, list[str]]) -> Iterator[Doubt]:
    """Move prose behind tables into the section that follows, where that has no title; yield a doubt each."""
    sections = layout.form.sections
    found = {heading.section for heading in layout.headings}
    for before, section in pairwise(sections):
        if section.kind != "prose" or before.kind != "tables" or section.key in found:
            continue
        lines = find_behind_tables(layout, before)
        if any("。" in line for line in lines):
            texts[section.key] = lines
            texts[before.key] = [text for text in texts[before.key] if not set(paragraphs_of([text])) & set(lines)]
            message = f"没有找到标题“{section.title}”，{before.name}后面的文字当作这一部分，从{quote(lines[0])}起"
            yield Doubt(f"narrative.{section.key}", message)


def split_preamble(layout: Layout, preamble: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Return the preamble, and what in it is the first section's text: from the first part that names an aspect.

    All of it is preamble where the first section has its title.
    """
    first = layout.form.sections[0]
    if any(heading.section == first.key for heading in layout.headings):
        return preamble, ()
    for index, text in enumerate(preamble):
        heading, _ = split_heading(ProseReading(first), text)
        if heading and contains_aspect(first, heading):
            return preamble[:index], preamble[index:]
    return preamble, ()
