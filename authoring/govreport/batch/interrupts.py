"""Ctrl-C between two results, never in the middle of writing one."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any, Self


class Interrupts:
    """While it is open, Ctrl-C raises KeyboardInterrupt at once, but inside `held` only when that ends."""

    def __init__(self) -> None:
        """Begin with Ctrl-C as it is."""
        self.before: Any = None
        self.is_held = False
        self.is_wanted = False

    def __enter__(self) -> Self:
        """Take Ctrl-C over, where this thread may and nobody has switched it off."""
        is_main = threading.current_thread() is threading.main_thread()
        if is_main and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            self.before = signal.signal(signal.SIGINT, self.interrupt)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give Ctrl-C back."""
        if self.before is not None:
            signal.signal(signal.SIGINT, self.before)

    def interrupt(self, number: int, frame: FrameType | None) -> None:
        """Stop now, or remember to."""
        if self.is_held:
            self.is_wanted = True
        else:
            raise KeyboardInterrupt

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold Ctrl-C back until the block ends."""
        self.is_held = True
        try:
            yield
        finally:
            self.is_held = False
        if self.is_wanted:
            self.is_wanted = False
            raise KeyboardInterrupt
