"""What an output is made from, as one hash: when that is the same, the output is up to date."""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

from govreport import __version__
from govreport.files import Carried
from govreport.resources import locate_resources


def hash_recipe(content: bytes, carried: Carried, settings: object) -> str:
    """Return the hash of an input, the files that it names, our version, and settings as they print."""
    files = [(name, hash_file(found)) for name, found in sorted(carried.items())]
    head = sha256(repr((__version__, settings, files)).encode("utf-8", "surrogatepass")).digest()
    return sha256(head + content).hexdigest()


def hash_file(found: bytes | str) -> str:
    """Return the hash of a file, or why it could not be read."""
    return found if isinstance(found, str) else sha256(found).hexdigest()


@cache
def hash_looks(*folders: Path) -> str:
    """Return the hash of all packs of templates, and of those in the user's `folders`: their names and files.

    Which pack a report takes is known only when it has been read, so a change in any of them counts.
    """
    hashed = sha256()
    for root in [locate_resources("templates"), *(folder for folder in folders if folder.is_dir())]:
        for path in list_files(root):
            content = path.read_bytes()
            hashed.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode() + content)
    return hashed.hexdigest()


def list_files(root: Path) -> Iterable[Path]:
    """Return the files below a folder, in order."""
    return sorted(path for path in root.rglob("*") if path.is_file())
