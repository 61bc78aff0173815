"""Dates and moments in columns, and comparisons of `days_since(x)` and its like by the date itself.

How long ago something was never grows with the date, so `months_since(joined) >= 3` holds exactly
for the dates up to one last day: that day is sought once, and the column is compared with it.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from calendar import monthrange
from typing import Final

import polars as pl

from workflow_engine.columnar.binding import known, once
from workflow_engine.decide.functions import DATED
from workflow_engine.program.expressions import Comparison

_LAST: Final = dt.date.max.toordinal()
_EPOCH: Final = dt.date(1970, 1, 1).toordinal()


def plain_dates(value: pl.Expr, kind: str) -> pl.Expr:
    """The date part of dates or moments."""
    return value.dt.date() if kind == "datetime" else value


def days(dates: pl.Expr) -> pl.Expr:
    """Dates as numbers of days, so that their difference is a number."""
    return dates.to_physical().cast(pl.Int64)


def day_number(day: dt.date) -> int:
    """A date as `days` numbers it."""
    return day.toordinal() - _EPOCH


def months_since(dates: pl.Expr, at: dt.date) -> pl.Expr:
    """How many whole months lie between dates and a day, as `whole_months` counts."""

    def counted(date: pl.Expr) -> pl.Expr:
        months = pl.lit(at.year * 12 + at.month, dtype=pl.Int64) - (
            date.dt.year().cast(pl.Int64) * 12 + date.dt.month().cast(pl.Int64)
        )
        if at.day == monthrange(at.year, at.month)[1]:
            return months
        return months - (date.dt.day() > at.day).cast(pl.Int64)

    return once(counted, dates)


def compared(function: str, op: Comparison, limit: int, dates: pl.Expr, at: dt.date) -> pl.Expr:
    """`function(dates) op limit` of a dated function and a constant."""
    reached = _until if function == "days_until" else _since
    match op:
        case ">=":
            return reached(function, limit, dates, at)
        case ">":
            return reached(function, limit + 1, dates, at)
        case "<":
            return ~reached(function, limit, dates, at)
        case "<=":
            return ~reached(function, limit + 1, dates, at)
        case "==":
            return _exactly(function, limit, dates, at)
        case "!=":
            return ~_exactly(function, limit, dates, at)


def _exactly(function: str, limit: int, dates: pl.Expr, at: dt.date) -> pl.Expr:
    reached = _until if function == "days_until" else _since
    return once(
        lambda date: reached(function, limit, date, at) & ~reached(function, limit + 1, date, at),
        dates,
    )


def _since(function: str, limit: int, dates: pl.Expr, at: dt.date) -> pl.Expr:
    """`function(dates) >= limit`, where later dates give less."""
    count = DATED[function]
    last = bisect_right(
        range(1, _LAST + 1), -limit, key=lambda day: -count(at, dt.date.fromordinal(day))
    )
    if last == 0:
        return known(dates, answer=False)
    if last == _LAST:
        return known(dates, answer=True)
    return dates <= pl.lit(dt.date.fromordinal(last))


def _until(_function: str, limit: int, dates: pl.Expr, at: dt.date) -> pl.Expr:
    """`days_until(dates) >= limit`."""
    first = at.toordinal() + limit
    if first > _LAST:
        return known(dates, answer=False)
    if first <= 1:
        return known(dates, answer=True)
    return dates >= pl.lit(dt.date.fromordinal(first))
