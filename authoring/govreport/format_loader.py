"""A form's definition from `schemas/<format>/format.toml`, refused where it contradicts itself."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import tomli

from govreport.errors import GovreportError
from govreport.fields import load_fields
from govreport.report_format import Aspect, Column, ReportFormat, Row, Section, Sum, Table, Variant, all_rows
from govreport.resources import locate_resources

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


@cache
def list_formats() -> tuple[str, ...]:
    """Return the names of the forms that ship with govreport, newest first."""
    folders = locate_resources("schemas").glob("*/format.toml")
    return tuple(sorted((path.parent.name for path in folders), reverse=True))


def load_format(name: str) -> ReportFormat:
    """Return the form called `name`, the name of its folder. Raises GovreportError when there is none."""
    if name not in list_formats():
        raise GovreportError(f"没有“{name}”这种报告格式，可用的有：{'、'.join(list_formats())}")
    return load_format_folder(locate_resources("schemas") / name)


@cache
def load_format_folder(folder: Path) -> ReportFormat:
    """Return the form defined by `folder`/format.toml.

    Raises GovreportError naming file and place when it cannot be read or contradicts itself.
    """
    path = folder / "format.toml"
    try:
        data = tomli.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise GovreportError(f"{path}：读不出格式定义：{error}") from error
    return _Loader(path).load(data)


class _Loader:
    """Turns the data of one format.toml into a ReportFormat; every complaint names file and place."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fail(self, place: str, problem: str) -> GovreportError:
        return GovreportError(f"{self.path}：{place}：{problem}")

    def load(self, data: Mapping[str, Any]) -> ReportFormat:
        self.check_keys(data, "顶层", {"format", "name", "sections"}, {"notice"})
        if data["format"] != self.path.parent.name:
            raise self.fail("format", f"写的是“{data['format']}”，与所在文件夹“{self.path.parent.name}”不同")
        sections = tuple(
            self.load_section(item, f"sections[{i}]")
            for i, item in enumerate(self.tables_of(data, "sections", "顶层"))
        )
        self.check_unique((s.key for s in sections), "sections", "key")
        self.check_unique((s.title for s in sections), "sections", "title")
        return ReportFormat(data["format"], data["name"], data.get("notice", ""), sections, self.path.parent)

    def load_section(self, data: Mapping[str, Any], place: str) -> Section:
        kind = data.get("kind")
        self.check_section_key(data.get("key"), place)
        if kind == "prose":
            self.check_keys(data, place, {"key", "title", "kind"}, {"hint", "aspects"})
            aspects = tuple(self.load_aspects(data, place))
            self.check_unique((a.label for a in aspects), f"{place}.aspects", "label")
            return Section(data["key"], data["title"], "prose", data.get("hint", ""), aspects)
        if kind != "tables":
            raise self.fail(f"{place}.kind", f"应为 prose 或 tables，写的是 {kind!r}")
        optional = {"hint", "arrangement", "stub", "groups"}
        self.check_keys(data, place, {"key", "title", "kind", "name", "tables"}, optional)
        arrangement = data.get("arrangement", "stacked")
        if arrangement not in ("stacked", "side_by_side"):
            raise self.fail(f"{place}.arrangement", f"应为 stacked 或 side_by_side，写的是 {arrangement!r}")
        groups = self.load_groups(data, place)
        tables = tuple(
            self.load_table(item, f"{place}.tables[{i}]", data["key"], groups)
            for i, item in enumerate(self.tables_of(data, "tables", place))
        )
        rows = [row for table in tables for row in all_rows(table)]
        self.check_unique((r.key for r in rows), f"{place}.tables", "row key")
        self.check_prefixes([r.key for r in rows], f"{place}.tables")
        if arrangement == "side_by_side" and len({len(t.rows) for t in tables}) > 1:
            raise self.fail(f"{place}.tables", "并排的表行数必须相同")
        if arrangement == "side_by_side" and len(tables) > 1 and any(t.variants for t in tables):
            raise self.fail(f"{place}.tables", "并排的几张表不能有 variants")
        return Section(
            key=data["key"],
            title=data["title"],
            kind="tables",
            hint=data.get("hint", ""),
            name=data["name"],
            arrangement=arrangement,
            stub=data.get("stub", ""),
            tables=tables,
        )

    def check_section_key(self, key: object, place: str) -> None:
        """Refuse a section whose key is none, or is taken by a field (see `fields.toml`)."""
        if isinstance(key, str) and not BARE_KEY.fullmatch(key):
            raise self.fail(f"{place}.key", f"“{key}”不能作键，只能用英文字母、数字、下划线")
        taken = {part for path in load_fields() for part in path.removeprefix("narrative.").split(".")[:1]}
        if key in taken | {"waive", "narrative", "figure"}:
            raise self.fail(f"{place}.key", f"“{key}”已有别的用处")

    def load_aspects(self, data: Mapping[str, Any], place: str) -> Iterator[Aspect]:
        for i, item in enumerate(self.tables_of(data, "aspects", place, needed=False)):
            self.check_keys(item, f"{place}.aspects[{i}]", {"label"}, {"hint"})
            yield Aspect(**item)

    def load_groups(self, data: Mapping[str, Any], place: str) -> dict[str, tuple[str, ...]]:
        groups: dict[str, tuple[str, ...]] = {"": ()}
        for i, item in enumerate(self.tables_of(data, "groups", place, needed=False)):
            here = f"{place}.groups[{i}]"
            self.check_keys(item, here, {"key", "label"}, {"parent"})
            if item["key"] in groups:
                raise self.fail(here, f"分组“{item['key']}”重复")
            parent = item.get("parent", "")
            if parent not in groups:
                raise self.fail(here, f"上级分组“{parent}”不存在或写在后面")
            groups[item["key"]] = (*groups[parent], item["label"])
        return groups

    def load_table(
        self, data: Mapping[str, Any], place: str, section: str, groups: Mapping[str, tuple[str, ...]]
    ) -> Table:
        self.check_keys(data, place, {"columns", "rows"}, {"title", "head", "variants", "sums"})
        columns = tuple(
            self.load_column(item, f"{place}.columns[{i}]")
            for i, item in enumerate(self.tables_of(data, "columns", place))
        )
        self.check_unique((c.key for c in columns), f"{place}.columns", "key")
        rows = []
        members: dict[str, list[str]] = {}
        for i, item in enumerate(self.tables_of(data, "rows", place)):
            here = f"{place}.rows[{i}]"
            self.check_keys(item, here, {"key"}, {"label", "short", "group"})
            group = item.get("group", "")
            if group not in groups:
                raise self.fail(here, f"分组“{group}”没有定义")
            label = item.get("label", "")
            rows.append(
                Row(item["key"], f"{section}.{item['key']}", label, item.get("short", label), groups[group])
            )
            members.setdefault(group, []).append(item["key"])
        self.check_unique((r.key for r in rows), f"{place}.rows", "key")
        variants = []
        for i, item in enumerate(self.tables_of(data, "variants", place, needed=False)):
            here = f"{place}.variants[{i}]"
            self.check_keys(item, here, {"key", "group"}, {"short"})
            if not item["group"] or not members.get(item["group"]):
                raise self.fail(here, f"分组“{item['group']}”里没有行")
            *outer, label = groups[item["group"]]
            row = Row(item["key"], f"{section}.{item['key']}", label, item.get("short", label), tuple(outer))
            variants.append(Variant(row, tuple(members[item["group"]])))
        head = tuple(data.get("head", ()))
        if not data.get("title") and not head:
            raise self.fail(place, "title 和 head 至少要有一个")
        names = {"row": [c.key for c in columns], "column": [r.key for r in rows]}
        sums = tuple(
            self.load_sum(item, f"{place}.sums[{i}]", names)
            for i, item in enumerate(self.tables_of(data, "sums", place, needed=False))
        )
        self.check_cycles(sums, f"{place}.sums")
        self.check_variants(variants, sums, place)
        return Table(data.get("title", ""), head, columns, tuple(rows), tuple(variants), sums)

    def check_variants(self, variants: list[Variant], sums: tuple[Sum, ...], place: str) -> None:
        """Refuse a group with two single rows, and a sum that a single row would change."""
        self.check_unique((v.replaces[0] for v in variants), f"{place}.variants", "被替换的行")
        for i, rule in enumerate(s for s in sums if s.along == "column"):
            for variant in variants:
                replaced = set(variant.replaces)
                if replaced & {*rule.equals, rule.at} or 0 < len(replaced & set(rule.parts)) < len(replaced):
                    raise self.fail(f"{place}.sums[{i}]", f"只用了“{variant.row.key}”所替换的一部分行")

    def load_column(self, data: Mapping[str, Any], place: str) -> Column:
        self.check_keys(data, place, {"key", "label"}, {"head", "unit", "decimals", "negative", "short"})
        column = Column(**{**data, "head": tuple(data.get("head", ()))})
        if not 0 <= column.decimals <= 6:
            raise self.fail(f"{place}.decimals", f"应在 0 到 6 之间，写的是 {column.decimals}")
        return column

    def load_sum(self, data: Mapping[str, Any], place: str, names: Mapping[str, list[str]]) -> Sum:
        self.check_keys(data, place, {"rule", "along", "parts"}, {"total", "equals", "at"})
        along = data["along"]
        if along not in names:
            raise self.fail(f"{place}.along", f"应为 row 或 column，写的是 {along!r}")
        if ("total" in data) == ("equals" in data):
            raise self.fail(place, "total 和 equals 要有一个，且只有一个")
        if "total" in data and data["total"] not in names[along]:
            raise self.fail(f"{place}.total", f"“{data['total']}”在这张表里不存在")
        parts = self.expand_names(data["parts"], names[along], f"{place}.parts")
        stated = data["equals"] if "equals" in data else [data["total"]]
        equals = self.expand_names(stated, names[along], f"{place}.equals")
        if both := set(parts) & set(equals):
            raise self.fail(place, f"“{'、'.join(sorted(both))}”同时在等号两边")
        at = data.get("at", equals[-1])
        if at not in (*parts, *equals):
            raise self.fail(f"{place}.at", f"“{at}”不在这个和里")
        if at != data.get("total", at):
            raise self.fail(f"{place}.at", "有 total 时就报在 total，不能另写 at")
        return Sum(data["rule"], along, parts, equals, at, data.get("total", ""))

    def expand_names(self, names: list[str], known: list[str], place: str) -> tuple[str, ...]:
        expanded: list[str] = []
        if not names:
            raise self.fail(place, "是空的")
        for name in names:
            found = [k for k in known if k.startswith(name[:-1])] if name.endswith(".*") else [name]
            if not found or not set(found) <= set(known):
                raise self.fail(place, f"“{name}”在这张表里不存在")
            expanded += found
        self.check_unique(iter(expanded), place, "名称")
        return tuple(expanded)

    def check_cycles(self, sums: tuple[Sum, ...], place: str) -> None:
        totals = {(s.along, s.total): s.parts for s in sums if s.total}
        if len(totals) != sum(1 for s in sums if s.total):
            raise self.fail(place, "同一个总计由两个和计算")
        for along, total in totals:
            seen: set[str] = set()
            todo = [total]
            while todo:
                for part in totals.get((along, todo.pop()), ()):
                    if part == total:
                        raise self.fail(place, f"“{total}”的和里又包含它自己")
                    if part not in seen:
                        seen.add(part)
                        todo.append(part)

    def check_prefixes(self, keys: list[str], place: str) -> None:
        for key in keys:
            if not all(BARE_KEY.fullmatch(part) for part in key.split(".")):
                raise self.fail(place, f"行“{key}”不能作键，只能用英文字母、数字、下划线和点")
            for other in keys:
                if other.startswith(f"{key}."):
                    raise self.fail(place, f"行“{key}”又是“{other}”的上级，TOML 写不出来")

    def check_unique(self, names: Iterator[str], place: str, what: str) -> None:
        seen: set[str] = set()
        for name in names:
            if name in seen:
                raise self.fail(place, f"{what}“{name}”重复")
            seen.add(name)

    def check_keys(self, data: Mapping[str, Any], place: str, needed: set[str], optional: set[str]) -> None:
        if missing := needed - data.keys():
            raise self.fail(place, f"缺少 {'、'.join(sorted(missing))}")
        if unknown := data.keys() - needed - optional:
            raise self.fail(place, f"不认识 {'、'.join(sorted(unknown))}")
        for key, value in data.items():
            kind = _KINDS.get(key, str)
            if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
                raise self.fail(f"{place}.{key}", f"类型不对：{value!r}")
            if key in _NAMES and not all(isinstance(item, str) for item in data[key]):
                raise self.fail(f"{place}.{key}", f"类型不对：{value!r}")

    def tables_of(
        self, data: Mapping[str, Any], key: str, place: str, *, needed: bool = True
    ) -> list[Mapping[str, Any]]:
        value = data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.fail(f"{place}.{key}", "应是一组表")
        if needed and not value:
            raise self.fail(f"{place}.{key}", "是空的")
        return value


_NAMES = ("head", "parts", "equals")
_KINDS: Mapping[str, type] = {
    "sections": list,
    "aspects": list,
    "groups": list,
    "tables": list,
    "columns": list,
    "rows": list,
    "variants": list,
    "sums": list,
    "head": list,
    "parts": list,
    "equals": list,
    "decimals": int,
    "negative": bool,
}
