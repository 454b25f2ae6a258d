"""govreport new: a file to fill in, never over another."""

import tomllib
from pathlib import Path

import pytest

from conftest import RunCli, run_process
from form_2021 import APPLICATION_ROWS, DISCLOSURE_ROWS, DISPUTE_ROWS, SECTIONS

UNSAID = {"N05"}
"""Warnings: the period of the statistics, of which a new file says nothing yet (the fee is due from 2021 on)."""
WRITTEN = "公开的内容还不够丰富，下一步将充实；本年度没有收取信息处理费。"
OPTIONS = ["--agency", "青澜市水利局", "--province", "河北省", "--level", "市级", "--kind", "department"]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_new_writes_a_file_and_its_schema_and_says_what_to_do(run_cli: RunCli, tmp_path):
    path = tmp_path / "a.toml"
    code, out, err = run_cli("new", "--year", "2024", "-o", path)
    assert (code, err) == (0, "")
    assert names(tmp_path) == {"a.toml", "report.schema.json"}
    assert out.splitlines()[0] == f"已生成 {path}"
    assert out.splitlines()[-1] == f"填好后运行：govreport validate {path}"


def test_without_o_the_file_is_agency_toml(tmp_path):
    import subprocess
    import sys

    command = [sys.executable, "-m", "govreport", "new", "--year", "2024"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert names(tmp_path) == {"agency.toml", "report.schema.json"}


def test_options_are_filled_in(run_cli: RunCli, tmp_path):
    path = tmp_path / "a.toml"
    assert run_cli("new", "--year", "2023", *OPTIONS, "-o", path)[0] == 0
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    assert (data["year"], data["format"]) == (2023, "2021")
    stated = {key: data["agency"][key] for key in ("name", "province", "level", "kind")}
    assert stated == {"name": "青澜市水利局", "province": "河北省", "level": "市级", "kind": "department"}


def test_every_official_label_stands_in_a_comment(run_cli: RunCli, tmp_path):
    path = tmp_path / "a.toml"
    run_cli("new", "--year", "2024", "-o", path)
    comments = "\n".join(line.partition("#")[2] for line in path.read_text(encoding="utf-8").split("\n"))
    labels = [row[1] for row in DISCLOSURE_ROWS]
    labels += [label for key, labels in APPLICATION_ROWS for label in labels if key != "other_single"]
    labels += [" ".join(heads) for _, heads in DISPUTE_ROWS]
    assert len(labels) > 60
    assert [label for label in [*labels, *SECTIONS] if label not in comments] == []


@pytest.mark.parametrize(
    ("form", "year", "fee"), [("2021", 2024, {"N10"}), ("2021", 2020, set()), ("2019", 2020, set())]
)
def test_a_new_file_has_no_finding_but_what_is_not_filled_in(run_cli: RunCli, tmp_path, form, year, fee):
    path = tmp_path / "a.toml"
    run_cli("new", "--year", year, "--agency", "青澜市水利局", "--format", form, "-o", path)
    code, out, _ = run_cli("validate", "--quiet", path)
    codes = {line.split(": ")[1].split(" ")[0] for line in out.splitlines()[:-1]}
    assert code == 1
    assert codes == {"C01", "S07"} | UNSAID | fee


@pytest.mark.parametrize("form", ["2021", "2019"])
def test_with_zeros_only_the_prose_is_left_to_write(run_cli: RunCli, tmp_path, form):
    path = tmp_path / "a.toml"
    run_cli("new", "--year", "2020", "--agency", "青澜市水利局", "--format", form, "--zeros", "-o", path)
    _, out, _ = run_cli("validate", "--quiet", path)
    codes = [line.split(": ")[1].split(" ")[0] for line in out.splitlines()[:-1]]
    assert set(codes) == {"S07"} | UNSAID
    path.write_text(fill_in(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert run_cli("validate", "--strict", path) == (0, f"{path}：通过\n", "")
    assert run_cli("render", path, "--to", "text,html")[0] == 0


def fill_in(text: str) -> str:
    """Return a new file for 2020 with its prose, its preamble and its date written."""
    new = {
        "【待填写】": WRITTEN,
        "preamble = '''\n": "preamble = '''\n统计期限为2020年1月1日至12月31日。\n",
        'date      = ""': "date      = 2021-01-20",
    }
    for old, written in new.items():
        assert old in text
        text = text.replace(old, written)
    return text


def test_new_never_replaces_a_file(run_cli: RunCli, tmp_path):
    path = tmp_path / "a.toml"
    path.write_text("我的", encoding="utf-8")
    code, out, err = run_cli("new", "--year", "2024", "-o", path)
    assert (code, out) == (2, "")
    (line,) = err.splitlines()
    assert line.startswith(f"govreport：{path}：文件已经存在，没有改动它")
    assert "--force" in line
    assert path.read_text(encoding="utf-8") == "我的"
    assert names(tmp_path) == {"a.toml"}


def test_force_replaces_a_file(run_cli: RunCli, tmp_path):
    path = tmp_path / "a.toml"
    path.write_text("旧", encoding="utf-8")
    assert run_cli("new", "--year", "2024", "-o", path, "--force")[0] == 0
    assert tomllib.loads(path.read_text(encoding="utf-8"))["year"] == 2024


def test_new_does_not_follow_a_dangling_link(run_cli: RunCli, tmp_path):
    path = tmp_path / "a.toml"
    path.symlink_to(tmp_path / "elsewhere.toml")
    assert run_cli("new", "--year", "2024", "-o", path)[0] == 2
    assert names(tmp_path) == {"a.toml"}


def test_another_schema_beside_it_is_kept_and_named(run_cli: RunCli, tmp_path):
    schema = tmp_path / "report.schema.json"
    schema.write_text("{}", encoding="utf-8")
    code, _, err = run_cli("new", "--year", "2024", "-o", tmp_path / "a.toml")
    assert code == 0
    assert err.startswith(f"govreport：{schema}：已有一份不同的")
    assert schema.read_text(encoding="utf-8") == "{}"


def test_a_folder_called_like_the_schema_is_no_crash(run_cli: RunCli, tmp_path):
    (tmp_path / "report.schema.json").mkdir()
    code, _, err = run_cli("new", "--year", "2024", "-o", tmp_path / "a.toml")
    assert code == 0
    assert len(err.splitlines()) == 1


def test_a_second_file_in_the_folder_shares_the_schema(run_cli: RunCli, tmp_path):
    assert run_cli("new", "--year", "2024", "-o", tmp_path / "a.toml")[0] == 0
    code, _, err = run_cli("new", "--year", "2024", "-o", tmp_path / "b.toml")
    assert (code, err) == (0, "")


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_a_folder_as_output_is_refused(run_cli: RunCli, tmp_path, force):
    code, out, err = run_cli("new", "--year", "2024", "-o", tmp_path, *force)
    assert (code, out) == (2, "")
    assert err == f"govreport：{tmp_path}：写不进去：同名的是一个文件夹\n"
    assert names(tmp_path) == set()


@pytest.mark.parametrize("agency", ['甲"乙', "甲\\乙", "甲'''乙", "{year}", "# 甲", "𠮷㛃😀", " 甲 ", "\u202e甲"])
def test_any_name_survives_in_the_file(run_cli: RunCli, tmp_path, agency):
    path = tmp_path / "a.toml"
    assert run_cli("new", "--year", "2024", "--agency", agency, "-o", path)[0] == 0
    assert tomllib.loads(path.read_text(encoding="utf-8"))["agency"]["name"] == agency


def test_bytes_that_are_no_text_in_the_agency_are_exit_2(tmp_path):
    done = run_process(
        "new",
        "--year",
        "2024",
        "--agency",
        b"\xff\xfe".decode("utf-8", "surrogateescape"),
        "-o",
        tmp_path / "a.toml",
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
