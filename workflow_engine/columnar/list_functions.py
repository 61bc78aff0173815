"""Functions of lists in columns: elements may be missing, lists too.

An empty list has no missing element: all of it is below anything, none of it is above.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Final

import polars as pl

from workflow_engine.columnar.arithmetic import half_even, half_even_by, integer
from workflow_engine.columnar.binding import once, when_true
from workflow_engine.columnar.magnitudes import Bounds, constant_integer
from workflow_engine.program.expressions import AttributeValue, Call, Constant, Expression
from workflow_engine.program.types import SCALE

_TESTS: Final[Mapping[str, tuple[Callable[[pl.Expr, pl.Expr], pl.Expr], bool]]] = {
    "all_below": (pl.Expr.lt, True),
    "all_above": (pl.Expr.gt, True),
    "any_below": (pl.Expr.lt, False),
    "any_above": (pl.Expr.gt, False),
    "contains": (pl.Expr.eq, False),
}
"""How an element is tested, and whether all must pass."""
_FEW: Final = 4
"""Windows up to this size are taken apart: each element is a column of its own."""
_BY_LARGEST: Final = frozenset({"all_below", "any_above"})
"""Tests that the largest element decides; the smallest decides the other comparisons."""


@dataclass(frozen=True, slots=True)
class ListCall:
    """A call whose first argument is a list; `built` makes the columns of an argument."""

    call: Call
    built: Callable[[Expression], pl.Expr]
    bounds: Bounds

    @property
    def values(self) -> pl.Expr:
        """The list."""
        return self.built(self.call.arguments[0])

    @property
    def width(self) -> pl.DataType:
        """The width to calculate with."""
        return pl.Int128() if self.bounds.calculated_wide(self.call) else pl.Int64()


def _last(asked: ListCall) -> pl.Expr:
    size = constant_integer(asked.call.arguments[1])
    return _picked(asked.values, list(range(-size, 0)))


def _first(asked: ListCall) -> pl.Expr:
    return _picked(asked.values, list(range(constant_integer(asked.call.arguments[1]))))


def list_function(asked: ListCall) -> pl.Expr:
    """The columns of a call whose first argument is a list."""
    elements = _window(asked)
    name = asked.call.function
    if elements is not None and name in _OF_WINDOW:
        return _OF_WINDOW[name](asked, elements)
    return _LIST_FUNCTIONS[name](asked)


def _window(asked: ListCall) -> list[pl.Expr] | None:
    """The elements of `last(list, 2)` and its like, if they are few."""
    match asked.call.arguments[0]:
        case Call("last" | "first" as end, (AttributeValue() as whole, Constant() as written)):
            size = constant_integer(written)
            if not 0 < size <= _FEW:
                return None
            places = range(-size, 0) if end == "last" else range(size)
            values = asked.built(whole)
            return [values.list.get(place, null_on_oob=True) for place in places]
        case _:
            return None


def _window_tested(asked: ListCall, elements: list[pl.Expr]) -> pl.Expr:
    test, every = _TESTS[asked.call.function]

    def tested(bound: pl.Expr) -> pl.Expr:
        answers = [test(element, bound) for element in elements]
        return pl.all_horizontal(*answers) if every else pl.any_horizontal(*answers)

    return once(tested, asked.built(asked.call.arguments[1]))


def _window_sum(asked: ListCall, elements: list[pl.Expr]) -> pl.Expr:
    width = asked.width
    wide = [element.cast(width) if width == pl.Int128 else element for element in elements]
    return reduce(add, wide)


def _window_mean(asked: ListCall, elements: list[pl.Expr]) -> pl.Expr:
    width = asked.width
    total = _window_sum(asked, elements) * integer(_per_element(asked), width)
    return half_even_by(total, len(elements), width)


def _window_extreme(pick: Callable[..., pl.Expr]) -> Callable[..., pl.Expr]:
    def extreme(_asked: ListCall, elements: list[pl.Expr]) -> pl.Expr:
        complete = pl.all_horizontal(*(element.is_not_null() for element in elements))
        return pl.when(complete).then(pick(*elements))

    return extreme


def _picked(values: pl.Expr, places: list[int]) -> pl.Expr:
    """The elements at these places, missing where the list does not reach."""
    return values.list.gather(pl.lit(places, dtype=pl.List(pl.Int64)), null_on_oob=True)


def _tested(asked: ListCall) -> pl.Expr:
    """`all_below`, `contains` and their like, by Kleene's and/or over the elements."""
    values, bound = asked.call.arguments
    if not isinstance(bound, Constant):
        return _tested_by_column(asked, asked.built(bound))
    test, every = _TESTS[asked.call.function]
    limit = asked.built(bound)

    def answers(elements: pl.Expr) -> pl.Expr:
        passed = test(elements, limit)
        return passed.all(ignore_nulls=False) if every else passed.any(ignore_nulls=False)

    match values:
        case Call("last" | "first", (whole, Constant() as written)):
            size = constant_integer(written)
            end = pl.Expr.tail if values.function == "last" else pl.Expr.head

            def windowed(elements: pl.Expr) -> pl.Expr:
                found = elements.list.agg(answers(end(pl.element(), size)))
                return _unless_gap(found, elements.list.len() >= size, every=every)

            return once(windowed, asked.built(whole))
        case _:
            return asked.values.list.agg(answers(pl.element()))


def _tested_by_column(asked: ListCall, bound: pl.Expr) -> pl.Expr:
    """The same where each customer has a bound of their own."""
    name = asked.call.function
    test, every = _TESTS[name]

    def tested(values: pl.Expr, bound: pl.Expr) -> pl.Expr:
        if name == "contains":
            found = values.list.contains(bound)
        else:
            decisive = values.list.max() if name in _BY_LARGEST else values.list.min()
            found = test(decisive, bound).fill_null(every)
        answer = _unless_gap(found, ~_has_gap(values), every=every)
        return pl.when(values.is_not_null() & bound.is_not_null()).then(answer)

    return once(tested, asked.values, bound)


def _unless_gap(found: pl.Expr, complete: pl.Expr, *, every: bool) -> pl.Expr:
    """The answer over the elements that are there: decided, or open while some are missing."""
    whole = when_true(complete, answer=every)
    return found & whole if every else found | whole


def _has_gap(values: pl.Expr) -> pl.Expr:
    return values.list.agg(pl.element().has_nulls())


def _count(asked: ListCall) -> pl.Expr:
    return asked.values.list.len().cast(pl.Int64)


def _sum(asked: ListCall) -> pl.Expr:
    return _total(asked.values, asked.width)


def _total(values: pl.Expr, width: pl.DataType) -> pl.Expr:
    def total(values: pl.Expr) -> pl.Expr:
        wide = values.cast(pl.List(width)) if width == pl.Int128 else values
        return pl.when(~_has_gap(values)).then(wide.list.sum())

    return once(total, values)


def _mean(asked: ListCall) -> pl.Expr:
    width = asked.width
    times = _per_element(asked)

    def parts(values: pl.Expr) -> pl.Expr:
        wide = values.cast(pl.List(width)) if width == pl.Int128 else values
        complete = pl.when(~_has_gap(values))
        return half_even(
            complete.then(wide.list.sum() * integer(times, width)),
            values.list.len().cast(width),
            width,
        )

    return once(parts, asked.values)


def _per_element(asked: ListCall) -> int:
    """What an element counts in the mean, which is a number: integers are widened."""
    item = asked.call.arguments[0].type.item
    return SCALE if item is not None and item.kind == "integer" else 1


def _least(asked: ListCall) -> pl.Expr:
    return once(lambda v: pl.when(~_has_gap(v)).then(v.list.min()), asked.values)


def _greatest(asked: ListCall) -> pl.Expr:
    return once(lambda v: pl.when(~_has_gap(v)).then(v.list.max()), asked.values)


_OF_WINDOW: Final[Mapping[str, Callable[[ListCall, list[pl.Expr]], pl.Expr]]] = {
    **dict.fromkeys(_TESTS, _window_tested),
    "sum": _window_sum,
    "mean": _window_mean,
    "min": _window_extreme(pl.min_horizontal),
    "max": _window_extreme(pl.max_horizontal),
}
_LIST_FUNCTIONS: Final[Mapping[str, Callable[[ListCall], pl.Expr]]] = {
    "last": _last,
    "first": _first,
    **dict.fromkeys(_TESTS, _tested),
    "count": _count,
    "sum": _sum,
    "mean": _mean,
    "min": _least,
    "max": _greatest,
}
