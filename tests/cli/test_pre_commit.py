"""The hooks for pre-commit, run by pre-commit itself in a repository of their own."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.cli.running import POLICY, ROOT, environment

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
HOOKS = {hook["id"]: hook for hook in yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))}
TIDY = POLICY.removeprefix("\n")
TEST = "tests:\n  大: {given: {tier: 28}, at: 2026-11-21, expect: {tags: {big: true}}}\n"
GIT = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=main"]


class Repository:
    """A repository with a policy in `p`, and the hooks as its configuration runs them.

    The hooks run with this Python instead of one that pre-commit would first have to install.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "p").mkdir()
        self.git("init", "--quiet")
        hooks = []
        for hook in HOOKS.values():
            program, *arguments = shlex.split(hook["entry"])
            assert program == "workflow-engine"
            entry = shlex.join([sys.executable, "-m", "workflow_engine", *arguments])
            hooks.append({**hook, "entry": entry, "language": "system", "args": ["p"]})
        config = {"repos": [{"repo": "local", "hooks": hooks}]}
        self.write({".pre-commit-config.yaml": yaml.safe_dump(config)})

    def write(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        self.git("add", "--all")

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def git(self, *arguments: str) -> None:
        subprocess.run([*GIT, *arguments], cwd=self.folder, check=True, env=self.environment())

    def run(self, hook: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "pre_commit", "run", hook, "--all-files", "--color=never"]
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        return done.returncode, done.stdout.decode()

    def environment(self) -> dict[str, str]:
        """Without the settings of a repository in which these tests may be running as a hook."""
        kept = {name: value for name, value in environment().items() if not name.startswith("GIT_")}
        return {
            **kept,
            "PRE_COMMIT_HOME": str(self.folder.parent / "pre-commit"),
            "HOME": os.devnull,
        }


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    (tmp_path / "repository").mkdir()
    return Repository(tmp_path / "repository")


def test_the_manifest_is_one() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST)]
    done = subprocess.run(command, capture_output=True, check=False, env=environment())
    assert done.returncode == 0, done.stdout.decode()
    assert [name.removeprefix("workflow-engine-") for name in HOOKS] == [
        "fix",
        "fmt",
        "check",
        "test",
    ]
    assert all(not hook["pass_filenames"] for hook in HOOKS.values())


def test_a_sound_policy_passes_every_hook(repository: Repository) -> None:
    repository.write({"p/a.yaml": TIDY, "p/a.test.yaml": TEST})
    for hook in HOOKS:
        code, out = repository.run(hook)
        assert code == 0, out
        assert "Passed" in out


def test_fix_mends_and_fails_once(repository: Repository) -> None:
    repository.write({"p/a.yaml": TIDY.replace("tags:", "tags：")})
    code, out = repository.run("workflow-engine-fix")
    assert (code, "files were modified by this hook" in out) == (1, True)
    assert repository.read("p/a.yaml") == TIDY
    repository.git("add", "--all")
    assert repository.run("workflow-engine-fix")[0] == 0


def test_fmt_formats_and_fails_once(repository: Repository) -> None:
    repository.write({"p/a.yaml": TIDY.replace("  id: p", "  id:   p")})
    code, out = repository.run("workflow-engine-fmt")
    assert (code, "p/a.yaml" in out) == (1, True)
    assert repository.read("p/a.yaml") == TIDY
    repository.git("add", "--all")
    assert repository.run("workflow-engine-fmt")[0] == 0


def test_check_fails_with_the_mistake(repository: Repository) -> None:
    repository.write({"p/a.yaml": TIDY.replace("tier >= 28", "teir >= 28")})
    code, out = repository.run("workflow-engine-check")
    assert (code, "[WE325]" in out, "tier" in out) == (1, True, True)


def test_test_fails_with_the_difference(repository: Repository) -> None:
    repository.write({"p/a.yaml": TIDY.replace("tier >= 28", "tier >= 29"), "p/a.test.yaml": TEST})
    code, out = repository.run("workflow-engine-test")
    assert (code, "p/a.test.yaml" in out) == (1, True)


def test_files_of_other_kinds_start_no_hook(repository: Repository) -> None:
    repository.git("rm", "--cached", "--quiet", ".pre-commit-config.yaml")
    (repository.folder / "notes.md").write_text("x\n")
    repository.git("add", "notes.md")
    for hook in HOOKS:
        code, out = repository.run(hook)
        assert (code, "(no files to check)Skipped" in out) == (0, True)
