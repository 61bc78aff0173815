"""Products and quotients of numbers as one rounded fraction.

A number is an integer count of millionths, so `a * b` is the integer `a·b / 10⁶` and `a / b` the
integer `a·10⁶ / b`, both rounded half-even. Written constants and whole numbers cancel first: the
rational number stays the same, and with it its rounding, but what is calculated stays small.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

from workflow_engine.program.expressions import Arithmetic, Constant, Expression, ToNumber
from workflow_engine.program.types import SCALE


@dataclass(frozen=True, slots=True)
class Quotient:
    """`factors · times / (by · over)`, rounded half-even; `over` is positive, `by` None is 1."""

    factors: tuple[Expression, ...]
    times: int
    by: Expression | None
    over: int

    @property
    def exact(self) -> bool:
        """Whether nothing is divided, so that nothing is rounded."""
        return self.by is None and self.over == 1


def quotient_of(node: Arithmetic) -> Quotient:
    """The fraction that `*` or `/` of numbers stands for, in lowest terms of its constants."""
    factors, times = _factor(node.left)
    by: tuple[Expression, ...] = ()
    over = 1
    if node.op == "*":
        more, more_times = _factor(node.right)
        factors, times, over = factors + more, times * more_times, SCALE
    elif isinstance(node.right, Constant) and node.right.value == 0:
        by, times = (node.right,), times * SCALE
    else:
        by, over = _factor(node.right)
        times *= SCALE
    if over < 0:
        times, over = -times, -over
    common = gcd(times, over)
    return Quotient(factors, times // common, by[0] if by else None, over // common)


def _factor(expression: Expression) -> tuple[tuple[Expression, ...], int]:
    """An expression as something that varies, if it does, and a constant it is multiplied by."""
    match expression:
        case Constant(int(value), _):
            return (), value
        case ToNumber(item):
            return (item,), SCALE
        case _:
            return (expression,), 1
