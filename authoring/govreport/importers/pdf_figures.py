"""What is written inside the figures of a PDF's page: no text of the report."""

from collections.abc import Sequence
from typing import Any

FIGURE = "Figure"
"""The tag of content that belongs to a figure (ISO 32000-1, 14.8.4.5)."""


def drop_figure_text(chars: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], int]:
    """Return the characters outside of figures, where a PDF says which are inside, and the count of the figures.

    Those that belong to nothing, at the height of a figure, are its own: a mark inside another makes pdfplumber
    forget the outer one.
    """
    bands: dict[Any, tuple[float, float]] = {}
    for char in chars:
        if char.get("tag") == FIGURE:
            top, bottom = bands.get(char["mcid"], (char["top"], char["bottom"]))
            bands[char["mcid"]] = min(top, char["top"]), max(bottom, char["bottom"])
    kept = [
        char
        for char in chars
        if char.get("tag") != FIGURE
        and not (char.get("mcid") is None and any(is_at(char, band) for band in bands.values()))
    ]
    return kept, len(bands)


def is_at(char: dict[str, Any], band: tuple[float, float]) -> bool:
    """Tell whether the middle of a character is as high as a figure."""
    return bool(band[0] <= (char["top"] + char["bottom"]) / 2 <= band[1])
