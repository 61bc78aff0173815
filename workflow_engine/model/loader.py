"""From a folder to the model: the one module of the pure core that reads files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.language.nodes import MappingNode
from workflow_engine.language.reader import decode, read_yaml
from workflow_engine.model.merging import merge
from workflow_engine.model.placed import Path as DataPath
from workflow_engine.model.placed import PlacedMap
from workflow_engine.model.reading import Reading, keyword_language
from workflow_engine.model.sections import PolicyModel
from workflow_engine.model.shapes import Record
from workflow_engine.model.validation import validate

TEST_ENDING = ".test.yaml"
"""How the names of files end that hold a policy's tests, not its rules."""


@dataclass(frozen=True, slots=True)
class LoadedPolicy:
    """What loading gives.

    `model` has everything that is right, also when there are errors, so that more mistakes can be
    found in one go; it is None only when no file could be read. `dropped` are the names of entries
    and fields that were left out: that they are unknown elsewhere need not be reported. `complete`
    is false when a whole file could not be read, so that any name may be unknown for that reason.
    `sources` is the text by file, `languages` the language of the keywords by file.
    """

    model: PolicyModel | None
    diagnostics: tuple[Diagnostic, ...]
    sources: dict[str, str]
    dropped: frozenset[str] = frozenset()
    complete: bool = True
    languages: Mapping[str, Language] = field(default_factory=dict)


def load_folder(path: str | Path) -> LoadedPolicy:
    """Load the policy in a folder: its `.yaml` files, by name; an author's mistake never raises.

    Files are called as `path` and their name, so relative when `path` is.
    """
    folder = Path(path)
    here = Place(str(folder))
    if not folder.is_dir():
        code = "WE241" if folder.exists() else "WE240"
        return LoadedPolicy(None, (diagnose(code, here, folder=str(folder)),), {})
    try:
        files = _yaml_files(folder)
    except OSError as error:
        return LoadedPolicy(None, (_unreadable(folder, error),), {})
    texts, diagnostics = _texts(files)
    if not files:
        diagnostics.append(diagnose("WE242", here, folder=str(folder)))
        return LoadedPolicy(None, tuple(diagnostics), {})
    return _load(texts, diagnostics, here)


def load_texts(files: Mapping[str, str]) -> LoadedPolicy:
    """Load a policy from the texts of its files, by file name: the same, without reading files."""
    return _load(dict(sorted(files.items())), [], Place(next(iter(sorted(files)), "")))


def blueprint_texts(folder: Path, asked: Place) -> tuple[dict[str, str], list[Diagnostic]]:
    """The texts of the blueprint files in a folder, by file, and what cannot be read.

    `asked` is where the policy names the folder.
    """
    shown = str(folder)
    if not folder.is_dir():
        return {}, [diagnose("WE851", asked, folder=shown)]
    try:
        files = _yaml_files(folder)
    except OSError as error:
        return {}, [_unreadable(folder, error)]
    try:
        passed_over = list(_passed_over(folder))
    except OSError as error:
        return {}, [_unreadable(folder, error)]
    if not files:
        return {}, [diagnose("WE852", asked, folder=shown), *passed_over]
    texts, found = _texts(files)
    return texts, found + passed_over


def test_texts(folder: Path) -> tuple[dict[str, str], list[Diagnostic]]:
    """The texts of the policy tests in a folder and below it, by file, and what cannot be read.

    Files and folders that are hidden are passed over.
    """
    found = folder.rglob(f"*{TEST_ENDING}")
    return _texts(sorted(file for file in found if file.is_file() and not _hidden(file, folder)))


def _hidden(file: Path, folder: Path) -> bool:
    return any(name.startswith(".") for name in file.relative_to(folder).parts)


_ENDING = Bilingual("文件名不是以小写的 .yaml 结尾", "its name does not end in `.yaml`")
_FOLDER = Bilingual("这是一个文件夹，里面的不读取", "it is a folder, in which nothing is read")
_NO_FILE = Bilingual("它不是能打开的文件", "it is no file that can be opened")


def _passed_over(folder: Path) -> Iterator[Diagnostic]:
    """What an author may take for blueprints in a folder, though it is not read."""
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith(".") or entry.name.endswith(TEST_ENDING):
            continue
        named = _is_yaml(entry)
        if entry.is_dir():
            why = _FOLDER if named or _holds_yaml(entry) else None
        elif not named:
            why = None
        elif not entry.is_file():
            why = _NO_FILE
        else:
            why = None if entry.name.endswith(".yaml") else _ENDING
        if why is not None:
            yield diagnose("WE866", Place(str(entry)), file=entry.name, why=why)


def _holds_yaml(folder: Path) -> bool:
    """Whether there is a YAML file in a folder, or it cannot be told."""
    try:
        return any(map(_is_yaml, folder.iterdir()))
    except OSError:
        return True


def _is_yaml(file: Path) -> bool:
    return file.suffix.lower() in (".yaml", ".yml") and not file.name.startswith(".")


def _texts(files: Iterable[Path]) -> tuple[dict[str, str], list[Diagnostic]]:
    """The texts of the files that can be read, and what is wrong with the others."""
    diagnostics: list[Diagnostic] = []
    texts: dict[str, str] = {}
    for file in files:
        try:
            data = file.read_bytes()
        except OSError as error:
            diagnostics.append(_unreadable(file, error))
            continue
        text, findings = decode(data, str(file))
        diagnostics.extend(findings)
        if not _has_error(findings):
            texts[str(file)] = text
    return texts, diagnostics


def _unreadable(path: Path, error: OSError) -> Diagnostic:
    reason = error.strerror or type(error).__name__
    return diagnose("WE244", Place(str(path)), file=str(path), reason=reason)


def _yaml_files(folder: Path) -> list[Path]:
    return sorted(
        file
        for file in folder.iterdir()
        if file.name.endswith(".yaml")
        and not file.name.endswith(TEST_ENDING)
        and not file.name.startswith(".")
        and file.is_file()
    )


def _load(texts: dict[str, str], diagnostics: list[Diagnostic], folder: Place) -> LoadedPolicy:
    complete = not _has_error(diagnostics)
    languages: dict[str, Language] = {}
    reported: set[DataPath] = set()
    merged: PlacedMap | None = None
    for file, text in texts.items():
        node, findings = read_yaml(text, file)
        diagnostics.extend(findings)
        if not isinstance(node, MappingNode):
            if node is not None:
                diagnostics.append(diagnose("WE245", node.place, file=file))
            complete = complete and node is None and not _has_error(findings)
            continue
        reading = Reading(keyword_language(node))
        data = reading.read(node, Record(PolicyModel), ())
        languages[file] = reading.lang
        diagnostics.extend(reading.diagnostics)
        reported |= reading.reported
        if merged is None:
            merged = data
        else:
            diagnostics.extend(merge(merged, data, Record(PolicyModel)))
    if merged is None:
        if complete:
            diagnostics.append(diagnose("WE243", folder))
        return LoadedPolicy(None, tuple(diagnostics), texts, complete=complete)
    if complete and "policy" not in merged and ("policy",) not in reported:
        diagnostics.append(diagnose("WE243", folder))
    model, findings, dropped = validate(
        PolicyModel, merged, reported, lambda file: languages.get(file, "en")
    )
    diagnostics.extend(findings)
    return LoadedPolicy(model, tuple(diagnostics), texts, dropped, complete, languages)


def _has_error(findings: Iterable[Diagnostic]) -> bool:
    return any(finding.severity == "error" for finding in findings)
