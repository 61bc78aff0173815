"""Exact arithmetic in columns: products and quotients of integers, rounded half-even."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import mul

import polars as pl

from workflow_engine.columnar.binding import once


def integer(value: int, width: pl.DataType) -> pl.Expr:
    """A constant of the given width."""
    return pl.lit(value, dtype=width)


def half_even(numerator: pl.Expr, denominator: pl.Expr, width: pl.DataType) -> pl.Expr:
    """`numerator / denominator` to the nearest integer, ties to even; null when dividing by 0."""

    def rounded(n: pl.Expr, d: pl.Expr, q: pl.Expr) -> pl.Expr:
        rest = (n - q * d).abs()
        return q + (rest * integer(2, width) + _odd(q, width) > d.abs()).cast(width)

    n, d = pl.field("n"), pl.field("d")
    return (
        pl.struct(n=numerator, d=denominator)
        .struct.with_fields(q=n // d)
        .struct.with_fields(rounded=rounded(n, d, pl.field("q")))
        .struct.field("rounded")
    )


def half_even_by(numerator: pl.Expr, denominator: int, width: pl.DataType) -> pl.Expr:
    """`numerator / denominator` to the nearest integer, ties to even, by a positive constant."""
    if denominator == 1:
        return numerator
    by = integer(denominator, width)

    def rounded(n: pl.Expr) -> pl.Expr:
        q = n // by
        return q + _up(n % by, q, denominator, width)

    return once(rounded, numerator)


def product(factors: Sequence[pl.Expr], times: int, width: pl.DataType) -> pl.Expr:
    """The product of columns and a constant."""
    if times == 1 and factors:
        return reduce(mul, factors)
    return reduce(mul, [*factors, integer(times, width)])


def split_product(
    factors: Sequence[pl.Expr], times: int, denominator: int, width: pl.DataType
) -> pl.Expr:
    """`a · b · times / denominator`, half-even, where the product itself would be too large.

    The first factor is cut: `a = h · denominator + l` gives `h·b·times + l·b·times / denominator`.
    """
    by = integer(denominator, width)

    def rounded(a: pl.Expr, b: pl.Expr) -> pl.Expr:
        rest = (a % by) * b
        q = (a // by) * b + rest // by
        return q + _up(rest % by, q, denominator, width)

    return once(rounded, factors[0], factors[1] * integer(times, width))


def _odd(value: pl.Expr, width: pl.DataType) -> pl.Expr:
    """1 for odd values, 0 for even ones."""
    return value & integer(1, width)


def _up(rest: pl.Expr, quotient: pl.Expr, denominator: int, width: pl.DataType) -> pl.Expr:
    """1 where the rest of a division rounds up: above the half, or at it next to an odd number."""
    twice = rest * integer(2, width) + _odd(quotient, width)
    return (twice > integer(denominator, width)).cast(width)
