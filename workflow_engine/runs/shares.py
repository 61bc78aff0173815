"""The customers of one version, where a staged rollout divides them between two.

Rows go to a version by the id in them before anything is checked, because the versions may know
different columns; a row without an id that can be read goes to the new one, which reports it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar
from zoneinfo import ZoneInfo

import polars as pl

from workflow_engine.batch.cells import BadCellError, convert
from workflow_engine.batch.customers import CustomerReader
from workflow_engine.batch.log import ServiceLog
from workflow_engine.batch.readers import RawRow, RawTable
from workflow_engine.columnar.raw import RawFrame, RawRows
from workflow_engine.program.program import Program
from workflow_engine.program.types import TEXT
from workflow_engine.runs.given import Given
from workflow_engine.runs.logs import LogFrame
from workflow_engine.runs.parts import Block, HeldPart, Part

T = TypeVar("T")
Keeps: TypeAlias = Callable[[object], bool]
"""Whether the row with this raw cell under the key is kept; None for a row that is broken."""


@dataclass(frozen=True, slots=True)
class Share:
    """The customers that one version decides about.

    `has` tells it of an id, `leftover` says whether rows without an id are among them. `names` has
    the items of both versions, which one service log is about.
    """

    has: Callable[[str], bool]
    leftover: bool
    names: Program

    def keeps(self, program: Program) -> Keeps:
        """The same asked of raw cells."""
        zone = ZoneInfo(program.head.timezone)

        def keeps(cell: object) -> bool:
            try:
                id_ = convert(cell, TEXT, zone)
            except BadCellError:
                return self.leftover
            return self.leftover if id_ is None else self.has(str(id_))

        return keeps

    def of_log(self, log: ServiceLog) -> ServiceLog:
        """The entries of these customers; what is wrong with rows is told by the new version."""
        return ServiceLog(
            (entry for entry in log.entries if self.has(entry.customer)),
            log.diagnostics if self.leftover else (),
            file=log.file,
            rejected=log.rejected if self.leftover else 0,
        )

    def of_frame(self, log: LogFrame) -> LogFrame:
        """The same of a log in columns."""
        ids = log.frame["customer_id"].cast(pl.String)
        known = {id_: self.has(id_) for id_ in ids.unique()}
        kept = ids.replace_strict(known, return_dtype=pl.Boolean)
        files, start = [], 0
        for file, count in log.files:
            files.append((file, int(kept[start : start + count].sum())))
            start += count
        return LogFrame(
            log.frame.filter(kept),
            log.diagnostics if self.leftover else (),
            log.rejected if self.leftover else 0,
            tuple(files),
        )


class GivenShare(Given):
    """Those of some customers that one version decides about."""

    def __init__(self, given: Given, program: Program, share: Share) -> None:
        self._given = given
        self._program = program
        self._keeps = share.keeps(program)
        self.beside = share.names

    @property
    def size(self) -> int:
        """Of all customers: the others are read too."""
        return self._given.size

    @property
    def large(self) -> bool:
        """Whether all customers are many."""
        return self._given.large

    def tables(self) -> Iterator[tuple[RawTable, int]]:
        """The rows one by one."""
        for table, behind in self._given.tables():
            key = _key(self._program, table.columns)
            rows = (row for row in table if _keeps_row(row, key, self._keeps))
            yield RawTable(table.file, table.columns, rows, table.notes), behind

    def blocks(self, program: Program, rows: int) -> Iterator[Block]:
        """The rows in blocks."""
        for block in self._given.blocks(program, rows):
            if block.part is None:
                yield block
            else:
                yield replace(block, part=_shared(block.part, program, self._keeps))


@dataclass(frozen=True, slots=True)
class _SharedPart:
    """The rows of a part that are kept."""

    part: Part
    program: Program
    keeps: Keeps

    @property
    def span(self) -> int:
        """Places of all rows."""
        return self.part.span

    @property
    def end(self) -> int:
        """As of the whole part."""
        return self.part.end

    def load(self, position: int) -> RawFrame | RawRows:
        """The kept rows, each at its place."""
        raw = self.part.load(position)
        if isinstance(raw, RawRows):
            key = _key(self.program, raw.columns)
            kept = [_keeps_row(row, key, self.keeps) for row in raw.rows]
            return replace(raw, rows=_of(raw.rows, kept), positions=_of(raw.positions, kept))
        return _kept_rows(raw, _key(self.program, raw.frame.columns), self.keeps)


class _SharedHeldPart(_SharedPart, HeldPart):
    """The same of rows in memory."""

    def again(self) -> Part:
        """The kept rows, to be read once more."""
        assert isinstance(self.part, HeldPart), "made of such a part"
        return _shared(self.part.again(), self.program, self.keeps)


def _shared(part: Part, program: Program, keeps: Keeps) -> Part:
    kind = _SharedHeldPart if isinstance(part, HeldPart) else _SharedPart
    return kind(part, program, keeps)


def _key(program: Program, columns: Sequence[str]) -> str | None:
    """The column with the id, None where there is none (which is an error told elsewhere)."""
    return CustomerReader(program).found(columns).get(program.key)


def _keeps_row(row: RawRow, key: str | None, keeps: Keeps) -> bool:
    return keeps(None if row.problem is not None or key is None else row.values[key])


def _of(all_: Sequence[T], kept: Sequence[bool]) -> tuple[T, ...]:
    return tuple(one for one, keep in zip(all_, kept, strict=True) if keep)


def _kept_rows(raw: RawFrame, key: str | None, keeps: Keeps) -> RawFrame:
    cells = [None] * raw.frame.height if key is None else raw.frame[key].to_list()
    kept = [keeps(None if index in raw.problems else cell) for index, cell in enumerate(cells)]
    order = [index for index, keep in enumerate(kept) if keep]
    found = raw.only(pl.Series(kept, dtype=pl.Boolean))
    problems = {new: raw.problems[old] for new, old in enumerate(order) if old in raw.problems}
    return replace(found, problems=problems)
