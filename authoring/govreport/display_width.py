"""How many columns a text takes on a terminal, and how to pad and wrap it."""

from collections.abc import Iterator
from functools import cache

NO_LINE_START = frozenset("，。、；：？！）》」』】〕〉”’…—％·,.;:?!)]}%")
NO_LINE_END = frozenset("（《「『【〔〈“‘([{")


def measure(text: str) -> int:
    """Return the columns that `text` takes: a Chinese character two, a Latin letter one."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def pad(text: str, width: int, *, align: str = "<") -> str:
    """Return `text` filled with spaces to `width` columns, aligned "<" left, ">" right or "^" centred."""
    space = max(0, width - measure(text))
    left = {"<": 0, ">": space, "^": space // 2}[align]
    return " " * left + text + " " * (space - left)


def wrap(text: str, width: int) -> list[str]:
    """Return `text` in lines of at most `width` columns; joined without anything they are `text` again.

    Breaks between Chinese characters and after spaces. No line begins with a closing mark or ends with an
    opening one, no word or number is broken unless it is longer than a line.
    """
    lines: list[str] = []
    line, used = "", 0
    for unit, size in _units(text, width):
        trailing = len(unit) - len(unit.rstrip(" "))
        if line and used + size - trailing > width:
            lines.append(line)
            line, used = "", 0
        line += unit
        used += size
    return [*lines, line]


def _units(text: str, width: int) -> Iterator[tuple[str, int]]:
    """Yield the pieces between which a line may break, with their widths."""
    unit, used, before = "", 0, 0
    for character in text:
        size = measure_character(character)
        if unit and (used + size > width or _may_break(unit[-1], before, character, size)):
            yield unit, used
            unit, used = "", 0
        unit += character
        used += size
        before = size
    yield unit, used


def _may_break(last: str, last_size: int, following: str, size: int) -> bool:
    """Tell whether a line may end between two characters of these widths."""
    if following in NO_LINE_START or following == " " or size == 0 or last in NO_LINE_END:
        return False
    return last == " " or last_size == 2 or size == 2


@cache
def measure_character(character: str) -> int:
    """Return the columns that one character takes."""
    return measure(character)
