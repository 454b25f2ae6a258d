"""What statistics say, as tables of text: for a terminal, for CSV, for a spreadsheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from govreport.numbers import format_number
from govreport.statistics.database import Change, Database, Outlier, Total
from govreport.statistics.items import Item, Limits

UNSTATED = "（未写明）"
YEAR, GROUPS = "年度", {"province": "省份", "level": "层级"}
LEVELS = ("国家级", "省级", "市级", "县级", "乡级")


@dataclass(frozen=True)
class Table:
    """A titled table. `rows` hold texts, whole numbers and Decimals, None where there is nothing.

    `note` says in lines how it was made. `key`: its first so many columns say what a row is of.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    key: int
    note: tuple[str, ...] = ()


@dataclass(frozen=True)
class Statistics:
    """All tables of some reports."""

    by_year: Table
    by_province: Table
    by_level: Table
    changes: Table
    outliers: Table

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in the order in which they are shown."""
        return self.by_year, self.by_province, self.by_level, self.changes, self.outliers


def make_statistics(database: Database, items: Sequence[Item], limits: Limits) -> Statistics:
    """Return the tables of all reports that the database holds."""
    changes = [change_row(change) for change in database.changes(limits)]
    outliers = [outlier_row(outlier) for outlier in database.outliers(limits)]
    return Statistics(
        make_totals("按年度", (YEAR,), database.totals(), items),
        make_totals("按省份", (YEAR, GROUPS["province"]), database.totals("province"), items),
        make_totals("按层级", (YEAR, GROUPS["level"]), database.totals("level"), items),
        Table(
            "变化最大的",
            ("项目", "机关", YEAR, "上年", "本年", "增减", "增减（%）"),
            tuple(changes),
            2,
            (f"每个项目列出增减最多的 {limits.changes} 个；同一机关相邻两年各有一份报告的才比较",),
        ),
        Table(
            "异常值",
            ("机关", YEAR, "层级", "项目", "数", "中位数", "偏离"),
            tuple(outliers),
            2,
            (
                f"和同年度、同层级、同类型的报告比（至少 {limits.fewest} 份）：数取 ln(1+数)，",
                f"偏离 = 0.6745 ×（与中位数的差）÷ 中位绝对偏差（MAD），超过 ±{limits.score} 的算，",
                f"列出偏离最大的 {limits.outliers} 个；一半以上的数相同的不判",
            ),
        ),
    )


def make_totals(title: str, key: tuple[str, ...], totals: Sequence[Total], items: Sequence[Item]) -> Table:
    """Return the sums as a row for each year and group: how many reports, and the items in their order."""
    groups: dict[tuple[int | None, str], dict[str, Total]] = {}
    for total in totals:
        groups.setdefault((total.year, total.group), {})[total.item] = total
    rows = []
    for (year, group), own in sorted(groups.items(), key=rank):
        first = next(iter(own.values()))
        names = (show_year(year), group or UNSTATED)[: len(key)]
        rows.append((*names, first.reports, *(tidy(own[item.label].value) for item in items)))
    gaps = {t.item: t.missing for t in totals if t.missing}
    note = (f"没有填或没有这一项的，不在合计里：{'、'.join(gaps)}",) if gaps else ()
    return Table(title, (*key, "份数", *(item.label for item in items)), tuple(rows), len(key), note)


def rank(group: tuple[tuple[int | None, str], object]) -> tuple[object, ...]:
    """Return where a year and group stand: levels from the highest, the rest by name; not stated last."""
    (year, name), _ = group
    level = LEVELS.index(name) if name in LEVELS else len(LEVELS)
    return (year is None, year or 0, not name, level, name)


def show_year(year: int | None) -> object:
    """Return a year as it stands in a table."""
    return UNSTATED if year is None else year


def change_row(change: Change) -> tuple[object, ...]:
    """Return one change."""
    return (
        change.item,
        change.agency,
        change.year,
        tidy(change.before),
        tidy(change.value),
        tidy(change.difference),
        tidy(change.percent),
    )


def outlier_row(outlier: Outlier) -> tuple[object, ...]:
    """Return one outlier."""
    return (
        outlier.agency,
        show_year(outlier.year),
        outlier.level or UNSTATED,
        outlier.item,
        tidy(outlier.value),
        tidy(outlier.middle),
        Decimal(f"{outlier.score:.1f}"),
    )


def tidy(value: Decimal | None) -> Decimal | int | None:
    """Return a number without the places that it does not use."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else value.normalize()


def show(value: object) -> str:
    """Return a cell as text."""
    if value is None:
        return ""
    return format_number(value) if isinstance(value, int | Decimal) else str(value)


def keep_shown(table: Table, items: Sequence[Item]) -> Table:
    """Return a table of sums with the items that are shown in text."""
    hidden = {item.label for item in items if not item.shown}
    kept = [i for i, label in enumerate(table.head) if i < table.key or label not in hidden]
    rows = tuple(tuple(row[i] for i in kept) for row in table.rows)
    return Table(table.title, tuple(table.head[i] for i in kept), rows, table.key, table.note)


def keep_rows(table: Table, items: Sequence[Item]) -> Table:
    """Return a table with an item in every row, for the items that are shown in text."""
    shown = {item.label for item in items if item.shown}
    column = table.head.index("项目")
    return replace(table, rows=tuple(row for row in table.rows if row[column] in shown))


def csv_rows(statistics: Statistics) -> Iterator[Sequence[str]]:
    """Yield everything as one tidy table: which table, what the row is of, which number, its value."""
    yield ("表", YEAR, "省份", "层级", "机关", "项目", "指标", "数")
    for table in statistics.tables:
        for row in table.rows:
            cells = dict(zip(table.head, row, strict=True))
            named = {label: show(cells.pop(label, None)) for label in (YEAR, "省份", "层级", "机关", "项目")}
            for label, value in cells.items():
                yield (table.title, *named.values(), label, show(value))
