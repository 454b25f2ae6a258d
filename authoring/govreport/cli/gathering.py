"""What is read from many files at once, by several processes, each taking some files after the other."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from govreport.cli.inputs import LARGEST_IMPORT, STDIN_NAME, SUFFIXES, expand_each, read_bytes, show_name
from govreport.cli.many import Amount, Hands, choose_crew, explain_exception, show_progress
from govreport.errors import GovreportError
from govreport.files import LARGEST_INPUT, STDIN, is_collective, real_path

if TYPE_CHECKING:
    from govreport.batch.task import Done

Item = TypeVar("Item")
Read = Callable[[str, Callable[[], bytes]], Item]
"""Makes an item of a file's name and of what gives its bytes, whose GovreportError it takes care of."""

TOML = ".toml"
KINDS = (TOML, *SUFFIXES)
"""Files in a folder that may be reports."""
PORTION = 64
"""Files that a process takes at once, so that handing them out costs little; of documents it takes one."""


SECONDS = 0.0015
"""How long a file of ours takes, roughly; a document far longer."""


@dataclass(frozen=True)
class Portion:
    """Some files, by name."""

    names: tuple[str, ...]


def list_reports(files: Iterable[str], others: Iterable[Path]) -> tuple[list[str], bool]:
    """Return the files that are meant, in the order of their names, and whether each argument meant any.

    `others` are files that stand in the same folders and are not meant, unless one is named by itself.
    """
    left_out = {real_path(path) for path in others}
    named: set[str] = set()
    is_complete = True
    for given in files:
        for name in expand_each([given], KINDS):
            if name is None:
                is_complete = False
            elif not (is_collective(given) and real_path(name) in left_out):
                named.add(name)
    return sorted(named), is_complete


def is_toml(name: str) -> bool:
    """Tell whether a file is one of ours by its name."""
    return name == STDIN or Path(name).suffix.lower() == TOML


@contextmanager
def gather(
    read: "Read[Item]", names: Sequence[str], amount: Amount, *, jobs: int | None
) -> Iterator[Iterator[Item]]:
    """Give an iterator over what `read` makes of every file, in order, however many processes there are."""

    def fail(portion: Portion, error: Exception) -> list[Item]:
        reason = explain_exception(portion.names[0], error)
        return [read(name, partial(give_up, reason)) for name in map(show_name, portion.names)]

    work = partial(read_portion, read)
    with choose_crew(work, amount, Hands(jobs, None)) as crew:
        results: Iterator[list[Item]] = crew.run(cut(read, names), fail)
        yield show_progress(chain.from_iterable(results), amount)


def cut(read: "Read[Item]", names: Iterable[str]) -> "Iterator[Portion | Done[list[Item]]]":
    """Yield the files in portions; what comes from stdin is read at once, because it is ours alone."""
    from govreport.batch.task import Done

    for size, group in groupby(names, size_portion):
        while portion := tuple(islice(group, size)):
            if portion == (STDIN,):
                yield Done([read(STDIN_NAME, partial(read_bytes, STDIN))])
            else:
                yield Portion(portion)


def size_portion(name: str) -> int:
    """Return how many files like this one a process takes at once."""
    return PORTION if is_toml(name) and name != STDIN else 1


def read_portion(read: "Read[Item]", portion: Portion) -> list[Item]:
    """Return what is made of some files."""
    limit = {True: LARGEST_INPUT, False: LARGEST_IMPORT}
    return [read(name, partial(read_bytes, name, limit[is_toml(name)])) for name in portion.names]


def give_up(reason: str) -> bytes:
    """Raise why a file cannot be read."""
    raise GovreportError(reason)
