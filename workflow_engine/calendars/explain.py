"""Why something is due when it is: which hours counted, which days were skipped, and why."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from workflow_engine.calendars.deadlines import budget_of, counted_time
from workflow_engine.calendars.running import CountedTime
from workflow_engine.calendars.working import Period, WorkingCalendar
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.language.durations import Duration

Why = Literal["weekend", "holiday", "exception", "break", "no hours", "before start"]
"""Why nothing of a day counts: a national or other holiday; closed by an exception of the calendar;
its hours fall to a break; its weekday has no hours; its hours were over before the start."""

_ZERO = dt.timedelta(0)
_DAYS_TOLD = 366


@dataclass(frozen=True, slots=True)
class DayStory:
    """What one date adds to a deadline; either `counted` is above zero, or `why` says why not.

    `intervals` are what counts of the hours that start on the date (they may run past midnight),
    `total` is all that has counted by the end of them. `festival` is the one for which the date is
    off or made up. `workday` is the date's number where working days are counted, 0 for the
    day of the start, which is not one of them.
    """

    date: dt.date
    intervals: tuple[Period, ...]
    counted: dt.timedelta
    total: dt.timedelta
    why: Why | None = None
    festival: Bilingual | None = None
    make_up: bool = False
    workday: int | None = None


@dataclass(frozen=True, slots=True)
class DeadlineStory:
    """How a deadline comes about, day by day.

    `counted_from` is the start, or the opening to which it moved. `consumed` of the `budget` was
    used up before the start. `unknown_years` are those whose holidays are not yet known.
    `duration` is None where only the budget is known. `runs` is "all time" for clock hours and
    calendar days.
    """

    start: dt.datetime
    counted_from: dt.datetime
    due: dt.datetime
    runs: Literal["working time", "all time"]
    duration: Duration | None
    budget: dt.timedelta
    consumed: dt.timedelta
    days: tuple[DayStory, ...]
    unknown_years: tuple[int, ...]

    @property
    def provisional(self) -> bool:
        """Whether the deadline may still move, because holidays are not yet known."""
        return bool(self.unknown_years)


def explain_deadline(
    calendar: WorkingCalendar,
    start: dt.datetime,
    duration: Duration,
    *,
    consumed: dt.timedelta = _ZERO,
) -> DeadlineStory:
    """How `deadline(calendar, start, duration)` comes about.

    With `consumed` the rest of the budget is counted from `start`. For a clock that was paused and
    continues on another day than it began, the budget is that of its beginning: see
    `explain_budget`.

    Raises:
        CalendarError: as for `deadline`.
    """
    budget, time = budget_of(calendar, start, duration), counted_time(calendar, duration)
    return _story(calendar, time, start, budget=budget, consumed=consumed, duration=duration)


def explain_budget(
    calendar: WorkingCalendar,
    time: CountedTime,
    start: dt.datetime,
    budget: dt.timedelta,
    *,
    consumed: dt.timedelta = _ZERO,
) -> DeadlineStory:
    """How the rest of a budget runs out from `start`: `time.add(start, budget - consumed)`.

    `time` is the calendar itself, or running time in its zone.

    Raises:
        CalendarError: `start` has no time zone, or there is not that much time.
    """
    return _story(calendar, time, start, budget=budget, consumed=consumed, duration=None)


def _story(
    calendar: WorkingCalendar,
    time: CountedTime,
    start: dt.datetime,
    *,
    budget: dt.timedelta,
    consumed: dt.timedelta,
    duration: Duration | None,
) -> DeadlineStory:
    due = time.add(start, budget - consumed)
    start = start.astimezone(calendar.zone)
    if time is calendar:
        last = None
        if duration is not None and duration.unit == "workday" and not consumed:
            last = math.ceil(duration.amount)
        days = tuple(_working_days(calendar, start, due, consumed, last))
        counted_from = calendar.next_open(start)
    else:
        days = tuple(_all_days(start, due, consumed))
        counted_from = start
    return DeadlineStory(
        start=start,
        counted_from=counted_from,
        due=due,
        runs="working time" if time is calendar else "all time",
        duration=duration,
        budget=budget,
        consumed=consumed,
        days=days,
        unknown_years=_unknown_years(time, start, due),
    )


def _working_days(
    calendar: WorkingCalendar,
    start: dt.datetime,
    due: dt.datetime,
    total: dt.timedelta,
    workdays: int | None,
) -> Iterator[DayStory]:
    """The dates from that of `start` on until `due`, with the night shift that runs at `start`.

    With `workdays`, so many working days after the first date are numbered.
    """
    first = start.date()
    number = 0
    counted_to = start
    for ordinal in range(first.toordinal() - 1, due.date().toordinal() + 1):
        if not _before(counted_to, due):
            return
        day = dt.date.fromordinal(ordinal)
        hours = calendar.hours_of(day)
        intervals = tuple(_cut(hours, counted_to, due))
        counted = sum((_length(period) for period in intervals), _ZERO)
        total += counted
        if intervals:
            counted_to = intervals[-1].end
        if workdays is not None and hours and day > first:
            number += 1
        why = None if counted else _why(calendar, day, start)
        if counted or (day >= first and why is not None):
            reason = calendar.rules.reasons.get(ordinal)
            yield DayStory(
                date=day,
                intervals=intervals,
                counted=counted,
                total=total,
                why=why,
                festival=None if reason is None else reason.name,
                make_up=bool(counted) and reason is not None and reason.kind == "make-up workday",
                workday=number if workdays is not None and hours else None,
            )


def _cut(hours: tuple[Period, ...], start: dt.datetime, due: dt.datetime) -> Iterator[Period]:
    """What lies between the moments; compared in real time, for a local hour may come twice."""
    for opening, closing in hours:
        begin = start if _before(opening, start) else opening
        end = due if _before(due, closing) else closing
        if _before(begin, end):
            yield Period(begin, end)


def _all_days(start: dt.datetime, due: dt.datetime, total: dt.timedelta) -> Iterator[DayStory]:
    """The dates from that of `start` on until `due`; after a year the rest is one entry."""
    begin = start
    while _before(begin, due):
        day = begin.date()
        tomorrow = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), start.tzinfo)
        midnight = tomorrow.astimezone(dt.UTC).astimezone(start.tzinfo)
        rest = (day - start.date()).days >= _DAYS_TOLD
        end = due if rest or _before(due, midnight) else midnight
        counted = _length(Period(begin, end))
        total += counted
        yield DayStory(day, (Period(begin, end),), counted, total)
        begin = end


def _why(calendar: WorkingCalendar, day: dt.date, start: dt.datetime) -> Why | None:
    """Why nothing of the day counts; None when its hours fall to a shift of the day before."""
    ordinal = day.toordinal()
    rules = calendar.rules
    if rules.hours_on(ordinal):
        hours = calendar.hours_of(day)
        if not hours:
            return "break"
        return None if _before(start, hours[-1].end) else "before start"
    if ordinal in rules.dates:
        return "holiday" if rules.reasons[ordinal].kind == "holiday" else "exception"
    return "weekend" if day.weekday() >= 5 else "no hours"


def _unknown_years(time: CountedTime, start: dt.datetime, due: dt.datetime) -> tuple[int, ...]:
    first, last = sorted((start.date(), due.date()))
    return tuple(
        year
        for year in range(first.year, last.year + 1)
        if time.provisional(max(first, dt.date(year, 1, 1)), min(last, dt.date(year, 12, 31)))
    )


def _before(first: dt.datetime, second: dt.datetime) -> bool:
    return first.astimezone(dt.UTC) < second.astimezone(dt.UTC)


def _length(period: Period) -> dt.timedelta:
    return period.end.astimezone(dt.UTC) - period.start.astimezone(dt.UTC)
