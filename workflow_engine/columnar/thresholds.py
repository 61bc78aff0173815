"""Rounded products and quotients against a constant, without rounding or dividing anything.

`N / D`, rounded half-even, is at least `c` exactly when `2N` reaches `(2c - 1)·D`: a tie at `c - ½`
rounds up to an even `c` and down from an odd one.
"""

from __future__ import annotations

import polars as pl

from workflow_engine.columnar.arithmetic import integer
from workflow_engine.columnar.binding import once
from workflow_engine.program.expressions import Comparison

_AT_LEAST: dict[Comparison, tuple[int, bool]] = {
    ">=": (0, True),
    ">": (1, True),
    "<": (0, False),
    "<=": (1, False),
}


def as_at_least(op: Comparison, limit: int) -> tuple[int, bool]:
    """`x op limit` as (`c`, whether `x >= c` is to hold, or else not to); `op` is an order."""
    more, holds = _AT_LEAST[op]
    return limit + more, holds


def least_numerator(limit: int, denominator: int) -> int:
    """The least N for which N / denominator, rounded half-even, is at least the limit."""
    twice = (2 * limit - 1) * denominator
    return -(-twice // 2) if limit % 2 == 0 else twice // 2 + 1


def quotient_reaches(
    whole: pl.Expr, by: pl.Expr, limit: int, over: int, width: pl.DataType
) -> pl.Expr:
    """Whether `whole / (by · over)`, rounded half-even, is at least the limit; unknown by 0."""
    tie = limit % 2 == 0
    zero = integer(0, width)

    def reached(whole: pl.Expr, by: pl.Expr) -> pl.Expr:
        above = whole * integer(2, width) - by * integer((2 * limit - 1) * over, width)
        return (
            pl.when(by > zero)
            .then(above >= zero if tie else above > zero)
            .when(by < zero)
            .then(above <= zero if tie else above < zero)
        )

    return once(reached, whole, by)
