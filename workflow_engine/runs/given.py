"""Where the customers of a run come from: files, a frame, or rows from Python."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from workflow_engine.batch.customers import CustomerReader
from workflow_engine.batch.readers import RawRow, RawTable, read_table
from workflow_engine.columnar.raw import RawFrame, RawRows
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program
from workflow_engine.runs.parts import Block
from workflow_engine.runs.sources import blocks, size_of

LARGE_FILES: Final = 1_000_000
"""Bytes of input from which on the columns are worth getting ready."""
LARGE_FRAME: Final = 2_000
"""The same in rows."""


class Given(ABC):
    """Customers as they were handed over, to be read once.

    `beside` is set where they are not all: the other customers of the same files are decided by
    another version, whose items a customer may have chosen too.
    """

    beside: Program | None = None

    @property
    @abstractmethod
    def size(self) -> int:
        """How much there is; in bytes for files, in rows otherwise."""

    @property
    @abstractmethod
    def large(self) -> bool:
        """Whether there is more than is done row by row in a moment."""

    @abstractmethod
    def tables(self) -> Iterator[tuple[RawTable, int]]:
        """The rows one by one, with how much lies behind after each table.

        Raises DataFileError where a file cannot be read.
        """

    @abstractmethod
    def blocks(self, program: Program, rows: int) -> Iterator[Block]:
        """The same rows in blocks.

        Raises DataFileError where a file cannot be read, or its columns make every row useless.
        """


class GivenFiles(Given):
    """Customer files in their order."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = files
        self._size = size_of(files)

    @property
    def size(self) -> int:
        """Bytes."""
        return self._size

    @property
    def large(self) -> bool:
        """Several files, or a large one."""
        return len(self._files) > 1 or self._size >= LARGE_FILES

    def tables(self) -> Iterator[tuple[RawTable, int]]:
        """One for each file."""
        behind = 0
        for path in self._files:
            behind += size_of([path])
            yield read_table(path), behind

    def blocks(self, program: Program, rows: int) -> Iterator[Block]:
        """Of all files."""
        return blocks(self._files, program, size=rows)


class GivenFrame(Given):
    """A frame whose columns are those of a customer file; `name` is what findings call it."""

    def __init__(self, frame: pl.DataFrame, name: str) -> None:
        self._frame = frame
        self._name = name

    @property
    def size(self) -> int:
        """Rows."""
        return self._frame.height

    @property
    def large(self) -> bool:
        """Many rows."""
        return self.size >= LARGE_FRAME

    def tables(self) -> Iterator[tuple[RawTable, int]]:
        """The frame; rows are counted from 1."""
        names = tuple(self._frame.columns)
        rows = (
            RawRow(number, dict(zip(names, cells, strict=True)))
            for number, cells in enumerate(self._frame.iter_rows(), 1)
        )
        yield RawTable(self._name, names, rows), self.size

    def blocks(self, program: Program, rows: int) -> Iterator[Block]:
        """Slices of the frame."""
        findings = _findings(program, self._name, tuple(self._frame.columns))
        for start in range(0, max(1, self.size), rows):
            part = _Slice(self._name, self._frame, start, min(rows, self.size - start))
            yield Block(self._name, start, part.end, findings if start == 0 else (), part)


class GivenRows(Given):
    """Mappings from Python, each a customer; the columns are all keys that occur."""

    def __init__(self, rows: Iterable[Mapping[str, object]], name: str) -> None:
        given = [{str(key): value for key, value in row.items()} for row in rows]
        self._columns = tuple(dict.fromkeys(key for row in given for key in row))
        self._rows = [
            RawRow(number, {column: row.get(column) for column in self._columns})
            for number, row in enumerate(given, 1)
        ]
        self._name = name

    @property
    def size(self) -> int:
        """Rows."""
        return len(self._rows)

    @property
    def large(self) -> bool:
        """Many rows."""
        return self.size >= LARGE_FRAME

    def tables(self) -> Iterator[tuple[RawTable, int]]:
        """The rows, counted from 1."""
        yield RawTable(self._name, self._columns, iter(self._rows)), self.size

    def blocks(self, program: Program, rows: int) -> Iterator[Block]:
        """Slices of the rows."""
        findings = _findings(program, self._name, self._columns)
        for start in range(0, max(1, self.size), rows):
            part = _Rows(self._name, self._columns, self._rows[start : start + rows], start)
            yield Block(self._name, start, part.end, findings if start == 0 else (), part)


@dataclass(frozen=True, slots=True)
class _Slice:
    """Some rows of a frame, as a `parts.Part`."""

    name: str
    frame: pl.DataFrame
    start: int
    span: int

    @property
    def end(self) -> int:
        return self.start + self.span

    def load(self, position: int) -> RawFrame:
        rows = self.frame.slice(self.start, self.span)
        return RawFrame.counted(self.name, rows, number=self.start + 1, position=position)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Some rows from Python, as a `parts.Part`."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[RawRow]
    start: int

    @property
    def span(self) -> int:
        return len(self.rows)

    @property
    def end(self) -> int:
        return self.start + self.span

    def load(self, position: int) -> RawRows:
        places = range(position, position + self.span)
        return RawRows(self.name, self.columns, self.rows, places)


def _findings(program: Program, name: str, columns: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    _, found = CustomerReader(program).columns(RawTable(name, columns, iter(())))
    return tuple(found)
