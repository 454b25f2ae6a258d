"""Where a block of text in triple quotes ends, and what is wrong with its quotes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from govreport.finding import Place, Strike
from govreport.paragraphs import BLANKS
from govreport.toml.line import DOUBLE_QUOTES, KEY, SINGLE_QUOTES

HEADER_LINE = re.compile(rf"\s*\[\[?\s*{KEY}\s*\]\]?\s*(?:#.*)?$")
PAIR_LINE = re.compile(rf"""\s*{KEY}\s*=\s*(?:'''|\"""|["'\[]|[+-]?\d|true|false)""")
MARKS = ("'''", '"""')
QUOTES = DOUBLE_QUOTES + SINGLE_QUOTES
ENDS_IN_QUOTES = re.compile(rf"[{QUOTES}]{{2,6}}$|['\"]$")


@dataclass(frozen=True)
class BlockEnd:
    """Where to read on: line (from 0) and column (from 0); and what was wrong."""

    line: int
    column: int
    strikes: tuple[Strike, ...] = ()


def begins_something(text: str) -> bool:
    """Tell whether a line is so clearly a header or a pair that it cannot be prose."""
    return bool(HEADER_LINE.match(text) or PAIR_LINE.match(text))


def find_block_end(lines: Sequence[str], start: int, column: int, mark: str) -> BlockEnd:
    """Return where the block that opens at `column` of line `start` (from 0) ends."""
    inner: list[Strike] = []
    closing = find_mark(lines, start + 1, (mark,))
    for index in range(start + 1, len(lines)):
        text = lines[index]
        if begins_something(text):
            return BlockEnd(index, 0, tuple(inner)) if inner else report_open(lines, start, column, index, mark)
        at = text.find(mark)
        if at >= 0 and is_inside(text, at):
            inner = inner or [Strike("F34", found=mark, values={"found": mark}, place=Place(index + 1, at + 1, 3))]
        elif at >= 0:
            end = at + 3
            while text[end : end + 1] == mark[0]:
                end += 1
            return BlockEnd(index, end, tuple(inner))
        elif closing is None and is_only_quotes(text):
            return BlockEnd(index + 1, 0, (*inner, wrong_end(text, index, mark)))
    return report_open(lines, start, column, len(lines), mark)


def is_inside(text: str, at: int) -> bool:
    """Tell whether the mark at `at` stands in the middle of a sentence."""
    return bool(text[:at].strip(BLANKS)) and bool(re.match(r"[^#,\]]*\w", text[at + 3 :]))


def is_only_quotes(text: str) -> bool:
    """Tell whether a line holds nothing but quotes, which no paragraph does."""
    body = text.split("#")[0].strip(BLANKS)
    return bool(body) and all(character in QUOTES for character in body)


def find_mark(lines: Sequence[str], start: int, marks: Sequence[str]) -> int | None:
    """Return the first line from `start` that holds one of `marks`, before any header or pair."""
    for index in range(start, len(lines)):
        if begins_something(lines[index]):
            return None
        if any(mark in lines[index] for mark in marks):
            return index
    return None


def wrong_end(text: str, index: int, mark: str) -> Strike:
    """Return the strike on a line of quotes that was meant to end a block."""
    body = text.split("#")[0].strip(BLANKS)
    at = text.index(body)
    place = Place(index + 1, at + 1, len(body))
    corrected = (text[:at] + mark + text[at + len(body) :]).strip()
    values = {"found": body, "mark": mark, "where": "末尾"}
    return Strike("F41", found=body, values=values, place=place, corrected=corrected)


def report_open(lines: Sequence[str], start: int, column: int, stop: int, mark: str) -> BlockEnd:
    """Return that the block is still open at line `stop`.

    The place is the quotes in which its last line ends, else its own mark.
    """
    last = max(
        (i for i in range(start + 1, stop) if lines[i].strip(BLANKS) and not lines[i].startswith("#")),
        default=start,
    )
    text = lines[last].rstrip(BLANKS)
    quotes = ENDS_IN_QUOTES.search(text, column + 4 if last == start else 0)
    if quotes and (len(quotes[0]) > 1 or text.count(quotes[0]) % 2):
        place = Place(last + 1, quotes.start() + 1, len(quotes[0]))
        wrong = {"found": quotes[0], "mark": mark, "where": "末尾"}
        return BlockEnd(stop, 0, (Strike("F41", found=quotes[0], values=wrong, place=place),))
    values = {"found": mark, "mark": mark, "line": last + 1}
    place = Place(start + 1, column + 1, 3)
    return BlockEnd(stop, 0, (Strike("F31", found=mark, values=values, place=place),))
