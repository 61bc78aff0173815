"""The test files of a policy, found and read: for `test` and `coverage`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from workflow_engine.cli.loading import existing_file, show
from workflow_engine.errors import UsageError

if TYPE_CHECKING:
    from workflow_engine.diagnostics.bilingual import Language
    from workflow_engine.diagnostics.diagnostic import Diagnostic
    from workflow_engine.policy import Policy
    from workflow_engine.trial.model import NotRun, Persona, PolicyTest


@dataclass(frozen=True)
class TestFiles:
    """The tests of a policy: `tests` are those of the files asked for, free of mistakes.

    `texts` are the texts of all files by the path shown in findings, `diagnostics` every mistake
    in them; `not_run` is what mistakes keep from running of the files asked for.
    """

    __test__: ClassVar[bool] = False

    texts: Mapping[str, str]
    personas: Mapping[str, Persona]
    tests: tuple[PolicyTest, ...]
    diagnostics: tuple[Diagnostic, ...]
    not_run: NotRun

    @property
    def sound(self) -> bool:
        """Whether no test was left out for a mistake."""
        return all(found.severity != "error" for found in self.diagnostics)


def read_test_files(
    policy: Policy, files: Sequence[str], lang: Language | None = None
) -> TestFiles:
    """The tests in the folder of a policy and below it, or in `files` alone.

    The personas of all files can be used in all. With `lang` every mistake is told on standard
    error.

    Raises:
        UsageError: a file that was named is not there, or there are no test files at all.
    """
    from workflow_engine.diagnostics.codes import diagnose
    from workflow_engine.diagnostics.diagnostic import Place
    from workflow_engine.language.reader import decode
    from workflow_engine.model.loader import TEST_ENDING, test_texts
    from workflow_engine.trial.model import NotRun
    from workflow_engine.trial.reading import read_tests

    asked = [str(existing_file(file)) for file in files]
    texts: dict[str, str] = {}
    found: list[Diagnostic] = []
    if policy.folder is not None:
        texts, found = test_texts(policy.folder)
    for path in dict.fromkeys(asked):
        if path in texts:
            continue
        try:
            text, wrong = decode(Path(path).read_bytes(), path)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            found.append(diagnose("WE244", Place(path), file=path, reason=reason))
            continue
        found += wrong
        if all(one.severity != "error" for one in wrong):
            texts[path] = text
    if not texts and not found:
        raise UsageError(
            f"there are no tests: no file under `{policy.folder}` is called *{TEST_ENDING}",
            zh=f"没有测试：`{policy.folder}` 里没有名称以 {TEST_ENDING} 结尾的文件",
        )
    unread = {one.place.file for one in found if one.severity == "error"}
    read = read_tests(texts, policy.program)
    wanted = {Path(path).resolve() for path in asked}

    def is_wanted(file: str) -> bool:
        return not wanted or Path(file).resolve() in wanted

    chosen = [test for test in read.tests if is_wanted(test.file)]
    not_run = NotRun(
        tuple(test for test in read.not_run.tests if is_wanted(test.file)),
        tuple(file for file in sorted({*unread, *read.not_run.files}) if is_wanted(file)),
    )
    found += read.diagnostics
    if lang is not None:
        show(found, texts, lang)
    return TestFiles(texts, read.personas, tuple(chosen), tuple(found), not_run)


def named_tests(files: TestFiles, name: str | None) -> TestFiles:
    """The tests whose name holds a text; all without one. Raises UsageError when there is none."""
    if name is None:
        return files
    part = name.casefold()
    names = [*(test.name for test in files.tests), *(test.name for test in files.not_run.tests)]
    chosen = tuple(test for test in files.tests if part in test.name.casefold())
    left_out = tuple(test for test in files.not_run.tests if part in test.name.casefold())
    if not chosen and not left_out:
        from workflow_engine.diagnostics.suggest import did_you_mean

        near = did_you_mean(name, names)
        raise UsageError(
            f"no test is called `{name}`" + (f"; did you mean `{near}`?" if near else ""),
            zh=f"没有名称里含有“{name}”的测试" + (f"，是不是“{near}”？" if near else ""),
        )
    return replace(files, tests=chosen, not_run=replace(files.not_run, tests=left_out))
