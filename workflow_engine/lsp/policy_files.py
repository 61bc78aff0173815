"""A policy's files as they are in the editor: what is typed goes before what is on the disk."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal

from workflow_engine.language.decoding import SIZE_LIMIT, decode

FileKind = Literal["rules", "blueprint", "test"]
"""What a file of a policy is; others in its folder are none of these."""

TEST_ENDING = ".test.yaml"

_HEAD = re.compile(r"^(?:policy|政策)\s*[:：]", re.MULTILINE)
_BLUEPRINTS = re.compile(
    r"^\s+(?:blueprints|蓝图)\s*:\s*[\"']?([^\"'#\n]+?)[\"']?\s*(?:#.*)?$", re.MULTILINE
)
_UPWARD = 4
"""How many folders above a blueprint its policy is looked for."""


class Buffers:
    """The texts that are open in the editor, by absolute path."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def text(self, path: str) -> str | None:
        """What a file holds: as typed, else as on the disk; None where it cannot be read."""
        if path in self.texts:
            return self.texts[path]
        try:
            file = Path(path)
            if file.stat().st_size > SIZE_LIMIT:
                return None
            text, found = decode(file.read_bytes(), path)
        except OSError:
            return None
        return None if any(one.severity == "error" for one in found) else text

    def unsaved(self, folder: str) -> bool:
        """Whether something in a folder was typed and is not on the disk like that."""
        for path, text in self.texts.items():
            if path.startswith(f"{folder}{os.sep}"):
                try:
                    on_disk, _ = decode(Path(path).read_bytes(), path)
                except OSError:
                    return True
                if on_disk != text.removeprefix("\ufeff"):
                    return True
        return False

    def yaml_files(self, folder: Path) -> list[str]:
        """The YAML files of a folder, on the disk or open, that are no tests."""
        found = {path for path in self.texts if Path(path).parent == folder}
        with suppress(OSError):
            found |= {str(file) for file in folder.glob("*.yaml") if file.is_file()}
        return sorted(path for path in found if _is_rules(path))


def _is_rules(path: str) -> bool:
    name = Path(path).name
    return name.endswith(".yaml") and not name.endswith(TEST_ENDING) and not name.startswith(".")


class PolicyFiles:
    """The files of the policy in one folder."""

    def __init__(self, folder: Path, buffers: Buffers) -> None:
        self.folder = folder
        self.buffers = buffers

    def rules(self) -> dict[str, str]:
        """The texts of the policy's own files, by absolute path."""
        return _read(self.buffers.yaml_files(self.folder), self.buffers)

    def blueprints(self) -> dict[str, str]:
        """The texts of the blueprints, by absolute path; none where the policy names no folder."""
        folder = self.blueprint_folder()
        return {} if folder is None else _read(self.buffers.yaml_files(folder), self.buffers)

    def tests(self) -> dict[str, str]:
        """The texts of the policy's tests, in its folder or below it, by absolute path."""
        inside = f"{self.folder}{os.sep}"
        found = {path for path in self.buffers.texts if path.startswith(inside)}
        found |= {str(file) for file in self.folder.rglob(f"*{TEST_ENDING}") if file.is_file()}
        return _read((path for path in sorted(found) if path.endswith(TEST_ENDING)), self.buffers)

    def blueprint_folder(self) -> Path | None:
        """The folder of blueprints that the policy names, where there is one."""
        for text in self.rules().values():
            if _HEAD.search(text) and (named := _BLUEPRINTS.search(text)):
                folder = Path(os.path.normpath(self.folder / named[1]))
                return folder if folder.is_dir() else None
        return None

    def texts(self) -> dict[str, tuple[FileKind, str]]:
        """Every file of the policy with what it is."""
        kinds: tuple[tuple[FileKind, Mapping[str, str]], ...] = (
            ("rules", self.rules()),
            ("blueprint", self.blueprints()),
            ("test", self.tests()),
        )
        return {path: (kind, text) for kind, texts in kinds for path, text in texts.items()}


def policy_folder_of(path: str, buffers: Buffers) -> Path | None:
    """The folder of the policy to which a file belongs; None where it belongs to none."""
    folder = Path(path).parent
    if path.endswith(TEST_ENDING):
        above = (folder, *folder.parents)
        return next((one for one in above if _has_head(one, buffers)), None)
    if _has_head(folder, buffers):
        return folder
    return next(_policies_drawn_in(folder, buffers), None)


def _policies_drawn_in(folder: Path, buffers: Buffers) -> Iterator[Path]:
    """The policies not far from a folder whose blueprints lie in it."""
    for above in list(folder.parents)[:_UPWARD]:
        for near in (above, *_folders(above), *(_folders(above / "rules"))):
            if _has_head(near, buffers) and PolicyFiles(near, buffers).blueprint_folder() == folder:
                yield near


def _folders(folder: Path) -> list[Path]:
    try:
        return sorted(one for one in folder.iterdir() if one.is_dir() and one.name[0] != ".")
    except OSError:
        return []


def _has_head(folder: Path, buffers: Buffers) -> bool:
    """Whether there is a policy's head in one of the files of a folder."""
    return any(
        _HEAD.search(text) for path in buffers.yaml_files(folder) if (text := buffers.text(path))
    )


def _read(paths: Iterator[str] | list[str], buffers: Buffers) -> dict[str, str]:
    return {path: text for path in paths if (text := buffers.text(path)) is not None}
