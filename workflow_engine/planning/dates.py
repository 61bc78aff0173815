"""Date arithmetic of frequencies: months that clamp, calendar units, slots."""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

from workflow_engine.calendars.months import add_months
from workflow_engine.language.durations import MONTHS, FrequencyUnit

Slot: TypeAlias = tuple[dt.date, dt.date]
"""First and last day, both included."""

DAY = dt.timedelta(days=1)


def add_units(day: dt.date, unit: FrequencyUnit, count: int) -> dt.date:
    """The day `count` units later; months clamp to the month's end.

    >>> add_units(dt.date(2026, 8, 31), "month", 6)
    datetime.date(2027, 2, 28)
    """
    if unit == "day":
        return day + dt.timedelta(days=count)
    if unit == "week":
        return day + dt.timedelta(weeks=count)
    return add_months(day, MONTHS[unit] * count)


def unit_around(day: dt.date, unit: FrequencyUnit) -> Slot:
    """The calendar day, week (from Monday), month, quarter, half year or year that holds `day`."""
    if unit == "day":
        return day, day
    if unit == "week":
        first = day - dt.timedelta(days=day.weekday())
        return first, first + dt.timedelta(days=6)
    months = MONTHS[unit]
    first = dt.date(day.year, (day.month - 1) // months * months + 1, 1)
    return first, add_months(first, months) - DAY


def slots(unit: Slot, count: int) -> tuple[Slot, ...]:
    """`count` slots that divide a unit: slot i ends on day ⌊days × i ÷ count⌋ of it.

    They partition the unit; where there are more slots than days, several share a day.
    """
    first, last = unit
    days = (last - first).days + 1
    result: list[Slot] = []
    start = first
    for i in range(1, count + 1):
        end = first + dt.timedelta(days=max(1, days * i // count) - 1)
        result.append((min(start, end), end))
        start = end + DAY
    return tuple(result)
