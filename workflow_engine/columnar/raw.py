"""Rows of a data file as they were read, many at a time, before anything is checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import polars as pl

from workflow_engine.batch.read_parquet import readable
from workflow_engine.batch.readers import RawRow
from workflow_engine.columnar.plain_cells import BLANKS
from workflow_engine.diagnostics.diagnostic import Diagnostic


@dataclass(frozen=True, slots=True)
class RawFrame:
    """Raw columns by the names they have in the file; a column without a name is left out.

    `numbers` (UInt64) are the rows' numbers in the file, `positions` (UInt64) their places in the
    run, rising. `problems` tells by index which rows are broken as such; their cells mean nothing.
    Where `blank_rows` is set (text files), a row of nothing but blanks is no row.
    """

    file: str
    frame: pl.DataFrame
    numbers: pl.Series
    positions: pl.Series
    problems: Mapping[int, Diagnostic] = field(default_factory=dict)
    blank_rows: bool = False

    @classmethod
    def counted(
        cls, file: str, frame: pl.DataFrame, *, number: int = 1, position: int = 0
    ) -> RawFrame:
        """A frame whose rows follow one another from a number and a position on."""
        return cls(file, frame, counted(number, frame.height), counted(position, frame.height))

    def sound(self) -> RawFrame:
        """Without the rows that are broken as such; every cell is one that Python can hold."""
        rows = replace(self, frame=readable(self.frame))
        if not self.problems:
            return rows
        every = pl.repeat(True, self.frame.height, eager=True)  # noqa: FBT003 - a value
        return rows.only(every.scatter(list(self.problems), False))  # noqa: FBT003 - a value

    def only(self, kept: pl.Series) -> RawFrame:
        """Some of the rows, none of which is broken as such."""
        return RawFrame(
            self.file,
            self.frame.filter(kept),
            self.numbers.filter(kept),
            self.positions.filter(kept),
            blank_rows=self.blank_rows,
        )

    def blank(self, *, among: Sequence[str]) -> pl.Series:
        """Which rows are none, for all of their cells are blank.

        Only rows in which the cells of the columns `among` are blank are looked at closer.
        """
        nothing = pl.repeat(False, self.frame.height, eager=True)  # noqa: FBT003 - a value
        if not self.blank_rows:
            return nothing
        doubtful = pl.all_horizontal(_blank(pl.col(name)) for name in among)
        rows = self.frame.with_row_index("\0index").filter(doubtful)
        found = rows.filter(pl.all_horizontal(_blank(pl.all().exclude("\0index"))))
        return nothing.scatter(found["\0index"], True)  # noqa: FBT003 - a value

    def number(self, index: int) -> int:
        """The number of a row in the file."""
        return int(self.numbers[index])

    def row(self, index: int) -> RawRow:
        """A row that is not broken as the row reader has it."""
        cells = zip(self.frame.columns, self.frame.row(index), strict=True)
        return RawRow(self.number(index), dict(cells))


@dataclass(frozen=True, slots=True)
class RawRows:
    """Rows of cells of any kind, one by one, as a workbook or JSON Lines give them.

    `positions` are the rows' places in the run, rising.
    """

    file: str
    columns: tuple[str, ...]
    rows: Sequence[RawRow]
    positions: Sequence[int]


class Block(Protocol):
    """A part of one file; cheap to make, and read when it is loaded, on whatever thread."""

    def load(self) -> RawFrame | RawRows:
        """The rows.

        Raises:
            DataFileError: the file is damaged here.
        """


def _blank(cells: pl.Expr) -> pl.Expr:
    return cells.is_null() | (cells.str.strip_chars(BLANKS) == "")


def counted(first: int, count: int) -> pl.Series:
    """`first`, `first + 1`, … as UInt64."""
    return pl.int_range(first, first + count, dtype=pl.UInt64, eager=True)
