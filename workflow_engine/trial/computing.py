"""Customers who have what a computed result needs: `amount * 2` gives nothing without an amount.

Conditions ask for nothing of what a row of a table then computes with, so a customer found for a
condition may lack it. The values put in are plain ones: they are there to be replaced.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import cast

from workflow_engine.decide.reference import Evaluator
from workflow_engine.program.expressions import Constant, Expression
from workflow_engine.program.program import Attribute, Program, Table
from workflow_engine.program.types import SCALE, Type, Value

_PLAIN_NUMBER = 10
_PLAIN_DAY = dt.date(2020, 1, 1)


def lacking(
    program: Program, name: str, values: Mapping[str, Value], day: dt.date
) -> frozenset[str]:
    """The missing attributes without which a table cannot compute what its matching rows give.

    Empty for any other definition, and for a table that gives constants.
    """
    table = program.definitions.get(name)
    if not isinstance(table, Table):
        return frozenset()
    evaluator = Evaluator(program, values, day)
    return frozenset(
        attribute
        for expression in _computed(table, evaluator)
        for attribute in evaluator.missing(expression)
        if values.get(attribute) is None  # a list with a gap in it is the customer's own
    )


def completed(
    program: Program, name: str, values: Mapping[str, Value], day: dt.date
) -> dict[str, Value]:
    """The customer with a value for everything that a table's results lack.

    Of what is decided by what has been put in, nothing is known beforehand: the caller looks again.
    """
    full = dict(values)
    while missing := lacking(program, name, full, day):
        full |= {one: _plain_value(program.attributes[one]) for one in missing}
    return full


def _computed(table: Table, evaluator: Evaluator) -> Iterator[Expression]:
    """What the rows that match for certain compute, or the `otherwise` where none may match."""
    answers = [evaluator.holds(row.when) for row in table.rows]
    groups = [row.then for row, answer in zip(table.rows, answers, strict=True) if answer]
    if table.otherwise is not None and all(answer is False for answer in answers):
        groups.append(table.otherwise)
    for group in groups:
        yield from (one for one in group if not isinstance(one, Constant))


def _plain_value(attribute: Attribute) -> Value:
    value = _of_type(attribute.type)
    if attribute.type.ordered:
        # INVARIANT: limits are held as the values of the attribute are.
        within = cast("int", value)
        if attribute.minimum is not None:
            within = max(within, cast("int", attribute.minimum))
        if attribute.maximum is not None:
            within = min(within, cast("int", attribute.maximum))
        return within
    return value


def _of_type(kind: Type) -> Value:
    match kind.kind:
        case "integer":
            return _PLAIN_NUMBER
        case "number":
            return _PLAIN_NUMBER * SCALE
        case "boolean":
            return True
        case "choice":
            return kind.options[0].id
        case "date":
            return _PLAIN_DAY
        case "datetime":
            return dt.datetime.combine(_PLAIN_DAY, dt.time(9))
        case "list" if kind.item is not None:
            return (_of_type(kind.item),)
        case _:
            return "x"
