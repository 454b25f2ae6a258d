"""A text file as a document: paragraphs put together again, drawn tables as grids."""

import re
from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from govreport.errors import GovreportError
from govreport.importers.document import LARGEST_TEXT, MOST_LINES, Block, Document, Paragraph
from govreport.importers.drawn_table import is_border, read_drawn
from govreport.paragraphs import PAIRS, measure_depth

NARROW = 40
WIDE = 130
"""Columns: lines that end so near to each other between these widths were wrapped by a program."""
SLACK = 4
FEWEST_FULL = 6
NEW_PARAGRAPH = re.compile(r"[\s\u3000]|[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．]|#|[-*] ")
MARKDOWN = re.compile(r"^(?:#{1,6}\s+|>\s?)|\*\*|__|(?<!\S)\*(?=\S)")
HASHED = re.compile(r"^#{1,6}\s+\S")
FEWEST_HASHED = 2
"""A text with so many titles behind # is Markdown, whatever the file is called."""
PAGE_NUMBER = re.compile(r"[—–]\s*\d{1,3}\s*[—–]\s*$")
SENTENCE_END = re.compile(r"[。！？；：:;!?”』）)》>.…]\s*$")
GOES_ON = re.compile(r"[，、,]\s*$")
INDENT = 4
"""Columns that the first line of a paragraph lost with its indent."""
FENCE = re.compile(r"^\s*(?:```|~~~)")


def read_text(name: str, text: str, *, markdown: bool = False) -> Document:
    """Return the document in a text. Lines keep their white space, which tells cells from rows.

    Raises GovreportError where it is longer than any report.
    """
    if len(text) > LARGEST_TEXT or text.count("\n") > MOST_LINES:
        raise GovreportError(f"{name}：文字太多，不像年度报告")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    if markdown or sum(1 for line in lines if HASHED.match(line)) >= FEWEST_HASHED:
        lines = [MARKDOWN.sub("", line) for line in lines if not FENCE.match(line)]
    lines = list(drop_page_numbers(lines))
    blocks: list[Block] = []
    prose: list[str] = []
    width = find_wrap_width(lines)
    for piece in split_drawn(lines):
        if is_border(piece[0]):
            blocks += [Paragraph(line) for line in join_wrapped(prose, width)]
            prose = []
            blocks.append(read_drawn(piece))
        else:
            prose += piece
    blocks += [Paragraph(line) for line in join_wrapped(prose, width)]
    return Document(tuple(blocks))


def drop_page_numbers(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines without page numbers between dashes, also those behind a line's words."""
    for line in lines:
        rest = line if is_table_line(line) else PAGE_NUMBER.sub("", line)
        if rest.strip() or rest == line:
            yield rest


def split_drawn(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield the lines in pieces; a drawn table is one, which begins with its border."""
    piece: list[str] = []
    inside = False
    for line in lines:
        drawn = is_border(line) or (inside and line.lstrip().startswith(("|", "+", "│", "├")))
        if piece and drawn != inside:
            yield piece
            piece = []
        inside = drawn
        piece.append(line)
    if piece:
        yield piece


def find_wrap_width(lines: Sequence[str]) -> int:
    """Return at which column a program wrapped the lines, 0 where none did.

    Then many lines end within a few columns of the longest, and none is longer.
    """
    widths = sorted(cell_len(line.rstrip()) for line in lines if len(line) > 15 and not is_table_line(line))
    if not widths or not NARROW <= widths[-1] <= WIDE:
        return 0
    full = [width for width in widths if width >= widths[-1] - SLACK]
    return widths[-1] if len(full) >= FEWEST_FULL else 0


def is_table_line(line: str) -> bool:
    """Tell whether a line is a row of a table: it has tabs, bars, or wide gaps between words."""
    return "\t" in line.strip() or "|" in line or is_border(line) or re.search(r"\S {3,}\S", line) is not None


def join_wrapped(lines: Sequence[str], width: int) -> list[str]:
    """Return the lines, those joined that a program wrapped at `width` (0: none)."""
    if not width:
        return list(lines)
    result: list[str] = []
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else ""
        if (
            is_broken_off(before, width)
            and line.strip()
            and not NEW_PARAGRAPH.match(line)
            and not is_table_line(line)
        ):
            result[-1] = join_lines(result[-1].rstrip(), line)
        else:
            result.append(line)
    return result


def is_broken_off(line: str, width: int) -> bool:
    """Tell whether a paragraph goes on behind a line: it is full, or ends inside a sentence or inside brackets."""
    if not line.strip() or is_table_line(line):
        return False
    room = width - SLACK - 2 - cell_len(line.rstrip())
    is_open = any(measure_depth(line, pair) > 0 for pair in PAIRS)
    return room <= 0 or is_open or (room <= INDENT and not SENTENCE_END.search(line)) or bool(GOES_ON.search(line))


def join_lines(before: str, after: str) -> str:
    """Return two lines of one paragraph as one; between Latin words with a blank."""
    gap = (
        " "
        if before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii() and after[:1].isalpha()
        else ""
    )
    return f"{before}{gap}{after}"
