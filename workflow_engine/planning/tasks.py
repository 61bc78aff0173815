"""Dated tasks: on which working day of the period each due service is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from workflow_engine.planning.dates import DAY, Slot
from workflow_engine.planning.groundwork import RIDING, UNDATED, Groundwork
from workflow_engine.planning.history import VISIT, ServiceHistory
from workflow_engine.planning.schedules import (
    CalendarSchedule,
    EventSchedule,
    RollingSchedule,
    Schedule,
)
from workflow_engine.planning.workdays import CATCH_UP_DAYS, Workdays, pick, share
from workflow_engine.program.program import Item

if TYPE_CHECKING:
    from workflow_engine.planning.plan import Plan, PlannedItem

FESTIVAL_MARGIN = 14
"""Days past the period's end in which a festival may lie whose last working day is inside it."""


class Task(NamedTuple):
    """One service to be done on one day; `person` is None when nobody is named for the role."""

    item: Item
    date: dt.date
    person: str | None
    priority: str


def visit_dates(
    ground: Groundwork, log: ServiceHistory, customer_id: str, at: dt.date
) -> tuple[dt.date, ...]:
    """The days up to `at` on which the customer was visited.

    Those are the days of an entry `visit`, or of any item that rides on visits, with its record
    form if it needs one.
    """
    days = set(log.done_dates(customer_id, VISIT, needs_record=False, until=at))
    for item_id, needs_record in ground.riding:
        days.update(log.done_dates(customer_id, item_id, needs_record=needs_record, until=at))
    return tuple(sorted(days))


def plan_tasks(plan: Plan) -> tuple[Task, ...]:
    """The tasks of a plan's period, by date, priority and the policy's order."""
    ground = plan.ground
    dating = _Dating(plan, ground.workdays_of(ground.visit_role))
    visits = dating.visits()
    tasks: list[Task] = []
    for planned in plan.served:
        person = plan.person(planned.item.by)
        tasks.extend(
            Task(planned.item, day, person, planned.priority)
            for day in _Dating(plan, ground.workdays_of(planned.item.by)).days(planned, visits)
            if dating.at <= day <= dating.until
        )
    # P10 comes after P2.
    tasks.sort(key=lambda task: (task.date, len(task.priority), task.priority))
    return tuple(tasks)


class _Dating:
    """Finds the days of one customer's services among the working days of whoever does them."""

    def __init__(self, plan: Plan, workdays: Workdays) -> None:
        self.plan = plan
        self.at = plan.at
        self.until = plan.until
        self.ground = plan.ground
        self.workdays = workdays
        self.number = share(plan.customer_id)
        self.next_days = self.workdays.next(plan.at, CATCH_UP_DAYS)

    def visits(self) -> list[dt.date]:
        """The days of the visits, in the calendar units that the period touches."""
        visit = self.plan.visit
        if visit is None:
            return []
        done = visit_dates(self.ground, self.plan.log, self.plan.customer_id, self.at)
        schedule = self.plan.moment.visit_schedule(visit.regime.times, visit.regime.per)
        missed, coming = self._slots(schedule, done)
        wanted = [pick(self.next_days, self.number)] if missed else []
        wanted += [self._day_in(slot) for slot in coming]
        taken: list[dt.date] = []
        for day in wanted:
            # Two slots may lead to one working day around a holiday; a visit a day is enough.
            free = day
            while free is not None and free in taken:
                free = next(iter(self.workdays.next(free + DAY)), None)
            if free is not None:
                taken.append(free)
        return sorted(taken)

    def days(self, planned: PlannedItem, visits: Sequence[dt.date]) -> list[dt.date]:
        """The days of one item, in and around the period."""
        row = self.ground.rows[self.ground.order[planned.item.id]]
        if row.schedule == RIDING:
            return list(visits)
        if row.schedule == UNDATED or planned.due is None:
            return []
        # Nobody rides along on another role's visits.
        rides = visits if planned.item.by == self.ground.visit_role else ()
        schedule: Schedule = self.plan.moment.schedules[row.schedule]
        if isinstance(schedule, RollingSchedule):
            return self._rolling(schedule, planned.last_done, rides)
        done = self.plan.log.done_dates(
            self.plan.customer_id, row.id, needs_record=row.needs_record, until=self.at
        )
        if isinstance(schedule, EventSchedule):
            return self._festivals(schedule, done)
        missed, coming = self._slots(schedule, done)
        found = [self._catch_up(rides)] if missed else []
        found += [
            self._last((max(start, self.at), end), rides) or self._day_in((start, end))
            for start, end in coming
        ]
        return sorted({day for day in found if day is not None})

    def _rolling(
        self, schedule: RollingSchedule, last: dt.date | None, rides: Sequence[dt.date]
    ) -> list[dt.date]:
        found: set[dt.date | None] = set()
        start = self.at
        for due in schedule.occurrences(last, self.until):
            if due <= self.at:
                found.add(self._catch_up(rides))
            else:
                found.add(
                    self._last((start, due), rides)
                    or self.workdays.last(start, due)
                    or next(iter(self.workdays.next(start)), None)
                )
            start = max(due, self.at) + DAY
        return sorted(day for day in found if day is not None)

    def _festivals(self, schedule: EventSchedule, done: Sequence[dt.date]) -> list[dt.date]:
        found: set[dt.date] = set()
        for festival in schedule.open_festivals(done):
            if festival > self.until + DAY * FESTIVAL_MARGIN:
                break
            day = self.workdays.last(self.at, festival)
            found.update(self.workdays.next(self.at) if day is None else [day])
        return sorted(found)

    def _slots(
        self, schedule: CalendarSchedule, done: Sequence[dt.date]
    ) -> tuple[list[Slot], list[Slot]]:
        """The open slots for which no working day is left, and those still to come."""
        missed: list[Slot] = []
        coming: list[Slot] = []
        for slot in schedule.open_slots(done, self.until):
            past = slot[0] <= self.at and self.workdays.last(self.at, slot[1]) is None
            if past or slot[1] < self.at:
                missed.append(slot)
            elif schedule.unit != "day" or slot[0] in self.workdays:
                coming.append(slot)
        return missed, coming

    def _day_in(self, slot: Slot) -> dt.date | None:
        """The customer's working day of a slot; the same day whenever it is planned before.

        A slot without a working day gives way to the first one after it.
        """
        days = self.workdays.between(*slot)
        if not days:
            return next(iter(self.workdays.next(slot[1] + DAY)), None)
        day = pick(days, self.number)
        if day is not None and day < self.at:
            return pick([later for later in days if later >= self.at], self.number)
        return day

    def _catch_up(self, rides: Sequence[dt.date]) -> dt.date | None:
        """A day for what is due already: the first visit soon, else the customer's own day."""
        soon = [day for day in rides if day in self.next_days]
        return soon[0] if soon else pick(self.next_days, self.number)

    @staticmethod
    def _last(slot: Slot, rides: Sequence[dt.date]) -> dt.date | None:
        return next((day for day in reversed(rides) if slot[0] <= day <= slot[1]), None)
