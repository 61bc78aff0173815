"""Time limits measured on the working calendar of their process."""

from __future__ import annotations

import datetime as dt

from workflow_engine.calendars.build import build_calendar, workday_calendar
from workflow_engine.calendars.deadlines import deadline
from workflow_engine.calendars.working import WorkingCalendar
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.errors import CalendarError
from workflow_engine.language.durations import Duration
from workflow_engine.program.program import Program

_WEEK = tuple(dt.date(2026, 3, 2) + dt.timedelta(days=day) for day in range(7))
"""A week without holidays, Monday to Sunday."""
_CHINESE = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def moment_said(start: dt.datetime) -> Bilingual:
    """A moment of the week in words, as `starts` gives it."""
    clock, weekday = start.strftime("%H:%M"), start.weekday()
    return Bilingual(f"{_CHINESE[weekday]} {clock} ", f"on a {_ENGLISH[weekday]} at {clock}")


class ProcessTime:
    """The calendars of one policy, built when first asked for."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._calendars: dict[str | None, WorkingCalendar | None] = {}
        self._ends: dict[tuple[str | None, dt.datetime, Duration], dt.datetime | None] = {}

    def calendar(self, name: str | None) -> WorkingCalendar | None:
        """A named calendar, the national working days without a name; None where it is broken."""
        if name not in self._calendars:
            self._calendars[name] = self._built(name)
        return self._calendars[name]

    def starts(self, name: str | None) -> tuple[dt.datetime, ...]:
        """Moments of a plain week at which time may begin to count: every opening and closing."""
        calendar = self.calendar(name)
        if calendar is None:
            return ()
        periods = [period for day in _WEEK for period in calendar.hours_of(day)]
        return tuple(sorted({moment for p in periods for moment in (p.start, p.end)}))

    def ends(self, name: str | None, start: dt.datetime, duration: Duration) -> dt.datetime | None:
        """When a duration from a start ends; None where the calendar cannot tell."""
        asked = (name, start, duration)
        if asked not in self._ends:
            self._ends[asked] = self._worked_out(name, start, duration)
        return self._ends[asked]

    def _worked_out(
        self, name: str | None, start: dt.datetime, duration: Duration
    ) -> dt.datetime | None:
        calendar = self.calendar(name)
        try:
            return None if calendar is None else deadline(calendar, start, duration)
        except CalendarError:
            return None

    def longest(self, name: str | None, duration: Duration, than: Duration) -> dt.datetime | None:
        """A start from which one duration ends later than another; None if there is none."""
        if duration.unit == than.unit and duration.amount <= than.amount:
            return None
        for start in self.starts(name):
            one, other = self.ends(name, start, duration), self.ends(name, start, than)
            if one is not None and other is not None and one > other:
                return start
        return None

    def never_shorter(self, name: str | None, duration: Duration, than: Duration) -> bool:
        """Whether from every start one duration ends no earlier than another."""
        if duration.unit == than.unit:
            return duration.amount >= than.amount
        ends = [
            (self.ends(name, start, duration), self.ends(name, start, than))
            for start in self.starts(name)
        ]
        return bool(ends) and all(
            one is not None and other is not None and one >= other for one, other in ends
        )

    def _built(self, name: str | None) -> WorkingCalendar | None:
        timezone = self._program.head.timezone
        spec = self._program.calendars.get(name or "")
        try:
            if spec is None:
                return workday_calendar(timezone)
            return build_calendar(spec, self._program.calendars, timezone=timezone)
        except CalendarError:
            return None
