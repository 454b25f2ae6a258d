"""A template pack: the folder with one look, its settings and default wording."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import tomli

from govreport.errors import GovreportError
from govreport.report import Part
from govreport.resources import locate_resources

BASE = "national"
BUNDLED = "GovReport "
"""How the names of the fonts that ship with govreport begin."""


@dataclass(frozen=True)
class Page:
    """The printed page (GB/T 9704-2012, 5): paper and margins in mm, lines a page, characters a line.

    `number_gap`: how far below the text block the dash of the page number stands, in mm.
    """

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float
    lines: int
    characters: int
    number_gap: float

    @property
    def block_width(self) -> float:
        """The width of the text block in mm."""
        return self.width - self.left - self.right

    @property
    def block_height(self) -> float:
        """The height of the text block in mm."""
        return self.height - self.top - self.bottom


@dataclass(frozen=True)
class Sizes:
    """Sizes of type in points."""

    title: float
    text: float
    page_number: float
    table: float


@dataclass(frozen=True)
class TableLook:
    """How tables are set.

    `line`: line height over type size; `gap`: room below a table in points; `stubs`: by the count of label
    columns, their widths in per cent of the text block.
    """

    line: float
    gap: float
    stubs: Mapping[int, tuple[float, ...]]


@dataclass(frozen=True)
class FigureLook:
    """How figures are set.

    `width`, `height`: of a chart in mm; `tallest`: the greatest height of a picture in mm; `text`, `caption`:
    sizes of type in points; `colours`: of bars and shares in turn, as #rrggbb; `ink`: of lines. `item` and
    `amount` are the heads of the table that stands for a chart in plain text.
    """

    width: float
    height: float
    tallest: float
    text: float
    caption: float
    colours: tuple[str, ...]
    ink: str
    item: str
    amount: str


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
    page: Page
    sizes: Sizes
    tables: TableLook
    figures: FigureLook
    parts: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)

    def office_fonts(self, role: str) -> tuple[str, ...]:
        """Return the families of a typeface that an office PC has, best first; all of them where none is such."""
        families = self.fonts[role]
        return tuple(name for name in families if not name.startswith(BUNDLED)) or families


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
    return Pack(
        name=data["name"],
        label=data["label"],
        title=tuple(data["title"]),
        date=data["date"],
        folder=folder,
        fonts=fonts,
        page=Page(**data["page"]),
        sizes=Sizes(**data["sizes"]),
        tables=read_table_look(data["tables"]),
        figures=FigureLook(**{**data["figures"], "colours": tuple(data["figures"]["colours"])}),
        parts=parts,
    )


def read_table_look(data: Mapping[str, Any]) -> TableLook:
    """Return the look of tables from a pack's settings; TOML's keys are text, counts are numbers."""
    stubs = {int(count): tuple(shares) for count, shares in data["stubs"].items()}
    return TableLook(data["line"], data["gap"], stubs)


def read_file(pack: Pack, name: str) -> str:
    """Return the text of a file of a pack: its own, else the base pack's. Raises GovreportError without one."""
    for folder in (pack.folder, load_pack(BASE).folder):
        path = folder / name
        if path.is_file():
            return path.read_text(encoding="utf-8").strip()
    raise GovreportError(f"{pack.folder}：缺少文件 {name}")
