"""The working calendar: arithmetic on open time."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from workflow_engine.calendars.hours import MICROSECOND, WrittenHours
from workflow_engine.calendars.layout import HORIZON_DAYS, Layout, day_of
from workflow_engine.calendars.many import add_instants
from workflow_engine.calendars.rules import CalendarRules, Reason, read_rules
from workflow_engine.errors import CalendarError


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
        reasons: why dates differ, for those above of which more is known than how they are given,
            such as the festival of a holiday; an explanation names it.

    Moments are aware datetimes of any zone, results are in the calendar's zone. All amounts are
    elapsed real time, exact to the microsecond, also on days of 23 or 25 hours. An interval is open
    at its start and closed at its end. No answer lies more than 200 years from the question.

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
        reasons: Mapping[dt.date, Reason] | None = None,
    ) -> None:
        self._rules = read_rules(
            timezone=timezone,
            hours=hours,
            holidays=holidays,
            extra_workdays=extra_workdays or {},
            shifts=shifts or {},
            breaks=breaks or {},
            known=known,
            reasons=reasons or {},
        )
        self._layout = Layout(self._rules)

    @classmethod
    def following(cls, rules: CalendarRules) -> Self:
        """The calendar of rules in their normal form."""
        calendar = cls.__new__(cls)
        calendar._rules, calendar._layout = rules, Layout(rules)  # noqa: SLF001
        return calendar

    @property
    def zone(self) -> ZoneInfo:
        """The calendar's time zone."""
        return self._rules.zone

    @property
    def rules(self) -> CalendarRules:
        """What the calendar says, in its normal form."""
        return self._rules

    @property
    def layout(self) -> Layout:
        """The open time laid out, for those who calculate on many moments at once."""
        return self._layout

    def add(self, start: dt.datetime, amount: dt.timedelta) -> dt.datetime:
        """The moment at which `amount` of open time after `start` is used up.

        A start in closed time moves to the next opening, also for an amount of zero. An amount
        used up exactly at a closing ends there. A negative amount subtracts.
        """
        layout = self._layout
        moment, wanted = layout.moment(start), amount // MICROSECOND
        if wanted < 0:
            return self.subtract(start, -amount)
        if wanted == 0:
            return self.next_open(start)
        timeline = layout.around(moment)
        while (position := timeline.position(moment) + wanted) > timeline.total:
            timeline = layout.until_open(timeline, moment, wanted, later=True)
        return layout.local(layout.found(moment, timeline.earliest(position), wanted))

    def add_many(self, starts: Iterable[dt.datetime], amount: dt.timedelta) -> list[dt.datetime]:
        """`add` of the same amount to every start, in their order; faster than one by one.

        For arrays of numbers see `calendars.arrays`.
        """
        layout = self._layout
        ends = add_instants(layout, layout.moments(starts), amount // MICROSECOND)
        return layout.locals(ends)

    def subtract(self, end: dt.datetime, amount: dt.timedelta) -> dt.datetime:
        """The moment from which there is `amount` of open time until `end`.

        An end in closed time moves to the previous closing, also for an amount of zero. An amount
        used up exactly at an opening ends there. A negative amount adds.
        """
        layout = self._layout
        moment, wanted = layout.moment(end), amount // MICROSECOND
        if wanted < 0:
            return self.add(end, -amount)
        if wanted == 0:
            return self.previous_close(end)
        timeline = layout.around(moment)
        while (position := timeline.position(moment) - wanted) < 0:
            timeline = layout.until_open(timeline, moment, wanted, later=False)
        return layout.local(layout.found(moment, timeline.latest(position), wanted))

    def between(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        """The open time from `start` to `end`; zero when `end` is not after `start`."""
        first, last = self._layout.moment(start), self._layout.moment(end)
        if last <= first:
            return dt.timedelta(0)
        timeline = self._layout.spanning(first, last)
        return dt.timedelta(microseconds=timeline.position(last) - timeline.position(first))

    def is_open(self, moment: dt.datetime) -> bool:
        """Whether the moment is open; the moment of closing is not."""
        at = self._layout.moment(moment)
        return self._layout.around(at).open_at(at)

    def next_open(self, moment: dt.datetime) -> dt.datetime:
        """The moment itself when it is open, otherwise the next opening."""
        layout = self._layout
        at = layout.moment(moment)
        timeline = layout.around(at)
        if timeline.open_at(at):
            return layout.local(at)
        while (opening := timeline.opening_after(at)) is None:
            timeline = layout.until_open(timeline, at, 1, later=True)
        return layout.local(layout.found(at, opening, 1))

    def previous_close(self, moment: dt.datetime) -> dt.datetime:
        """The moment itself when it is open, otherwise the last closing until then."""
        layout = self._layout
        at = layout.moment(moment)
        timeline = layout.around(at)
        if timeline.open_at(at):
            return layout.local(at)
        while (closing := timeline.closing_before(at)) is None:
            timeline = layout.until_open(timeline, at, 1, later=False)
        return layout.local(layout.found(at, closing, 1))

    def is_workday(self, day: dt.date) -> bool:
        """Whether open time starts on the day; of a datetime, its day in the calendar's zone."""
        return bool(self._layout.intervals_of(self._day(day)))

    def add_workdays(self, day: dt.date, count: int) -> dt.date:
        """The `count`-th working day after `day`, before it when negative; zero is the day itself.

        `day` need not be a working day: one working day after a Saturday is Monday.
        """
        layout, ordinal = self._layout, self._day(day)
        if count == 0:
            return dt.date.fromordinal(ordinal)
        later = count > 0
        if abs(count) > HORIZON_DAYS:
            raise layout.exhausted(f"{abs(count)} working days", later=later)
        timeline = layout.covering(ordinal, ordinal)
        if later:
            while (index := bisect_right(timeline.workdays, ordinal) + count - 1) >= len(
                timeline.workdays
            ):
                timeline = layout.until_workday(timeline, ordinal, later=True)
        else:
            while (index := bisect_left(timeline.workdays, ordinal) + count) < 0:
                timeline = layout.until_workday(timeline, ordinal, later=False)
        reached = timeline.workdays[index]
        if abs(reached - ordinal) > HORIZON_DAYS:
            raise layout.exhausted(f"{abs(count)} working days", later=later)
        return dt.date.fromordinal(reached)

    def count_workdays(self, start: dt.date, end: dt.date) -> int:
        """The working days after `start` until and with `end`; zero when `end` is not after it.

        It inverts `add_workdays`: `count_workdays(d, add_workdays(d, n)) == n`.
        """
        first, last = self._day(start), self._day(end)
        if last <= first:
            return 0
        workdays = self._layout.covering(first, last).workdays
        return bisect_right(workdays, last) - bisect_right(workdays, first)

    def hours_of(self, day: dt.date) -> tuple[Period, ...]:
        """The open periods that start on the day, without its breaks."""
        local = self._layout.local
        return tuple(
            Period(local(start), local(end))
            for start, end in self._layout.intervals_of(self._day(day))
        )

    def periods(
        self, *, after: dt.datetime | None = None, before: dt.datetime | None = None
    ) -> Iterator[Period]:
        """Open periods without end: from `after` onwards in order, or back from `before`.

        A period that the given moment divides is cut there. With both, the periods between the two
        in order. The iteration ends where the calendar has no further open time.
        """
        if after is not None:
            first = self._layout.moment(after)
            limit = None if before is None else self._layout.moment(before)
            return self._forward(first, limit)
        if before is None:
            raise CalendarError("periods need `after` or `before`")
        return self._backward(self._layout.moment(before))

    def provisional(self, start: dt.date, end: dt.date) -> bool:
        """Whether a date from `start` to `end` lies where the holidays are not yet known."""
        known = self._rules.known
        if known is None:
            return False
        first, last = (day.toordinal() for day in known)
        return self._day(start) < first or self._day(end) > last

    def _forward(self, first: int, limit: int | None) -> Iterator[Period]:
        layout = self._layout
        timeline = layout.around(first)
        at = first
        while True:
            index = bisect_right(timeline.ends, at)
            if index >= len(timeline.ends) - 1 and (
                grown := layout.reach(timeline, day_of(at), later=True)
            ):
                timeline = grown  # the last interval may go on in the days not yet laid out
                continue
            if index == len(timeline.ends):
                return
            start, end = max(timeline.starts[index], at), timeline.ends[index]
            if limit is not None:
                end = min(end, limit)
                if start >= end:
                    return
            yield Period(layout.local(start), layout.local(end))
            at = end

    def _backward(self, last: int) -> Iterator[Period]:
        layout = self._layout
        timeline = layout.around(last)
        at = last
        while True:
            index = bisect_left(timeline.starts, at) - 1
            if index <= 0 and (grown := layout.reach(timeline, day_of(at), later=False)):
                timeline = grown  # the first interval may have begun before the first day
                continue
            if index < 0:
                return
            start, end = timeline.starts[index], min(timeline.ends[index], at)
            yield Period(layout.local(start), layout.local(end))
            at = start

    def _day(self, day: dt.date) -> int:
        if isinstance(day, dt.datetime) and day.tzinfo is not None:
            day = day.astimezone(self.zone)
        return day.toordinal()
