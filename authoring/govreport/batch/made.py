"""Which outputs of a folder are up to date: `.govreport.json` in it, the memory of batches."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG
from time import monotonic

from govreport.errors import DiskFullError, GovreportError
from govreport.files import read_input, write_output

NAME = ".govreport.json"
LARGEST = 2**28
"""Bytes; a hundred thousand outputs take 20 MB."""
SHAPE = 1
"""Of the file; one of another shape is not read."""
SECONDS = 1.0
"""At most so long is what was made not remembered, ..."""
SHARE = 20
"""... or so many times as long as writing the memory takes."""


@dataclass(frozen=True)
class Entry:
    """One output: `recipe` is the hash of all that it was made from, `digest` that of its content.

    `size` is in bytes, `modified` in ns; where only that differs the content decides.
    """

    recipe: str
    digest: str
    size: int
    modified: int


class Memory:
    """The outputs of one folder, as far as batches have made them.

    Two batches may work on one folder: each adds what it has made, neither loses more than the last second of the
    other, and what is forgotten is only made again.
    """

    def __init__(self, folder: Path) -> None:
        """Read what is remembered of a folder."""
        self.path = folder / NAME
        self.entries, self.seen = read_entries(self.path), stamp(self.path)
        self.fresh: dict[str, Entry] = {}
        self.saved_at, self.pause = monotonic(), SECONDS

    def is_current(self, name: str, recipe: str, *, may_differ: bool = False) -> bool:
        """Tell whether an output was made by this recipe and stands there as it was made.

        `may_differ`: it may have been edited since.
        """
        entry = self.entries.get(name)
        if entry is None or entry.recipe != recipe:
            return False
        path = self.path.with_name(name)
        found = measure(path)
        if found is None or may_differ:
            return found is not None
        size, modified = found
        return size == entry.size and (modified == entry.modified or holds(path, entry.digest))

    def note(self, name: str, recipe: str, content: bytes) -> None:
        """Remember an output that was just written."""
        found = measure(self.path.with_name(name))
        if found:
            self.entries[name] = self.fresh[name] = Entry(recipe, hash_content(content), *found)

    def save_in_time(self) -> None:
        """Write the memory where that is due."""
        if self.fresh and monotonic() - self.saved_at > self.pause:
            self.save()

    def save(self) -> None:
        """Write the memory, with what another batch has written meanwhile.

        Raises DiskFullError; where only this file cannot be written, the outputs are good without it.
        """
        if not self.fresh:
            return
        begin = monotonic()
        if stamp(self.path) != self.seen:
            self.entries = {**read_entries(self.path), **self.fresh}
        try:
            write_output(self.path, write_entries(self.entries))
        except DiskFullError:
            raise
        except GovreportError:
            return
        self.seen = stamp(self.path)
        self.fresh = {}
        self.saved_at = monotonic()
        self.pause = max(SECONDS, SHARE * (self.saved_at - begin))


def measure(path: Path) -> tuple[int, int] | None:
    """Return a file's size in bytes and when it was modified, in ns; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns) if S_ISREG(found.st_mode) else None


def holds(path: Path, digest: str) -> bool:
    """Tell whether a file has the content with this hash."""
    try:
        return hash_content(path.read_bytes()) == digest
    except OSError:
        return False


def hash_content(content: bytes) -> str:
    """Return the hash of an output."""
    return sha256(content).hexdigest()


def stamp(path: Path) -> object:
    """Return what changes when a file is written anew; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def write_entries(entries: Mapping[str, Entry]) -> bytes:
    """Return the file's content, an output a line."""
    lines = [
        f"{json.dumps(name)}: {json.dumps([e.recipe, e.digest, e.size, e.modified])}"
        for name, e in sorted(entries.items())
    ]
    body = ",\n".join(lines)
    return f'{{"shape": {SHAPE}, "outputs": {{\n{body}\n}}}}\n'.encode("ascii")


def read_entries(path: Path) -> dict[str, Entry]:
    """Return the entries of a file; none where it is missing, damaged, or not as we write it."""
    if not os.path.lexists(path):
        return {}
    try:
        data = json.loads(read_input(str(path), LARGEST))
    except (GovreportError, ValueError, RecursionError):
        return {}
    outputs = data.get("outputs") if isinstance(data, dict) and data.get("shape") == SHAPE else None
    if not isinstance(outputs, dict):
        return {}
    return {name: Entry(*item) for name, item in outputs.items() if is_file_name(name) and is_entry(item)}


def is_entry(item: object) -> bool:
    """Tell whether a value has the shape of an entry."""
    return isinstance(item, list) and [type(part) for part in item] == [str, str, int, int]


def is_file_name(name: str) -> bool:
    """Tell whether a text is the bare name of a file, which leads to no other folder."""
    return bool(name) and name not in (".", "..") and Path(name).name == name and "\0" not in name
