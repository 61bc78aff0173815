"""The owner's working days, remembered, so that a batch asks the calendar once for each day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol
from zlib import crc32

from workflow_engine.planning.dates import DAY

LONGEST_CLOSURE = 60
"""Days without a single working day after which a calendar counts as closed for good."""

CATCH_UP_DAYS = 5
"""Over how many working days the overdue work of all customers is spread."""


class WorkdayCalendar(Protocol):
    """The part of a working calendar that dating needs."""

    def is_workday(self, day: dt.date) -> bool:
        """Whether there are working hours on this day."""


def share(customer_id: str) -> int:
    """A fixed number for a customer, by which customers spread over days."""
    return crc32(customer_id.encode())


class Workdays:
    """Looking for working days around a date."""

    __slots__ = ("_calendar", "_known")

    def __init__(self, calendar: WorkdayCalendar) -> None:
        self._calendar = calendar
        self._known: dict[dt.date, bool] = {}

    def __contains__(self, day: dt.date) -> bool:
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._calendar.is_workday(day)
        return known

    def between(self, first: dt.date, last: dt.date) -> list[dt.date]:
        """The working days from `first` to `last`, both included."""
        days = (first + DAY * i for i in range((last - first).days + 1))
        return [day for day in days if day in self]

    def next(self, day: dt.date, count: int = 1) -> list[dt.date]:
        """The next `count` working days from `day` on; fewer when the calendar stays closed."""
        found: list[dt.date] = []
        closed = 0
        while len(found) < count and closed < LONGEST_CLOSURE:
            if day in self:
                found.append(day)
                closed = 0
            else:
                closed += 1
            day += DAY
        return found

    def last(self, first: dt.date, last: dt.date) -> dt.date | None:
        """The latest working day from `first` to `last`, or None."""
        while last >= first:
            if last in self:
                return last
            last -= DAY
        return None


def pick(days: Sequence[dt.date], number: int) -> dt.date | None:
    """The day that falls to a customer's number; None when there is no day."""
    return days[number % len(days)] if days else None
