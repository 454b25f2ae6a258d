"""Quotation marks, brackets and book-title marks that lack their other half (rule W13)."""

import re
from collections.abc import Iterator
from itertools import groupby

from govreport.finding import Strike
from govreport.rules.passages import Passage
from govreport.rules.subject import Subject

ITEM = r"(?<![\dA-Za-z一二三四五六七八九十])[\dA-Za-z一二三四五六七八九十]{1,2}[)）]"
"""A number before a closing bracket; where nothing was opened it is that of an item, as in 1）."""
ONE_WIDTH = str.maketrans("()", "（）")


def check_pairs(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every mark of a pair that stands alone in its text.

    Paragraphs of one text are taken together: where one was broken into lines, a pair may stand on two.
    Where there are straight quotes, too, the others cannot be judged (W03).
    """
    for _, group in groupby(subject.passages, key=lambda passage: passage.path):
        passages = tuple(group)
        if is_uneven("".join([passage.text for passage in passages])):
            yield from find_alone(passages, "（", "）")
            yield from find_alone(passages, "《", "》")
            if not any('"' in passage.text for passage in passages):
                yield from find_alone(passages, "“", "”")


def is_uneven(text: str) -> bool:
    """Tell whether a text has more of one half than of the other."""
    count = text.count
    brackets = count("（") + count("(") - count("）") - count(")")
    return bool(brackets) or count("“") != count("”") or count("《") != count("》")


def find_alone(passages: tuple[Passage, ...], opening: str, closing: str) -> Iterator[Strike]:
    """Yield the strikes for one kind of mark in one text."""
    opened: list[tuple[Passage, int]] = []
    closed_by_items = 0
    for passage, at, mark, is_item in find_marks(passages, opening, closing):
        if mark == opening:
            opened.append((passage, at))
        elif opened:
            opened.pop()
            closed_by_items += is_item
        elif closed_by_items:
            closed_by_items -= 1
        elif not is_item:
            yield passage.strike("W13", at, at + 1, values={"missing": opening})
    yield from (passage.strike("W13", at, at + 1, values={"missing": closing}) for passage, at in opened)


def find_marks(
    passages: tuple[Passage, ...], opening: str, closing: str
) -> Iterator[tuple[Passage, int, str, bool]]:
    """Yield where the two marks stand, and whether a closing one may be that of an item."""
    for passage in passages:
        text = passage.text.translate(ONE_WIDTH)
        items = {match.end() - 1 for match in re.finditer(ITEM, text)}
        for match in re.finditer(f"[{opening}{closing}]", text):
            yield passage, match.start(), match[0], match.start() in items
