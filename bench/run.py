"""Every measurement in one table: a line is ours against another's, taken in the same run, in turn.

Run: make bench (some ten minutes on two cores); `python bench/run.py packs pdf` measures only those, --large takes
100,000 reports, too. Other work on the machine spoils the figures.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import growth
import imports
import pdf
import rates
import startup
from lines import HEAD, Line, arrange

import batch
import packs

Measure = Callable[[Path], Iterator[Line]]


def main() -> None:
    """Measure what is asked for and print each line as soon as it is there."""
    modules = (startup, rates, pdf, batch, packs, imports, growth)
    groups: dict[str, Measure] = {module.__name__: module.measure for module in modules}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("groups", nargs="*", choices=[*groups, []], help="all by default")
    parser.add_argument("--large", action="store_true", help="100,000 reports, too")
    given = parser.parse_args()
    groups["growth"] = partial(growth.measure, large=given.large)
    print(arrange(HEAD))
    for name in given.groups or groups:
        with tempfile.TemporaryDirectory() as folder:
            for line in groups[name](Path(folder)):
                print(line.show(), flush=True)


if __name__ == "__main__":
    main()
