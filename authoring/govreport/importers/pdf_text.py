"""The characters of a PDF's page as lines of text."""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

GAP = 1.6
"""In sizes of the character: a wider gap in a line separates cells."""
NUMBER_GAP = 0.8
RADICALS = dict(
    zip(
        "⺟⺠⺎⺝⺧⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳⻰⻌",
        "母民兀月牛虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟龙辶",
        strict=True,
    )
)
RADICALS |= {"⼾": "户", "⾭": "青", "\u2329": "〈", "\u232a": "〉"}
"""Signs of the blocks of radicals for which Unicode has no decomposition, or one to a traditional character."""


@dataclass(frozen=True)
class Line:
    """A line outside of tables. `size` of its characters in points."""

    text: str
    page: int
    left: float
    right: float
    top: float
    bottom: float
    size: float
    height: float


def restore_ideographs(text: str) -> str:
    """Return text with ordinary characters for signs of radicals, which some programs write in place of them."""
    return "".join(RADICALS.get(c) or (normalize("NFKC", c) if "\u2f00" <= c <= "\u2fd5" else c) for c in text)


def is_within(char: dict[str, Any], box: Sequence[float]) -> bool:
    """Tell whether the middle of a character lies in a rectangle (left, top, right, bottom)."""
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def group_lines(chars: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return characters in lines, top to bottom, each from left to right."""
    lines: list[list[dict[str, Any]]] = []
    middle = size = 0.0
    for char in sorted(chars, key=lambda c: ((c["top"] + c["bottom"]) / 2, c["x0"])):
        here = (char["top"] + char["bottom"]) / 2
        if not lines or here - middle > 0.5 * max(size, char["size"]):
            lines.append([])
            middle, size = here, char["size"]
        lines[-1].append(char)
    return [sorted(line, key=lambda char: char["x0"]) for line in lines]


def write_line(chars: Sequence[dict[str, Any]]) -> str:
    """Return a line's text: a tab for a wide gap, blanks only between Latin words."""
    pieces: list[str] = []
    last: dict[str, Any] | None = None
    blank = False
    for char in chars:
        if not char["text"].strip():
            blank = True
            continue
        if last is not None:
            gap = char["x0"] - last["x1"]
            is_latin = last["text"][-1].isascii() and char["text"][0].isascii()
            if gap > (NUMBER_GAP if both_digits(last, char) else GAP) * max(char["size"], last["size"]):
                pieces.append("\t")
            elif is_latin and (blank or gap > 0.22 * char["size"]) and not both_digits(last, char):
                pieces.append(" ")
        pieces.append(char["text"])
        last, blank = char, False
    return "".join(pieces)


def both_digits(last: dict[str, Any], char: dict[str, Any]) -> bool:
    """Tell whether a gap lies inside a number."""
    return bool(last["text"][-1].isdigit() and char["text"][0].isdigit())


def read_lines(chars: Sequence[dict[str, Any]], page: int, height: float) -> Iterator[Line]:
    """Yield the lines outside of tables."""
    for line in group_lines(chars):
        visible = [char for char in line if char["text"].strip()]
        if visible:
            size = statistics.median(char["size"] for char in visible)
            yield Line(
                write_line(line),
                page,
                visible[0]["x0"],
                visible[-1]["x1"],
                min(char["top"] for char in visible),
                max(char["bottom"] for char in visible),
                size,
                height,
            )
