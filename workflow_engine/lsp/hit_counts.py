"""For how many of the customers beside the policy its tags, levels, rows and items hold today."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from workflow_engine.batch.customers import Customer, CustomerReader
from workflow_engine.decide.row_function import row_function
from workflow_engine.errors import WorkflowEngineError
from workflow_engine.program.program import Program, Scale, Table, Tag

CUSTOMERS = "customers.csv"
"""The file of customers that lies beside a policy."""

MOST_CUSTOMERS = 20_000
"""A larger file is not counted while somebody types."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of `customers` there are of each (name, value); the value None counts the unknown.

    The value of a tag is `True`, of a scale the level's id, of an item its state. Tables count the
    customers that get any value, under `True`. `rejected` rows could not be read.
    """

    file: str
    day: dt.date
    customers: int
    rejected: int
    hits: Counter[tuple[str, object]]


@dataclass(frozen=True, slots=True)
class _Key:
    """What counts were made of: they are made anew when any of it changes."""

    hash: str
    changed: int
    day: dt.date


class HitCounts:
    """Counts for the policy in one folder, made when first wanted and kept while they are right."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / CUSTOMERS
        self._made: tuple[_Key, Counts | None] | None = None

    def of(self, program: Program, day: dt.date) -> Counts | None:
        """The counts on a day; None where there is no file, or one too large or not readable."""
        try:
            key = _Key(program.hash, self._file.stat().st_mtime_ns, day)
        except OSError:
            return None
        if self._made is None or self._made[0] != key:
            self._made = (key, self._counted(program, day))
        return self._made[1]

    def _counted(self, program: Program, day: dt.date) -> Counts | None:
        try:
            file = CustomerReader(program).read(self._file)
            customers = []
            for row in file:
                if isinstance(row, Customer):
                    customers.append(row)
                if file.accepted + file.rejected > MOST_CUSTOMERS:
                    return None
        except (OSError, WorkflowEngineError):
            return None
        hits = _hits(program, customers, day)
        return Counts(self._file.name, day, file.accepted, file.rejected, hits)


def _hits(
    program: Program, customers: Iterable[Customer], day: dt.date
) -> Counter[tuple[str, object]]:
    hits: Counter[tuple[str, object]] = Counter()
    decide = row_function(program)
    for customer in customers:
        decision = decide(customer.values, day)
        for name, definition in program.definitions.items():
            value = decision.values[name]
            if name in decision.unknown:
                hits[name, None] += 1
            elif isinstance(definition, Tag) and value is True:
                hits[name, True] += 1
            elif isinstance(definition, Scale) and value is not None:
                hits[name, value] += 1
            elif isinstance(definition, Table) and value is not None:
                hits[name, True] += 1
        for name, state in decision.states.items():
            hits[name, state] += 1
    return hits
