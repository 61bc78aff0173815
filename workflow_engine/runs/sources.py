"""The data files of a run, and their rows in blocks."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from workflow_engine.batch.customers import CustomerReader
from workflow_engine.batch.readers import (
    SUFFIXES,
    RawTable,
    os_reason,
    unreadable,
)
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.program.program import Program
from workflow_engine.runs.opening import open_file
from workflow_engine.runs.parts import Block

ROWS_OF_A_BLOCK = 100_000
_NO_FILE = Bilingual(
    "它不是普通文件（管道、设备只能读一次），请先存成文件",
    "it is no regular file (a pipe can be read only once): save it as a file first",
)


def customer_files(paths: Sequence[str | Path]) -> tuple[Path, ...]:
    """The data files that some paths name, in the order in which they are read.

    A folder stands for all data files in it and below it, in the order of their paths. Names that
    begin with a dot or underscore (`_SUCCESS`, `.part.crc`) and files of other kinds are passed
    over there; a file that is named itself is always taken. A file named twice is read once.

    Raises:
        DataFileError: a path names nothing, or a folder has no data file.
    """
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        try:
            path.stat()
            files = _files_below(path) if path.is_dir() else [path]
        except OSError as error:
            raise unreadable(path, os_reason(error)) from error
        if not files:
            raise unreadable(
                path,
                Bilingual(
                    f"文件夹里没有数据文件（{'、'.join(SUFFIXES)}）",
                    f"the folder has no data file ({', '.join(SUFFIXES)})",
                ),
            )
        found.update(dict.fromkeys(files))
    for path in found:
        if path.exists() and not path.is_file():
            raise unreadable(path, _NO_FILE)
    return tuple(found)


def _files_below(folder: Path) -> list[Path]:
    """The data files of a folder; a folder that cannot be read raises OSError."""
    found = []
    for place, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
        found += [
            Path(place, name)
            for name in names
            if not name.startswith((".", "_")) and name.lower().endswith(SUFFIXES)
        ]
    return sorted(found)


def _raise(error: OSError) -> None:
    raise error


def size_of(files: Sequence[Path]) -> int:
    """The bytes of all files, against which `Block.read` counts.

    Raises:
        DataFileError: a file cannot be looked at.
    """
    total = 0
    for path in files:
        try:
            total += path.stat().st_size
        except OSError as error:
            raise unreadable(path, os_reason(error)) from error
    return total


def blocks(
    files: Sequence[Path], program: Program, *, size: int = ROWS_OF_A_BLOCK
) -> Iterator[Block]:
    """The rows of customer files in blocks of about `size`, in order.

    Each file has at least one block, and its findings come with the first.

    Raises:
        DataFileError: a file cannot be read, or its columns make every row useless; also while
            iterating, where a file breaks off.
        MissingExtraError: the package for a kind of file is not installed.
    """
    reader = CustomerReader(program)
    position = before = 0
    for path in files:
        file = open_file(path, size)
        _, findings = reader.columns(RawTable(file.file, file.columns, iter(()), [*file.notes]))
        empty = True
        for part in file.parts:
            told = tuple(findings) if empty else ()
            yield Block(file.file, position, before + part.end, told, part)
            position += part.span
            empty = False
        before += size_of([path])
        if empty:
            findings.append(diagnose("WE512", Place(file.file)))
            yield Block(file.file, position, before, tuple(findings))
