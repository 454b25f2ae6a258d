"""How a block of text becomes paragraphs."""

BLANKS = " \t\r\u3000\u00a0"
"""White space around a line that is layout, not text: the renderers indent by themselves."""

PAIRS = (("（", "）"), ("“", "”"), ("《", "》"))
"""Marks that open and close: a paragraph in which one is open goes on."""


def measure_depth(text: str, pair: tuple[str, str]) -> int:
    """Return by how many the opening marks of a pair outnumber the closing ones."""
    return text.count(pair[0]) - text.count(pair[1])


def split_paragraphs(text: str) -> tuple[str, ...]:
    """Return the non-empty lines of `text`, one a paragraph, without the blanks around them."""
    return tuple(line for line in (raw.strip(BLANKS) for raw in text.split("\n")) if line)
