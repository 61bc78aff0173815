"""The blueprints of a policy in a folder: found, missing, broken, and never part of the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.compiler.small_policy import BASE
from workflow_engine.errors import PolicyError, UsageError
from workflow_engine.policy import Policy, check, check_rules, check_texts, load, load_blueprints

ONE = """
id: journey
problem: slow
for: everyone
stages:
  ask:
    need: {customer: quick, clerk: clear}
    evidence: form
    customer: {id: asks, text: asks}
    frontstage: {id: answers, text: answers, by: clerk, item: visit}
links: [{from: asks, to: answers}]
"""
ITEM = "must_do: {visit: {every: 1 month, steps: [look, talk]}}\n"


def policy_in(folder: Path, named: str = "drawn", **files: str) -> Path:
    head = BASE.replace('version: "1"', f'version: "1", blueprints: "{named}"')
    policy = folder / "policy"
    policy.mkdir()
    (policy / "policy.yaml").write_text(head + ITEM, encoding="utf-8")
    drawn = policy / "drawn"
    drawn.mkdir()
    for name, text in files.items():
        (drawn / f"{name}.yaml").write_text(text, encoding="utf-8")
    return policy


def codes(found) -> list[str]:
    return [one.code for one in found.diagnostics if one.severity != "info"]


def test_blueprints_are_loaded_when_they_are_asked_for(tmp_path: Path):
    policy = load(policy_in(tmp_path, one=ONE))
    assert list(policy.blueprints) == ["journey"]
    assert policy.blueprints is policy.blueprints
    assert [Path(file).name for file in policy.sources] == ["policy.yaml"]


def test_checking_finds_what_is_wrong_in_them_and_shows_their_texts(tmp_path: Path):
    folder = policy_in(tmp_path, one=ONE.replace("by: clerk", "by: clrk"))
    report = check(folder)
    assert codes(report) == ["WE351"]
    assert str(folder / "drawn" / "one.yaml") in report.sources
    assert report.program is not None
    assert codes(check_rules(folder)) == []


def test_an_error_in_one_does_not_keep_the_policy_from_working(tmp_path: Path):
    folder = policy_in(tmp_path, good=ONE, bad="id: bad\nstages: {s: {custmer: a}}\n")
    policy = load(folder)
    with pytest.raises(PolicyError) as caught:
        _ = policy.blueprints
    assert [one.code for one in caught.value.diagnostics] == ["WE201"]
    assert list(load_blueprints(folder, policy.program).blueprints) == ["journey"]


def test_one_that_is_no_blueprint_keeps_the_others_from_nothing_but_coverage(tmp_path: Path):
    unserved = ONE.replace("problem: slow\n", "")
    assert codes(check(policy_in(tmp_path, one=unserved))) == ["WE823"]
    (tmp_path / "policy" / "drawn" / "two.yaml").write_text("id: two\n", encoding="utf-8")
    assert codes(check(tmp_path / "policy")) == ["WE823", "WE855"]


def test_they_do_not_change_what_the_policy_is(tmp_path: Path):
    with_them = load(policy_in(tmp_path, one=ONE)).program
    without = check_texts({"policy.yaml": BASE + ITEM}).program
    assert without is not None
    assert with_them.hash == without.hash


@pytest.mark.parametrize(
    ("named", "code"),
    [("nothing", "WE851"), ("policy.yaml", "WE851"), ("drawn", "WE852"), ("a\\0b", "WE851")],
)
def test_a_folder_that_is_missing_or_empty(tmp_path: Path, named: str, code: str):
    report = check(policy_in(tmp_path, named))
    assert codes(report) == [code]
    assert report.program is not None


def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = policy_in(tmp_path, one=ONE)
    program = load(folder).program

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    assert codes(load_blueprints(folder, program)) == ["WE244"]

    def refuse_folder(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("pathlib.Path.iterdir", refuse_folder)
    assert codes(load_blueprints(folder, program)) == ["WE244"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"id: \xff\xfe\xff\n", "WE101"),
        (ONE.replace("slow", "太慢").encode("gb18030"), "WE102"),
        (b"", "WE104"),
        (b"- a\n- b\n", "WE853"),
        (b"id: a\n---\nid: b\n", "WE116"),
        (b"# " + b"x" * 2**22, "WE103"),
    ],
)
def test_files_in_other_encodings_and_without_a_blueprint(tmp_path: Path, data: bytes, code: str):
    folder = policy_in(tmp_path)
    (folder / "drawn" / "one.yaml").write_bytes(data)
    assert codes(check(folder)) == [code]


def test_a_policy_without_blueprints_and_one_from_texts():
    program = check_texts({"policy.yaml": BASE}).program
    assert program is not None
    assert Policy(program).blueprints == {}
    head = BASE.replace('version: "1"', 'version: "1", blueprints: drawn')
    named = check_texts({"policy.yaml": head + ITEM}).program
    assert named is not None
    with pytest.raises(UsageError):
        _ = Policy(named).blueprints


def test_texts_may_bring_their_blueprints():
    files = {"policy.yaml": BASE + ITEM}
    assert codes(check_texts(files)) == []
    assert codes(check_texts(files, {"one.yaml": ONE})) == []
    assert codes(check_texts(files, {"one.yaml": ONE.replace("form", "~")})) == ["WE807"]
    assert codes(check_texts(files, {})) == []


def test_what_is_passed_over_is_told(tmp_path: Path):
    folder = policy_in(tmp_path, one=ONE)
    drawn = folder / "drawn"
    (drawn / "two.yml").write_text(ONE, encoding="utf-8")
    (drawn / "THREE.YAML").write_text(ONE, encoding="utf-8")
    (drawn / "old").mkdir()
    (drawn / "old" / "four.yaml").write_text(ONE, encoding="utf-8")
    (drawn / "five.yaml").mkdir()
    (drawn / "six.yaml").symlink_to(tmp_path / "nothing")
    for other in ("blueprint.schema.json", ".two.yml", "notes.txt"):
        (drawn / other).write_text("{}", encoding="utf-8")
    (drawn / "pictures").mkdir()
    report = load_blueprints(folder, load(folder).program)
    assert [one.severity for one in report.diagnostics] == ["warning"] * 5
    told = {one.args["file"]: one.args["why"] for one in report.diagnostics}
    assert set(told) == {"two.yml", "THREE.YAML", "old", "five.yaml", "six.yaml"}
    assert "no file that can be opened" in told["six.yaml"]
    assert list(report.blueprints) == ["journey"]
    assert codes(check(folder)) == ["WE866"] * 5
