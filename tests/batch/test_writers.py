# ruff: noqa: PT012 - the interruption happens inside the block
from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from workflow_engine.batch import writers
from workflow_engine.batch.writers import (
    MANIFEST,
    atomic_file,
    atomic_folder,
    bring_back,
    replaced_folder,
    write_file,
)
from workflow_engine.errors import OutputError, UsageError


class Interrupted(BaseException):
    """As when Ctrl+C is pressed."""


def names(folder):
    return sorted(found.name for found in folder.iterdir())


def dead_process():
    done = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    return int(done.stdout)


def test_a_file_is_replaced(tmp_path):
    path = tmp_path / "deep" / "plans.jsonl"
    write_file(path, "一")
    write_file(path, b"two")
    assert path.read_text() == "two"
    assert names(path.parent) == ["plans.jsonl"]


def test_an_interrupted_file_leaves_the_old_one(tmp_path):
    path = tmp_path / "plans.jsonl"
    write_file(path, "old")
    with pytest.raises(Interrupted), atomic_file(path) as temporary:
        temporary.write_text("half")
        raise Interrupted
    assert path.read_text() == "old"
    assert names(tmp_path) == ["plans.jsonl"]


def test_a_folder_is_replaced_with_everything_in_it(tmp_path):
    out = tmp_path / "out"
    with atomic_folder(out) as folder:
        (folder / "a.html").write_text("1")
        (folder / "plans").mkdir()
        (folder / "plans" / "1.html").write_text("1")
    with atomic_folder(out) as folder:
        (folder / "b.html").write_text("2")
    assert names(out) == [MANIFEST, "b.html"]
    assert names(tmp_path) == ["out"]


def test_an_interrupted_folder_leaves_the_old_one(tmp_path):
    out = tmp_path / "out"
    with atomic_folder(out) as folder:
        (folder / "a.html").write_text("old")
    with pytest.raises(Interrupted), atomic_folder(out) as folder:
        (folder / "a.html").write_text("half")
        raise Interrupted
    assert (out / "a.html").read_text() == "old"
    assert names(tmp_path) == ["out"]


def test_files_of_others_in_the_folder_stay(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.docx").write_text("mine")
    (out / "a.html").write_text("old")
    with atomic_folder(out) as folder:
        (folder / "a.html").write_text("new")
    assert names(out) == ["a.html", "thesis.docx"]
    assert (out / "a.html").read_text() == "new"


def test_a_file_added_to_an_output_stays(tmp_path):
    out = tmp_path / "out"
    for _ in range(2):
        with atomic_folder(out) as folder:
            (folder / "a.html").write_text("1")
        (out / "notes.txt").write_text("mine")
    assert (out / "notes.txt").exists()


def test_what_a_killed_run_left_is_cleared(tmp_path):
    gone = dead_process()
    left = tmp_path / f".out.writing-{gone}"
    left.mkdir()
    (left / "half.html").write_text("half")
    others = tmp_path / f".out.writing-{os.getppid()}"
    others.mkdir()
    with atomic_folder(tmp_path / "out") as folder:
        (folder / "a.html").write_text("1")
    assert not left.exists()
    assert others.exists()


def test_killed_between_the_two_renames_brings_the_old_folder_back(tmp_path):
    aside = tmp_path / f".out.old-{dead_process()}"
    aside.mkdir()
    (aside / "a.html").write_text("old")
    with pytest.raises(Interrupted), atomic_folder(tmp_path / "out"):
        raise Interrupted
    assert (tmp_path / "out" / "a.html").read_text() == "old"


def test_a_failing_swap_leaves_the_old_folder(tmp_path, monkeypatch):
    out = tmp_path / "out"
    with atomic_folder(out) as folder:
        (folder / "a.html").write_text("old")
    rename = writers.Path.rename

    def failing(self, target):
        if ".writing-" in self.name:
            raise OSError(errno.ENOSPC, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(writers.Path, "rename", failing)
    with pytest.raises(OutputError, match="no space left"), atomic_folder(out) as folder:
        (folder / "a.html").write_text("new")
    assert (out / "a.html").read_text() == "old"
    assert names(tmp_path) == ["out"]


def test_places_that_cannot_be_written(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match=r"not a folder|in the way"):
        write_file(tmp_path / "file" / "plans.jsonl", "x")
    with pytest.raises(OutputError, match="in the way"), atomic_folder(tmp_path / "file"):
        pass
    with pytest.raises(OutputError, match="it is a folder"):
        write_file(tmp_path, "x")

    def denied(*_args, **_more):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(writers.Path, "mkdir", denied)
    with (
        pytest.raises(OutputError, match="permission denied") as caught,
        atomic_folder(tmp_path / "out"),
    ):
        pass
    finding = writers.output_finding(caught.value)
    assert finding.code == "WE901"
    assert "没有权限" in finding.message.zh


def test_a_replaced_folder_takes_the_place_of_an_earlier_output_only(tmp_path):
    out = tmp_path / "out"
    for content in ("one", "two"):
        with replaced_folder(out) as folder:
            (folder / f"{content}.txt").write_text(content)
    assert names(out) == [MANIFEST, "two.txt"]
    (out / "theirs.txt").write_text("x")
    with pytest.raises(UsageError, match=r"theirs\.txt"), replaced_folder(out):
        pytest.fail("refused before anything is done")
    assert names(out) == [MANIFEST, "theirs.txt", "two.txt"]


def test_an_output_of_another_kind_is_not_replaced(tmp_path):
    pages, tables = tmp_path / "pages", tmp_path / "tables"
    with atomic_folder(pages) as folder:
        (folder / "booklet.html").write_text("1")
    with pytest.raises(UsageError, match=r"another kind .*booklet\.html"), replaced_folder(pages):
        pytest.fail("refused before anything is done")
    with replaced_folder(tables) as folder:
        (folder / "items.csv").write_text("1")
    with atomic_folder(tables) as folder:
        (folder / "booklet.html").write_text("1")
    assert names(tables) == [MANIFEST, "booklet.html", "items.csv"]


def test_an_output_of_before_kinds_were_told_is_of_pages(tmp_path):
    (tmp_path / MANIFEST).write_text('{"files": ["a.html"]}')
    (tmp_path / "a.html").write_text("1")
    with atomic_folder(tmp_path) as folder:
        (folder / "b.html").write_text("2")
    assert names(tmp_path) == [MANIFEST, "b.html"]


def test_an_empty_folder_is_filled_and_one_with_a_folder_in_it_refused(tmp_path):
    (tmp_path / "empty").mkdir()
    with replaced_folder(tmp_path / "empty") as folder:
        (folder / "a.txt").write_text("a")
    assert "a.txt" in names(tmp_path / "empty")
    (tmp_path / "full" / "inner").mkdir(parents=True)
    with pytest.raises(UsageError, match="inner"), replaced_folder(tmp_path / "full"):
        pytest.fail("refused before anything is done")


def test_a_list_of_files_that_cannot_be_read_lists_none(tmp_path):
    for content in ("{", '{"files": 3}', "[]"):
        out = tmp_path / "out"
        out.mkdir(exist_ok=True)
        (out / MANIFEST).write_text(content)
        (out / "a.txt").write_text("a")
        with pytest.raises(UsageError, match=r"a\.txt"), replaced_folder(out):
            pytest.fail("refused before anything is done")


def test_runs_of_one_process_into_one_folder_leave_one_whole_output(tmp_path):
    out = tmp_path / "out"
    with atomic_folder(out) as first:
        (first / "a.txt").write_text("first")
        with atomic_folder(out) as second:
            (second / "a.txt").write_text("second")
            (second / "b.txt").write_text("second")
        assert (out / "b.txt").read_text() == "second"
    assert {path.name: path.read_text() for path in out.glob("*.txt")} == {"a.txt": "first"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_output_that_came_in_between_is_replaced(tmp_path, monkeypatch):
    out, rename, raced = tmp_path / "out", Path.rename, []
    with atomic_folder(out) as folder:
        (folder / "a.txt").write_text("old")

    def rename_after_another(self, target):
        if ".writing-" in self.name and not raced:
            raced.append(target)
            target.mkdir()
            (target / "a.txt").write_text("of another run")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", rename_after_another)
    with atomic_folder(out) as folder:
        (folder / "a.txt").write_text("new")
    assert raced == [out]
    assert (out / "a.txt").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_an_earlier_process_of_this_number_left_is_cleared(tmp_path):
    (tmp_path / f".out.writing-{os.getpid()}-abcdef").mkdir()
    with atomic_folder(tmp_path / "out") as folder:
        (folder / "a.txt").write_text("a")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_output_set_aside_is_brought_back(tmp_path):
    aside = tmp_path / f".out.old-{dead_process()}-abcdef"
    aside.mkdir()
    (aside / "a.txt").write_text("old")
    bring_back(tmp_path / "out")
    bring_back(tmp_path / "none" / "out")
    assert (tmp_path / "out" / "a.txt").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
