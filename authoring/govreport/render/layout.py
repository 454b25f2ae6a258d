"""What the renderer of pages tells the template about tables and their breaks."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Layout:
    """How tables are to be set, by section key.

    `scales`: type size in per cent; `broken`: tables that may break over pages; `breaks`: section and row at
    which a page begins; `row_ids`: rows carry ids, so that their pages can be found.
    """

    scales: Mapping[str, int] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    breaks: frozenset[tuple[str, int]] = frozenset()
    row_ids: bool = False
