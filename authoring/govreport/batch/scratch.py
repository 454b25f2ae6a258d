"""A folder for temporary files, of a batch's workers or of statistics, removed however the program ended."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

from govreport.errors import GovreportError
from govreport.files import is_abandoned, owner_mark, refuse

PREFIX = "govreport-batch."


@contextmanager
def make_scratch(prefix: str = PREFIX) -> Iterator[str]:
    """Give an empty folder that is gone behind the block; those that dead programs have left go first.

    `prefix` tells what it is for. Raises GovreportError where no folder can be made.
    """
    parent = find_parent()
    remove_abandoned(parent, prefix)
    try:
        made = tempfile.TemporaryDirectory(
            prefix=f"{prefix}{owner_mark()}.", dir=parent, ignore_cleanup_errors=True
        )
    except OSError as error:
        raise refuse(parent, error) from error
    with made as folder:
        yield folder


def find_parent() -> Path:
    """Return the folder of temporary files. Raises GovreportError where none can be written to."""
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError as error:
        raise GovreportError("没有一个临时文件夹写得进去；请腾出磁盘空间，或用环境变量 TMPDIR 另指一个") from error


def remove_abandoned(parent: Path, prefix: str = PREFIX) -> None:
    """Remove our own folders whose process is gone."""
    for path in parent.glob(f"{prefix}*"):
        mark = path.name.removeprefix(prefix).partition(".")[0]
        try:
            is_ours = not hasattr(os, "getuid") or path.lstat().st_uid == os.getuid()
        except OSError:
            continue
        if is_ours and path.is_dir() and not path.is_symlink() and is_abandoned(mark):
            rmtree(path, ignore_errors=True)
