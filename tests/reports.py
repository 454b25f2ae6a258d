"""Reports made to be tested with: complete ones, in which a test changes what it is about."""

import json
from collections.abc import Mapping
from typing import Any

from form_2021 import APPLICATION_ROWS, DISCLOSURE_ROWS, DISPUTE_ROWS

NAME = "青澜市临湖区水利局"
PARAGRAPH = "本年度依法公开政府信息。"


def make_report(  # noqa: PLR0913 - each is a place of a report
    *,
    name: str = NAME,
    title: str = "",
    signature: str = "",
    preamble: str = "",
    text: str = PARAGRAPH,
    heading: str = "（一）主动公开情况",
    run_in: bool = False,
    tail: str = "",
    disclosure: Mapping[str, Any] | None = None,
    applications: Mapping[str, Any] | None = None,
    disputes: Mapping[str, Any] | None = None,
) -> str:
    """Return a complete report as TOML: every row 0, totals left out, rows as given; `text` is its prose.

    A row is a number, an array, or a str that is written as it is.
    """
    lines = ['format = "2021"', "year = 2024", "[agency]", f"name = {quote(name)}", "[publication]"]
    lines += [f"title = {quote(title)}", f"signature = {quote(signature)}"]
    lines += ["[narrative]", f"preamble = {quote(preamble)}"]
    lines += ["[[narrative.overview.parts]]", f"heading = {quote(heading)}", f"run_in = {json.dumps(run_in)}"]
    lines += [f"text = {quote(text)}"]
    keys = [key for key, *_ in DISCLOSURE_ROWS]
    lines += rows("disclosure", keys, disclosure or {})
    keys = [key for key, _ in APPLICATION_ROWS if key not in ("other_single", "total")]
    lines += rows("applications", keys, applications or {})
    lines += rows("disputes", [key for key, _ in DISPUTE_ROWS], disputes or {})
    lines += ["[narrative.problems]", f"text = {quote(text)}", "[narrative.other]", f"text = {quote(text)}", tail]
    return "\n".join(lines) + "\n"


def rows(table: str, keys: list[str], stated: Mapping[str, Any]) -> list[str]:
    """Return the rows of a table, 0 where nothing is stated; keys that the form does not have come last."""
    values = {**dict.fromkeys(keys, 0), **stated}
    return [f"[{table}]", *(f"{key} = {v if isinstance(v, str) else json.dumps(v)}" for key, v in values.items())]


def quote(text: str) -> str:
    r"""Return `text` as a TOML string on one line, control characters as \uXXXX."""
    special = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
    return '"' + "".join(special.get(c, c if c >= " " and c != "\x7f" else f"\\u{ord(c):04X}") for c in text) + '"'
