"""Both sides of every written limit: `tier >= 28` is only pinned by a 28 and a 27.

A limit that is off by one is found by no other test. The other side of a limit is the next whole
number or day; of a number one whole, or where it is written with decimals one more decimal
(`0.3`: 0.29), and anything as near as that counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from workflow_engine.explain.comparisons import bound, unwidened
from workflow_engine.program.expressions import (
    AttributeValue,
    Call,
    Compare,
    Constant,
    DefinitionValue,
    Expression,
    Today,
)
from workflow_engine.program.program import Program
from workflow_engine.program.reading import parts
from workflow_engine.program.types import SCALE, Type, Value
from workflow_engine.trial.coverage_conditions import Condition, conditions, parts_of
from workflow_engine.trial.coverage_points import Point, Wanted, answered
from workflow_engine.trial.coverage_words import Names

_MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a limit: the limit itself, or the nearest value beyond it.

    `low` and `high` are what counts as on this side, both ends included; of several values
    `example` is the one to propose.
    """

    subject: Expression
    low: Value
    high: Value
    example: Value
    kind: Type

    @property
    def typical(self) -> Expression:
        """That the subject has the value to propose."""
        return Compare("==", self.subject, Constant(self.example, self.kind))

    @property
    def wanted(self) -> Wanted:
        """That the subject is on this side."""
        if self.low == self.high:
            return ((self.typical, True),)
        low, high = Constant(self.low, self.kind), Constant(self.high, self.kind)
        return (
            (Compare(">=", self.subject, low), True),
            (Compare("<=", self.subject, high), True),
        )


def sides_of(condition: Expression, program: Program) -> tuple[Side, ...]:
    """The two sides of a comparison with an ordered constant; none of any other condition.

    A side beyond what an attribute can hold is left out.
    """
    found = bound(condition)
    if found is None or found.op in ("==", "!="):
        return ()
    subject, limit = found.subject, found.limit
    assert isinstance(limit, Constant), "a bound is a constant"
    kind = limit.type
    if limit.value is None or not kind.ordered:
        return ()
    if unwidened(subject) is not subject and isinstance(limit.value, int):
        if limit.value % SCALE:
            return ()  # a whole number never stands on 2.5
        subject = unwidened(subject)
        kind = subject.type
        limit = Constant(limit.value // SCALE, kind)
    on = limit.value
    assert on is not None, "a limit is written"
    # `<` and `≥` part what is below from the limit, `≤` and `>` the limit from what is above.
    way: Literal[-1, 1] = -1 if found.op in ("<", ">=") else 1
    beyond = _beyond(on, kind, way)
    sides = [Side(subject, on, on, on, kind)]
    if beyond is not None:
        near, far = beyond
        low, high = (far, near) if way < 0 else (near, far)
        sides.append(Side(subject, low, high, far, kind))
    return tuple(side for side in sides if _possible(side, program))


def boundary_points(program: Program, names: Names) -> Iterator[Point]:
    """The sides of every limit, each once in what it belongs to."""
    told: set[tuple[str, str, Value]] = set()
    for condition in conditions(program, names):
        for part in parts_of(condition.whole):
            for side in sides_of(part.condition, program):
                key = (condition.owner, written(side.subject), side.example)
                if key not in told:
                    told.add(key)
                    yield _point(condition, side, part.condition, names)


def written(subject: Expression) -> str:
    """A subject by the ids in it, for keys: `net`, `days_since(joined_on)`."""
    match subject:
        case AttributeValue(name) | DefinitionValue(name, _, None):
            return name
        case DefinitionValue(name, _, field):
            return f"{name}.{field}"
        case Constant(value):
            return str(value)
        case Today():
            return "today"
        case Call(function, arguments):
            return f"{function}({','.join(map(written, arguments))})"
        case _:
            return f"{type(subject).__name__}({','.join(map(written, parts(subject)))})"


def _point(condition: Condition, side: Side, limit: Expression, names: Names) -> Point:
    return Point(
        key=f"boundary:{condition.owner}/{written(side.subject)}={side.example}",
        kind="boundaries",
        owner=condition.owner,
        place=condition.place,
        missing=names.never_tried(limit, side.typical),
        seen=answered(side.wanted),
        wanted=side.wanted,
        typical=((side.typical, True),),
        row=condition.row,
    )


def _beyond(on: Value, kind: Type, way: Literal[-1, 1]) -> tuple[Value, Value] | None:
    """The nearest and the farthest value that counts as beyond a limit; None past the calendar."""
    match on:
        case bool() | str() | tuple() | dict() | None:
            return None
        case int():
            if kind.kind == "integer":
                return on + way, on + way
            return on + way, on + way * _step(on)
        case dt.datetime():
            return on + way * _MINUTE, on + way * _MINUTE
        case dt.date():
            if on in (dt.date.min, dt.date.max):
                return None
            return on + way * dt.timedelta(days=1), on + way * dt.timedelta(days=1)


def _step(millionths: int) -> int:
    """How near counts: one whole for a whole number, else a tenth of its last decimal.

    >>> _step(60 * SCALE), _step(SCALE // 2)
    (1000000, 10000)
    """
    step = SCALE
    while step > 1 and millionths % step:
        step //= 10
    return step if step in (SCALE, 1) else step // 10


def _possible(side: Side, program: Program) -> bool:
    if not isinstance(side.subject, AttributeValue) or side.kind.kind != side.subject.type.kind:
        return True
    attribute = program.attributes[side.subject.name]
    low = cast("int | None", attribute.minimum)
    high = cast("int | None", attribute.maximum)
    example = cast("int", side.example)
    return (low is None or low <= example) and (high is None or example <= high)
