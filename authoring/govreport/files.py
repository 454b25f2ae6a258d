"""Reading inputs and writing outputs: whole or not at all, never over an input."""

import errno
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from glob import glob, has_magic
from pathlib import Path, PureWindowsPath

from govreport.errors import DiskFullError, GovreportError

STDIN = "-"
PART = ".part"
"""How temporary files end; before that stand the name of the file to be and the mark of their owner."""
LARGEST_PICTURE = 10 * 2**20
"""Bytes of a picture that a report names."""
LARGEST_INPUT = 20 * 2**20
"""Bytes; the longest published report is far below one MiB."""


Carried = Mapping[str, bytes | str]
"""Files that a report names, as they are written there: their bytes, or why they cannot be read."""
Beside = Path | Carried
"""Where a report's own files are: on this disk, or read before by another process."""


def expand_inputs(patterns: Iterable[str], suffixes: Sequence[str] = (".toml",)) -> Iterator[str]:
    """Yield the files that paths, folders (their files with `suffixes`) and patterns mean, each once, in order.

    A path that does not exist is yielded as it is, so that reading it gives the error.
    """
    seen: set[str] = set()
    for pattern in patterns:
        for name in _expand(pattern, suffixes):
            if name not in seen:
                seen.add(name)
                yield name


def _expand(pattern: str, suffixes: Sequence[str]) -> list[str]:
    if pattern == STDIN:
        return [pattern]
    if not pattern.strip():
        raise GovreportError("文件名是空的；请写填报文件的名字")
    if os.path.isdir(pattern):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
        names = list_folder(Path(pattern), suffixes)
        if not names:
            raise GovreportError(f"{pattern}：这个文件夹里没有 {'、'.join(suffixes)} 文件")
        return names
    if is_collective(pattern):
        found = glob(pattern, recursive=True)  # noqa: PTH207 - keeps names as typed
        names = sorted(name for name in found if Path(name).is_file() and not is_hidden(name))
        if not names:
            raise GovreportError(f"{pattern}：没有符合的文件")
        return names
    return [pattern]


def is_collective(pattern: str) -> bool:
    """Tell whether an argument names files by their folder or a pattern, not each by itself."""
    if os.path.isdir(pattern):  # noqa: PTH112 - as above
        return True
    return has_magic(pattern) and not os.path.exists(pattern)  # noqa: PTH110 - as above


def list_folder(folder: Path, suffixes: Sequence[str]) -> list[str]:
    """Return the files in a folder that end in one of `suffixes` or .TOML, in order; no hidden ones."""
    try:
        paths = [path for path in folder.iterdir() if path.suffix.lower() in suffixes and not is_hidden(path.name)]
        return sorted(str(path) for path in paths if not path.is_dir())
    except OSError as error:
        raise GovreportError(f"{folder}：打不开这个文件夹：{explain(error)}") from error


def is_hidden(name: str) -> bool:
    """Tell whether a file is none that a person has put there: hidden, or an office program's own (~$)."""
    return Path(name).name.startswith((".", "~$"))


def read_input(name: str, limit: int = LARGEST_INPUT) -> bytes:
    """Return the bytes of a file, at most `limit`. Raises GovreportError saying why it cannot be read."""
    try:
        path = Path(name)
        if not path.is_file():
            raise GovreportError(f"{name}：{explain_no_file(path)}")
        with path.open("rb") as file:
            return check_size(name, file.read(limit + 1), limit)
    except PermissionError as error:
        raise GovreportError(f"{name}：没有读这个文件的权限，或文件正被别的程序占用") from error
    except (OSError, ValueError) as error:
        raise GovreportError(f"{name}：读不出来：{explain(error)}") from error


def explain_no_file(path: Path) -> str:
    """Return why a path is no file to read."""
    if path.is_dir():
        return "这是文件夹，不是文件"
    if path.exists():
        return f"这不是普通文件；要从管道读，文件名写 {STDIN}"
    return "找不到这个文件，请核对文件名和所在文件夹"


def check_size(name: str, content: bytes, limit: int = LARGEST_INPUT) -> bytes:
    """Return the content; raises GovreportError where it is longer than any report."""
    if len(content) > limit:
        raise GovreportError(
            f"{name}：文件太大（超过 {limit >> 20} MB），"
            f"不像{'填报文件' if limit == LARGEST_INPUT else '年度报告'}"
        )
    return content


def holds(path: Path, content: bytes) -> bool:
    """Tell whether a file is there and is `content`."""
    try:
        return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def rewrite_input(name: str, content: bytes, *, before: bytes) -> None:
    """Put `content` in place of an input that still holds `before`, whole or not at all, with its permissions.

    Raises GovreportError saying what stands in the way.
    """
    path = Path(real_path(name))
    if read_input(name) != before:
        raise GovreportError(f"{name}：检查的时候文件又改动了，没有去改它；请再运行一次")
    if not os.access(path, os.W_OK):
        raise GovreportError(f"{name}：没有改这个文件的权限，没有改动")
    mode = path.stat().st_mode & 0o7777
    write_output(path, content, mode=mode)


def write_output(path: Path, content: bytes, *, replace: bool = True, mode: int | None = None) -> None:
    """Write `content` to `path` whole or not at all, by way of a temporary file beside it.

    With `replace` False an existing file is left alone. `mode` are its permissions, None for the usual
    ones. Raises GovreportError saying what stands in the way.
    """
    check_free(path, replace=replace)
    write_pieces(path, [content], replace=replace, mode=mode)


def check_free(path: Path, *, replace: bool) -> None:
    """Raise GovreportError where there is a file of that name, unless it may be replaced."""
    if not replace and os.path.lexists(path) and not path.is_dir():
        raise GovreportError(f"{path}：文件已经存在，没有改动它；换个名字（-o），或加 --force 覆盖")


def write_pieces(path: Path, pieces: Iterable[bytes], *, replace: bool = True, mode: int | None = None) -> None:
    """As `write_output`, for content that comes in pieces; what they raise leaves nothing behind."""
    import tempfile

    temporary = None
    try:
        make_folder(path.parent)
        prefix = f".{path.name[:40]}.{owner_mark()}."
        handle, temporary = tempfile.mkstemp(prefix=prefix, suffix=PART, dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
        Path(temporary).chmod(0o666 & ~current_umask() if mode is None else mode)
        move(Path(temporary), path, replace=replace)
    except OSError as error:
        raise refuse(path, error) from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def try_folder(folder: Path) -> None:
    """Make a folder, where there is none, and a file in it; raises GovreportError where that cannot be done."""
    import tempfile

    try:
        make_folder(folder)
        with tempfile.TemporaryFile(prefix=f".govreport.{owner_mark()}.", suffix=PART, dir=folder) as file:
            file.write(b"govreport")
    except OSError as error:
        raise GovreportError(f"{folder}：写不进去：{explain(error)}") from error


def remove_parts(folder: Path) -> None:
    """Remove the temporary files that processes of ours have left which are no more."""
    for path in list_parts(folder):
        with suppress(OSError):  # another program has it open, or it is not ours
            path.unlink(missing_ok=True)


def list_parts(folder: Path) -> list[Path]:
    """Return the temporary files that processes of ours have left which are no more."""
    found = {
        path: re.search(r"\.([^.]+)\.[^.]+$", path.name.removesuffix(PART)) for path in folder.glob(f".*{PART}")
    }
    return [path for path, match in found.items() if match and is_abandoned(match[1])]


def owner_mark() -> str:
    """Return what tells this process from all others, on any computer that shares a folder: no dot in it."""
    return f"{computer_name()}-{os.getpid()}"


def is_abandoned(mark: str) -> bool:
    """Tell whether a mark (see `owner_mark`) is that of a process of this computer which is no more."""
    computer, _, number = mark.rpartition("-")
    if computer != computer_name() or not number.isascii() or not number.isdigit():
        return False
    return not is_running(int(number))


def is_running(number: int) -> bool:
    """Tell whether there is a process of that number."""
    if sys.platform == "win32":  # where os.kill would end it
        from govreport.windows import has_process

        return has_process(number)
    try:
        os.kill(number, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def computer_name() -> str:
    """Return this computer's name, as far as it can stand in a file's name."""
    name = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return re.sub(r"[^A-Za-z0-9]", "", name)[:20] or "computer"


def real_path(path: str | Path) -> str:
    """Return where a path leads, links followed; two names of one file give the same."""
    return os.path.realpath(path)


def locate(folder: Path, written: str) -> Path:
    """Return where a path written with either slash leads from `folder`."""
    return folder / PureWindowsPath(written).as_posix()


def find_obstacle(folder: Path, written: str) -> str:
    """Return why a path must not be followed: it leads out of `folder`, by a link too; "" where it may."""
    path = PureWindowsPath(written)  # knows both slashes, drives and shares
    if path.anchor or ".." in path.parts:
        return "只能写本文件所在文件夹里的文件，不能写盘符、绝对路径或 .."
    if not written.isprintable():
        return "文件名里有看不见的字符"
    if not Path(real_path(locate(folder, written))).is_relative_to(real_path(folder)):
        return "这是一个链接，指到了文件夹外面"
    return ""


def read_beside(folder: Beside | None, written: str, limit: int = LARGEST_INPUT) -> bytes:
    """Return the bytes of a file that a report names; it stays in the report's `folder`.

    Raises GovreportError saying, without the name, why it cannot be read.
    """
    if folder is None:
        raise GovreportError("报告是从标准输入读的，不知道它在哪个文件夹")
    if not isinstance(folder, Path):
        found = folder.get(written.strip(), "没有随报告一起送来")
        if isinstance(found, str):
            raise GovreportError(found)
        return found
    obstacle = find_obstacle(folder, written)
    if obstacle:
        raise GovreportError(obstacle)
    name = str(locate(folder, written))
    try:
        return read_input(name, limit)
    except GovreportError as error:
        raise GovreportError(str(error).removeprefix(f"{name}：")) from error


def make_folder(folder: Path) -> None:
    """Make a folder with those above it, where there is none. Raises OSError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(errno.ENOTDIR, "") from error


def move(temporary: Path, path: Path, *, replace: bool) -> None:
    """Put a file in its place; only with `replace` over another one. Raises OSError."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "")
    if replace:
        temporary.replace(path)
        return
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:
        if path.exists():
            raise
        temporary.replace(path)


def current_umask() -> int:
    """Return the process's umask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


FULL = (errno.ENOSPC, errno.EDQUOT)
"""Errors after which nothing more can be written."""


def refuse(path: Path, error: OSError) -> GovreportError:
    """Return the error that says why a file cannot be written."""
    kind = DiskFullError if error.errno in FULL else GovreportError
    return kind(f"{path}：写不进去：{explain(error)}")


def explain(error: Exception) -> str:
    """Return in Chinese what an error of the operating system means."""
    number = getattr(error, "errno", None)
    reasons = {
        errno.ENOSPC: "磁盘满了，请腾出空间再试",
        errno.EDQUOT: "磁盘配额用完了，请腾出空间再试",
        errno.EACCES: "没有权限，或文件正在别的程序里打开；关掉那个程序，或用 -o 换个文件夹",
        errno.EPERM: "没有权限，或文件正在别的程序里打开；关掉那个程序，或用 -o 换个文件夹",
        errno.EROFS: "这个文件夹是只读的，请用 -o 换个文件夹",
        errno.EISDIR: "同名的是一个文件夹",
        errno.ENOTDIR: "路径中间有一段不是文件夹",
        errno.EEXIST: "文件已经存在，没有改动它；换个名字（-o），或加 --force 覆盖",
        errno.ENAMETOOLONG: "文件名太长",
        errno.EFBIG: "文件太大，这里不让写",
        errno.ENOENT: "找不到这个路径",
    }
    return reasons.get(number or 0, str(error))
