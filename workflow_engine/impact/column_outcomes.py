"""What many customers get besides levels, tags and items, from the columns of both versions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from workflow_engine.columnar.columns import POSITION, STATUSES, rule_column, status_column
from workflow_engine.columnar.columns import value_column as value_of
from workflow_engine.columnar.decisions import Decisions
from workflow_engine.columnar.magnitudes import limits_of
from workflow_engine.columnar.tables import Chunk
from workflow_engine.decide.reference import Evaluator
from workflow_engine.impact.column_differences import SCHEMA
from workflow_engine.impact.grants import with_grants
from workflow_engine.impact.outcomes import Answer, Outcome
from workflow_engine.impact.version import Version
from workflow_engine.program.program import Scale, Table


class AnswerColumns:
    """The answers of one version about what the outcomes ask, for whole chunks of customers.

    Raises NotColumnar where the version calculates what columns cannot.
    """

    def __init__(
        self, version: Version, at: dt.date, outcomes: Sequence[Outcome], side: int
    ) -> None:
        self._version = version
        self._at = at
        self.asked = list(dict.fromkeys(name for one in outcomes for name in one.asked[side]))
        self._decisions: Decisions | None = None
        if self.asked:
            program = with_grants(version.program, version.grants)
            self._ruled = {
                name
                for name, one in program.definitions.items()
                if name in self.asked and isinstance(one, Scale | Table)
            }
            self._extended = program
            limits = limits_of(version.program)
            self._decisions = Decisions(program, at, limits, asked=self.asked[0])

    def of(self, chunk: Chunk) -> dict[str, list[tuple[Answer, int | None]]]:
        """Each thing asked with its answers and the numbers of rules, in the order of the plans."""
        if self._decisions is None:
            return {}
        decided = self._decisions.of(chunk.frame)
        found = {name: self._column(name, decided) for name in self.asked}
        if not chunk.large:
            return found
        positions = [*decided[POSITION].to_list(), *(place for place, _ in chunk.large)]
        order = sorted(range(len(positions)), key=positions.__getitem__)
        for _, customer in chunk.large:
            evaluator = Evaluator(self._extended, customer.values, self._at)
            for name in self.asked:
                found[name].append(self._one(name, evaluator))
        return {name: [answers[place] for place in order] for name, answers in found.items()}

    def _column(self, name: str, decided: pl.DataFrame) -> list[tuple[Answer, int | None]]:
        values = [_plain(value) for value in decided[value_of(name)].to_list()]
        if name not in self._ruled:
            grant = self._version.grants.get(name)
            number = None if grant is None else grant.number
            return [
                (Answer(value, "unknown" if value is None else "known"), number) for value in values
            ]
        statuses = [STATUSES[status] for status in decided[status_column(name)].to_list()]
        rule = rule_column(name)
        rules = decided[rule].to_list() if rule in decided.columns else [None] * len(values)
        return _once(
            (Answer(value, status), number)
            for value, status, number in zip(values, statuses, rules, strict=True)
        )

    def _one(self, name: str, evaluator: Evaluator) -> tuple[Answer, int | None]:
        """The answer about a customer who is beyond the columns."""
        grant = self._version.grants.get(name)
        if grant is not None:
            holds = evaluator.holds(grant.applies)
            return Answer(holds, "unknown" if holds is None else "known"), grant.number
        number = self._version.rules.definition_rule(evaluator, name)
        return Answer(evaluator.definition(name), evaluator.status(name)), number


def outcome_differences(
    outcomes: Sequence[Outcome],
    before: dict[str, list[tuple[Answer, int | None]]],
    after: dict[str, list[tuple[Answer, int | None]]],
    customers: int,
) -> pl.DataFrame:
    """Every difference of the outcomes, with the columns of `SCHEMA`."""
    rows: list[tuple[Any, ...]] = []
    for outcome in outcomes:
        split = len(outcome.asked[0])
        columns = [before[name] for name in outcome.asked[0]]
        columns += [after[name] for name in outcome.asked[1]]
        known: dict[tuple[int, ...], tuple[Any, ...] | None] = {}
        for place in range(customers):
            answers = [column[place] for column in columns]
            key = tuple(map(id, answers))  # equal answers of a column are one object
            if key not in known:
                known[key] = _difference(outcome, answers[:split], answers[split:])
            found = known[key]
            if found is not None:
                rows.append((place, *found))
    return pl.DataFrame(rows, SCHEMA, orient="row")


def _difference(
    outcome: Outcome,
    before: Sequence[tuple[Answer, int | None]],
    after: Sequence[tuple[Answer, int | None]],
) -> tuple[Any, ...] | None:
    """What differs for customers with these answers, with the numbers of the rules."""
    said = [one for one, _ in before], [one for one, _ in after]
    found = outcome.difference(*said)
    if found is None:
        return None
    rules = [
        None if name is None else those[asked.index(name)][1]
        for name, asked, those in zip(
            outcome.deciding(*said), outcome.asked, (before, after), strict=True
        )
    ]
    return (*found, *rules)


def _once(
    answers: Iterable[tuple[Answer, int | None]],
) -> list[tuple[Answer, int | None]]:
    """The answers, equal ones as one object: a column has few different ones."""
    known: dict[Any, tuple[Answer, int | None]] = {}
    return [
        known.setdefault(repr(one) if isinstance(one[0].value, dict | tuple) else one, one)
        for one in answers
    ]


def _plain(value: Any) -> Any:
    """A value out of a column: lists become tuples, as the evaluator has them."""
    if isinstance(value, list):
        return tuple(_plain(one) for one in value)
    return value
