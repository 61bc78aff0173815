"""When a service is due next: one small object for each frequency and moment."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from workflow_engine.calendars.festivals import FESTIVALS, festival_dates
from workflow_engine.language.durations import Frequency, FrequencyUnit
from workflow_engine.planning.dates import DAY, Slot, add_units, slots, unit_around

DoneDates: TypeAlias = Callable[[], tuple[dt.date, ...]]
"""Fetches every day on which the service was done; called only when the last one is not enough."""

BEFORE_FESTIVAL = dt.timedelta(days=30)
AFTER_FESTIVAL = dt.timedelta(days=7)
FESTIVALS_BEHIND = dt.timedelta(days=400)
FESTIVALS_AHEAD = dt.timedelta(days=800)


class RollingSchedule:
    """`count` units after it was last done; never done: at once.

    `known` remembers the due date by the last day done; all schedules have it, so that most due
    dates cost one look-up.
    """

    __slots__ = ("at", "count", "known", "unit")

    def __init__(self, at: dt.date, unit: FrequencyUnit, count: int) -> None:
        self.at = at
        self.unit: FrequencyUnit = unit
        self.count = count
        self.known: dict[dt.date | None, dt.date | None] = {None: at}

    def due(self, last: dt.date | None, done: DoneDates) -> dt.date | None:  # noqa: ARG002
        """The next due date, given the last day done."""
        if last not in self.known:
            assert last is not None
            self.known[last] = add_units(last, self.unit, self.count)
        return self.known[last]


class CalendarSchedule:
    """`count` times in every calendar unit: once in each of the slots that divide it."""

    __slots__ = ("at", "count", "first_of_next", "known", "slots", "unit")

    def __init__(self, at: dt.date, unit: FrequencyUnit, count: int) -> None:
        self.at = at
        self.unit: FrequencyUnit = unit
        self.count = count
        around = unit_around(at, unit)
        self.slots = slots(around, count)
        self.first_of_next = slots(unit_around(around[1] + DAY, unit), count)[0][1]
        # Nothing on record: what was owed before the record began is not held against anybody.
        self.known: dict[dt.date | None, dt.date | None] = {None: max(self.slots[0][1], at)}

    def due(self, last: dt.date | None, done: DoneDates) -> dt.date | None:
        """The end of the first slot of this unit not covered yet, or of the next unit's first."""
        if last in self.known:
            return self.known[last]
        assert last is not None
        if last < self.slots[0][0]:
            self.known[last] = self.slots[0][1]
            return self.slots[0][1]
        covered = self.covered(done())
        return self.slots[covered][1] if covered < self.count else self.first_of_next

    def covered(self, done: Iterable[dt.date]) -> int:
        """How many slots of the current unit the days done cover."""
        return covered_slots(self.slots, [day for day in done if day <= self.at])

    def units(self, until: dt.date) -> Iterator[tuple[Slot, tuple[Slot, ...], Slot]]:
        """This unit and those after it, to the one in which `until` lies.

        Each comes with its slots and the first slot after it.
        """
        unit = unit_around(self.at, self.unit)
        while unit[0] <= until:
            following = unit_around(unit[1] + DAY, self.unit)
            yield unit, slots(unit, self.count), slots(following, self.count)[0]
            unit = following


def covered_slots(parts: Sequence[Slot], done: Iterable[dt.date]) -> int:
    """How many of a unit's slots the days done cover.

    Each day covers the next slot; a late one also covers, at once, all slots missed before it: one
    catch-up for them, not several.
    """
    ends = [end for _, end in parts]
    covered = 0
    for day in sorted(set(done)):
        if parts[0][0] <= day <= ends[-1]:
            covered = max(covered + 1, bisect_left(ends, day))
    return min(covered, len(parts))


class EventSchedule:
    """At each of the named festivals; an event that is no festival has no date.

    Done from 30 days before a festival to 7 days after it counts for it, and for one festival only.
    """

    __slots__ = ("at", "festivals", "known")

    def __init__(self, at: dt.date, events: Sequence[str]) -> None:
        self.at = at
        start, end = at - FESTIVALS_BEHIND, at + FESTIVALS_AHEAD
        known = [event for event in events if event in FESTIVALS]
        self.festivals = sorted({day for name in known for day in festival_dates(name, start, end)})
        self.known: dict[dt.date | None, dt.date | None] = {
            None: next((day for day in self.festivals if day >= at), None)
        }

    def due(self, last: dt.date | None, done: DoneDates) -> dt.date | None:
        """The next festival that was not attended to yet."""
        if last in self.known:
            return self.known[last]
        following = self.known[None]
        assert last is not None
        if following is None or last < following - BEFORE_FESTIVAL:
            self.known[last] = following
            return following
        return next(iter(self.open_festivals(done())), None)

    def open_festivals(self, done: Iterable[dt.date]) -> list[dt.date]:
        """The festivals on or after the moment that no day done counts for."""
        attended: set[dt.date] = set()
        for day in sorted(set(done)):
            for festival in self.festivals:
                if (
                    festival not in attended
                    and festival - BEFORE_FESTIVAL <= day <= festival + AFTER_FESTIVAL
                ):
                    attended.add(festival)
                    break
        return [day for day in self.festivals if day >= self.at and day not in attended]


Schedule: TypeAlias = RollingSchedule | CalendarSchedule | EventSchedule


def schedule_for(frequency: Frequency, at: dt.date) -> Schedule | None:
    """The schedule of a frequency at a moment; None where nothing is dated or visits date it."""
    if frequency.kind == "event":
        return EventSchedule(at, frequency.events)
    if frequency.unit is None:
        return None
    if frequency.kind == "rolling":
        return RollingSchedule(at, frequency.unit, frequency.count)
    return CalendarSchedule(at, frequency.unit, frequency.count)
