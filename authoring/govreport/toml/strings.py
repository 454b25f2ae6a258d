"""The text in a TOML string, and where in the string each of its characters is written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

DELIMITERS = ("'''", '"""', "'", '"')
PIECE = re.compile(
    r"\\(?P<named>[btnfre\"\\])|\\(?:x(?P<x>[0-9A-Fa-f]{2})|u(?P<u>[0-9A-Fa-f]{4})|U(?P<U>[0-9A-Fa-f]{8}))"
    r"|(?P<joined>\\[ \t]*\r?\n[ \t\r\n]*)|(?P<end>\r\n)|(?P<plain>.)",
    re.DOTALL,
)
NAMED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}
ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


@dataclass(frozen=True)
class WrittenString:
    """A string as it is written: its text, and where in the source each character begins and ends."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    delimiter: str

    def read(self, written: str) -> str:
        """Return what a piece of the string, as it is written, says."""
        return read_string(f"{self.delimiter}.{written}{self.delimiter}").text[1:]

    def write(self, text: str) -> str | None:
        """Return `text` as it must be written within the string; None where it cannot be."""
        if self.delimiter[0] == '"':
            return "".join(ESCAPED.get(character, character) for character in text)
        return None if "'" in text or "\n" in text else text


def read_string(raw: str, start: int = 0) -> WrittenString:
    """Return what the TOML string `raw` says; it stands at `start` in the source."""
    delimiter = next(mark for mark in DELIMITERS if raw.startswith(mark))
    inside = raw[len(delimiter) : -len(delimiter)]
    begin = start + len(delimiter)
    trimmed = re.match(r"\r?\n", inside) if len(delimiter) == 3 else None
    if trimmed:
        inside, begin = inside[trimmed.end() :], begin + trimmed.end()
    pieces = list(_pieces(inside, is_basic=delimiter[0] == '"'))
    text = "".join(character for character, _, _ in pieces)
    starts = tuple(begin + first for _, first, _ in pieces)
    ends = tuple(begin + last for _, _, last in pieces)
    return WrittenString(text, starts, ends, delimiter)


def _pieces(inside: str, *, is_basic: bool) -> Iterator[tuple[str, int, int]]:
    """Yield each character with where it begins and ends."""
    if "\r" not in inside and not (is_basic and "\\" in inside):
        yield from ((character, at, at + 1) for at, character in enumerate(inside))
        return
    at = 0
    while at < len(inside):
        match = PIECE.match(inside, at) if is_basic or inside[at] == "\r" else None
        if match is None or match["plain"]:
            yield inside[at], at, at + 1
            at += 1
            continue
        code = match["x"] or match["u"] or match["U"]
        if match["named"] or code or match["end"]:
            character = NAMED[match["named"]] if match["named"] else chr(int(code, 16)) if code else "\n"
            yield character, at, match.end()
        at = match.end()
