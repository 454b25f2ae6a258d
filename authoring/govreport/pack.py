"""A template pack: one look, its settings and default wording, over those of the packs that it extends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from govreport.errors import GovreportError
from govreport.pack_folder import PackFolder
from govreport.pack_settings import Settings
from govreport.report import Part

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

    `line`: line height over type size; `gap`: room below a table in points; `border`: thickness of rules in
    points; `head_fill`: colour of the head as #rrggbb, "" for none; `stubs`: by the count of label columns, their
    widths in per cent of the text block.
    """

    line: float
    gap: float
    border: float
    head_fill: str
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
class OfferedPart:
    """A part that `new` offers: what stands in it already, and a hint for the author."""

    part: Part
    hint: str = ""


@dataclass(frozen=True)
class Pack:
    """Settings of one pack, with what it takes from its parents; `name` is its folder's, `label` for people.

    `chain` are its folders, its own first, the base pack's last. `is_foreign`: it, or one that it extends, does
    not ship with govreport. `title` holds a pattern a line, `fonts` the families of each typeface in order of
    preference, `parts` the parts that `new` offers by section, `texts` what it writes there. `rules` and `checks`
    are the changes to rules and the pack's own (see `rules.pack_rules`).
    """

    name: str
    label: str
    province: str
    chain: tuple[PackFolder, ...]
    is_foreign: bool
    title: tuple[str, ...]
    date: str
    fonts: Mapping[str, tuple[str, ...]]
    screen_fonts: Mapping[str, tuple[str, ...]]
    page: Page
    sizes: Sizes
    tables: TableLook
    figures: FigureLook
    texts: Mapping[str, str]
    parts: Mapping[str, tuple[OfferedPart, ...]] = field(default_factory=dict)
    rules: Mapping[str, Any] = field(default_factory=dict)
    checks: tuple[Mapping[str, Any], ...] = ()

    @property
    def folder(self) -> Path:
        """The pack's own folder."""
        return self.chain[0].path

    def office_fonts(self, role: str) -> tuple[str, ...]:
        """Return the families of a typeface that an office PC has, best first; all of them where none is such."""
        families = self.fonts[role]
        return tuple(name for name in families if not name.startswith(BUNDLED)) or families


def make_pack(chain: tuple[PackFolder, ...], settings: Settings, *, is_foreign: bool) -> Pack:
    """Return the pack of merged settings. Raises GovreportError where page and margins leave no text block."""
    page = Page(**settings["page"])
    if page.block_width < 50 or page.block_height < 50:
        raise GovreportError(f"{chain[0].path}：[page] 的纸张和页边留下的版心太小（宽、高都要有 50 毫米）")
    tables = {**settings["tables"], "stubs": read_stubs(settings["tables"]["stubs"])}
    return Pack(
        name=chain[0].name,
        label=settings["name"],
        province=settings["province"],
        chain=chain,
        is_foreign=is_foreign,
        title=tuple(settings["title"]),
        date=settings["date"],
        fonts=read_families(settings["fonts"]),
        screen_fonts=read_families(settings["screen_fonts"]),
        page=page,
        sizes=Sizes(**settings["sizes"]),
        tables=TableLook(**tables),
        figures=FigureLook(**{**settings["figures"], "colours": tuple(settings["figures"]["colours"])}),
        texts=settings["texts"],
        parts={key: tuple(read_part(item) for item in items) for key, items in settings["parts"].items()},
        rules=settings.get("rules", {}),
        checks=tuple(settings.get("checks", ())),
    )


def read_stubs(stubs: Mapping[str, list[float]]) -> dict[int, tuple[float, ...]]:
    """Return the widths of label columns by their count; TOML's keys are text."""
    return {int(count): tuple(shares) for count, shares in stubs.items()}


def read_families(fonts: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Return the families of each typeface."""
    return {role: tuple(families) for role, families in fonts.items()}


def read_part(item: Mapping[str, Any]) -> OfferedPart:
    """Return one part that `new` offers; `text` holds a paragraph a line."""
    values = {"text": "{todo}", **item}
    text = tuple(filter(None, values["text"].strip().split("\n")))
    part = Part(values.get("heading", ""), values.get("run_in", False), values.get("aspect", ""), text)
    return OfferedPart(part, values.get("hint", ""))


def find_folder(pack: Pack, name: str) -> PackFolder | None:
    """Return the first folder of a pack's chain that has the file `name`; None where none has."""
    return next((folder for folder in pack.chain if folder.has(name)), None)


def read_file(pack: Pack, name: str) -> str:
    """Return the text of a pack's file, else of its nearest parent's. GovreportError where there is none."""
    folder = find_folder(pack, name)
    if folder is None:
        raise GovreportError(f"{pack.folder}：缺少文件 {name}")
    return folder.read_text(name).strip()
