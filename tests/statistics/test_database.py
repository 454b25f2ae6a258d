"""Totals, changes and outliers, worked out by hand or a second time in plain Python."""

import os
import statistics
import subprocess
import sys
import tempfile
from decimal import Decimal
from math import log1p
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport.errors import GovreportError
from govreport.statistics.database import Change, Database
from govreport.statistics.facts import Facts
from govreport.statistics.items import Item, Limits, choose_items, load_items
from random_reports import QUICK

ITEMS = (Item("新收", ("本年新收",), shown=True), Item("收费", ("行政事业性收费",)))
LIMITS = Limits(changes=2, fewest=5, score=3.5, outliers=10)


def make(agency: str, year: int | None, *numbers, province="甲省", level="乡级", kind="government") -> Facts:
    return Facts(f"{agency}{year}.toml", agency, province, level, kind, year, numbers)


def fill(*facts: Facts) -> Database:
    database = Database(ITEMS)
    for one in facts:
        database.add(one)
    database.seal()
    return database


def sums(totals):
    return {(t.year, t.group, t.item): (t.value, t.reports, t.missing) for t in totals}


def test_sums_by_year_province_and_level():
    facts = (
        make("甲", 2023, 3, Decimal("0.1")),
        make("乙", 2023, 4, Decimal("0.2"), province="乙省"),
        make("甲", 2024, 5, None),
        make("丙", None, 6, 1, province="", level=""),
    )
    with fill(*facts) as database:
        by_year, by_province = sums(database.totals()), sums(database.totals("province"))
        by_level = sums(database.totals("level"))
    assert by_year == {
        (2023, "", "新收"): (7, 2, 0),
        (2023, "", "收费"): (Decimal("0.3"), 2, 0),
        (2024, "", "新收"): (5, 1, 0),
        (2024, "", "收费"): (None, 1, 1),
        (None, "", "新收"): (6, 1, 0),
        (None, "", "收费"): (1, 1, 0),
    }
    assert by_province[2023, "乙省", "新收"] == (4, 1, 0)
    assert by_province[None, "", "新收"] == (6, 1, 0)
    assert by_level[2023, "乡级", "新收"] == (7, 2, 0)


@QUICK
@given(
    st.lists(
        st.tuples(
            st.integers(2021, 2024),
            st.sampled_from(["甲省", "乙省", ""]),
            st.none() | st.decimals(0, 10**12, places=4),
            st.none() | st.integers(-999, 10**12),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_sums_are_exact(rows):
    facts = [
        make(f"{i}镇", year, first, second, province=place) for i, (year, place, first, second) in enumerate(rows)
    ]
    with fill(*facts) as database:
        totals = sums(database.totals("province"))
    for (year, place, item), (value, reports, missing) in totals.items():
        column = 2 + [one.label for one in ITEMS].index(item)
        own = [row[column] for row in rows if row[:2] == (year, place)]
        known = [number for number in own if number is not None]
        assert (value, reports, missing) == (sum(known) if known else None, len(own), len(own) - len(known))


def test_the_largest_changes_of_each_item_from_one_year_to_the_next():
    facts = (
        *(make("甲", 2022, 10, 1), make("甲", 2023, 30, 1), make("甲", 2024, 25, 3)),
        *(make("乙", 2022, 0, 1), make("乙", 2023, 8, None)),
        *(make("丙", 2021, 0, 0), make("丙", 2023, 900, 900)),  # a year between is missing
        *(make("丁", 2023, 1, 1), make("丁", 2024, 700, 1), make("丁", 2024, 800, 1)),  # two reports of a year
    )
    with fill(*facts) as database:
        changes = database.changes(LIMITS)
        doubles = database.doubles()
    assert changes == [
        Change("甲", 2023, "新收", Decimal(10), Decimal(30)),
        Change("乙", 2023, "新收", Decimal(0), Decimal(8)),
        Change("甲", 2024, "收费", Decimal(1), Decimal(3)),
    ]
    assert [change.difference for change in changes] == [20, 8, 2]
    assert [change.percent for change in changes] == [200, None, 200]
    assert doubles == [("丁", 2024, 2)]


def test_outliers_are_those_far_from_the_median_of_their_like():
    counts = [10, 12, 9, 11, 13, 10, 8, 500]
    facts = [make(f"{i}镇", 2024, n, 0) for i, n in enumerate(counts)]
    facts += [make(f"{i}县", 2024, 500, 0, level="县级") for i in range(8)]  # among counties it is usual
    with fill(*facts) as database:
        (found,) = database.outliers(LIMITS)
    sizes = [log1p(n) for n in counts]
    middle = statistics.median(sizes)
    spread = statistics.median(abs(size - middle) for size in sizes)
    assert (found.agency, found.item, found.value, found.reports) == ("7镇", "新收", 500, 8)
    assert found.middle == Decimal("10.5")
    assert found.score == pytest.approx(0.6745 * (log1p(500) - middle) / spread)


def test_few_reports_and_numbers_of_which_most_are_alike_have_no_outliers():
    few = [make(f"{i}镇", 2024, n, 0) for i, n in enumerate([1, 2, 3, 900])]
    alike = [make(f"{i}县", 2024, n, 0, level="县级") for i, n in enumerate([0, 0, 0, 0, 0, 0, 900])]
    with fill(*few, *alike) as database:
        assert database.outliers(LIMITS) == []


def test_hostile_names_are_only_text():
    name = "'; DROP TABLE wide; --\",\n甲"
    with fill(make(name, 2023, 1, 1), make(name, 2024, 2, 1), make("", 2024, 1, 1)) as database:
        (change,) = database.changes(LIMITS)
        assert change.agency == name
        assert sums(database.totals())[2024, "", "新收"] == (3, 2, 0)


def test_an_error_of_the_database_is_ours_with_its_first_line():
    with fill(make("甲", 2023, 1, 1)) as database, pytest.raises(GovreportError) as raised:
        database.seal()
    assert str(raised.value).startswith("没有统计：数据库 DuckDB 出错：Catalog Error: Table with name")
    assert "\n" not in str(raised.value)
    with Database(ITEMS) as database:
        for question in (database.totals, database.doubles):
            with pytest.raises(GovreportError, match="没有统计"):
                question()


LIVING = """
import sys
from govreport.statistics.database import Database
with Database([]):
    print("begun", flush=True)
    sys.stdin.read()
"""


def test_what_a_killed_process_has_left_is_removed_by_the_next(tmp_path, monkeypatch):
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with subprocess.Popen([sys.executable, "-c", LIVING], env=environment, **pipes) as process:
        assert process.stdout.readline() == b"begun\n"
        with Database(ITEMS):
            assert len(list(tmp_path.iterdir())) == 2, "that of a living process is left alone"
        process.kill()
    assert len(list(tmp_path.iterdir())) == 1
    with Database(ITEMS):
        pass
    assert list(tmp_path.iterdir()) == []


def test_items_of_the_data_are_names_of_a_form_and_more_can_be_asked_for():
    items, limits = load_items()
    assert len({item.label for item in items}) == len(items)
    assert limits.fewest > 4
    assert choose_items(["规章 本年制发", "本年新收"])[-1] == Item("规章 本年制发", ("规章 本年制发",), shown=True)
    with pytest.raises(GovreportError, match="没有“今年新收”这个项目"):
        choose_items(["今年新收"])
    with pytest.raises(GovreportError, match="没有“年度”这个项目"):
        choose_items(["年度"])


def test_what_memory_cannot_hold_goes_beside_the_facts_and_not_into_the_working_folder():
    with Database(ITEMS) as database:
        [(folder,)] = database.connection.execute("SELECT current_setting('temp_directory')").fetchall()
        assert Path(folder).parent == database.path.parent
    assert not database.path.parent.exists()
