"""Readers of our own outputs, made without our code: a drawn table and an HTML page as cells in a grid."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import groupby

from wcwidth import wcwidth

from form_2021 import Place

NUMBER = re.compile(r"-?\d+(\.\d+)?")
INDENT = "　　"
VOID = frozenset(("br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"))


@dataclass(frozen=True)
class Box:
    """A cell: its text and the rectangle that it takes, ends excluded."""

    text: str
    top: int
    left: int
    bottom: int
    right: int
    tag: str = ""
    attributes: tuple[tuple[str, str], ...] = ()

    @property
    def is_number(self) -> bool:
        return NUMBER.fullmatch(self.text) is not None


def numbers_by_place(table: str, boxes: list[Box]) -> dict[Place, str]:
    """Return every number by table, the labels to its left and the heads above it.

    The heads are the nearest words above, up to the next number: stacked sub-tables have their own.
    """
    numbers: dict[Place, str] = {}
    for box in boxes:
        if box.is_number:
            place = (table, row_labels(box, boxes), column_heads(box, boxes))
            assert place not in numbers, place
            numbers[place] = box.text
    return numbers


def row_labels(box: Box, boxes: list[Box]) -> tuple[str, ...]:
    left = [b for b in boxes if b.left < box.left and b.top < box.bottom and box.top < b.bottom]
    labels = sorted((b for b in left if not b.is_number), key=lambda b: b.left)
    assert all(b.top <= box.top and box.bottom <= b.bottom for b in labels), box
    return tuple(b.text for b in labels)


def column_heads(box: Box, boxes: list[Box]) -> tuple[str, ...]:
    above = [b for b in boxes if b.top < box.top and b.left < box.right and box.left < b.right]
    heads: list[Box] = []
    for b in sorted(above, key=lambda b: -b.top):
        if not b.is_number:
            heads.append(b)
        elif heads:
            break
    assert all(b.left <= box.left and box.right <= b.right for b in heads), box
    return tuple(b.text for b in reversed(heads))


def covers_every_place_once(boxes: list[Box]) -> bool:
    """Tell whether the cells of a grid of rows and columns neither overlap nor leave a gap."""
    places = [(y, x) for b in boxes for y in range(b.top, b.bottom) for x in range(b.left, b.right)]
    rows, columns = max(b.bottom for b in boxes), max(b.right for b in boxes)
    return sorted(places) == [(y, x) for y in range(rows) for x in range(columns)]


# ------------------------------------------------------------ text


def columns_of(line: str) -> list[str]:
    """Return the line by display column; a wide character takes its own and an empty one."""
    cells: list[str] = []
    for character in line:
        width = wcwidth(character)
        assert width in (1, 2), character
        cells += [character, *[""] * (width - 1)]
    return cells


def read_drawn_table(lines: list[str]) -> list[Box]:
    """Return the cells between the borders of a table drawn with + - |.

    Floods from every place that is no border; a cell must be a rectangle.
    """
    canvas = [columns_of(line) for line in lines]
    assert len({len(row) for row in canvas}) == 1, "rows of different width"
    walls = [find_walls(line) for line in lines]
    seen: set[tuple[int, int]] = set()
    boxes = []
    for y, row in enumerate(canvas):
        for x in range(len(row)):
            if (y, x) not in seen and not walls[y][x]:
                region = flood(y, x, walls)
                seen |= region
                boxes.append(box_of(region, canvas))
    return boxes


def find_walls(line: str) -> list[bool]:
    """A border is |, + or a rule of - that runs from border to border."""
    cells = columns_of(line)
    walls = [cell in ("|", "+") for cell in cells]
    text = "".join(cell or "?" for cell in cells)
    for match in re.finditer(r"(?<=[+|])-+(?=[+|])", text):
        walls[match.start() : match.end()] = [True] * (match.end() - match.start())
    return walls


def flood(y: int, x: int, walls: list[list[bool]]) -> set[tuple[int, int]]:
    region, todo = {(y, x)}, [(y, x)]
    while todo:
        y, x = todo.pop()
        for near in ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)):
            if near not in region and not walls[near[0]][near[1]]:
                region.add(near)
                todo.append(near)
    return region


def box_of(region: set[tuple[int, int]], canvas: list[list[str]]) -> Box:
    top, left = min(y for y, _ in region), min(x for _, x in region)
    bottom, right = max(y for y, _ in region) + 1, max(x for _, x in region) + 1
    assert len(region) == (bottom - top) * (right - left), "a cell that is no rectangle"
    text = "".join("".join(canvas[y][left:right]).strip() for y in range(top, bottom))
    return Box(text, top, left, bottom, right)


@dataclass
class Reading:
    """A whole report as read back: paragraphs (headings, captions included) by section, tables by section.

    `values` are the tables that stand for charts in plain text, by section.
    """

    head: list[str] = field(default_factory=list)
    prose: dict[str, list[str]] = field(default_factory=dict)
    tables: dict[str, list[Box]] = field(default_factory=dict)
    values: dict[str, list[list[Box]]] = field(default_factory=dict)

    @property
    def numbers(self) -> dict[Place, str]:
        places = [numbers_by_place(title, boxes) for title, boxes in self.tables.items()]
        merged = {place: value for numbers in places for place, value in numbers.items()}
        assert len(merged) == sum(map(len, places))
        return merged


def read_text(text: str, titles: Iterable[str]) -> Reading:
    """Return what a reader of the text finds under each of the section titles."""
    titles = tuple(titles)
    lines = text.split("\n")
    starts = [lines.index(title) for title in titles]
    assert starts == sorted(starts)
    reading = Reading(head=join_paragraphs(lines[: starts[0]]))
    for title, start, end in zip(titles, starts, [*starts[1:], len(lines)], strict=True):
        body = lines[start + 1 : end]
        for boxes in map(read_drawn_table, drawn_tables(body)):
            if len({box.left for box in boxes}) == 2:  # a chart's; none of the form's has so few columns
                reading.values.setdefault(title, []).append(boxes)
            else:
                assert title not in reading.tables
                reading.tables[title] = boxes
        reading.prose[title] = join_paragraphs([line for line in body if not line.startswith(("+", "|"))])
    return reading


def drawn_tables(lines: Iterable[str]) -> Iterator[list[str]]:
    """Yield the lines of every drawn table."""
    for is_drawn, group in groupby(lines, key=lambda line: line.startswith(("+", "|"))):
        if is_drawn:
            yield list(group)


def join_paragraphs(lines: Iterable[str]) -> list[str]:
    """Join wrapped lines; a paragraph begins with two full-width blanks or far right, an empty line ends it."""
    paragraphs: list[str] = []
    is_open = False
    for line in lines:
        if line.startswith((INDENT, " ")) or not is_open:
            paragraphs += [line.strip("　 ")] * bool(line.strip())
        else:
            paragraphs[-1] += line
        is_open = bool(line.strip())
    return paragraphs


# ------------------------------------------------------------ HTML


@dataclass
class Node:
    """An element with its children; text is a child that is a str."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    def all(self, *tags: str) -> Iterator["Node"]:
        """Yield the elements below of these tags (of any where none is named), in order."""
        for child in self.children:
            if isinstance(child, Node):
                if not tags or child.tag in tags:
                    yield child
                yield from child.all(*tags)

    @property
    def text(self) -> str:
        return "".join(
            child if isinstance(child, str) else "\n" if child.tag == "br" else child.text
            for child in self.children
        )


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("document")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse_html(html: str) -> Node:
    """Return the document; every element that is no void one must be closed in turn."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert len(builder.open) == 1, builder.open[-1].tag
    return builder.open[0]


def read_table(table: Node) -> list[Box]:
    """Return the cells with row and column spans laid out as a browser does."""
    taken: set[tuple[int, int]] = set()
    boxes = []
    for y, row in enumerate(table.all("tr")):
        x = 0
        for cell in row.all("td", "th"):
            while (y, x) in taken:
                x += 1
            height, width = (int(cell.attributes.get(name, "1")) for name in ("rowspan", "colspan"))
            places = {(y + i, x + j) for i in range(height) for j in range(width)}
            assert not places & taken, cell.text
            taken |= places
            box = Box(cell.text, y, x, y + height, x + width, cell.tag, tuple(cell.attributes.items()))
            boxes.append(box)
    assert boxes
    assert covers_every_place_once(boxes)
    return boxes


def read_html(html: str) -> Reading:
    """Return what a reader of the page finds: title and preamble, then by section."""
    (article,) = parse_html(html).all("article")
    reading = Reading()
    for child in article.children:
        if isinstance(child, str):
            assert not child.strip()
        elif child.tag == "section":
            ((title,), tables) = [node.text for node in child.all("h2")], list(child.all("table"))
            reading.prose[title] = [node.text for node in child.all("p", "h3")]
            if tables:
                (reading.tables[title],) = map(read_table, tables)
        elif not reading.prose:
            reading.head.append(child.text)
        else:
            last = list(reading.prose)[-1]
            reading.prose[last] += [node.text for node in child.all("p")]
    return reading
