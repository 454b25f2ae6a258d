"""This year's report begun with last year's: what is carried over, what is marked, what is left to fill in."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from govreport.beginning import make_successor
from govreport.format_loader import load_format
from govreport.pack_search import load_pack
from govreport.report import Cells, FieldValue, Part, Prose, Report, Waiver
from govreport.report_reader import read_report
from govreport.report_writer import write_report
from govreport.toml.source import read_source
from govreport.validate import validate_source
from random_reports import QUICK, valid_reports

MARK, TO_WRITE = "【上年】", "【待填写】"
BLANKS = {("2021", "2021"): 34, ("2019", "2021"): 32, ("2021", "2019"): 32, ("2019", "2019"): 32}
"""Places left to fill in, by last year's form and this year's.

Both forms have 33 rows that are no totals, of which 上年结转 is filled in. Between two reports of 2021 so is
现行有效: of its two rows 制发 and 废止 are left.
"""
FORMS = st.sampled_from(["2021", "2019"])
LINKS = ("L01", "L02")


def begin(last: Report, form: str = "2021", *, zeros: bool = False) -> str:
    year = (last.year or 2024) + 1
    return make_successor(form, {"year": year}, load_pack(), last, year=year, zeros=zeros)


def read(text: str) -> Report:
    return read_report(read_source("this.toml", text.encode()).data or {})[0]


def codes(text: str, last: Report | None = None) -> list[str]:
    """Return the codes of the errors, and of what contradicts last year's tables."""
    findings = validate_source(read_source("this.toml", text.encode()), previous=last)
    return [f.code for f in findings if f.severity == "error" or (f.code in LINKS and not f.result)]


def paragraphs(report: Report) -> list[str]:
    lines = report.text("narrative.preamble").split("\n") if report.text("narrative.preamble") else []
    for prose in report.prose.values():
        lines += [*prose.text, *(line for part in prose.parts for line in part.text)]
    return lines


def remove_marks(report: Report) -> Report:
    """Return the report with every mark taken away, as an author who confirms everything would."""
    return read(write_report(report).replace(MARK, ""))


def fill(report: Report, path: str, cells: Cells) -> Report:
    return replace(report, rows={**report.rows, path: cells})


# ---------------------------------------------------------------- properties


@QUICK
@given(valid_reports(), FORMS)
def test_the_marks_and_the_blanks_are_all_that_is_wrong(last: Report, form: str):
    assume(last.year < 2100)
    found = codes(begin(last, form))
    assert set(found) == {"S15", "C01"}
    assert found.count("S15") == len(paragraphs(last))
    assert found.count("C01") == BLANKS[last.format.format, form]


@QUICK
@given(valid_reports(), FORMS)
def test_with_the_marks_removed_and_the_tables_filled_in_it_is_valid(last: Report, form: str):
    assume(last.year < 2100)
    this = read(begin(last, form, zeros=True))
    this = fill(this, "applications.carried_over", this.rows["applications.carried_in"])  # all still undecided
    assert set(codes(write_report(this), last)) == {"S15"}
    assert codes(write_report(remove_marks(this)), last) == []


@QUICK
@given(valid_reports(), FORMS)
def test_not_a_word_of_last_year_changes_but_for_the_marks(last: Report, form: str):
    assume(last.year < 2100)
    this = read(begin(last, form))
    assert all(line.startswith(MARK) for line in paragraphs(this))
    confirmed = remove_marks(this)
    assert confirmed.prose == last.prose
    assert confirmed.text("narrative.preamble") == last.text("narrative.preamble")


@QUICK
@given(valid_reports())
def test_who_the_agency_is_stays_and_when_it_reported_does_not(last: Report):
    assume(last.year < 2100)
    this = read(begin(last))
    stays = {p: v for p, v in last.fields.items() if p.startswith("agency.") or p == "publication.signature"}
    assert stays.items() <= this.fields.items()
    assert set(this.fields) - set(stays) <= {"format", "year", "publication.title", "narrative.preamble"}
    assert this.year == last.year + 1


# ---------------------------------------------------------------- tables

ZEROS = (0, 0, 0, 0, 0, 0, None)


def make_last(
    form: str = "2021",
    *,
    fields: Mapping[str, FieldValue] | None = None,
    overview: Prose | None = None,
    rows: Mapping[str, Cells] | None = None,
) -> Report:
    prose = {"overview": overview or Prose(("2024年公开信息21条。",))}
    named = {"format": form, "year": 2024, "agency.name": "青澜市临湖区水利局", **(fields or {})}
    return Report(load_format(form), named, prose, rows or {}, (Waiver("C13", "", "统一按一行填报"),))


def test_carried_over_of_every_applicant_is_carried_in_and_its_total_is_left_to_be_computed():
    last = make_last(rows={"applications.carried_over": (3, 0, 1, 0, 0, 2, 6)})
    assert read(begin(last)).rows["applications.carried_in"] == (3, 0, 1, 0, 0, 2, None)
    assert "# 已按上年报告的结转下年度填好：3、0、1、0、0、2\n" in begin(last)


def test_a_cell_that_last_year_left_blank_is_blank_again():
    last = make_last(rows={"applications.carried_over": (3, None, 1, 0, 0, 2, None)})
    text = begin(last, zeros=True)
    assert read(text).rows["applications.carried_in"] == (3, None, 1, 0, 0, 2, None)
    assert "\ncarried_in                = []" in begin(make_last())


def test_the_old_form_gives_what_the_new_one_has_too():
    rows = {"applications.carried_over": (1, *ZEROS[1:]), "disclosure.rules": (2, 2, 9)}
    this = read(begin(make_last("2019", rows=rows)))
    assert this.format.format == "2021"
    stated = {path: cells for path, cells in this.rows.items() if any(cell is not None for cell in cells)}
    assert stated == {"applications.carried_in": (1, *ZEROS[1:])}  # 对外公开总数量 is no 现行有效
    assert this.prose["overview"].text == (f"{MARK}2024年公开信息21条。",)


@pytest.mark.parametrize(("in_force", "found"), [(12, ["L02"]), (14, [])])
def test_in_force_left_as_it_was_contradicts_last_year_once_issued_is_filled_in(in_force: int, found: list[str]):
    last = make_last(rows={"disclosure.normative_documents": (1, 0, 12), "disclosure.rules": (0, 0, 0)})
    this = read(begin(last, zeros=True))
    assert this.rows["disclosure.normative_documents"] == (0, 0, 12)
    this = fill(this, "disclosure.normative_documents", (3, 1, in_force))
    assert [code for code in codes(write_report(this), last) if code in LINKS] == found


def test_waivers_are_last_year_s_own():
    assert read(begin(make_last())).waivers == ()


# ---------------------------------------------------------------- prose


def test_a_paragraph_that_bears_a_mark_gets_no_second_one():
    last = make_last(overview=Prose((f"{MARK}2023年的话。", TO_WRITE, "2024年的话。")))
    assert read(begin(last)).prose["overview"].text == (f"{MARK}2023年的话。", TO_WRITE, f"{MARK}2024年的话。")


def test_an_aspect_that_the_form_lacks_is_left_out_and_its_part_stays():
    parts = (Part("（一）购书", run_in=True, aspect="购书", text=("买了书。",)),)
    this = read(begin(make_last(overview=Prose((), parts))))
    assert this.prose["overview"].parts == (Part("（一）购书", run_in=True, aspect="", text=(f"{MARK}买了书。",)),)


def test_a_section_that_last_year_lacks_is_still_to_be_written():
    assert TO_WRITE in paragraphs(read(begin(make_last())))


# ---------------------------------------------------------------- title


@pytest.mark.parametrize(
    ("title", "carried", "shown"),
    [
        ("临湖区水利局\n2024年政府信息公开工作年度报告", "临湖区水利局\n2025年政府信息公开工作年度报告", ""),
        ("临湖区水利局\n政府信息公开工作年度报告", "", "临湖区水利局 政府信息公开工作年度报告"),
        ("2023年政府信息公开工作年度报告", "", "2023年政府信息公开工作年度报告"),
    ],
)
def test_a_title_with_last_year_in_it_takes_this_year_another_is_only_shown(title: str, carried: str, shown: str):
    text = begin(make_last(fields={"publication.title": title}))
    assert read(text).text("publication.title") == carried
    comments = [line.partition("没有照搬：")[2] for line in text.split("\n") if "没有照搬：" in line]
    assert comments == ([shown] if shown else [])
