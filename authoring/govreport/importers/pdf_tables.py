"""The ruled tables of a PDF as cells, those that go on over pages as one."""

import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from govreport.importers.pdf_text import group_lines, is_within, write_line
from govreport.importers.rectangles import Rectangle, join_edges, place_rectangles

THIN = 4.0
"""Points: a filled rectangle thinner than that is a line, a thicker one a background."""
EDGE_TOLERANCE = 3.5
OPEN_HEIGHT = 8.0
BETWEEN_PAGES = 100.0


def is_ruling_or_text(item: dict[str, Any]) -> bool:
    """Tell whether an object is no background behind text."""
    if item["object_type"] not in ("rect", "curve"):
        return True
    is_thin = item["width"] < THIN or item["height"] < THIN
    return is_thin or (bool(item.get("stroke")) and item["object_type"] == "rect")


def find_open_ends(edges: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return settings with a rule where vertical rules end with none: a table cut off by the page's end."""
    levels = sorted(edge["top"] for edge in edges if edge["orientation"] == "h")
    ends: list[float] = []
    for edge in edges:
        if edge["orientation"] == "v" and edge["height"] > OPEN_HEIGHT:
            ends += [end for end in (edge["top"], edge["bottom"]) if not is_near(levels, end)]
    counts = Counter(round(end) for end in ends)
    lines = [end for end, count in counts.items() if count > 1]
    return {"explicit_horizontal_lines": lines} if lines else {}


def is_near(levels: Sequence[float], place: float) -> bool:
    """Tell whether one of the sorted levels lies within the tolerance of a place."""
    index = bisect.bisect_left(levels, place - EDGE_TOLERANCE)
    return index < len(levels) and levels[index] <= place + EDGE_TOLERANCE


def is_table(table: Any) -> bool:
    """Tell whether ruled lines make a table: more than one cell across and down, or one row of several."""
    lefts = {round(cell[0]) for cell in table.cells}
    tops = {round(cell[1]) for cell in table.cells}
    return len(lefts) > 1 and (len(tops) > 1 or len(lefts) > 2)


def read_table(table: Any, chars: Sequence[dict[str, Any]]) -> list[Rectangle]:
    """Return the cells of a ruled table.

    At a page's end some programs leave out the rules between the cells of the last row: a cell with a number under
    each of the columns above it is as many cells.
    """
    boxes: list[Rectangle] = []
    columns = join_edges((edge for cell in table.cells for edge in (cell[0], cell[2])), EDGE_TOLERANCE)
    for left, top, right, bottom in table.cells:
        inside = [char for char in chars if is_within(char, (left, top, right, bottom))]
        lines = group_lines(inside)
        edges = [edge for edge in columns if left + EDGE_TOLERANCE < edge < right - EDGE_TOLERANCE]
        pieces = split_numbers(lines[0], edges) if len(lines) == 1 and edges else []
        if pieces:
            ends = [left, *edges, right]
            boxes += [Rectangle(a, top, b, bottom, t) for (a, b), t in zip(pairwise(ends), pieces, strict=True)]
        else:
            boxes.append(Rectangle(left, top, right, bottom, "\n".join(map(write_line, lines))))
    return boxes


def split_numbers(line: Sequence[dict[str, Any]], edges: Sequence[float]) -> list[str]:
    """Return the numbers between the edges, where each place has one and wide gaps lie between; else []."""
    places: list[list[dict[str, Any]]] = [[] for _ in range(len(edges) + 1)]
    for char in line:
        if char["text"].strip():
            places[sum(1 for edge in edges if (char["x0"] + char["x1"]) / 2 > edge)].append(char)
    if not all(places):
        return []
    gaps = [b[0]["x0"] - a[-1]["x1"] for a, b in pairwise(places)]
    texts = ["".join(char["text"] for char in place) for place in places]
    is_split = min(gaps) > max(char["size"] for char in line) * 0.8
    return texts if is_split and all(text.isdigit() for text in texts) else []


def join_tables(tables: Sequence[list[Rectangle]]) -> dict[str, Any]:
    """Return a table that goes on over pages as one grid: cells (text, row, column, spans), rows at page tops."""
    boxes: list[Rectangle] = []
    tops: list[float] = []
    for table in tables:
        shift = max((box.bottom for box in boxes), default=0.0) + BETWEEN_PAGES if boxes else 0.0
        tops += [min(box.top for box in table) + shift] * bool(boxes)
        boxes += [replace(box, top=box.top + shift, bottom=box.bottom + shift) for box in table]
    grid = place_rectangles(boxes, EDGE_TOLERANCE, tops)
    cells = [(c.text, c.row, c.column, c.row_span, c.column_span) for c in grid.cells]
    return {"cells": cells, "breaks": grid.breaks}


def is_continued(upper: Sequence[Rectangle], lower: Sequence[Rectangle]) -> bool:
    """Tell whether a table goes on in another: the columns of one are among those of the other."""
    above, below = list_edges(upper), list_edges(lower)
    same_width = is_near([above[0]], below[0]) and is_near([above[-1]], below[-1])
    return all(is_near(above, edge) for edge in below) or (same_width and all(is_near(below, e) for e in above))


def list_edges(boxes: Sequence[Rectangle]) -> list[float]:
    """Return where the columns of a table begin and end, sorted."""
    return sorted(edge for box in boxes for edge in (box.left, box.right))
