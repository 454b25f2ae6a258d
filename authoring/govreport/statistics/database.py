"""Many reports in an analytical database: totals, changes from year to year, outliers."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from govreport.batch.scratch import make_scratch
from govreport.errors import GovreportError
from govreport.files import refuse
from govreport.numbers import format_number
from govreport.statistics.facts import Facts
from govreport.statistics.items import Item, Limits

LARGEST: int = 10**17
"""A number from here on is left out: the sum of a hundred thousand of them has no place in a column."""

PREFIX = "govreport-stats."
LONGEST_REASON = 200
"""Characters of what the database says of an error."""
TEXTS = ("agency", "province", "level", "kind")
"""What a report says of its agency."""


@dataclass(frozen=True)
class Total:
    """The sum of an item over some reports: by year, or by year and province or level ("" for not stated).

    `missing` of the `reports` are blank there, or of a form without it; a sum without any number is None.
    """

    year: int | None
    group: str
    item: str
    value: Decimal | None
    reports: int
    missing: int


@dataclass(frozen=True)
class Change:
    """A number of an agency in a year and in the year before."""

    agency: str
    year: int
    item: str
    before: Decimal
    value: Decimal

    @property
    def difference(self) -> Decimal:
        """How much it has grown."""
        return self.value - self.before

    @property
    def percent(self) -> Decimal | None:
        """How much it has grown in per cent, with one place; None where there was nothing before."""
        return round(self.difference * 100 / self.before, 1) if self.before else None


@dataclass(frozen=True)
class Outlier:
    """A number that stands out in its year, level and kind, where the median is `middle` (docs/merge.md)."""

    agency: str
    year: int | None
    level: str
    item: str
    value: Decimal
    middle: Decimal
    score: float
    reports: int


class Database:
    """Takes the facts of reports, then answers; they are kept in a file until it is closed.

    Of one agency's several reports of a year totals hold all of them, changes and outliers none.
    """

    def __init__(self, items: Sequence[Item]) -> None:
        """Begin empty. Raises GovreportError where the database is not installed, or the disk is full."""
        self.items = items
        self.count = 0
        self.connection = open_connection()
        self.scratch = ExitStack()
        folder = self.scratch.enter_context(make_scratch(PREFIX))
        self.connection.execute("SET temp_directory = $folder", {"folder": str(Path(folder) / "spilled")})
        self.path = Path(folder) / "facts.csv"
        with self.writing():
            self.file = self.path.open("w", encoding="utf-8", newline="")
        self.writer = csv.writer(self.file)

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close everything."""
        with suppress(OSError):  # of what is still to be written, and not needed
            self.file.close()
        self.connection.close()
        self.scratch.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Raise GovreportError where the facts cannot be written."""
        try:
            yield
        except OSError as error:
            raise refuse(self.path, error) from error

    def add(self, facts: Facts) -> None:
        """Take one report."""
        self.count += 1
        numbers = ("" if n is None or not -LARGEST < n < LARGEST else format_number(n) for n in facts.numbers)
        texts = (facts.agency, facts.province, facts.level, facts.kind)
        with self.writing():
            self.writer.writerow([*texts, facts.year, *numbers])

    def seal(self) -> None:
        """Make what was taken ready to be asked for."""
        with self.writing():
            self.file.close()
        columns = {**dict.fromkeys(TEXTS, "VARCHAR"), "year": "INTEGER"}
        columns |= {f"n{index}": "DECIMAL(24, 6)" for index in range(len(self.items))}
        with asking():
            self.connection.execute(
                "CREATE TABLE wide AS SELECT * FROM read_csv($path, header = false, auto_detect = false, "
                "delim = ',', quote = '\"', escape = '\"', new_line = '\\r\\n', nullstr = '', "
                f"force_not_null = $texts, columns = {columns!r})",
                {"path": str(self.path), "texts": list(TEXTS)},
            )
            self.connection.execute(QUERIES["facts"])

    def ask(self, name: str, **values: object) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query."""
        with asking():
            cursor = self.connection.execute(QUERIES[name], values or None)
            while rows := cursor.fetchmany(1000):
                yield from rows

    def totals(self, group: str = "") -> list[Total]:
        """Return the sums by year, or by year and `group` ("province", "level"), in the order of the items."""
        key = {"": "''", "province": "province", "level": "level"}[group]
        with asking():
            rows = self.connection.execute(QUERIES["totals"].replace("KEY", key)).fetchall()
        return [Total(year, key, self.label(item), *rest) for year, key, item, *rest in rows]

    def changes(self, limits: Limits) -> list[Change]:
        """Return the largest changes of each item from one year to the next."""
        return [
            Change(agency, year, self.label(item), before, value)
            for agency, year, item, before, value in self.ask("changes", most=limits.changes)
        ]

    def outliers(self, limits: Limits) -> list[Outlier]:
        """Return the numbers that stand out most."""
        values = {"fewest": limits.fewest, "score": limits.score, "most": limits.outliers}
        return [
            Outlier(agency, year, level, self.label(item), *rest)
            for agency, year, level, item, *rest in self.ask("outliers", **values)
        ]

    def doubles(self) -> list[tuple[str, int, int]]:
        """Return agency, year and how many, where an agency has several reports of a year."""
        return [(agency, year, count) for agency, year, count in self.ask("doubles")]

    def label(self, item: int) -> str:
        """Return the label of an item by its number."""
        return self.items[item].label


def open_connection() -> Any:
    """Return an empty database in memory, closed against files of others and the network.

    Raises GovreportError where it is not installed.
    """
    try:
        import duckdb
    except ModuleNotFoundError as error:
        raise GovreportError("缺少 duckdb；请运行 pip install 'govreport[stats]' 装上统计所需的部分") from error
    return duckdb.connect(
        ":memory:", config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    )


@contextmanager
def asking() -> Iterator[None]:
    """Raise GovreportError, with the first line of what it says, where the database fails."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        reason = str(error).partition("\n")[0][:LONGEST_REASON]
        raise GovreportError(f"没有统计：数据库 DuckDB 出错：{reason}") from error


QUERIES = {
    "facts": """
        CREATE VIEW facts AS
        SELECT agency, province, level, kind, year, CAST(substr(name, 2) AS INTEGER) AS item, value
        FROM wide UNPIVOT INCLUDE NULLS (value FOR name IN (COLUMNS('^n[0-9]+$')))
    """,
    "totals": """
        SELECT year, KEY AS key, item, sum(value), count(*), count(*) - count(value)
        FROM facts GROUP BY ALL
        ORDER BY year NULLS LAST, key, item
    """,
    "doubles": """
        SELECT agency, year, count(*) FROM wide
        WHERE agency <> '' AND year IS NOT NULL GROUP BY ALL HAVING count(*) > 1 ORDER BY agency, year
    """,
    "changes": """
        WITH once AS (
            SELECT agency, year, item, any_value(value) AS value FROM facts
            WHERE agency <> '' AND year IS NOT NULL GROUP BY agency, year, item HAVING count(*) = 1
        )
        SELECT now.agency, now.year, now.item, before.value, now.value
        FROM once AS now JOIN once AS before
        ON now.agency = before.agency AND now.item = before.item AND now.year = before.year + 1
        WHERE now.value <> before.value
        QUALIFY row_number() OVER (
            PARTITION BY now.item ORDER BY abs(now.value - before.value) DESC, now.agency, now.year
        ) <= $most
        ORDER BY now.item, abs(now.value - before.value) DESC, now.agency, now.year
    """,
    "outliers": """
        WITH once AS (
            SELECT agency, year, level, kind, item, value, ln(1 + CAST(value AS DOUBLE)) AS size,
                   count(*) OVER (PARTITION BY agency, year, item) AS copies
            FROM facts WHERE value >= 0 AND agency <> ''
        ),
        middle AS (
            SELECT year, level, kind, item, median(size) AS size, mad(size) AS spread, median(value) AS value,
                   count(*) AS reports
            FROM once WHERE copies = 1 GROUP BY ALL
        )
        SELECT once.agency, once.year, once.level, once.item, once.value, CAST(middle.value AS DECIMAL(24, 6)),
               0.6745 * (once.size - middle.size) / middle.spread AS score, middle.reports
        FROM once JOIN middle
        ON once.year IS NOT DISTINCT FROM middle.year AND once.level = middle.level
           AND once.kind = middle.kind AND once.item = middle.item
        WHERE copies = 1 AND middle.reports >= $fewest AND middle.spread > 0 AND abs(score) > $score
        ORDER BY abs(score) DESC, once.agency, once.year, once.item LIMIT $most
    """,
}
"""In SQL; what stands in $ is bound by the database."""
