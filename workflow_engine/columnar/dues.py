"""When services are due next, for many customers at once: the schedules of `planning` over arrays.

Days are counted from 1970-01-01, as Polars counts them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
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

    Each has a number, by which its due dates are looked up: `of_item` by item id, `of_visits` by
    times and unit of a visit regime. `never_done` are the due dates of what was never done.
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
        self.never_done = [number_of(schedule.known[None]) for schedule in self.schedules]

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


def due_days(
    schedule: Schedule, days: NDArray[np.int32], starts: NDArray[np.int64]
) -> NDArray[np.int32]:
    """The due days of one service for many customers, from the days on which it was done.

    Args:
        schedule: how often it comes, at the moment of the plan.
        days: the days of one customer after the other, none after the moment; those of a customer
            ascending, each once.
        starts: where the days of each customer start; everybody has one.
    """
    match schedule:
        case RollingSchedule():
            return _rolling(schedule, days[_ends(days, starts) - 1])
        case CalendarSchedule():
            return _calendar(schedule, days, starts)
        case EventSchedule():
            return _festivals(schedule, days, starts)


def _ends(days: NDArray[np.int32], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.append(starts[1:], len(days))


def _rolling(schedule: RollingSchedule, last: NDArray[np.int32]) -> NDArray[np.int32]:
    different, places = np.unique(last, return_inverse=True)
    dues = [number_of(schedule.due(day_of(int(day)), tuple)) for day in different]
    return np.array(dues, np.int32)[places]


def _calendar(
    schedule: CalendarSchedule, days: NDArray[np.int32], starts: NDArray[np.int64]
) -> NDArray[np.int32]:
    """The end of the first slot that is not covered, as `schedules.covered_slots` covers them.

    After the i-th of n days, which lies in slot s, at least s slots are covered, and one more by
    each day after it: n + max(0, s − i) in the end.
    """
    ends = np.array([number_of(end) for _, end in schedule.slots], np.int32)
    inside = days >= number_of(schedule.slots[0][0])
    counted = np.cumsum(inside, dtype=np.int64)
    before: NDArray[np.int64] = counted[starts] - inside[starts]
    sizes = np.diff(starts, append=len(days))
    rank: NDArray[np.int64] = counted - np.repeat(before, sizes)
    ahead = np.where(inside, np.searchsorted(ends, days) - rank, 0)
    done: NDArray[np.int64] = counted[_ends(days, starts) - 1] - before
    covered = done + np.maximum(np.maximum.reduceat(ahead, starts), 0)
    dues = np.append(ends, np.int32(number_of(schedule.first_of_next)))
    chosen: NDArray[np.int32] = dues[np.minimum(covered, schedule.count)]
    return chosen


def _festivals(
    schedule: EventSchedule, days: NDArray[np.int32], starts: NDArray[np.int64]
) -> NDArray[np.int32]:
    """The first festival that was not attended to: each day counts for one, as in `schedules`."""
    festivals = [number_of(day) for day in schedule.festivals]
    before, after = BEFORE_FESTIVAL.days, AFTER_FESTIVAL.days
    near = np.zeros(len(days), bool)
    for festival in festivals:
        near |= (days >= festival - before) & (days <= festival + after)
    sizes = np.add.reduceat(near.astype(np.int64), starts)

    def attend(attended: frozenset[int], day: int) -> frozenset[int]:
        for festival in festivals:
            if festival not in attended and festival - before <= day <= festival + after:
                return attended | {festival}
        return attended

    states, kept = _folded(days[near], sizes, frozenset[int](), attend)
    at = number_of(schedule.at)
    dues = [
        next((day for day in festivals if day >= at and day not in attended), NEVER)
        for attended in kept
    ]
    return np.array(dues, np.int32)[states]


def _folded(
    days: NDArray[np.int32],
    sizes: NDArray[np.int64],
    first: frozenset[int],
    step: Callable[[frozenset[int], int], frozenset[int]],
) -> tuple[NDArray[np.int64], list[frozenset[int]]]:
    """Fold the days of each customer into a state; each different step is calculated once.

    `sizes` says how many of the days each has. Returns the number of each customer's state, and
    the states by number.
    """
    numbers = {first: 0}
    states = [first]
    result = np.zeros(len(sizes), np.int64)
    if not len(days):
        return result, states
    starts = np.cumsum(sizes) - sizes
    earliest = int(days.min())
    span = int(days.max()) - earliest + 1
    customers = np.arange(len(sizes))
    for rank in range(int(sizes.max())):
        customers = customers[sizes[customers] > rank]
        steps = result[customers] * span + (days[starts[customers] + rank] - earliest)
        different, places = np.unique(steps, return_inverse=True)
        following = []
        for one in different.tolist():
            state, day = divmod(one, span)
            made = step(states[state], day + earliest)
            if made not in numbers:
                numbers[made] = len(states)
                states.append(made)
            following.append(numbers[made])
        result[customers] = np.array(following, np.int64)[places]
    return result, states
