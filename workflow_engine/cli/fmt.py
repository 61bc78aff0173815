"""`workflow-engine fmt`: the files of a policy in one layout, without changing what they say."""

from __future__ import annotations

import argparse
import difflib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_engine.cli.loading import show
from workflow_engine.cli.main import FINDINGS, FINE, say
from workflow_engine.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workflow_engine.diagnostics.diagnostic import Diagnostic

HELP = (
    "统一政策、服务蓝图和测试文件的排版：缩进、空格、空行；含义、注释和顺序不变",
    (
        "lay out policy, blueprint and test files in one way: indentation, spaces, empty lines;"
        " meaning, comments and order stay"
    ),
)
EXAMPLE = "workflow-engine fmt rules/tobacco-retail --diff"


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    parser.add_argument(
        "paths",
        metavar="POLICY",
        nargs="+",
        help="政策文件夹（连同其服务蓝图和测试），或单个 .yaml 文件；可写多个"
        if zh
        else "policy folders (with their blueprints and tests) or single .yaml files",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="只列出需要排版的文件，不改写；有则退出码为 1"
        if zh
        else "only list the files that would change; exit code 1 if there are any",
    )
    parser.add_argument(
        "--diff",
        action="store_true",
        help="显示会改动的行，不改写；有则退出码为 1"
        if zh
        else "show the lines that would change, write nothing; exit code 1 if there are any",
    )


@dataclass(frozen=True, slots=True)
class _Formatted:
    """One file before and after; `changed` also where only its encoding does."""

    file: str
    before: str
    after: str
    changed: bool


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when a file has mistakes, or, with --check or --diff, when one would change."""
    zh = options.lang == "zh"
    files = sorted({file for path in options.paths for file in _files(Path(path))})
    done: list[_Formatted] = []
    found: list[tuple[Diagnostic, str]] = []
    refused: list[str] = []
    for file in files:
        told = _formatted(file, found, refused, zh=zh)
        if told is not None:
            done.append(told)
    changed = [one for one in done if one.changed]
    folders = [Path(path) for path in options.paths if Path(path).is_dir()]
    if not all(_same_policy(folder, changed) for folder in folders):
        say("排版后政策含义会变，未写出" if zh else "the policy would change; nothing written")
        return FINDINGS
    show([one for one, _ in found], {one.place.file: text for one, text in found}, options.lang)
    for line in refused:
        say(line)
    only_look = options.check or options.diff
    for one in changed:
        if options.diff:
            sys.stdout.writelines(_diff(one))
        else:
            print(one.file)
        if not only_look:
            _write(one)
    _tell(len(changed), len(files), only_look=only_look, zh=zh)
    return FINDINGS if found or refused or (changed and only_look) else FINE


def _files(path: Path) -> Iterator[str]:
    """The YAML files of a policy, of its blueprints, simulations and tests; or the one file.

    Raises UsageError where there is nothing of the kind.
    """
    if path.is_file():
        if path.suffix != ".yaml":
            raise UsageError(f"`{path}` is no .yaml file", zh=f"`{path}` 不是 .yaml 文件")
        yield str(path)
        return
    if not path.is_dir():
        raise UsageError(f"there is no `{path}`", zh=f"没有 `{path}`")
    for folder in (path, path / "simulations", *_blueprints(path)):
        yield from (str(file) for file in sorted(folder.glob("*.yaml")) if _ours(file))
    yield from (str(file) for file in sorted(path.rglob("*.test.yaml")) if _ours(file))


def _ours(file: Path) -> bool:
    return file.is_file() and not file.name.startswith(".")


def _blueprints(folder: Path) -> Iterator[Path]:
    """The folder of blueprints that a policy names, where it names one that is there."""
    from workflow_engine.model.loader import load_folder

    model = load_folder(folder).model
    named = None if model is None or model.policy is None else model.policy.blueprints
    if named is not None and (folder / named).is_dir():
        yield Path(os.path.normpath(folder / named))


def _formatted(
    file: str, found: list[tuple[Diagnostic, str]], refused: list[str], *, zh: bool
) -> _Formatted | None:
    """A file in its new layout, or None with what is wrong with it."""
    from workflow_engine.errors import MeaningChanged
    from workflow_engine.language.decoding import decode
    from workflow_engine.language.formatting import format_text

    data = Path(file).read_bytes()
    text, problems = decode(data, file)
    if any(one.severity == "error" for one in problems):
        found += [(one, text) for one in problems]
        return None
    try:
        after, problems = format_text(text, file)
    except MeaningChanged as error:
        refused.append(error.zh if zh else str(error))
        return None
    found += [(one, text) for one in problems]
    return _Formatted(file, text, after, not problems and after.encode() != data)


def _same_policy(folder: Path, changed: list[_Formatted]) -> bool:
    """Whether the policy in a folder compiles to the same as before, if it compiles."""
    from workflow_engine.model.loader import load_folder

    texts = load_folder(folder).sources
    after = {one.file: one.after for one in changed if one.file in texts}
    return not after or _hash(texts) == _hash({**texts, **after})


def _hash(texts: Mapping[str, str]) -> str | None:
    from workflow_engine.policy import check_texts

    program = check_texts(texts, analysed=False).program
    return None if program is None else program.hash


def _diff(one: _Formatted) -> Iterator[str]:
    from workflow_engine.diagnostics.lines import lines_of
    from workflow_engine.diagnostics.printable import printable

    names = (one.file, one.file)
    lines = difflib.unified_diff(lines_of(one.before), lines_of(one.after), *names, lineterm="")
    return (f"{printable(line)}\n" for line in lines)


def _write(one: _Formatted) -> None:
    from workflow_engine.batch.writers import write_file

    write_file(Path(one.file), one.after)


def _tell(changed: int, files: int, *, only_look: bool, zh: bool) -> None:
    """How many files there were, and what was done with them."""
    if zh:
        done = f"{changed} 个需要排版" if only_look else f"已排版 {changed} 个"
        say(f"共 {files} 个文件，{done}")
    else:
        done = f"{changed} would change" if only_look else f"{changed} formatted"
        say(f"{files} files, {done}")
