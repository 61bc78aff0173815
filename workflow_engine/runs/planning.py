"""How a run plans its customers: one by one, or in columns."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Sequence
from itertools import chain
from typing import ClassVar

import polars as pl

from workflow_engine.batch.log import ServiceLog
from workflow_engine.columnar.by_row import RowTables
from workflow_engine.columnar.tables import Chunk, Tables
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program
from workflow_engine.runs.given import Given
from workflow_engine.runs.intake import Intake
from workflow_engine.runs.logs import LogFrame, first_findings
from workflow_engine.runs.row_intake import RowIntake


class Planning(ABC):
    """An engine at work for one run.

    `found` collects what is told of the log, `log_rejected` counts its rows that were left out.
    """

    engine: ClassVar[str]
    intake: Intake

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self.log_rejected = 0

    @property
    def log_findings(self) -> tuple[Diagnostic, ...]:
        """The first findings about rows of the log that were left out."""
        return tuple(one for one in self.found if one.place.line)

    @abstractmethod
    def plan(self, chunk: Chunk) -> Tables:
        """The plans of some customers; several threads may ask at once."""

    @abstractmethod
    def log_entries(self) -> pl.DataFrame | None:
        """The service log: customer_id, item, done_on and record; None without one.

        It may be asked for once: who needs it no more does not keep it in memory.
        """

    @abstractmethod
    def note(self, chunk: Chunk) -> None:
        """Note who is accepted; several threads may tell at once."""

    @abstractmethod
    def finish(self) -> None:
        """Note, after the last chunk, what of the log was of no use."""


class RowPlanning(Planning):
    """By the row function: for small inputs, and as a second opinion."""

    engine: ClassVar[str] = "row"

    def __init__(
        self, program: Program, at: dt.date, given: Given, logs: Sequence[ServiceLog]
    ) -> None:
        super().__init__()
        self.intake: Intake = RowIntake(program, given)
        self._at = at
        self._tables = RowTables(program, at)
        self._logs = logs
        self._log = ServiceLog(chain.from_iterable(log.entries for log in logs))
        self._served = {entry.customer for entry in self._log.entries}
        self._planned: set[str] = set()
        self.found += first_findings(chain.from_iterable(log.diagnostics for log in logs))
        self.log_rejected = sum(log.rejected for log in logs)

    def plan(self, chunk: Chunk) -> Tables:
        """By the row function."""
        return self._tables.tables(chunk.large, self._log)

    def log_entries(self) -> pl.DataFrame | None:
        """All entries that were not rejected."""
        return LogFrame.of(self._log).frame if self._logs else None

    def note(self, chunk: Chunk) -> None:
        """Note which customers of the log are planned."""
        self._planned.update(self._served.intersection(one.id for _, one in chunk.large))

    def finish(self) -> None:
        """Warn of entries of customers who are not planned, and of such after the day."""
        for log in self._logs:
            self.found += log.check(self._planned, self._at)
