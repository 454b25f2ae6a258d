"""What an import was not sure of."""

from dataclasses import dataclass

SHOWN = 40
"""Characters of a document that a message quotes."""


@dataclass(frozen=True)
class Doubt:
    """One thing to look at: a key path ("" for the whole document), and in Chinese what was seen and taken."""

    path: str
    message: str


def quote(text: str) -> str:
    """Return what the document says, on one line, shortened, in Chinese quotation marks."""
    line = " ".join(text.split())
    return f"“{line if len(line) <= SHOWN else line[:SHOWN] + '…'}”"


def enumerate_some(names: list[str], most: int = 4) -> str:
    """Return the first names, joined, and how many there are."""
    shown = "、".join(names[:most])
    return f"{shown} 等 {len(names)} 处" if len(names) > most else shown
