"""Files that belong together: all in their places, or everything as it was."""

import os
import subprocess
import sys
from signal import SIGKILL

import pytest

from govreport.errors import GovreportError
from govreport.staging import stage


def fill(staged, *contents):
    for file, content in zip(staged.files, contents, strict=True):
        file.write(content)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_all_are_put_in_their_places(tmp_path):
    paths = [tmp_path / "sub" / "a.csv", tmp_path / "b.toml"]
    with stage(paths, replace=False) as staged:
        fill(staged, b"A", b"B")
        staged.commit()
    assert [path.read_bytes() for path in paths] == [b"A", b"B"]
    assert names(tmp_path) == ["b.toml", "sub"]
    assert names(tmp_path / "sub") == ["a.csv"]


def test_without_commit_nothing_is_left(tmp_path):
    with stage([tmp_path / "a", tmp_path / "b"], replace=True) as staged:
        fill(staged, b"A", b"B")
    assert names(tmp_path) == []


def test_one_that_is_there_already_keeps_all_from_being_written(tmp_path):
    (tmp_path / "b").write_bytes(b"old")
    with (
        pytest.raises(GovreportError, match="b：写不进去：文件已经存在"),
        stage([tmp_path / "a", tmp_path / "b"], replace=False),
    ):
        pytest.fail("there is nothing to write")
    assert names(tmp_path) == ["b"]


@pytest.mark.parametrize("is_there", [True, False])
def test_where_one_cannot_be_placed_the_others_are_as_they_were(tmp_path, is_there):
    first, second = tmp_path / "a", tmp_path / "b"
    if is_there:
        first.write_bytes(b"old")
    with stage([first, second], replace=True) as staged:
        fill(staged, b"A", b"B")
        second.mkdir()  # somebody makes a folder of that name meanwhile
        with pytest.raises(GovreportError, match="b：写不进去：同名的是一个文件夹"):
            staged.commit()
    assert (first.read_bytes() if is_there else first.exists()) == (b"old" if is_there else False)
    assert names(tmp_path) == (["a", "b"] if is_there else ["b"])


def test_what_is_replaced_is_replaced_whole(tmp_path):
    (tmp_path / "a").write_bytes(b"old and longer")
    with stage([tmp_path / "a"], replace=True) as staged:
        fill(staged, b"A")
        staged.commit()
    assert (tmp_path / "a").read_bytes() == b"A"
    assert names(tmp_path) == ["a"]


def test_a_folder_in_the_place_is_named(tmp_path):
    (tmp_path / "a").mkdir()
    with (
        pytest.raises(GovreportError, match="a：写不进去：同名的是一个文件夹"),
        stage([tmp_path / "a"], replace=True),
    ):
        pytest.fail("it cannot be written")


def test_an_error_inside_leaves_nothing(tmp_path):
    with pytest.raises(ZeroDivisionError), stage([tmp_path / "a"], replace=True):
        raise ZeroDivisionError
    assert names(tmp_path) == []


def test_a_full_disk_is_told_by_the_name_of_the_file(tmp_path):
    with pytest.raises(GovreportError, match="a：写不进去：磁盘满了"), stage([tmp_path / "a"], replace=True):
        raise OSError(28, "No space left on device")
    assert names(tmp_path) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from govreport.staging import stage

folder, left, replace = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "True"

def watch(event, _):
    global left
    if event in ("os.link", "os.rename"):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(watch)
with stage([folder / name for name in "abc"], replace=replace) as staged:
    for file in staged.files:
        file.write(b"new")
    staged.commit()
"""
"""Stages three files, killed before the link or renaming of that number."""


def run_killed(folder, number, *, replace):
    done = subprocess.run([sys.executable, "-c", KILLED, folder, str(number), str(replace)], check=False)
    assert done.returncode == (-SIGKILL if number else 0)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize(
    ("number", "replace"), [*((n, False) for n in (1, 2, 3)), *((n, True) for n in range(1, 7))]
)
def test_after_a_kill_the_same_again_completes_it(tmp_path, number, replace):
    for name in "abc" if replace else "":
        (tmp_path / name).write_bytes(b"old")
    run_killed(tmp_path, number, replace=replace)
    assert [name for name in names(tmp_path) if name.endswith(".part")]
    run_killed(tmp_path, 0, replace=replace)
    assert names(tmp_path) == ["a", "b", "c"]
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"new"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_after_a_kill_what_is_not_ours_still_stands_in_the_way(tmp_path):
    run_killed(tmp_path, 2, replace=False)
    (tmp_path / "a").unlink()
    (tmp_path / "a").write_bytes(b"new")
    paths = [tmp_path / name for name in "abc"]
    with pytest.raises(GovreportError, match="a：写不进去：文件已经存在"), stage(paths, replace=False):
        pytest.fail("there is nothing to write")
    assert names(tmp_path) == ["a"]


REFUSED = """
import os, sys
from errno import EPERM
from pathlib import Path
from govreport.errors import GovreportError
from govreport.staging import stage

folder, refused = Path(sys.argv[1]), sys.argv[2]
renamed = ""

def watch(event, arguments):
    global renamed
    if event == "os.rename":
        renamed += Path(arguments[1]).name
        if renamed.startswith(refused):
            raise PermissionError(EPERM, "Operation not permitted", str(arguments[1]))

sys.addaudithook(watch)
try:
    with stage([folder / name for name in "ab"], replace=True) as staged:
        for file in staged.files:
            file.write(b"new")
        staged.commit()
except GovreportError as error:
    sys.exit(str(error))
"""
"""Stages two files in a folder that lets none be renamed any more after the given ones, the last one included."""


@pytest.mark.parametrize(
    ("refused", "words", "contents"),
    [
        ("a", "a：写不进去：没有权限", (b"old", b"old")),
        ("ab", "a：后面的文件写不进去，这一个也恢复不了：没有权限", (b"new", b"old")),
    ],
)
def test_where_renaming_is_refused_one_line_tells_and_nothing_is_left(tmp_path, refused, words, contents):
    for name in "ab":
        (tmp_path / name).write_bytes(b"old")
    command = [sys.executable, "-c", REFUSED, tmp_path, refused]
    done = subprocess.run(command, capture_output=True, check=False)
    (line,) = done.stderr.decode().splitlines()
    assert words in line
    assert tuple(path.read_bytes() for path in sorted(tmp_path.iterdir())) == contents
