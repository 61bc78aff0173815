"""Parts of one data file: made in order and cheaply, read wherever they are loaded."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from workflow_engine.columnar.raw import RawFrame, RawRows
from workflow_engine.diagnostics.diagnostic import Diagnostic


class Part(Protocol):
    """Some rows of a file, which take `span` places among the rows of the run.

    `end` is how many bytes of the file come before what follows it.
    """

    @property
    def span(self) -> int:
        """How many places the rows take, at least one for each."""

    @property
    def end(self) -> int:
        """How many bytes of the file come before what follows this part."""

    def load(self, position: int) -> RawFrame | RawRows:
        """The rows, the first of which takes the place `position`."""


class HeldPart(ABC):
    """A part that holds its rows, or the text of them, in memory."""

    @abstractmethod
    def again(self) -> Part:
        """The same rows, to be read from the file once more; it holds none of them."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file whose header was read: its columns, findings so far, and parts in order.

    `parts` raises DataFileError where the file breaks off.
    """

    file: str
    columns: tuple[str, ...]
    parts: Iterator[Part]
    notes: Sequence[Diagnostic] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one file for `columnar.checking`.

    `findings` are about the file as a whole, and come with its first block, which may have no rows.
    `position` is the place of the first row among all rows of the run; `read` is how many bytes of
    all files come before what follows.
    """

    file: str
    position: int
    read: int
    findings: tuple[Diagnostic, ...] = ()
    part: Part | None = None

    def load(self) -> RawFrame | RawRows:
        """The rows.

        Raises:
            DataFileError: the file is damaged here.
        """
        if self.part is None:
            return RawRows(self.file, (), (), ())
        return self.part.load(self.position)

    def again(self) -> Block:
        """The same block, which reads its rows once more when it is loaded."""
        return replace(self, part=self.part.again()) if isinstance(self.part, HeldPart) else self
