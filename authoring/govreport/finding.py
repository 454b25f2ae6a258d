"""What a check says about a report."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Severity = Literal["error", "warning", "info"]
Number = int | Decimal
Shown = Number | str | None
"""What may stand in `found` and `expected`."""


@dataclass(frozen=True)
class Place:
    """A stretch of one source line; `line` and `column` count from 1, in Unicode characters."""

    line: int = 1
    column: int = 1
    length: int = 1


@dataclass(frozen=True)
class Strike:
    """One rule met at one place of a report, before it is put into words.

    `path` is a key path such as `applications.received[0]`. `place` is set only where the text could not
    be read as TOML; otherwise it is looked up from `path`. `values` fill the rule's message and advice.
    `word` narrows the place to a word inside a text value (where it stands for the first time, or after
    `occurrence` times before), `on_key` moves it to the key.
    `corrected` is the whole line as it was meant, `meant` only what should stand at the place (for a `word`
    the word in its place, "" to take it out; else TOML); None where that is not known.
    `hidden` tells that what stands at the place is not to be shown in full; `found` then is as long as it.
    `guess` is what may have caused it, and no more than that.
    `result` is "ok" or "undecided" for a check that found nothing wrong.
    """

    code: str
    path: str = ""
    found: Shown = None
    expected: Shown = None
    values: Mapping[str, object] = field(default_factory=dict)
    place: Place | None = None
    on_key: bool = False
    word: str = ""
    occurrence: int = 0
    result: str = ""
    equation: str = ""
    guess: str = ""
    corrected: str = ""
    meant: str | None = None
    hidden: bool = False


@dataclass(frozen=True)
class Finding:
    """A strike in words, at its place: what `govreport validate` reports (see the contract of its JSON).

    `replacement` is the TOML text that puts it right in place of what stands at the place; None where that is
    not known for certain. `mends_line`: the corrected line puts it right, for certain.
    """

    file: str
    place: Place
    code: str
    severity: Severity
    message: str
    path: str
    found: Shown
    expected: Shown
    advice: str = ""
    equation: str = ""
    guess: str = ""
    corrected: str = ""
    result: str = ""
    waived: str | None = None
    replacement: str | None = None
    mends_line: bool = False
    hidden: bool = False
