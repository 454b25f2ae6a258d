"""The real documents in ../shared/real."""

import json

from conftest import need_shared
from form_2021 import APPLICATION_ROWS, DISCLOSURE_ROWS, DISPUTE_ROWS
from govreport.api import read, validate, write_import
from govreport.importers.importing import import_document
from importers.reading import numbers_of


def hongze():
    path = need_shared("real/hongze-2023.pdf")
    return import_document(path.name, path.read_bytes())


def hongze_numbers() -> dict[str, list[str]]:
    """The numbers that were read by hand, by row path."""
    data = json.loads(need_shared("real/hongze-2023.json").read_text(encoding="utf-8"))
    two = data["table2"]
    rows: dict[str, list[str]] = {}
    for key, label, _, columns in DISCLOSURE_ROWS:
        value = two.get(label, two.get(f"{label}_万元"))
        rows[f"disclosure.{key}"] = [str(value[c]) for c in columns] if isinstance(value, dict) else [str(value)]
    printed = [key for key, _ in APPLICATION_ROWS if not key.startswith("other.")]
    for key, (_, *values) in zip(printed, data["table3"]["rows"], strict=True):
        rows[f"applications.{key}"] = [str(value) for value in values]
    for number, (key, _) in enumerate(DISPUTE_ROWS):
        rows[f"disputes.{key}"] = [str(value) for value in data["table4"][number * 5 : number * 5 + 5]]
    return dict(sorted(rows.items()))


def test_a_published_pdf_gives_the_186_numbers_that_were_read_by_hand():
    imported = hongze()
    assert (imported.filled, imported.cells) == (186, 186)
    assert numbers_of(imported.report) == hongze_numbers()


def test_validate_then_names_exactly_the_two_totals_that_were_published_wrong():
    text = write_import(hongze(), source="hongze-2023.pdf", file="hongze.toml")
    findings = validate(read("hongze.toml", text.encode("utf-8")))
    errors = [(f.path, f.code, f.found, f.expected) for f in findings if f.severity == "error"]
    assert errors == [
        ("disputes.reconsideration[4]", "T04", 0, 11),
        ("disputes.litigation.after_reconsideration[4]", "T04", 0, 5),
    ]


def test_prose_of_a_pdf_is_put_together_over_lines_and_pages():
    report = hongze().report
    assert report.text("agency.name") == "淮安市洪泽区人民政府"
    assert report.text("publication.title") == "洪泽区人民政府\n2023年政府信息公开工作年度报告"
    assert report.text("agency.contact.email") == "hzzwgk@126.com"
    management = report.prose["overview"].parts[2]
    assert management.heading == "（三）政府信息管理情况。"
    assert management.text[0].startswith("加强区政府门户网站")
    assert "严格执行“分级审核、先审后发”程序" in management.text[0]
    assert len(management.text) == 1
    assert len(report.prose["problems"].text) == 1
    assert report.prose["other"].text[0].endswith("信息处理费0元。")


def test_the_blank_official_form_is_all_blank_and_says_so():
    path = need_shared("real/official-template-2021.docx")
    imported = import_document(path.name, path.read_bytes())
    assert (imported.filled, imported.cells) == (0, 200)
    assert any("175 格里" in doubt.message for doubt in imported.doubts)
    assert imported.report.format.format == "2021"
