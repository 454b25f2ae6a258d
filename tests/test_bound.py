"""Numbers in prose that are bound to the tables."""

import json
import re

import pytest

from conftest import RunCli
from form_2021 import APPLICATION_ROWS
from govreport.bound import GAP, LONGEST, bind, evaluate_binding
from govreport.figures import compute_figures
from govreport.report import Report
from govreport.report_reader import read_report
from govreport.toml.source import read_source
from govreport.vocabulary import load_vocabulary
from reports import make_report

ROWS = {
    "received": [6, 1, 0, 0, 2, 0],
    "carried_in": [1, 0, 0, 0, 0, 0],
    "disclosed": [4, 1, 0, 0, 2, 0],
    "denied.state_secret": [1, 0, 0, 0, 0, 0],
    "denied.process": [1, 0, 0, 0, 0, 0],
    "other.other": [1, 0, 0, 0, 0, 0],
}
DISPUTES = {
    "reconsideration": [1, 2, 0, 0],
    "litigation.direct": [1, 0, 0, 0],
    "litigation.after_reconsideration": [0, 3, 0, 1],
}
VALUES = {
    "年度": "2024",
    "上年": "2023",
    "本年新收": "9",
    "本年新收 法人或其他组织": "3",
    "本年新收 商业企业": "1",
    "不予公开": "2",
    "不予公开 自然人": "2",
    "属于国家秘密": "1",
    "其他处理": "1",
    "其他处理 其他 总计": "1",
    "本年度办理结果": "10",
    "本年度办理结果 法律服务机构": "2",
    "结转下年度继续办理": "0",
    "行政规范性文件 现行有效": "4",
    "行政许可": "6769",
    "行政事业性收费": "1439.4967",
    "行政复议": "3",
    "行政复议 结果纠正": "2",
    "行政诉讼": "5",
    "行政诉讼 结果纠正": "3",
    "行政诉讼 未经复议直接起诉": "1",
    "行政诉讼 复议后起诉 尚未审结": "1",
}
DISCLOSURE = {"normative_documents": [2, 1, 4], "licences": 6769, "fees": "1439.4967"}


def make(text: str, **changes: object) -> str:
    return make_report(text=text, disclosure=DISCLOSURE, applications=ROWS | changes, disputes=DISPUTES)


def read(toml: str) -> Report:
    return read_report(read_source("a.toml", toml.encode()).data or {})[0]


@pytest.mark.parametrize("name", VALUES)
def test_a_name_stands_for_its_cell_or_the_sum_of_its_rows(name):
    report = bind(read(make(f"共{{{{ {name} }}}}件。")))
    assert report.prose["other"].text == (f"共{VALUES[name]}件。",)


def test_title_preamble_and_headings_are_filled_too():
    toml = make_report(title="{{ 年度 }}年报告", preamble="共{{ 行政许可 }}件", heading="（一）{{本年新收}}件")
    report = bind(read(toml))
    assert report.text("publication.title") == "2024年报告"
    assert report.text("narrative.preamble") == "共0件"
    assert report.prose["overview"].parts[0].heading == "（一）0件"


def test_a_blank_number_is_an_evident_gap_and_an_unknown_name_stays():
    report = bind(read(make("{{ 本年新收 }}，{{ 甲 }}", received='["", 0, 0, 0, 0, 0]')))
    assert report.prose["other"].text == (f"{GAP}，{{{{ 甲 }}}}",)


def test_a_single_row_counts_as_the_group_that_it_stands_for():
    rows = {key: None for key, _ in APPLICATION_ROWS if key.startswith("other.")}
    toml = make("共{{ 其他处理 }}件。", other_single=[1, 0, 0, 0, 0, 0], **rows)
    lines = [line for line in toml.split("\n") if not line.startswith("other.")]
    assert bind(read("\n".join(lines))).prose["other"].text == ("共1件。",)


def test_a_field_too_long_to_be_a_name_stands_for_nothing():
    report = read(make("共9件。").replace('name = "', f'name = "{"长" * LONGEST}', 1))
    binding = load_vocabulary(report.format).known["机关全称"]
    assert evaluate_binding(binding, report, compute_figures(report)) is None


def test_a_report_without_placeholders_is_left_as_it_is():
    report = read(make("共9件。"))
    assert bind(report) is report


def test_nothing_in_a_placeholder_is_run():
    text = "{{ 7*7 }}{{ ''.__class__ }}{% for i in x %}{{ self }}"
    assert bind(read(make(text))).prose["other"].text == (text,)


def test_every_output_shows_the_number(run_cli: RunCli, tmp_path):
    path = tmp_path / "a.toml"
    path.write_text(make("共收到{{ 本年新收 }}件申请。"), encoding="utf-8")
    code, _, err = run_cli("render", path, "--to", "text,html,docx", "-o", tmp_path)
    assert (code, err) == (0, "")
    for name in ("a.txt", "a.html"):
        written = (tmp_path / name).read_text(encoding="utf-8").partition("application/toml")[0]
        assert "共收到9件申请。" in written
    code, out, _ = run_cli("export", path, "--to", "json")
    assert json.loads(out)["sections"][5]["text"] == "共收到9件申请。"


def test_a_wrong_name_stops_the_rendering(run_cli: RunCli, tmp_path):
    path = tmp_path / "a.toml"
    path.write_text(make("共收到{{ 今年新收 }}件申请。"), encoding="utf-8")
    code, out, _ = run_cli("render", path, "--to", "text", "-o", tmp_path)
    assert code == 1
    assert "B01 不认识“今年新收”，是不是“本年新收”？" in out
    assert not (tmp_path / "a.txt").exists()


def test_the_names_are_listed_with_their_numbers(run_cli: RunCli, tmp_path):
    path = tmp_path / "a.toml"
    path.write_text(make("公开及时。"), encoding="utf-8")
    code, out, err = run_cli("placeholders", path)
    assert (code, err) == (0, "")
    lines = [re.split(" {2,}", line) for line in out.splitlines() if line.startswith("{{")]
    listed = {written.strip("{ }"): value for written, value, _ in lines}
    assert {name: listed[name] for name in VALUES} == VALUES
    assert ["{{ 行政诉讼 }}", "5", "表四 行政诉讼（各项相加） 总计"] in lines
    code, out, _ = run_cli("placeholders")
    assert code == 0
    assert "{{ 本年新收 自然人 }}" in out
