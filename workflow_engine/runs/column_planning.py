"""Customers planned in columns: for any number of them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from workflow_engine.columnar.columns import KEY
from workflow_engine.columnar.history import History
from workflow_engine.columnar.kernel import Kernel
from workflow_engine.columnar.key_index import KeyIndex
from workflow_engine.columnar.magnitudes import limits_of
from workflow_engine.columnar.tables import Chunk, Tables
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.program.program import Program
from workflow_engine.runs.column_intake import ColumnIntake
from workflow_engine.runs.given import Given
from workflow_engine.runs.intake import Intake
from workflow_engine.runs.planning import Planning

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workflow_engine.runs.logs import LogFrame


class ColumnPlanning(Planning):
    """By the columnar kernel."""

    engine: ClassVar[str] = "polars"

    def __init__(self, program: Program, at: dt.date, given: Given, log: LogFrame | None) -> None:
        super().__init__()
        self._kernel = Kernel(program, at)
        self.intake: Intake = ColumnIntake(program, given, limits_of(program))
        self._at = at
        self._log = log
        self._history = None if log is None else History(log.frame, program, at)
        self._served = None if log is None else _Served(log.frame["customer_id"])
        if log is not None:
            self.found += log.diagnostics
            self.log_rejected = log.rejected

    def plan(self, chunk: Chunk) -> Tables:
        """By the kernel."""
        return self._kernel.plan(chunk, self._history)

    def log_entries(self) -> pl.DataFrame | None:
        """All entries that were not rejected."""
        return None if self._log is None else self._log.frame

    def planned(self, chunk: Chunk) -> None:
        """Note which customers of the log are planned."""
        if self._served is not None:
            self._served.planned(chunk.frame[KEY])
            large = [customer.id for _, customer in chunk.large]
            self._served.planned(pl.Series(large, dtype=pl.String))

    def finish(self) -> None:
        """Warn of entries of customers who are not planned, and of such after the day."""
        if self._log is not None and self._served is not None:
            self.found += _unused(self._log, self._served.others(), self._at)


class _Served:
    """The customers of a log, and which of them are planned."""

    def __init__(self, customers: pl.Series) -> None:
        self._index = KeyIndex(customers.unique())
        self._planned: NDArray[np.bool_] = np.zeros(len(self._index.ids), np.bool_)

    def planned(self, ids: pl.Series) -> None:
        """Note that these are planned."""
        if len(ids) and len(self._planned):
            self._planned[self._index.find(ids)[1]] = True

    def others(self) -> pl.Series:
        """The ids of those who are not."""
        return self._index.ids.filter(pl.Series(~self._planned))


def _unused(log: LogFrame, others: pl.Series, at: dt.date) -> list[Diagnostic]:
    """The warnings of `batch.log.ServiceLog.check`, for each file of the log."""
    found: list[Diagnostic] = []
    start = 0
    for file, count in log.files:
        entries = log.frame.slice(start, count)
        start += count
        unknown = entries.filter(pl.col("customer_id").is_in(others.implode()))
        if unknown.height:
            many, example = str(unknown.height), str(unknown["customer_id"][0])
            found.append(diagnose("WE602", Place(file), count=many, example=example))
        late = int((entries["done_on"] > at).sum())
        if late:
            found.append(diagnose("WE604", Place(file), count=str(late), day=at.isoformat()))
    return found
