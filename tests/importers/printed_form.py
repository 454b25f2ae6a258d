"""The printed tables of both forms, laid out by hand from their labels: what documents are made of in these tests.

Apart from the labels of the 2019 form (read from schemas/) nothing of the project is used.
"""

import tomllib
from dataclasses import dataclass

from conftest import SCHEMAS
from form_2021 import APPLICATION_ROWS, DISCLOSURE_ROWS, ORGANIZATIONS, RESULTS

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
TITLES = {
    "2021": (
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ),
    "2019": (
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "五、政府信息公开工作存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ),
}
DISPUTE_KEYS = (
    "disputes.reconsideration",
    "disputes.litigation.direct",
    "disputes.litigation.after_reconsideration",
)
FORMS = ("2021", "2021-single", "2019")


@dataclass(frozen=True)
class Box:
    """A printed cell: label or value (then `path` and `index` say which)."""

    text: str
    row: int
    column: int
    height: int = 1
    width: int = 1
    path: str = ""
    index: int = 0


def list_rows(form: str) -> dict[str, int]:
    """Return every row path of a form with its count of cells."""
    rows = {f"disclosure.{key}": len(columns) for key, _, _, columns in clauses(form)}
    rows |= {f"applications.{key}": 7 for key, _ in application_rows(form)}
    return rows | dict.fromkeys(DISPUTE_KEYS, 5)


def clauses(form: str) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Return key, label, clause and columns of every row of table two."""
    if form != "2019":
        return list(DISCLOSURE_ROWS)
    data = tomllib.loads((SCHEMAS / "2019/format.toml").read_text(encoding="utf-8"))
    section = next(s for s in data["sections"] if s["key"] == "disclosure")
    return [
        (row["key"], row["label"], table["title"], tuple(c["label"] for c in table["columns"]))
        for table in section["tables"]
        for row in table["rows"]
    ]


def application_rows(form: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return key and labels of every row of table three that a form prints."""
    left_out = ("other_single",) if form == "2021" else ("other.not_corrected", "other.fee_unpaid", "other.other")
    return [(key, labels) for key, labels in APPLICATION_ROWS if key not in left_out]


def print_clauses(form: str) -> list[list[Box]]:
    """Return table two as sub-tables, each with its title, head and rows, twelve grid columns wide."""
    tables: list[list[Box]] = []
    last = ""
    for key, label, clause, columns in clauses(form):
        width = 9 // len(columns)
        if clause != last:
            head = [Box(c, 1, 3 + i * width, 1, width) for i, c in enumerate(columns)]
            tables.append([Box(clause, 0, 0, 1, 12), Box("信息内容", 1, 0, 1, 3), *head])
            last = clause
        row = max(box.row for box in tables[-1]) + 1
        values = [Box("", row, 3 + i * width, 1, width, f"disclosure.{key}", i) for i in range(len(columns))]
        tables[-1] += [Box(label, row, 0, 1, 3), *values]
    return tables


def print_applications(form: str) -> list[Box]:
    """Return table three: ten grid columns, three of them for labels."""
    boxes = [Box(CORNER, 0, 0, 3, 3), Box("申请人情况", 0, 3, 1, 7), Box("自然人", 1, 3, 2)]
    boxes += [Box("法人或其他组织", 1, 4, 1, 5), Box("总计", 1, 9, 2)]
    boxes += [Box(name, 2, 4 + i) for i, name in enumerate(ORGANIZATIONS)]
    rows = application_rows(form)
    for number, (key, labels) in enumerate(rows):
        for level, label in enumerate(labels):
            is_last = level == len(labels) - 1
            before = rows[number - 1][1] if number else ()
            if not is_last and before[: level + 1] == labels[: level + 1]:
                continue
            height = 1 if is_last else count_alike(rows, number, level)
            boxes.append(Box(label, 3 + number, level, height, 3 - level if is_last else 1))
        boxes += [Box("", 3 + number, 3 + i, path=f"applications.{key}", index=i) for i in range(7)]
    return boxes


def count_alike(rows: list[tuple[str, tuple[str, ...]]], start: int, level: int) -> int:
    """Return how many rows from `start` on stand in the same group."""
    group = rows[start][1][: level + 1]
    end = start
    while end < len(rows) and rows[end][1][: level + 1] == group and len(rows[end][1]) > level + 1:
        end += 1
    return end - start


def print_disputes() -> list[Box]:
    """Return table four: fifteen grid columns, no labels before the row."""
    boxes = [Box("行政复议", 0, 0, 1, 5), Box("行政诉讼", 0, 5, 1, 10)]
    boxes += [Box(name, 1, i, 2) for i, name in enumerate(RESULTS)]
    boxes += [Box("未经复议直接起诉", 1, 5, 1, 5), Box("复议后起诉", 1, 10, 1, 5)]
    boxes += [Box(name, 2, 5 + i) for i, name in enumerate(RESULTS * 2)]
    return boxes + [Box("", 3, i, path=DISPUTE_KEYS[i // 5], index=i % 5) for i in range(15)]
