"""From a duration to the moment by which something must be done, and to the time it grants."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal

from workflow_engine.calendars.hours import MICROSECOND, require_aware
from workflow_engine.calendars.running import CountedTime, RunningTime
from workflow_engine.calendars.working import WorkingCalendar
from workflow_engine.errors import CalendarError
from workflow_engine.language.durations import Duration

_WORK = {"work minute": dt.timedelta(minutes=1), "work hour": dt.timedelta(hours=1)}
_CLOCK = {"clock minute": dt.timedelta(minutes=1), "clock hour": dt.timedelta(hours=1)}
_DAY = dt.timedelta(days=1)


def deadline(calendar: WorkingCalendar, start: dt.datetime, duration: Duration) -> dt.datetime:
    """The moment at which `duration` after `start` ends, in the calendar's time zone.

    Work hours and minutes count open time. `n workdays` end at the close of the n-th working day
    after the day of `start`; part of a working day is that part of its open time, and no working
    day at all is at once, in open time. Calendar days end at the same time of day that many days
    later, clock hours run through everything.

    Raises:
        CalendarError: `start` has no time zone, or the calendar has not that much open time.
    """
    require_aware(start)
    unit, amount = duration.unit, duration.amount
    if unit in _WORK:
        return calendar.add(start, _times(_WORK[unit], amount))
    if unit == "workday":
        return _after_workdays(calendar, start, amount)
    if unit == "calendar day":
        return _after_days(calendar, start, amount)
    return counted_time(calendar, duration).add(start, _times(_CLOCK[unit], amount))


def counted_time(calendar: WorkingCalendar, duration: Duration) -> CountedTime:
    """What a clock of this duration runs on: the calendar, or time that runs through everything."""
    if duration.unit in _WORK or duration.unit == "workday":
        return calendar
    return RunningTime(calendar.zone.key)


def budget_of(calendar: WorkingCalendar, start: dt.datetime, duration: Duration) -> dt.timedelta:
    """The time that `duration` grants from `start`, of the kind that `counted_time` counts.

    Used up from `start` without a pause it ends at the deadline: with `time` being
    `counted_time(calendar, duration)` and `budget` this, `time.add(start, budget)` is `deadline`.
    Working days are the open time until their deadline, calendar days the real time until theirs
    (23 hours where the clock is put forward). The deadline of a calendar day may lie in closed
    time; one counted in working time never does, except at the moment of closing.

    Raises:
        CalendarError: as for `deadline`.
    """
    if duration.unit in _WORK:
        require_aware(start)
        return _times(_WORK[duration.unit], duration.amount)
    end = deadline(calendar, start, duration)
    return counted_time(calendar, duration).between(start, end)


def _after_workdays(calendar: WorkingCalendar, start: dt.datetime, amount: Decimal) -> dt.datetime:
    if not amount:
        return calendar.next_open(start)
    days = math.ceil(amount)
    periods = calendar.hours_of(calendar.add_workdays(start, days))
    if days == amount:
        return periods[-1].end
    day_length = calendar.between(periods[0].start, periods[-1].end)
    return calendar.add(periods[0].start, _times(day_length, amount - days + 1))


def _after_days(calendar: WorkingCalendar, start: dt.datetime, amount: Decimal) -> dt.datetime:
    try:
        local = start.astimezone(calendar.zone) + _times(_DAY, amount)
        return local.astimezone(dt.UTC).astimezone(calendar.zone)  # out of a skipped hour
    except OverflowError as error:
        raise CalendarError(f"{amount} days from {start} lie outside the years to 9999") from error


def _times(unit: dt.timedelta, amount: Decimal) -> dt.timedelta:
    """Exact; only a fraction of a microsecond is rounded.

    Raises:
        CalendarError: it is longer than a length of time can be.
    """
    microseconds = int((amount * (unit // MICROSECOND)).to_integral_value())
    try:
        return dt.timedelta(microseconds=microseconds)
    except OverflowError as error:
        raise CalendarError(f"a deadline cannot be {amount} times {unit} away") from error
