"""Prose that stands outside its quotes: where it ends, and what is missing around it."""

import re
from collections.abc import Sequence

from govreport.finding import Place, Strike
from govreport.paragraphs import BLANKS
from govreport.toml.blocks import BlockEnd, find_block_end, find_mark, is_only_quotes
from govreport.toml.line import KEY, STRING, Line
from govreport.toml.literals import VALUE, expect_kind
from govreport.toml.values import NOT_EQUALS

PROSE_MARK = re.compile(r"[，。；：！？、]")
PAIR_START = re.compile(
    rf"""["'“”]?{KEY}["'“”]?\s*(?:[:：](?!//)|\s(?:{NOT_EQUALS}\s*)?["'“\[［\d]|[\]］】}})）]+\s*$)"""
)
OPENING = "[［【〔"
BEGINS_TOML = re.compile(rf"[#＃{re.escape(OPENING)}({{<（《]|[\"'“]?{KEY}")
ARRAY_START = re.compile(r"""[\[［【〔]\s*["“\d]\d*\s*[,，、]""")
ROUND_HEADER = re.compile(rf"[({{<（《]{{1,2}}\s*{KEY}\s*[)}}>）》\]］】]*\s*(?:#.*)?$")


def is_stray(text: str) -> bool:
    """Tell whether a line looks like neither a header nor a pair, so that it must be prose or a comment."""
    body = text.strip(BLANKS)
    if not body or body[0] in "#＃" or ROUND_HEADER.match(body):
        return False
    if body[0] in OPENING:
        return bool(ARRAY_START.match(body))
    left, equals, _ = re.sub(r"＝", "=", body).partition("=")
    if equals and not left:
        return True
    if equals:
        is_key = PAIR_START.match(body) or re.fullmatch(rf"{KEY}(?:[。，、]{KEY})*\s*", left)
        return bool(PROSE_MARK.search(left)) and not is_key
    return not PAIR_START.match(body)


def is_stray_at(lines: Sequence[str], index: int) -> bool:
    """Tell whether there is a line `index` and it is prose."""
    return index < len(lines) and is_stray(lines[index])


def skip_stray(lines: Sequence[str], index: int) -> int:
    """Return the first line from `index` that begins something of TOML, or holds nothing but quotes."""
    while index < len(lines):
        text = lines[index].strip(BLANKS)
        if text and (is_only_quotes(text) or (not is_stray(text) and BEGINS_TOML.match(text))):
            return index
        index += 1
    return index


def skip_quotes(lines: Sequence[str], index: int) -> int:
    """Return the line behind `index` where that holds nothing but quotes, else `index`."""
    return index + 1 if index < len(lines) and is_only_quotes(lines[index]) else index


def take_stray(lines: Sequence[str], index: int) -> tuple[Strike, int]:
    """Return one strike for lines of prose or of a comment from `index` on, and the line behind them."""
    text = lines[index]
    if is_only_quotes(text):
        return take_stray_quotes(lines, index)
    start = len(text) - len(text.lstrip(BLANKS))
    place = Place(index + 1, start + 1, len(re.split(r"\s+#", text.strip(BLANKS))[0]))
    return Strike("F28", place=place), skip_quotes(lines, skip_stray(lines, index))


def take_stray_quotes(lines: Sequence[str], index: int) -> tuple[Strike, int]:
    """Return the strike for quotes that no key stands before, and the line behind the block that they open."""
    body = lines[index].split("#")[0].strip(BLANKS)
    place = Place(index + 1, lines[index].index(body) + 1, len(body))
    end = find_mark(lines, index + 1, (body,))
    if end is not None and skip_stray(lines, index + 1) >= end:
        return Strike("F28", place=place), end + 1
    return Strike("F32", found=body, values={"mark": body}, place=place), index + 1


def find_continuation(lines: Sequence[str], line: Line, path: str) -> BlockEnd:
    """Return where to read on behind a line: behind the text that it opens, or was to open."""
    index = line.number - 1
    if line.opens:
        mark, column = line.opens
        return find_block_end(lines, index, column, mark)
    end = find_text_end(lines, line) if line.unclosed else 0
    unquoted = next((s.place for s in line.strikes if s.code == "F24" and s.place), None)
    value = re.search(rf"=\s*({STRING}{{0,2}})\s*$", line.skeleton)
    if not end and unquoted and is_stray_at(lines, index + 1):
        end = take_unquoted(lines, line, unquoted)
    elif not end and value and not value[1] and is_value_at(lines, index + 1):
        end = index + 2
    elif not end and value and expect_kind(path) == "text":
        end = find_unopened(lines, line, value)
    return BlockEnd(end or index + 1, 0)


def is_value_at(lines: Sequence[str], index: int) -> bool:
    """Tell whether line `index` holds a value alone, which belongs behind the equals sign above."""
    text = lines[index].strip(BLANKS) if index < len(lines) else ""
    return bool(ARRAY_START.match(text) or VALUE.fullmatch(re.split(r"\s*#", text)[0]))


def find_text_end(lines: Sequence[str], line: Line) -> int:
    """Return the line behind a text that goes on over lines from an open quote; 0 where it does not."""
    index = line.number
    while is_stray_at(lines, index) and not is_only_quotes(lines[index]):
        index += 1
    if index == line.number or skip_quotes(lines, index) > index:
        return 0
    line.edits = []
    return index


def take_unquoted(lines: Sequence[str], line: Line, place: Place) -> int:
    """Report a text of several lines that has no quotes at its beginning; return the line behind it."""
    start = place.column - 1
    line.clear(start, start + place.length)
    line.strike("F41", start, start + place.length, found="空的", mark="'''", where="开头")
    return skip_quotes(lines, skip_stray(lines, line.number))


def find_unopened(lines: Sequence[str], line: Line, value: re.Match[str]) -> int:
    """Report the quotes missing before prose that follows a value of at most two; return the line behind it.

    0 where no such prose follows.
    """
    start = next((i for i in range(line.number, len(lines)) if lines[i].strip(BLANKS)), len(lines))
    if not is_stray_at(lines, start):
        return 0
    end = skip_stray(lines, start)
    if skip_quotes(lines, end) == end:
        return 0
    begin, stop = value.span(1) if value[1] else (value.start(), value.start() + 1)
    line.clear(begin, stop)
    line.strike("F41", begin, stop, found=line.text[slice(*value.span(1))] or "空的", mark="'''", where="开头")
    line.edit(begin, stop, "'''" if value[1] else "= '''")
    line.opens = ("'''", begin)
    if end == start:
        end = next((i for i in range(end + 1, len(lines)) if is_only_quotes(lines[i])), end)
    return end + 1
