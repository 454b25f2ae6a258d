"""A bar on stderr that shows how far a batch has come."""

from collections.abc import Iterator
from time import monotonic
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Result = TypeVar("Result")
SECONDS = 0.1
"""Between two pictures of the bar."""


def with_bar(results: Iterator[Result], total: int) -> Iterator[Result]:
    """Yield the results; the bar stands while one is waited for, and is gone while it is printed."""
    columns = (
        TextColumn("govreport"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("还要"),
        TimeRemainingColumn(),
    )
    progress = Progress(
        *columns,
        console=Console(stderr=True),
        transient=True,
        auto_refresh=False,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    task = progress.add_task("", total=total)
    shown_at = 0.0
    try:
        while True:
            if monotonic() - shown_at > SECONDS:
                progress.start()
                progress.refresh()
                shown_at = monotonic()
            result = next(results, None)
            if result is None:
                return
            progress.advance(task)
            progress.stop()
            yield result
    finally:
        progress.stop()
