"""A table drawn with characters (+ - |, or box drawing) as a grid."""

import re
from collections.abc import Sequence

from rich.cells import cell_len

from govreport.importers.document import CellGrid
from govreport.importers.rectangles import Rectangle, place_rectangles

BORDER = re.compile(r"^\s*[+┌├┬╔┏|][-+=─━┬┼┐┤┴┘└╤╦═┳┓]{5,}[|+]?\s*$")
VERTICAL = frozenset("|│┃║+┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋")
HORIZONTAL = frozenset("-=─━═+┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋")
CORNER = frozenset("+┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋")
RULE = re.compile(r"(?<=[+|├┼┌└│])[-=─━═]+(?=[+|┤┼┐┘┬┴│])")


def is_border(line: str) -> bool:
    """Tell whether a line is the upper border of a drawn table."""
    return BORDER.match(line) is not None


def read_drawn(lines: Sequence[str]) -> CellGrid:
    """Return the cells between the borders; a cell's lines are joined as one text."""
    canvas = [spread(line.rstrip()) for line in lines]
    width = max(map(len, canvas))
    walls = [find_walls(line, width) for line in lines]
    boxes = []
    seen: set[tuple[int, int]] = set()
    for top in range(len(canvas)):
        for left in range(width):
            if (top, left) not in seen and not walls[top][left]:
                bottom, right = measure_box(walls, top, left)
                seen.update((y, x) for y in range(top, bottom) for x in range(left, right))
                text = "".join("".join(row[left:right]).strip() for row in canvas[top:bottom])
                boxes.append(Rectangle(left - 0.5, top - 0.5, right + 0.5, bottom + 0.5, text))
    return place_rectangles(boxes, tolerance=0.4)


def spread(line: str) -> list[str]:
    """Return the characters of a line by display column; a wide one is followed by an empty one."""
    cells: list[str] = []
    for character in line:
        cells += [character, *[""] * (cell_len(character) - 1)]
    return cells


def find_walls(line: str, width: int) -> list[bool]:
    """Return for every display column whether a border stands there; also behind the line's end."""
    cells = spread(line.rstrip())
    walls = [cell in VERTICAL for cell in cells] + [True] * (width - len(cells))
    text = "".join(cell or "?" for cell in cells)
    for match in RULE.finditer(text):
        walls[match.start() : match.end()] = [True] * (match.end() - match.start())
    return walls


def measure_box(walls: Sequence[Sequence[bool]], top: int, left: int) -> tuple[int, int]:
    """Return bottom and right (excluded) of the open rectangle that begins here."""
    right = left
    while right < len(walls[top]) and not walls[top][right]:
        right += 1
    bottom = top
    while bottom < len(walls) and not any(walls[bottom][left:right]):
        bottom += 1
    return bottom, right
