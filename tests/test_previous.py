"""Last year's report: named by --previous, found in a folder, or named in the report itself."""

from pathlib import Path

import pytest

from govreport import api
from govreport.errors import GovreportError
from govreport.finding import Finding
from reports import NAME, make_report

LAST = {
    "applications": {
        "received": [5, 0, 0, 0, 0, 0],
        "disclosed": [3, 0, 0, 0, 0, 0],
        "carried_over": [2, 0, 0, 0, 0, 0],
    }
}
"""Two applications carried over, of which this year's report (all 0) knows nothing: rule L01."""


def write(path: Path, *, year: int | None = 2024, name: str = NAME, previous: str | None = None, **tables) -> Path:
    text = make_report(name=name, **tables)
    text = text.replace("year = 2024\n", "" if year is None else f"year = {year}\n")
    if previous is not None:
        text = text.replace('format = "2021"\n', f'format = "2021"\nprevious = {previous}\n')
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def check(path: Path, previous: Path | str | None = None, *, name: str = "") -> list[Finding]:
    """Return the findings on last year (L01, L00), and those on the key (S20)."""
    source = api.read(name or str(path), path.read_bytes())
    given = None if previous is None else api.open_previous(str(previous))
    return [f for f in api.validate(source, previous=given) if f.code in ("L00", "L01", "S20", "S03", "S09")]


def outline(findings: list[Finding]) -> list[tuple[str, str]]:
    return sorted({(f.code, f.severity) for f in findings})


FOUND = [("L01", "warning")]
UNDECIDED = [("L00", "info")]
UNUSABLE = [("S20", "warning")]


@pytest.fixture
def this(tmp_path) -> Path:
    return write(tmp_path / "this.toml")


@pytest.fixture
def last(tmp_path) -> Path:
    return write(tmp_path / "old" / "last.toml", year=2023, **LAST)


def test_without_last_year_nothing_is_asked_of_it(this):
    assert check(this) == []


def test_a_file_given_is_compared(this, last):
    assert outline(check(this, last)) == FOUND


def test_a_folder_given_is_searched_by_agency_and_year(this, last):
    write(last.with_name("another.toml"), year=2023, name="青澜市水利局")
    write(last.with_name("older.toml"), year=2022)
    write(last.with_name("same year.toml"))
    last.with_name("no report.toml").write_text("a = [1]\nagency = 3\nyear = true\n", encoding="utf-8")
    assert outline(check(this, last.parent)) == FOUND


def test_white_space_in_a_name_does_not_count(tmp_path, last):
    this = write(tmp_path / "this.toml", name=f"{NAME[:3]}　{NAME[3:]} ")
    assert outline(check(this, last)) == FOUND
    assert outline(check(this, last.parent)) == FOUND


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"year": 2022}, "是2022年度的，应是2023年度的"),
        ({"year": 2024}, "是2024年度的，应是2023年度的"),
        ({"year": None}, "没有写明年度，应是2023年度的"),
        ({"year": 2023, "name": "青澜市水利局"}, f"是“青澜市水利局”的，本报告是“{NAME}”的"),
        ({"year": 2023, "name": ""}, f"没有写明机关全称，本报告是“{NAME}”的"),
    ],
)
def test_a_file_of_another_year_or_agency_cannot_be_compared(this, tmp_path, changes, reason):
    other = write(tmp_path / "other.toml", **changes)
    (finding,) = check(this, other)
    assert (finding.code, finding.severity, finding.result) == ("L00", "info", "undecided")
    assert finding.message.endswith(reason)
    assert finding.advice


@pytest.mark.parametrize("changes", [{"year": None}, {"name": ""}])
def test_a_report_without_year_or_agency_cannot_be_compared(tmp_path, last, changes):
    this = write(tmp_path / "this.toml", **changes)
    for previous in (last, last.parent):
        (finding,) = check(this, previous)
        assert finding.message.endswith("本报告没有写明年度或机关全称")


def test_a_folder_without_a_fitting_file_says_so_and_what_it_could_not_read(this, last):
    last.unlink()
    write(last.with_name("older.toml"), year=2022)
    for name in ("b.toml", "a.toml", "d.toml", "c.toml"):
        last.with_name(name).write_text("year = 2024年", encoding="utf-8")
    (finding,) = check(this, last.parent)
    assert finding.code == "L00"
    assert f"没有“{NAME}”2023年度的填报文件" in finding.message
    assert finding.message.endswith("（另有 4 个文件读不出来：a.toml、b.toml、c.toml 等）")


def test_two_fitting_files_are_named(this, last):
    write(last.with_name("copy.toml"), year=2023)
    (finding,) = check(this, last.parent)
    assert finding.code == "L00"
    assert finding.message.endswith("（copy.toml、last.toml）")


def test_a_report_of_the_other_form_says_that_tables_are_not_compared(this, last):
    last.write_text(last.read_text(encoding="utf-8").replace('"2021"', '"2019"', 1), encoding="utf-8")
    for previous in (last, last.parent):
        (finding,) = check(this, previous)
        assert finding.code == "L00"
        assert "上年用的是2019年试行格式，表里的数不能核对" in finding.message


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "找不到这个文件"), ("year = 2023年", "F18"), ('format = "1999"', "没有“1999”这种报告格式")],
)
def test_a_file_given_that_cannot_be_read_is_an_error_of_use(tmp_path, content, reason):
    path = tmp_path / "last.toml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(GovreportError, match=reason):
        api.open_previous(str(path))


def test_a_folder_given_without_any_report_is_an_error_of_use(tmp_path):
    with pytest.raises(GovreportError, match=r"没有 \.toml 文件"):
        api.open_previous(str(tmp_path))


# ---------------------------------------------------------------- previous = "…" in the report


@pytest.mark.parametrize("written", ['"old/last.toml"', '"old\\\\last.toml"', '" ./old/last.toml "'])
def test_a_report_may_name_last_years_file(tmp_path, last, written):
    assert outline(check(write(tmp_path / "this.toml", previous=written))) == FOUND


@pytest.mark.parametrize("written", ['""', '"　"'])
def test_a_key_left_blank_names_nothing(tmp_path, written):
    assert check(write(tmp_path / "this.toml", previous=written)) == []


def test_what_is_given_takes_precedence_over_the_key(tmp_path, last):
    this = write(tmp_path / "this.toml", previous='"没有.toml"')
    assert outline(check(this)) == UNUSABLE
    assert outline(check(this, last)) == FOUND


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ('"没有.toml"', "找不到这个文件"),
        ('"old"', "这是文件夹"),
        ('"old/slip.toml"', "不符合 TOML 写法"),
        ('"../last.toml"', "只能写本文件所在文件夹里的文件"),
        ('"old/../../last.toml"', "只能写本文件所在文件夹里的文件"),
        ('"old\\\\..\\\\..\\\\last.toml"', "只能写本文件所在文件夹里的文件"),
        ('"/etc/passwd"', "只能写本文件所在文件夹里的文件"),
        ('"C:\\\\2023.toml"', "只能写本文件所在文件夹里的文件"),
        ('"C:2023.toml"', "只能写本文件所在文件夹里的文件"),
        ('"\\\\\\\\server\\\\share\\\\2023.toml"', "只能写本文件所在文件夹里的文件"),
        ('"link.toml"', "这是一个链接，指到了文件夹外面"),
        ('"linked/last.toml"', "这是一个链接，指到了文件夹外面"),
        (f'"{"长" * 300}.toml"', "文件名太长"),
    ],
)
def test_a_key_that_leads_nowhere_or_out_of_the_folder_is_a_warning(tmp_path, written, reason):
    home = tmp_path / "home"
    outside = write(tmp_path / "outside" / "last.toml", year=2023, **LAST)
    write(tmp_path / "last.toml", year=2023, **LAST)
    this = write(home / "this.toml", previous=written)
    (home / "old").mkdir()
    (home / "old" / "slip.toml").write_text("year = 2023年", encoding="utf-8")
    (home / "link.toml").symlink_to(outside)
    (home / "linked").symlink_to(outside.parent)
    (finding,) = check(this)
    assert (finding.code, finding.severity, finding.path) == ("S20", "warning", "previous")
    assert reason in finding.message
    assert finding.place.line == this.read_text(encoding="utf-8").split("\n").index(f"previous = {written}") + 1


def test_a_link_that_stays_inside_is_followed(tmp_path, last):
    (tmp_path / "link.toml").symlink_to(last)
    assert outline(check(write(tmp_path / "this.toml", previous='"link.toml"'))) == FOUND


def test_a_key_with_a_control_character_is_an_error_and_opens_nothing(tmp_path, last):
    this = write(tmp_path / "this.toml", previous='"old/last.toml\\u0000"')
    assert outline(check(this)) == [("S09", "error"), ("S20", "warning")]


@pytest.mark.parametrize("written", ["2023", '["last.toml"]', "2023-12-31"])
def test_a_key_that_is_no_text_is_an_error(tmp_path, written):
    assert outline(check(write(tmp_path / "this.toml", previous=written))) == [("S03", "error")]


def test_a_report_from_stdin_has_no_folder(tmp_path, last):
    this = write(tmp_path / "this.toml", previous='"old/last.toml"')
    (finding,) = check(this, name=api.STDIN_NAME)
    assert (finding.code, finding.path) == ("L00", "previous")
    assert "标准输入" in finding.message


def test_a_report_that_names_itself_cannot_be_compared(tmp_path):
    (finding,) = check(write(tmp_path / "this.toml", previous='"this.toml"'))
    assert (finding.code, finding.path) == ("L00", "previous")
    assert "this.toml 是2024年度的，应是2023年度的" in finding.message


def test_a_report_that_is_no_toml_has_no_last_year(tmp_path, last):
    path = tmp_path / "this.toml"
    path.write_text('previous = "old/last.toml"\nyear = 2024年\n', encoding="utf-8")
    assert check(path) == []
    assert check(path, last) == []
