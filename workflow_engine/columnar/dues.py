"""When services are due next, for many customers at once: the schedules of `planning` as tables.

Days are counted from 1970-01-01, as Polars counts them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from workflow_engine.planning.groundwork import Groundwork, Moment
from workflow_engine.planning.schedules import (
    AFTER_FESTIVAL,
    BEFORE_FESTIVAL,
    CalendarSchedule,
    EventSchedule,
    RollingSchedule,
    Schedule,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workflow_engine.decide.decision import Visit
    from workflow_engine.program.program import Program

NEVER: Final = np.iinfo(np.int32).max
"""The day of what has no due date: later than all days."""

_EPOCH: Final = dt.date(1970, 1, 1).toordinal()


def number_of(day: dt.date | None) -> int:
    """The number of a day, `NEVER` for none."""
    return NEVER if day is None else day.toordinal() - _EPOCH


def day_of(number: int) -> dt.date:
    """The day of a number."""
    return dt.date.fromordinal(number + _EPOCH)


class Services:
    """What is dated by a log: items that ride on no visit, and visits, by how often they come.

    Each has a number: `of_item` by item id, `of_visits` by times and unit of a visit regime.
    `schedules` say when each is due, `never_done` when it is if it was never done.
    """

    def __init__(self, program: Program, at: dt.date) -> None:
        self.ground = Groundwork(program)
        self.moment = Moment(self.ground, at)
        dated = [row for row in self.ground.rows if row.schedule >= 0]
        self.of_item = {row.id: number for number, row in enumerate(dated)}
        self.schedules: list[Schedule] = [self.moment.schedules[row.schedule] for row in dated]
        rules = () if program.visits is None else program.visits.rules
        frequencies = dict.fromkeys((r.frequency.count, r.frequency.unit or "month") for r in rules)
        self.of_visits = {one: len(dated) + number for number, one in enumerate(frequencies)}
        self.schedules += [self.moment.visit_schedule(times, per) for times, per in frequencies]
        self.never_done = np.array([number_of(one.known[None]) for one in self.schedules], np.int32)

    def of_regime(self, regime: Visit) -> int:
        """The number of the visits of a regime."""
        return self.of_visits[regime.times, regime.per]


def first_asked(schedule: Schedule) -> int:
    """The first day on which having done a service matters, if it was done again since."""
    match schedule:
        case RollingSchedule():
            return NEVER
        case CalendarSchedule():
            return number_of(schedule.slots[0][0])
        case EventSchedule():
            first = schedule.festivals[:1]
            return number_of(first[0] - BEFORE_FESTIVAL) if first else NEVER


class DueDays:
    """The due days of services by the days on which they were done, as far as these are known.

    Args:
        services: with the schedules of a moment.
        days: all days that come up, ascending, none after the moment. Days done are told by their
            places among these.
    """

    def __init__(self, services: Services, days: NDArray[np.int32]) -> None:
        self.days = days
        different = list(dict.fromkeys(services.schedules))
        self._schedules = np.array([different.index(one) for one in services.schedules], np.int64)
        self._festivals = [
            (number, one) for number, one in enumerate(different) if isinstance(one, EventSchedule)
        ]
        slots = max((len(s.slots) for s in different if isinstance(s, CalendarSchedule)), default=0)
        size = len(different), len(days)
        # By schedule, and the last day; the day; how many slots are covered.
        self._after_last = np.full(size, NEVER, np.int32)
        self._slot = np.full(size, -1, np.int32)
        self._after_slots = np.full((len(different), slots + 1), NEVER, np.int32)
        for number, schedule in enumerate(different):
            if isinstance(schedule, RollingSchedule):
                self._after_last[number] = [
                    number_of(schedule.due(day_of(day), tuple)) for day in days.tolist()
                ]
            elif isinstance(schedule, CalendarSchedule):
                ends = [number_of(end) for _, end in schedule.slots]
                inside = days >= number_of(schedule.slots[0][0])
                self._slot[number] = np.where(inside, np.searchsorted(ends, days), -1)
                self._after_slots[number] = number_of(schedule.first_of_next)
                self._after_slots[number, : len(ends)] = ends

    @property
    def bounds(self) -> tuple[int, int] | None:
        """No due day is before the first or after the second; None where nothing has one."""
        festivals = [number_of(day) for _, one in self._festivals for day in one.festivals]
        dues = np.concatenate([self._after_last.ravel(), self._after_slots.ravel(), festivals])
        dues = dues[dues != NEVER]
        return (int(dues.min()), int(dues.max())) if len(dues) else None

    def of(
        self, services: NDArray[np.int64], days: NDArray[np.int32], starts: NDArray[np.int64]
    ) -> NDArray[np.int32]:
        """The due days of some customers' services.

        Of the i-th of n days in a calendar unit, in slot s, at least s slots are covered, and one
        more by each day after it: n + max(0, s − i) in the end, as `schedules.covered_slots` says.

        Args:
            services: their numbers, one for each due day.
            days: the places of the days on which each was done, at least one, ascending, each once.
            starts: where the days of each start.
        """
        schedules = self._schedules[services]
        sizes = np.diff(starts, append=len(days))
        last = starts + sizes - 1
        dues: NDArray[np.int32] = self._after_last[schedules, days[last]]
        slot = self._slot[np.repeat(schedules, sizes), days]
        inside = slot >= 0
        counted = np.cumsum(inside, dtype=np.int64)
        before: NDArray[np.int64] = counted[starts] - inside[starts]
        ahead = np.where(inside, slot - counted + np.repeat(before, sizes), 0)
        covered = counted[last] - before + np.maximum(np.maximum.reduceat(ahead, starts), 0)
        most = self._after_slots.shape[1] - 1
        np.minimum(dues, self._after_slots[schedules, np.minimum(covered, most)], out=dues)
        for number, schedule in self._festivals:
            theirs = schedules == number
            done = self.days[days[np.repeat(theirs, sizes)]]
            dues[theirs] = _festivals(schedule, done, sizes[theirs])
        return dues


def _festivals(
    schedule: EventSchedule, days: NDArray[np.int32], sizes: NDArray[np.int64]
) -> NDArray[np.int32]:
    """The first festival that was not attended to: each day counts for one, as in `schedules`.

    All customers' n-th days are counted at once, and each different step only once.
    """
    festivals = [number_of(day) for day in schedule.festivals]
    starts = np.cumsum(sizes) - sizes
    earliest = int(days.min(initial=NEVER))
    span = int(days.max(initial=0)) - earliest + 1
    numbers: dict[frozenset[int], int] = {frozenset(): 0}
    attended = np.zeros(len(sizes), np.int64)
    customers = np.arange(len(sizes))
    for rank in range(int(sizes.max(initial=0))):
        customers = customers[sizes[customers] > rank]
        steps = attended[customers] * span + (days[starts[customers] + rank] - earliest)
        seen = np.zeros(len(numbers) * span, bool)
        seen[steps] = True
        different = np.flatnonzero(seen)
        states = list(numbers)
        following = np.zeros(len(seen), np.int64)
        following[different] = [
            numbers.setdefault(
                _attend(festivals, states[one // span], one % span + earliest), len(numbers)
            )
            for one in different.tolist()
        ]
        attended[customers] = following[steps]
    at = number_of(schedule.at)
    dues = [
        next((day for day in festivals if day >= at and day not in state), NEVER)
        for state in numbers
    ]
    return np.array(dues, np.int32)[attended]


def _attend(festivals: Sequence[int], attended: frozenset[int], day: int) -> frozenset[int]:
    """The festivals attended to after one more day."""
    before, after = BEFORE_FESTIVAL.days, AFTER_FESTIVAL.days
    for festival in festivals:
        if festival not in attended and festival - before <= day <= festival + after:
            return attended | {festival}
    return attended
