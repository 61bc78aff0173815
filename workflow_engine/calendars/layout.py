"""The rules of a calendar laid out in real time, as far as anybody has asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from workflow_engine.calendars.hours import (
    EPOCH,
    MICROSECOND,
    SECOND,
    Interval,
    cut,
    join,
    local_instant,
    place,
    require_aware,
)
from workflow_engine.calendars.rules import CalendarRules
from workflow_engine.calendars.timeline import Timeline
from workflow_engine.errors import CalendarError

FIRST_DAY = dt.date.min.toordinal() + 3
LAST_DAY = dt.date.max.toordinal() - 4
HORIZON_YEARS = 200
HORIZON_DAYS = HORIZON_YEARS * 365 + HORIZON_YEARS // 4
"""No question looks farther than this from the moment it is asked of: its work is bounded."""
DAY_LENGTH = 86_400 * SECOND
HORIZON = HORIZON_DAYS * DAY_LENGTH
_STRETCH = 366
"""Days laid out at a time, at least; every further stretch doubles what there is."""
_EPOCH_DAY = EPOCH.toordinal()
_EARLIEST = (FIRST_DAY + 1 - _EPOCH_DAY) * DAY_LENGTH
_LATEST = (LAST_DAY - _EPOCH_DAY) * DAY_LENGTH


def day_of(moment: int) -> int:
    """The ordinal of the day of a moment in UTC."""
    return moment // DAY_LENGTH + _EPOCH_DAY


class Layout:
    """The open time of a calendar as a `Timeline` that grows when it is asked for more days.

    Moments are microseconds since 1970 UTC, days are ordinals. A timeline once given out is not
    changed, so a caller in another thread can still finish its search on it.
    """

    def __init__(self, rules: CalendarRules) -> None:
        self._rules = rules
        self._zone = rules.zone
        self._origin = EPOCH.replace(tzinfo=rules.zone)
        self._weekly = any(rules.week)
        self._dated = [ordinal for ordinal, own in rules.dates.items() if own]
        self._timeline: Timeline | None = None

    def moment(self, moment: dt.datetime) -> int:
        """The moment in microseconds.

        Raises:
            CalendarError: it has no time zone, or is at the ends of all time.
        """
        try:
            at = (moment - EPOCH) // MICROSECOND
        except TypeError:
            require_aware(moment)
            raise
        if not _EARLIEST <= at < _LATEST:
            raise CalendarError(f"{moment} lies outside the days a calendar can hold")
        return at

    def moments(self, moments: Iterable[dt.datetime]) -> list[int]:
        """Many moments in microseconds.

        Raises:
            CalendarError: one has no time zone, or is at the ends of all time.
        """
        given = list(moments)
        try:
            found = [(moment - EPOCH) // MICROSECOND for moment in given]
        except TypeError:
            for moment in given:
                require_aware(moment)
            raise
        self.require_inside(found)
        return found

    def require_inside(self, moments: Sequence[int]) -> None:
        """Refuse moments at the ends of all time.

        Raises:
            CalendarError: one is there.
        """
        if moments and not _EARLIEST <= min(moments) <= max(moments) < _LATEST:
            raise CalendarError("a moment lies outside the days a calendar can hold")

    def local(self, moment: int) -> dt.datetime:
        """The moment in the calendar's zone."""
        return self._zone.fromutc(self._origin + dt.timedelta(0, 0, moment))

    def locals(self, moments: Iterable[int]) -> list[dt.datetime]:
        """Many moments in the calendar's zone."""
        origin, in_zone, length = self._origin, self._zone.fromutc, dt.timedelta
        return [in_zone(origin + length(0, 0, moment)) for moment in moments]

    def intervals_of(self, ordinal: int) -> list[Interval]:
        """The open intervals that start on the day, in real time."""
        hours = self._rules.hours_on(ordinal)
        if not hours:
            return []
        intervals = join(place(hours, ordinal, self._zone))
        breaks = self._rules.breaks
        for day in range(ordinal - 1, ordinal + 2):
            if day in breaks:
                intervals = cut(intervals, place(breaks[day], day, self._zone))
        return intervals

    def around(self, moment: int) -> Timeline:
        """A timeline on which every interval that could hold the moment is laid out."""
        day = moment // DAY_LENGTH + _EPOCH_DAY
        timeline = self._timeline
        if timeline is not None and timeline.first + 2 <= day <= timeline.last - 2:
            return timeline
        return self.covering(day, day)

    def spanning(self, first: int, last: int) -> Timeline:
        """A timeline on which everything between the moments is laid out."""
        return self.covering(day_of(first), day_of(last))

    def covering(self, first: int, last: int) -> Timeline:
        """A timeline of these days and those next to them.

        Raises:
            CalendarError: they are too many.
        """
        if last - first > HORIZON_DAYS:
            start, end = dt.date.fromordinal(first), dt.date.fromordinal(last)
            raise CalendarError(
                f"{start} to {end} is too long for a calendar: at most {HORIZON_YEARS} years"
            )
        timeline = self._timeline
        if timeline is not None:
            if timeline.first + 2 <= first and last + 2 <= timeline.last:
                return timeline
            low, high = min(timeline.first, first - 3), max(timeline.last, last + 3)
            if high - low <= 2 * HORIZON_DAYS:
                return self._laid_out(timeline, low, high)
        return self._laid_out(None, first - 3, last + _STRETCH)

    def until_open(self, timeline: Timeline, moment: int, wanted: int, *, later: bool) -> Timeline:
        """The timeline with more days on one side, in search of so much open time.

        Raises:
            CalendarError: the calendar cannot have that much within the horizon.
        """
        if wanted <= self._most_open():
            grown = self.reach(timeline, day_of(moment), later=later)
            if grown is not None:
                return grown
        raise self.exhausted(_open_time(wanted), later=later)

    def until_workday(self, timeline: Timeline, ordinal: int, *, later: bool) -> Timeline:
        """The timeline with more days on one side, in search of working days.

        Raises:
            CalendarError: there are no more within the horizon.
        """
        grown = self.reach(timeline, ordinal, later=later)
        if grown is None:
            raise self.exhausted("so many working days", later=later)
        return grown

    def reach(self, timeline: Timeline, ordinal: int, *, later: bool) -> Timeline | None:
        """The timeline with more days on one side of a day; None when nothing is open there."""
        span = max(_STRETCH, timeline.last - timeline.first)
        outermost: Callable[[list[int]], int] = max if later else min
        if later:
            limit = min(ordinal + HORIZON_DAYS + 2, LAST_DAY)
            if not self._weekly:
                limit = min(limit, outermost([*self._dated, timeline.last]))
            if timeline.last >= limit:
                return None
            return self._laid_out(timeline, timeline.first, min(timeline.last + span, limit))
        limit = max(ordinal - HORIZON_DAYS - 2, FIRST_DAY)
        if not self._weekly:
            limit = max(limit, outermost([*self._dated, timeline.first]))
        if timeline.first <= limit:
            return None
        return self._laid_out(timeline, max(timeline.first - span, limit), timeline.last)

    def found(self, moment: int, end: int, wanted: int) -> int:
        """The end that was found, if it is within the horizon.

        Raises:
            CalendarError: it is not, whatever happened to be laid out already.
        """
        if -HORIZON <= end - moment <= HORIZON:
            return end
        raise self.exhausted(_open_time(wanted), later=end > moment)

    def exhausted(self, lacking: str, *, later: bool) -> CalendarError:
        """The error that there is not so much of something on one side."""
        if not self._weekly and not self._dated:
            return CalendarError("the calendar is never open: it has no hours on any day")
        side = "after" if later else "before"
        return CalendarError(
            f"the calendar does not have {lacking} in the {HORIZON_YEARS} years {side} "
            "the given time"
        )

    def _most_open(self) -> int:
        """More open time than the horizon can have: every week full of its hours, every date too.

        An interval over a clock change can be longer than written: by less than six hours a year
        together, and by a day where a country moved over the date line.
        """
        week, dates = (
            sum(end - start for hours in days for start, end in hours)
            for days in (self._rules.week, self._rules.dates.values())
        )
        changes = HORIZON_DAYS * 60 + 2 * 86_400
        return ((HORIZON_DAYS // 7 + 2) * week + dates + changes) * SECOND

    def _laid_out(self, known: Timeline | None, first: int, last: int) -> Timeline:
        """The timeline widened to these days, and kept; a day is laid out once.

        What the day before the first carries past midnight belongs to the timeline too: it is
        complete from the first midnight on.
        """
        first, last = max(first, FIRST_DAY), min(last, LAST_DAY)
        midnight = local_instant(first, 0, self._zone)
        before = self.intervals_of(first - 1)
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
            own = self.intervals_of(ordinal)
            if own:
                intervals += own
                workdays.append(ordinal)


def _open_time(microseconds: int) -> str:
    return f"{dt.timedelta(microseconds=microseconds)} of open time"
