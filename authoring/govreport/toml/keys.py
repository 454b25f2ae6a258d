"""Which tables and keys of a TOML text were already written, and on which line."""

import re
from collections.abc import Iterator

from govreport.toml.line import KEY, STRING, Line

Header = tuple[str, bool, int, int]
"""A header's name, whether it is [[…]], and where the name stands on its line."""


class KeyRegister:
    """Keys and tables seen so far; reports those that come twice."""

    def __init__(self) -> None:
        """Begin with nothing written."""
        self.table = ""
        self.plain_table = ""
        self.tables: dict[str, int] = {}
        self.keys: dict[str, int] = {}
        self.implied: dict[str, int] = {}
        self.counts: dict[str, int] = {}
        self.reported: set[tuple[str, int]] = set()

    def open_table(self, line: Line, header: Header | None) -> None:
        """Go on in the table of a header; None where its name could not be read."""
        if header is None:
            self.table = self.plain_table = ""
            return
        name, is_array, start, end = header
        path = ".".join(self.number_elements(name.split("."), is_array=is_array))
        first = self.tables.get(path) or self.keys.get(path) or self.implied.get(path)
        if first and not is_array:
            line.strike("F23", start, end, key=name, first=first)
        self.tables.setdefault(path, line.number)
        self.table, self.plain_table = path, name

    def number_elements(self, parts: list[str], *, is_array: bool) -> Iterator[str]:
        """Yield the parts of a header's name, those of [[…]] with the number of their element."""
        path = ""
        for index, part in enumerate(parts):
            path = f"{path}.{part}" if path else part
            if is_array and index == len(parts) - 1:
                self.counts[path] = self.counts.get(path, -1) + 1
            suffix = f"[{self.counts[path]}]" if path in self.counts else ""
            path += suffix
            yield part + suffix

    def take_key(self, line: Line, start: int, end: int) -> str:
        """Register the key that stands from `start` to `end`.

        Returns its path, without numbers of elements; "" where it cannot be read.
        """
        code = line.skeleton[start:end]
        key = line.text[start:end].strip("\"'") if STRING in code else re.sub(r"\s*\.\s*", ".", code)
        if STRING not in code and not re.fullmatch(KEY, key):
            self.report_unreadable(line, start, end, key)
            return ""
        self.register(line, start, end, key)
        return f"{self.plain_table}.{key}" if self.plain_table else key

    def report_unreadable(self, line: Line, start: int, end: int, key: str) -> None:
        """Report a key that is none, unless a character in it was reported already."""
        if not any(s.place and start < s.place.column <= end for s in line.strikes):
            line.strike("F27", start, end, key=line.text[start:end])
            joined = re.sub(r"\s+", "_", key)
            if re.fullmatch(KEY, joined):
                line.edit(start, end, joined)

    def register(self, line: Line, start: int, end: int, key: str) -> None:
        """Remember a key; report it where it, or one above it, has a value already."""
        above = [key[: match.start()] for match in re.finditer(r"\.", key)]
        for name in [*above, key]:
            path = f"{self.table}.{name}" if self.table else name
            first = self.keys.get(path) or (name == key and (self.implied.get(path) or self.tables.get(path)))
            if first:
                if (path, first) not in self.reported or name == key:
                    line.strike("F22", start, end, key=name, first=first)
                self.reported.add((path, first))
                return
        for name in above:
            self.implied.setdefault(f"{self.table}.{name}" if self.table else name, line.number)
        self.keys[f"{self.table}.{key}" if self.table else key] = line.number
