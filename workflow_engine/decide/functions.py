"""The meaning of the functions of the policy language, on plain values, as plainly as possible.

Numbers are `Fraction`; `None` is missing. The generated row function has its own, faster versions.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

Plain = Any
"""bool, int, Fraction, str, date, datetime, tuple of these, or None."""


def exact(number: Fraction) -> Fraction:
    """Round half-even to six places."""
    return Fraction(round(number * 1_000_000), 1_000_000)


def plain_date(value: dt.date) -> dt.date:
    """The date part of a date or datetime."""
    return value.date() if isinstance(value, dt.datetime) else value


def whole_months(start: dt.date, end: dt.date) -> int:
    """How many whole months lie between two dates: the largest n with start + n months <= end."""
    months = (end.year - start.year) * 12 + end.month - start.month
    last = calendar.monthrange(end.year, end.month)[1]
    return months - (end.day < min(start.day, last))


def every(values: tuple[bool | None, ...]) -> bool | None:
    """Kleene conjunction."""
    if False in values:
        return False
    return None if None in values else True


def some(values: tuple[bool | None, ...]) -> bool | None:
    """Kleene disjunction."""
    if True in values:
        return True
    return None if None in values else False


def _compared(values: tuple[Plain, ...], test: Callable[[Plain], bool]) -> tuple[bool | None, ...]:
    return tuple(None if value is None else test(value) for value in values)


def _last(values: tuple[Plain, ...], n: int) -> tuple[Plain, ...]:
    n = max(n, 0)
    taken = values[-n:] if n else ()
    return (None,) * (n - len(taken)) + taken


def _first(values: tuple[Plain, ...], n: int) -> tuple[Plain, ...]:
    n = max(n, 0)
    taken = values[:n]
    return taken + (None,) * (n - len(taken))


def _several(arguments: tuple[Plain, ...]) -> tuple[Plain, ...]:
    """The values of `min` and `max`: of one list, or of the arguments themselves."""
    if len(arguments) == 1 and isinstance(arguments[0], tuple):
        return arguments[0]
    return arguments


def _extreme(pick: Callable[[tuple[Plain, ...]], Plain]) -> Callable[..., Plain]:
    def function(*arguments: Plain) -> Plain:
        values = _several(arguments)
        if not values or None in values:
            return None
        return pick(values)

    return function


def _sum(values: tuple[Plain, ...]) -> Plain:
    return None if None in values else sum(values)


def _mean(values: tuple[Plain, ...]) -> Plain:
    if not values or None in values:
        return None
    return exact(Fraction(sum(values)) / len(values))


def _contains(values: tuple[Plain, ...] | str, item: Plain) -> bool | None:
    if isinstance(values, str):
        return item in values
    return some(tuple(None if value is None else value == item for value in values))


def _coalesce(*arguments: Plain) -> Plain:
    return next((value for value in arguments if value is not None), None)


def _round(number: Fraction, places: int = 0) -> Fraction:
    return Fraction(round(Fraction(number), max(0, min(places, 6))))


FUNCTIONS: Mapping[str, Callable[..., Plain]] = {
    "days_between": lambda a, b: (plain_date(b) - plain_date(a)).days,
    "year": lambda day: day.year,
    "month": lambda day: day.month,
    "day": lambda day: day.day,
    "last": _last,
    "first": _first,
    "all_below": lambda values, x: every(_compared(values, lambda v: v < x)),
    "all_above": lambda values, x: every(_compared(values, lambda v: v > x)),
    "any_below": lambda values, x: some(_compared(values, lambda v: v < x)),
    "any_above": lambda values, x: some(_compared(values, lambda v: v > x)),
    "count": len,
    "sum": _sum,
    "mean": _mean,
    "min": _extreme(min),
    "max": _extreme(max),
    "abs": abs,
    "round": _round,
    "floor": math.floor,
    "ceil": math.ceil,
    "coalesce": _coalesce,
    "contains": _contains,
    "starts_with": str.startswith,
    "ends_with": str.endswith,
    "length": len,
    "date": plain_date,
}
"""Functions that need no moment; all but `coalesce`, `min`, `max` need every argument."""

DATED: Mapping[str, Callable[[dt.date, Plain], int]] = {
    "days_since": lambda today, day: (today - plain_date(day)).days,
    "days_until": lambda today, day: (plain_date(day) - today).days,
    "months_since": lambda today, day: whole_months(plain_date(day), today),
    "years_since": lambda today, day: whole_months(plain_date(day), today) // 12,
}
"""Functions that read the moment of the decision first."""


def call(function: str, arguments: tuple[Plain, ...], today: dt.date) -> Plain:
    """The value of a function of the language; None when an argument it needs is missing."""
    if function not in ("coalesce", "min", "max") and None in arguments:
        return None
    if function in DATED:
        return DATED[function](today, arguments[0])
    return FUNCTIONS[function](*arguments)
