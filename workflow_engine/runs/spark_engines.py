"""How a task of Spark checks and plans: in columns, or one by one where columns cannot."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Sequence

import polars as pl

from workflow_engine.batch.customers import Customer, CustomerReader
from workflow_engine.batch.log import Entry, ServiceLog
from workflow_engine.columnar.by_row import RowTables
from workflow_engine.columnar.checking import Checker
from workflow_engine.columnar.columns import KEY, POSITION
from workflow_engine.columnar.history import History
from workflow_engine.columnar.kernel import Kernel
from workflow_engine.columnar.magnitudes import limits_of
from workflow_engine.columnar.raw import RawFrame
from workflow_engine.columnar.tables import Chunk, Tables
from workflow_engine.errors import NotColumnar
from workflow_engine.program.program import Program


class Engine(ABC):
    """Checks and plans customers whose rows are numbered from 0."""

    @abstractmethod
    def check(self, raw: RawFrame) -> tuple[Chunk, Sequence[int]]:
        """The customers to be planned, and the rows that cannot be used."""

    @abstractmethod
    def plan(self, chunk: Chunk, log: pl.DataFrame | None) -> Tables:
        """The plans of some customers; `log` has the columns `runs.logs.LOG_SCHEMA`."""


def engine_for(program: Program, at: dt.date) -> Engine:
    """The columns, unless the policy calculates more than they hold exactly."""
    try:
        return _Columns(program, at)
    except NotColumnar:
        return _Rows(program, at)


class _Columns(Engine):
    def __init__(self, program: Program, at: dt.date) -> None:
        self._program = program
        self._at = at
        self._checker = Checker(program, limits_of(program))
        self._kernel = Kernel(program, at)

    def check(self, raw: RawFrame) -> tuple[Chunk, Sequence[int]]:
        checked = self._checker.check(raw, details=0)
        return checked.chunk, sorted(checked.refused)

    def plan(self, chunk: Chunk, log: pl.DataFrame | None) -> Tables:
        history = None if log is None else History(log, self._program, self._at)
        return self._kernel.plan(chunk, history)


class _Rows(Engine):
    def __init__(self, program: Program, at: dt.date) -> None:
        self._reader = CustomerReader(program)
        self._tables = RowTables(program, at)

    def check(self, raw: RawFrame) -> tuple[Chunk, Sequence[int]]:
        found = self._reader.found(raw.frame.columns)
        rows = [self._reader.row(raw.row(i), found, raw.file) for i in range(raw.frame.height)]
        good = tuple((row.row, row) for row in rows if isinstance(row, Customer))
        frame = pl.DataFrame(schema={KEY: pl.String, POSITION: pl.UInt64})
        return Chunk(frame, good), [row.row for row in rows if not isinstance(row, Customer)]

    def plan(self, chunk: Chunk, log: pl.DataFrame | None) -> Tables:
        if log is None:
            return self._tables.tables(chunk.large)
        kept = {True: "kept", False: None}
        entries = (
            Entry(customer, item, done_on, record=kept[record])
            for customer, item, done_on, record in log.iter_rows()
        )
        return self._tables.tables(chunk.large, ServiceLog(entries))
