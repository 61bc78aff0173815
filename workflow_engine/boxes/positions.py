"""Where values stand on a line of whole numbers.

An integer stands at itself, a number at its millionths, a date at its ordinal, a moment at its
second.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TypeAlias

from workflow_engine.program.program import Attribute
from workflow_engine.program.types import SCALE, Type, Value

Span: TypeAlias = tuple[int | None, int | None]
"""Neighbouring positions, both ends included; None where there is no end."""

_EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - moments are naive, in the policy's timezone
_LIMITS: dict[str, Span] = {
    "date": (1, dt.date.max.toordinal()),
    "datetime": (
        round((dt.datetime(1, 1, 1) - _EPOCH).total_seconds()),  # noqa: DTZ001
        round((dt.datetime(9999, 12, 31, 23, 59, 59) - _EPOCH).total_seconds()),  # noqa: DTZ001
    ),
}
_RESULTS: dict[str, Span] = {
    "count": (0, None),
    "length": (0, None),
    "abs": (0, None),
    "month": (1, 12),
    "day": (1, 31),
    "year": (1, 9999),
}
"""What functions can give at all."""


def position_of(value: Value) -> int:
    """The position of a value of an ordered type."""
    match value:
        case int():
            return value
        case dt.datetime():
            return int((value - _EPOCH).total_seconds())
        case dt.date():
            return value.toordinal()
        case _:
            raise TypeError("the value has no place on a line")


def value_at(position: int, kind: Type) -> Value:
    """The value of an ordered type at a position."""
    if kind.kind == "date":
        return dt.date.fromordinal(position)
    if kind.kind == "datetime":
        return _EPOCH + dt.timedelta(seconds=position)
    return position


def unit(kind: Type) -> Fraction:
    """What one step of position is worth."""
    return Fraction(1, SCALE) if kind.kind == "number" else Fraction(1)


def limits(kind: Type, attribute: Attribute | None = None, function: str | None = None) -> Span:
    """The positions that an attribute, or the result of a function, may have."""
    low, high = _LIMITS.get(kind.kind, (None, None))
    if function is not None:
        low, high = _RESULTS.get(function, (low, high))
    if attribute is not None and attribute.minimum is not None:
        low = position_of(attribute.minimum)
    if attribute is not None and attribute.maximum is not None:
        high = position_of(attribute.maximum)
    return low, high
