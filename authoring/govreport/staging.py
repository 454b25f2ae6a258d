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

from govreport.errors import GovreportError
from govreport.files import (
    PART,
    current_umask,
    explain,
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
        with ExitStack() as stack:
            file = Path(name).open("w+b")  # noqa: SIM115 - its own closing would raise again what stopped the work
            stack.callback(drop, file)
            yield file
    finally:
        Path(name).unlink(missing_ok=True)


def drop(file: BinaryIO) -> None:
    """Close a file whose content is not wanted any more, or was written already."""
    with suppress(OSError):
        file.close()


def place_all(pairs: dict[Path, Path], *, replace: bool) -> None:
    """Put every file (value) in its place (key); where one cannot be, those before it are taken back."""
    try:
        with ExitStack() as undo:
            for path, temporary in pairs.items():
                undo.callback(take_back, path, place(path, temporary, replace=replace))
            undo.pop_all()
    finally:
        for temporary in pairs.values():
            with suppress(OSError):
                name_backup(temporary).unlink(missing_ok=True)


def place(path: Path, temporary: Path, *, replace: bool) -> Path | None:
    """Put a file in its place; return where the one that it replaces is kept, None where there was none."""
    backup = name_backup(temporary) if replace and path.exists() else None
    try:
        if backup:
            keep(path, backup)
        move(temporary, path, replace=replace)
    except OSError as error:
        raise refuse(path, error) from error
    return backup


def take_back(path: Path, backup: Path | None) -> None:
    """Put back what a file has replaced. Raises GovreportError where that cannot be done."""
    try:
        if backup:
            backup.replace(path)
        else:
            path.unlink()
    except OSError as error:
        raise GovreportError(f"{path}：后面的文件写不进去，这一个也恢复不了：{explain(error)}") from error


def name_backup(temporary: Path) -> Path:
    """Return where the file is kept that a temporary one replaces; `remove_parts` knows its owner, too."""
    return temporary.with_name(f"{temporary.name.removesuffix(PART)}-old{PART}")


def keep(path: Path, backup: Path) -> None:
    """Give a file a second name, so that it is never missing; copy it where the file system has no links."""
    try:
        os.link(path, backup)
    except OSError:
        shutil.copy2(path, backup)
