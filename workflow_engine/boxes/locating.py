"""Where a customer stands in a space."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from workflow_engine.boxes.axes import Axis, Lists, Missing
from workflow_engine.boxes.positions import position_of
from workflow_engine.boxes.space import Box, Space
from workflow_engine.boxes.variables import Variable
from workflow_engine.decide.reference import Evaluator
from workflow_engine.program.types import Value

Terms: TypeAlias = tuple[tuple[Variable, int], ...]
"""What an axis sums up, with how many of each; a variable is once itself."""


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer on a day; an attribute that is not there is missing."""

    values: Mapping[str, Value]
    day: dt.date

    def having(self, name: str, value: Value) -> Customer:
        """The same customer with one attribute changed; the day is `today`."""
        if name == "today":
            return Customer(self.values, value if isinstance(value, dt.date) else self.day)
        return Customer({**self.values, name: value}, self.day)


def located(space: Space, customer: Customer) -> Box:
    """The box of one cell on each axis in which a customer stands.

    Everybody who stands in it gets the same answers from the conditions of the space. A value that
    the policy does not allow (an unknown option) stands in no cell, and the box is empty.
    """
    found = []
    for axis in space.axes:
        cell = cell_of(axis, terms_of(space, axis), customer)
        found.append(0 if cell is None else 1 << cell)
    return tuple(found)


def terms_of(space: Space, axis: Axis) -> Terms:
    """What an axis sums up."""
    if axis.variable is not None:
        return ((axis.variable, 1),)
    found = []
    for key, multiple in axis.terms:
        variable = space.axes[space.place(key)].variable
        assert variable is not None, "sums are of variables"
        found.append((variable, multiple))
    return tuple(found)


def cell_of(axis: Axis, terms: Terms, customer: Customer) -> int | None:
    """The number of the cell in which a customer stands.

    None for a value that the axis does not have.
    """
    if axis.variable is None or axis.starts:
        position = position_on(terms, customer)
        if position is not None:
            return axis.cell_at(position)
        return _missing(axis)
    value = value_of(axis.variable, customer)
    if value is None:
        return _missing(axis)
    if not axis.facts:
        return axis.cell_of(value)
    evaluator = Evaluator(axis.variable.program, customer.values, customer.day)
    answers = tuple(evaluator.holds(question.asked) for question in axis.facts.values())
    for n, cell in enumerate(axis.cells):
        if isinstance(cell, Lists) and cell.answers == answers:
            return n
    return None


def position_on(terms: Terms, customer: Customer) -> int | None:
    """Where a customer stands on an ordered axis; None where a value is missing."""
    total = 0
    for variable, multiple in terms:
        value = value_of(variable, customer)
        if value is None:
            return None
        total += multiple * position_of(value)
    return total


def value_of(variable: Variable, customer: Customer) -> Value:
    """What a variable is for a customer."""
    return Evaluator(variable.program, customer.values, customer.day).value(variable.expression)


def _missing(axis: Axis) -> int | None:
    return len(axis.cells) - 1 if isinstance(axis.cells[-1], Missing) else None
