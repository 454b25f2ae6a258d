"""[[waive]]: a finding that the author sets aside with a reason."""

import json
from pathlib import Path

import pytest

from govreport.finding import Finding
from govreport.report import Report
from govreport.report_reader import read_report
from govreport.report_writer import write_report
from govreport.rules.selection import select_rules
from govreport.toml.source import read_source
from govreport.validate import validate_source
from reports import make_report

TOO_FINE = {"fees": 1.23456}
WRONG = {"reconsideration": [1, 0, 0, 0, 2]}
SINGLE = {"other_single": 0}


def report(waiver: str, *, single: bool = False) -> str:
    """Return a report with C09 at disclosure.fees, with `single` also C13, and the waiver at its end."""
    text = make_report(disclosure=TOO_FINE, applications=SINGLE if single else {}, tail=waiver)
    for part in ("not_corrected", "fee_unpaid", "other"):
        text = text.replace(f"other.{part} = 0\n", "" if single else f"other.{part} = 0\n")
    return text


def waive(rule: str = "C09", at: str | None = "disclosure.fees", reason: str | None = "财政部门口径") -> str:
    lines = ["[[waive]]", f'rule = "{rule}"']
    lines += [f'at = "{at}"'] * (at is not None) + [f'reason = "{reason}"'] * (reason is not None)
    return "\n".join(lines)


def check(text: str, selected: str = "S,C,T,M") -> tuple[Finding, ...]:
    return validate_source(read_source("x.toml", text.encode()), selected=select_rules([selected], []))


def outline(text: str) -> list[tuple[str, str, str | None]]:
    return [(f.code, f.severity, f.waived) for f in check(text)]


def test_without_a_waiver_there_is_a_warning():
    assert outline(report("")) == [("C09", "warning", None)]


def test_a_waiver_at_the_path_makes_the_finding_info_with_its_reason():
    assert outline(report(waive())) == [("C09", "info", "财政部门口径")]


@pytest.mark.parametrize("at", ["", None])
def test_a_waiver_without_a_path_holds_everywhere(at):
    assert outline(report(waive(at=at))) == [("C09", "info", "财政部门口径")]


def test_a_waiver_without_a_place_does_not_hold_where_the_rule_strikes_twice():
    empty = "[[narrative.problems.parts]]\n" * 2
    assert outline(make_report(tail=empty)) == [("S08", "warning", None)] * 2
    found = check(make_report(tail=empty + waive("S08", None)))
    assert [(f.code, f.severity, f.waived) for f in found] == [("S08", "warning", None)] * 2 + [
        ("M02", "warning", None)
    ]
    assert found[2].path == "waive[0].rule"
    assert 'at = "narrative.problems.parts[0]"' in found[2].advice


def test_a_waiver_without_a_place_holds_where_the_rule_strikes_once():
    text = make_report(tail="[[narrative.problems.parts]]\n" + waive("S08", None))
    assert outline(text) == [("S08", "info", "财政部门口径")]


def test_a_waiver_of_another_rule_leaves_the_finding_and_is_itself_found():
    assert outline(report(waive(rule="C13"))) == [("C09", "warning", None), ("M01", "warning", None)]


def test_a_waiver_at_another_path_leaves_the_finding_and_is_itself_found():
    found = check(report(waive(at="disclosure.licences")))
    assert [(f.code, f.path) for f in found] == [("C09", "disclosure.fees"), ("M01", "waive[0].rule")]
    assert "C09" in found[1].message


def test_two_waivers_each_hold_for_their_own():
    text = report(f"{waive()}\n{waive('C13', 'applications.other_single', '上级统一要求')}", single=True)
    assert outline(text) == [("C09", "info", "财政部门口径"), ("C13", "info", "上级统一要求")]


def test_a_second_waiver_of_the_same_finding_is_not_needed():
    found = check(report(f"{waive()}\n{waive(reason='再说一遍')}"))
    assert [(f.code, f.path) for f in found] == [("C09", "disclosure.fees"), ("M01", "waive[1].rule")]


@pytest.mark.parametrize("reason", [None, "", "　"])
def test_a_waiver_without_a_reason_is_an_error_and_waives_nothing(reason):
    found = outline(report(waive(reason=reason)))
    assert found == [("C09", "warning", None), ("S01", "error", None)]


def test_an_error_can_be_waived_too():
    text = make_report(
        disputes={"reconsideration": [1, 0, 0, 0, 2]}, tail=waive("T04", "disputes.reconsideration[4]")
    )
    assert outline(text) == [("T04", "info", "财政部门口径")]


def test_a_misspelt_key_of_a_waiver_is_found():
    found = check(report(waive().replace("reason", "reasen")))
    assert [f.code for f in found] == ["C09", "S01", "S02"]


def test_a_waiver_that_is_no_table_is_found():
    text = 'waive = "C09"\n' + report("")
    assert ("S03", "error", None) in outline(text)


def test_a_waived_warning_passes_under_strict_and_is_shown_as_waived(run_cli, tmp_path):
    path: Path = tmp_path / "x.toml"
    path.write_text(report(waive()), encoding="utf-8")
    code, out, err = run_cli("validate", path, "--strict", "--select", "C", "--format", "json")
    assert (code, err) == (0, "")
    (finding,) = json.loads(out)
    assert (finding["severity"], finding["waived"]) == ("info", "财政部门口径")
    code, out, _ = run_cli("validate", path, "--strict", "--select", "C")
    assert code == 0
    assert "另有 1 项已说明理由" in out


def test_a_waived_error_does_not_block_rendering(run_cli, tmp_path):
    path: Path = tmp_path / "x.toml"
    text = make_report(disputes=WRONG, tail=waive("T04", "disputes.reconsideration[4]"))
    path.write_text(text, encoding="utf-8")
    assert run_cli("render", path, "--to", "text")[0] == 0
    assert (tmp_path / "x.txt").is_file()
    path.write_text(make_report(disputes=WRONG), encoding="utf-8")
    assert run_cli("render", path, "--to", "text")[0] == 1


def test_a_waiver_survives_writing():
    source = read_source("x.toml", report(waive()).encode())
    assert source.data is not None
    written = write_report(read_report(source.data)[0])
    assert outline(written) == [("C09", "info", "财政部门口径")]


# ---------------------------------------------------------------- rules that did not run, or could not decide


def test_a_waiver_of_a_rule_that_was_not_selected_is_left_alone():
    assert check(report(waive()), "T,M") == ()
    assert check(report(waive(at="disclosure.licences")), "T,M") == ()


def test_a_waiver_that_meets_nothing_is_not_reported_where_that_rule_is_not_selected():
    assert check(report(waive(at="disclosure.licences")), "S,T") == ()


def test_a_waiver_of_a_code_that_does_not_exist_is_reported_whatever_is_selected():
    assert [f.code for f in check(report(waive(rule="C99")), "T,M")] == ["M01"]


def test_a_waiver_of_a_rule_on_last_year_is_left_alone_without_last_year():
    text = make_report(tail=waive("L01", "applications.carried_in[0]"))
    assert outline_all(text, None) == []
    last, _ = read_report(read_source("last.toml", make_report(text="去年的话。").encode()).data or {})
    assert outline_all(text, last) == [("M01", "waive[0].rule")]


def outline_all(text: str, last: Report | None) -> list[tuple[str, str]]:
    found = validate_source(read_source("x.toml", text.encode()), previous=last)
    return [(f.code, f.path) for f in found if f.code in ("L01", "M01")]


def test_a_waiver_of_a_rule_that_cannot_decide_is_left_alone():
    blank = {"reconsideration": '["", 0, 0, 0]'}
    found = check(make_report(disputes=blank, tail=waive("T04", "disputes.reconsideration[0]")))
    assert [(f.code, f.result) for f in found] == [("C01", ""), ("T04", "undecided")]


def test_a_waiver_of_a_finding_on_waivers_is_itself_not_needed():
    found = check(report(f"{waive()}\n{waive(rule='C13')}\n{waive('M01', 'waive[1].rule')}"))
    assert [(f.code, f.path) for f in found if f.waived is None] == [
        ("M01", "waive[1].rule"),
        ("M01", "waive[2].rule"),
    ]
