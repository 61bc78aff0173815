"""The census customer by customer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from workflow_engine.batch.customers import Customer
from workflow_engine.census.tally import Tally, asked, name_examples, otherwise_number
from workflow_engine.decide.decision import Decision
from workflow_engine.decide.reference import Evaluator
from workflow_engine.decide.row_function import row_function
from workflow_engine.decide.rule_numbers import SINGLE_HITS
from workflow_engine.planning.portrait import portrait_gaps
from workflow_engine.program.program import Level, Measure, Program, Scale, Table, Tag
from workflow_engine.program.types import Value

OPEN = frozenset({"due", "active", "offered"})
"""States of items that the customer has or may choose."""


class RowCensus:
    """Counts one customer after another on one day."""

    def __init__(self, program: Program, at: dt.date) -> None:
        self._program = program
        self._at = at
        self._asked = asked(program)
        self._decide = row_function(self._asked.program)
        self._levels = {
            name: {level.id: number for number, level in enumerate(_levels(one), self._first(name))}
            for name, one in program.definitions.items()
            if isinstance(one, Scale)
        }

    def _first(self, name: str) -> int:
        return self._asked.numbers.first[name]

    def count(self, customer: Customer, tally: Tally) -> None:
        """Add a customer to the counts."""
        decision = self._decide(customer.values, self._at)
        tally.customers += 1
        self._definitions(customer, decision, tally)
        for item, state in decision.states.items():
            if state in OPEN:
                tally.hits[self._asked.numbers.item[item]] += 1
        gaps = portrait_gaps(self._program, customer.values, self._at)
        tally.stale.update(gaps.stale)
        tally.absent.update(
            name for name in self._program.attributes if customer.values.get(name) is None
        )
        unknown = [name for name in decision.unknown if name in self._program.definitions]
        tally.unknown.update(unknown)
        ruled = [one for one in unknown if not isinstance(self._program.definitions[one], Measure)]
        if ruled:
            self._missing(customer.values, ruled, tally)

    def _definitions(self, customer: Customer, decision: Decision, tally: Tally) -> None:
        values, undecided = decision.values, {*decision.unknown, *decision.conflicts}
        for name, definition in self._program.definitions.items():
            if isinstance(definition, Tag):
                tally.hits[self._first(name)] += values[name] is True
            elif isinstance(definition, Scale | Table):
                if name in decision.conflicts:
                    tally.conflicts[name] += 1
                    name_examples(tally.in_conflict, name, [customer.id])
                elif name not in undecided and _unmatched(definition, values[name]):
                    tally.unmatched[name] += 1
                    name_examples(tally.without_rule, name, [customer.id])
                if isinstance(definition, Scale):
                    number = self._levels[name].get(str(values[name]))
                    if name not in undecided and number is not None:
                        tally.hits[number] += 1
                else:
                    self._rows(definition, values, tally, known=name not in undecided)

    def _rows(
        self, table: Table, values: Mapping[str, Value], tally: Tally, *, known: bool
    ) -> None:
        matching = [number for tag, number in self._asked.rows[table.id] if values[tag] is True]
        if table.hit not in SINGLE_HITS:
            tally.hits.update(matching)
        elif known and matching:
            tally.hits[matching[0]] += 1
        elif known:
            number = otherwise_number(self._asked.numbers, table)
            if number is not None:
                tally.hits[number] += 1

    def _missing(self, values: Mapping[str, Value], unknown: list[str], tally: Tally) -> None:
        evaluator = Evaluator(self._program, values, self._at)
        alone = set()
        for name in unknown:
            missing = evaluator.missing_for(name)
            if len(missing) == 1:
                (attribute,) = missing
                tally.settles[attribute, name] += 1
                alone.add(attribute)
        tally.settled.update(alone)


def _levels(scale: Scale) -> tuple[Level, ...]:
    return (*scale.levels, *(() if scale.otherwise is None else (scale.otherwise,)))


def _unmatched(definition: Scale | Table, value: Value) -> bool:
    """Whether a known outcome says that no rule matches; that of a list may well be empty."""
    return value is None and definition.hit in SINGLE_HITS
