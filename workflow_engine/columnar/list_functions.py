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


@dataclass(frozen=True, slots=True)
class _Look:
    """What a function looks at: a whole list, or its last or first `size` elements.

    A window that a list does not fill is never made: it has a gap, which is known by its length.
    """

    whole: Expression
    size: int | None = None
    end: str = ""

    def cut(self, values: pl.Expr) -> pl.Expr:
        """The elements that are there."""
        if self.size is None:
            return values
        return values.list.tail(self.size) if self.end == "last" else values.list.head(self.size)

    def elements(self) -> pl.Expr:
        """The same inside of `list.agg`."""
        element = pl.element()
        if self.size is None:
            return element
        return element.tail(self.size) if self.end == "last" else element.head(self.size)

    def full(self, values: pl.Expr) -> pl.Expr | None:
        """Whether the list fills the window; None for a whole list."""
        return None if self.size is None else values.list.len() >= self.size

    def complete(self, values: pl.Expr) -> pl.Expr:
        """Whether no element is missing."""
        whole = ~self.cut(values).list.agg(pl.element().has_nulls())
        full = self.full(values)
        return whole if full is None else whole & full


def _look(asked: ListCall) -> _Look:
    match asked.call.arguments[0]:
        case Call("last" | "first" as end, (whole, size)):
            return _Look(whole, constant_integer(size), end)
        case whole:
            return _Look(whole)


def _looked(asked: ListCall, body: Callable[[_Look, pl.Expr], pl.Expr]) -> pl.Expr:
    """`body(look, values)` of the list a function looks at."""
    look = _look(asked)
    return once(lambda values: body(look, values), asked.built(look.whole))


def _tested(asked: ListCall) -> pl.Expr:
    """`all_below`, `contains` and their like, by Kleene's and/or over the elements."""
    bound = asked.call.arguments[1]
    if not isinstance(bound, Constant):
        return _tested_by_column(asked, asked.built(bound))
    test, every = _TESTS[asked.call.function]
    limit = asked.built(bound)

    def tested(look: _Look, values: pl.Expr) -> pl.Expr:
        passed = test(look.elements(), limit)
        answers = passed.all(ignore_nulls=False) if every else passed.any(ignore_nulls=False)
        found, full = values.list.agg(answers), look.full(values)
        return found if full is None else _unless_gap(found, full, every=every)

    return _looked(asked, tested)


def _tested_by_column(asked: ListCall, bound: pl.Expr) -> pl.Expr:
    """The same where each customer has a bound of their own."""
    name = asked.call.function
    test, every = _TESTS[name]
    look = _look(asked)

    def tested(values: pl.Expr, bound: pl.Expr) -> pl.Expr:
        cut = look.cut(values)
        if name == "contains":
            found = cut.list.contains(bound)
        else:
            decisive = cut.list.max() if name in _BY_LARGEST else cut.list.min()
            found = test(decisive, bound).fill_null(every)
        answer = _unless_gap(found, look.complete(values), every=every)
        return pl.when(values.is_not_null() & bound.is_not_null()).then(answer)

    return once(tested, asked.built(look.whole), bound)


def _unless_gap(found: pl.Expr, complete: pl.Expr, *, every: bool) -> pl.Expr:
    """The answer over the elements that are there: decided, or open while some are missing."""
    whole = when_true(complete, answer=every)
    return found & whole if every else found | whole


def _count(asked: ListCall) -> pl.Expr:
    def count(look: _Look, values: pl.Expr) -> pl.Expr:
        if look.size is None:
            return values.list.len().cast(pl.Int64)
        return pl.when(values.is_not_null()).then(pl.lit(look.size, dtype=pl.Int64))

    return _looked(asked, count)


def _sum(asked: ListCall) -> pl.Expr:
    return _looked(asked, lambda look, values: _total(look, values, asked.width))


def _total(look: _Look, values: pl.Expr, width: pl.DataType) -> pl.Expr:
    cut = look.cut(values)
    wide = cut.cast(pl.List(width)) if width == pl.Int128 else cut
    return pl.when(look.complete(values)).then(wide.list.sum())


def _mean(asked: ListCall) -> pl.Expr:
    width = asked.width

    def mean(look: _Look, values: pl.Expr) -> pl.Expr:
        total = _total(look, values, width) * integer(_per_element(asked), width)
        return half_even(total, look.cut(values).list.len().cast(width), width)

    return _looked(asked, mean)


def _per_element(asked: ListCall) -> int:
    """What an element counts in the mean, which is a number: integers are widened."""
    item = asked.call.arguments[0].type.item
    return SCALE if item is not None and item.kind == "integer" else 1


def _extreme(pick: Callable[[pl.Expr], pl.Expr]) -> Callable[[ListCall], pl.Expr]:
    def extreme(look: _Look, values: pl.Expr) -> pl.Expr:
        return pl.when(look.complete(values)).then(pick(look.cut(values)))

    return lambda asked: _looked(asked, extreme)


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
    "min": _extreme(lambda values: values.list.min()),
    "max": _extreme(lambda values: values.list.max()),
}
