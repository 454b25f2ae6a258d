"""Printing that never fails, whatever the terminal."""

import io
import os
import sys
import unicodedata
from typing import TextIO

COLOURS = {"error": "31", "warning": "33", "info": "36", "good": "32"}


def prepare_streams() -> None:
    """Make stdout and stderr UTF-8 where redirected, and replace what a terminal cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")


def say(text: str = "", *, to: TextIO | None = None) -> None:
    """Print a line of text of ours, in which control characters are shown escaped."""
    print(escape_controls(text), file=to or sys.stdout)


def put(text: str) -> None:
    """Print data for another program as it is, without a line of our own."""
    sys.stdout.write(text)


def complain(text: str) -> None:
    """Print a line on stderr: a reason, with the way out."""
    say(f"govreport：{text}", to=sys.stderr)


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
