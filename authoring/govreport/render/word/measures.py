"""The page of a pack in the units of Word."""

import math
from dataclasses import dataclass

from govreport.pack import Pack

TWIPS_PER_MM = 1440 / 25.4
TWIPS_PER_POINT = 20
GRID_UNITS_PER_POINT = 4096
"""The unit of a document grid's character space."""
DASH_ABOVE_FOOT = 0.56
"""How far above the foot of its line a dash stands, in ems."""


def to_twips(millimetres: float) -> int:
    """Return a length in twentieths of a point."""
    return round(millimetres * TWIPS_PER_MM)


@dataclass(frozen=True)
class Measures:
    """Lengths in twips, sizes of type in points."""

    pack: Pack

    @property
    def block_width(self) -> int:
        """The width of the text block between whole margins."""
        page = self.pack.page
        return to_twips(page.width) - to_twips(page.left) - to_twips(page.right)

    @property
    def line_pitch(self) -> int:
        """The pitch of the grid's lines, rounded down: a twip too much and a page has a line less."""
        page = self.pack.page
        height = to_twips(page.height) - to_twips(page.top) - to_twips(page.bottom)
        return height // page.lines

    @property
    def character_pitch(self) -> float:
        """The pitch of the grid's characters in points."""
        return self.block_width / TWIPS_PER_POINT / self.pack.page.characters

    @property
    def character_space(self) -> int:
        """What the grid adds to the width of a character, in its own unit; rounded down as the line pitch."""
        return math.floor((self.character_pitch - self.pack.sizes.text) * GRID_UNITS_PER_POINT)

    @property
    def letter_spacing(self) -> int:
        """What is added to the width of a character of the text so that a line holds as many as the grid has.

        A twip less than that: programs that round the cells of the grid down make the lines shorter.
        """
        return math.floor((self.character_pitch - self.pack.sizes.text) * TWIPS_PER_POINT) - 1

    @property
    def footer_distance(self) -> int:
        """From the paper's edge to the foot of the page number, whose dash has its place below the block."""
        page = self.pack.page
        dash = self.pack.sizes.page_number * TWIPS_PER_POINT * DASH_ABOVE_FOOT
        return to_twips(page.bottom - page.number_gap) - round(dash)

    @property
    def table_line(self) -> int:
        """The line height of tables."""
        return round(self.pack.sizes.table * self.pack.tables.line * TWIPS_PER_POINT)

    def characters(self, count: float) -> int:
        """Return the width of characters of the text."""
        return round(count * self.character_pitch * TWIPS_PER_POINT)
