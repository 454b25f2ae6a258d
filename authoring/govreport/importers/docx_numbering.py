"""The numbers that Word puts before paragraphs by itself (一、 or （一）) and that are no text of theirs."""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHINESE = "零一二三四五六七八九十"
COUNTED = frozenset(
    (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "ideographDigital",
        "chineseLegalSimplified",
        "taiwaneseCountingThousand",
    )
)
ENCLOSED = "①②③④⑤⑥⑦⑧⑨⑩"
ALREADY = re.compile(r"\s*(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．]|[①-⑩])")


@dataclass(frozen=True)
class _Level:
    """How one level of a list is numbered: kind of digits, pattern with %1, first number."""

    kind: str
    pattern: str
    start: int


class Numbering:
    """The lists of a file, and how far each has counted."""

    def __init__(self, package: Any) -> None:
        """Read the definitions of lists and which styles use them."""
        self.levels: dict[str, dict[int, _Level]] = {}
        self.styles: dict[str, tuple[str, int]] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        for relation in package.part.rels.values():
            if relation.reltype.endswith("/numbering") and not relation.is_external:
                self._read_lists(relation.target_part.element)
        for style in package.styles.element.iter(f"{W}style"):
            numbered = style.find(f"{W}pPr/{W}numPr")
            if numbered is not None:
                self.styles[style.get(f"{W}styleId", "")] = read_reference(numbered)

    def _read_lists(self, element: Any) -> None:
        abstract = {
            item.get(f"{W}abstractNumId"): {
                int(level.get(f"{W}ilvl", "0")): _Level(
                    value_of(level, "numFmt"), value_of(level, "lvlText"), int(value_of(level, "start") or 1)
                )
                for level in item.iter(f"{W}lvl")
            }
            for item in element.iter(f"{W}abstractNum")
        }
        for number in element.iter(f"{W}num"):
            self.levels[number.get(f"{W}numId", "")] = abstract.get(value_of(number, "abstractNumId"), {})

    def number(self, paragraph: Any, text: str) -> str:
        """Return the number before a paragraph, "" for none; counts it. An empty paragraph is not counted."""
        numbered = paragraph.find(f"{W}pPr/{W}numPr")
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name, depth = ("", 0)
        if numbered is not None:
            name, depth = read_reference(numbered)
        elif style is not None:
            name, depth = self.styles.get(style.get(f"{W}val", ""), ("", 0))
        level = self.levels.get(name, {}).get(depth)
        if level is None or not text.strip() or level.kind in ("bullet", "none", ""):
            return ""
        counts = self.counts[name]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [key for key in counts if key > depth]:
            del counts[deeper]
        return "" if ALREADY.match(text) else self._write(name, depth)

    def _write(self, name: str, depth: int) -> str:
        """Return the number by its pattern, with those of the levels above where it shows them."""
        pattern = self.levels[name][depth].pattern
        for level in range(depth + 1):
            shown = self.levels[name].get(level)
            if shown:
                count = self.counts[name].get(level, shown.start)
                pattern = pattern.replace(f"%{level + 1}", write_count(count, shown.kind))
        return pattern


def read_reference(numbered: Any) -> tuple[str, int]:
    """Return which list a paragraph is in, and at which level."""
    depth = value_of(numbered, "ilvl")
    return value_of(numbered, "numId"), int(depth) if depth.isdigit() else 0


def value_of(element: Any, name: str) -> str:
    """Return the value of a child element, "" for none."""
    child = element.find(f"{W}{name}")
    return child.get(f"{W}val", "") if child is not None else ""


def write_count(count: int, kind: str) -> str:
    """Return a number in the digits of a list."""
    if kind in COUNTED and 0 < count < 20:
        return CHINESE[count] if count <= 10 else f"十{CHINESE[count - 10]}"
    if kind == "decimalEnclosedCircleChinese" and 0 < count <= 10:
        return ENCLOSED[count - 1]
    return str(count)
