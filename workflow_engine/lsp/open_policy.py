"""One policy while its files are being written: its names, what it means, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.diagnostics.lines import lines_of
from workflow_engine.language.nodes import Node
from workflow_engine.language.reader import read_yaml
from workflow_engine.lsp.mentions import Mention, mentions_in
from workflow_engine.lsp.names import Names
from workflow_engine.lsp.policy_files import Buffers, FileKind, PolicyFiles
from workflow_engine.lsp.trial_mentions import mentions_in_tests
from workflow_engine.model.blueprints import BlueprintModel
from workflow_engine.model.sections import PolicyModel
from workflow_engine.model.shapes import Record
from workflow_engine.policy import Report, check, check_texts
from workflow_engine.program.program import Program

_MOST_BROKEN = 5
"""How many lines are passed over before a file counts as unreadable."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, by the absolute path of the file; `texts` are what was checked."""

    program: Program | None
    findings: Mapping[str, tuple[Diagnostic, ...]]
    texts: Mapping[str, str]


class OpenPolicy:
    """The policy in one folder, with what is typed and not saved.

    `program` is that of the last check without errors, so that a half-written line does not take
    away what hover and completion know.
    """

    def __init__(self, folder: Path, buffers: Buffers) -> None:
        self.files = PolicyFiles(folder, buffers)
        self.program: Program | None = None
        self._buffers = buffers
        self._read: dict[str, tuple[str, tuple[Mention, ...]]] = {}
        self._names: tuple[Mapping[str, tuple[FileKind, str]], Names] | None = None

    @property
    def folder(self) -> Path:
        """Where the policy's own files lie."""
        return self.files.folder

    def names(self) -> Names:
        """The names of all files as they are now.

        Of a file that is no YAML at the moment the lines where it breaks are passed over; where
        that does not help, it keeps the names it had.
        """
        texts = self.files.texts()
        if self._names is None or self._names[0] != texts:
            mentions = {
                path: self._mentions(path, kind, text) for path, (kind, text) in texts.items()
            }
            self._names = (texts, Names(mentions))
        return self._names[1]

    def _mentions(self, path: str, kind: FileKind, text: str) -> tuple[Mention, ...]:
        known = self._read.get(path)
        if known is not None and known[0] == text:
            return known[1]
        node = readable(text, path)
        if node is None:
            return () if known is None else known[1]
        if kind == "test":
            mentions = mentions_in_tests(node)
        elif kind == "blueprint":
            mentions = mentions_in(node, text, Record(BlueprintModel), owner=path)
        else:
            mentions = mentions_in(node, text, Record(PolicyModel))
        self._read[path] = (text, tuple(mentions))
        return tuple(mentions)

    def check(self) -> Checked:
        """Check everything; with everything saved, also what lies only on the disk."""
        files = self.files
        folder = files.blueprint_folder()
        tests = files.tests()
        folders = [self.folder] if folder is None else [self.folder, folder]
        if any(self._buffers.unsaved(str(one)) for one in folders):
            report = check_texts(files.rules(), None if folder is None else files.blueprints())
        else:
            report = check(self.folder, tests=False)
        if report.program is not None:
            self.program = report.program
        found = [*report.diagnostics, *_of_tests(tests, report)]
        by_file: dict[str, list[Diagnostic]] = {}
        for one in found:
            by_file.setdefault(self._shown_in(one.place.file), []).append(one)
        texts = {**report.sources, **tests}
        ordered = {file: tuple(listed) for file, listed in by_file.items()}
        return Checked(report.program, ordered, texts)

    def _shown_in(self, file: str) -> str:
        """The file in which a finding is shown: one about a folder in the first of the policy's."""
        if Path(file).is_file() or file in self._buffers.texts:
            return file
        return next(iter(self.files.rules()), file)


def readable(text: str, path: str) -> Node | None:
    """The tree of a text, without the few lines at which it cannot be read."""
    lines = lines_of(text)
    for _ in range(_MOST_BROKEN):
        node, found = read_yaml("\n".join(lines), path)
        if node is not None:
            return node
        broken = [one.place.line for one in found if one.severity == "error" and one.place.line]
        filled = [line for line in broken if lines[line - 1].strip()]
        if not filled:
            return None
        lines[filled[-1] - 1] = ""
    return None


def _of_tests(texts: Mapping[str, str], report: Report) -> Iterator[Diagnostic]:
    """Mistakes in the tests, and expectations that the policy does not meet."""
    if report.program is None or not texts:
        return
    from workflow_engine.trial.reading import read_tests
    from workflow_engine.trial.report import findings_of
    from workflow_engine.trial.running import run_tests

    tests = read_tests(texts, report.program)
    yield from tests.diagnostics
    yield from findings_of(run_tests(report.program, tests.tests))
