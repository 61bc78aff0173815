"""Opening hours of a day, and their place in real time on a date of a time zone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workflow_engine.errors import CalendarError

ClockTime = str | dt.time
"""`"08:30"`, `"08:30:15"`, `"24:00"` (the end of the day), or a `datetime.time`."""

WrittenHours = Iterable[tuple[ClockTime, ClockTime]]
"""The open intervals of one day as (opening, closing)."""

DayHours = tuple[tuple[int, int], ...]
"""Intervals as seconds after midnight of the day they start on; the end may pass 86,400."""

Interval = tuple[int, int]
"""Half open, in microseconds since 1970-01-01 UTC."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 86_400
SECOND = 1_000_000
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_EPOCH_DAY = EPOCH.toordinal()
MICROSECOND = dt.timedelta(microseconds=1)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)


def named_zone(name: str) -> ZoneInfo:
    """The time zone of that name.

    Raises:
        CalendarError: there is none.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CalendarError(f"`{name}` is not the name of a time zone") from error


def instant(moment: dt.datetime) -> int:
    """Microseconds since 1970-01-01 UTC of an aware moment."""
    return (moment - EPOCH) // MICROSECOND


def require_aware(moment: dt.datetime) -> None:
    """Refuse a moment without a time zone.

    Raises:
        CalendarError: it has none.
    """
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise CalendarError(f"{moment!r} has no time zone; working time needs aware datetimes")


def _seconds(clock: ClockTime) -> int:
    """Seconds after midnight.

    Raises:
        CalendarError: it is not a time of day.
    """
    if isinstance(clock, dt.time):
        return clock.hour * 3600 + clock.minute * 60 + clock.second
    found = _CLOCK.fullmatch(clock.strip())
    if found:
        hour, minute, second = (int(part or 0) for part in found.groups())
        seconds = hour * 3600 + minute * 60 + second
        if minute < 60 and second < 60 and seconds <= DAY:
            return seconds
    raise CalendarError(f"`{clock}` is not a time of day; write it like 08:30, at most 24:00")


def read_hours(written: WrittenHours) -> DayHours:
    """The intervals in order, joined where they overlap; an end before its start is the next day's.

    Raises:
        CalendarError: a time of day is wrong, or an interval is empty.
    """
    intervals = []
    for opening, closing in written:
        start, end = _seconds(opening), _seconds(closing)
        if start == DAY:
            raise CalendarError("hours cannot open at 24:00; write 00:00 on the next day")
        if start == end:
            raise CalendarError(
                f"the hours {opening}..{closing} are empty; a whole day is 00:00..24:00"
            )
        intervals.append((start, end if end > start else end + DAY))
    return tuple(join(sorted(intervals)))


def read_week(written: Mapping[str, WrittenHours]) -> tuple[DayHours, ...]:
    """Hours of the seven weekdays, Monday first; a weekday that is not written is closed.

    Raises:
        CalendarError: a weekday or its hours are wrong.
    """
    week: list[DayHours] = [()] * 7
    for name, hours in written.items():
        if name not in WEEKDAYS:
            raise CalendarError(f"`{name}` is not a weekday; write one of {', '.join(WEEKDAYS)}")
        week[WEEKDAYS.index(name)] = read_hours(hours)
    return tuple(week)


def join(intervals: Iterable[Interval]) -> list[Interval]:
    """Sorted intervals without overlap; those that only touch stay apart."""
    joined: list[Interval] = []
    for start, end in intervals:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def cut(intervals: Iterable[Interval], holes: Iterable[Interval]) -> list[Interval]:
    """The parts of the intervals that lie in none of the holes."""
    left = list(intervals)
    for hole_start, hole_end in holes:
        parts = [
            ((start, min(end, hole_start)), (max(start, hole_end), end)) for start, end in left
        ]
        left = [part for pair in parts for part in pair if part[0] < part[1]]
    return left


def place(hours: DayHours, ordinal: int, zone: ZoneInfo) -> list[Interval]:
    """The intervals of one date in real time.

    A local time that a clock change skips is the moment of the change, one that comes twice is its
    first occurrence; what a change swallows is left out, so that the length of an interval is
    always elapsed real time. So a later local time is never an earlier moment.
    """
    placed = []
    for start, end in hours:
        first, last = local_instant(ordinal, start, zone), local_instant(ordinal, end, zone)
        if first < last:
            placed.append((first, last))
    return placed


def local_instant(ordinal: int, seconds: int, zone: ZoneInfo) -> int:
    """The moment at which the clock shows so many seconds after the midnight of a date."""
    days, clock = divmod(seconds, DAY)
    day = dt.date.fromordinal(ordinal + days)
    first, second = _times_of_day(clock, zone)
    local, again = dt.datetime.combine(day, first), dt.datetime.combine(day, second)
    offset = local.utcoffset()
    if offset is not None and offset == again.utcoffset():
        return ((ordinal - _EPOCH_DAY) * DAY + seconds) * SECOND - offset // MICROSECOND
    late = local.astimezone(dt.UTC)
    if late.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return instant(late)
    return _change_between(again.astimezone(dt.UTC), late, zone)


@lru_cache(maxsize=1024)
def _times_of_day(seconds: int, zone: ZoneInfo) -> tuple[dt.time, dt.time]:
    """The time of day, as it comes first and as it comes again where a clock is put back."""
    hour, rest = divmod(seconds, 3600)
    minute, second = divmod(rest, 60)
    first = dt.time(hour, minute, second, tzinfo=zone)
    return first, first.replace(fold=1)


def _change_between(early: dt.datetime, late: dt.datetime, zone: ZoneInfo) -> int:
    """The moment between two others at which the zone's offset changes, to the second."""
    offset = late.astimezone(zone).utcoffset()
    first, last = instant(early) // SECOND, instant(late) // SECOND
    while last - first > 1:
        middle = (first + last) // 2
        moment = (EPOCH + middle * dt.timedelta(seconds=1)).astimezone(zone)
        if moment.utcoffset() == offset:
            last = middle
        else:
            first = middle
    return last * SECOND
