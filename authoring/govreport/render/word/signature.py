"""Where signature and date stand."""

from unicodedata import east_asian_width

AT_RIGHT = 2.0
"""Characters between the longer line and the right edge (GB/T 9704-2012, 7.3.5)."""
DATE_BEHIND = 2.0
"""Characters by which the date begins behind the signature."""


def place_signature(signature: str, date: str, characters: int) -> tuple[float, float]:
    """Return how far the signature ends from the right edge and the date begins from the left, in characters.

    The date begins two characters behind the signature, and the longer of the two ends two before the edge of
    a line of so many `characters`. So each is placed by an end that does not depend on the width of digits.
    A signature longer than a line is broken, and the date stands as if it just fitted.
    """
    behind = DATE_BEHIND if signature else 0.0
    name, day = width_of(signature), width_of(date)
    width = min(max(name, day + behind), characters - AT_RIGHT)
    return AT_RIGHT + max(width - name, 0.0), characters - AT_RIGHT - width + behind


def width_of(text: str) -> float:
    """Return the width of a text in characters: a digit or Latin letter has half of one."""
    return sum(1.0 if east_asian_width(character) in "WFA" else 0.5 for character in text)
