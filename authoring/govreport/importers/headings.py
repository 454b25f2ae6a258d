"""Where the sections of a form begin in a document: its paragraphs beside the official titles."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from govreport.importers.document import Block, CellGrid, Paragraph
from govreport.importers.label import Label, compare, drop_residue, make_official, read_label
from govreport.importers.prose import PART
from govreport.report_format import ReportFormat

LONGEST_TITLE = 44
SHORTEST = 4
SURE = 75.0
"""Of 100: a title in words so near to the official ones needs no number."""
OTHER_NUMBER = 90.0
"""As `SURE`, for a title with another number: （一）主动公开情况 is a part of section one, not section two."""
NUMBERED = 30.0
"""As `SURE`, for a title with the official number."""
ROW = 88.0
"""A line so like the label of a row (一、本年…) is no title."""
TITLE_END = re.compile(r"[。：:；;\n]|(?<=事项|情况|措施|问题)[\s　]+(?=\S)")
OTHER_WORDS = {"总体情况": re.compile(r"(?:概述|概况|基本情况)$")}
"""What agencies call a section, where it stands with the official number."""
CHAPTER = re.compile(r"第([一二三四五六])(?:部分|章|项)")


@dataclass(frozen=True)
class Heading:
    """A section's title in the document: the block's number, its title as printed, the text behind it."""

    block: int
    section: str
    printed: str
    rest: str
    gain: float


def split_title(text: str) -> tuple[str, str]:
    """Return the title at the beginning of a paragraph, and the text behind it, "" for none."""
    text = drop_residue(text).strip()
    match = TITLE_END.search(text)
    if match is None or match.start() > LONGEST_TITLE:
        return text, ""
    return text[: match.start()].strip(), text[match.end() :].strip()


def find_headings(form: ReportFormat, blocks: Sequence[Block]) -> list[Heading]:
    """Return the titles that were found, in order, at most one a section."""
    titles = [make_official(section.title) for section in form.sections]
    labels = {make_official(row.label) for _, _, row in form.row_index.values() if row.label}
    candidates = []
    for number, block in enumerate(blocks):
        if isinstance(block, CellGrid):
            continue
        printed, rest = split_title(block.text)
        if not printed or len(printed) > LONGEST_TITLE:
            continue
        label = read_label(CHAPTER.sub(r"\1、", printed))
        numbered = SURE if PART.match(printed) else NUMBERED
        scores = [judge_title(label, title.label, numbered) for title in titles]
        if any(scores) and not any(
            abs(len(label.core) - len(o.label.core)) < 9 and compare(label, o) > ROW for o in labels
        ):
            candidates.append((number, printed, rest, scores))
    return choose_titles(form, blocks, candidates)


def judge_title(label: Label, title: Label, numbered: float) -> float:
    """Return what speaks for a line as a section's title, 0 for nothing; `numbered` suffices with its number."""
    words = fuzz.ratio(label.core, title.core)
    if label.number == title.number:
        if SHORTEST <= len(label.core) < len(title.core):
            words = max(words, 0.8 * fuzz.partial_ratio(label.core, title.core))
        if title.core in OTHER_WORDS and OTHER_WORDS[title.core].search(label.core):
            words = max(words, SURE)
        return words / 100 + 0.2 if words >= numbered else 0.0
    return words / 100 if words >= (OTHER_NUMBER if label.number else SURE) else 0.0


def choose_titles(
    form: ReportFormat, blocks: Sequence[Block], candidates: Sequence[tuple[int, str, str, Sequence[float]]]
) -> list[Heading]:
    """Return the candidates that together fit best, sections in order.

    A line right before another section's title is one of a table of contents: it counts little.
    """
    likely = {number: max(range(len(scores)), key=scores.__getitem__) for number, _, _, scores in candidates}
    best: list[tuple[float, tuple[Heading, ...]]] = [(0.0, ())] * (len(form.sections) + 1)
    for number, printed, rest, scores in candidates:
        following = likely.get(next_text(blocks, number), 0)
        listed = not rest and following > likely[number]
        updated = list(best)
        for index, score in enumerate(scores):
            if score:
                gain = score * (0.5 if listed else 1.0)
                heading = Heading(number, form.sections[index].key, printed, rest, gain)
                total = best[index][0] + gain
                if total >= updated[index + 1][0]:
                    updated[index + 1] = (total, (*best[index][1], heading))
        for index in range(1, len(updated)):
            updated[index] = max(updated[index - 1], updated[index], key=lambda item: item[0])
        best = updated
    return list(best[-1][1])


def next_text(blocks: Sequence[Block], number: int) -> int:
    """Return the number of the next block with something in it, -1 for none."""
    for index in range(number + 1, len(blocks)):
        block = blocks[index]
        if isinstance(block, CellGrid) or block.text.strip():
            return index
    return -1


def sections_of(blocks: Sequence[Block], headings: Sequence[Heading]) -> Mapping[int, str]:
    """Return for every block behind a heading the key of its section."""
    starts = {heading.block: heading.section for heading in headings}
    current, result = "", {}
    for number in range(len(blocks)):
        current = starts.get(number, current)
        if current:
            result[number] = current
    return result


def is_paragraph(block: Block) -> bool:
    """Tell whether a block is a paragraph with something in it."""
    return isinstance(block, Paragraph) and bool(block.text.strip())
