"""`fmt` on the command line: which files, what is written, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import POLICY, ROOT, Shell, process
from workflow_engine.cli import fmt
from workflow_engine.language import formatting
from workflow_engine.model.loader import load_folder
from workflow_engine.policy import check

MESSY = POLICY.replace("  id: p", "    id:   p").replace('  version: "1"', '    version: "1"')
TIDY = POLICY.replace("\npolicy", "policy")
BLUEPRINT = "id: b\nstages:\n    一:\n        customer: {id: x,text: 来}\n"
TEST = "tests:\n   a: {persona: b}\n"


def folder(shell: Shell) -> None:
    named = MESSY.replace('version: "1"', 'version: "1"\n    blueprints: ../drawn')
    shell.write(
        {
            "p/a.yaml": named,
            "p/b.yaml": "needs: {n: {label: 需要}}\n",
            "p/tests/one.test.yaml": TEST,
            "p/simulations/usual.yaml": "simulation: {id: x }\n",
            "p/.hidden.yaml": "a:   1\n",
            "p/notes/other.yaml": "a:   1\n",
            "drawn/b.yaml": BLUEPRINT,
        }
    )


def texts(shell: Shell) -> dict[str, str]:
    return {
        str(file.relative_to(shell.folder)): file.read_text()
        for file in sorted(shell.folder.rglob("*.yaml"))
    }


def test_all_files_of_a_policy_are_formatted_and_nothing_else(shell: Shell) -> None:
    folder(shell)
    before = texts(shell)
    ran = shell("fmt", "p")
    assert (ran.code, ran.err) == (0, "共 5 个文件，已排版 4 个\n")
    assert ran.out.split() == [
        "drawn/b.yaml",
        "p/a.yaml",
        "p/simulations/usual.yaml",
        "p/tests/one.test.yaml",
    ]
    after = texts(shell)
    assert {file for file in after if after[file] != before[file]} == set(ran.out.split())
    assert after["p/tests/one.test.yaml"] == "tests:\n  a: {persona: b}\n"
    assert after["drawn/b.yaml"] == "id: b\nstages:\n  一:\n    customer: {id: x, text: 来}\n"
    again = shell("fmt", "p", "--lang", "en")
    assert (again.code, again.out, again.err) == (0, "", "5 files, 0 formatted\n")


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_looking_writes_nothing(shell: Shell, option: str) -> None:
    folder(shell)
    before = texts(shell)
    ran = shell("fmt", "p", option)
    assert (ran.code, ran.err) == (1, "共 5 个文件，4 个需要排版\n")
    assert texts(shell) == before
    assert ("-    id:   p\n" in ran.out) == (option == "--diff")
    assert ("+  id: p\n" in ran.out) == (option == "--diff")
    shell("fmt", "p")
    assert shell("fmt", "p", option).code == 0


def test_single_files(shell: Shell) -> None:
    folder(shell)
    ran = shell("fmt", "p/a.yaml", "p/tests/one.test.yaml", "--check")
    assert ran.out == "p/a.yaml\np/tests/one.test.yaml\n"


def test_a_file_with_mistakes_is_told_and_left_alone(shell: Shell) -> None:
    shell.write({"p/a.yaml": MESSY, "p/b.yaml": "needs：{n:   {}}\n", "p/c.yaml": b"a: \xff\n"})
    ran = shell("fmt", "p")
    assert ran.code == 1
    assert ran.out == "p/a.yaml\n"
    assert "[WE122]" in ran.err
    assert "needs：{n:   {}}" in ran.err
    assert "[WE101]" in ran.err
    assert (shell.folder / "p/b.yaml").read_text() == "needs：{n:   {}}\n"


def test_a_policy_with_other_mistakes_is_formatted(shell: Shell) -> None:
    shell.write({"p/a.yaml": MESSY.replace("tier >= 28", "teir >= 28")})
    assert shell("fmt", "p").code == 0
    assert "  id: p\n" in (shell.folder / "p/a.yaml").read_text()


def test_chinese_encoding_becomes_utf_8(shell: Shell) -> None:
    shell.write({"p/a.yaml": POLICY.encode("gb18030")})
    assert shell("fmt", "p", "--check").code == 1
    assert shell("fmt", "p").out == "p/a.yaml\n"
    assert (shell.folder / "p/a.yaml").read_bytes().decode() == TIDY


@pytest.mark.parametrize("path", ["nothing", "c.csv"])
def test_what_cannot_be_formatted(shell: Shell, path: str) -> None:
    shell.write({"c.csv": "a\n"})
    ran = shell("fmt", path)
    assert ran.code == 2
    assert path in ran.err


def test_a_layout_that_says_something_else_is_not_written(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.write({"p/a.yaml": MESSY})
    monkeypatch.setattr(formatting, "lay_out", lambda text: text.replace("28", "29"))
    ran = shell("fmt", "p")
    assert ran.code == 1
    assert "p/a.yaml：排版后含义会变" in ran.err
    assert (shell.folder / "p/a.yaml").read_text() == MESSY


def test_a_policy_with_another_hash_is_not_written(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.write({"p/a.yaml": MESSY})
    monkeypatch.setattr(fmt, "_hash", lambda sources: "".join(sources.values()))
    ran = shell("fmt", "p")
    assert (ran.code, ran.out) == (1, "")
    assert "含义会变" in ran.err
    assert (shell.folder / "p/a.yaml").read_text() == MESSY


def test_the_hash_stays(shell: Shell) -> None:
    folder(shell)
    before = check("p").program
    shell("fmt", "p")
    after = check("p").program
    assert before is not None
    assert after is not None
    assert before.hash == after.hash


def test_what_is_shipped_is_formatted_and_complete() -> None:
    ran = process("fmt", "rules/tobacco-retail", "rules/vip", "--check")
    assert (ran.code, ran.out) == (0, "")
    listed = {
        str(file)
        for name in ("tobacco-retail", "vip")
        for file in fmt._files(Path(f"rules/{name}"))
    }
    assert set(load_folder("rules/vip").sources) <= listed
    assert {str(file.relative_to(ROOT)) for file in (ROOT / "blueprints").rglob("*.yaml")} <= listed
