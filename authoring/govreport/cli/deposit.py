"""Where the outputs of a command go: written whole, in batches remembered, so that another run goes on."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from govreport.cli.inputs import carry, read_bytes, show_name
from govreport.cli.many import Given
from govreport.errors import GovreportError
from govreport.files import LARGEST_INPUT, Carried, holds, real_path, remove_parts, try_folder, write_output

if TYPE_CHECKING:
    from govreport.batch.made import Memory
    from govreport.batch.task import Done

Result = TypeVar("Result")


class Deposit:
    """Takes the outputs of a few files, which are always made."""

    def recipe(self, content: bytes, carried: Carried) -> str:
        """Return what tells that outputs are up to date with an input and the files that it names, if asked."""
        return ""

    def has(self, paths: Iterable[Path], recipe: str) -> bool:
        """Tell whether all of these outputs were made by `recipe` and are still there."""
        return False

    def put(self, path: Path, content: bytes, recipe: str, *, replace: bool = True) -> None:
        """Write an output. Raises GovreportError, as a DiskFullError where nothing more can be written."""
        write_output(path, content, replace=replace)

    def close(self) -> None:
        """Write down what was made."""


class RememberingDeposit(Deposit):
    """Takes the outputs of a batch.

    `settings` are all that an output depends on beside its input; `redo`: make also what is up to date;
    `may_differ`: what was edited since it was made counts as up to date, too.
    """

    def __init__(self, paths: Iterable[Path], settings: object, *, redo: bool, may_differ: bool = False) -> None:
        """Open the folders of `paths`, clearing away what a run that was killed has left there.

        Raises GovreportError for a folder into which nothing can be written.
        """
        from govreport.batch.made import Memory

        self.settings = settings
        self.redo = redo
        self.may_differ = may_differ
        folders = {real_path(folder): folder for folder in dict.fromkeys(path.parent for path in paths)}
        for folder in folders.values():
            try_folder(folder)
            remove_parts(folder)
        self.memories: Mapping[str, Memory] = {name: Memory(folder) for name, folder in folders.items()}
        self.by_folder = {folder: self.memories[real_path(folder)] for folder in folders.values()}

    def memory(self, path: Path) -> "Memory":
        """Return the memory of an output's folder."""
        folder = path.parent
        if folder not in self.by_folder:
            self.by_folder[folder] = self.memories[real_path(folder)]
        return self.by_folder[folder]

    def recipe(self, content: bytes, carried: Carried) -> str:
        """Return the hash of all that outputs are made from."""
        from govreport.batch.recipe import hash_recipe

        return hash_recipe(content, carried, self.settings)

    def has(self, paths: Iterable[Path], recipe: str) -> bool:
        """Tell whether all of these outputs are up to date."""
        return not self.redo and all(
            self.memory(path).is_current(path.name, recipe, may_differ=self.may_differ) for path in paths
        )

    def put(self, path: Path, content: bytes, recipe: str, *, replace: bool = True) -> None:
        """Write an output and remember it.

        What is not to be replaced may be there as it should be: written by a run that was killed before it could
        remember it.
        """
        if replace or not holds(path, content):
            write_output(path, content, replace=replace)
        memory = self.memory(path)
        memory.note(path.name, recipe, content)
        memory.save_in_time()

    def close(self) -> None:
        """Write down what was made; where that is not possible, another run only makes it again."""
        for memory in self.memories.values():
            with suppress(GovreportError):
                memory.save()


def open_deposit(
    paths: Iterable[Path],
    settings: tuple[object, ...],
    *,
    redo: bool,
    may_differ: bool = False,
    template: str = "",
) -> Deposit:
    """Return where the outputs of a batch go; the packs of templates count as settings, too."""
    from govreport.batch.recipe import hash_looks
    from govreport.pack_search import list_own_folders

    return RememberingDeposit(
        paths, (*settings, hash_looks(*list_own_folders(template))), redo=redo, may_differ=may_differ
    )


def read_tasks(
    names: Sequence[str],
    targets: Mapping[str, Collection[Path]],
    deposit: Deposit,
    stand_in: Callable[[str, str], Result],
    *,
    limit: int = LARGEST_INPUT,
    carries: bool = False,
) -> "Iterator[Given | Done[Result]]":
    """Yield every file's bytes to be worked on; what stands for it where that is not needed or not possible.

    `targets` are the outputs by input, as messages call it. `stand_in` makes the result of a file from its name
    and why it cannot be read, "" where it is up to date. `carries`: the files that a report names are wanted, too.
    """
    from govreport.batch.task import Done

    for name in names:
        shown = show_name(name)
        try:
            content = read_bytes(name, limit)
        except GovreportError as error:
            yield Done(stand_in(shown, str(error)))
            continue
        carried = carry(shown, content) if carries else {}
        recipe = deposit.recipe(content, carried)
        if deposit.has(targets[shown], recipe):
            yield Done(stand_in(shown, ""))
        else:
            yield Given(shown, content, carried, recipe=recipe)
