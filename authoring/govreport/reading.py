"""TOML data being read: what was found wrong so far, and the checks that every table shares."""

from collections.abc import Collection, Mapping
from typing import Any

from govreport.cells import is_usable, show
from govreport.fields import load_fields
from govreport.finding import Shown, Strike
from govreport.report_format import ReportFormat
from govreport.spelling import find_control_character, suggest_key


class Reading:
    """The data of one file under one form; `strikes` collects what is wrong.

    `headless` are the tables whose header is missing although their keys are there; `misspelt` the full
    paths that an unknown key was probably meant to be.
    """

    def __init__(self, data: Mapping[str, Any], form: ReportFormat) -> None:
        """Begin with nothing found."""
        self.data = data
        self.form = form
        self.strikes: list[Strike] = []
        self.headless: set[str] = set()
        self.misspelt: set[str] = set()
        self.homes = (*load_fields(), *form.row_index)

    def strike(
        self, code: str, path: str, found: Shown = None, expected: Shown = None, /, **values: object
    ) -> None:
        """Note one thing that is wrong; `meant` among the values is the TOML that the value should be."""
        meant = str(values.pop("meant", "")) or None
        self.strikes.append(Strike(code, path, found, expected, values, meant=meant))

    def table_at(self, path: str) -> Mapping[str, Any]:
        """Return the table at `path`, empty where there is none; report something else in its place."""
        content: Any = self.data
        here = ""
        for name in path.split(".") if path else []:
            here = f"{here}.{name}" if here else name
            content = content.get(name, {})
            if not isinstance(content, dict):
                if not any(s.path == here for s in self.strikes):
                    self.strike("S03", here, show(content), "", label=here, kind=f"一张表，写作 [{here}]")
                return {}
        table: Mapping[str, Any] = content
        return table

    def report_unknown(
        self, path: str, content: Mapping[str, Any], known: Collection[str], *, rows: Collection[str] = ()
    ) -> None:
        """Report the keys of a table that are not `known`; `rows` are full row keys that one may have been."""
        astray: dict[str, list[str]] = {}
        for key in content:
            if key in known:
                continue
            if path and key in self.homes and "." not in key:
                self.strikes.append(Strike("S21", f"{path}.{key}", key, None, {"key": key}, on_key=True))
                continue
            home = self.find_home(key, path)
            if home:
                astray.setdefault(home, []).append(key)
                continue
            hint = suggest_key(key, {*known, *rows})
            full = f"{path}.{key}" if path else key
            if hint:
                self.misspelt.add(f"{path}.{hint}" if path else hint)
            self.strikes.append(Strike("S02", full, key, hint or None, {"key": key, "hint": hint}, on_key=True))
        for home, keys in astray.items():
            self.report_astray(path, keys, home)

    def report_astray(self, path: str, keys: list[str], home: str) -> None:
        """Report keys that belong to the table `home`: its header is missing, or they stand in a wrong table."""
        paths = [f"{path}.{key}" if path else key for key in keys]
        if not self.has_table(home):
            self.headless.add(home)
            values = {"key": keys[0], "count": len(keys), "table": home}
            self.strikes.append(Strike("S10", paths[0], keys[0], f"[{home}]", values, on_key=True))
            return
        for key, full in zip(keys, paths, strict=True):
            values = {"key": key, "table": home}
            self.strikes.append(Strike("S11", full, key, f"{home}.{key}", values, on_key=True))

    def has_table(self, path: str) -> bool:
        """Tell whether the data has a table at `path`."""
        content: Any = self.data
        for name in path.split("."):
            content = content.get(name) if isinstance(content, dict) else None
        return isinstance(content, dict)

    def find_home(self, key: str, path: str) -> str:
        """Return the table with a header of its own in which a key (or a group of rows) belongs, else ""."""
        for home in self.homes:
            table, _, rest = home.partition(".") if home in self.form.row_index else home.rpartition(".")
            if table and table != path and (rest == key or rest.startswith(f"{key}.")):
                return table
        return ""

    def read_string(self, content: Mapping[str, Any], key: str, path: str) -> str:
        """Return a text; "" where there is none or something else, which is reported."""
        value = content.get(key, "")
        if isinstance(value, str):
            return value
        meant = f'"{value}"' if is_usable(value) else ""
        self.strike(
            "S03",
            f"{path}.{key}",
            show(value),
            "文字",
            meant=meant,
            label=key,
            kind="文字，两头加英文双引号",
        )
        return ""

    def check_characters(self, text: str, path: str, *, one_line: bool = False) -> None:
        """Report the first character that is no text."""
        found = find_control_character(text, one_line=one_line)
        if found:
            self.strike("S09", path, found, None, character=found)


def is_table_list(value: Any) -> bool:
    """Tell whether `value` is what [[…]] headers give."""
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)
