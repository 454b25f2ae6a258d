"""Printing that never fails, whatever the terminal."""

import io
import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from govreport.errors import GovreportError
from govreport.files import explain

COLOURS = {"error": "31", "warning": "33", "info": "36", "good": "32"}


class ReaderGone(Exception):
    """Whoever read our output has stopped, as `| head` does (no OSError: the framework keeps those to itself)."""


def prepare_streams() -> None:
    """Make stdout and stderr UTF-8 where redirected, and replace what a terminal cannot show.

    A stream that the caller has closed is replaced by one that swallows everything.
    """
    sys.stdout = sys.stdout or io.TextIOWrapper(io.BytesIO())
    sys.stderr = sys.stderr or io.TextIOWrapper(io.BytesIO())
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")


def say(text: str = "") -> None:
    """Print a line of text of ours, in which control characters are shown escaped."""
    put(f"{escape_controls(text)}\n")


def put(text: str) -> None:
    """Print data for another program as it is, without a line of our own."""
    with writing():
        sys.stdout.write(text)


def put_bytes(content: bytes) -> None:
    """Print bytes for another program as they are."""
    finish_output()
    with writing():
        sys.stdout.buffer.write(content)
    finish_output()


def finish_output() -> None:
    """Print what stdout still holds back."""
    with writing():
        sys.stdout.flush()


@contextmanager
def writing() -> Iterator[None]:
    """Raise ReaderGone where nobody reads stdout any more, GovreportError where it cannot be written."""
    try:
        yield
    except BrokenPipeError as error:
        raise ReaderGone from error
    except OSError as error:
        raise GovreportError(f"（标准输出）：写不进去：{explain(error)}") from error


def complain(text: str) -> None:
    """Print a reason, with the way out, as one line on stderr; nothing where stderr cannot be written."""
    line = escape_controls(text).replace("\n", "\\n")
    with suppress(OSError):
        sys.stderr.write(f"govreport：{line}\n")
        sys.stderr.flush()


def drop_output() -> None:
    """Throw away what stdout still holds back, so that the end of the process does not fail on it."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def quote(name: object) -> str:
    """Return a file name as it is typed in a command."""
    return f'"{name}"' if " " in str(name) else str(name)


def escape_controls(text: str) -> str:
    """Return `text` with control and invisible direction characters as `\\x1b` or `\\u202e`; newlines stay."""
    if text.isprintable():
        return text
    return "".join(
        c if c in "\n" or not _is_hidden(c) else c.encode("unicode_escape").decode("ascii") for c in text
    )


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def paint(text: str, colour: str) -> str:
    """Return `text` in colour where stdout is a terminal and NO_COLOR is not set.

    The escape sequence is put on after control characters were escaped, so print the result with `put`.
    """
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return text
    return f"\x1b[{COLOURS[colour]}m{text}\x1b[0m"
