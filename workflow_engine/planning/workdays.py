"""The owner's working days, remembered, so that a batch asks the calendar once for each day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple, Protocol
from zlib import crc32

from workflow_engine.planning.dates import DAY, Slot

LONGEST_CLOSURE = 60
"""Days without a single working day after which a calendar counts as closed for good."""


class WorkdayCalendar(Protocol):
    """The part of a working calendar that dating needs."""

    def is_workday(self, day: dt.date) -> bool:
        """Whether there are working hours on this day."""


class Share(NamedTuple):
    """A customer's fixed place among all customers: two numbers below `SHARES`.

    `day` says which day of the week is theirs, `week` which week of a longer stretch.
    """

    day: int
    week: int


SHARES = 1 << 16


def share(customer_id: str) -> Share:
    """The place of a customer, by which customers spread over days: halves of a CRC-32."""
    week, day = divmod(crc32(customer_id.encode()), SHARES)
    return Share(day, week)


def pick(days: Sequence[dt.date], number: int) -> dt.date | None:
    """The day as far into the days as the number is below `SHARES`; None when there is no day.

    Stretches of nearly the same length give nearly the same place in them.
    """
    return days[len(days) * number // SHARES] if days else None


class Workdays:
    """Looking for working days around a date."""

    __slots__ = ("_between", "_calendar", "_known")

    def __init__(self, calendar: WorkdayCalendar) -> None:
        self._calendar = calendar
        self._known: dict[dt.date, bool] = {}
        self._between: dict[Slot, tuple[dt.date, ...]] = {}

    def __contains__(self, day: dt.date) -> bool:
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._calendar.is_workday(day)
        return known

    def between(self, first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
        """The working days from `first` to `last`, both included."""
        found = self._between.get((first, last))
        if found is None:
            days = (first + DAY * i for i in range((last - first).days + 1))
            found = self._between[first, last] = tuple(day for day in days if day in self)
        return found

    def own(self, day: dt.date, whose: Share) -> dt.date | None:
        """A customer's own day on or after `day`: one working day of each week, Monday to Sunday.

        It does not depend on `day` until it has passed. None when the calendar stays closed.
        """
        for ahead in range(-day.weekday(), LONGEST_CLOSURE, 7):
            monday = day + DAY * ahead
            own = pick(self.between(monday, monday + DAY * 6), whose.day)
            if own is not None and own >= day:
                return own
        return None

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
