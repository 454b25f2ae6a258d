"""A clerk's slips in a real report: each its own finding at its own character, and nothing behind it."""

import tomllib
from pathlib import Path

import pytest

from conftest import SAMPLES
from govreport.beginning import make_file
from govreport.finding import Finding
from govreport.pack_search import load_pack
from govreport.toml.literals import expect_kind
from govreport.toml.slips import LONGEST_LINE, MOST_SLIPS, find_slips
from govreport.toml.source import read_source
from govreport.validate import validate_source

QINGLAN = (SAMPLES / "qinglan-2024.toml").read_text(encoding="utf-8")
SCAFFOLD = make_file("2021", {"year": 2024, "agency.name": "某县人民政府"}, load_pack(), zeros=True)
MARK = "‸"
LICENCES = "licences            = 286413 "
RECONSIDERATION = "reconsideration                  = [46, 11, 19, 8, 84]"
OVERVIEW = "[narrative.overview]\ntext = '''\n"
END = "各项工作平稳推进。\n'''"

HEALED = {
    # characters
    "full-width blanks before a key": ("\nlicences ", f"\n{MARK}　　licences ", "F30"),
    "no-break space": ("\nlicences ", f"\nlicences{MARK}\u00a0\u00a0", "F30"),
    "zero-width space": ("\nlicences ", f"\nlicences{MARK}\u200b ", "F03"),
    "full-width letter": ("\nlicences ", f"\n{MARK}ｌicences ", "F30"),
    "full-width underscore": ("denied.state_secret ", f"denied.state{MARK}＿secret ", "F30"),
    "Chinese stop in a key": ("denied.state_secret ", f"denied{MARK}。state_secret ", "F30"),
    "Chinese stop in an amount": ("= 18436.2718", f"= 18436{MARK}。2718", "F30"),
    "full-width hash": ("# 行政许可", f"{MARK}＃ 行政许可", "F30"),
    # headers
    "curly bracket of a table": ("[applications]", f"[applications{MARK}}}", "F37"),
    "table without its end": ("[applications]", f"{MARK}[applications", "F21"),
    "table without its beginning": ("[applications]", f"applications{MARK}]", "F21"),
    "table without its end, with a comment": ("[applications]\n", f"{MARK}[applications  # 三\n", "F21"),
    "part with one bracket less": (
        "[[narrative.problems.parts]]",
        f"{MARK}[narrative.problems.parts]]",
        "F21",
    ),
    "table followed by its title": ("[applications]", f"[applications] {MARK}三、收到和处理", "F38"),
    "table followed by a colon": ("[applications]", f"[applications]{MARK}：", "F32"),
    "table with a Chinese stop": ("[agency.contact]", f"[agency{MARK}。contact]", "F30"),
    "table with a comma": ("[agency.contact]", f"[{MARK}agency,contact]", "F27"),
    # equals signs
    "full-width equals": (LICENCES, LICENCES.replace("=", f"{MARK}＝"), "F13"),
    "Chinese colon": ('level = "市级"', f'level{MARK}："市级"', "F13"),
    "colon before an array": ("rules               = [", f"rules{MARK}：[", "F13"),
    "is": ('level = "市级"', f'level {MARK}is "市级"', "F13"),
    "no equals": (LICENCES, f"{MARK}licences  286413 ", "F40"),
    "two equals": (LICENCES, LICENCES.replace("=", f"={MARK}="), "F32"),
    "arrow": ('level = "市级"', f'level ={MARK}> "市级"', "F32"),
    # quotes
    "Chinese quotes": ('"青澜市"', f"{MARK}“青澜市”", "F14"),
    "corner quotes": ('"青澜市"', f"{MARK}『青澜市』", "F14"),
    "two opening quotes": ('"青澜市"', f"{MARK}“青澜市“", "F14"),
    "backticks": ('"青澜市"', f"{MARK}`青澜市`", "F14"),
    "Chinese quote at the end": ('"青澜市"', f'"青澜市{MARK}”', "F14"),
    "no quotes": ('"青澜市"', f"{MARK}青澜市", "F24"),
    "no opening quote": ('"青澜市"', f'{MARK}青澜市"', "F24"),
    "no closing quote": ('"青澜市"\n', f'{MARK}"青澜市\n', "F20"),
    "no closing quote before a comment": ('"青澜市"\n', f'{MARK}"青澜市  # 又称“青市”\n', "F20"),
    "quotes twice": ('"青澜市"', f'"{MARK}"青澜市""', "F34"),
    "full stop behind the quotes": ('"青澜市"', f'"青澜市"{MARK}。', "F32"),
    "postcode without quotes": ('"008100"', f"{MARK}008100", "F24"),
    "email without quotes": ('"zwgk@qinglan.example"', f"{MARK}zwgk@qinglan.example", "F24"),
    "heading without quotes": ('"（一）主动公开情况"', f"{MARK}（一）主动公开情况", "F24"),
    # numbers
    "thousands": ("286413 ", f"{MARK}286,413 ", "F16"),
    "thousands, full-width": ("286413 ", f"{MARK}286，413 ", "F16"),
    "full-width digits": ("286413 ", f"{MARK}２８６４１３ ", "F10"),
    "unit": ("286413 ", f"{MARK}286413件 ", "F18"),
    "zero in front": ("286413 ", f"{MARK}0286413 ", "F17"),
    "comma behind": ("286413 ", f"286413{MARK}, ", "F32"),
    "Chinese semicolon behind": ("286413 ", f"286413{MARK}；", "F32"),
    "quote behind": ("286413 ", f'{MARK}286413" ', "F32"),
    "year with unit": ("year = 2024", f"year = {MARK}2024年", "F18"),
    "comment without hash": ("# 行政许可", f"{MARK}行政许可", "F38"),
    "comment in brackets": ("# 行政许可", f"{MARK}（行政许可）", "F38"),
    "comment of another language": ("# 行政许可", f"{MARK}// 行政许可", "F38"),
    # dates
    "date in Chinese": ("2025-03-20", f"{MARK}2025年3月20日", "F19"),
    "date with slashes": ("2025-03-20", f"{MARK}2025/3/20", "F19"),
    "date with blanks": ("2025-03-20", f"{MARK}2025 - 03 - 20", "F19"),
    "date with the character one": ("2025-03-20", f"{MARK}2025一03一20", "F19"),
    "date in full width": ("2025-03-20", f"{MARK}２０２５－０３－２０", "F19"),
    # arrays
    "brackets missing": ("[46, 11, 19, 8, 84]", f"{MARK}46, 11, 19, 8, 84", "F33"),
    "only the last bracket": ("[46, 11, 19, 8, 84]", f"{MARK}46, 11, 19, 8, 84]", "F33"),
    "only the first bracket": ("[46, 11, 19, 8, 84]", f"{MARK}[46, 11, 19, 8, 84", "F21"),
    "pasted from a sheet": ("[46, 11, 19, 8, 84]", f"{MARK}46\t11\t19\t8\t84", "F33"),
    "two first brackets": ("[46, 11, 19, 8, 84]", f"[{MARK}[46, 11, 19, 8, 84]", "F32"),
    "two last brackets": ("[46, 11, 19, 8, 84]", f"[46, 11, 19, 8, 84]{MARK}]", "F32"),
    "round bracket at the end": ("[46, 11, 19, 8, 84]", f"[46, 11, 19, 8, 84{MARK})", "F37"),
    "full-width round bracket at the end": ("[46, 11, 19, 8, 84]", f"[46, 11, 19, 8, 84{MARK}）", "F12"),
    "comma behind the bracket": ("[46, 11, 19, 8, 84]", f"[46, 11, 19, 8, 84]{MARK},", "F32"),
    "semicolon": ("[46, 11, 19, 8, 84]", f"[46, 11, 19, 8{MARK}; 84]", "F15"),
    "point for a comma": ("[46, 11, 19, 8, 84]", f"[46{MARK}. 11, 19, 8, 84]", "F15"),
    "no comma": ("[46, 11, 19, 8, 84]", f"[46, 11, 19, 8 {MARK}84]", "F25"),
    "full-width blank for a comma": ("[46, 11, 19, 8, 84]", f"[46, 11, 19, 8　{MARK}84]", "F25"),
    "number in Chinese quotes": ("[46, 11, 19, 8, 84]", f"[{MARK}“46”, 11, 19, 8, 84]", "C04"),
    "thousands in an array": ("[1135, 255, 40", f"[{MARK}1，135, 255, 40", "F16"),
    # prose
    "block begun by Chinese quotes": (OVERVIEW, OVERVIEW.replace("'''", f"{MARK}‘‘‘"), "F14"),
    "block begun by two quotes": (OVERVIEW, OVERVIEW.replace("'''", f"{MARK}''"), "F41"),
    "block begun by nothing": (OVERVIEW, "[narrative.overview]\ntext ‸=\n".replace("‸", MARK), "F41"),
    "block ended by two quotes": (END, f"各项工作平稳推进。\n{MARK}''", "F41"),
    "block ended by Chinese quotes": (END, f"各项工作平稳推进。\n{MARK}’’’", "F41"),
    "block ended by double quotes": (END, f'各项工作平稳推进。\n{MARK}"""', "F41"),
}
"""Name: what a clerk changed, into what, and the one finding whose corrected line makes it good again."""

NAMED = {
    "dash for a number": (LICENCES, f"licences = {MARK}- ", "C04"),
    "word for a number": (LICENCES, f"licences = {MARK}无 ", "C04"),
    "letter O for zero": (LICENCES, f"licences = {MARK}O ", "C04"),
    "two numbers for one": (LICENCES, f"licences = {MARK}286 413 ", "F33"),
    "formula": ("[46, 11, 19, 8, 84]", f"[46, 11, 19, 8, {MARK}=SUM(A1:D1)]", "C04"),
    "note in a number": ("[46, 11, 19, 8, 84]", f"[46, {MARK}11（含2件）, 19, 8, 84]", "C04"),
    "value below its key": (LICENCES, f"licences {MARK}=\n286413 ", "F26"),
    "array below its key": (RECONSIDERATION, f"reconsideration {MARK}=\n[46, 11, 19, 8, 84]", "F26"),
    "Chinese date": ("2025-03-20", f"{MARK}二〇二五年三月二十日", "S05"),
    "day that is none": ("2025-03-20", f"{MARK}2025-02-30", "S05"),
    "text over two lines": ('"青澜市临湖区政务大道1号"\n', f'{MARK}"青澜市临湖区\n政务大道1号"\n', "F20"),
    "block not ended": ("text = '''\n（一）信息处理费", f"text = {MARK}'''\n（一）信息处理费", "F31"),
    "block with quotes inside": ("各项工作平稳推进。", f"各项{MARK}'''工作'''平稳推进。", "F34"),
    "block with a stop behind": (END, f"各项工作平稳推进。\n'''{MARK}。", "F32"),
    "block ended twice": (END, f"{END}\n\n{MARK}还有一段。\n'''", "F28"),
    "prose between blocks": ("\n[disclosure]", f"\n{MARK}此外，开展了检查。\n整改率=83%。\n[disclosure]", "F28"),
    "comment line without hash": ("# 第二十条第（五）项：", f"{MARK}第二十条第（五）项：", "F28"),
    "table without brackets": ("[applications]", f"{MARK}applications", "F28"),
    "two pairs on a line": (LICENCES, f"{LICENCES} {MARK}decisions = 5 ", "F39"),
    "key in Chinese": ("\nlicences ", f"\n{MARK}行政许可 ", "F27"),
    "table in Chinese": ("[applications]", f"[{MARK}申请]", "F27"),
    "key twice": (LICENCES, f"licences = 5\n{MARK}{LICENCES}", "F22"),
    "table twice": ("[disputes]", f"[{MARK}disclosure]", "F23"),
    "backslash": ('"青澜市"', f'"青澜市{MARK}\\大厅"', "F35"),
    "fence": ("[disclosure]", f"{MARK}```toml\n[disclosure]", "F28"),
}
"""As HEALED, where no line can be put right without asking."""


def mistype(old: str, new: str) -> tuple[str, int, int]:
    """Return the sample with one slip, and the line and column of MARK."""
    assert QINGLAN.count(old) >= 1
    text = QINGLAN.replace(old, new, 1)
    before, _, after = text.partition(MARK)
    return before + after, before.count("\n") + 1, len(before) - before.rfind("\n")


def errors(text: str) -> list[Finding]:
    return [f for f in validate_source(read_source("x.toml", text.encode())) if f.severity == "error"]


def heal(text: str, findings: list[Finding]) -> str:
    lines = text.split("\n")
    for finding in findings:
        lines[finding.place.line - 1] = finding.corrected
    return "\n".join(lines)


@pytest.mark.parametrize("name", HEALED)
def test_a_slip_is_found_at_its_character_and_its_corrected_line_makes_the_report_whole(name):
    old, new, code = HEALED[name]
    text, line, column = mistype(old, new)
    findings = errors(text)
    assert [(f.code, f.place.line, f.place.column) for f in findings] == [(code, line, column)]
    assert tomllib.loads(heal(text, findings)) == tomllib.loads(QINGLAN)


@pytest.mark.parametrize("name", NAMED)
def test_a_slip_is_named_at_its_character_and_nothing_else_is(name):
    old, new, code = NAMED[name]
    text, line, column = mistype(old, new)
    if name == "block not ended":  # it is the last one of the sample
        text = text.removesuffix("'''\n")
    assert [(f.code, f.place.line, f.place.column) for f in errors(text)] == [(code, line, column)]


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("[46, 11, 19, 8, 84]", "［46，11，19，8，84］", ["F12", "F11", "F11", "F11", "F11", "F12"]),
        ("[46, 11, 19, 8, 84]", "[46、11、19、8、84]", ["F15"] * 4),
        ("[46, 11, 19, 8, 84]", "[46件, 11件, 19件, 8件, 84件]", ["F18"] * 5),
        ("[46, 11, 19, 8, 84]", "{46, 11, 19, 8, 84}", ["F37", "F37"]),
        ("[46, 11, 19, 8, 84]", "[46 11 19 8 84]", ["F25"] * 4),
        (LICENCES, "licences ：= 286413 ", ["F13", "F32"]),
    ],
)
def test_several_slips_on_a_line_share_one_corrected_line(old, new, codes):
    findings = errors(mistype(old, new)[0])
    assert [f.code for f in findings] == codes
    assert len({f.corrected for f in findings}) == 1
    assert tomllib.loads(heal(mistype(old, new)[0], findings[:1])) == tomllib.loads(QINGLAN)


def test_slips_in_different_blocks_are_all_found():
    text = QINGLAN
    changes = [HEALED[name] for name in ("Chinese quotes", "thousands", "brackets missing", "date in Chinese")]
    for old, new, _ in changes:
        text = text.replace(old, new.replace(MARK, ""), 1)
    assert sorted(f.code for f in errors(text)) == sorted(code for _, _, code in changes)
    assert tomllib.loads(heal(text, errors(text))) == tomllib.loads(QINGLAN)


def test_a_block_that_stays_open_does_not_hide_a_slip_below_it():
    text = QINGLAN.replace(END, "各项工作平稳推进。\n").replace("286413 ", "286,413 ")
    assert [f.code for f in errors(text)] == ["F31", "F16"]


def test_no_slip_is_found_in_toml_that_is_right(samples):
    for text in (*(path.read_text(encoding="utf-8") for path in samples), SCAFFOLD):
        assert find_slips(text) == []


def test_a_row_that_was_filled_into_the_scaffold_with_chinese_marks_is_put_right():
    lines = SCAFFOLD.split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("received "))
    lines[at] = "　received　＝【６，０，０，０，２，０】＃新收"
    findings = errors("\n".join(lines))
    assert {f.place.line for f in findings} == {at + 1}
    assert {f.corrected for f in findings} == {"received =[6,0,0,0,2,0]#新收"}


def test_so_many_slips_are_not_all_listed():
    text = "[disclosure]\n" + "".join(f"row{n} = ６\n" for n in range(3 * MOST_SLIPS))
    assert len(errors(text)) == MOST_SLIPS


@pytest.mark.parametrize("text", ["x = " + "“a”，" * LONGEST_LINE, "'''\n" + "''\n" * 50_000, "a = [" * 30_000])
def test_a_hostile_text_is_answered(text):
    assert errors(text)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("year", "integer"),
        ("agency.name", "text"),
        ("agency.nmae", "text"),
        ("agency.contact.fax", "text"),
        ("publication.date", "date"),
        ("narrative.overview.text", "text"),
        ("narrative.overview.parts.run_in", "boolean"),
        ("waive.reason", "text"),
        ("applications.received", "number"),
        ("holdings.novels", "number"),
        ("received", "any"),
    ],
)
def test_what_is_expected_at_a_path_needs_no_form(path, kind):
    assert expect_kind(path) == kind


def test_the_order_of_findings_is_the_order_of_the_text():
    text = "date = 2025年1月\n[disclosure]\nlicences = ６，\nfees = ,\n"
    places = [(f.place.line, f.place.column) for f in errors(text)]
    assert len(places) >= 3
    assert places == sorted(places)


def test_samples_lie_where_this_file_expects_them():
    assert Path(SAMPLES / "qinglan-2024.toml").is_file()
