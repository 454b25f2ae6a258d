"""How a block of text becomes paragraphs."""

BLANKS = " \t\r\u3000\u00a0"
"""White space around a line that is layout, not text: the renderers indent by themselves."""


def split_paragraphs(text: str) -> tuple[str, ...]:
    """Return the non-empty lines of `text`, one a paragraph, without the blanks around them."""
    return tuple(line for line in (raw.strip(BLANKS) for raw in text.split("\n")) if line)
