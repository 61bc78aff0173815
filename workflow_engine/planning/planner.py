"""From a decision to a plan: the loop that runs for every customer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial

from workflow_engine.decide.decision import Decision
from workflow_engine.planning.groundwork import RIDING, UNDATED, Groundwork, Moment
from workflow_engine.planning.history import VISIT, NoHistory, ServiceHistory
from workflow_engine.planning.minutes import millionths
from workflow_engine.planning.plan import SERVED, Plan, PlannedItem, PlannedVisit
from workflow_engine.planning.tasks import visit_dates
from workflow_engine.program.program import Program
from workflow_engine.program.types import Value


class Planner:
    """Plans customers of one program. Built once; safe to share between threads."""

    def __init__(self, program: Program) -> None:
        self.ground = Groundwork(program)
        self._moment: Moment | None = None

    def plan(  # noqa: PLR0917 - the hot path; keywords would cost
        self,
        customer_id: str,
        name: str,
        values: Mapping[str, Value],
        decision: Decision,
        at: dt.date,
        log: ServiceHistory | None = None,
    ) -> Plan:
        """The plan of one customer on the day `at`.

        `values` maps attribute ids to internal values; `decision` is what was decided from them.
        """
        ground = self.ground
        moment = self._moment
        if moment is None or moment.at != at:
            moment = self._moment = Moment(ground, at)
        if log is None:
            log = NO_HISTORY
        last_done = log.last_done
        numerator = 0

        visited, rides = self._rides(customer_id, at, log)
        visit: PlannedVisit | None = None
        visit_due: dt.date | None = None
        regime = decision.visit
        if regime is not None:
            schedule = moment.visit_schedule(regime.times, regime.per)
            visit_due = schedule.due(visited, partial(visit_dates, ground, log, customer_id, at))
            assert visit_due is not None
            visit = PlannedVisit(regime, visited, visit_due)
            numerator = regime.times * regime.minutes * ground.visit_shares[regime.per]

        states, priorities, urgencies = decision.states, decision.priorities, decision.urgencies
        schedules = moment.schedules
        # Past the named tuple's own constructor, which costs as much as all the rest of an entry.
        new_entry = tuple.__new__
        must_do: list[PlannedItem] = []
        optional: list[PlannedItem] = []
        for item, item_id, is_must_do, needs_record, index, share in ground.rows:
            state = states[item_id]
            due: dt.date | None = None
            if index == RIDING:
                last = rides[item_id]
                if state in SERVED:
                    due = visit_due
            else:
                last = last_done(customer_id, item_id, needs_record=needs_record, until=at)
                if state in SERVED:
                    numerator += share
                    if index != UNDATED:
                        dated = schedules[index]
                        known = dated.known
                        due = (
                            known[last]
                            if last in known
                            else dated.due(
                                last,
                                partial(
                                    log.done_dates,
                                    customer_id,
                                    item_id,
                                    needs_record=needs_record,
                                    until=at,
                                ),
                            )
                        )
            if is_must_do:
                if state == "not_due":
                    continue
                entries = must_do
            else:
                entries = optional
            entries.append(
                new_entry(
                    PlannedItem,
                    (
                        item,
                        state,
                        priorities[item_id],
                        urgencies[item_id],
                        last,
                        due,
                        due is not None and due < at,
                    ),
                )
            )
        return Plan(
            ground,
            moment,
            log,
            customer_id,
            name,
            values,
            decision,
            visit,
            must_do,
            optional,
            millionths(numerator, ground.denominator),
        )

    def _rides(
        self, customer_id: str, at: dt.date, log: ServiceHistory
    ) -> tuple[dt.date | None, dict[str, dt.date | None]]:
        """The last visit, and when each item that rides on visits was last done.

        An entry `visit` stands for all of them; for those that need a record form, if it has one.
        """
        seen = log.last_done(customer_id, VISIT, needs_record=False, until=at)
        on_record = None
        if seen is not None and self.ground.riding_on_record:
            on_record = log.last_done(customer_id, VISIT, needs_record=True, until=at)
        visited = seen
        rides: dict[str, dt.date | None] = {}
        for item_id, needs_record in self.ground.riding:
            last = log.last_done(customer_id, item_id, needs_record=needs_record, until=at)
            if last is not None and (visited is None or last > visited):
                visited = last
            stands = on_record if needs_record else seen
            if stands is not None and (last is None or stands > last):
                last = stands
            rides[item_id] = last
        return visited, rides


NO_HISTORY = NoHistory()
