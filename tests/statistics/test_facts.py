"""What statistics take from a report."""

import pytest

from conftest import SAMPLES
from govreport.format_loader import list_formats, load_format
from govreport.statistics.facts import read_facts
from govreport.statistics.items import find_binding, load_items

ITEMS = load_items()[0]
SAMPLE = SAMPLES / "laiyuan-2024.toml"


def test_numbers_are_those_of_the_report():
    facts = read_facts(ITEMS, SAMPLE.name, SAMPLE.read_bytes)
    numbers = {item.label: str(n) for item, n in zip(ITEMS, facts.numbers, strict=True)}
    assert (facts.agency, facts.province, facts.year) == ("涞源县人民政府", "河北省", 2024)
    assert numbers["本年新收"] == "8"
    assert numbers["行政许可"] == "6769"
    assert numbers["行政事业性收费（万元）"] == "1439.4967"
    assert numbers["行政复议"] == "1"


def test_what_is_no_report_says_why():
    facts = read_facts(ITEMS, "x.toml", lambda: b"year = \n")
    assert facts.failure.startswith("x.toml:1:")
    assert facts.numbers == ()


@pytest.mark.parametrize("form", list_formats())
def test_every_form_has_most_items(form):
    known = [item.label for item in ITEMS if find_binding(item.names, load_format(form))]
    assert len(known) >= len(ITEMS) - 2
