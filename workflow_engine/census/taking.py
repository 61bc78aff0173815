"""Taking the census of customers in files, by the engine that fits."""

from __future__ import annotations

import datetime as dt
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import ClassVar

from workflow_engine.census.rows import RowCensus
from workflow_engine.census.tally import Tally
from workflow_engine.columnar.tables import Chunk
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program
from workflow_engine.runs.engines import Engine, by_engine
from workflow_engine.runs.engines import threads as width_of
from workflow_engine.runs.given import Given
from workflow_engine.runs.intake import Intake
from workflow_engine.runs.progress import Progress
from workflow_engine.runs.rejections import Rejections
from workflow_engine.runs.row_intake import RowIntake


@dataclass(frozen=True, slots=True)
class Census:
    """The counts of a customer base, and the rows that could not be used."""

    tally: Tally
    rejections: Rejections
    diagnostics: tuple[Diagnostic, ...]
    engine: str
    note: Bilingual | None = None


class _Taking(ABC):
    engine: ClassVar[str]
    intake: Intake

    @abstractmethod
    def tally(self, chunk: Chunk) -> Tally:
        """The counts of some customers; several threads may ask at once."""


class _ByRow(_Taking):
    engine: ClassVar[str] = "row"

    def __init__(self, program: Program, at: dt.date, given: Given) -> None:
        self.intake: Intake = RowIntake(program, given)
        self._census = RowCensus(program, at)

    def tally(self, chunk: Chunk) -> Tally:
        tally = Tally()
        for _, customer in chunk.large:
            self._census.count(customer, tally)
        return tally


class _ByColumn(_Taking):
    engine: ClassVar[str] = "polars"

    def __init__(self, program: Program, at: dt.date, given: Given) -> None:
        from workflow_engine.census.columns import ColumnCensus
        from workflow_engine.runs.column_intake import ColumnIntake

        self._census = ColumnCensus(program, at)
        self._rows = RowCensus(program, at)
        self.intake: Intake = ColumnIntake(program, given, self._census.limits)

    def tally(self, chunk: Chunk) -> Tally:
        tally = self._census.tally(chunk.frame)
        for _, customer in chunk.large:
            self._rows.count(customer, tally)
        return tally


def take_census(
    program: Program,
    given: Given,
    *,
    at: dt.date,
    engine: Engine = "auto",
    told: Callable[[Progress], None] = lambda _: None,
) -> Census:
    """Count what the rules of a program hit among customers, and what is missing to tell.

    Raises:
        DataFileError: a file cannot be read, or its columns make every row useless.
        UsageError: the engine cannot calculate what the policy does.
    """
    made: _Taking
    made, note = by_engine(
        engine,
        large=given.large,
        columns=lambda: _ByColumn(program, at, given),
        rows=lambda: _ByRow(program, at, given),
    )
    begun = time.monotonic()
    total = Tally()
    width = width_of(None, made.engine)
    with closing(made.intake.worked(lambda _, chunk: made.tally(chunk), width)) as tallies:
        for behind, tally in tallies:
            total.add(tally)
            told(Progress(behind.customers, behind.share, time.monotonic() - begun))
    return Census(total, made.intake.rejections, tuple(made.intake.found), made.engine, note)
