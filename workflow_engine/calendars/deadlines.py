"""From a duration to the moment by which something must be done."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal

from workflow_engine.calendars.hours import MICROSECOND
from workflow_engine.calendars.working import WorkingCalendar
from workflow_engine.language.durations import Duration

_WORK = {"work minute": dt.timedelta(minutes=1), "work hour": dt.timedelta(hours=1)}
_CLOCK = {"clock minute": dt.timedelta(minutes=1), "clock hour": dt.timedelta(hours=1)}


def deadline(calendar: WorkingCalendar, start: dt.datetime, duration: Duration) -> dt.datetime:
    """The moment at which `duration` after `start` ends, in the calendar's time zone.

    Work hours and minutes count open time. `n workdays` end at the close of the n-th working day
    after the day of `start`; part of a working day is that part of its open time. Calendar days end
    at the same time of day that many days later, clock hours run through everything.

    Raises:
        CalendarError: `start` has no time zone, or the calendar has not that much open time.
    """
    unit, amount = duration.unit, duration.amount
    if unit in _WORK:
        return calendar.add(start, _times(_WORK[unit], amount))
    if unit in _CLOCK:
        return (start.astimezone(dt.UTC) + _times(_CLOCK[unit], amount)).astimezone(calendar.zone)
    if unit == "calendar day":
        local = start.astimezone(calendar.zone) + _times(dt.timedelta(days=1), amount)
        return local.astimezone(dt.UTC).astimezone(calendar.zone)  # out of a skipped hour
    days = math.ceil(amount)
    periods = calendar.hours_of(calendar.add_workdays(start, days))
    if not periods:
        return calendar.next_open(start)
    if days == amount:
        return periods[-1].end
    day_length = calendar.between(periods[0].start, periods[-1].end)
    return calendar.add(periods[0].start, _times(day_length, amount - days + 1))


def _times(unit: dt.timedelta, amount: Decimal) -> dt.timedelta:
    """Exact; only a fraction of a microsecond is rounded."""
    return dt.timedelta(microseconds=int((amount * (unit // MICROSECOND)).to_integral_value()))
