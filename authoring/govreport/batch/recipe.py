"""What an output is made from, as one hash: when that is the same, the output is up to date."""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

from govreport import __version__
from govreport.resources import locate_resources


def hash_recipe(content: bytes, *parts: object) -> str:
    """Return the hash of an input's bytes, this version of govreport, and `parts` as they print."""
    settings = sha256(repr((__version__, *parts)).encode()).digest()
    return sha256(settings + content).hexdigest()


@cache
def hash_looks(folder: str = "") -> str:
    """Return the hash of all packs of templates, and of one in a `folder` of the user's: their names and files.

    Which pack a report takes is known only when it has been read, so a change in any of them counts.
    """
    hashed = sha256()
    for root in [locate_resources("templates"), *([Path(folder)] if folder else [])]:
        for path in list_files(root):
            content = path.read_bytes()
            hashed.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode() + content)
    return hashed.hexdigest()


def list_files(root: Path) -> Iterable[Path]:
    """Return the files below a folder, in order."""
    return sorted(path for path in root.rglob("*") if path.is_file())
