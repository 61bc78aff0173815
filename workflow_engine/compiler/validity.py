"""`valid`: what counts for a time only, as a condition on today."""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

from workflow_engine.compiler.lowering import joined
from workflow_engine.program.expressions import Compare, Constant, Expression, Or, Today
from workflow_engine.program.types import DATE

Period: TypeAlias = tuple[dt.date | None, dt.date | None]
"""First and last day; None where it is open."""


def within(period: Period | None, condition: Expression | None) -> Expression | None:
    """The condition, and that today is within the period; None is what always holds.

    The days come first: out of its time a rule is false whatever else is unknown.
    """
    if period is None:
        return condition
    first, last = period
    parts: list[Expression | None] = []
    if first is not None:
        parts.append(Compare(">=", Today(DATE), Constant(first, DATE)))
    if last is not None:
        parts.append(Compare("<=", Today(DATE), Constant(last, DATE)))
    if condition is not None:
        parts.append(condition)
    return joined("and", parts)


def outside(period: Period, condition: Expression | None) -> Expression:
    """The condition, or that today is not within the period."""
    first, last = period
    parts: list[Expression] = []
    if first is not None:
        parts.append(Compare("<", Today(DATE), Constant(first, DATE)))
    if last is not None:
        parts.append(Compare(">", Today(DATE), Constant(last, DATE)))
    if condition is not None:
        parts.append(condition)
    return parts[0] if len(parts) == 1 else Or(tuple(parts))
