"""govreport export: the shape that other programs rely on."""

import csv
import io
import json
from decimal import Decimal

import pytest

from conftest import SAMPLE_NAMES, SAMPLES, RunCli, run_process
from form_2021 import (
    APPLICANTS,
    APPLICATION_ROWS,
    APPLICATIONS,
    DISCLOSURE,
    DISCLOSURE_ROWS,
    HANDLED,
    OTHER,
    PROSE_KEYS,
    RESULTS,
    SECTIONS,
    prose_lines,
    read_toml,
    stated_numbers,
)
from reports import make_report

TITLES = [
    "第二十条第（一）项",
    "第二十条第（五）项",
    "第二十条第（六）项",
    "第二十条第（八）项",
    "三、收到和处理政府信息公开申请情况",
    "行政复议",
    "行政诉讼 未经复议直接起诉",
    "行政诉讼 复议后起诉",
]
KEYS = ["format", "year", "title", "agency", "preamble", "signature", "date", "tables", "sections", "figures"]
AGENCY = ["name", "short_name", "province", "level", "kind", "contact"]
CONTACT = ["phone", "address", "postcode", "email"]

every_sample = pytest.mark.parametrize("sample", SAMPLE_NAMES)


def export(run_cli: RunCli, *paths):
    code, out, err = run_cli("export", *paths, "--to", "json")
    assert (code, err) == (0, "")
    return json.loads(out, parse_float=Decimal)


@pytest.fixture
def write(tmp_path):
    def write(content: str, name: str = "a.toml"):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return path

    return write


def values_of(report: dict, title: str) -> dict[tuple[str, ...], list]:
    (table,) = [table for table in report["tables"] if table["title"] == title]
    return {(*row["group"], row["label"]): row["values"] for row in table["rows"]}


@every_sample
def test_json_has_the_tables_of_the_form_in_official_order(run_cli: RunCli, sample):
    report = export(run_cli, SAMPLES / f"{sample}.toml")
    assert [table["title"] for table in report["tables"]] == TITLES
    assert all(list(table) == ["title", "columns", "rows", "subtotals"] for table in report["tables"])
    assert all(list(row) == ["label", "group", "values"] for table in report["tables"] for row in table["rows"])
    clauses = [
        (clause, list(columns), [row[1] for row in DISCLOSURE_ROWS if row[2] == clause])
        for clause, columns in {clause: columns for _, _, clause, columns in DISCLOSURE_ROWS}.items()
    ]
    mine = [(t["title"], t["columns"], [row["label"] for row in t["rows"]]) for t in report["tables"][:4]]
    assert mine == clauses
    applications = report["tables"][4]
    assert applications["columns"] == [heads[-1] for heads in APPLICANTS]
    labels = [labels for key, labels in APPLICATION_ROWS if key != "other_single"]
    assert [(*row["group"], row["label"]) for row in applications["rows"]] == labels
    assert len(labels) == 25
    for table in report["tables"][5:]:
        assert table["columns"] == list(RESULTS)
        assert [(row["label"], row["group"]) for row in table["rows"]] == [("", [])]
    assert all(len(row["values"]) == len(t["columns"]) for t in report["tables"] for row in t["rows"])


@every_sample
def test_json_states_the_numbers_of_the_report(run_cli: RunCli, sample):
    report = export(run_cli, SAMPLES / f"{sample}.toml")
    stated = stated_numbers(read_toml(SAMPLES / f"{sample}.toml"))
    seen = {}
    for table in report["tables"]:
        for row in [*table["rows"], *table["subtotals"]]:
            for index, value in enumerate(row["values"]):
                seen[table["title"], *row["group"], row["label"], index] = value
    for (table, labels, heads), value in stated.items():
        title = heads[0] if table == DISCLOSURE else APPLICATIONS if labels[1:] or heads[0] == "申请人情况" else ""
        title = title or " ".join(heads[:-1])
        columns = next(t["columns"] for t in report["tables"] if t["title"] == title)
        key = (title, *(labels or ("",)), columns.index(heads[-1]))
        assert seen[key] == Decimal(value), key
        assert not isinstance(seen[key], bool)


@every_sample
def test_json_states_fields_and_prose(run_cli: RunCli, sample):
    data = read_toml(SAMPLES / f"{sample}.toml")
    report = export(run_cli, SAMPLES / f"{sample}.toml")
    assert list(report) == KEYS
    assert list(report["agency"]) == AGENCY
    assert list(report["agency"]["contact"]) == CONTACT
    assert (report["format"], report["year"]) == ("2021", data["year"])
    for key in AGENCY[:-1]:
        assert report["agency"][key] == data["agency"].get(key)
    for key in CONTACT:
        assert report["agency"]["contact"][key] == data["agency"].get("contact", {}).get(key)
    publication = data.get("publication", {})
    assert report["date"] == (publication["date"].isoformat() if "date" in publication else None)
    assert report["signature"] == publication.get("signature")
    default = f"{data['agency']['name']}{data['year']}年政府信息公开工作年度报告"
    assert report["title"] == publication.get("title", default).replace("\n", "")
    assert report["preamble"] == (data["narrative"].get("preamble", "").strip() or None)
    prose = dict(zip((SECTIONS[0], *SECTIONS[4:]), PROSE_KEYS, strict=True))
    assert [section["title"] for section in report["sections"]] == list(SECTIONS)
    for section in report["sections"]:
        key = prose.get(section["title"])
        assert section["text"] == ("\n".join(prose_lines(data, key)) if key else None)


def test_several_files_make_an_array(run_cli: RunCli):
    paths = [SAMPLES / f"{name}.toml" for name in ("laiyuan-2024", "jiegu-2023")]
    reports = export(run_cli, *paths)
    assert [report["agency"]["name"] for report in reports] == ["涞源县人民政府", "节固镇人民政府"]
    assert reports == [export(run_cli, path) for path in paths]


def test_what_is_missing_is_null_and_no_judgement(run_cli: RunCli, write):
    report = export(run_cli, write(""))
    assert list(report) == KEYS
    assert {
        key: report[key] for key in ("format", "year", "title", "preamble", "signature", "date")
    } == dict.fromkeys(("format", "year", "title", "preamble", "signature", "date"))
    contact = dict.fromkeys(CONTACT)
    assert report["agency"] == {**dict.fromkeys(AGENCY), "contact": contact}
    assert [table["title"] for table in report["tables"]] == TITLES
    values = [value for table in report["tables"] for row in table["rows"] for value in row["values"]]
    assert values == [None] * 200
    assert [section["text"] for section in report["sections"]] == [None] * 6
    assert report["figures"] == []


def test_totals_that_are_left_out_are_computed(run_cli: RunCli, write):
    rows = {
        "received": [5, 0, 1, 0, 0, 0],
        "carried_in": 0,
        "disclosed": [2, 0, 1, 0, 0, 0],
        "denied.process": [3, 0, 0, 0, 0, 0],
    }
    values = values_of(export(run_cli, write(make_report(applications=rows))), APPLICATIONS)
    assert values["一、本年新收政府信息公开申请数量",] == [5, 0, 1, 0, 0, 0, 6]
    assert values[HANDLED, "（七）总计"] == [5, 0, 1, 0, 0, 0, 6]
    assert values["四、结转下年度继续办理",] == [0] * 7


@pytest.mark.parametrize("total", ['""', "[]", '["", "", "", "", "", "", ""]', '["", "", "", "", "", ""]'])
def test_a_total_typed_as_blank_is_computed_without_a_finding(run_cli: RunCli, write, total):
    rows = {"received": [5, 0, 0, 0, 0, 0, 5], "disclosed": '[5, 0, 0, 0, 0, 0, ""]', "total": total}
    path = write(make_report(applications=rows))
    assert run_cli("validate", path)[0] == 0
    values = values_of(export(run_cli, path), APPLICATIONS)
    assert values[HANDLED, "（一）予以公开"] == values[HANDLED, "（七）总计"] == [5, 0, 0, 0, 0, 0, 5]


def test_stated_totals_are_given_as_stated_even_where_wrong(run_cli: RunCli, write):
    rows = {"received": [5, 0, 0, 0, 0, 0, 99], "total": [1, 2, 3, 4, 5, 6, 7]}
    values = values_of(export(run_cli, write(make_report(applications=rows))), APPLICATIONS)
    assert values["一、本年新收政府信息公开申请数量",] == [5, 0, 0, 0, 0, 0, 99]
    assert values[HANDLED, "（七）总计"] == [1, 2, 3, 4, 5, 6, 7]


def test_a_blank_is_null_and_makes_the_totals_above_it_null(run_cli: RunCli, write):
    rows = {"disclosed": '["", 2, 0, 0, 0, 0]', "received": "[]"}
    values = values_of(export(run_cli, write(make_report(applications=rows))), APPLICATIONS)
    assert values["一、本年新收政府信息公开申请数量",] == [None] * 7
    assert values[HANDLED, "（一）予以公开"] == [None, 2, 0, 0, 0, 0, None]
    assert values[HANDLED, "（七）总计"] == [None, 2, 0, 0, 0, 0, None]


def test_the_single_row_is_a_subtotal_and_its_parts_are_0_or_null(run_cli: RunCli, write):
    rows = {"other_single": [7, 0, 0, 0, 0, 0], "received": [7, 0, 0, 0, 0, 0]}
    source = make_report(applications=rows)
    source = "\n".join(line for line in source.split("\n") if not line.startswith("other."))
    report = export(run_cli, write(source))
    table = report["tables"][4]
    assert table["subtotals"] == [{"label": "（六）其他处理", "group": [HANDLED], "values": [7, 0, 0, 0, 0, 0, 7]}]
    values = values_of(report, APPLICATIONS)
    parts = [value for labels, value in values.items() if labels[:2] == OTHER]
    assert parts == [[None, 0, 0, 0, 0, 0, None]] * 3
    assert values[HANDLED, "（七）总计"] == [7, 0, 0, 0, 0, 0, 7]
    assert all(t["subtotals"] == [] for t in report["tables"] if t is not table)


@pytest.mark.parametrize("amount", ["1439.4967", "0.1", "0.10", "1439", "99999999.9999", "1e3", "-0.5"])
def test_an_amount_keeps_its_digits(run_cli: RunCli, write, amount):
    path = write(make_report(disclosure={"fees": amount}))
    assert values_of(export(run_cli, path), TITLES[3])["行政事业性收费",] == [Decimal(amount)]
    _, out, _ = run_cli("export", path, "--to", "csv")
    (value,) = [row["value"] for row in csv_rows(out) if row["row"] == "行政事业性收费"]
    assert Decimal(value) == Decimal(amount)
    assert "e" not in value.lower()


def csv_rows(out: str) -> list[dict[str, str]]:
    assert out.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"), newline="")))


NO_NUMBERS = [
    '"六"',
    "true",
    "2024-01-18",
    "12:00:00",
    "nan",
    "-inf",
    "[[1]]",
    "{a = 1}",
    "1e400",
    f"0x{'F' * 5000}",
]


@pytest.mark.parametrize("cell", NO_NUMBERS, ids=lambda cell: cell[:12])
@pytest.mark.parametrize("to", ["json", "csv"])
def test_a_cell_that_is_no_number_is_exit_2(run_cli: RunCli, write, cell, to):
    path = write(make_report(applications={"received": f"[{cell}, 0, 0, 0, 0, 0]"}))
    code, out, err = run_cli("export", path, "--to", to)
    assert (code, out) == (2, "")
    (line,) = err.splitlines()
    assert line.startswith(f"govreport：{path}:")
    assert "自然人" in line


@pytest.mark.parametrize("cell", ["-5", "10000000000000", "2.5"])
def test_a_number_that_may_not_stand_there_is_still_exported(run_cli: RunCli, write, cell):
    report = export(run_cli, write(make_report(applications={"received": f"[{cell}, 0, 0, 0, 0, 0]"})))
    assert values_of(report, APPLICATIONS)["一、本年新收政府信息公开申请数量",][0] == Decimal(cell)


@pytest.mark.parametrize("to", ["json", "csv"])
@pytest.mark.parametrize("content", ["year = ２０２４", "year = 2024年", "]", "a = 1\na = 2", "format = '1999'"])
def test_text_that_is_no_report_is_exit_2_with_one_line(run_cli: RunCli, write, to, content):
    path = write(content)
    code, out, err = run_cli("export", path, "--to", to)
    assert (code, out) == (2, "")
    (line,) = err.splitlines()
    assert line.startswith(f"govreport：{path}")


def test_the_readable_files_are_still_exported(run_cli: RunCli, write):
    good, bad = write(make_report(), "good.toml"), write("]", "bad.toml")
    code, out, err = run_cli("export", bad, good, "没有.toml", "--to", "json")
    assert code == 2
    assert len(err.splitlines()) == 2
    assert json.loads(out)["year"] == 2024


@every_sample
def test_csv_is_one_line_a_number_with_a_bom(run_cli: RunCli, sample):
    code, out, err = run_cli("export", SAMPLES / f"{sample}.toml", "--to", "csv")
    rows = csv_rows(out)
    data = read_toml(SAMPLES / f"{sample}.toml")
    assert (code, err) == (0, "")
    assert list(rows[0]) == ["agency", "year", "table", "group", "row", "column", "value"]
    assert {(row["agency"], row["year"]) for row in rows} == {(data["agency"]["name"], str(data["year"]))}
    mine = [(row["row"], row["column"], Decimal(row["value"])) for row in rows]
    theirs = [
        (labels[-1] if labels else "", heads[-1], Decimal(value))
        for (_, labels, heads), value in stated_numbers(data).items()
    ]
    assert mine == theirs
    groups = {row["group"] for row in rows}
    assert {"", HANDLED, f"{HANDLED} / （三）不予公开"} <= groups


def test_csv_of_several_files_is_one_table(run_cli: RunCli):
    _, out, _ = run_cli("export", SAMPLES, "--to", "csv")
    assert out.count("\ufeff") == 1
    assert out.count("agency,year") == 1
    assert len(csv_rows(out)) == 4 * 200 + 2 * 186


def test_csv_blanks_are_empty(run_cli: RunCli, write):
    _, out, _ = run_cli("export", write(""), "--to", "csv")
    rows = csv_rows(out)
    assert len(rows) == 200
    assert {row["value"] for row in rows} == {""}


def test_output_file_has_the_same_content_as_stdout(run_cli: RunCli, tmp_path):
    path = SAMPLES / "laiyuan-2024.toml"
    for to in ("json", "csv"):
        _, shown, _ = run_cli("export", path, "--to", to)
        target = tmp_path / f"out.{to}"
        code, out, err = run_cli("export", path, "--to", to, "-o", target)
        assert (code, out, err) == (0, f"已生成 {target}\n", "")
        assert target.read_bytes().decode("utf-8") == shown


def test_an_input_is_never_replaced(run_cli: RunCli, write, tmp_path):
    path = write(make_report())
    (tmp_path / "link.json").symlink_to(path)
    for target in (path, tmp_path / "link.json"):
        code, out, err = run_cli("export", path, "--to", "json", "-o", target)
        assert (code, out) == (2, "")
        assert "会盖住填报文件" in err
    assert path.read_text(encoding="utf-8") == make_report()


def test_dash_reads_stdin():
    done = run_process("export", "-", "--to", "json", stdin=(SAMPLES / "laiyuan-2024.toml").read_bytes())
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["agency"]["name"] == "涞源县人民政府"
