"""Comparisons with a constant, and ranges made of two of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from workflow_engine.program.expressions import (
    And,
    Compare,
    Comparison,
    Constant,
    Expression,
    ToNumber,
)

MIRRORED: Mapping[Comparison, Comparison] = {
    "==": "==",
    "!=": "!=",
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
}


class Bound(NamedTuple):
    """A comparison with what is compared at the left."""

    subject: Expression
    op: Comparison
    limit: Expression


def unwidened(expression: Expression) -> Expression:
    """The expression without the widening of an integer to a number."""
    return expression.item if isinstance(expression, ToNumber) else expression


def bound(expression: Expression) -> Bound | None:
    """A comparison with a constant, what is compared first; None for any other expression."""
    match expression:
        case Compare(op, left, Constant() as limit) if not isinstance(left, Constant):
            return Bound(left, op, limit)
        case Compare(op, Constant() as limit, right) if not isinstance(right, Constant):
            return Bound(right, MIRRORED[op], limit)
        case _:
            return None


def grouped(condition: And) -> list[tuple[Expression, ...]]:
    """The parts of a conjunction, with the two bounds of one range together."""
    groups: list[tuple[Expression, ...]] = []
    for item in condition.items:
        last = groups[-1] if groups else ()
        if len(last) == 1 and _is_range(last[0], item):
            groups[-1] = (last[0], item)
        else:
            groups.append((item,))
    return groups


def _is_range(first: Expression, second: Expression) -> bool:
    one, two = bound(first), bound(second)
    return (
        one is not None
        and two is not None
        and {one.op[0], two.op[0]} == {"<", ">"}
        and one.subject == two.subject
    )
