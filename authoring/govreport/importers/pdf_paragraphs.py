"""The lines of a PDF's pages as paragraphs, without page numbers and running heads."""

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from typing import Any

from govreport.importers.pdf_tables import is_continued, join_tables
from govreport.importers.pdf_text import Line
from govreport.importers.rectangles import Rectangle

INDENT = 1.2
SHORT = 3.0
"""In sizes of the character: a line that ends so far before the right edge ends its paragraph."""
SHORT_INDENTED = 6.0
"""As above, in a document whose paragraphs begin with an indent."""
WIDE_PITCH = 1.35
"""Times the usual distance of lines: a wider one stands between paragraphs."""
MARGIN = 0.11
"""Of a page's height: so near to its upper or lower edge stand page numbers and running heads."""
PAGE_NUMBER = re.compile(
    r"[\s—–\-－_·•]*(?:第)?\s*(?:\d{1,3}|[ivxIVX]{1,5})\s*(?:页)?(?:[\s/共]*\d{1,3}\s*页?)?[\s—–\-－_·•]*"
)
LATIN_WORD = re.compile(r"[!-~]+")
"""What no program breaks: a line before it ends early."""


def drop_running_lines(items: Sequence[Line | list[Rectangle]]) -> list[Line | list[Rectangle]]:
    """Return the items without page numbers, and without lines that stand at the edge of several pages."""
    edge = [mask_digits(item.text) for item in items if isinstance(item, Line) and is_at_edge(item)]
    repeated = {text for text, count in Counter(edge).items() if count > 1}
    return [
        item
        for item in items
        if not isinstance(item, Line)
        or not is_at_edge(item)
        or (PAGE_NUMBER.fullmatch(item.text) is None and mask_digits(item.text) not in repeated)
    ]


def is_at_edge(line: Line) -> bool:
    """Tell whether a line stands in the upper or lower margin of its page."""
    return line.bottom < MARGIN * line.height or line.top > (1 - MARGIN) * line.height


def mask_digits(text: str) -> str:
    """Return a line with every number as one sign, to see that it repeats."""
    return re.sub(r"\d+", "#", "".join(text.split()))


@dataclass(frozen=True)
class Setting:
    """How the text of a document is set: its left and right edge, the usual distance of lines, in points."""

    left: float
    right: float
    pitch: float
    short: float

    def goes_on(self, last: Line, line: Line) -> bool:
        """Tell whether a line goes on with the paragraph: the one before was full, this is not indented."""
        if "\t" in last.text or "\t" in line.text:
            return False
        word = LATIN_WORD.match(line.text)
        room = max(self.short * last.size, (len(word[0]) * 0.55 + 2) * line.size if word else 0.0)
        is_full = last.right > self.right - room
        is_indented = line.left > self.left + INDENT * line.size
        same_size = abs(line.size - last.size) < 0.25 * last.size
        far = line.page == last.page and line.top - last.top > WIDE_PITCH * self.pitch
        return is_full and not is_indented and same_size and not far


def measure_setting(lines: Sequence[Line]) -> Setting:
    """Return how the lines of a document are set."""
    plain = [line for line in lines if "\t" not in line.text]
    left = find_edge([line.left for line in plain], lowest=True)
    right = find_edge([line.right for line in plain], lowest=False)
    steps = [b.top - a.top for a, b in pairwise(plain) if a.page == b.page and 0 < b.top - a.top < 4 * a.size]
    indented = sum(1 for line in plain if INDENT < (line.left - left) / max(line.size, 1.0) < 3)
    short = SHORT_INDENTED if indented * 8 > len(plain) else SHORT
    return Setting(left, right, statistics.median(steps) if steps else 1000.0, short)


def join_blocks(items: Sequence[Line | list[Rectangle]]) -> Iterator[Any]:
    """Yield paragraphs and tables in order; a paragraph goes on over page ends."""
    setting = measure_setting([item for item in items if isinstance(item, Line)])
    run: list[Line | list[Rectangle]] = []
    for item in items:
        if run and not belongs(run, item, setting):
            yield join_run(run)
            run = []
        run.append(item)
    if run:
        yield join_run(run)


def belongs(run: Sequence[Line | list[Rectangle]], item: Line | list[Rectangle], setting: Setting) -> bool:
    """Tell whether a line goes on with the paragraph before it, or a table with the table before it."""
    last = run[-1]
    if isinstance(last, Line):
        return isinstance(item, Line) and setting.goes_on(last, item)
    return not isinstance(item, Line) and is_continued(last, item)


def join_run(run: Sequence[Line | list[Rectangle]]) -> Any:
    """Return the lines of one paragraph as its text, or the pieces of one table as its cells."""
    texts = [item.text for item in run if isinstance(item, Line)]
    return (
        reduce(join_texts, texts) if texts else join_tables([item for item in run if not isinstance(item, Line)])
    )


def find_edge(places: Sequence[float], *, lowest: bool) -> float:
    """Return the left or right edge of the text: the outermost place that several lines share."""
    counts = Counter(round(place / 3) for place in places)
    shared = [place * 3.0 for place, count in counts.items() if count >= 3] or list(places) or [0.0]
    return min(shared) if lowest else max(shared)


def join_texts(before: str, after: str) -> str:
    """Return two lines of a paragraph as one; between Latin words with a blank."""
    is_latin = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
    return f"{before}{' ' if is_latin else ''}{after}"
