"""The files of one pack, read without ever leaving its folder."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from govreport.errors import GovreportError
from govreport.files import explain

LARGEST_FILE = 5 * 2**20
"""Bytes; the longest template of ours has six thousand."""


@dataclass(frozen=True)
class PackFolder:
    """The folder of a pack called `name`."""

    name: str
    path: Path

    def has(self, name: str) -> bool:
        """Tell whether there is something of that name; GovreportError for a name that leads elsewhere."""
        return os.path.lexists(self.path / check_name(name, self.path))

    def read_bytes(self, name: str, limit: int = LARGEST_FILE) -> bytes:
        """Return a file's bytes.

        Raises GovreportError naming the file: it is missing, no plain file, too large, or leads out of the folder.
        """
        path = self.path / check_name(name, self.path)
        try:
            real = Path(os.path.realpath(path))
            if not real.is_relative_to(os.path.realpath(self.path)):
                raise GovreportError(f"{path}：是通到模板文件夹外面的链接，不能用")
            if not stat.S_ISREG(real.stat().st_mode):
                raise GovreportError(f"{path}：不是普通文件")
            with real.open("rb") as file:
                content = file.read(limit + 1)
        except (OSError, ValueError) as error:
            raise GovreportError(f"{path}：读不出来：{explain(error)}") from error
        if len(content) > limit:
            raise GovreportError(f"{path}：文件太大（超过 {limit / 2**20:g} MB）")
        return content

    def read_text(self, name: str) -> str:
        """Return a file's text; raises as `read_bytes`, and where it is not UTF-8."""
        try:
            return self.read_bytes(name).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise GovreportError(f"{self.path / name}：编码不是 UTF-8，请另存为 UTF-8") from error


def check_name(name: str, folder: Path) -> str:
    """Return a name inside the pack as it is; raises GovreportError for one that could mean a file elsewhere."""
    parts = name.split("/")
    if "\0" in name or "\\" in name or ":" in name or any(part in ("", ".", "..") for part in parts):
        shown = name.replace("\0", "\\0")
        raise GovreportError(
            f"{folder}：模板里写的文件名“{shown[:80]}”不能用；只能用模板文件夹里的文件，如 logo.png"
        )
    return name
