"""Inputs by folders and patterns; temporary files and who they belong to."""

import os
import subprocess
import sys

import pytest

from govreport.errors import GovreportError
from govreport.files import (
    PART,
    expand_inputs,
    is_abandoned,
    is_collective,
    owner_mark,
    remove_parts,
    try_folder,
    write_output,
    write_pieces,
)


@pytest.fixture
def tree(tmp_path):
    for name in ("a.toml", "b.txt", "甲/c.toml", "甲/乙/d.toml", "甲/.e.toml", "甲/~$f.toml", ".丙/g.toml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    return tmp_path


def expand(tree, *patterns):
    names = expand_inputs([str(tree / pattern) for pattern in patterns])
    return [os.path.relpath(name, tree) for name in names]


def test_a_folder_is_its_own_files_only(tree):
    assert expand(tree, "") == ["a.toml"]
    assert expand(tree, "甲") == ["甲/c.toml"]


def test_two_stars_are_folders_of_every_depth(tree):
    assert expand(tree, "**/*.toml") == ["a.toml", "甲/c.toml", "甲/乙/d.toml"]
    assert expand(tree, "*/*.toml") == ["甲/c.toml"]
    assert expand(tree, "甲/**/*.toml", "甲/c.toml", "**") == [
        *("甲/c.toml", "甲/乙/d.toml"),
        *("a.toml", "b.txt"),
    ]


def test_a_name_with_brackets_that_exists_is_that_file(tree):
    (tree / "[a].toml").write_text("")
    assert expand(tree, "[a].toml") == ["[a].toml"]
    assert not is_collective(str(tree / "[a].toml"))
    assert is_collective(str(tree / "[ab].toml"))
    assert is_collective(str(tree / "甲"))
    assert not is_collective(str(tree / "nothing"))


def test_a_living_process_has_not_abandoned_its_files():
    code = "import sys; from govreport.files import owner_mark; print(owner_mark(), flush=True); sys.stdin.read()"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code], text=True, **pipes) as process:
        mark = process.stdout.readline().strip()
        assert mark != owner_mark()
        assert not is_abandoned(mark)
        process.stdin.close()
        process.wait()
        assert is_abandoned(mark)


def test_a_dead_process_has_abandoned_its_files(tmp_path):
    code = "from govreport.files import owner_mark; print(owner_mark())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    dead = done.stdout.strip()
    assert is_abandoned(dead)
    assert not is_abandoned(owner_mark())
    assert not is_abandoned(owner_mark().replace("-", "x-"))
    for mark in ("", "-", "x", f"{owner_mark()}x", dead.rpartition("-")[0] + "-", dead + "٣", "-1", "x--1"):
        assert not is_abandoned(mark), mark
    names = [f".a.txt.{mark}.abcdefgh{PART}" for mark in (dead, owner_mark(), "elsewhere-1")]
    others = [".x.part", "a.part", f"a.txt.{dead}.abcdefgh{PART}", f".a.{dead}.b"]
    for name in (*names, *others):
        (tmp_path / name).write_text("")
    remove_parts(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {*names[1:], *others}


def test_pieces_that_fail_leave_nothing(tmp_path):
    path = tmp_path / "a.txt"
    write_output(path, b"old")

    def pieces():
        yield b"new"
        assert len(list(tmp_path.glob(f".a.txt.{owner_mark()}.*{PART}"))) == 1
        raise GovreportError("middle")

    with pytest.raises(GovreportError, match="middle"):
        write_pieces(path, pieces())
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
    assert path.read_bytes() == b"old"
    write_pieces(path, [b"a", b"", b"b"])
    assert path.read_bytes() == b"ab"


def test_a_folder_is_tried_before_work_begins(tmp_path):
    try_folder(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []
    (tmp_path / "file").write_text("")
    with pytest.raises(GovreportError, match="路径中间有一段不是文件夹"):
        try_folder(tmp_path / "file")
    with pytest.raises(GovreportError, match="写不进去"):
        try_folder(tmp_path / "file" / "b")
    with pytest.raises(GovreportError, match="写不进去"):
        try_folder(tmp_path.__class__("/proc/nothing"))
