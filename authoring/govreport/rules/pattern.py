"""A regular expression that is compiled when it is first tried."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

Find = Callable[..., re.Match[str] | None]


@dataclass
class Pattern:
    """As `re.compile`, but compiling waits until the first use: most rules look closely at few reports.

    The methods are those of `re.Pattern`.
    """

    pattern: str

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(self.pattern)

    @cached_property
    def search(self) -> Find:
        """As of `re.Pattern`."""
        return self.compiled.search

    @cached_property
    def match(self) -> Find:
        """As of `re.Pattern`."""
        return self.compiled.match

    @cached_property
    def fullmatch(self) -> Find:
        """As of `re.Pattern`."""
        return self.compiled.fullmatch

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        """As of `re.Pattern`."""
        return self.compiled.finditer

    @cached_property
    def findall(self) -> Callable[..., list[str]]:
        """As of `re.Pattern`, for expressions with one group or none."""
        return self.compiled.findall

    @cached_property
    def sub(self) -> Callable[..., str]:
        """As of `re.Pattern`."""
        return self.compiled.sub

    @cached_property
    def split(self) -> Callable[..., list[str]]:
        """As of `re.Pattern`."""
        return self.compiled.split
