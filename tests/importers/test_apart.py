"""Table four as agencies print it who have no room for fifteen columns: tables below each other, or a row each."""

import pytest

from govreport.importers.importing import import_document

HEADS = "| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |"
RULE = "|---|---|---|---|---|"
ROWS = ("| 4 | 3 | 2 | 1 | 10 |", "| 5 | 0 | 1 | 0 | 6 |", "| 0 | 2 | 0 | 7 | 9 |")
NUMBERS = [(4, 3, 2, 1, 10), (5, 0, 1, 0, 6), (0, 2, 0, 7, 9)]
PATHS = ("disputes.reconsideration", "disputes.litigation.direct", "disputes.litigation.after_reconsideration")
NAMES = ("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）")


def disputes(*lines, kind="md"):
    """Return the three rows of table four, and the doubts about them."""
    text = "\n".join(
        [
            "青澜市水利局2024年政府信息公开工作年度报告",
            "一、总体情况",
            "本年度依法公开政府信息。",
            "四、政府信息公开行政复议、行政诉讼情况",
            *lines,
            "五、存在的主要问题及改进情况",
            "公开还不够及时，将加强检查。",
            "六、其他需要报告的事项",
            "无收费。",
        ]
    )
    if kind == "html":
        text = "".join(line if line.startswith("<") else f"<p>{line}</p>" for line in text.split("\n"))
    imported = import_document(f"a.{kind}", text.encode("utf-8"))
    rows = [imported.report.rows.get(path) for path in PATHS]
    return rows, [doubt.message for doubt in imported.doubts if doubt.path == "disputes"]


def stack(names, rows=ROWS):
    return [line for name, row in zip(names, rows, strict=True) for line in (name, HEADS, RULE, row, "")]


@pytest.mark.parametrize(
    "names",
    [
        NAMES,
        ("（一）行政复议情况", "（二）行政诉讼：未经复议直接起诉", "（三）行政诉讼：复议后起诉"),
        ("行政复议", "未经复议直接起诉", "复议后起诉"),
        ("### 行政复议", "### 行政诉讼（未经复议直接起诉）", "### 行政诉讼（复议后起诉）"),
    ],
)
def test_three_tables_are_told_by_the_words_above_them(names):
    rows, doubts = disputes(*stack(names))
    assert rows == NUMBERS
    assert doubts == []


def test_the_words_decide_and_not_the_order():
    rows, doubts = disputes(*stack((NAMES[2], NAMES[0], NAMES[1])))
    assert rows == [NUMBERS[1], NUMBERS[2], NUMBERS[0]]
    assert doubts == []


def test_one_table_may_have_a_row_each_that_begins_with_its_name():
    page = "".join(
        f"<tr><td>{name}</td>{''.join(f'<td>{n}</td>' for n in numbers)}</tr>"
        for name, numbers in zip(NAMES, NUMBERS, strict=True)
    )
    heads = "".join(f"<td>{head}</td>" for head in ("", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))
    rows, doubts = disputes(f"<table><tr>{heads}</tr>{page}</table>", kind="html")
    assert rows == NUMBERS
    assert doubts == []


def test_litigation_may_be_a_table_of_ten_columns():
    ten = "<td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td>"
    page = (
        f"<table><tr><td colspan=5>行政复议</td></tr><tr>{ten}</tr>"
        "<tr><td>4</td><td>3</td><td>2</td><td>1</td><td>10</td></tr></table>"
        "<table><tr><td colspan=10>行政诉讼</td></tr>"
        "<tr><td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>"
        f"<tr>{ten}{ten}</tr>"
        "<tr><td>5</td><td>0</td><td>1</td><td>0</td><td>6</td>"
        "<td>0</td><td>2</td><td>0</td><td>7</td><td>9</td></tr></table>"
    )
    rows, doubts = disputes(page, kind="html")
    assert rows == NUMBERS
    assert doubts == []


def test_without_words_the_order_counts_and_is_a_doubt():
    rows, doubts = disputes(*stack(("", "", "")))
    assert rows == NUMBERS
    assert any("按前后次序取" in message and "5 0 1 0 6" in message for message in doubts)


@pytest.mark.parametrize(
    ("names", "rows", "expected"),
    [
        (("", ""), ROWS[:2], [None, None, None]),
        (("行政复议", "行政复议", "行政复议"), ROWS, [None, None, None]),
        (("行政复议", "", ""), (*ROWS[:2], ROWS[1]), [NUMBERS[0], NUMBERS[1], NUMBERS[1]]),
    ],
)
def test_what_cannot_be_told_is_never_guessed_silently(names, rows, expected):
    found, doubts = disputes(*stack(names, rows))
    assert found == expected
    assert any("没有写明是哪一项" in message for message in doubts)
