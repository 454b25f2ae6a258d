"""The definitions of the forms: what they hold, and that contradictory ones are refused."""

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from conftest import PACKAGE, SCHEMAS, TEMPLATES, need_shared
from govreport.errors import GovreportError
from govreport.figures import compute_figures, rows_in_force
from govreport.format_loader import list_formats, load_format, load_format_folder
from govreport.grid import build_grid
from govreport.report import Report
from govreport.report_format import ReportFormat, Table, all_rows
from govreport.rules.catalogue import load_rules

FORMATS = ("2021", "2019")


def count_cells(report: Report) -> int:
    return sum(len(rows_in_force(table, report)) * len(table.columns) for _, table in report.format.tables)


def count_equations(report: Report) -> int:
    return sum(
        len(rows_in_force(table, report)) if rule.along == "row" else len(table.columns)
        for _, table in report.format.tables
        for rule in table.sums
    )


def labels_of(form: ReportFormat) -> set[str]:
    labels = {text for s in form.sections for text in (s.title, s.name, s.stub)}
    for _, table in form.tables:
        labels |= {table.title, *table.head}
        labels |= {text for column in table.columns for text in (column.label, *column.head)}
        labels |= {text for row in all_rows(table) for text in (row.label, row.short, *row.group)}
    return labels


# ---------------------------------------------------------------- the two forms


def test_both_forms_are_listed_newest_first():
    assert list_formats() == FORMATS


@pytest.mark.parametrize(("name", "cells", "equations"), [("2021", 200, 42), ("2019", 198, 40)])
def test_a_form_has_its_count_of_numbers_and_sums(name, cells, equations):
    report = Report(load_format(name))
    assert count_cells(report) == cells
    assert count_equations(report) == equations


def test_the_single_row_makes_186_numbers_and_40_sums_of_11_that_name_it():
    form = load_format("2021")
    report = Report(form, rows={"applications.other_single": (0,) * 7})
    assert count_cells(report) == 186
    assert count_equations(report) == 40


def test_34_numbers_of_the_2021_form_are_pure_sums():
    totals = set()
    for _, table in load_format("2021").tables:
        for row in table.rows:
            for column in table.columns:
                if column.key in table.total_columns or row.key in table.total_rows:
                    totals.add((row.path, column.key))
    assert len(totals) == 25 + 6 + 3  # 总计 of 25 rows, the other six of （七）, 总计 of table four


@pytest.mark.parametrize("name", FORMATS)
def test_a_form_has_six_sections_of_which_three_are_tables(name):
    form = load_format(name)
    assert [s.kind for s in form.sections] == ["prose", "tables", "tables", "tables", "prose", "prose"]
    assert [s.title[0] for s in form.sections] == list("一二三四五六")


@pytest.mark.parametrize("name", FORMATS)
def test_every_sum_names_a_rule_of_the_catalogue(name):
    rules = {rule.rule for _, table in load_format(name).tables for rule in table.sums}
    assert rules == {"T01", "T02", "T03", "T04"}
    assert rules <= load_rules().keys()


def test_only_the_amounts_have_decimals_and_only_changes_may_be_negative():
    decimals, negative = set(), set()
    for name in FORMATS:
        for _, table in load_format(name).tables:
            decimals |= {(name, c.label) for c in table.columns if c.decimals}
            negative |= {(name, c.label) for c in table.columns if c.negative}
    assert decimals == {("2021", "本年收费金额（单位：万元）"), ("2019", "采购总金额")}
    assert negative == {("2019", "本年增/减")}


def test_an_unknown_form_is_refused_with_the_known_ones():
    with pytest.raises(GovreportError, match=r"没有“2030”这种报告格式.*2021、2019"):
        load_format("2030")


# ---------------------------------------------------------------- against the official sources

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PrintedCell = tuple[int, int, int, int, str]


def read_word_table(table: ElementTree.Element) -> set[PrintedCell]:
    """Return the cells of a Word table: row, column, row span, column span, text without white space."""
    cells: dict[int, list] = {}  # by column, the cell that a merged one goes on with
    found: list[list] = []
    for number, row in enumerate(table.findall(f"{WORD}tr")):
        at = 0
        for cell in row.findall(f"{WORD}tc"):
            span = cell.find(f"{WORD}tcPr/{WORD}gridSpan")
            merge = cell.find(f"{WORD}tcPr/{WORD}vMerge")
            width = int(span.get(f"{WORD}val")) if span is not None else 1
            if merge is not None and merge.get(f"{WORD}val") != "restart":
                cells[at][2] += 1
            else:
                text = "".join("".join(t.text or "" for t in cell.iter(f"{WORD}t")).split())
                cells[at] = [number, at, 1, width, text]
                found.append(cells[at])
            at += width
    return {tuple(cell) for cell in found}


def read_official_tables() -> list[set[PrintedCell]]:
    with zipfile.ZipFile(need_shared("real/official-template-2021.docx")) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    return [read_word_table(table) for table in root.iter(f"{WORD}tbl")]


@pytest.mark.parametrize(("index", "size"), [(0, (14, 4)), (1, (28, 10)), (2, (4, 15))])
def test_each_printed_grid_equals_the_official_blank_form_cell_by_cell(index, size):
    official = read_official_tables()
    assert len(official) == 3
    report = Report(load_format("2021"))
    grid = build_grid(report.format.table_sections[index], report, compute_figures(report))
    ours = {
        (cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for row in grid.rows for cell in row
    }
    assert (len(grid.rows), grid.columns) == size
    assert ours == official[index]


def test_the_official_blank_form_has_the_six_titles_in_order():
    with zipfile.ZipFile(need_shared("real/official-template-2021.docx")) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    body = root.find(f"{WORD}body")
    lines = ["".join(t.text or "" for t in p.iter(f"{WORD}t")).strip() for p in body.findall(f"{WORD}p")]
    titles = [line for line in lines if re.match("[一二三四五六]、", line)]
    assert titles == [section.title for section in load_format("2021").sections]


def assert_in_order(labels: list[str], text: str) -> None:
    assert labels
    at = 0
    for label in labels:
        found = text.find(label, at)
        assert found >= 0, f"{label} does not follow {text[max(0, at - 20) : at]}"
        at = found + len(label)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_labels_of_the_2021_form_stand_in_the_domain_notes_in_this_order():
    notes = need_shared("DOMAIN.md").read_text(encoding="utf-8")
    first = squeezed(notes.partition("## 1.")[2].partition("## 2.")[0])
    form = load_format("2021")
    assert_in_order([s.title for s in form.sections], first)
    for section in form.table_sections[:2]:
        for table in section.tables:
            assert_in_order([squeezed(row.label) for row in table.rows if row.label], first)
    for table in form.table_sections[0].tables:
        assert_in_order([table.title, *(c.label for c in table.columns)], first)


def test_the_labels_of_the_2019_form_stand_in_the_domain_notes():
    notes = need_shared("DOMAIN.md").read_text(encoding="utf-8")
    fourth = squeezed(notes.partition("## 4.")[2].partition("## 5.")[0])
    form = load_format("2019")
    for section in (form.sections[3], form.sections[4]):
        assert section.title in fourth
    first, fifth, sixth, eighth, ninth = form.table_sections[0].tables
    for table, clause in ((first, "(一)"), (fifth, "(五)"), (sixth, "(六)"), (eighth, "(八)"), (ninth, "(九)")):
        assert table.title == f"第二十条第（{clause[1]}）项"
        text = fourth[fourth.index(clause) :]
        if table is not sixth:  # "the same for 行政处罚, 行政强制"
            assert_in_order([column.label for column in table.columns], text)
        assert_in_order([row.label for row in table.rows], text)
    assert [c.label for c in sixth.columns] == [c.label for c in fifth.columns]


def test_forms_of_both_years_share_the_applicants_and_the_rows_of_table_three():
    new, old = (load_format(name).table_sections[1].tables[0] for name in FORMATS)
    assert [vars(column) for column in old.columns] == [vars(column) for column in new.columns]
    kept = [vars(row) for row in new.rows if not row.key.startswith("other.")]
    assert [vars(row) for row in old.rows if row.key != "other_single"] == kept
    assert [v.row.label for v in new.variants] == [r.label for r in old.rows if r.key == "other_single"]


# ---------------------------------------------------------------- nothing is repeated elsewhere


def test_no_label_of_a_form_is_repeated_in_the_code_or_in_a_template():
    labels = {label for name in FORMATS for label in labels_of(load_format(name)) if len(label) >= 4}
    assert len(labels) > 90
    code = list(PACKAGE.rglob("*.py"))
    templates = [
        path for path in TEMPLATES.rglob("*") if path.suffix in (".html", ".txt", ".css", ".toml", ".svg")
    ]
    assert len(code) > 30
    assert len(templates) > 4
    repeated = [
        f"{path.name}: {label}"
        for path in (*code, *templates)
        for label in labels
        if label in path.read_text(encoding="utf-8")
    ]
    assert repeated == []


def test_no_year_of_a_form_is_repeated_in_the_code():
    assert [
        p.name for p in PACKAGE.rglob("*.py") if re.search(r"[\"'](2019|2021)[\"']", p.read_text("utf-8"))
    ] == []


def test_schemas_hold_exactly_the_listed_forms():
    folders = {path.parent.name for path in SCHEMAS.glob("*/format.toml")}
    assert folders == set(FORMATS)


# ---------------------------------------------------------------- contradictions

BASE = """\
format = "small"
name = "小格式"
[[sections]]
key = "words"
title = "甲"
kind = "prose"
[[sections.aspects]]
label = "方面"
[[sections]]
key = "numbers"
title = "乙"
kind = "tables"
name = "乙表"
arrangement = "side_by_side"
[[sections.groups]]
key = "outer"
label = "外"
[[sections.groups]]
key = "inner"
label = "里"
parent = "outer"
[[sections.tables]]
title = "第一张"
columns = [{ key = "a", label = "子" }, { key = "b", label = "丑", decimals = 2 }, { key = "s", label = "寅" }]
rows = [{ key = "x" }, { key = "y.one", group = "inner" }, { key = "y.two", group = "inner" }, { key = "t" }]
[[sections.tables.variants]]
key = "y_single"
group = "inner"
[[sections.tables.sums]]
rule = "T01"
along = "row"
parts = ["a", "b"]
total = "s"
[[sections.tables.sums]]
rule = "T02"
along = "column"
parts = ["x", "y.*"]
total = "t"
"""
SECOND_TABLE = """
[[sections.tables]]
title = "第二张"
columns = [{ key = "a", label = "子" }]
rows = [{ key = "z" }]
"""
ANOTHER_SUM = """
[[sections.tables.sums]]
rule = "T03"
along = "column"
"""
TABLE = "sections[1].tables[0]"
CONTRADICTIONS = {
    "no name": ('name = "小格式"\n', "", "顶层", "缺少 name"),
    "unknown key": ('name = "小格式"', 'name = "小格式"\nnmae = ""', "顶层", "不认识 nmae"),
    "other folder": ('format = "small"', 'format = "tiny"', "format", "“tiny”，与所在文件夹“small”不同"),
    "section without kind": ('kind = "prose"\n', "", "sections[0].kind", "应为 prose 或 tables"),
    "unknown kind": ('kind = "prose"', 'kind = "poem"', "sections[0].kind", "poem"),
    "section twice": ('key = "words"', 'key = "numbers"', "sections", "key“numbers”重复"),
    "title twice": ('title = "甲"', 'title = "乙"', "sections", "title“乙”重复"),
    "section key of a field": ('key = "numbers"', 'key = "agency"', "sections[1].key", "已有别的用处"),
    "section key of the prose": ('key = "numbers"', 'key = "narrative"', "sections[1].key", "已有别的用处"),
    "prose key of a field": ('key = "words"', 'key = "preamble"', "sections[0].key", "已有别的用处"),
    "section key with blank": ('key = "words"', 'key = "my words"', "sections[0].key", "不能作键"),
    "aspect with unknown key": ('label = "方面"', 'lable = "方面"', "sections[0].aspects[0]", "缺少 label"),
    "aspect twice": (
        'label = "方面"\n',
        'label = "方面"\n[[sections.aspects]]\nlabel = "方面"\n',
        "sections[0].aspects",
        "重复",
    ),
    "unknown arrangement": ('"side_by_side"', '"diagonal"', "sections[1].arrangement", "diagonal"),
    "group twice": ('key = "inner"\nlabel', 'key = "outer"\nlabel', "sections[1].groups[1]", "“outer”重复"),
    "parent unknown": ('parent = "outer"', 'parent = "above"', "sections[1].groups[1]", "上级分组“above”不存在"),
    "parent below": (
        'key = "outer"\nlabel = "外"',
        'key = "outer"\nlabel = "外"\nparent = "inner"',
        "sections[1].groups[0]",
        "上级分组“inner”不存在或写在后面",
    ),
    "group of a row unknown": (
        '{ key = "y.one", group = "inner" }',
        '{ key = "y.one", group = "core" }',
        f"{TABLE}.rows[1]",
        "分组“core”没有定义",
    ),
    "row twice": ('"y.two"', '"y.one"', f"{TABLE}.rows", "key“y.one”重复"),
    "row of another table": (
        BASE,
        BASE.replace("side_by_side", "stacked") + SECOND_TABLE.replace('"z"', '"x"'),
        "sections[1].tables",
        "row key“x”重复",
    ),
    "row above another": ('"y.two"', '"y.one.more"', "sections[1].tables", "行“y.one”又是“y.one.more”的上级"),
    "row key no key": ('"y.two"', '"y.二"', "sections[1].tables", "行“y.二”不能作键"),
    "column twice": ('key = "b", label', 'key = "a", label', f"{TABLE}.columns", "key“a”重复"),
    "column without label": ('{ key = "a", label = "子" }', '{ key = "a" }', f"{TABLE}.columns[0]", "缺少 label"),
    "decimals out of range": ("decimals = 2", "decimals = 7", f"{TABLE}.columns[1].decimals", "0 到 6"),
    "decimals below range": ("decimals = 2", "decimals = -1", f"{TABLE}.columns[1].decimals", "0 到 6"),
    "decimals of a wrong type": ("decimals = 2", 'decimals = "2"', f"{TABLE}.columns[1].decimals", "类型不对"),
    "decimals true": ("decimals = 2", "decimals = true", f"{TABLE}.columns[1].decimals", "类型不对"),
    "rows no list": (
        re.search(r"rows = .*", BASE)[0],
        'rows = "x"',
        f"{TABLE}.rows",
        "类型不对",
    ),
    "no rows": (re.search(r"rows = .*", BASE)[0], "rows = []", f"{TABLE}.rows", "是空的"),
    "neither title nor head": ('title = "第一张"\n', "", TABLE, "title 和 head 至少要有一个"),
    "head of numbers": ('title = "第一张"', "head = [1]", f"{TABLE}.head", "类型不对"),
    "variant of no group": (
        'key = "y_single"\ngroup = "inner"',
        'key = "y_single"\ngroup = ""',
        f"{TABLE}.variants[0]",
        "没有行",
    ),
    "variant of an empty group": (
        'key = "y_single"\ngroup = "inner"',
        'key = "y_single"\ngroup = "outer"',
        f"{TABLE}.variants[0]",
        "分组“outer”里没有行",
    ),
    "variant named as a row": ('key = "y_single"', 'key = "x"', "sections[1].tables", "“x”重复"),
    "two variants of a group": (
        'key = "y_single"\ngroup = "inner"\n',
        'key = "y_single"\ngroup = "inner"\n[[sections.tables.variants]]\nkey = "y_again"\ngroup = "inner"\n',
        f"{TABLE}.variants",
        "重复",
    ),
    "sum along nothing": ('along = "row"', 'along = "diagonal"', f"{TABLE}.sums[0].along", "diagonal"),
    "sum of an unknown cell": ('parts = ["a", "b"]', 'parts = ["a", "c"]', f"{TABLE}.sums[0].parts", "“c”"),
    "sum of nothing": ('parts = ["a", "b"]', "parts = []", f"{TABLE}.sums[0].parts", "是空的"),
    "sum of numbers": ('parts = ["a", "b"]', "parts = [1, 2]", f"{TABLE}.sums[0].parts", "类型不对"),
    "pattern that fits nothing": ('"y.*"', '"w.*"', f"{TABLE}.sums[1].parts", "“w.*”"),
    "part twice": ('parts = ["a", "b"]', 'parts = ["a", "a"]', f"{TABLE}.sums[0].parts", "“a”重复"),
    "part twice by pattern": ('["x", "y.*"]', '["y.one", "y.*"]', f"{TABLE}.sums[1].parts", "“y.one”重复"),
    "unknown total": ('total = "s"', 'total = "q"', f"{TABLE}.sums[0].total", "“q”"),
    "total by pattern": ('total = "t"', 'total = "y.*"', f"{TABLE}.sums[1].total", "“y.*”"),
    "total and equals": ('total = "s"', 'total = "s"\nequals = ["s"]', f"{TABLE}.sums[0]", "total 和 equals"),
    "neither total nor equals": ('total = "s"\n', "", f"{TABLE}.sums[0]", "total 和 equals"),
    "equals nothing": ('total = "s"', "equals = []", f"{TABLE}.sums[0].equals", "是空的"),
    "total among its parts": ('parts = ["a", "b"]', 'parts = ["a", "s"]', f"{TABLE}.sums[0]", "“s”同时在等号两边"),
    "total through another total": (
        'parts = ["a", "b"]\ntotal = "s"',
        'parts = ["a"]\ntotal = "s"\n[[sections.tables.sums]]\nrule = "T01"\nalong = "row"\n'
        'parts = ["s", "b"]\ntotal = "a"',
        f"{TABLE}.sums",
        "包含它自己",
    ),
    "two sums for a total": (
        BASE[-len('total = "t"\n') :],
        'total = "t"\n' + ANOTHER_SUM + 'parts = ["x"]\ntotal = "t"\n',
        f"{TABLE}.sums",
        "由两个和计算",
    ),
    "reported elsewhere": (
        'total = "s"',
        'equals = ["s"]\nat = "c"',
        f"{TABLE}.sums[0].at",
        "“c”不在这个和里",
    ),
    "reported beside its total": ('total = "s"', 'total = "s"\nat = "a"', f"{TABLE}.sums[0].at", "不能另写 at"),
    "sum of a part of a variant": ('["x", "y.*"]', '["x", "y.one"]', f"{TABLE}.sums[0]", "“y_single”"),
    "side by side, other rows": (BASE, BASE + SECOND_TABLE, "sections[1].tables", "行数必须相同"),
    "side by side with variants": (
        BASE,
        BASE + SECOND_TABLE.replace('{ key = "z" }', ", ".join(f'{{ key = "z{n}" }}' for n in range(4))),
        "sections[1].tables",
        "不能有 variants",
    ),
    "not TOML": ('title = "甲"', "title = 甲", "", "读不出格式定义"),
}


def load_text(folder: Path, text: str) -> ReportFormat:
    folder.mkdir()
    (folder / "format.toml").write_text(text, encoding="utf-8")
    return load_format_folder(folder)


def test_the_base_of_the_contradictions_is_a_good_definition(tmp_path):
    form = load_text(tmp_path / "small", BASE)
    table: Table = form.tables[0][1]
    assert [row.path for row in table.rows] == ["numbers.x", "numbers.y.one", "numbers.y.two", "numbers.t"]
    assert table.rows[1].group == ("外", "里")
    assert table.sums[1].parts == ("x", "y.one", "y.two")
    assert table.total_columns == {"s"}
    assert table.total_rows == {"t"}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_a_contradictory_definition_is_refused_with_file_and_place(name, tmp_path):
    old, new, place, problem = CONTRADICTIONS[name]
    assert old in BASE
    with pytest.raises(GovreportError) as caught:
        load_text(tmp_path / "small", BASE.replace(old, new, 1))
    message = str(caught.value)
    assert message.startswith(f"{tmp_path / 'small' / 'format.toml'}：{place}：" if place else str(tmp_path))
    assert problem in message
    assert "\n" not in message.strip() or name == "not TOML"


def test_a_definition_that_is_missing_is_refused_with_its_file(tmp_path):
    with pytest.raises(GovreportError, match=r"format\.toml：读不出格式定义"):
        load_format_folder(tmp_path)


def test_a_definition_that_is_not_utf8_is_refused_with_its_file(tmp_path):
    (tmp_path / "format.toml").write_bytes('name = "格式"'.encode("gbk"))
    with pytest.raises(GovreportError, match=r"format\.toml：读不出格式定义"):
        load_format_folder(tmp_path)
