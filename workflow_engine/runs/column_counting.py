"""Counting in columns."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import ClassVar

import polars as pl

from workflow_engine.columnar.columns import missing_column, value_column
from workflow_engine.columnar.decisions import Decisions
from workflow_engine.columnar.magnitudes import limits_of
from workflow_engine.columnar.tables import Chunk
from workflow_engine.program.expressions import Expression
from workflow_engine.program.program import Program
from workflow_engine.runs.asking import ASKED, asking
from workflow_engine.runs.column_intake import ColumnIntake
from workflow_engine.runs.counting import Counting, RowAnswers, Tally
from workflow_engine.runs.given import Given
from workflow_engine.runs.intake import Intake


class ColumnCounting(Counting):
    """Customers by the thousand; those beyond the columns one by one."""

    engine: ClassVar[str] = "polars"

    def __init__(self, program: Program, condition: Expression, at: dt.date, given: Given) -> None:
        asked = asking(program, condition)
        limits = limits_of(asked)
        self.intake: Intake = ColumnIntake(program, given, limits)
        self._decisions = Decisions(asked, at, limits, asked=ASKED)
        self._rows = RowAnswers(program, condition, at)
        self._attributes = list(program.attributes)

    def tally(self, chunk: Chunk) -> Tally:
        """By the columns of the decision."""
        decided = self._decisions.of(chunk.frame)
        answers = decided[value_column(ASKED)]
        matching, unknown = int(answers.sum() or 0), answers.null_count()
        counted = Tally(matching, answers.len() - matching - unknown, unknown)
        if unknown:
            counted.missing = self._missing(decided.filter(answers.is_null()))
        for _, customer in chunk.large:
            self._rows.count(customer.values, counted)
        return counted

    def _missing(self, decided: pl.DataFrame) -> Counter[str]:
        """How many customers lack each attribute, by the columns."""
        sums = decided.select(pl.col(missing_column(name)).sum() for name in self._attributes)
        counts = zip(self._attributes, sums.row(0), strict=True)
        return Counter({name: number for name, number in counts if number})
