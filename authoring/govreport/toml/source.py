"""A file's bytes as text and as TOML data, or what stands against it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import tomli

from govreport.files import Carried
from govreport.finding import Place, Strike

UTF8_BOM = b"\xef\xbb\xbf"
UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Source:
    """A file that was read: `name` for messages, its text, its data (None where it is not TOML), its bytes."""

    name: str
    text: str
    data: Mapping[str, Any] | None
    strikes: tuple[Strike, ...] = ()
    content: bytes = b""
    carried: Carried | None = None
    """The files that it names, where it was sent here from elsewhere and they with it."""


def read_source(name: str, content: bytes) -> Source:
    """Return the TOML data in `content`, floats as Decimal; otherwise data None with at least one strike."""
    body = content.removeprefix(UTF8_BOM)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        return Source(name, "", None, (_explain_encoding(body, error.start),), content)
    try:
        return Source(name, text, tomli.loads(text, parse_float=Decimal), content=content)
    except (ValueError, RecursionError, ArithmeticError) as error:
        from govreport.toml.slips import explain_failure

        return Source(name, text, None, tuple(explain_failure(text, error)), content)


def _explain_encoding(content: bytes, start: int) -> Strike:
    """Name the encoding of bytes that are not UTF-8; `start` is the first byte that is not."""
    if content.startswith(UTF16_BOMS):
        return Strike("F01", values={"encoding": "UTF-16"}, place=Place())
    line = content.count(b"\n", 0, start) + 1
    before = content[content.rfind(b"\n", 0, start) + 1 : start]
    place = Place(line, len(before.decode("utf-8")) + 1)
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return Strike("F02", place=place)
    return Strike("F01", values={"encoding": "GBK"}, place=place)
