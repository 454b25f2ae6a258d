"""A template pack: the folder with one look, its settings and default wording."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import tomli

from govreport.errors import GovreportError
from govreport.report import Part
from govreport.resources import locate_resources

BASE = "national"


@dataclass(frozen=True)
class Pack:
    """Settings of one pack. `title` holds a pattern a line, `fonts` the families of each
    typeface in order of preference, `parts` the headings that `new` offers."""

    name: str
    label: str
    title: tuple[str, ...]
    date: str
    folder: Path
    fonts: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)


@cache
def load_pack(name: str = BASE) -> Pack:
    """Return the pack `name`. Raises GovreportError when its settings cannot be read."""
    folder = locate_resources("templates") / name
    path = folder / "pack.toml"
    try:
        data = tomli.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GovreportError(f"{path}：读不出模板设置：{error}") from error
    parts = {key: tuple(Part(**item) for item in items) for key, items in data.get("parts", {}).items()}
    fonts = {role: tuple(families) for role, families in data["fonts"].items()}
    return Pack(data["name"], data["label"], tuple(data["title"]), data["date"], folder, fonts, parts)
