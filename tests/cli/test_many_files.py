"""validate, render, export and import on folders: the same whatever the number of processes, and gone on with."""

import json
import os
import re
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image

from conftest import SAMPLES, RunCli
from importers.varied import make_varied
from reports import make_report

WRONG = {"disputes": {"reconsideration": [1, 0, 0, 0, 2]}}
MEMORY = ".govreport.json"


@pytest.fixture
def folder(tmp_path) -> Path:
    """24 reports: 20 good ones, one with an error, one that is no TOML, one not UTF-8, one longer."""
    path = tmp_path / "in"
    path.mkdir()
    for number in range(20):
        (path / f"{number:02}.toml").write_text(make_report(name=f"青澜市第{number}局"), encoding="utf-8")
    (path / "04b.toml").write_text(make_report(**WRONG), encoding="utf-8")
    (path / "07b.toml").write_text("year = 2024年\n", encoding="utf-8")
    (path / "11b.toml").write_bytes('name = "青澜"'.encode("gbk"))
    shutil.copy(SAMPLES / "qinglan-2024.toml", path / "15b.toml")
    return path


def outputs(folder: Path) -> dict[str, object]:
    """The files by name; of a workbook all but the times at which it was made."""
    return {path.name: read(path) for path in folder.iterdir() if path.name != MEMORY}


def read(path: Path) -> object:
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "docProps/core.xml"}


def stamps(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir() if path.name != MEMORY}


COMMANDS = {
    "validate": ["validate"],
    "validate one by one": ["validate", "--verbose"],
    "validate json": ["validate", "--format", "json"],
    "validate sarif": ["validate", "--format", "sarif"],
    "render": ["render", "--to", "text,html"],
    "render draft": ["render", "--to", "text", "--draft"],
    "export json": ["export", "--to", "json"],
    "export csv": ["export", "--to", "csv"],
    "export each": ["export", "--to", "json"],
    "export xlsx": ["export", "--to", "xlsx"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_depends_on_the_number_of_processes(run_cli: RunCli, folder, tmp_path, command):
    results = []
    for jobs in (1, 2, 3):
        out = tmp_path / "out"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        target = [] if command in ("export json", "export csv") or "validate" in command else ["-o", out]
        result = run_cli(*COMMANDS[command], folder, *target, "-j", jobs)
        results.append((result, outputs(out)))
    assert results[0] == results[1] == results[2]
    (code, out, err), made = results[0]
    assert code == (1 if "validate" in command else 2)
    assert out
    assert bool(made) is bool(target)
    if "validate" not in command:
        assert "07b.toml:1:" in err
        assert "11b.toml:1:" in err


def test_of_many_files_only_what_is_wrong_is_listed_worst_first(run_cli: RunCli, folder, tmp_path):
    code, out, err = run_cli("render", folder, "--to", "text", "-o", tmp_path / "out")
    assert code == 2
    assert len(err.splitlines()) == 2
    first, *table = out.replace(f"{folder}/", "").splitlines()
    assert re.match(r"04b\.toml:\d+:\d+: T04 ", first)
    assert [line.split() for line in table] == [
        [],
        ["文件", "结果"],
        ["07b.toml", "没有生成"],
        ["11b.toml", "没有生成"],
        ["04b.toml", "有", "1", "项错误，没有生成"],
        [],
        ["共", "24", "个文件：21", "个已生成，3", "个没有生成，或没有全部生成"],
    ]
    assert len(outputs(tmp_path / "out")) == 21


def test_of_a_few_files_each_is_listed_without_times(run_cli: RunCli, folder, tmp_path):
    code, out, err = run_cli("render", folder / "0[0-2].toml", "--to", "text,html", "-o", tmp_path / "out")
    assert (code, err) == (0, "")
    assert [line.replace(f"{tmp_path / 'out'}/", "").split() for line in out.splitlines()] == [
        *(["✓", kind, f"{number}.{suffix}"] for number in ("00", "01", "02") for kind, suffix in KINDS),
        ["共", "3", "个文件：3", "个已生成"],
    ]
    code, out, err = run_cli("render", folder / "0[0-2].toml", "--to", "text,html", "-o", tmp_path / "out")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        *(f"＝ 没有变动，没有重做  {folder}/{number}.toml" for number in ("00", "01", "02")),
        "共 3 个文件：3 个没有变动（要重做，加 --redo）",
    ]


KINDS = (("text", "txt"), ("html", "html"))


def test_files_named_one_by_one_are_always_made_and_nothing_is_remembered(run_cli: RunCli, folder, tmp_path):
    out = tmp_path / "out"
    for _ in range(2):
        code, text, _ = run_cli("render", folder / "00.toml", folder / "01.toml", "--to", "text", "-o", out)
        assert code == 0
        assert text.count("✓") == 2
        assert text.count(" ms ") == 2
    single = tmp_path / "single"
    single.mkdir()
    shutil.copy(folder / "00.toml", single)
    for _ in range(2):
        assert "✓" in run_cli("render", single, "--to", "text", "-o", out)[1]
    assert set(outputs(out)) == {"00.txt", "01.txt"}
    assert not (out / MEMORY).exists()


class TestASecondRun:
    @pytest.fixture
    def out(self, run_cli: RunCli, folder, tmp_path) -> Path:
        for name in ("04b", "07b", "11b"):
            (folder / f"{name}.toml").unlink()
        out = tmp_path / "out"
        assert run_cli("render", folder, "--to", "text,html", "-o", out)[0] == 0
        assert len(outputs(out)) == 42
        return out

    @pytest.fixture
    def again(self, run_cli: RunCli, folder, out):
        """Run again; return the names of the outputs that were written."""

        def run(*options, to="text,html", jobs=1) -> list[str]:
            before = stamps(out)
            code, text, err = run_cli("render", folder, "--to", to, "-o", out, "-j", jobs, *options)
            assert (code, err) == (0, "")
            after = stamps(out)
            changed = [name for name in sorted(after) if after[name] != before.get(name)]
            made = len({Path(name).stem for name in changed})
            assert (f"{made} 个已生成" in text) is bool(made)
            assert (f"{21 - made} 个没有变动" in text) is (made < 21)
            return changed

        return run

    @pytest.mark.parametrize("jobs", [1, 2])
    def test_makes_nothing_again(self, again, jobs):
        assert again(jobs=jobs) == []

    def test_makes_all_again_with_redo(self, again):
        assert len(again("--redo")) == 42
        assert again() == []

    def test_makes_what_has_changed(self, again, folder):
        path = folder / "03.toml"
        path.write_text(path.read_text(encoding="utf-8") + "# 一\n", encoding="utf-8")
        os.utime(folder / "04.toml")
        assert again() == ["03.html", "03.txt"]
        assert again() == []

    def test_makes_what_is_gone_or_was_edited(self, again, out):
        (out / "05.txt").unlink()
        (out / "06.html").write_text("edited", encoding="utf-8")
        (out / "07.txt").write_bytes(b"")
        assert again() == [f"{name}.{suffix}" for name in ("05", "06", "07") for suffix in ("html", "txt")]
        assert (out / "07.txt").stat().st_size > 1000

    @pytest.mark.parametrize("options", [["--draft"], ["--fonts", "bundled"], ["--pdf-variant", "plain"]])
    def test_makes_all_again_with_other_options(self, again, options):
        assert len(again(*options)) == 42
        assert again(*options) == []

    def test_makes_another_kind(self, again):
        assert len(again(to="html-fragment")) == 21

    def test_makes_all_again_with_another_version(self, again, monkeypatch):
        monkeypatch.setattr("govreport.batch.recipe.__version__", "0.0.0")
        assert len(again()) == 42

    def test_makes_all_again_with_another_look(self, again, monkeypatch):
        monkeypatch.setattr("govreport.batch.recipe.hash_looks", lambda folder="": "another")
        assert len(again()) == 42

    @pytest.mark.parametrize("content", [b"", b"{", b'{"shape": 1, "outputs": {"00.txt": 3}}', b"\xff\x00"])
    def test_makes_all_again_where_the_memory_is_damaged(self, again, out, content):
        (out / MEMORY).write_bytes(content)
        assert len(again()) == 42
        assert again() == []

    def test_shows_again_what_is_wrong(self, run_cli: RunCli, folder, out):
        (folder / "x.toml").write_text(make_report(**WRONG), encoding="utf-8")
        for _ in range(2):
            code, text, _ = run_cli("render", folder, "--to", "text,html", "-o", out)
            assert code == 1
            assert "T04" in text
            assert "21 个没有变动" in text


def test_beside_the_inputs_each_folder_has_its_own_memory(run_cli: RunCli, tmp_path):
    for name in ("甲/a.toml", "甲/乙/b.toml", "丙/c.toml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(make_report(), encoding="utf-8")
    for words in ("3 个已生成", "3 个没有变动"):
        code, out, err = run_cli("render", tmp_path / "**" / "*.toml", "--to", "text")
        assert (code, err) == (0, "")
        assert words in out
    for name in ("甲/a", "甲/乙/b", "丙/c"):
        path = tmp_path / f"{name}.txt"
        assert path.is_file()
        assert list(json.loads((path.parent / MEMORY).read_text())["outputs"]) == [path.name]


def test_last_years_reports_are_found_for_every_process(run_cli: RunCli, tmp_path):
    for year, _applications in ((2023, {"carried_over_next": 0}), (2024, {})):
        (tmp_path / str(year)).mkdir()
        for number in range(4):
            text = make_report(name=f"青澜市第{number}局", disclosure={"rules": [0, 0, year - 2020 + number]})
            text = text.replace("year = 2024", f"year = {year}")
            (tmp_path / str(year) / f"{number}.toml").write_text(text, encoding="utf-8")
    (tmp_path / "2023" / "3.toml").unlink()
    with (tmp_path / "2024" / "0.toml").open("r+", encoding="utf-8") as file:
        text = file.read()
        file.seek(0)
        file.write('previous = "../2023/0.toml"\n' + text)
    (tmp_path / "2024" / "last.toml").write_text(
        'previous = "1.toml"\n' + (tmp_path / "2024" / "1.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    results = []
    for jobs in (1, 2):
        for options in ([], ["--previous", tmp_path / "2023"]):
            results.append(
                run_cli("validate", tmp_path / "2024", *options, "--verbose", "--format", "json", "-j", jobs)
            )
    assert results[:2] == results[2:]
    own, given = ([f for f in json.loads(r[1]) if f["code"][0] == "L" or f["code"] == "S20"] for r in results[:2])
    assert {Path(f["file"]).name for f in own if f["code"] == "S20"} == {"0.toml"}, "leads out of the folder"
    assert {Path(f["file"]).name for f in own if f["code"] == "L00"} == {"last.toml"}, "of this year"
    assert {Path(f["file"]).name for f in given if f["code"] == "L00"} == {"3.toml"}
    assert {Path(f["file"]).name for f in given if f.get("result") == "ok"} >= {"0.toml", "1.toml", "2.toml"}


@pytest.mark.parametrize("jobs", [1, 2])
def test_pictures_beside_reports_go_along_and_count_as_input(run_cli: RunCli, tmp_path, jobs):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    figure = (
        '[[figure]]\nkind = "image"\ncaption = "办公楼"\nfile = "图/a.png"\nalt = "办公楼"\nplace = "overview"\n'
    )
    for name in ("a", "b"):
        (folder / f"{name}.toml").write_text(make_report(tail=figure), encoding="utf-8")
    command = ["render", folder, "--to", "text,html", "-o", out, "-j", jobs]
    code, text, err = run_cli(*command)
    assert code == 2
    assert len([line for line in err.splitlines() if "图/a.png" in line and "找不到" in line]) == 2
    assert sorted(outputs(out)) == ["a.txt", "b.txt"]
    assert "没有生成 带图的版本" in text
    pages = []
    (folder / "图").mkdir()
    for colour in ("red", "blue"):
        Image.new("RGB", (40, 30), colour).save(folder / "图" / "a.png")
        code, text, err = run_cli(*command)
        assert (code, err) == (0, "")
        assert "2 个已生成" in text
        pages.append((out / "a.html").read_text(encoding="utf-8"))
        assert "data:image/png" in pages[-1]
        assert "2 个没有变动" in run_cli(*command)[1]
    assert pages[0] != pages[1]
    (folder / "图" / "a.png").write_text("no picture")
    code, text, _ = run_cli("validate", folder, "-j", jobs)
    assert text.count(" D08 ") == 2


class TestExport:
    def test_to_a_folder_is_a_file_each_as_it_would_be_alone(self, run_cli: RunCli, folder, tmp_path):
        out = tmp_path / "out"
        out.mkdir()
        for kind in ("json", "csv"):
            assert run_cli("export", folder, "--to", kind, "-o", f"{out}/")[0] == 2
            code, text, _ = run_cli("export", folder / "15b.toml", "--to", kind)
            assert code == 0
            assert (out / f"15b.{kind}").read_bytes().decode("utf-8") == text
        assert len(outputs(out)) == 2 * 22
        code, text, _ = run_cli("export", folder, "--to", "json", "-o", out)
        assert code == 2
        assert "22 个没有变动" in text

    def test_together_is_all_of_them_in_order(self, run_cli: RunCli, folder, tmp_path):
        code, text, _ = run_cli("export", folder, "--to", "json", "-j", "2")
        names = [report["agency"]["name"] for report in json.loads(text)]
        assert code == 2
        assert len(names) == 22
        assert names[:4] == [f"青澜市第{number}局" for number in range(4)]
        path = tmp_path / "all.json"
        assert run_cli("export", folder, "--to", "json", "-o", path)[0] == 2
        assert path.read_text(encoding="utf-8") == text
        assert json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n" == text

    def test_of_nothing_readable_is_no_output(self, run_cli: RunCli, folder, tmp_path):
        for kind in ("json", "csv"):
            code, out, err = run_cli("export", folder / "07b.toml", folder / "11b.toml", "--to", kind)
            assert (code, out) == (2, "")
            assert len(err.splitlines()) == 2
            path = tmp_path / f"x.{kind}"
            assert run_cli("export", folder / "07b.toml", "--to", kind, "-o", path)[0] == 2
            assert not path.exists()

    def test_of_several_workbooks_needs_a_folder(self, run_cli: RunCli, folder, tmp_path):
        code, out, err = run_cli("export", folder, "--to", "xlsx", "-o", tmp_path / "a.xlsx")
        assert (code, out) == (2, "")
        assert "文件夹" in err
        assert run_cli("export", folder / "0[01].toml", "--to", "xlsx", "-o", tmp_path / "new")[0] == 0
        assert set(outputs(tmp_path / "new")) == {"00.xlsx", "01.xlsx"}

    def test_does_not_replace_an_input(self, run_cli: RunCli, tmp_path):
        for name in ("a.toml", "a.json"):
            (tmp_path / name).write_text(make_report(), encoding="utf-8")
        code, out, err = run_cli(
            "export", tmp_path / "a.toml", tmp_path / "a.json", "--to", "json", "-o", tmp_path
        )
        assert (code, out) == (2, "")
        assert len(err.splitlines()) == 1
        assert (tmp_path / "a.json").read_text(encoding="utf-8") == make_report()


class TestImport:
    @pytest.fixture
    def documents(self, tmp_path) -> Path:
        folder = tmp_path / "documents"
        folder.mkdir()
        for number in range(0, 18, 3):
            document = make_varied(number)
            (folder / document.name).write_bytes(document.content)
        (folder / "zz.txt").write_text("今天天气很好。\n", encoding="utf-8")
        return folder

    def test_gives_the_same_whatever_the_number_of_processes(self, run_cli: RunCli, documents, tmp_path):
        results = []
        for jobs in (1, 2):
            out = tmp_path / "out"
            shutil.rmtree(out, ignore_errors=True)
            results.append((run_cli("import", documents, "-o", out, "-j", jobs), outputs(out)))
        assert results[0] == results[1]
        (code, out, err), made = results[0]
        assert code == 2
        assert len(made) == 6 + 1, "and the schema"
        assert "zz.txt：" in err
        assert "共 7 个文件：6 个已生成，1 个没有生成，或没有全部生成" in out

    def test_goes_on_and_leaves_alone_what_was_edited(self, run_cli: RunCli, documents, tmp_path):
        (documents / "zz.txt").unlink()
        out = tmp_path / "out"
        assert run_cli("import", documents, "-o", out)[0] == 0
        first, second, third, *_ = sorted(out.glob("*.toml"))
        first.write_text("# 改过\n", encoding="utf-8")
        second.unlink()
        (out / MEMORY).write_bytes((out / MEMORY).read_bytes().replace(third.name.encode(), b"forgotten.toml"))
        code, text, _err = run_cli("import", documents, "-o", out)
        assert code == 0
        assert first.read_text(encoding="utf-8") == "# 改过\n"
        assert second.is_file()
        assert "2 个已生成" in text
        assert "4 个没有变动" in text
        assert run_cli("import", documents, "-o", out)[1].count("没有变动，没有重做") == 6

    def test_does_not_replace_a_file_of_another_origin(self, run_cli: RunCli, documents, tmp_path):
        (documents / "zz.txt").unlink()
        out = tmp_path / "out"
        out.mkdir()
        (out / "0.toml").write_text("# 我的\n", encoding="utf-8")
        code, _text, err = run_cli("import", documents, "-o", out)
        assert code == 2
        assert "文件已经存在" in err
        assert (out / "0.toml").read_text(encoding="utf-8") == "# 我的\n"
        assert run_cli("import", documents, "-o", out, "--redo", "--force")[0] == 0
        assert (out / "0.toml").read_text(encoding="utf-8") != "# 我的\n"
