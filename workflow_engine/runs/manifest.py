"""What a run was made of and what came of it, beside its tables: `manifest.json`.

It holds no moment and no duration: the same input gives the same manifest.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workflow_engine import __version__
from workflow_engine.batch.readers import os_reason, unreadable
from workflow_engine.decide.rule_numbers import numbered_rules
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.program import Program

FILE = "manifest.json"
"""Its name in the folder of a run."""
_STRETCH = 1 << 20
"""Bytes read at once; an interruption waits for no more than these."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that was read: its size in bytes and the SHA-256 of its content."""

    path: Path
    size: int
    sha256: str

    def as_dict(self) -> dict[str, Any]:
        """As the manifest lists it."""
        return {"file": str(self.path), "bytes": self.size, "sha256": self.sha256}


class InputFiles:
    """The files of a run, fingerprinted while the run reads them."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._states = {path: _state(path) for path in paths}
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(1, "fingerprint")
        self._digests: dict[Path, Future[str]] = {
            path: self._pool.submit(_digest, path, self._stop) for path in paths
        }

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(size for size, _ in self._states.values())

    def finish(self) -> tuple[InputFile, ...]:
        """The files with their fingerprints.

        Raises DataFileError where a file was changed while it was read.
        """
        files = tuple(
            InputFile(path, self._states[path][0], digest.result())
            for path, digest in self._digests.items()
        )
        for path, state in self._states.items():
            if _state(path) != state:
                raise unreadable(
                    path,
                    Bilingual(
                        "读取过程中文件被改动，请等它写完再运行",
                        "it was changed while it was read; run again when it is complete",
                    ),
                )
        return files

    def close(self) -> None:
        """Stop: nothing more is fingerprinted."""
        self._stop.set()
        self._pool.shutdown(cancel_futures=True)


def manifest(
    program: Program,
    run: Mapping[str, Any],
    *,
    inputs: Iterable[InputFile],
    log: Iterable[InputFile],
) -> dict[str, Any]:
    """The content of the manifest: the policy, then what the run says of itself, then the rules."""
    head = program.head
    return {
        "policy": {
            "id": head.id,
            "version": head.version,
            "hash": program.hash,
            "title": head.title.get(head.language),
        },
        **run,
        "engine_version": __version__,
        "inputs": [one.as_dict() for one in inputs],
        "log": [one.as_dict() for one in log],
        "rules": rules(program),
    }


def rules(program: Program) -> list[dict[str, Any]]:
    """The numbered rules, with the line of the policy where each stands."""
    return [
        {
            "number": rule.number,
            "kind": rule.kind,
            "name": rule.name,
            "part": rule.part,
            "place": f"{rule.place.file}:{rule.place.line}",
        }
        for rule in numbered_rules(program)
    ]


def write_manifest(folder: Path, content: Mapping[str, Any]) -> None:
    """Write it as JSON that a person can read."""
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (folder / FILE).write_text(text, encoding="utf-8")


def _state(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError as error:
        raise unreadable(path, os_reason(error)) from error
    return found.st_size, found.st_mtime_ns


def _digest(path: Path, stop: threading.Event) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while not stop.is_set() and (read := stream.read(_STRETCH)):
                digest.update(read)
    except OSError as error:
        raise unreadable(path, os_reason(error)) from error
    return digest.hexdigest()
