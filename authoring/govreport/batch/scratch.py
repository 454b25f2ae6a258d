"""The folder in which a batch's workers keep temporary files, removed however the batch ended."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

from govreport.files import is_abandoned, owner_mark

PREFIX = "govreport-batch."


@contextmanager
def make_scratch() -> Iterator[str]:
    """Give an empty folder that is gone behind the block; those that dead batches have left go first."""
    parent = Path(tempfile.gettempdir())
    remove_abandoned(parent)
    with tempfile.TemporaryDirectory(
        prefix=f"{PREFIX}{owner_mark()}.", dir=parent, ignore_cleanup_errors=True
    ) as folder:
        yield folder


def remove_abandoned(parent: Path) -> None:
    """Remove our own folders whose process is gone."""
    for path in parent.glob(f"{PREFIX}*"):
        mark = path.name.removeprefix(PREFIX).partition(".")[0]
        try:
            is_ours = not hasattr(os, "getuid") or path.lstat().st_uid == os.getuid()
        except OSError:
            continue
        if is_ours and path.is_dir() and not path.is_symlink() and is_abandoned(mark):
            rmtree(path, ignore_errors=True)
