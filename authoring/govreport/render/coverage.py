"""Which characters the fonts that ship with govreport have."""

import json
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "fonts"


@cache
def covered_characters() -> frozenset[str]:
    """Return the characters of the bundled fonts, from data (no font is opened)."""
    ranges = json.loads((FOLDER / "coverage.json").read_text(encoding="ascii"))
    points = (point for first, last in ranges for point in range(first, last + 1))
    return frozenset(map(chr, points))


def is_covered(character: str) -> bool:
    """Tell whether the bundled fonts have a character, or it is white space, which needs none."""
    return character in covered_characters() or character.isspace()
