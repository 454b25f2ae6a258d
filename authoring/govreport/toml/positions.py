"""Where every key and value of a TOML text stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

from govreport.finding import Place

DEEPEST = 100
"""Levels of a path; no report has more than six, and nothing below is looked at."""


@dataclass
class Positions:
    """Places by key path, e.g. `applications.received[0]`: of keys (for tables: the header) and of values."""

    text: str
    keys: dict[str, Place] = field(default_factory=dict)
    values: dict[str, Place] = field(default_factory=dict)

    def find_word(self, path: str, word: str, occurrence: int = 0) -> Place:
        """Return where `word` stands in the text value at `path`, the first one after `occurrence` others.

        Where it does not (the value holds escapes), the value's place.
        """
        place = self.find(path)
        column = place.column - 1
        for number in range(place.line - 1, len(self.lines)):
            column = self.lines[number].find(word, column)
            while column >= 0:
                if not occurrence:
                    return Place(number + 1, column + 1, len(word))
                occurrence -= 1
                column = self.lines[number].find(word, column + len(word))
            column = 0
        return place

    @cached_property
    def lines(self) -> list[str]:
        """The text by line."""
        return self.text.split("\n")

    def find(self, path: str, *, on_key: bool = False) -> Place:
        """Return the place of `path`; of the nearest thing around it where it is not in the text, else 1:1."""
        first, second = (self.keys, self.values) if on_key else (self.values, self.keys)
        while path:
            if path in first:
                return first[path]
            if path in second:
                return second[path]
            path = path[: max(path.rfind("["), path.rfind("."), 0)]
        return Place()


def find_positions(text: str) -> Positions:
    """Return the places of all keys and values of `text`, which must be TOML."""
    return _Walk(text).walk()


class _Walk:
    """One walk over the syntax tree; tree-sitter counts columns in bytes, we in characters."""

    def __init__(self, text: str) -> None:
        self.lines = [line.encode("utf-8") for line in text.split("\n")]
        self.positions = Positions(text)
        self.counts: dict[str, int] = {}
        self.counted = (0, 0, 0)
        parser = Parser(Language(tree_sitter_toml.language()))
        self.root = parser.parse(text.encode("utf-8")).root_node

    def walk(self) -> Positions:
        for node in self.root.children:
            if node.type == "pair":
                self.take_pair(node, "")
            elif node.type in ("table", "table_array_element"):
                self.take_table(node)
        return self.positions

    def take_table(self, node: Node) -> None:
        header = next(child for child in node.children if child.type.endswith("key"))
        path = self.inside_arrays(list(self.key_parts(header)), is_array=node.type == "table_array_element")
        self.positions.keys.setdefault(path, self.place(header))
        for child in node.children:
            if child.type == "pair":
                self.take_pair(child, path)

    def inside_arrays(self, parts: list[str], *, is_array: bool) -> str:
        """Return the header's path with the index of the array element that it opens or lies in."""
        path = ""
        for number, part in enumerate(parts):
            path = f"{path}.{part}" if path else part
            if is_array and number == len(parts) - 1:
                self.counts[path] = self.counts.get(path, -1) + 1
            if path in self.counts:
                path = f"{path}[{self.counts[path]}]"
        return path

    def take_pair(self, node: Node, table: str) -> None:
        key, value = [child for child in node.named_children if child.type != "comment"][:2]
        path = table
        for part in self.key_parts(key):
            path = f"{path}.{part}" if path else part
        self.positions.keys.setdefault(path, self.place(key))
        self.take_value(value, path)

    def take_value(self, node: Node, path: str) -> None:
        self.positions.values.setdefault(path, self.place(node))
        if path.count("[") + path.count(".") > DEEPEST:
            return
        if node.type == "array":
            items = [child for child in node.named_children if child.type != "comment"]
            for index, item in enumerate(items):
                self.take_value(item, f"{path}[{index}]")
        elif node.type == "inline_table":
            for child in node.named_children:
                if child.type == "pair":
                    self.take_pair(child, path)

    def key_parts(self, node: Node) -> Iterator[str]:
        """Yield the parts of a key; a dotted key is a tree that hangs to the left, one level a dot."""
        parts: list[Node] = []
        while node.type == "dotted_key":
            node, *rest = node.named_children
            parts += reversed(rest)
        for part in (node, *reversed(parts)):
            text = (part.text or b"").decode("utf-8")
            yield text[1:-1] if part.type == "quoted_key" else text

    def place(self, node: Node) -> Place:
        row, column = node.start_point
        start = self.count_characters(row, column)
        end_row, end_column = node.end_point
        end_bytes = end_column if end_row == row else len(self.lines[row].rstrip(b"\r"))
        end = self.count_characters(row, end_bytes)
        return Place(row + 1, start + 1, max(1, end - start))

    def count_characters(self, row: int, column: int) -> int:
        """Return the characters before a byte of a line; goes on from the last answer where it can."""
        last_row, last_column, count = self.counted
        if row != last_row or column < last_column:
            last_column, count = 0, 0
        count += len(self.lines[row][last_column:column].decode("utf-8", "replace"))
        self.counted = (row, column, count)
        return count
