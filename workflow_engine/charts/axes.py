"""Axes: round ticks that hold every value, computed exactly."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from workflow_engine.charts.numbers import Number, exact, magnitude, power_of_ten

_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Axis:
    """From `low` to `high`, which are the first and the last of its round `ticks`."""

    low: Fraction
    high: Fraction
    ticks: tuple[Fraction, ...]

    def place(self, value: Number) -> float:
        """Where a value lies between `low` (0) and `high` (1)."""
        return float((exact(value) - self.low) / (self.high - self.low))


def axis(values: Iterable[Number], *, most: int = 5, zero: bool = True) -> Axis:
    """An axis of about `most` steps of 1, 2 or 5 times a power of ten that holds all values.

    `zero` keeps nothing in sight. Whole numbers get whole steps. Without values, or where all are
    nothing, it runs from 0 to 1.

    >>> [int(tick) for tick in axis([3, 86]).ticks]
    [0, 20, 40, 60, 80, 100]
    """
    exact_values = [exact(value) for value in values]
    whole = all(value.denominator == 1 for value in exact_values)
    known = [*exact_values, Fraction(0)] if zero or not exact_values else exact_values
    low, high = min(known), max(known)
    if low == high:
        low, high = (low, low + 1) if not low else (low - abs(low) / 2, high + abs(high) / 2)
    step = _step((high - low) / most, whole=whole)
    first, last = math.floor(low / step), math.ceil(high / step)
    ticks = tuple(step * count for count in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], ticks)


def _step(least: Fraction, *, whole: bool) -> Fraction:
    """The smallest round step that is no smaller than `least`."""
    power = power_of_ten(magnitude(least))
    step = next(power * factor for factor in _STEPS if power * factor >= least)
    return max(step, Fraction(1)) if whole else step
