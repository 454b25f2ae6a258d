"""Where packs are found: those that ship with govreport, and the user's own."""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from govreport.errors import GovreportError
from govreport.pack import BASE, Pack, make_pack
from govreport.pack_folder import PackFolder
from govreport.pack_settings import FILE, Settings, merge_settings, read_settings
from govreport.resources import locate_resources
from govreport.spelling import suggest_key

LONGEST_CHAIN = 8


def user_folder() -> Path:
    """Return where a user's own packs are, whether it exists or not."""
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData/Roaming")
    elif sys.platform == "darwin":
        base = Path.home() / "Library/Application Support"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "govreport" / "templates"


@dataclass(frozen=True)
class Packs:
    """The packs that can be named: by name, the folder and whether it is the user's."""

    builtin: Path
    own: Path

    @cached_property
    def folders(self) -> Mapping[str, PackFolder]:
        """Every pack's folder by name; a built-in name is never the user's."""
        found = {path.name: PackFolder(path.name, path) for path in list_packs(self.own)}
        return {**found, **self.builtin_folders}

    @cached_property
    def builtin_folders(self) -> Mapping[str, PackFolder]:
        """The folders of the packs that ship with govreport, the base pack first."""
        names = sorted(list_packs(self.builtin), key=lambda path: (path.name != BASE, path.name))
        return {path.name: PackFolder(path.name, path) for path in names}

    @property
    def shadowed(self) -> list[Path]:
        """The user's folders that have a built-in pack's name, and are not used."""
        return [path for path in list_packs(self.own) if path.name in self.builtin_folders]

    def is_builtin(self, folder: PackFolder) -> bool:
        """Tell whether a folder ships with govreport."""
        return self.builtin_folders.get(folder.name) == folder

    @cached_property
    def model(self) -> Settings:
        """The base pack's settings, which say what can be set."""
        return read_settings(self.builtin_folders[BASE])

    def settings_of(self, folder: PackFolder) -> Settings:
        """Return a pack's own settings. Raises GovreportError naming file and line of what is wrong."""
        if folder.name == BASE and self.is_builtin(folder):
            return self.model
        settings = read_settings(folder, None if self.is_builtin(folder) else self.model)
        return {"parent": BASE, **settings}

    def load(self, folder: PackFolder) -> Pack:
        """Return the pack in a folder with all that it extends. Raises GovreportError."""
        chain, layers = [folder], [self.settings_of(folder)]
        while parent := layers[-1]["parent"]:
            if parent in {link.name for link in chain} or len(chain) == LONGEST_CHAIN:
                names = " → ".join([*(link.name for link in chain), parent])
                raise GovreportError(f"{folder.path / FILE}：parent 绕成了圈或太长：{names}")
            chain.append(self.find(parent, f"{chain[-1].path / FILE}：parent："))
            layers.append(self.settings_of(chain[-1]))
        merged = dict(layers.pop())
        for layer in reversed(layers):
            checks = [*merged.get("checks", ()), *layer.get("checks", ())]
            merged = {**merge_settings(merged, layer), "checks": checks, "province": layer.get("province", "")}
        return make_pack(tuple(chain), merged, is_foreign=not all(map(self.is_builtin, chain)))

    def find(self, name: str, place: str = "") -> PackFolder:
        """Return the folder of the pack `name`; GovreportError with the names there are for no such pack."""
        if name not in self.folders:
            near = suggest_key(name, self.folders)
            hint = f"，是不是 {near}？" if near else f"，现有：{'、'.join(self.folders)}"
            raise GovreportError(
                f"{place}没有“{name}”这个模板{hint}（自己的模板放在 {self.own}，或写文件夹的路径）"
            )
        return self.folders[name]

    def find_by_label(self, label: str) -> PackFolder | None:
        """Return the folder of the only pack that is called `label` for people, or is for that province."""
        settings = [(folder, self.settings_of(folder)) for folder in self.folders.values()]
        meant = [folder for folder, own in settings if label in (own.get("name"), own.get("province"))]
        return meant[0] if label and len(meant) == 1 else None

    def provinces(self) -> Iterator[tuple[str, PackFolder]]:
        """Yield the province that a pack is for, with its folder; packs for none are left out."""
        for folder in self.folders.values():
            province = self.settings_of(folder).get("province", "")
            if province:
                yield province, folder

    def for_province(self, province: str) -> PackFolder:
        """Return the folder of a province's pack: the user's own, else the one that ships, else the base pack's.

        Raises GovreportError where two of the user's are for it.
        """
        meant = [folder for name, folder in self.provinces() if name == province]
        own = [folder for folder in meant if not self.is_builtin(folder)]
        if len(own) > 1:
            names = "、".join(folder.name for folder in own)
            raise GovreportError(f'有几个模板都写着 province = "{province}"：{names}；用 --template 指定一个')
        return (own or meant or [self.builtin_folders[BASE]])[0]


def list_packs(folder: Path) -> list[Path]:
    """Return the folders in `folder` that hold a pack, in order; none where it cannot be read."""
    try:
        return sorted(path for path in folder.iterdir() if path.name[0] not in "._" and (path / FILE).is_file())
    except OSError:
        return []


def list_own_folders(template: str = "") -> list[Path]:
    """Return the folders of the user's packs, and of the one that `template` names by its path."""
    given = Path(template) if template and "\0" not in template else Path()
    return [*list_packs(user_folder()), *([given] if template and (given / FILE).is_file() else [])]


@cache
def find_packs(builtin: Path | None = None, own: Path | None = None) -> Packs:
    """Return the packs that ship with govreport and the user's."""
    return Packs(builtin or locate_resources("templates"), own or user_folder())


@cache
def load_pack(name: str = BASE) -> Pack:
    """Return the pack `name`. Raises GovreportError where there is none, or its settings are wrong."""
    packs = find_packs()
    return packs.load(packs.find(name))


@cache
def open_pack(wanted: str) -> Pack:
    """Return the pack of a name, or in a folder given by its path. Raises GovreportError where there is none."""
    packs = find_packs()
    if wanted in packs.folders:
        return packs.load(packs.folders[wanted])
    path = Path(wanted)
    if "\0" in wanted or not path.is_dir():
        return packs.load(packs.find_by_label(wanted) or packs.find(wanted, "--template："))
    if not (path / FILE).is_file():
        raise GovreportError(f"{path}：这个文件夹里没有 {FILE}，不是模板")
    real = Path(os.path.realpath(path))
    return packs.load(
        next(
            (f for f in packs.folders.values() if Path(os.path.realpath(f.path)) == real),
            PackFolder(real.name, real),
        )
    )


@cache
def choose_pack(province: str) -> Pack:
    """Return the pack for a report's province, the base pack where there is none."""
    packs = find_packs()
    return packs.load(packs.for_province(province) if province else packs.find(BASE))
