"""Where every key and value of a TOML text stands."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import accumulate

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

from govreport.finding import Place
from govreport.paragraphs import BLANKS
from govreport.toml.strings import WrittenString, read_string

DEEPEST = 100
"""Levels of a path; no report has more than six, and nothing below is looked at."""


class Positions:
    """Places by key path, e.g. `applications.received[0]`: of keys (for tables: the header) and of values.

    Headers are found at once; what is in tables and arrays only when it is asked for. What has no key or
    header of its own, as `a` in `[a.b]`, `[[a]]` or `a.b = 1`, is `implied` by the first one that begins with it.
    tree-sitter counts columns in bytes, we in characters.
    """

    def __init__(self, text: str) -> None:
        """Parse `text`, which must be TOML."""
        self.text = text
        self.lines = text.split("\n")
        self.keys: dict[str, Node] = {}
        self.values: dict[str, Node] = {}
        self.implied: dict[str, Node] = {}
        self.unopened: dict[str, Node] = {}
        self.strings: dict[str, WrittenString] = {}
        self.counts: dict[str, int] = {}
        self.bytes = [line.encode("utf-8") for line in self.lines]
        self.tree = make_parser().parse(text.encode("utf-8"))
        for node in self.tree.root_node.children:
            if node.type == "pair":
                self._take_pair(node, "")
            elif node.type in ("table", "table_array_element"):
                self._take_table(node)

    def find_word(self, path: str, word: str, occurrence: int = 0) -> Place:
        """Return where `word` stands in the text value at `path`, the first one after `occurrence` others.

        The blanks around the text's lines do not count. Where it does not stand there, the value's place.
        """
        string = self.find_string(path)
        span = find_in_lines(string.text, word, occurrence) if string and word else None
        if string is None or span is None:
            return self.find(path)
        return self._place_between(string.starts[span[0]], string.ends[span[1] - 1])

    def find_string(self, path: str) -> WrittenString | None:
        """Return the text value at `path`; None where there is something else."""
        if path not in self.strings:
            self._open_around(path)
            node = self.values.get(path)
            if node is None or node.type != "string":
                return None
            start = self._offset_of_byte(*node.start_point)
            self.strings[path] = read_string(self.text[start : self._offset_of_byte(*node.end_point)], start)
        return self.strings[path]

    def _place_between(self, start: int, end: int) -> Place:
        """Return the place of the characters from offset `start` to `end`, at most to the end of the line."""
        line = bisect_right(self.line_starts, start)
        end = min(end, self.line_starts[line] - 1)
        return Place(line, start - self.line_starts[line - 1] + 1, max(1, end - start))

    def _offset_of_byte(self, row: int, column: int) -> int:
        """Return where in the text the byte `column` of a line stands."""
        return self.line_starts[row] + self._count_characters(row, column)

    def offset(self, place: Place) -> int:
        """Return where in the text a place begins."""
        return self.line_starts[place.line - 1] + place.column - 1

    @cached_property
    def line_starts(self) -> list[int]:
        """Where in the text each line begins."""
        return list(accumulate((len(line) + 1 for line in self.lines), initial=0))

    def find(self, path: str, *, on_key: bool = False) -> Place:
        """Return the place of `path`; of the nearest thing around it where it is not in the text, else 1:1."""
        self._open_around(path)
        first, second = (self.keys, self.values) if on_key else (self.values, self.keys)
        while path:
            node = first.get(path) or second.get(path) or self.implied.get(path)
            if node is not None:
                return self._place(node)
            path = parent(path)
        return Place()

    def _open_around(self, path: str) -> None:
        """Find what stands in the tables and arrays around `path`, the outermost first."""
        around = [path]
        while around[-1]:
            around.append(parent(around[-1]))
        for prefix in reversed(around):
            node = self.unopened.pop(prefix, None)
            if node is not None:
                self._take_items(node, prefix)

    def _take_table(self, node: Node) -> None:
        header = next(child for child in node.children if child.type.endswith("key"))
        path = self._inside_arrays(header, is_array=node.type == "table_array_element")
        self.keys.setdefault(path, header)
        self.unopened.setdefault(path, node)

    def _inside_arrays(self, header: Node, *, is_array: bool) -> str:
        """Return the header's path with the index of the array element that it opens or lies in."""
        path = ""
        parts = list(self._key_parts(header))
        for number, part in enumerate(parts):
            path = f"{path}.{part}" if path else part
            self.implied.setdefault(path, header)
            if is_array and number == len(parts) - 1:
                self.counts[path] = self.counts.get(path, -1) + 1
            if path in self.counts:
                path = f"{path}[{self.counts[path]}]"
        return path

    def _take_pair(self, node: Node, table: str) -> None:
        key, value = [child for child in node.named_children if child.type != "comment"][:2]
        path = table
        for part in self._key_parts(key):
            path = f"{path}.{part}" if path else part
            self.implied.setdefault(path, key)
        self.keys.setdefault(path, key)
        self._take_value(value, path)

    def _take_value(self, node: Node, path: str) -> None:
        self.values.setdefault(path, node)
        if node.type in ("array", "inline_table") and path.count("[") + path.count(".") <= DEEPEST:
            self.unopened.setdefault(path, node)

    def _take_items(self, node: Node, path: str) -> None:
        if node.type != "array":
            for pair in (child for child in node.children if child.type == "pair"):
                self._take_pair(pair, path)
            return
        items = (child for child in node.named_children if child.type != "comment")
        for index, item in enumerate(items):
            self._take_value(item, f"{path}[{index}]")

    def _key_parts(self, node: Node) -> Iterator[str]:
        """Yield the parts of a key; a dotted key is a tree that hangs to the left, one level a dot."""
        parts: list[Node] = []
        while node.type == "dotted_key":
            node, *rest = node.named_children
            parts += reversed(rest)
        for part in (node, *reversed(parts)):
            text = (part.text or b"").decode("utf-8")
            yield text[1:-1] if part.type == "quoted_key" else text

    def _place(self, node: Node) -> Place:
        row, column = node.start_point
        start = self._count_characters(row, column)
        end_row, end_column = node.end_point
        end_bytes = end_column if end_row == row else len(self.bytes[row].rstrip(b"\r"))
        return Place(row + 1, start + 1, max(1, self._count_characters(row, end_bytes) - start))

    def _count_characters(self, row: int, column: int) -> int:
        """Return the characters before a byte of a line."""
        return len(self.bytes[row][:column].decode("utf-8", "replace"))


@cache
def make_parser() -> Parser:
    """Return the parser of TOML, made once a process."""
    return Parser(Language(tree_sitter_toml.language()))


def find_in_lines(text: str, word: str, occurrence: int) -> tuple[int, int] | None:
    """Return where `word` stands, after `occurrence` others, in lines of `text` without their outer blanks."""
    start = 0
    for line in text.split("\n"):
        first = start + len(line) - len(line.lstrip(BLANKS))
        end = first + len(line.strip(BLANKS))
        at = text.find(word, first, end)
        while at >= 0:
            if not occurrence:
                return at, at + len(word)
            occurrence -= 1
            at = text.find(word, at + len(word), end)
        start += len(line) + 1
    return None


def parent(path: str) -> str:
    """Return the path of what `path` lies in."""
    return path[: max(path.rfind("["), path.rfind("."), 0)]


def find_positions(text: str) -> Positions:
    """Return the places of all keys and values of `text`, which must be TOML."""
    return Positions(text)
