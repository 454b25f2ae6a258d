"""What is read from many files at once, by several processes, each taking some files after the other."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain, groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from govreport.cli.console import complain
from govreport.cli.inputs import LARGEST_IMPORT, STDIN_NAME, SUFFIXES, expand_each, read_bytes, show_name
from govreport.cli.many import Amount, Hands, choose_crew, explain_exception, show_progress
from govreport.cli.targets import BESIDE
from govreport.errors import GovreportError
from govreport.files import LARGEST_INPUT, STDIN, is_collective, is_hidden, real_path

if TYPE_CHECKING:
    from govreport.batch.task import Done

Item = TypeVar("Item")
Read = Callable[[str, Callable[[], bytes]], Item]
"""Makes an item of a file's name and of what gives its bytes, whose GovreportError it takes care of."""

TOML = ".toml"
KINDS = (TOML, *SUFFIXES)
"""Files in a folder that may be reports."""
UNREAD = (".doc", ".wps", ".rtf", ".xls", ".et", ".ofd", ".zip", ".rar", ".7z")
"""Files in which reports are sent, too."""
PORTION = 64
"""Files that a process takes at once, so that handing them out costs little; of documents it takes one."""


SECONDS = 0.0015
"""How long a file of ours takes, roughly; a document far longer."""


@dataclass(frozen=True)
class Portion:
    """Some files, by name."""

    names: tuple[str, ...]


def list_reports(files: Iterable[str], others: Iterable[Path]) -> tuple[list[str], bool]:
    """Return the files that are meant, each once, in the order of their names; whether each argument meant any.

    In a folder are not meant, unless they are named by themselves: `others`, what `merge` writes beside a report,
    and documents of a report whose TOML stands beside them, of which one line on stderr tells.
    """
    left_out = {real_path(path) for path in others}
    named: dict[str, str] = {}
    found: dict[str, str] = {}
    is_complete = True
    for given in files:
        is_many = is_collective(given)
        warn_of_unread(given)
        for name in expand_each([given], KINDS):
            if name is None:
                is_complete = False
            elif not is_many:
                named.setdefault(real_path(name), name)
            elif real_path(name) not in left_out and not name.endswith(BESIDE):
                found.setdefault(real_path(name), name)
    return sorted((drop_copies(found) | named).values()), is_complete


def warn_of_unread(given: str) -> None:
    """Say on stderr what stands in a folder and may well be a report, but is not read."""
    if not os.path.isdir(given):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
        return
    with suppress(OSError):
        entries = sorted(path for path in Path(given).iterdir() if not is_hidden(path.name))
        strange = [path for path in entries if path.suffix.lower() in UNREAD]
        if strange:
            complain(
                f"{strange[0]} 等 {len(strange)} 个文件读不了，没有算在内；"
                "Word、WPS 文件请另存为 .docx，表格另存为 .xlsx，OFD 转成 PDF，压缩包先解开"
            )
        folders = [path for path in entries if path.is_dir() and any(map(is_report_name, path.iterdir()))]
        if folders:
            pattern = Path(given) / "**"
            complain(f"{folders[0]} 等 {len(folders)} 个下一级的文件夹没有算在内；要算，写 '{pattern}/*.toml'")


def is_report_name(path: Path) -> bool:
    """Tell whether a file may be a report by its name."""
    return path.suffix.lower() in KINDS and not is_hidden(path.name)


def drop_copies(found: Mapping[str, str]) -> dict[str, str]:
    """Return the files of folders, by real path, without the documents of a report that is there as TOML."""
    stems = {str(Path(name).with_suffix("")) for name in found.values() if is_toml(name)}
    copies = {name for name in found.values() if not is_toml(name) and cut_endings(name) in stems}
    if copies:
        complain(f"{min(copies)} 等 {len(copies)} 个文件有同名的填报文件，只读填报文件")
    return {path: name for path, name in found.items() if name not in copies}


def cut_endings(name: str) -> str:
    """Return a document's name as that of its report, without ending; a page for a site has two of them."""
    return str(Path(name).with_suffix("")).removesuffix(".fragment")


def is_toml(name: str) -> bool:
    """Tell whether a file is one of ours by its name."""
    return name == STDIN or Path(name).suffix.lower() == TOML


@contextmanager
def gather(
    read: "Read[Item]", names: Sequence[str], amount: Amount, *, jobs: int | None
) -> Iterator[Iterator[Item]]:
    """Give an iterator over what `read` makes of every file, in order, however many processes there are."""
    work = partial(read_portion, read)

    def fail(portion: Portion, error: Exception) -> list[Item]:
        from govreport.batch.workers import open_workers

        if len(portion.names) > 1:  # which of them it was, each shows alone
            with open_workers(work, 1) as spare:
                singles = (Portion((name,)) for name in portion.names)
                return list(chain.from_iterable(spare.run(singles, fail)))
        reason = explain_exception(portion.names[0], error)
        return [read(show_name(portion.names[0]), partial(give_up, reason))]

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
    """Return what is made of some files; a slip of ours on one of them costs only that one."""
    return [read_safely(read, name) for name in portion.names]


def read_safely(read: "Read[Item]", name: str) -> Item:
    """Return what is made of a file, of the reason where something unforeseen happens."""
    try:
        return read(name, partial(read_bytes, name, LARGEST_INPUT if is_toml(name) else LARGEST_IMPORT))
    except Exception as error:
        return read(name, partial(give_up, explain_exception(name, error)))


def give_up(reason: str) -> bytes:
    """Raise why a file cannot be read."""
    raise GovreportError(reason)
