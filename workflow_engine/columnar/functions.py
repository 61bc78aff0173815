"""Functions of the language on columns, equal to `decide.functions` on every input."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from workflow_engine.columnar.arithmetic import half_even_by, integer
from workflow_engine.columnar.binding import once
from workflow_engine.columnar.magnitudes import Bounds, round_step
from workflow_engine.columnar.moments import day_number, days, months_since, plain_dates
from workflow_engine.program.expressions import Call
from workflow_engine.program.types import SCALE


@dataclass(frozen=True, slots=True)
class Asked:
    """A call with its arguments as columns.

    Numbers come in the width the call calculates with; what stands for each other (`coalesce`,
    `min`, `max`) in the form of the result.
    """

    call: Call
    arguments: tuple[pl.Expr, ...]
    bounds: Bounds
    at: dt.date

    @property
    def width(self) -> pl.DataType:
        """The width to calculate with."""
        return pl.Int128() if self.bounds.calculated_wide(self.call) else pl.Int64()

    def date(self, place: int) -> pl.Expr:
        """The date part of an argument."""
        return plain_dates(self.arguments[place], self.call.arguments[place].type.kind)


def _days_since(asked: Asked) -> pl.Expr:
    return pl.lit(day_number(asked.at), dtype=pl.Int64) - days(asked.date(0))


def _days_until(asked: Asked) -> pl.Expr:
    return days(asked.date(0)) - pl.lit(day_number(asked.at), dtype=pl.Int64)


def _months_since(asked: Asked) -> pl.Expr:
    return months_since(asked.date(0), asked.at)


def _years_since(asked: Asked) -> pl.Expr:
    return _months_since(asked) // pl.lit(12, dtype=pl.Int64)


def _days_between(asked: Asked) -> pl.Expr:
    return days(asked.date(1)) - days(asked.date(0))


def _round(asked: Asked) -> pl.Expr:
    step = round_step(asked.call)
    if step == 1:
        return asked.arguments[0]
    width = asked.width
    return half_even_by(asked.arguments[0], step, width) * integer(step, width)


def _floor(asked: Asked) -> pl.Expr:
    return asked.arguments[0] // integer(SCALE, asked.width)


def _ceil(asked: Asked) -> pl.Expr:
    above = asked.arguments[0] + integer(SCALE - 1, asked.width)
    return above // integer(SCALE, asked.width)


def _extreme(pick: Callable[..., pl.Expr]) -> Callable[[Asked], pl.Expr]:
    def function(asked: Asked) -> pl.Expr:
        def extreme(*values: pl.Expr) -> pl.Expr:
            complete = pl.all_horizontal(*(value.is_not_null() for value in values))
            return pl.when(complete).then(pick(*values))

        return once(extreme, *asked.arguments)

    return function


FUNCTIONS: Final[Mapping[str, Callable[[Asked], pl.Expr]]] = {
    "days_since": _days_since,
    "days_until": _days_until,
    "months_since": _months_since,
    "years_since": _years_since,
    "days_between": _days_between,
    "year": lambda asked: asked.arguments[0].dt.year().cast(pl.Int64),
    "month": lambda asked: asked.arguments[0].dt.month().cast(pl.Int64),
    "day": lambda asked: asked.arguments[0].dt.day().cast(pl.Int64),
    "date": lambda asked: asked.date(0),
    "min": _extreme(pl.min_horizontal),
    "max": _extreme(pl.max_horizontal),
    "coalesce": lambda asked: pl.coalesce(*asked.arguments),
    "abs": lambda asked: asked.arguments[0].abs(),
    "round": _round,
    "floor": _floor,
    "ceil": _ceil,
    "contains": lambda asked: asked.arguments[0].str.contains(asked.arguments[1], literal=True),
    "starts_with": lambda asked: asked.arguments[0].str.starts_with(asked.arguments[1]),
    "ends_with": lambda asked: asked.arguments[0].str.ends_with(asked.arguments[1]),
    "length": lambda asked: asked.arguments[0].str.len_chars().cast(pl.Int64),
}
"""Functions of single values, by name; those of a list are in `list_functions`."""
