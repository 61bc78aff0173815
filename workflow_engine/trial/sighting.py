"""One customer on one day as a test showed it to the policy: what was seen there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from workflow_engine.decide.decider import chosen_items, eligible, suspended
from workflow_engine.decide.decision import State
from workflow_engine.decide.items import must_do_state, optional_state
from workflow_engine.decide.reference import Evaluator
from workflow_engine.decide.rule_numbers import RuleNumbers
from workflow_engine.program.expressions import Expression
from workflow_engine.program.program import Item, Program
from workflow_engine.program.types import Value


class Sighting:
    """What the reference evaluator says of one customer; each answer is found once."""

    def __init__(
        self, program: Program, numbers: RuleNumbers, values: Mapping[str, Value], day: dt.date
    ) -> None:
        self.evaluator = Evaluator(program, values, day)
        self._program = program
        self._numbers = numbers
        self._values = values
        self._answers: dict[int, bool | None] = {}
        self._decided: dict[str, int | None] = {}
        self._states: dict[str, State] = {}

    def holds(self, condition: Expression) -> bool | None:
        """Whether a condition of the program is true, false or unknown."""
        # INVARIANT: the program outlives its sightings, so an id stands for one expression.
        key = id(condition)
        if key not in self._answers:
            self._answers[key] = self.evaluator.holds(condition)
        return self._answers[key]

    def decided(self, name: str) -> int | None:
        """The number of the rule that decided a scale or a table with a single hit."""
        if name not in self._decided:
            self._decided[name] = self._numbers.definition_rule(self.evaluator, name)
        return self._decided[name]

    def state(self, item: Item) -> State:
        """The state of an item, as `decide.decider` decides it."""
        if item.id not in self._states:
            self._states[item.id] = self._state(item)
        return self._states[item.id]

    def _state(self, item: Item) -> State:
        if item.kind == "must_do":
            return must_do_state(self.evaluator.holds(item.applies))
        return optional_state(
            eligible=eligible(self._program, self.evaluator, item),
            chosen=item.id in chosen_items(self._program, self._values),
            suspended=suspended(self._program, self.evaluator, item),
        )
