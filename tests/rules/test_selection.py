"""--select and --ignore: which rules a list of codes means."""

import pytest

from govreport.errors import GovreportError
from govreport.rules.catalogue import OWN_CODES, load_rules
from govreport.rules.selection import list_codes, select_rules

LISTED = frozenset(load_rules())
ALL = LISTED | frozenset(OWN_CODES)
FILE_RULES = frozenset(code for code in ALL if code[0] == "F")


def beginning(*prefixes: str) -> frozenset[str]:
    return frozenset(code for code in ALL if code.startswith(prefixes))


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        ([], [], ALL),
        (["T"], [], beginning("T")),
        (["T01"], [], {"T01"}),
        (["T01,C13"], [], {"T01", "C13"}),
        (["T01", "C13"], [], {"T01", "C13"}),
        (["C1"], [], beginning("C1")),
        ([], ["C"], ALL - beginning("C")),
        ([], ["C13,T"], ALL - beginning("C13", "T")),
        (["C"], ["C13"], beginning("C") - {"C13"}),
        (["C13"], ["C"], {"C13"}),
        (["C13"], ["C13"], set()),
        (["C", "T01"], ["C1", "T"], beginning("C0") | {"T01"}),
    ],
)
def test_the_longer_beginning_counts_and_ignore_where_equal(select, ignore, expected):
    assert select_rules(select, ignore) == frozenset(expected) | FILE_RULES


@pytest.mark.parametrize("written", ["t01、c13", "Ｔ０１，Ｃ１３", " T01 , C13 ", "T01;C13", "T01 C13"])
def test_lists_are_read_however_they_are_typed(written):
    assert select_rules([written], []) == {"T01", "C13"} | FILE_RULES


@pytest.mark.parametrize(
    ("select", "ignore", "reason"),
    [
        (["TO1"], [], "--select 里没有“TO1”这条规则，是不是 T01？"),
        ([], ["T99"], "--ignore 里没有“T99”这条规则，用 govreport rules T 看有哪些"),
        (["勾稽"], [], "--select 里没有“勾稽”这条规则，用 govreport rules 看有哪些"),
        ([""], [], "--select：没有写规则代码"),
        ([], [" , "], "--ignore：没有写规则代码"),
        ([], ["F10"], "--ignore 不能略过 F10"),
        ([], ["F"], "--ignore 不能略过 F"),
    ],
)
def test_what_is_no_rule_is_named(select, ignore, reason):
    with pytest.raises(GovreportError) as caught:
        select_rules(select, ignore)
    assert str(caught.value).startswith(reason)


def test_codes_are_listed_by_group():
    codes = list_codes([])
    assert set(codes) == LISTED
    assert len(codes) == len(LISTED)
    letters = [code[0] for code in codes]
    assert letters == sorted(letters, key=letters.index), "each group once"
    assert letters[0] == "F"
    assert letters[-1] == "M"
    assert list_codes(["M", "T01"]) == ["T01", "M01", "M02"]
