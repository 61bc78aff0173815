"""On which working days one customer's services are done.

A day once planned stays: planning again on a later day, with the same log or with what was planned
done and logged, gives the same days, as long as none has passed undone. So nothing here is counted
from the day of the plan; that day only rules out the days before it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from workflow_engine.planning.dates import DAY, Slot, add_units
from workflow_engine.planning.schedules import (
    CalendarSchedule,
    EventSchedule,
    RollingSchedule,
    covered_slots,
)
from workflow_engine.planning.workdays import Workdays, pick, share

FESTIVAL_MARGIN = 14
"""Days past the period's end in which a festival may lie whose last working day is inside it."""

WEEK = 7


class _Stretch(NamedTuple):
    """What is open of a calendar unit, from a day to the unit's end; and the slot that follows."""

    start: dt.date
    end: dt.date
    parts: tuple[Slot, ...]
    following: Slot


class Dating:
    """Finds the days of one customer's services among the working days of whoever does them.

    The answers reach beyond the period; `rides` are the days of visits that items can ride on.
    """

    def __init__(self, customer_id: str, at: dt.date, until: dt.date, workdays: Workdays) -> None:
        self.at = at
        self.until = until
        self.workdays = workdays
        self.share = share(customer_id)

    def calendar(
        self,
        schedule: CalendarSchedule,
        done: Sequence[dt.date],
        rides: Sequence[dt.date],
        until: dt.date,
    ) -> list[dt.date]:
        """The days that cover the open slots up to the unit in which `until` lies.

        Each is found as though those before it were kept. Slots in which no working day is left are
        caught up on one day of the same unit: the next unit begins afresh.
        """
        kept = list(done)
        found: list[dt.date] = []
        for unit, parts, following in schedule.units(until):
            start = max(self.at, unit[0])
            while (covered := covered_slots(parts, kept)) < len(parts):
                if start in kept:
                    start += DAY
                stretch = _Stretch(start, unit[1], parts[covered:], following)
                day = self._next(stretch, kept, rides)
                if day is None:
                    break
                found.append(day)
                kept.append(day)
                start = day
        return found

    def rolling(
        self, schedule: RollingSchedule, last: dt.date | None, rides: Sequence[dt.date]
    ) -> list[dt.date]:
        """The days in the period, each counted from the one before as though that is kept."""
        after = next((day for day in rides if day > self.until), None)
        if after is None:
            after = next(iter(self.workdays.next(self.until + DAY)), self.until + DAY)
        found: list[dt.date] = []
        while True:
            due = None if last is None else add_units(last, schedule.unit, schedule.count)
            # A service due after that rides on nothing in the period.
            if due is not None and due >= after:
                return found
            day = self._rolling_day(schedule, last, due, rides)
            if day is None or day > self.until:
                return found
            found.append(day)
            last = day

    def festivals(self, schedule: EventSchedule, done: Sequence[dt.date]) -> list[dt.date]:
        """The last working day before or on each festival that was not attended to."""
        found: set[dt.date] = set()
        for festival in schedule.open_festivals(done):
            if festival > self.until + DAY * FESTIVAL_MARGIN:
                break
            day = self.workdays.last(self.at, festival)
            if day is not None:
                found.add(day)
        return sorted(found)

    def _rolling_day(
        self,
        schedule: RollingSchedule,
        last: dt.date | None,
        due: dt.date | None,
        rides: Sequence[dt.date],
    ) -> dt.date | None:
        if last is not None and due is not None:
            first = max(last + DAY, self.at)
            ride = next((day for day in reversed(rides) if first <= day <= due), None)
            if ride is not None:
                return ride
            usual = self.workdays.last(last + DAY, due)
            if usual is None:
                usual = next(iter(self.workdays.next(due + DAY)), None)
            if usual is not None and usual >= self.at:
                return usual
        if add_units(self.at, schedule.unit, schedule.count) < self.at + DAY * WEEK:
            # Waiting for the customer's day would take longer than the service may wait.
            return next(iter(self.workdays.next(self.at)), None)
        own = self.workdays.own(self.at, self.share)
        return None if own is None else _first_ride(rides, self.at, own)

    def _next(
        self, stretch: _Stretch, kept: Sequence[dt.date], rides: Sequence[dt.date]
    ) -> dt.date | None:
        """The first day for the open slots of a unit."""
        start, end, parts, following = stretch
        lefts = [[day for day in self._days_in(slot, end) if day >= start] for slot in parts]
        index = next((index for index, left in enumerate(lefts) if left), None)
        if index is None:
            day = self.workdays.own(start, self.share)
            if day is None or day > end:
                day = self.workdays.last(start, end)
            return None if day is None else _first_ride(rides, start, day)
        slot, left = parts[index], lefts[index]
        usual = next((day for day in self._wanted(slot, end, rides) if day in left), None)
        after = parts[index + 1] if index + 1 < len(parts) else following
        around = [*kept, *filter(None, [self._usual(after, after[1])])]
        if index == 0:
            return usual or _farthest(left, around)
        # Missed slots are caught up, and this slot's own day is still to follow.
        if usual is None:
            return left[0]
        own = self.workdays.own(start, self.share)
        if own is not None and own < usual:
            return _first_ride(rides, start, own)
        sunday = usual + DAY * (WEEK - 1 - usual.weekday())
        near = [day for day in left if day != usual and day <= sunday]
        return min(usual, _farthest(near, [*around, usual])) if near else usual

    def _days_in(self, slot: Slot, end: dt.date) -> Sequence[dt.date]:
        """The working days of a slot; without one, the first after it, up to the unit's end."""
        return self.workdays.between(*slot) or self.workdays.between(slot[1] + DAY, end)[:1]

    def _usual(self, slot: Slot, end: dt.date) -> dt.date | None:
        """The customer's day of a slot: an own day where a slot is a week or longer."""
        own = list(self._own_days(slot))
        return pick(own, self.share.week) if own else pick(self._days_in(slot, end), self.share.day)

    def _own_days(self, slot: Slot) -> Iterator[dt.date]:
        start, end = slot
        if (end - start).days + 1 < WEEK:
            return
        while (day := self.workdays.own(start, self.share)) is not None and day <= end:
            yield day
            start = day + DAY

    def _wanted(
        self, slot: Slot, end: dt.date, rides: Sequence[dt.date]
    ) -> Iterator[dt.date | None]:
        """The days to try for a slot, best first."""
        yield from (day for day in reversed(rides) if slot[0] <= day <= slot[1])
        yield self._usual(slot, end)
        yield from self._own_days(slot)


def _first_ride(rides: Sequence[dt.date], start: dt.date, day: dt.date) -> dt.date:
    """The first visit from `start` up to a day, else that day."""
    return next((ride for ride in rides if start <= ride <= day), day)


def _farthest(free: Sequence[dt.date], others: Collection[dt.date]) -> dt.date:
    """The free day farthest from all other days; the earliest of several."""
    return max(free, key=lambda day: min((abs(day - other) for other in others), default=DAY))
