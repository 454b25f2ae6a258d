"""How many columns a text takes on a terminal, and how to pad and wrap it."""

from collections.abc import Iterator

from wcwidth import wcswidth, wcwidth

NO_LINE_START = frozenset("，。、；：？！）》」』】〕〉”’…—％·,.;:?!)]}%")
NO_LINE_END = frozenset("（《「『【〔〈“‘([{")


def measure(text: str) -> int:
    """Return the columns that `text` takes: a Chinese character two, a Latin letter one."""
    if text.isascii():
        return len(text)
    width = wcswidth(text)
    return width if width >= 0 else sum(max(wcwidth(character), 0) for character in text)


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
    for unit in _units(text, width):
        size = measure(unit.rstrip(" "))
        if line and used + size > width:
            lines.append(line)
            line, used = "", 0
        line += unit
        used += measure(unit)
    return [*lines, line]


def _units(text: str, width: int) -> Iterator[str]:
    """Yield the pieces between which a line may break."""
    unit = ""
    for character in text:
        if unit and _may_break(unit, character, width):
            yield unit
            unit = ""
        unit += character
    yield unit


def _may_break(unit: str, following: str, width: int) -> bool:
    if measure(unit + following) > width:
        return True
    last = unit[-1]
    if following in NO_LINE_START or following == " " or wcwidth(following) == 0 or last in NO_LINE_END:
        return False
    if last == " ":
        return True
    return measure(last) == 2 or measure(following) == 2
