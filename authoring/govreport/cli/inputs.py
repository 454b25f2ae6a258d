"""The files that a command was given."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Annotated, ParamSpec, TypeVar

import typer

from govreport import api
from govreport.cli.console import complain
from govreport.errors import DiskFullError, GovreportError
from govreport.files import LARGEST_INPUT, STDIN, Carried, check_size, expand_inputs, explain, read_input
from govreport.toml.source import Source

Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")
STDIN_NAME = api.STDIN_NAME

LARGEST_IMPORT = 100 * 2**20
"""Bytes of a document to be imported; a Word file or a PDF may hold photographs."""
SUFFIXES = (".docx", ".html", ".htm", ".pdf", ".txt", ".md", ".xlsx", ".csv")
"""Kinds of documents that can be imported."""

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="文件…", help="填报文件；也可以是文件夹、带 * 的名字（** 是各层文件夹），或 -（标准输入）"
    ),
]


def check_template(wanted: str) -> str:
    """Return the pack that `--template` names. Raises GovreportError, once for all files, where there is none."""
    if wanted:
        from govreport.pack_search import open_pack

        open_pack(wanted)
    return wanted


Template = Annotated[
    str,
    typer.Option(
        "--template",
        callback=check_template,
        metavar="模板",
        help="用哪个模板：名字或文件夹，缺省按填报的省份；有哪些见 govreport template list",
        show_default=False,
    ),
]


def read_sources(files: Iterable[str]) -> Iterator[Source | None]:
    """Yield every file's source; None, with a line on stderr, where it cannot be read."""
    yield from read_named(expand_each(files))


def read_named(names: Iterable[str | None]) -> Iterator[Source | None]:
    """As `read_sources`, for names that were expanded already."""
    for name in names:
        yield attempt(read_one, name) if name else None


def expand_each(files: Iterable[str], suffixes: Sequence[str] = (".toml",)) -> Iterator[str | None]:
    """Yield the names behind folders and patterns, each once; None where one stands for nothing."""
    seen: set[str] = set()
    for pattern in files:
        names = attempt(list_inputs, pattern, suffixes)
        if names is None:
            yield None
        for name in names or []:
            if name not in seen:
                seen.add(name)
                yield name


def list_inputs(pattern: str, suffixes: Sequence[str]) -> list[str]:
    """Return the files that one argument stands for."""
    return list(expand_inputs([pattern], suffixes))


def read_one(name: str) -> Source:
    """Return one file's source, "-" from stdin."""
    return api.read(show_name(name), read_bytes(name))


def read_bytes(name: str, limit: int = LARGEST_INPUT) -> bytes:
    """Return the bytes of a file, "-" for stdin. Raises GovreportError saying why they cannot be read."""
    if name != STDIN:
        return read_input(name, limit)
    if sys.stdin is None:
        raise GovreportError(f"{STDIN_NAME}：没有接上；把内容送进来（如 govreport validate - < 文件），或写文件名")
    try:
        content = sys.stdin.buffer.read(limit + 1)
    except OSError as error:
        raise GovreportError(f"{STDIN_NAME}：读不出来：{explain(error)}") from error
    return check_size(STDIN_NAME, content, limit)


HINTS = (b"previous", b"figure", b"\\")
"""What a file must hold to name others: one of the keys, or an escape that may stand for a letter of it."""


def carry(name: str, content: bytes) -> Carried:
    """Return the files that a report names; read as TOML only where it may name any."""
    if not any(hint in content for hint in HINTS):
        return {}
    return api.carry(api.read(name, content))


def show_name(name: str) -> str:
    """Return how messages call an input."""
    return STDIN_NAME if name == STDIN else name


def attempt(work: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result | None:
    """Return what `work` returns; None, with a line on stderr, where it raises a GovreportError.

    Raises DiskFullError, after which another file would only fail the same way.
    """
    try:
        return work(*args, **kwargs)
    except DiskFullError:
        raise
    except GovreportError as error:
        complain(str(error))
        return None
