"""How many customers a condition holds for, and for how many nobody can tell."""

from __future__ import annotations

import datetime as dt
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import ClassVar

import polars as pl

from workflow_engine.columnar.tables import Chunk
from workflow_engine.decide.reference import Evaluator
from workflow_engine.decide.row_function import row_function
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.expressions import Expression
from workflow_engine.program.program import Program
from workflow_engine.program.types import Value
from workflow_engine.runs.asking import ASKED, asking
from workflow_engine.runs.engines import Engine, by_engine
from workflow_engine.runs.engines import threads as width_of
from workflow_engine.runs.given import Given
from workflow_engine.runs.intake import Intake
from workflow_engine.runs.output import rejected_frame
from workflow_engine.runs.progress import Progress
from workflow_engine.runs.rejections import Rejections
from workflow_engine.runs.row_intake import RowIntake


@dataclass(frozen=True, slots=True)
class Count:
    """For how many customers a condition is true, false and unknown.

    `missing` tells how many of the unknown ones lack each attribute on which it depends, the most
    frequent first; a customer may lack several. `rejected` lists the first 1,000 findings about
    rows that could not be used, by row, column, value, code and message; `rejections` has them as
    diagnostics, and `rejected_rows` counts all such rows.
    """

    matching: int
    not_matching: int
    unknown: int
    missing: dict[str, int]
    rejections: Rejections
    diagnostics: tuple[Diagnostic, ...]
    engine: str
    rejected: pl.DataFrame
    note: Bilingual | None = None

    @property
    def rejected_rows(self) -> int:
        """How many rows could not be used."""
        return self.rejections.rows


@dataclass(slots=True)
class Tally:
    """The counts of some customers."""

    matching: int = 0
    not_matching: int = 0
    unknown: int = 0
    missing: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Add the counts of others."""
        self.matching += other.matching
        self.not_matching += other.not_matching
        self.unknown += other.unknown
        self.missing += other.missing


class Counting(ABC):
    """An engine that counts."""

    engine: ClassVar[str]
    intake: Intake

    @abstractmethod
    def tally(self, chunk: Chunk) -> Tally:
        """The counts of some customers; several threads may ask at once."""


class RowCounting(Counting):
    """Customer by customer."""

    engine: ClassVar[str] = "row"

    def __init__(self, program: Program, condition: Expression, at: dt.date, given: Given) -> None:
        self.intake: Intake = RowIntake(program, given)
        self._answer = RowAnswers(program, condition, at)

    def tally(self, chunk: Chunk) -> Tally:
        """By the row function."""
        counted = Tally()
        for _, customer in chunk.large:
            self._answer.count(customer.values, counted)
        return counted


class RowAnswers:
    """A condition asked of one customer after another."""

    def __init__(self, program: Program, condition: Expression, at: dt.date) -> None:
        self._program = asking(program, condition)
        self._decide = row_function(self._program)
        self._at = at

    def count(self, values: Mapping[str, Value], counted: Tally) -> None:
        """Add a customer to the counts."""
        answer = self._decide(values, self._at).values[ASKED]
        if answer is None:
            counted.unknown += 1
            counted.missing.update(self.missing(values))
        elif answer:
            counted.matching += 1
        else:
            counted.not_matching += 1

    def missing(self, values: Mapping[str, Value]) -> frozenset[str]:
        """The attributes a customer lacks for whom the condition is unknown."""
        return Evaluator(self._program, values, self._at).missing_for(ASKED)


def count(
    program: Program,
    condition: Expression,
    given: Given,
    *,
    at: dt.date,
    engine: Engine = "auto",
    lang: Language | None = None,
    threads: int | None = None,
    told: Callable[[Progress], None] = lambda _: None,
) -> Count:
    """Count the customers for whom a condition over this program holds.

    The messages of `rejected` are in `lang`, or in the language of the policy.

    Raises:
        DataFileError: a file cannot be read, or its columns make every row useless.
        UsageError: the engine cannot calculate what is asked.
    """
    made, note = by_engine(
        engine,
        large=given.large,
        columns=lambda: _column_counting(program, condition, at, given),
        rows=lambda: RowCounting(program, condition, at, given),
    )
    width = width_of(threads, made.engine)
    begun = time.monotonic()
    total = Tally()
    with closing(made.intake.worked(lambda _, chunk: made.tally(chunk), width)) as tallies:
        for behind, tally in tallies:
            total.add(tally)
            told(Progress(behind.customers, behind.share, time.monotonic() - begun))
    order = list(program.attributes)
    lacking = sorted(total.missing.items(), key=lambda pair: (-pair[1], order.index(pair[0])))
    return Count(
        matching=total.matching,
        not_matching=total.not_matching,
        unknown=total.unknown,
        missing=dict(lacking),
        rejections=made.intake.rejections,
        diagnostics=tuple(made.intake.found),
        engine=made.engine,
        rejected=rejected_frame(made.intake.rejections.listed, lang or program.head.language),
        note=note,
    )


def _column_counting(
    program: Program, condition: Expression, at: dt.date, given: Given
) -> Counting:
    from workflow_engine.runs.column_counting import ColumnCounting

    return ColumnCounting(program, condition, at, given)
