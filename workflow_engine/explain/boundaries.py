"""Where along a line a goal begins to be reached: guessed from the rules, then made exact.

Guesses are the constants of the rules, and the points where a comparison is level: solved as if it
were linear, from two evaluations, which is exact for sums and products with constants. Between a
point that reaches the goal and one that does not, bisection finds the exact step.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from workflow_engine.decide.reference import Evaluator
from workflow_engine.explain.axes import Axis, position_of
from workflow_engine.explain.reach import nodes
from workflow_engine.program.expressions import Call, Compare, Constant, Expression
from workflow_engine.program.types import SCALE

_NEAR = {
    "number": (0, 1, -1, SCALE, -SCALE),
    "integer": (0, 1, -1),
    "date": (0, 1, -1, 31, -31, 366, -366),
    "datetime": (0, 1, -1, 86_400, -86_400, 31 * 86_400, -31 * 86_400),
}
_SPANS = {
    "number": (SCALE, 10_000 * SCALE),
    "integer": (1, 1_000),
    "date": (1, 366),
    "datetime": (86_400, 366 * 86_400),
}


class Region(NamedTuple):
    """Neighbouring positions that all reach the goal; None where no end was met.

    `nearest` is the one nearest to what the customer has.
    """

    nearest: int
    low: int | None
    high: int | None


def nearest_regions(
    axis: Axis,
    evaluate: Callable[[int], Evaluator],
    reached: Callable[[Evaluator], bool],
    expressions: Sequence[Expression],
    today: dt.date,
) -> Iterator[Region]:
    """The nearest region above and below the current position; the first one when there is none."""
    known: dict[int, bool] = {}

    def reaches(x: int) -> bool:
        if x not in known:
            known[x] = reached(evaluate(x))
        return known[x]

    start = axis.current
    if start is None:
        start = axis.clipped(today.toordinal() if axis.kind.kind == "date" else 0)
    guesses = _guesses(axis, evaluate, expressions, start)
    xs = sorted({axis.clipped(x) for x in guesses} | {start, axis.low, axis.high})
    if axis.current is None:
        first = next((i for i, x in enumerate(xs) if reaches(x)), None)
        if first is not None:
            yield _region(xs, first, reaches, from_below=True)
        return
    above = next((i for i, x in enumerate(xs) if x > start and reaches(x)), None)
    if above is not None:
        yield _region(xs, above, reaches, from_below=True)
    below = next((i for i in reversed(range(len(xs))) if xs[i] < start and reaches(xs[i])), None)
    if below is not None:
        yield _region(xs, below, reaches, from_below=False)


def _region(
    xs: list[int], index: int, reaches: Callable[[int], bool], *, from_below: bool
) -> Region:
    def end(steps: Iterable[int]) -> int | None:
        """The last position that reaches the goal on one side; None when all do."""
        for here, there in pairwise(steps):
            if not reaches(there):
                return _edge(here, there, reaches)
        return None

    low = end(reversed(xs[: index + 1]))
    high = end(xs[index:])
    nearest = low if from_below else high
    if nearest is None:  # only where there is no current position
        nearest = high if high is not None else xs[index]
    return Region(nearest, low, high)


def _edge(inside: int, outside: int, reaches: Callable[[int], bool]) -> int:
    """The position next to one that fails, between one that reaches the goal and one that fails."""
    while abs(inside - outside) > 1:
        middle = (inside + outside) // 2
        if reaches(middle):
            inside = middle
        else:
            outside = middle
    return inside


def _guesses(
    axis: Axis,
    evaluate: Callable[[int], Evaluator],
    expressions: Sequence[Expression],
    start: int,
) -> set[int]:
    kind = axis.kind.kind
    comparisons = [node for node in nodes(expressions) if isinstance(node, (Compare, Call))]
    sides = [pair for node in comparisons if (pair := _sides(node)) is not None]
    roots = {x for span in _SPANS[kind] for x in _level(axis, evaluate, sides, start, span)}
    # A second round from the first guesses follows what bends: months, floors, products.
    for x in sorted(roots)[:40]:
        roots.update(_level(axis, evaluate, sides, axis.clipped(x), _SPANS[kind][0]))
    roots.update(_constants(axis, expressions))
    return {root + step for root in roots for step in _NEAR[kind]}


def _sides(node: Expression) -> tuple[Expression, Expression] | None:
    if isinstance(node, Compare) and node.left.type.ordered:
        return node.left, node.right
    return None


def _level(
    axis: Axis,
    evaluate: Callable[[int], Evaluator],
    sides: list[tuple[Expression, Expression]],
    x: int,
    span: int,
) -> Iterator[int]:
    """Where the two sides of each comparison would be equal, from two evaluations."""
    other = axis.clipped(x + span)
    if other == x:
        other = axis.clipped(x - span)
    if other == x:
        return
    here, there = evaluate(x), evaluate(other)
    for left, right in sides:
        one, two = _gap(here, left, right), _gap(there, left, right)
        if one is not None and two is not None and one != two:
            yield axis.clipped(round(x - one * (other - x) / (two - one)))


def _gap(evaluator: Evaluator, left: Expression, right: Expression) -> Fraction | None:
    ends = []
    for side in (left, right):
        value = evaluator.plain(side)
        if value is None:
            return None
        if isinstance(value, dt.date):
            value = position_of(value)
        ends.append(Fraction(value))
    return ends[0] - ends[1]


def _constants(axis: Axis, expressions: Sequence[Expression]) -> Iterator[int]:
    """The constants of the rules as positions on the line."""
    for node in nodes(expressions):
        if not isinstance(node, Constant):
            continue
        position = position_of(node.value)
        if position is None:
            continue
        written = node.type.kind
        if written == axis.kind.kind:
            yield position
        elif written == "integer" and axis.kind.kind == "number":
            yield position * SCALE
        elif written == "number" and axis.kind.kind == "integer":
            yield position // SCALE
