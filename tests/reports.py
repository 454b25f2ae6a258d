"""Reports made to be tested with: complete ones, in which a test changes what it is about."""

import json
from collections.abc import Mapping
from typing import Any

from form_2021 import APPLICATION_ROWS, DISCLOSURE_ROWS, DISPUTE_ROWS

NAME = "青澜市临湖区水利局"
PREAMBLE = "统计期限为2024年1月1日至12月31日。"
PROSE = {
    "overview": "依法主动公开政府信息，及时答复申请，定期清理已公开的信息，维护网站，开展业务培训。",
    "problems": "存在的主要问题是公开的内容还不够丰富，下一步将充实公开内容。",
    "other": "本年度没有收取信息处理费。",
}
"""What a report must say (rules N05 to N10), by section."""


def make_report(  # noqa: PLR0913 - each is a place of a report
    *,
    name: str = NAME,
    title: str = "",
    signature: str = "",
    preamble: str = PREAMBLE,
    text: str = "",
    heading: str = "（一）主动公开情况",
    run_in: bool = False,
    date: str = "2025-01-20",
    tail: str = "",
    disclosure: Mapping[str, Any] | None = None,
    applications: Mapping[str, Any] | None = None,
    disputes: Mapping[str, Any] | None = None,
) -> str:
    """Return a complete report as TOML: every row 0, totals left out, rows as given; `text` is all its prose.

    A row is a number, an array, or a str that is written as it is. As it stands, no rule finds anything in it.
    """
    prose = dict.fromkeys(PROSE, text) if text else PROSE
    lines = ['format = "2021"', "year = 2024", "[agency]", f"name = {quote(name)}", "[publication]"]
    lines += [f"title = {quote(title)}", f"signature = {quote(signature)}", f"date = {date}" if date else ""]
    lines += ["[narrative]", f"preamble = {quote(preamble)}"]
    lines += ["[[narrative.overview.parts]]", f"heading = {quote(heading)}", f"run_in = {json.dumps(run_in)}"]
    lines += [f"text = {quote(prose['overview'])}"]
    keys = [key for key, *_ in DISCLOSURE_ROWS]
    lines += rows("disclosure", keys, disclosure or {})
    keys = [key for key, _ in APPLICATION_ROWS if key not in ("other_single", "total")]
    lines += rows("applications", keys, applications or {})
    lines += rows("disputes", [key for key, _ in DISPUTE_ROWS], disputes or {})
    for section in ("problems", "other"):
        lines += [f"[narrative.{section}]", f"text = {quote(prose[section])}"]
    lines += [tail]
    return "\n".join(lines) + "\n"


def rows(table: str, keys: list[str], stated: Mapping[str, Any]) -> list[str]:
    """Return the rows of a table, 0 where nothing is stated; keys that the form does not have come last."""
    values = {**dict.fromkeys(keys, 0), **stated}
    return [f"[{table}]", *(f"{key} = {v if isinstance(v, str) else json.dumps(v)}" for key, v in values.items())]


def quote(text: str) -> str:
    r"""Return `text` as a TOML string on one line, control characters as \uXXXX."""
    special = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
    return '"' + "".join(special.get(c, c if c >= " " and c != "\x7f" else f"\\u{ord(c):04X}") for c in text) + '"'
