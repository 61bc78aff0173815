"""Policies at a revision of git: `main:rules/tobacco-retail`, without checking anything out.

Git is asked with lists of arguments and never through a shell; a name that looks like an option is
no revision. Nothing is fetched, nothing is written.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.errors import UsageError
from workflow_engine.language.reader import decode

_REVISION = re.compile(r"[^-\s:][^\s:\\]{0,254}")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_MOST_BYTES = 8_000_000
"""A larger file is no policy."""
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Revision:
    """A folder as it was at a revision: `path` counts from the top of the repository.

    A `path` that begins with `./` counts from the current folder.
    """

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class RevisionTexts:
    """The YAML files of a folder at a revision: their texts, called `main:rules/vip/tags.yaml`.

    `diagnostics` tell what cannot be read as text.
    """

    texts: dict[str, str]
    diagnostics: tuple[Diagnostic, ...]


def revision_of(written: str) -> Revision | None:
    """What `revision:path` names; None for a path, also one with a colon that is there.

    >>> revision_of("main:rules/vip"), revision_of("rules/vip")
    (Revision(name='main', path='rules/vip'), None)
    """
    name, colon, path = written.partition(":")
    if not colon or _DRIVE.match(written) or Path(written).exists():
        return None
    return Revision(name, path)


def texts_at(revision: Revision) -> RevisionTexts:
    """The policy files of a folder at a revision.

    Raises:
        UsageError: there is no git or no repository here, no such revision, or no such folder in
            it with YAML files.
    """
    git = _git()
    commit = _commit(git, revision)
    where = revision.path.rstrip("/")
    where = "./" if where == "." else where
    listed = _tree(git, commit, where)
    if listed is None and not where.startswith("./"):
        listed = _tree(git, commit, f"./{where}")
    if listed is None:
        shown = f"{revision.name}:{revision.path}"
        raise UsageError(
            f"`{shown}`: there is no folder `{revision.path}` at `{revision.name}`; the path "
            "counts from the top of the repository",
            zh=f"`{shown}`：修订 `{revision.name}` 里没有文件夹 `{revision.path}`"
            "；路径从仓库的顶层算起",
        )
    texts: dict[str, str] = {}
    found: list[Diagnostic] = []
    for name, blob, size in listed:
        folder = f"{where}/" if where and not where.endswith("/") else where
        file = f"{revision.name}:{folder}{name}"
        if size > _MOST_BYTES:
            raise UsageError(
                f"`{file}` is too large for a policy", zh=f"`{file}` 太大，不是政策文件"
            )
        text, findings = decode(_run(git, "cat-file", "blob", blob), file)
        found += findings
        if not any(one.severity == "error" for one in findings):
            texts[file] = text
    if not listed:
        shown = f"{revision.name}:{revision.path}"
        raise UsageError(f"`{shown}` holds no `.yaml` file", zh=f"`{shown}` 里没有 `.yaml` 文件")
    return RevisionTexts(texts, tuple(found))


def _git() -> str:
    git = shutil.which("git")
    if git is None:
        raise UsageError(
            "a revision can only be read with git, which is not installed here: name a folder",
            zh="这台机器没有安装 git，读不了修订；请改写成文件夹",
        )
    return git


def _commit(git: str, revision: Revision) -> str:
    """The commit a revision names."""
    if not _REVISION.fullmatch(revision.name):
        raise UsageError(
            f"`{revision.name}` is no revision of git",
            zh=f"`{revision.name}` 不是 git 的修订",
        )
    if _asked(git, "rev-parse", "--git-dir") is None:
        raise UsageError(
            f"`{revision.name}:{revision.path}`: this folder is in no git repository",
            zh=f"`{revision.name}:{revision.path}`：当前文件夹不在 git 仓库里",
        )
    wanted = f"{revision.name}^{{commit}}"
    found = _asked(git, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
    if found is None:
        raise UsageError(
            f"git knows no revision `{revision.name}`: write a branch, a tag or a commit",
            zh=f"git 里没有修订 `{revision.name}`：请写分支、标签或提交的编号",
        )
    return found.decode("ascii", "replace").strip()


def _tree(git: str, commit: str, path: str) -> list[tuple[str, str, int]] | None:
    """Name, blob and size of the policy files of a folder; None where it is no folder."""
    tree = _asked(git, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}:{path}")
    if tree is None:
        return None
    listing = _asked(
        git, "ls-tree", "--full-tree", "-z", "-l", tree.decode("ascii", "replace").strip()
    )
    if listing is None:
        return None
    found = []
    for line in listing.split(b"\0"):
        facts, tab, name = line.partition(b"\t")
        if not tab:
            continue
        _, kind, blob, size = facts.split()
        shown = name.decode("utf-8", "replace")
        policy = shown.endswith(".yaml") and not shown.endswith(".test.yaml")
        if kind == b"blob" and policy and not shown.startswith("."):
            found.append((shown, blob.decode("ascii"), int(size)))
    return found


def _asked(git: str, *arguments: str) -> bytes | None:
    """What git answers; None where it says no."""
    done = _started(git, arguments)
    return done.stdout if done.returncode == 0 else None


def _run(git: str, *arguments: str) -> bytes:
    done = _started(git, arguments)
    if done.returncode != 0:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()
        said = reason[-1] if reason else f"exit code {done.returncode}"
        raise UsageError(f"git: {said}", zh=f"git：{said}")
    return done.stdout


def _started(git: str, arguments: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    environment = {
        **os.environ,
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
    }
    try:
        return subprocess.run(  # noqa: S603 - a list, the program found by us
            [git, *arguments],
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            env=environment,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageError(f"git cannot be run: {error}", zh=f"无法运行 git：{error}") from error
