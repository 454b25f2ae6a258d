"""Rectangles with text, as on a page, as the cells of a grid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from govreport.importers.document import CellGrid, GridCell


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A cell on the page: edges in points or columns, y downward."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


def place_rectangles(boxes: Sequence[Rectangle], tolerance: float, page_tops: Sequence[float] = ()) -> CellGrid:
    """Return the grid that the edges of the rectangles make; edges within `tolerance` are one.

    `page_tops` are the places at which a new page begins.
    """
    columns = join_edges((edge for box in boxes for edge in (box.left, box.right)), tolerance)
    rows = join_edges((edge for box in boxes for edge in (box.top, box.bottom)), tolerance)
    cells = []
    for box in sorted(boxes, key=lambda box: (box.top, box.left)):
        left, right = nearest(columns, box.left), nearest(columns, box.right)
        top, bottom = nearest(rows, box.top), nearest(rows, box.bottom)
        if right > left and bottom > top:
            cells.append(GridCell(box.text, top, left, bottom - top, right - left))
    breaks = (next((c.row for c in cells if rows[c.row] >= top - tolerance), -1) for top in page_tops)
    return CellGrid(tuple(cells), breaks=tuple(row for row in breaks if row >= 0))


def join_edges(edges: Iterable[float], tolerance: float) -> list[float]:
    """Return the edges in order, those within `tolerance` of the one before left out."""
    joined: list[float] = []
    for edge in sorted(edges):
        if not joined or edge - joined[-1] > tolerance:
            joined.append(edge)
    return joined


def nearest(edges: Sequence[float], edge: float) -> int:
    """Return the number of the edge nearest to a place."""
    return min(range(len(edges)), key=lambda index: abs(edges[index] - edge))
