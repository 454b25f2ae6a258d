"""The memory of a folder: what is up to date, whatever stands in the file."""

import json
import os

import pytest

from govreport.batch.made import NAME, Memory
from govreport.batch.recipe import hash_looks, hash_recipe
from govreport.errors import DiskFullError

HOSTILE = {
    "empty": b"",
    "cut off": b'{"shape": 1, "outputs": {"a.txt": ["r", "d", 1',
    "another shape": b'{"shape": 2, "outputs": {"a.txt": ["r", "d", 1, 2]}}',
    "no object": b"[1, 2]",
    "outputs no object": b'{"shape": 1, "outputs": []}',
    "deep": b"[" * 100_000,
    "bytes": bytes(range(256)),
    "entry of wrong types": b'{"shape": 1, "outputs": {"a.txt": ["r", "d", "1", 2.5]}}',
    "entry too short": b'{"shape": 1, "outputs": {"a.txt": ["r"]}}',
    "true for a number": b'{"shape": 1, "outputs": {"a.txt": ["r", "d", true, 1]}}',
    "number too long": b'{"shape": 1, "outputs": {"a.txt": ["r", "d", 1' + b"0" * 5000 + b", 2]}}",
    "path": json.dumps(
        {"shape": 1, "outputs": {"../a.txt": ["r", "d", 1, 2], "/etc/x": ["r", "d", 1, 2]}}
    ).encode(),
    "no name": json.dumps(
        {"shape": 1, "outputs": {"": ["r", "d", 1, 2], "..": ["r", "d", 1, 2], "a\0": ["r", "d", 1, 2]}}
    ).encode(),
}


def make(folder, name="a.txt", content="x"):
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def remember(folder, recipe="r", name="a.txt"):
    path = make(folder, name)
    memory = Memory(folder)
    memory.note(name, recipe, path.read_bytes())
    memory.save()


def test_what_was_noted_is_current_for_the_next_run(tmp_path):
    assert not Memory(tmp_path).is_current("a.txt", "r")
    remember(tmp_path)
    assert Memory(tmp_path).is_current("a.txt", "r")
    assert not Memory(tmp_path).is_current("a.txt", "other recipe")
    assert not Memory(tmp_path).is_current("b.txt", "r")


@pytest.mark.parametrize("change", ["gone", "longer", "other", "folder"])
def test_an_output_that_is_not_as_it_was_made_is_not_current(tmp_path, change):
    remember(tmp_path)
    path = tmp_path / "a.txt"
    if change == "longer":
        path.write_text("xx")
    elif change == "other":
        path.write_text("y")
        os.utime(path, ns=(0, 0))
    else:
        path.unlink()
    if change == "folder":
        path.mkdir()
    assert not Memory(tmp_path).is_current("a.txt", "r")
    assert Memory(tmp_path).is_current("a.txt", "r", may_differ=True) is (change in ("longer", "other"))


def test_an_output_that_was_only_touched_or_copied_is_current(tmp_path):
    remember(tmp_path)
    os.utime(tmp_path / "a.txt", ns=(0, 0))
    assert Memory(tmp_path).is_current("a.txt", "r")


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_is_not_ours_counts_as_none_and_is_replaced(tmp_path, content):
    (tmp_path / NAME).write_bytes(content)
    make(tmp_path)
    assert Memory(tmp_path).entries == {}
    remember(tmp_path)
    assert list(json.loads((tmp_path / NAME).read_bytes())["outputs"]) == ["a.txt"]


def test_a_link_is_replaced_not_followed(tmp_path):
    aim = tmp_path / "elsewhere"
    aim.write_text("mine")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / NAME).symlink_to(aim)
    remember(tmp_path / "out")
    assert aim.read_text() == "mine"
    assert Memory(tmp_path / "out").is_current("a.txt", "r")


@pytest.mark.parametrize("kind", ["folder", "pipe", "link in a circle"])
def test_what_cannot_be_read_counts_as_none(tmp_path, kind):
    path = tmp_path / NAME
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(path)
    remember(tmp_path)
    assert Memory(tmp_path).is_current("a.txt", "r") is (kind != "folder")


def test_two_batches_on_one_folder_keep_what_both_have_made(tmp_path):
    first, second = Memory(tmp_path), Memory(tmp_path)
    for memory, name in ((first, "a.txt"), (second, "b.txt"), (first, "c.txt")):
        make(tmp_path, name)
        memory.note(name, "r", b"x")
        memory.save()
    assert set(Memory(tmp_path).entries) == {"a.txt", "b.txt", "c.txt"}


def test_names_that_are_no_text_are_kept(tmp_path):
    name = os.fsdecode(b"\xff\xfe.txt")
    remember(tmp_path, name=name)
    assert Memory(tmp_path).is_current(name, "r")


def test_a_full_disk_is_told_and_nothing_half_written(tmp_path, monkeypatch):
    remember(tmp_path)
    before = (tmp_path / NAME).read_bytes()
    memory = Memory(tmp_path)
    make(tmp_path, "b.txt")
    memory.note("b.txt", "r", b"x")
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a descriptor is wanted
        monkeypatch.setattr("tempfile.mkstemp", lambda **_: (os.dup(full.fileno()), str(tmp_path / "x.part")))
        with pytest.raises(DiskFullError, match="磁盘满了"):
            memory.save()
    assert (tmp_path / NAME).read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_a_recipe_is_another_where_anything_is():
    recipes = [
        hash_recipe(b"a", {}, ("render", "text")),
        hash_recipe(b"b", {}, ("render", "text")),
        hash_recipe(b"a", {}, ("render", "text", "html")),
        hash_recipe(b"a", {}, ("export", "text")),
        hash_recipe(b"a", {"x.png": b"1"}, ("render", "text")),
        hash_recipe(b"a", {"x.png": b"2"}, ("render", "text")),
        hash_recipe(b"a", {"y.png": b"1"}, ("render", "text")),
        hash_recipe(b"a", {"x.png": "没有这个文件"}, ("render", "text")),
    ]
    assert len(set(recipes)) == len(recipes)
    assert hash_recipe(b"a", {}, ("render", "text")) == recipes[0]


def test_the_look_is_another_where_a_file_of_the_folder_is(tmp_path):
    (tmp_path / "report.html").write_text("a")
    first = hash_looks.__wrapped__(tmp_path)
    assert first == hash_looks.__wrapped__(tmp_path) != hash_looks.__wrapped__()
    (tmp_path / "report.html").write_text("b")
    assert hash_looks.__wrapped__(tmp_path) != first
