"""A pack's settings as written in its pack.toml: read, checked, laid over those of its parent."""

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import tomli

from govreport.errors import GovreportError
from govreport.filling import list_names
from govreport.pack_folder import PackFolder
from govreport.spelling import suggest_key

FILE = "pack.toml"
LARGEST = 256 * 2**10
"""Bytes of a pack.toml; the national one has six thousand."""
Settings = Mapping[str, Any]

FREE = ("parts", "rules", "checks", "tables.stubs")
"""Tables whose keys are not fixed by the national pack; `pack` and `rules.pack_rules` check what they hold."""
PATTERNS = {
    "title": ("name", "year"),
    "date": ("year", "month", "day"),
    "texts.fee": ("name", "year", "todo"),
    "texts.contact": ("name", "year", "todo"),
    "texts": ("name", "year", "todo", "sections", "fee", "contact"),
}
"""Settings with {names}, and the names that each may hold; `texts` stands for the texts not listed."""
PART = {"aspect": "", "heading": "", "run_in": False, "text": "", "hint": ""}
CHECK = {"code": "", "severity": "", "title": "", "section": "", "any": [], "none": [], "advice": "", "why": ""}
RANGES = {
    "page": (1, 1000),
    "page.number_gap": (0, 50),
    "sizes": (3, 100),
    "figures": (10, 220),
    "figures.text": (4, 30),
    "figures.caption": (4, 30),
    "tables": (0, 50),
    "tables.line": (0.8, 4),
    "tables.stubs": (1, 90),
}
"""The least and the largest number by table or key (mm, points, per cent); the longest name that fits counts."""
KINDS = {bool: "true 或 false", int: "数", float: "数", str: "文字", list: "方括号里的一列", dict: "一组设置"}


@dataclass(frozen=True)
class _Checker:
    """Checks one pack.toml; an error names the file, the line and the key."""

    file: str
    text: str

    def refuse(self, path: str, reason: str) -> GovreportError:
        """Return the error about the setting at `path`."""
        from govreport.toml.positions import find_positions

        line = find_positions(self.text).find(path, on_key=True).line
        return GovreportError(f"{self.file}:{line}：{path}：{reason}")

    def check(self, own: Settings, model: Settings, path: str = "") -> None:
        """Check a table against the national pack's; raises GovreportError for the first thing that is wrong."""
        for key, value in own.items():
            here = f"{path}.{key}" if path else key
            if here in FREE:
                self.check_free(here, value)
            elif key not in model:
                near = suggest_key(key, model)
                raise self.refuse(here, f"没有这项设置{f'，是不是 {near}？' if near else ''}")
            else:
                self.check_kind(here, value, model[key])
                self.check_value(here, value, model[key])

    def check_kind(self, path: str, value: Any, model: Any) -> None:
        """Refuse a value of another kind than the national pack's."""
        wanted, given = kind_of(model), kind_of(value)
        if wanted != given:
            raise self.refuse(path, f"这里应是{wanted}，写的是{given}")

    def check_value(self, path: str, value: Any, model: Any) -> None:
        """Refuse a number out of its range, a text with an unknown name, a list with something else in it."""
        if isinstance(value, dict):
            self.check(value, model, path)
        elif isinstance(value, list):
            for item in value:
                self.check_kind(path, item, model[0] if model else "")
                self.check_value(path, item, item)
        elif isinstance(value, str):
            self.check_text(path, value)
        elif not isinstance(value, bool):
            self.check_number(path, value)

    def check_number(self, path: str, value: float) -> None:
        low, high = next(RANGES[p] for p in (path, path.rpartition(".")[0], "tables") if p in RANGES)
        if not math.isfinite(value) or not low <= value <= high:
            raise self.refuse(path, f"应在 {low} 到 {high} 之间，写的是 {value}")

    def check_text(self, path: str, value: str) -> None:
        if any(unicodedata.category(c) == "Cc" and c != "\n" for c in value):
            raise self.refuse(path, "里有不是文字的字符")
        if "font" in path and re.search(r"[\"\\;{}<>\n]", value):
            raise self.refuse(path, "字体名里有不能用的符号")
        if path in ("figures.colours", "figures.ink") and not re.fullmatch("#[0-9a-fA-F]{6}", value):
            raise self.refuse(path, "颜色写成 #1f4e79 这样")
        if path == "tables.head_fill" and not re.fullmatch(r"(#[0-9a-fA-F]{6})?", value):
            raise self.refuse(path, "颜色写成 #eeeeee 这样；不填色就空着")
        known = PATTERNS.get(path) or PATTERNS.get(path.partition(".")[0], ())
        for name in list_names(value) if known else ():
            if name not in known:
                near = suggest_key(name, known) or "、".join(f"{{{k}}}" for k in known)
                raise self.refuse(path, f"没有 {{{name}}} 这个名字，可用的是 {near}")

    def check_free(self, path: str, value: Any) -> None:
        """Check a table whose keys the pack's author chooses."""
        if path == "tables.stubs":
            self.check_kind(path, value, {})
            for key, shares in value.items():
                if not key.isdecimal() or not isinstance(shares, list) or not 0 < sum_numbers(shares) < 100:
                    raise self.refuse(
                        f"{path}.{key}", "写成 3 = [5, 12, 33] 这样：三列项目栏各占百分之几，合计小于 100"
                    )
        elif path == "parts":
            self.check_kind(path, value, {})
            for section, items in value.items():
                self.check_items(f"{path}.{section}", items, PART)
        elif path == "checks":
            self.check_items(path, value, CHECK)
        else:
            self.check_kind(path, value, {})

    def check_items(self, path: str, items: Any, model: Settings) -> None:
        """Check an array of tables."""
        self.check_kind(path, items, [])
        for index, item in enumerate(items):
            here = f"{path}[{index}]"
            self.check_kind(here, item, {})
            for key, value in item.items():
                if key not in model:
                    near = suggest_key(key, model)
                    raise self.refuse(f"{here}.{key}", f"没有这项设置{f'，是不是 {near}？' if near else ''}")
                self.check_kind(f"{here}.{key}", value, model[key])
                if key == "text":
                    self.check_text("texts", value)
                for word in value if isinstance(value, list) else ():
                    self.check_kind(f"{here}.{key}", word, "")


def kind_of(value: Any) -> str:
    """Return in words what kind of TOML value this is; whole numbers and others are one kind."""
    return next((words for kind, words in KINDS.items() if isinstance(value, kind)), "别的值")


def sum_numbers(values: list[Any]) -> float:
    """Return the sum of numbers, 0 where one is none or not above zero."""
    numbers = [v for v in values if isinstance(v, int | float) and not isinstance(v, bool) and v > 0]
    return sum(numbers) if len(numbers) == len(values) else 0


def read_settings(folder: PackFolder, model: Settings | None = None) -> Settings:
    """Return a pack's settings, checked against those of the national pack (`model`; None for itself).

    Raises GovreportError naming file and line of what is wrong.
    """
    file = str(folder.path / FILE)
    text = folder.read_text(FILE)
    if len(text) > LARGEST:
        raise GovreportError(f"{file}：文件太大（超过 {LARGEST >> 10} KB）")
    try:
        data = tomli.loads(text)
    except (ValueError, RecursionError) as error:
        raise GovreportError(f"{explain_toml(file, text, error)}") from error
    if model is not None:
        checker = _Checker(file, text)
        checker.check(data, model)
        if not str(data.get("name", "")).strip():
            raise GovreportError(f'{file}：缺少 name，写上这个模板叫什么，如 name = "湖南"')
    return data


def explain_toml(file: str, text: str, error: Exception) -> str:
    """Return why a text is not TOML, at its line."""
    from govreport.toml.source import read_source

    strikes = read_source(file, text.encode("utf-8")).strikes
    line = strikes[0].place.line if strikes and strikes[0].place else 1
    return f"{file}:{line}：这一行写得不合 TOML 的规矩（引号、括号、等号都用半角的，文字放在引号里）：{error}"


def merge_settings(parent: Settings, own: Settings) -> dict[str, Any]:
    """Return the parent's settings with a pack's own over them: tables key by key, everything else whole."""
    merged = dict(parent)
    for key, value in own.items():
        before = parent.get(key)
        merged[key] = (
            merge_settings(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
        )
    return merged


def flatten(settings: Settings, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield path and value of every setting that is no table."""
    for key, value in settings.items():
        here = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            yield from flatten(value, here)
        else:
            yield here, value
