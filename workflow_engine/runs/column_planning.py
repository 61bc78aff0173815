"""Customers planned in columns: for any number of them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

import polars as pl

from workflow_engine.columnar.columns import KEY
from workflow_engine.columnar.history import History
from workflow_engine.columnar.kernel import Kernel
from workflow_engine.columnar.magnitudes import limits_of
from workflow_engine.columnar.tables import Chunk, Tables
from workflow_engine.program.program import Program
from workflow_engine.runs.column_intake import ColumnIntake
from workflow_engine.runs.given import Given
from workflow_engine.runs.intake import Intake
from workflow_engine.runs.log_use import LogUse
from workflow_engine.runs.planning import Planning

if TYPE_CHECKING:
    from workflow_engine.runs.logs import LogFrame


class ColumnPlanning(Planning):
    """By the columnar kernel."""

    engine: ClassVar[str] = "polars"

    def __init__(self, program: Program, at: dt.date, given: Given, log: LogFrame | None) -> None:
        super().__init__()
        self._kernel = Kernel(program, at, traced=True)
        self.intake: Intake = ColumnIntake(program, given, limits_of(program))
        self._entries = None if log is None else log.frame
        self._history = None if log is None else History(log.frame, program, at)
        self._use = None if log is None else LogUse(log, at)
        if log is not None:
            self.found += log.diagnostics
            self.log_rejected = log.rejected

    def plan(self, chunk: Chunk) -> Tables:
        """By the kernel."""
        return self._kernel.plan(chunk, self._history)

    def log_entries(self) -> pl.DataFrame | None:
        """All entries that were not rejected; they are not kept any longer."""
        entries, self._entries = self._entries, None
        return entries

    def note(self, chunk: Chunk) -> None:
        """Note which customers of the log are planned."""
        if self._use is not None:
            self._use.planned(chunk.frame[KEY])
            large = [customer.id for _, customer in chunk.large]
            self._use.planned(pl.Series(large, dtype=pl.String))

    def finish(self) -> None:
        """Warn of entries of customers who are not planned, and of such after the day."""
        if self._use is not None:
            self.found += self._use.warnings()
