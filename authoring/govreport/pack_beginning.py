"""A new pack to start from: a few commented files over a parent."""

import unicodedata
from collections.abc import Mapping
from pathlib import Path

import tomli

from govreport.errors import GovreportError
from govreport.files import explain, write_output
from govreport.filling import fill_names
from govreport.pack_search import Packs
from govreport.resources import locate_resources

FOLDER = "_new"
"""Below `templates`: the files of a new pack, with {label}, {parent} and {province} to fill in."""
LONGEST_NAME = 40


def make_files(packs: Packs, name: str, parent: str) -> Mapping[str, str]:
    """Return the files of a new pack by name. Raises GovreportError for a name that cannot be."""
    check_name(packs, name)
    packs.find(parent, "--from：")
    values = {"label": name, "parent": parent, "province": guess_province(name)}
    folder = locate_resources("templates") / FOLDER
    return {path.name: fill_names(path.read_text(encoding="utf-8"), values) for path in sorted(folder.iterdir())}


def check_name(packs: Packs, name: str) -> None:
    """Refuse a name that is no folder's, or a built-in pack's."""
    bad = any(c in '/\\:*?"<>|{}' or unicodedata.category(c)[0] == "C" for c in name)
    if bad or not name.strip() or name[0] in "._-" or len(name) > LONGEST_NAME:
        raise GovreportError("模板的名字要能当文件夹名，不超过 40 字，如 湖南")
    if name in packs.builtin_folders:
        raise GovreportError(f"“{name}”是内置模板的名字，请换一个")


def guess_province(name: str) -> str:
    """Return the province that a name begins with, in full; "" where it names none."""
    path = locate_resources("schemas") / "provinces.toml"
    names = tomli.loads(path.read_text(encoding="utf-8"))["names"]
    return next((full for full in names if name.startswith(full[: 3 if full[:2] in ("黑龙", "内蒙") else 2])), "")


def write_pack(folder: Path, files: Mapping[str, str]) -> None:
    """Write a new pack; raises GovreportError where there is something already, or it cannot be written."""
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise GovreportError(f"{folder}：已经有了，没有改动它；换个名字，或用 -o 放到别处")
    except OSError as error:
        raise GovreportError(f"{folder}：{explain(error)}") from error
    for name, text in files.items():
        write_output(folder / name, text.encode("utf-8"), replace=False)
