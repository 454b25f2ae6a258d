"""The pages of a PDF as blocks: ruled tables as cells, lines put together to paragraphs."""

import bisect
import re
import statistics
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any, BinaryIO
from unicodedata import normalize

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException

from govreport.importers.rectangles import Rectangle, join_edges, place_rectangles

MOST_PAGES = 150
MOST_OBJECTS = 400_000
LARGEST_STREAM = 20 * 2**20
"""Bytes of one page's instructions; pages of reports have some 100 kB."""
THIN = 4.0
"""Points: a filled rectangle thinner than that is a line, a thicker one a background."""
EDGE_TOLERANCE = 3.5
OPEN_HEIGHT = 8.0
BETWEEN_PAGES = 100.0
GAP = 1.6
"""In sizes of the character: a wider gap in a line separates cells."""
NUMBER_GAP = 0.8
INDENT = 1.2
SHORT = 3.0
"""In sizes of the character: a line that ends so far before the right edge ends its paragraph."""
SHORT_INDENTED = 6.0
"""As above, in a document whose paragraphs begin with an indent."""
WIDE_PITCH = 1.35
"""Times the usual distance of lines: a wider one stands between paragraphs."""
MARGIN = 0.11
"""Of a page's height: so near to its upper or lower edge stand page numbers and running heads."""
PAGE_NUMBER = re.compile(r"[\s—–\-－_·•]*(?:第)?\s*(?:\d{1,3}|[ivxIVX]{1,5})\s*(?:页)?(?:[\s/共]*\d{1,3}\s*页?)?[\s—–\-－_·•]*")


RADICALS = dict(
    zip("⺟⺠⺎⺝⺧⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳⻰⻌", "母民兀月牛虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟龙辶", strict=True)
)
RADICALS |= {"⼾": "户", "⾭": "青", "\u2329": "〈", "\u232a": "〉"}
"""Signs of the blocks of radicals for which Unicode has no decomposition, or one to a traditional character."""


LATIN_WORD = re.compile(r"[!-~]+")
"""What no program breaks: a line before it ends early."""


class PdfError(Exception):
    """The pages cannot be read; the message is a key of `pdf.REASONS`."""


@dataclass(frozen=True)
class Line:
    """A line outside of tables. `size` of its characters in points."""

    text: str
    page: int
    left: float
    right: float
    top: float
    bottom: float
    size: float
    height: float


@dataclass
class Pages:
    """What was read: paragraphs as texts, tables as in `join_tables`."""

    blocks: list[Any] = field(default_factory=list)
    images: int = 0


def read_pages(stream: BinaryIO) -> Pages:
    """Return the blocks of all pages. Raises PdfError."""
    check_streams(stream)
    pages = Pages()
    items: list[Line | list[Rectangle]] = []
    try:
        stream.seek(0)
        with pdfplumber.open(stream) as pdf:
            for number, page in enumerate(pdf.pages):
                if number >= MOST_PAGES:
                    raise PdfError("pages")
                items += read_page(page, number, pages)
                page.close()
    except (PdfminerException, PDFException, PDFPasswordIncorrect, ValueError, TypeError, KeyError) as error:
        is_locked = isinstance(error, PDFPasswordIncorrect) or "Password" in repr(error)
        raise PdfError("password" if is_locked else "damaged") from error
    except (AttributeError, IndexError, AssertionError, RecursionError, OverflowError, MemoryError) as error:
        raise PdfError("damaged") from error
    check_text(items)
    pages.blocks = list(join_blocks(drop_running_lines(items)))
    return pages


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


def check_streams(stream: BinaryIO) -> None:
    """Raise PdfError where a page's instructions are packed to many times what any page needs."""
    import pikepdf

    try:
        with pikepdf.open(stream) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise PdfError("pages")
            for page in pdf.pages:
                contents = page.obj.get("/Contents", pikepdf.Array())
                for part in contents if isinstance(contents, pikepdf.Array) else [contents]:
                    if isinstance(part, pikepdf.Stream) and str(part.get("/Filter", "")) == "/FlateDecode":
                        check_packed(part.read_raw_bytes())
    except pikepdf.PasswordError as error:
        raise PdfError("password") from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, KeyError, AttributeError):
        return  # damaged: the reader proper may still make sense of it, or says so


def check_packed(raw: bytes) -> None:
    """Raise PdfError where packed bytes are larger than any page's instructions, unpacking no more than those."""
    unpacker = zlib.decompressobj()
    try:
        if len(unpacker.decompress(raw, LARGEST_STREAM + 1)) > LARGEST_STREAM:
            raise PdfError("large")
    except zlib.error:
        return


def check_text(items: Sequence[Line | list[Rectangle]]) -> None:
    """Raise PdfError where there is no text, or text without meaning."""
    text = "".join(item.text if isinstance(item, Line) else "".join(box.text for box in item) for item in items)
    visible = "".join(text.split())
    if len(visible) < 40:
        raise PdfError("scan")
    if visible.count("(cid:") * 20 > len(visible) or sum(map(is_private, visible)) * 5 > len(visible):
        raise PdfError("garbled")


def is_private(character: str) -> bool:
    """Tell whether a character has no meaning outside its font."""
    return "\ue000" <= character <= "\uf8ff" or character == "\ufffd"


def read_page(page: Any, number: int, pages: Pages) -> list[Line | list[Rectangle]]:
    """Return lines and tables of a page from top to bottom."""
    pages.images += len(page.images)
    if len(page.objects.get("char", ())) + len(page.edges) > MOST_OBJECTS:
        raise PdfError("large")
    chars = [{**char, "text": restore_ideographs(char["text"])} for char in page.chars if char["text"]]
    found: list[tuple[float, Line | list[Rectangle]]] = []
    ruled = page.filter(is_ruling_or_text)
    tables = [table for table in ruled.find_tables(find_open_ends(ruled.edges)) if is_table(table)]
    for table in tables:
        inside = [char for char in chars if is_within(char, table.bbox)]
        chars = [char for char in chars if not is_within(char, table.bbox)]
        found.append((table.bbox[1], read_table(table, inside)))
    found += [(line.top, line) for line in read_lines(chars, number, float(page.height))]
    return [item for _, item in sorted(found, key=lambda pair: pair[0])]


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


def restore_ideographs(text: str) -> str:
    """Return text with ordinary characters for signs of radicals, which some programs write in place of them."""
    return "".join(
        RADICALS.get(c) or (normalize("NFKC", c) if "\u2f00" <= c <= "\u2fd5" else c) for c in text
    )


def is_within(char: dict[str, Any], box: Sequence[float]) -> bool:
    """Tell whether the middle of a character lies in a rectangle (left, top, right, bottom)."""
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


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
            boxes += [Rectangle(a, top, b, bottom, t) for a, b, t in zip(ends, ends[1:], pieces, strict=False)]
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
    gaps = [b[0]["x0"] - a[-1]["x1"] for a, b in zip(places, places[1:], strict=False)]
    texts = ["".join(char["text"] for char in place) for place in places]
    is_split = min(gaps) > max(char["size"] for char in line) * 0.8
    return texts if is_split and all(text.isdigit() for text in texts) else []


def group_lines(chars: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return characters in lines, top to bottom, each from left to right."""
    lines: list[list[dict[str, Any]]] = []
    middle = size = 0.0
    for char in sorted(chars, key=lambda c: ((c["top"] + c["bottom"]) / 2, c["x0"])):
        here = (char["top"] + char["bottom"]) / 2
        if not lines or here - middle > 0.5 * max(size, char["size"]):
            lines.append([])
            middle, size = here, char["size"]
        lines[-1].append(char)
    return [sorted(line, key=lambda char: char["x0"]) for line in lines]


def write_line(chars: Sequence[dict[str, Any]]) -> str:
    """Return a line's text: a tab for a wide gap, blanks only between Latin words."""
    pieces: list[str] = []
    last: dict[str, Any] | None = None
    blank = False
    for char in chars:
        if not char["text"].strip():
            blank = True
            continue
        if last is not None:
            gap = char["x0"] - last["x1"]
            is_latin = last["text"][-1].isascii() and char["text"][0].isascii()
            if gap > (NUMBER_GAP if both_digits(last, char) else GAP) * max(char["size"], last["size"]):
                pieces.append("\t")
            elif is_latin and (blank or gap > 0.22 * char["size"]) and not both_digits(last, char):
                pieces.append(" ")
        pieces.append(char["text"])
        last, blank = char, False
    return "".join(pieces)


def both_digits(last: dict[str, Any], char: dict[str, Any]) -> bool:
    """Tell whether a gap lies inside a number."""
    return bool(last["text"][-1].isdigit() and char["text"][0].isdigit())


def read_lines(chars: Sequence[dict[str, Any]], page: int, height: float) -> Iterator[Line]:
    """Yield the lines outside of tables."""
    for line in group_lines(chars):
        visible = [char for char in line if char["text"].strip()]
        if visible:
            size = statistics.median(char["size"] for char in visible)
            yield Line(
                write_line(line),
                page,
                visible[0]["x0"],
                visible[-1]["x1"],
                min(char["top"] for char in visible),
                max(char["bottom"] for char in visible),
                size,
                height,
            )


# ---------------------------------------------------------------- pages to one text


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
        """Tell whether a line continues the paragraph of the one before: that was full, and this is not indented."""
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
    pairs = zip(plain, plain[1:], strict=False)
    steps = [b.top - a.top for a, b in pairs if a.page == b.page and 0 < b.top - a.top < 4 * a.size]
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
    return reduce(join_texts, texts) if texts else join_tables([item for item in run if not isinstance(item, Line)])


def find_edge(places: Sequence[float], *, lowest: bool) -> float:
    """Return the left or right edge of the text: the outermost place that several lines share."""
    counts = Counter(round(place / 3) for place in places)
    shared = [place * 3 for place, count in counts.items() if count >= 3] or [*places] or [0.0]
    return float(min(shared) if lowest else max(shared))


def join_texts(before: str, after: str) -> str:
    """Return two lines of a paragraph as one; between Latin words with a blank."""
    is_latin = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
    return f"{before}{' ' if is_latin else ''}{after}"
