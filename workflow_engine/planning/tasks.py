"""Dated tasks: on which working day of the period each due service is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from workflow_engine.planning.dates import DAY, unit_around
from workflow_engine.planning.dating import Dating
from workflow_engine.planning.groundwork import RIDING, UNDATED, Groundwork
from workflow_engine.planning.history import VISIT, ServiceHistory
from workflow_engine.planning.schedules import EventSchedule, RollingSchedule, Schedule
from workflow_engine.program.program import Item

if TYPE_CHECKING:
    from workflow_engine.planning.plan import Plan, PlannedItem


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
    at, until = plan.at, plan.until
    visits = _visits(plan)
    tasks: list[Task] = []
    for planned in plan.served:
        person = plan.person(planned.item.by)
        tasks.extend(
            Task(planned.item, day, person, planned.priority)
            for day in _days(plan, planned, visits)
            if at <= day <= until
        )
    # P10 comes after P2.
    tasks.sort(key=lambda task: (task.date, len(task.priority), task.priority))
    return tuple(tasks)


def _visits(plan: Plan) -> list[dt.date]:
    """The days of the visits, beyond the period as far as they decide what rides on one in it."""
    if plan.visit is None:
        return []
    ground, moment, regime = plan.ground, plan.moment, plan.visit.regime
    schedule = moment.visit_schedule(regime.times, regime.per)
    done = visit_dates(ground, plan.log, plan.customer_id, plan.at)
    # One visit or more lies in the unit after the last slot that an item may have in the period.
    horizon = unit_around(moment.horizon, schedule.unit)[1] + DAY
    return _dating(plan, ground.visit_role).calendar(schedule, done, (), horizon)


def _days(plan: Plan, planned: PlannedItem, visits: Sequence[dt.date]) -> Sequence[dt.date]:
    """The days of one item, in and around the period."""
    ground = plan.ground
    row = ground.rows[ground.order[planned.item.id]]
    if row.schedule == RIDING:
        return visits
    if row.schedule == UNDATED or planned.due is None:
        return ()
    # Nobody rides along on another role's visits.
    rides = visits if planned.item.by == ground.visit_role else ()
    dating = _dating(plan, planned.item.by)
    schedule: Schedule = plan.moment.schedules[row.schedule]
    if isinstance(schedule, RollingSchedule):
        return dating.rolling(schedule, planned.last_done, rides)
    done = plan.log.done_dates(
        plan.customer_id, row.id, needs_record=row.needs_record, until=plan.at
    )
    if isinstance(schedule, EventSchedule):
        return dating.festivals(schedule, done)
    return dating.calendar(schedule, done, rides, plan.until)


def _dating(plan: Plan, role: str | None) -> Dating:
    return Dating(plan.customer_id, plan.at, plan.until, plan.ground.workdays_of(role))
