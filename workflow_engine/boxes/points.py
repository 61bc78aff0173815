"""The plainest value within limits: the one a reader would have chosen as an example."""

from __future__ import annotations

import datetime as dt

from workflow_engine.boxes.axes import AnyOther, Cell, Lists, Missing, Single, Stretch
from workflow_engine.boxes.positions import Span, limits, value_at
from workflow_engine.program.program import Attribute
from workflow_engine.program.types import SCALE, Type, Value

EXAMPLE_DAY = dt.date(2026, 3, 2)
"""The day of an example where the day does not matter: a plain Monday."""

_STEPS = (SCALE, 100_000, 10_000, 1_000, 100, 10, 1)
"""Steps of a number with no decimals, one, two …"""


def plainest(kind: Type, span: Span) -> int:
    """The roundest position of an ordered type within a span, near zero or the example's day."""
    low, high = span
    near = 0
    if kind.kind == "date":
        near = EXAMPLE_DAY.toordinal()
    elif kind.kind == "datetime":
        near = (EXAMPLE_DAY - dt.date(1970, 1, 1)).days * 86_400 + 9 * 3_600
    if (low is None or low <= near) and (high is None or near <= high):
        return near
    if low is not None and low > near:
        return _rounded(low, high) if kind.kind == "number" else low
    assert high is not None, "the span ends below"
    return -_rounded(-high, None if low is None else -low) if kind.kind == "number" else high


def _rounded(low: int, high: int | None) -> int:
    """The first position from `low` on with as few decimals as there are up to `high`."""
    for step in _STEPS:
        position = -(-low // step) * step
        if high is None or position <= high:
            return position
    return low


def value_in(cell: Cell, kind: Type) -> Value:
    """An example of a cell."""
    match cell:
        case Stretch(low, high):
            return value_at(plainest(kind, (low, high)), kind)
        case Single(value):
            return value
        case AnyOther(example) | Lists(_, example):
            return example
        case Missing():
            return None


def usual_value(attribute: Attribute) -> Value:
    """A value for an attribute that must have one, where any will do."""
    kind = attribute.type
    if kind.ordered:
        return value_at(plainest(kind, limits(kind, attribute)), kind)
    match kind.kind:
        case "boolean":
            return False
        case "choice":
            return kind.options[0].id
        case "list":
            return ()
        case _:
            return "其他"
