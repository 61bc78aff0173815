"""The working calendar: arithmetic on open time."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workflow_engine.calendars.hours import (
    EPOCH,
    MICROSECOND,
    DayHours,
    Interval,
    WrittenHours,
    cut,
    instant,
    join,
    local_instant,
    place,
    read_hours,
    read_week,
)
from workflow_engine.calendars.timeline import Timeline
from workflow_engine.errors import CalendarError

_FIRST_DAY = dt.date.min.toordinal() + 3
_LAST_DAY = dt.date.max.toordinal() - 4
_STRETCH = 366
"""Days laid out at a time, at least; every further stretch doubles what there is."""
_MONDAY = 0
_DAY_LENGTH = 86_400_000_000
_EPOCH_DAY = EPOCH.toordinal()


class Period(NamedTuple):
    """A stretch of open time, both ends aware, in the calendar's time zone."""

    start: dt.datetime
    end: dt.datetime


class WorkingCalendar:
    """When somebody works: weekly hours, and the dates that differ from them.

    Args:
        timezone: the name of the time zone in which all hours and dates are read.
        hours: intervals by weekday (`mon` … `sun`), as `("08:30", "12:00")`. The end `24:00` is
            midnight; an end before its start is on the next day, and the whole interval belongs to
            the day on which it starts. Weekdays that are not named are closed.
        holidays: dates on which no interval starts, whatever else is said of them.
        extra_workdays: dates with hours of their own that count as working days also at the
            weekend; None takes Monday's hours.
        shifts: dates whose hours are replaced; they beat `extra_workdays`, a holiday beats them.
        breaks: closed time on a date, taken out of whatever is open then.
        known: first and last date whose holidays are known; see `provisional`.

    Moments are aware datetimes of any zone, results are in the calendar's zone. All amounts are
    elapsed real time, exact to the microsecond, also on days of 23 or 25 hours. An interval is open
    at its start and closed at its end.

    Raises:
        CalendarError: a time, a weekday or the time zone is wrong; also, from every method that
            looks for open time, when there is none (the message says so).
    """

    def __init__(
        self,
        *,
        timezone: str,
        hours: Mapping[str, WrittenHours],
        holidays: Iterable[dt.date] = (),
        extra_workdays: Mapping[dt.date, WrittenHours | None] | None = None,
        shifts: Mapping[dt.date, WrittenHours] | None = None,
        breaks: Mapping[dt.date, WrittenHours] | None = None,
        known: tuple[dt.date, dt.date] | None = None,
    ) -> None:
        try:
            self._zone = ZoneInfo(timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise CalendarError(f"`{timezone}` is not the name of a time zone") from error
        self._week = read_week(hours)
        self._dates: dict[int, DayHours] = {}
        for date, written in (extra_workdays or {}).items():
            own = self._week[_MONDAY] if written is None else read_hours(written)
            self._dates[date.toordinal()] = own
        for date, shift in (shifts or {}).items():
            self._dates[date.toordinal()] = read_hours(shift)
        for date in holidays:
            self._dates[date.toordinal()] = ()
        self._breaks = {d.toordinal(): read_hours(b) for d, b in (breaks or {}).items()}
        self._known = known
        self._weekly = any(self._week)
        self._dated = [ordinal for ordinal, own in self._dates.items() if own]
        self._timeline: Timeline | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The calendar's time zone."""
        return self._zone

    def add(self, start: dt.datetime, amount: dt.timedelta) -> dt.datetime:
        """The moment at which `amount` of open time after `start` is used up.

        A start in closed time moves to the next opening, also for an amount of zero. An amount
        used up exactly at a closing ends there. A negative amount subtracts.
        """
        moment, wanted = self._moment(start), amount // MICROSECOND
        if wanted < 0:
            return self.subtract(start, -amount)
        if wanted == 0:
            return self.next_open(start)
        timeline = self._around(moment)
        while (position := timeline.position(moment) + wanted) > timeline.total:
            timeline = self._later(timeline, moment, wanted)
        return self._local(timeline.earliest(position))

    def subtract(self, end: dt.datetime, amount: dt.timedelta) -> dt.datetime:
        """The moment from which there is `amount` of open time until `end`.

        An end in closed time moves to the previous closing, also for an amount of zero. An amount
        used up exactly at an opening ends there. A negative amount adds.
        """
        moment, wanted = self._moment(end), amount // MICROSECOND
        if wanted < 0:
            return self.add(end, -amount)
        if wanted == 0:
            return self.previous_close(end)
        timeline = self._around(moment)
        while (position := timeline.position(moment) - wanted) < 0:
            timeline = self._earlier(timeline, moment, wanted)
        return self._local(timeline.latest(position))

    def between(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        """The open time from `start` to `end`; zero when `end` is not after `start`."""
        first, last = self._moment(start), self._moment(end)
        if last <= first:
            return dt.timedelta(0)
        timeline = self._around(first, last)
        return dt.timedelta(microseconds=timeline.position(last) - timeline.position(first))

    def is_open(self, moment: dt.datetime) -> bool:
        """Whether the moment is open; the moment of closing is not."""
        at = self._moment(moment)
        return self._around(at).open_at(at)

    def next_open(self, moment: dt.datetime) -> dt.datetime:
        """The moment itself when it is open, otherwise the next opening."""
        at = self._moment(moment)
        timeline = self._around(at)
        if timeline.open_at(at):
            return self._local(at)
        while (opening := timeline.opening_after(at)) is None:
            timeline = self._later(timeline, at, 1)
        return self._local(opening)

    def previous_close(self, moment: dt.datetime) -> dt.datetime:
        """The moment itself when it is open, otherwise the last closing until then."""
        at = self._moment(moment)
        timeline = self._around(at)
        if timeline.open_at(at):
            return self._local(at)
        while (closing := timeline.closing_before(at)) is None:
            timeline = self._earlier(timeline, at, 1)
        return self._local(closing)

    def is_workday(self, day: dt.date) -> bool:
        """Whether open time starts on the day; of a datetime, its day in the calendar's zone."""
        return bool(self._intervals_of(self._day(day)))

    def add_workdays(self, day: dt.date, count: int) -> dt.date:
        """The `count`-th working day after `day`, before it when negative; zero is the day itself.

        `day` need not be a working day: one working day after a Saturday is Monday.
        """
        ordinal = self._day(day)
        timeline = self._covering(ordinal, ordinal)
        if count == 0:
            return dt.date.fromordinal(ordinal)
        if count > 0:
            while (index := bisect_right(timeline.workdays, ordinal) + count - 1) >= len(
                timeline.workdays
            ):
                timeline = self._grown(timeline, later=True, lacking="a working day")
            return dt.date.fromordinal(timeline.workdays[index])
        while (index := bisect_left(timeline.workdays, ordinal) + count) < 0:
            timeline = self._grown(timeline, later=False, lacking="a working day")
        return dt.date.fromordinal(timeline.workdays[index])

    def count_workdays(self, start: dt.date, end: dt.date) -> int:
        """The working days after `start` until and with `end`; zero when `end` is not after it.

        It inverts `add_workdays`: `count_workdays(d, add_workdays(d, n)) == n`.
        """
        first, last = self._day(start), self._day(end)
        if last <= first:
            return 0
        workdays = self._covering(first, last).workdays
        return bisect_right(workdays, last) - bisect_right(workdays, first)

    def hours_of(self, day: dt.date) -> tuple[Period, ...]:
        """The open periods that start on the day, without its breaks."""
        return tuple(
            Period(self._local(start), self._local(end))
            for start, end in self._intervals_of(self._day(day))
        )

    def periods(
        self, *, after: dt.datetime | None = None, before: dt.datetime | None = None
    ) -> Iterator[Period]:
        """Open periods without end: from `after` onwards in order, or back from `before`.

        A period that the given moment divides is cut there. With both, the periods between the two
        in order. The iteration ends where the calendar has no further open time.
        """
        if after is not None:
            first = self._moment(after)
            limit = None if before is None else self._moment(before)
            return self._forward(first, limit)
        if before is None:
            raise CalendarError("periods need `after` or `before`")
        return self._backward(self._moment(before))

    def provisional(self, start: dt.date, end: dt.date) -> bool:
        """Whether a date from `start` to `end` lies where the holidays are not yet known."""
        if self._known is None:
            return False
        first, last = (day.toordinal() for day in self._known)
        return self._day(start) < first or self._day(end) > last

    def _forward(self, first: int, limit: int | None) -> Iterator[Period]:
        timeline = self._around(first)
        at = first
        while True:
            index = bisect_right(timeline.ends, at)
            if index >= len(timeline.ends) - 1 and (grown := self._reach(timeline, later=True)):
                timeline = grown  # the last interval may go on in the days not yet laid out
                continue
            if index == len(timeline.ends):
                return
            start, end = max(timeline.starts[index], at), timeline.ends[index]
            if limit is not None:
                end = min(end, limit)
                if start >= end:
                    return
            yield Period(self._local(start), self._local(end))
            at = end

    def _backward(self, last: int) -> Iterator[Period]:
        timeline = self._around(last)
        at = last
        while True:
            index = bisect_left(timeline.starts, at) - 1
            if index <= 0 and (grown := self._reach(timeline, later=False)):
                timeline = grown  # the first interval may have begun before the first day
                continue
            if index < 0:
                return
            start, end = timeline.starts[index], min(timeline.ends[index], at)
            yield Period(self._local(start), self._local(end))
            at = start

    def _moment(self, moment: dt.datetime) -> int:
        if moment.tzinfo is None or moment.utcoffset() is None:
            raise CalendarError(f"{moment!r} has no time zone; working time needs aware datetimes")
        at = instant(moment)
        if not _FIRST_DAY < at // _DAY_LENGTH + _EPOCH_DAY < _LAST_DAY:
            raise CalendarError(f"{moment} lies outside the days a calendar can hold")
        return at

    def _local(self, moment: int) -> dt.datetime:
        return (EPOCH + dt.timedelta(microseconds=moment)).astimezone(self._zone)

    def _day(self, day: dt.date) -> int:
        if isinstance(day, dt.datetime) and day.tzinfo is not None:
            day = day.astimezone(self._zone)
        return day.toordinal()

    def _hours_on(self, ordinal: int) -> DayHours:
        own = self._dates.get(ordinal)
        return self._week[(ordinal + 6) % 7] if own is None else own

    def _intervals_of(self, ordinal: int) -> list[Interval]:
        """The open intervals that start on the day, in real time."""
        hours = self._hours_on(ordinal)
        if not hours:
            return []
        intervals = join(place(hours, ordinal, self._zone))
        for day in range(ordinal - 1, ordinal + 2):
            if day in self._breaks:
                intervals = cut(intervals, place(self._breaks[day], day, self._zone))
        return intervals

    def _around(self, *moments: int) -> Timeline:
        """A timeline on which every interval that could hold one of the moments is laid out."""
        days = [moment // _DAY_LENGTH + _EPOCH_DAY for moment in moments]
        return self._covering(min(days), max(days))

    def _covering(self, first: int, last: int) -> Timeline:
        timeline = self._timeline
        if timeline is not None and timeline.first + 2 <= first and last + 2 <= timeline.last:
            return timeline
        if timeline is None:
            return self._laid_out(None, first - 3, last + _STRETCH)
        low, high = min(timeline.first, first - 3), max(timeline.last, last + 3)
        return self._laid_out(timeline, low, high)

    def _laid_out(self, known: Timeline | None, first: int, last: int) -> Timeline:
        """The timeline widened to these days, and kept.

        A day is laid out once; the old timeline is not changed, so a caller in another thread can
        still finish its search on it. What the day before the first carries past midnight belongs
        to the timeline too: it is complete from the first midnight on.
        """
        first, last = max(first, _FIRST_DAY), min(last, _LAST_DAY)
        midnight = local_instant(first, 0, self._zone)
        before = self._intervals_of(first - 1)
        intervals = [(max(start, midnight), end) for start, end in before if end > midnight]
        workdays: list[int] = []
        if known is None:
            self._lay_out(range(first, last + 1), intervals, workdays)
        else:
            self._lay_out(range(first, known.first), intervals, workdays)
            intervals += known.intervals()
            workdays += known.workdays
            self._lay_out(range(known.last + 1, last + 1), intervals, workdays)
        intervals.sort()
        self._timeline = Timeline(first, last, intervals, workdays)
        return self._timeline

    def _lay_out(self, days: range, intervals: list[Interval], workdays: list[int]) -> None:
        for ordinal in days:
            own = self._intervals_of(ordinal)
            if own:
                intervals += own
                workdays.append(ordinal)

    def _later(self, timeline: Timeline, moment: int, wanted: int) -> Timeline:
        lacking = f"{dt.timedelta(microseconds=wanted)} of open time"
        if (moment + wanted) // _DAY_LENGTH + _EPOCH_DAY > _LAST_DAY:
            raise self._exhausted(lacking, later=True)
        return self._grown(timeline, later=True, lacking=lacking)

    def _earlier(self, timeline: Timeline, moment: int, wanted: int) -> Timeline:
        lacking = f"{dt.timedelta(microseconds=wanted)} of open time"
        if (moment - wanted) // _DAY_LENGTH + _EPOCH_DAY < _FIRST_DAY:
            raise self._exhausted(lacking, later=False)
        return self._grown(timeline, later=False, lacking=lacking)

    def _grown(self, timeline: Timeline, *, later: bool, lacking: str) -> Timeline:
        grown = self._reach(timeline, later=later)
        if grown is None:
            raise self._exhausted(lacking, later=later)
        return grown

    def _reach(self, timeline: Timeline, *, later: bool) -> Timeline | None:
        """The timeline with more days on one side, or None when nothing is open there."""
        span = max(_STRETCH, timeline.last - timeline.first)
        outermost: Callable[[list[int]], int] = max if later else min
        if self._weekly:
            limit = _LAST_DAY if later else _FIRST_DAY
        else:
            limit = outermost([*self._dated, timeline.last if later else timeline.first])
        if later:
            if timeline.last >= limit:
                return None
            return self._laid_out(timeline, timeline.first, min(timeline.last + span, limit))
        if timeline.first <= limit:
            return None
        return self._laid_out(timeline, max(timeline.first - span, limit), timeline.last)

    def _exhausted(self, lacking: str, *, later: bool) -> CalendarError:
        if not self._weekly and not self._dated:
            return CalendarError("the calendar is never open: it has no hours on any day")
        side = "after" if later else "before"
        return CalendarError(f"the calendar does not have {lacking} {side} the given time")
