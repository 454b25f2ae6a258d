"""Several outputs that belong together: written beside their places, put there all at once or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from errno import EEXIST, EISDIR
from pathlib import Path
from typing import BinaryIO

from govreport.files import (
    PART,
    current_umask,
    list_parts,
    make_folder,
    move,
    owner_mark,
    refuse,
    remove_parts,
)


@dataclass
class Staged:
    """Open files, one for each place; they go there when `commit` is called."""

    paths: Sequence[Path]
    files: Sequence[BinaryIO]
    replace: bool

    def commit(self) -> None:
        """Close the files and put them in their places. Raises GovreportError, with everything as it was."""
        mode = 0o666 & ~current_umask()
        temporaries = [Path(file.name) for file in self.files]
        for path, file, temporary in zip(self.paths, self.files, temporaries, strict=True):
            try:
                file.close()
                temporary.chmod(mode)
            except OSError as error:
                raise refuse(path, error) from error
        place_all(dict(zip(self.paths, temporaries, strict=True)), replace=self.replace)


@contextmanager
def stage(paths: Sequence[Path], *, replace: bool) -> Iterator[Staged]:
    """Give a temporary file for each place; behind the block those that were not committed are gone.

    What a run that was killed has left goes first. Raises GovreportError where one cannot be made, or, without
    `replace`, where something is in its place.
    """
    with suppress(OSError):
        withdraw(paths)
    with ExitStack() as stack:
        files = [stack.enter_context(open_beside(path, replace=replace)) for path in paths]
        try:
            yield Staged(paths, files, replace)
        except OSError as error:
            if error.filename is not None:
                raise
            raise refuse(paths[0], error) from error  # only the staged files are written inside the block


def withdraw(paths: Sequence[Path]) -> None:
    """Remove what a run that was killed has left: temporary files, and what it put in place before the last.

    That is told by its temporary file, which still is the same file. Raises OSError.
    """
    parts = [part for folder in {path.parent for path in paths} for part in list_parts(folder)]
    if not os.path.lexists(paths[-1]):
        for path in paths[:-1]:
            if path.exists() and any(path.samefile(part) for part in parts):
                path.unlink()
    for folder in {path.parent for path in paths}:
        remove_parts(folder)


@contextmanager
def open_beside(path: Path, *, replace: bool) -> Iterator[BinaryIO]:
    """Give a temporary file beside a place, to be written and read."""
    try:
        if path.is_dir():
            raise IsADirectoryError(EISDIR, "")
        if not replace and os.path.lexists(path):
            raise FileExistsError(EEXIST, "")
        make_folder(path.parent)
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.{owner_mark()}.", suffix=PART, dir=path.parent)
    except OSError as error:
        raise refuse(path, error) from error
    try:
        os.close(handle)
        with Path(name).open("w+b") as file:
            yield file
    finally:
        Path(name).unlink(missing_ok=True)


def place_all(pairs: dict[Path, Path], *, replace: bool) -> None:
    """Put every file (value) in its place (key); where one cannot be, those before it are taken back."""
    with ExitStack() as undo:
        for path, temporary in pairs.items():
            backup = name_backup(temporary)
            try:
                if replace and path.exists():
                    keep(path, backup)
                    undo.callback(backup.replace, path)
                    move(temporary, path, replace=True)
                else:
                    move(temporary, path, replace=replace)
                    undo.callback(path.unlink)
            except OSError as error:
                raise refuse(path, error) from error
        undo.pop_all()
    for temporary in pairs.values():
        name_backup(temporary).unlink(missing_ok=True)


def name_backup(temporary: Path) -> Path:
    """Return where the file is kept that a temporary one replaces; `remove_parts` knows its owner, too."""
    return temporary.with_name(f"{temporary.name.removesuffix(PART)}-old{PART}")


def keep(path: Path, backup: Path) -> None:
    """Give a file a second name, so that it is never missing; copy it where the file system has no links."""
    try:
        os.link(path, backup)
    except OSError:
        shutil.copy2(path, backup)
