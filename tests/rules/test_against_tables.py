"""Prose against tables where a snippet in the 2021 form does not do: the 2019 form, blank cells."""

import pytest

from govreport.toml.source import read_source
from govreport.validate import validate_source
from reports import make_report

FORM_2019 = """format = "2019"
year = 2020
[disclosure]
rules = [3, 4, 25]
normative_documents = [9, 8, 60]
[[narrative.overview.parts]]
aspect = "主动公开"
heading = "（一）主动公开"
text = "{text}"
"""


def list_warned(text: str) -> list[tuple[str, object]]:
    """Return code and number of what is said of section one where it disagrees with the tables."""
    findings = validate_source(read_source("report.toml", text.encode()))
    own = [f for f in findings if f.path.startswith("narrative.overview") and f.code.startswith("P")]
    return [(f.code, f.found) for f in own if not f.result]


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("公开规章4件，制定规范性文件9件。", []),
        ("公开规章25件、规范性文件60件。", []),
        ("公开规章7件，制定规范性文件12件。", [("P08", 7), ("P08", 12)]),
    ],
)
def test_documents_are_held_against_the_columns_of_the_2019_form(text, warned):
    assert list_warned(FORM_2019.format(text=text)) == warned


BLANKS = {
    "received": '[5, "", 1, 0, 0, 0, 6]',
    "disclosed": '["", "", "", 0, 0, 0]',
    "denied.inquiry": "[]",
    "unavailable.not_held": '["", "", 1, 0, 0, 0]',
    "total": '[5, "", 1, "", "", "", 6]',
}


def test_blank_cells_that_may_hold_a_number_decide_nothing():
    assert list_warned(make_report(applications=BLANKS, text="收到公开申请6件，予以公开4件。")) == []
