"""Time that runs through everything, with the questions a working calendar answers."""

from __future__ import annotations

import datetime as dt
from typing import Protocol
from zoneinfo import ZoneInfo

from workflow_engine.calendars.hours import named_zone, require_aware
from workflow_engine.errors import CalendarError


class CountedTime(Protocol):
    """What a clock runs on: a `WorkingCalendar`, or `RunningTime`."""

    @property
    def zone(self) -> ZoneInfo:
        """The zone of every result."""
        ...

    def add(self, start: dt.datetime, amount: dt.timedelta) -> dt.datetime:
        """The moment at which `amount` after `start` is used up."""
        ...

    def subtract(self, end: dt.datetime, amount: dt.timedelta) -> dt.datetime:
        """The moment from which there is `amount` until `end`."""
        ...

    def between(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        """What counts from `start` to `end`; zero when `end` is not after `start`."""
        ...

    def provisional(self, start: dt.date, end: dt.date) -> bool:
        """Whether what counts between the dates is not yet certain."""
        ...


class RunningTime:
    """Elapsed real time, day and night: for clock hours and calendar days.

    Args:
        timezone: the name of the time zone of the results.

    Raises:
        CalendarError: there is no such time zone; from the methods, a moment has no time zone or
            the result lies outside the years 1 to 9999.
    """

    def __init__(self, timezone: str) -> None:
        self._zone = named_zone(timezone)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of every result."""
        return self._zone

    def add(self, start: dt.datetime, amount: dt.timedelta) -> dt.datetime:
        """The moment `amount` of real time after `start`; before it when negative."""
        require_aware(start)
        try:
            return (start.astimezone(dt.UTC) + amount).astimezone(self._zone)
        except OverflowError as error:
            raise CalendarError(
                f"{amount} from {start} lies outside the years 1 to 9999"
            ) from error

    def subtract(self, end: dt.datetime, amount: dt.timedelta) -> dt.datetime:
        """The moment `amount` of real time before `end`; after it when negative."""
        return self.add(end, -amount)

    def between(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        """The real time from `start` to `end`; zero when `end` is not after `start`."""
        require_aware(start)
        require_aware(end)
        elapsed = end.astimezone(dt.UTC) - start.astimezone(dt.UTC)
        return max(elapsed, dt.timedelta(0))

    def provisional(self, start: dt.date, end: dt.date) -> bool:  # noqa: ARG002
        """Never: no holiday changes it."""
        return False
