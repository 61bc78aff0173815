"""What a working calendar says, in one normal form: hours of the week, and dates that differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from workflow_engine.calendars.hours import (
    DayHours,
    WrittenHours,
    named_zone,
    read_hours,
    read_week,
)
from workflow_engine.diagnostics.bilingual import Bilingual

ReasonKind = Literal["holiday", "make-up workday", "exception"]

_MONDAY = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a date differs from its weekday.

    A holiday is closed, a make-up workday open; an exception may be either. `name` is the festival
    for which the date is off or made up, where it is known.
    """

    kind: ReasonKind
    name: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class CalendarRules:
    """A working calendar as plain values; two that mean the same are equal.

    `week` has seven entries, Monday first. `dates` replaces the hours of its dates (none: closed),
    `breaks` is closed time on top; both by ordinal. Every date of `dates` has its reason.
    `known` is the first and last date whose holidays are known, None when every date is.
    """

    zone: ZoneInfo
    week: tuple[DayHours, ...]
    dates: Mapping[int, DayHours]
    breaks: Mapping[int, DayHours]
    known: tuple[dt.date, dt.date] | None
    reasons: Mapping[int, Reason]

    def hours_on(self, ordinal: int) -> DayHours:
        """The hours that start on a date, before its breaks."""
        own = self.dates.get(ordinal)
        return self.week[(ordinal + 6) % 7] if own is None else own


def read_rules(
    *,
    timezone: str,
    hours: Mapping[str, WrittenHours],
    holidays: Iterable[dt.date],
    extra_workdays: Mapping[dt.date, WrittenHours | None],
    shifts: Mapping[dt.date, WrittenHours],
    breaks: Mapping[dt.date, WrittenHours],
    known: tuple[dt.date, dt.date] | None,
    reasons: Mapping[dt.date, Reason],
) -> CalendarRules:
    """The rules that a caller writes: see the arguments of `WorkingCalendar`.

    Raises:
        CalendarError: a time, a weekday or the time zone is wrong.
    """
    week = read_week(hours)
    dates: dict[int, DayHours] = {}
    why: dict[int, Reason] = {}
    for date, written in extra_workdays.items():
        dates[date.toordinal()] = week[_MONDAY] if written is None else read_hours(written)
        why[date.toordinal()] = Reason("make-up workday")
    for date, shift in shifts.items():
        dates[date.toordinal()] = read_hours(shift)
        why[date.toordinal()] = Reason("exception")
    for date in holidays:
        dates[date.toordinal()] = ()
        why[date.toordinal()] = Reason("holiday")
    named = {date.toordinal(): reason for date, reason in reasons.items()}
    why.update({ordinal: named[ordinal] for ordinal in named.keys() & dates.keys()})
    return CalendarRules(
        zone=named_zone(timezone),
        week=week,
        dates=dates,
        breaks={date.toordinal(): read_hours(pause) for date, pause in breaks.items()},
        known=known,
        reasons=why,
    )
