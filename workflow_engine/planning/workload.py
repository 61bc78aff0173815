"""Monthly minutes of each person against their capacity."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow_engine.planning.groundwork import Groundwork
from workflow_engine.planning.json_values import json_number
from workflow_engine.program.types import SCALE


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """What one person's customers ask of them in a month.

    `person` is None for the services for which nobody is named. `minutes` is a `number`
    (millionths); `capacity` is in minutes: minutes per day × working days of the month, None where
    no minutes per day are known.
    """

    person: str | None
    role: str | None
    customers: int
    minutes: int
    capacity: int | None

    @property
    def percent(self) -> int | float | None:
        """Minutes as a share of the capacity, to one place; None without a capacity."""
        if not self.capacity:
            return None
        return json_number(round(self.minutes * 1000 / (self.capacity * SCALE)) * (SCALE // 10))

    @property
    def over(self) -> bool:
        """Whether there is more work than time."""
        return self.capacity is not None and self.minutes > self.capacity * SCALE

    def as_dict(self) -> dict[str, Any]:
        """The load as JSON data."""
        return {
            "person": self.person,
            "role": self.role,
            "customers": self.customers,
            "minutes": json_number(self.minutes),
            "capacity": self.capacity,
            "percent": self.percent,
            "over": self.over,
        }


def person_loads(
    ground: Groundwork, at: dt.date, loads: Mapping[str | None, tuple[int, int]]
) -> tuple[PersonLoad, ...]:
    """The loads (customers and minutes by person) against the month of `at`; the unnamed last."""
    result = []
    for person, (customers, minutes) in loads.items():
        role, per_day = _capacity(ground, person)
        capacity = None if per_day is None else per_day * ground.workdays_in_month(at, role)
        result.append(PersonLoad(person, role, customers, minutes, capacity))
    result.sort(key=lambda load: (load.person is None, load.person or ""))
    return tuple(result)


def _capacity(ground: Groundwork, person: str | None) -> tuple[str | None, int | None]:
    """The role of a person and their minutes a day; a person not on the staff list visits."""
    program = ground.program
    known = program.staff.get(person or "")
    if known is not None:
        role = program.roles.get(known.role)
        own = known.minutes_per_day
        return known.role, own if own is not None or role is None else role.minutes_per_day
    if person is None or ground.visit_role is None:
        return None, None
    return ground.visit_role, program.roles[ground.visit_role].minutes_per_day
