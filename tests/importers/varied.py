"""Documents as agencies publish them, made at random with known numbers: spans, misprints, blanks, encodings."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from html import escape

from importers.printed_form import (
    FORMS,
    TITLES,
    Box,
    list_rows,
    print_applications,
    print_clauses,
    print_disputes,
)
from importers.word_files import make_word_file

Truth = dict[tuple[str, int], str]
"""Row path and column to the number as text, "" for a blank."""
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
GONE = "gone"
"""Stands for the numbers of a row that is not printed."""
QUIRKS = (
    *("",) * 8,
    "remark",
    "ordinal",
    "missing row",
    "sums",
    "contents",
    "own table",
    "sparse",
    "split",
    "vertical",
    "no titles",
)
BLANKS = ("", "　", "/", "-", "—", "－", " ")
SHORTENED = {
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "1.申请人无正当理由逾期不补正",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": "2.逾期未缴纳费用",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "（二）部分公开",
    "二、上年结转政府信息公开申请数量": "二、上年转办政府信息公开申请数量",
    "2.其他法律行政法规禁止公开": "2.其他法律行政止公开",
    "5.要求行政机关确认或重新出具已获取信息": "5.要求确认或重新出具已获取信息",
    "行政规范性文件": "规范性文件",
    "本年制发件数": "本年制发数量",
}
PROBLEMS = (
    "五、存在问题及改进情况",
    "五、存在的问题和改进措施",
    "五、存在的主要问题和改进情况",
    "五、存在的主要问题及整改措施",
    "五、存在的问题及下一步改进情况",
)
OTHERS = ("六、其他事项", "六、其他需报告的事项", "六、需要报告的其他事项")


@dataclass
class Varied:
    """One document: its name, its bytes, and the numbers that it states."""

    name: str
    content: bytes
    truth: Truth
    form: str
    layout: str
    quirk: str


@dataclass
class _Maker:
    """The choices of one document."""

    dice: random.Random
    form: str
    label_noise: float
    blanks: float
    wrong_marks: bool
    quirk: str = ""
    truth: Truth = field(default_factory=dict)

    def chance(self, share: float) -> bool:
        return self.dice.random() < share


# ------------------------------------------------------------ numbers


def make_truth(maker: _Maker) -> None:
    """Fill in numbers: mostly 0, some small, some of eight digits; totals as sums, sometimes misprinted."""
    dice = maker.dice
    for path, count in list_rows(maker.form).items():
        busy = maker.chance(0.3)
        values = [
            dice.choice((0, 0, 0, dice.randrange(30), dice.randrange(2000))) if busy else 0 for _ in range(count)
        ]
        if count in (5, 7):
            values[-1] = sum(values[:-1]) if not maker.chance(0.05) else 0
        if path.startswith("disclosure") and maker.chance(0.2):
            values[-1] = dice.randrange(10**7, 10**8)
        for index, value in enumerate(values):
            maker.truth[path, index] = str(value)
    if maker.form != "2019":
        maker.truth["disclosure.fees", 0] = dice.choice(("0", "1439.4967", "7730.28", "12.5", "100000.01"))
    else:
        maker.truth["disclosure.penalties", 1] = dice.choice(("-3", "0", "2"))
    for place in maker.truth:
        if maker.chance(maker.blanks):
            maker.truth[place] = ""
    leave_out(maker)


def leave_out(maker: _Maker) -> None:
    """Leave numbers out as the document's quirk says."""
    if maker.quirk == "sparse":
        for path, index in maker.truth:
            if path.startswith("applications") and index < 6 and maker.truth[path, index] == "0":
                maker.truth[path, index] = ""
    if maker.quirk == "missing row":
        gone = maker.dice.choice([path for path in list_rows(maker.form) if path.startswith("applications")])
        maker.truth.update(dict.fromkeys([place for place in maker.truth if place[0] == gone], GONE))


def write_number(maker: _Maker, number: str) -> str:
    """Return a number as a clerk writes it into a cell."""
    dice = maker.dice
    if not number:
        return dice.choice(BLANKS)
    if maker.chance(0.02) and number.isdigit() and len(number) > 3:
        return f"{int(number):,}"
    if maker.chance(0.03):
        return number.translate(FULL_WIDTH)
    if maker.chance(0.01) and number.isdigit():
        return f"{number}（其中修订{dice.randrange(9)}件）"
    if maker.chance(0.01) and number.isdigit():
        return f"{number}件"
    if maker.chance(0.05):
        return dice.choice((f"　　{number}", f" {number} ", f"{number}\u00a0"))
    return number


# ------------------------------------------------------------ labels


def vary_label(maker: _Maker, label: str) -> str:
    """Return a label as it may be printed."""
    text = label
    if maker.chance(maker.label_noise):
        text = SHORTENED.get(text, text)
    if maker.wrong_marks:
        text = text.replace("（", "(").replace("）", ")").replace("，", ",")
        text = text.replace(".", "、", 1) if text[:1].isdigit() else text
    if maker.chance(maker.label_noise) and len(text) > 8:
        text = misprint(maker, text)
    if maker.chance(maker.label_noise / 2):
        text = f"[bookmark: _Hlk{maker.dice.randrange(10**8)}]{text}"
    if maker.chance(maker.label_noise) and len(text) > 3 and "[" not in text:
        at = maker.dice.randrange(1, len(text))
        text = text[:at] + maker.dice.choice((" ", "\n", "　")) + text[at:]
    return text


def misprint(maker: _Maker, text: str) -> str:
    """Return a text with one character left out, doubled or replaced, not in its number."""
    at = maker.dice.randrange(3, len(text))
    kind = maker.dice.randrange(3)
    return text[:at] + ("", text[at] * 2, "某")[kind] + text[at + 1 :]


def fill(maker: _Maker, boxes: list[Box]) -> list[Box]:
    """Return the boxes with texts as printed."""
    filled = []
    for box in boxes:
        text = write_number(maker, maker.truth[box.path, box.index]) if box.path else vary_label(maker, box.text)
        filled.append(replace(box, text=text))
    return filled


def rows_of(boxes: list[Box]) -> list[list[Box]]:
    """Return the boxes by the row in which they begin, from left to right."""
    height = max(box.row for box in boxes) + 1
    return [sorted((b for b in boxes if b.row == y), key=lambda b: b.column) for y in range(height)]


OWN_TABLE = [
    Box("类别", 0, 0), Box("数量", 0, 1),
    Box("行政许可", 1, 0), Box("77", 1, 1),
    Box("行政处罚", 2, 0), Box("88", 2, 1),
    Box("政策解读", 3, 0), Box("99", 3, 1),
]  # fmt: skip
"""A table of an agency's own in section one, with labels that the form has too."""


# ------------------------------------------------------------ prose


def make_frame(maker: _Maker) -> tuple[list[str], dict[int, list[str]], list[str]]:
    """Return the lines before the first section, those of each section, and those at the end."""
    titles = list(TITLES["2019" if maker.form == "2019" else "2021"])
    if maker.chance(0.5) and maker.form != "2019":
        titles[4] = maker.dice.choice(PROBLEMS)
    if maker.chance(0.3):
        titles[5] = maker.dice.choice(OTHERS)
    if maker.chance(0.1):
        titles[0] = "1、 总体情况"
    head = maker.dice.choice(
        (
            ["青澜市临湖区人民政府2024年政府信息公开工作年度报告"],
            ["青澜市临湖区水利局", "2024年度政府信息公开工作年度报告"],
            ["临湖镇2024年政府信息公开工作", "年度报告"],
        )
    )
    head = [
        *head,
        "根据《中华人民共和国政府信息公开条例》编制本报告，所列数据的统计期限为2024年1月1日至12月31日。",
    ]
    bodies = {
        0: [
            titles[0],
            "本年度依法公开政府信息，各项工作有序推进。",
            "（一）主动公开情况。全年公开信息120条。",
            "（二）依申请公开",
            "全年收到申请若干件，均已答复。",
        ],
        1: [titles[1]],
        2: [titles[2]],
        3: [titles[3]],
        4: [titles[4], "公开的内容还不够全面，下一步将加强培训。", "（一）存在的问题", "更新不够及时。"],
        5: [titles[5], "本年度没有收取信息处理费。"],
    }
    if maker.quirk == "contents":
        head[-1:-1] = ["目 录", *(f"{title}……{number}" for number, title in enumerate(titles, start=1))]
    if maker.quirk == "no titles":
        bodies |= {number: [] for number in (1, 2, 3)}
    return head, bodies, maker.dice.choice(([], ["青澜市临湖区人民政府", "2025年1月18日"]))


# ------------------------------------------------------------ layouts


def tables_of(maker: _Maker) -> list[list[list[Box]]]:
    """Return the tables of the sections two, three and four, filled."""
    clauses = [fill(maker, boxes) for boxes in print_clauses(maker.form)]
    applications = QUIRK_TABLES.get(maker.quirk, keep)(
        fill(maker, drop_gone(maker, print_applications(maker.form)))
    )
    split = [applications] if maker.quirk != "split" else split_table(applications, maker.dice.randrange(8, 24))
    return [clauses, split, [fill(maker, print_disputes())]]


def keep(boxes: list[Box]) -> list[Box]:
    """Return a table as it is."""
    return boxes


def drop_gone(maker: _Maker, boxes: list[Box]) -> list[Box]:
    """Return a table without the row that is not printed; a group that began in it begins in the next."""
    gone = next((b.row for b in boxes if b.path and maker.truth[b.path, b.index] == GONE), None)
    if gone is None:
        return boxes
    kept = []
    for box in boxes:
        last = box.row + box.height - 1
        if box.row == gone and (box.height == 1 or last == gone):
            continue
        height = box.height - (box.row <= gone <= last)
        kept.append(replace(box, row=box.row - (box.row > gone), height=height))
    return kept


def add_remarks(boxes: list[Box]) -> list[Box]:
    """Return a table with a column of remarks at its end, empty but for its head."""
    rows = sorted({box.row for box in boxes if box.path})
    return [*boxes, Box("备注", 0, 10, 3), *(Box("", row, 10) for row in rows)]


def add_ordinals(boxes: list[Box]) -> list[Box]:
    """Return a table with a column of running numbers before it."""
    rows = sorted({box.row for box in boxes if box.path})
    moved = [replace(box, column=box.column + 1) for box in boxes]
    return [Box("序号", 0, 0, 3), *(Box(str(i + 1), row, 0) for i, row in enumerate(rows)), *moved]


def name_sums(boxes: list[Box]) -> list[Box]:
    """Return a table in which sums are called 合计."""
    return [replace(box, text=box.text.replace("总计", "合计")) for box in boxes]


def write_downward(boxes: list[Box]) -> list[Box]:
    """Return a table whose outermost group is written downward, a character a line."""
    return [replace(box, text="\n".join("".join(box.text.split()))) if box.height > 15 else box for box in boxes]


QUIRK_TABLES: dict[str, Callable[[list[Box]], list[Box]]] = {
    "remark": add_remarks,
    "ordinal": add_ordinals,
    "sums": name_sums,
    "vertical": write_downward,
}


def split_table(boxes: list[Box], at: int) -> list[list[Box]]:
    """Return a table as two, as on two pages: the head is repeated, groups go on."""
    upper = [replace(b, height=min(b.height, at - b.row)) for b in boxes if b.row < at]
    head = [box for box in boxes if box.row < 3]
    lower = [
        replace(b, row=max(b.row, at) - at + 3, height=b.row + b.height - max(b.row, at))
        for b in boxes
        if b.row + b.height > at
    ]
    return [upper, [*head, *lower]]


def stack(tables: list[list[Box]]) -> list[Box]:
    """Return tables under each other as one."""
    boxes: list[Box] = []
    for table in tables:
        top = max((box.row for box in boxes), default=-1) + 1
        boxes += [replace(box, row=box.row + top) for box in table]
    return boxes


def write_document(maker: _Maker, draw: Callable[[_Maker, list[list[Box]]], list[str]]) -> str:
    """Return a text document; `draw` writes the tables of a section as lines."""
    head, bodies, tail = make_frame(maker)
    lines = [*head]
    tables = tables_of(maker)
    for number in range(6):
        lines += bodies[number]
        if number == 0 and maker.quirk == "own table":
            lines += draw(maker, [OWN_TABLE])
        if number in (1, 2, 3):
            lines += draw(maker, tables[number - 1])
    return "\n".join([*lines, *tail]) + "\n"


def flat(text: str) -> str:
    """Return a text on one line."""
    return text.replace("\n", "")


def draw_cells(maker: _Maker, tables: list[list[Box]]) -> list[str]:
    """One cell a line behind a tab, an empty line between rows, merged places as blank cells."""
    lines: list[str] = []
    for boxes in [stack(tables)]:
        for y, row in enumerate(rows_of(boxes)):
            covered = [b for b in boxes if b.row < y < b.row + b.height]
            places = sorted([*row, *(replace(b, text="") for b in covered)], key=lambda b: b.column)
            lines += [f"\t{box.text}" for box in places] + [""]
    return lines


def draw_tabs(maker: _Maker, tables: list[list[Box]]) -> list[str]:
    """One row a line, tabs between cells, merged places empty."""
    boxes = stack(tables)
    lines = []
    for row in rows_of(boxes):
        width = max(b.column + b.width for b in boxes)
        places = {box.column: flat(box.text).strip() for box in row}
        lines.append("\t".join(places.get(x, "") for x in range(width)))
    return lines


def draw_dense_tabs(maker: _Maker, tables: list[list[Box]]) -> list[str]:
    """One row a line, tabs between the cells that there are: merged cells take one place, columns are shifted."""
    return ["\t".join(flat(box.text).strip() or "　" for box in row) for row in rows_of(stack(tables))]


def draw_bars(maker: _Maker, tables: list[list[Box]]) -> list[str]:
    """A table of Markdown."""
    lines = []
    for boxes in tables:
        for number, row in enumerate(rows_of(boxes)):
            width = max(b.column + b.width for b in boxes)
            places = {box.column: flat(box.text).strip() for box in row}
            lines.append("| " + " | ".join(places.get(x, "") for x in range(width)) + " |")
            lines += ["|" + " --- |" * width] * (number == 0)
        lines.append("")
    return lines


def draw_bare(maker: _Maker, tables: list[list[Box]]) -> list[str]:
    """One cell a line and nothing else; labels broken by a line end too."""
    return [
        line for row in rows_of(stack(tables)) for box in row for line in (box.text.strip() or "—").split("\n")
    ]


def draw_spaces(maker: _Maker, tables: list[list[Box]]) -> list[str]:
    """Columns apart by blanks, as copied from a PDF."""
    return [
        "   ".join((flat(box.text).strip().replace(" ", "") or "—") for box in row)
        for row in rows_of(stack(tables))
    ]


TEXT_LAYOUTS = {
    "cells": draw_cells,
    "tabs": draw_tabs,
    "dense": draw_dense_tabs,
    "bars": draw_bars,
    "bare": draw_bare,
    "spaces": draw_spaces,
}


def draw_html(boxes: list[Box], style: str, dice: random.Random) -> str:
    """Return a table element; `style` says how a site's editor made it."""
    rows = []
    for row in rows_of(boxes):
        cells = []
        for box in row:
            spans = (f' rowspan="{box.height}"' if box.height > 1 else "") + (
                f' colspan="{box.width}"' if box.width > 1 else ""
            )
            text = escape(box.text.strip(" ")).replace("\n", "<br/>") or "&nbsp;"
            if style == "spans":
                pieces = [f'<span style="font-size:12pt">{c}</span>' for c in (text,)]
                text = f'<p class="MsoNormal" align="center">{"".join(pieces)}<o:p></o:p></p>'
            elif style == "nested" and box.path and dice.random() < 0.2:
                text = f"<table><tr><td>{text}</td></tr></table>"
            cells.append(f"<td{spans}>{text}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table border=1><tbody>{''.join(rows)}</tbody></table>"


def draw_unmerged(boxes: list[Box]) -> str:
    """Return a table element whose merged cells are empty cells instead."""
    width = max(b.column + b.width for b in boxes)
    rows = []
    for row in rows_of(boxes):
        places = {box.column: escape(flat(box.text)) for box in row}
        rows.append("<tr>" + "".join(f"<td>{places.get(x, '')}</td>" for x in range(width)) + "</tr>")
    return f"<table>{''.join(rows)}</table>"


def draw_spanless(boxes: list[Box]) -> str:
    """Return a table element that lost its spans: as many cells a row as there were."""
    rows = ["<tr>" + "".join(f"<td>{escape(flat(b.text))}</td>" for b in row) + "</tr>" for row in rows_of(boxes)]
    return f"<table>{''.join(rows)}</table>"


HTML_LAYOUTS = ("plain", "spans", "nested", "unmerged", "spanless", "framed", "one")


def write_html(maker: _Maker, layout: str) -> str:
    """Return a page: the report in a site's frame of navigation and footer."""
    head, bodies, tail = make_frame(maker)
    tables = tables_of(maker)
    if layout == "one":
        tables = [[stack(tables[0])], tables[1], tables[2]]
    parts = [
        f"<h1>{'<br>'.join(head[:-1])}</h1>",
        "<p>发布时间：2025-01-20 来源：办公室 字体：大 中 小</p>",
        f"<p>{head[-1]}</p>",
    ]
    for number in range(6):
        parts += [
            f"<p>　　<strong>{escape(line)}</strong></p>" if i == 0 else f"<p>　　{escape(line)}</p>"
            for i, line in enumerate(bodies[number])
        ]
        if number == 0 and maker.quirk == "own table":
            parts.append(draw_html(OWN_TABLE, "plain", maker.dice))
        if number in (1, 2, 3):
            for boxes in tables[number - 1]:
                if layout == "unmerged":
                    parts.append(draw_unmerged(boxes))
                elif layout == "spanless":
                    parts.append(draw_spanless(boxes))
                else:
                    parts.append(draw_html(boxes, layout, maker.dice))
    parts += [f'<p style="text-align:right">{line}</p>' for line in tail]
    body = f'<div class="content">{"".join(parts)}</div>'
    if layout == "framed":
        body = f"<table width=100%><tr><td>{body}</td></tr></table>"
    menu = "".join(f'<li><a href="/c{i}">栏目{i}</a></li>' for i in range(9))
    return (
        f"<!DOCTYPE html><html><head><title>政府信息公开</title></head><body><div><ul>{menu}</ul>"
        f"<p>当前位置：首页 &gt; 政府信息公开 &gt; 年度报告</p></div>{body}"
        "<div><p>上一篇：没有了</p><p>版权所有：某某市人民政府 ICP备12345678号</p></div></body></html>"
    )


# ------------------------------------------------------------ all of them


CALM = 60
"""So many documents have none of the quirks."""
ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "utf-16", "gb18030")


def make_maker(seed: int, *, quirk: str = "") -> _Maker:
    """Return the choices of a document, its numbers made."""
    dice = random.Random(seed)
    maker = _Maker(
        dice,
        FORMS[seed % len(FORMS)],
        label_noise=dice.choice((0.0, 0.05, 0.15, 0.3)),
        blanks=dice.choice((0.0, 0.0, 0.01, 0.1)),
        wrong_marks=dice.random() < 0.25,
        quirk=quirk,
    )
    make_truth(maker)
    return maker


def finish(maker: _Maker, name: str, content: bytes, layout: str) -> Varied:
    """Return a document with what it states."""
    truth = {place: "" if number == GONE else number for place, number in maker.truth.items()}
    return Varied(name, content, truth, maker.form, layout, maker.quirk)


def make_varied(seed: int) -> Varied:
    """Return the document number `seed`."""
    maker = make_maker(seed, quirk=QUIRKS[seed // len(FORMS) % len(QUIRKS)] if seed >= CALM else "")
    layouts = [*TEXT_LAYOUTS, *HTML_LAYOUTS]
    layout = layouts[seed // len(FORMS) % len(layouts)]
    if layout in TEXT_LAYOUTS:
        text = write_document(maker, TEXT_LAYOUTS[layout])
        name = f"{seed}.{'md' if layout == 'bars' else 'txt'}"
    else:
        text, name = write_html(maker, layout), f"{seed}.html"
    return finish(maker, name, text.encode(maker.dice.choice(ENCODINGS)), layout)


def make_word(seed: int) -> Varied:
    """Return the Word file number `seed`."""
    maker = make_maker(seed, quirk=QUIRKS[seed % len(QUIRKS)])
    head, bodies, tail = make_frame(maker)
    tables = tables_of(maker)
    parts: list[str | list[Box]] = [*head]
    for number in range(6):
        parts += bodies[number]
        parts += [OWN_TABLE] * (number == 0 and maker.quirk == "own table")
        parts += tables[number - 1] if number in (1, 2, 3) else []
    return finish(maker, f"{seed}.docx", make_word_file([*parts, *tail]), "word")


def make_all(count: int) -> Iterator[Varied]:
    """Yield so many documents."""
    yield from map(make_varied, range(count))
