"""What the plans of many customers come to: counts, coverage, workload."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from workflow_engine.planning.groundwork import Groundwork
from workflow_engine.planning.json_values import json_date, json_number
from workflow_engine.planning.minutes import millionths
from workflow_engine.planning.plan import Plan
from workflow_engine.planning.planner import Planner
from workflow_engine.planning.workload import PersonLoad, person_loads
from workflow_engine.program.types import SCALE

Gap = Literal["no_visit", "no_workday"]
"""Why a must-do item is not planned: it rides on visits and the customer has no visit regime; it
falls due in the period and no working day is left in it."""


@dataclass(frozen=True, slots=True)
class CoverageGap:
    """A must-do item that one customer's plan leaves out."""

    customer_id: str
    item: str
    reason: Gap


@dataclass(frozen=True, slots=True)
class Coverage:
    """Must-do items over all customers to whom they apply: how many are planned."""

    expected: int
    gaps: tuple[CoverageGap, ...]

    @property
    def planned(self) -> int:
        """How many of the expected ones are planned."""
        return self.expected - len(self.gaps)

    @property
    def percent(self) -> int | float:
        """The share planned, 0–100, cut to two places: 100 means every single one."""
        if not self.expected:
            return 100
        return json_number(self.planned * 10_000 // self.expected * (SCALE // 100))


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over the plans of one run.

    `levels` counts the levels of each scale (None: no level or unknown), `states` the states of
    each item, `unassigned` the services of each role for which nobody is named.
    """

    at: dt.date | None
    customers: int
    levels: dict[str, dict[str | None, int]]
    tags: dict[str, int]
    unknown_tags: dict[str, int]
    categories: dict[str, int]
    states: dict[str, dict[str, int]]
    tasks: int
    overdue_customers: int
    incomplete_portraits: int
    coverage: Coverage
    unassigned: dict[str, int]
    monthly_minutes: int
    workload: tuple[PersonLoad, ...]

    def as_dict(self) -> dict[str, Any]:
        """The summary as JSON data; a customer without a level counts under the empty name."""
        return {
            "at": json_date(self.at),
            "customers": self.customers,
            "levels": {
                scale: {level or "": count for level, count in counts.items()}
                for scale, counts in self.levels.items()
            },
            "tags": self.tags,
            "unknown_tags": self.unknown_tags,
            "categories": self.categories,
            "states": self.states,
            "tasks": self.tasks,
            "overdue_customers": self.overdue_customers,
            "incomplete_portraits": self.incomplete_portraits,
            "coverage": {
                "expected": self.coverage.expected,
                "planned": self.coverage.planned,
                "percent": self.coverage.percent,
                "gaps": [
                    {"customer": gap.customer_id, "item": gap.item, "reason": gap.reason}
                    for gap in self.coverage.gaps
                ],
            },
            "unassigned": self.unassigned,
            "monthly_minutes": json_number(self.monthly_minutes),
            "workload": [load.as_dict() for load in self.workload],
        }


class Tally:
    """Adds up plans one by one, so that a run of any size needs no more than its counts.

    The plans may be of another version too: what `planner` does not know is counted after the rest.
    """

    def __init__(self, planner: Planner) -> None:
        self._ground: Groundwork = planner.ground
        self._at: dt.date | None = None
        self._customers = self._tasks = self._overdue = self._incomplete = self._expected = 0
        self._minutes = 0
        self._levels: dict[str, Counter[str | None]] = {
            scale.id: Counter() for scale in self._ground.scales
        }
        self._tags: Counter[str] = Counter()
        self._unknown_tags: Counter[str] = Counter()
        self._categories: Counter[str] = Counter()
        self._states: dict[str, Counter[str]] = {row.id: Counter() for row in self._ground.rows}
        self._unassigned: Counter[str] = Counter()
        self._gaps: list[CoverageGap] = []
        self._loads: dict[int, Counter[str | None]] = {}
        self._customers_of: Counter[str | None] = Counter()

    def add(self, plan: Plan) -> None:
        """Count one plan."""
        decision = plan.decision
        self._at = plan.at
        self._customers += 1
        self._tasks += len(plan.tasks)
        self._minutes += plan.monthly_minutes
        self._incomplete += not plan.portrait.complete
        for scale in plan.ground.scales:
            level = decision.values.get(scale.id)
            counts = self._levels.setdefault(scale.id, Counter())
            counts[None if level is None else str(level)] += 1
        for tag in plan.ground.tags:
            value = decision.values.get(tag)
            if value is None:
                self._unknown_tags[tag] += 1
            elif value:
                self._tags[tag] += 1
        self._categories.update(decision.categories)
        for item, state in decision.states.items():
            self._states.setdefault(item, Counter())[state] += 1
        served = plan.served
        self._overdue += any(planned.overdue for planned in served)
        self._unassigned.update(
            p.item.by for p in served if p.item.by is not None and plan.person(p.item.by) is None
        )
        minutes = plan.minutes_by_person()
        self._loads.setdefault(plan.ground.denominator, Counter()).update(minutes)
        self._customers_of.update(minutes.keys())
        self._expected += len(plan.must_do)
        self._gaps.extend(coverage_gaps(plan))

    def summary(self) -> Summary:
        """The counts so far."""
        program = self._ground.program
        orders: dict[str, list[str | None]] = {
            scale.id: [
                *(level.id for level in (*scale.levels, *filter(None, [scale.otherwise]))),
                None,
            ]
            for scale in self._ground.scales
        }
        return Summary(
            at=self._at,
            customers=self._customers,
            levels={
                scale: _in_order(counts, orders.get(scale, ()))
                for scale, counts in self._levels.items()
            },
            tags=_in_order(self._tags, self._ground.tags),
            unknown_tags=_in_order(self._unknown_tags, self._ground.tags),
            categories=_in_order(
                self._categories,
                ()
                if program.categories is None
                else (*program.categories.of, program.categories.otherwise),
            ),
            states={item: dict(counts) for item, counts in self._states.items()},
            tasks=self._tasks,
            overdue_customers=self._overdue,
            incomplete_portraits=self._incomplete,
            coverage=Coverage(self._expected, tuple(self._gaps)),
            unassigned=dict(self._unassigned),
            monthly_minutes=self._minutes,
            workload=()
            if self._at is None
            else person_loads(
                self._ground,
                self._at,
                {
                    person: (customers, self._minutes_of(person))
                    for person, customers in self._customers_of.items()
                },
            ),
        )

    def _minutes_of(self, person: str | None) -> int:
        """The minutes a month of a person, in millionths; each version has its own denominator."""
        return sum(millionths(loads[person], under) for under, loads in self._loads.items())


def summarize(planner: Planner, plans: Iterable[Plan]) -> Summary:
    """The summary of plans made by `planner`."""
    tally = Tally(planner)
    for plan in plans:
        tally.add(plan)
    return tally.summary()


def coverage_gaps(plan: Plan) -> list[CoverageGap]:
    """The must-do items that apply to the customer and for which the plan has no place."""
    gaps: list[CoverageGap] = []
    dated = {task.item.id for task in plan.tasks}
    for planned in plan.must_do:
        if planned.item.every.kind == "visit" and plan.visit is None:
            gaps.append(CoverageGap(plan.customer_id, planned.item.id, "no_visit"))
        elif planned.due is not None and planned.due <= plan.until and planned.item.id not in dated:
            gaps.append(CoverageGap(plan.customer_id, planned.item.id, "no_workday"))
    return gaps


def _in_order(counts: Counter[Any], order: Iterable[Any]) -> dict[Any, int]:
    return {key: counts[key] for key in dict.fromkeys((*order, *counts))}
