"""What `--fix` writes: what is certain, and nothing else."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport.finding import Finding
from govreport.fix import fix_source
from govreport.toml.source import Source, read_source
from govreport.validate import validate_source
from reports import PROSE, make_report, quote

MESSY = '2024年,我镇(含村级)落实"三审三校"制度;镇镇人民政府要必须公开。。'
CLEAN = "2024年，我镇（含村级）落实“三审三校”制度；镇人民政府必须公开。"


def fix(content: bytes | str) -> tuple[bytes, list[str]]:
    """The bytes behind --fix, and the codes of what was put right."""
    source = read_source("a.toml", content.encode() if isinstance(content, str) else content)
    fixed = fix_source(source, validate_source)
    return fixed.source.content or content, [finding.code for finding in fixed.done]


def with_text(written: str) -> str:
    return make_report().replace(quote(PROSE["overview"]), written, 1)


@pytest.mark.parametrize("mark", ['"""', "'''"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_the_rest_of_the_file_stays_byte_for_byte(mark, line_end, bom):
    body = f"{mark}\n\n  {{}}\n\n\t第二段没有问题。  \n{mark}  # 说明,不动。。"
    before, after = (
        bom + with_text(body.format(text)).replace("\n", line_end).encode() for text in (MESSY, CLEAN)
    )
    assert fix(before)[0] == after


def test_in_a_string_with_escapes_only_what_is_wrong_changes():
    before, after = with_text(quote(MESSY)), with_text(quote(CLEAN))
    assert fix(before)[0] == after.encode()
    text = '"一\\u002C二，\\u4E00,三\\t他。"'
    assert fix(with_text(text))[0] == with_text('"一，二，\\u4E00，三\\t他。"').encode()


def test_an_apostrophe_that_a_literal_string_cannot_hold_is_left():
    before = with_text("'落实\"三审三校\"制度。'")
    assert fix(before)[0] == with_text("'落实“三审三校”制度。'").encode()


def test_every_fix_is_named_by_its_rule():
    done = fix(with_text(quote(MESSY)))[1]
    assert sorted(done) == ["W01"] * 4 + ["W03"] * 2 + ["W04", "W05", "W09"]


def test_one_fix_may_show_the_next():
    content, done = fix(with_text(quote("加强审核,,及时公开。")))
    assert content == with_text(quote("加强审核，及时公开。")).encode()
    assert len(done) >= 2


def test_what_is_not_certain_is_left():
    for text in ("一是公开。三是答复。", "加强领导，。完善制度。", "公开XX条。", "约200条左右。", "政务公□开。"):
        before = with_text(quote(text))
        assert fix(before) == (before.encode(), [])


def test_a_waived_finding_is_left():
    path = "narrative.overview.parts[0].text"
    before = (
        with_text(quote("加强审核,及时公开。。"))
        + f'[[waive]]\nrule = "W01"\nat = "{path}"\nreason = "原文如此"\n'
    )
    content, done = fix(before)
    assert done == ["W04"]
    assert content.decode() == before.replace("。。", "。")


def test_twice_is_once():
    once, done = fix(with_text(quote(MESSY)))
    assert done
    assert fix(once) == (once, [])


def test_values_of_a_wrong_type_are_written_rightly():
    before = (
        make_report()
        .replace("year = 2024", 'year = "2024年"  # 年度')
        .replace("licences = 0", 'licences = "28件" # 许可')
    )
    after = (
        make_report().replace("year = 2024", "year = 2024  # 年度").replace("licences = 0", "licences = 28 # 许可")
    )
    assert fix(before) == (after.encode(), ["S03", "C04"])


def test_a_number_that_may_mean_another_is_left():
    for value in ('"6万"', '"5000元"', "6万", "5000元", "[1，439, 0]"):
        before = make_report(disclosure={"licences": value}).replace("fees = 0", f"fees = {value}")
        assert fix(before) == (before.encode(), [])


def test_slips_against_toml_are_written_rightly_line_by_line():
    before = (
        make_report(signature="水利局")
        .replace("licences = 0", "  licences ＝ ２８件   # 许可，２８件 ")
        .replace("penalties = 0", "penalties = 1,439")
        .replace('signature = "水利局"', "signature = “水利局”")
        .replace("received = 0", "received = ［6，0、0, 0, 0, 0］")
        .replace("year = 2024", "year： 2024")
    )
    assert read_source("a.toml", before.encode()).data is None
    content, done = fix(before.replace("\n", "\r\n"))
    data = read_source("a.toml", content).data
    assert data is not None
    assert data["disclosure"]["licences"] == 28
    assert data["disclosure"]["penalties"] == 1439
    assert data["applications"]["received"] == [6, 0, 0, 0, 0, 0]
    assert "  licences = 28   # 许可，２８件 \r\n" in content.decode()
    assert len(done) > 6


def test_a_line_that_holds_a_doubt_waits_and_the_others_are_written():
    before = make_report(disclosure={"licences": "２８", "penalties": '"28'})
    content, done = fix(before)
    assert done == ["F10"]
    assert content.decode() == before.replace("２８", "28")


def test_a_file_that_cannot_be_read_is_left():
    for content in (b"", "年度 = 2024".encode("gbk"), b"\xff\xfe", b"a = [\n"):
        assert fix(content) == (content, [])


def test_prose_of_one_report_never_reaches_other_values():
    text = "受理,答复;完成。"
    before = make_report(text=text, title="年度报告(2024年)", signature="水利局", preamble=text)
    old, new = (read_source("a.toml", c).data for c in (before.encode(), fix(before)[0]))
    assert old is not None
    assert new is not None
    assert new["publication"]["title"] == "年度报告（2024年）"
    assert new["narrative"]["preamble"] == "受理，答复；完成。"
    assert {key: new[key] for key in ("applications", "disclosure", "disputes", "agency", "year")} == {
        key: old[key] for key in ("applications", "disclosure", "disputes", "agency", "year")
    }


TYPED = st.text(alphabet="政府公开的,。，;；:()（）\"'“”<>《》12 a\\\n　镇&", min_size=1, max_size=40)


@given(TYPED, st.sampled_from(["basic", "literal", "block", "literal block"]))
def test_whatever_the_prose_the_fixed_file_is_a_report_and_stays_as_it_is(text, kind):
    escaped = quote(text)
    written = {
        "basic": escaped,
        "literal": f"'{text}'",
        "block": f'"""\n{escaped[1:-1]}"""',
        "literal block": f"'''\n{text}'''",
    }[kind]
    before = with_text(written)
    if read_source("a.toml", before.encode()).data is None:
        return
    content, done = fix(before)
    after = read_source("a.toml", content)
    assert after.data is not None
    assert bool(done) == (content != before.encode())
    assert [f for f in validate_source(after) if f.replacement is not None and f.waived is None] == []
    head, tail = before.split(written)
    assert content.decode().startswith(head)
    assert content.decode().endswith(tail)


def test_numbers_keep_their_writing():
    before = make_report(text="好,坏。", disclosure={"fees": "1439.4900"})
    content, _ = fix(before)
    data = read_source("a.toml", content).data
    assert data is not None
    assert data["disclosure"]["fees"] == Decimal("1439.4900")
    assert b"fees = 1439.4900\n" in content


def test_the_judge_decides_what_is_put_right():
    def only_stops(source: Source) -> tuple[Finding, ...]:
        return tuple(f for f in validate_source(source) if f.code == "W04")

    source = read_source("a.toml", with_text(quote("好,坏。。")).encode())
    fixed = fix_source(source, only_stops)
    assert fixed.source.text == with_text(quote("好,坏。"))


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ('[26, "", 0, "", "", "", 26]', "[26, 0, 0, 0, 0, 0, 26]"),
        ('["", "", "", "", "", "", 0]', "[0, 0, 0, 0, 0, 0, 0]"),
        ('[26, "", 0, "", "", "", 27]', None),
        ('[26, "", 0, "", "", "", ""]', None),
        ('[26, "", 0, "", "", ""]', None),
        ('[27, "", -1, "", "", "", 26]', None),
        ('[26, "", "无", "", "", "", 26]', None),
    ],
)
def test_a_blank_becomes_0_only_where_the_total_says_so(written, mended):
    before = make_report(applications={"received": written, "granted": [26, 0, 0, 0, 0, 0]})
    content, done = fix(before)
    expected = before.replace(written, mended or written)
    assert content == expected.encode()
    assert done == ["C01"] * (written.count('""') if mended else 0)


def test_in_table_four_each_total_speaks_for_its_own_parts():
    before = make_report(
        disputes={"reconsideration": '[2, "", 0, "", 2]', "litigation.direct": '[1, "", 0, 0, 3]'}
    )
    assert fix(before)[0] == before.replace('[2, "", 0, "", 2]', "[2, 0, 0, 0, 2]").encode()
