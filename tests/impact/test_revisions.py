"""Policies at a revision of git: read without a checkout, refused in plain words."""

from __future__ import annotations

import subprocess

import pytest

from tests.impact.versions import SMALL
from workflow_engine.errors import UsageError
from workflow_engine.impact.revisions import Revision, revision_of, texts_at
from workflow_engine.policy import check_texts

GIT = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]


def git(folder, *arguments):
    subprocess.run([*GIT, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository with two versions of a policy; the current folder lies within it."""
    folder = tmp_path / "repository"
    rules = folder / "rules" / "小店"
    rules.mkdir(parents=True)
    git(folder, "init", "-b", "main")
    (rules / "p.yaml").write_text(SMALL, encoding="utf-8")
    (rules / "p.test.yaml").write_text("tests: {}\n", encoding="utf-8")
    (rules / "notes.txt").write_text("no policy", encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "one")
    git(folder, "tag", "v1")
    (rules / "p.yaml").write_text(SMALL.replace("tier >= 20", "tier >= 15"), encoding="utf-8")
    git(folder, "commit", "-am", "two")
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.usefixtures("repository")
def test_the_texts_of_each_revision():
    before, after = (texts_at(Revision(name, "rules/小店")).texts for name in ("v1", "main"))
    assert list(before) == ["v1:rules/小店/p.yaml"]
    assert "tier >= 20" in before["v1:rules/小店/p.yaml"]
    assert "tier >= 15" in after["main:rules/小店/p.yaml"]
    program = check_texts(before).program
    assert program is not None
    assert program.head.place.file == "v1:rules/小店/p.yaml"


def test_names_of_revisions_and_ways_to_the_folder(repository, monkeypatch):
    monkeypatch.chdir(repository / "rules")
    for path in ("rules/小店", "rules/小店/", "./小店", "小店"):
        assert len(texts_at(Revision("HEAD~1", path)).texts) == 1
    monkeypatch.chdir(repository / "rules" / "小店")
    for path in ("./", "."):
        assert len(texts_at(Revision("HEAD", path)).texts) == 1


def test_nothing_is_written(repository):
    def state():
        return sorted((str(path), path.stat().st_mtime_ns) for path in repository.rglob("*"))

    before = state()
    texts_at(Revision("main", "rules/小店"))
    assert state() == before


@pytest.mark.parametrize(
    ("revision", "told"),
    [
        (Revision("nowhere", "rules/小店"), "no revision `nowhere`"),
        (Revision("main", "rules/other"), "no folder `rules/other`"),
        (Revision("main", "rules/小店/p.yaml"), "no folder"),
        (Revision("main", "rules"), "no `.yaml` file"),
        (Revision("--help", "rules"), "is no revision of git"),
        (Revision("a b", "rules"), "is no revision of git"),
        (Revision("main", "../outside"), "no folder"),
    ],
)
@pytest.mark.usefixtures("repository")
def test_what_is_not_there_is_refused(revision, told):
    with pytest.raises(UsageError, match=told) as found:
        texts_at(revision)
    assert found.value.zh


def test_without_a_repository_or_without_git(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UsageError, match="in no git repository"):
        texts_at(Revision("main", "rules"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="not installed"):
        texts_at(Revision("main", "rules"))


def test_a_path_with_a_colon_that_is_there_is_a_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "main:rules").mkdir()
    assert revision_of("main:rules") is None
    assert revision_of("rules") is None
    assert revision_of(r"C:\rules") is None
    assert revision_of("main:other") == Revision("main", "other")
