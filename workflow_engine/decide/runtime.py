"""What generated row functions call: fixed-point arithmetic and functions on internal values.

Numbers are integers in millionths. Every function here takes values that are not missing, unless it
says otherwise, and gives None for unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from workflow_engine.decide.functions import plain_date, whole_months
from workflow_engine.program.types import SCALE

HALF = SCALE // 2


def half_even(numerator: int, denominator: int) -> int:
    """`numerator / denominator` to the nearest integer, ties to even; the denominator is not 0."""
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    quotient, rest = divmod(numerator, denominator)
    twice = 2 * rest
    if twice > denominator or (twice == denominator and quotient & 1):
        return quotient + 1
    return quotient


def multiply(a: int, b: int) -> int:
    """The product of two numbers, to six places."""
    quotient, rest = divmod(a * b, SCALE)
    if rest < HALF:
        return quotient
    return quotient + (rest > HALF or quotient & 1)


def divide(a: int, b: int) -> int | None:
    """The quotient of two numbers, to six places; unknown when dividing by zero."""
    return half_even(a * SCALE, b) if b else None


def widened(integers: Iterable[int | None]) -> tuple[int | None, ...]:
    """A list of integers as numbers."""
    return tuple(None if value is None else value * SCALE for value in integers)


def all_of(*values: bool | None) -> bool | None:
    """Kleene conjunction; takes None."""
    unknown = False
    for value in values:
        if value is False:
            return False
        if value is None:
            unknown = True
    return None if unknown else True


def any_of(*values: bool | None) -> bool | None:
    """Kleene disjunction; takes None."""
    unknown = False
    for value in values:
        if value:
            return True
        if value is None:
            unknown = True
    return None if unknown else False


def negate(value: bool | None) -> bool | None:  # noqa: FBT001 - an operator
    """Kleene negation; takes None."""
    return None if value is None else not value


def choose(condition: bool | None, then: Any, otherwise: Any) -> Any:  # noqa: FBT001 - an operator
    """`then if condition else otherwise`; takes None."""
    if condition is None:
        return then if then == otherwise else None
    return then if condition else otherwise


def _below(values: Iterable[Any], limit: Any) -> bool | None:
    unknown = False
    for value in values:
        if value is None:
            unknown = True
        elif not value < limit:
            return False
    return None if unknown else True


def last_below(values: tuple[Any, ...], n: int, limit: Any) -> bool | None:
    """`all_below(last(values, n), limit)` without the list between."""
    if n <= 0:
        return True
    unknown = n > len(values)
    for value in values[-n:]:
        if value is None:
            unknown = True
        elif not value < limit:
            return False
    return None if unknown else True


def _above(values: Iterable[Any], limit: Any) -> bool | None:
    unknown = False
    for value in values:
        if value is None:
            unknown = True
        elif not value > limit:
            return False
    return None if unknown else True


def _some_below(values: Iterable[Any], limit: Any) -> bool | None:
    return any_of(*(None if value is None else value < limit for value in values))


def _some_above(values: Iterable[Any], limit: Any) -> bool | None:
    return any_of(*(None if value is None else value > limit for value in values))


def _last(values: tuple[Any, ...], n: int) -> tuple[Any, ...]:
    if n <= 0:
        return ()
    lacking = n - len(values)
    return values[-n:] if lacking <= 0 else (None,) * lacking + values


def _first(values: tuple[Any, ...], n: int) -> tuple[Any, ...]:
    if n <= 0:
        return ()
    lacking = n - len(values)
    return values[:n] if lacking <= 0 else values + (None,) * lacking


def _sum(values: tuple[Any, ...]) -> Any:
    return None if None in values else sum(values)


def _mean(values: tuple[int, ...]) -> int | None:
    if not values or None in values:
        return None
    return half_even(sum(values), len(values))


def _mean_of_integers(values: tuple[int, ...]) -> int | None:
    if not values or None in values:
        return None
    return half_even(sum(values) * SCALE, len(values))


def _smallest(*values: Any) -> Any:
    if len(values) == 1 and isinstance(values[0], tuple):
        values = values[0]
    return min(values) if values and None not in values else None


def _largest(*values: Any) -> Any:
    if len(values) == 1 and isinstance(values[0], tuple):
        values = values[0]
    return max(values) if values and None not in values else None


def _coalesce(*values: Any) -> Any:
    for value in values:
        if value is not None:
            return value
    return None


def _contains(values: tuple[Any, ...] | str, item: Any) -> bool | None:
    if item in values:
        return True
    return None if not isinstance(values, str) and None in values else False


def _round(number: int, places: int = 0) -> int:
    step: int = 10 ** (6 - max(0, min(places, 6)))
    return half_even(number, step) * step


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "days_since": lambda today, day: (today - plain_date(day)).days,
    "days_until": lambda today, day: (plain_date(day) - today).days,
    "months_since": lambda today, day: whole_months(plain_date(day), today),
    "years_since": lambda today, day: whole_months(plain_date(day), today) // 12,
    "days_between": lambda a, b: (plain_date(b) - plain_date(a)).days,
    "year": lambda day: day.year,
    "month": lambda day: day.month,
    "day": lambda day: day.day,
    "last": _last,
    "first": _first,
    "all_below": _below,
    "all_above": _above,
    "any_below": _some_below,
    "any_above": _some_above,
    "count": len,
    "sum": _sum,
    "mean": _mean,
    "mean of integers": _mean_of_integers,
    "min": _smallest,
    "max": _largest,
    "abs": abs,
    "round": _round,
    "floor": lambda number: number // SCALE,
    "ceil": lambda number: -(-number // SCALE),
    "coalesce": _coalesce,
    "contains": _contains,
    "starts_with": str.startswith,
    "ends_with": str.endswith,
    "length": len,
    "date": plain_date,
}

DATED = frozenset({"days_since", "days_until", "months_since", "years_since"})
"""Functions that take the day of the decision first."""

TAKES_MISSING = frozenset({"coalesce", "min", "max"})
"""Functions that look at missing arguments themselves."""

MAY_BE_UNKNOWN = frozenset(
    {
        "last",
        "first",
        "all_below",
        "all_above",
        "any_below",
        "any_above",
        "sum",
        "mean",
        "min",
        "max",
        "coalesce",
        "contains",
    }
)
"""Functions whose result may be None although no argument is (lists carry missing elements)."""

LIFTED = {"all_of": all_of, "any_of": any_of, "negate": negate, "choose": choose}
