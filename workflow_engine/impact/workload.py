"""Minutes a month of each role and person before and after, their capacity, and the cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from workflow_engine.impact.tally import Loads, Tally
from workflow_engine.impact.version import Version

_PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Side:
    """The load under one version: minutes a month, the capacity in minutes, what an hour costs.

    `capacity` is minutes a day × working days of the month over the people; None where no minutes
    a day are known.
    """

    minutes: Fraction
    capacity: int | None
    cost_per_hour: Decimal | None
    customers: int = 0

    @property
    def percent(self) -> float | None:
        """Minutes as a share of the capacity, to one place."""
        return round(float(self.minutes * 100 / self.capacity), 1) if self.capacity else None

    @property
    def cost(self) -> Decimal | None:
        """What the minutes cost in a month, to two places."""
        if self.cost_per_hour is None:
            return None
        exact = Fraction(self.cost_per_hour) * self.minutes / 60
        return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(_PLACES)

    @property
    def over(self) -> bool:
        """Whether there is more work than time."""
        return self.capacity is not None and self.minutes > self.capacity


@dataclass(frozen=True, slots=True)
class Load:
    """A role (`person` None: all of its people) or a person before and after.

    Where only one version says what an hour costs, both sides are reckoned at that price. `role` is
    None for the minutes of services that name no role; a person without a name is nobody.
    """

    role: str | None
    person: str | None
    before: Side
    after: Side


def role_loads(old: Version, new: Version, tally: Tally, at: dt.date) -> tuple[Load, ...]:
    """The loads of all roles with work in either version, in the order of the new policy."""
    sides = [_roles(old, tally.before, at), _roles(new, tally.after, at)]
    order = [*new.program.roles, *old.program.roles, None]
    return tuple(
        _priced(
            Load(
                role,
                None,
                sides[0].get(role) or _idle(old, role, at),
                sides[1].get(role) or _idle(new, role, at),
            )
        )
        for role in dict.fromkeys(order)
        if any(role in side for side in sides)
    )


def person_loads(old: Version, new: Version, tally: Tally, at: dt.date) -> tuple[Load, ...]:
    """The loads of all people with work, those whose load grows most first."""
    people: dict[tuple[str | None, str | None], None] = {}
    for loads in (tally.after, tally.before):
        people.update(dict.fromkeys(loads.minutes))
    found = [
        _priced(
            Load(
                role,
                person,
                _person(old, tally.before, role, person, at),
                _person(new, tally.after, role, person, at),
            )
        )
        for role, person in people
    ]
    found.sort(
        key=lambda load: (
            load.before.minutes - load.after.minutes,
            load.person is None,
            load.person or "",
            load.role or "",
        )
    )
    return tuple(found)


def _roles(version: Version, loads: Loads, at: dt.date) -> dict[str | None, Side]:
    """The load of each role that has one."""
    minutes: dict[str | None, int] = {}
    customers: dict[str | None, int] = {}
    for (role, person), share in loads.minutes.items():
        minutes[role] = minutes.get(role, 0) + share
        customers[role] = customers.get(role, 0) + loads.customers[role, person]
    return {
        role: Side(
            Fraction(share, loads.denominator),
            _capacity(version, role, _people(version, role, loads.minutes), at),
            _cost(version, role),
            customers[role],
        )
        for role, share in minutes.items()
    }


def _idle(version: Version, role: str | None, at: dt.date) -> Side:
    people = set(_people(version, role, {}))
    return Side(Fraction(0), _capacity(version, role, people, at), _cost(version, role))


def _person(
    version: Version, loads: Loads, role: str | None, person: str | None, at: dt.date
) -> Side:
    minutes = Fraction(loads.minutes[role, person], loads.denominator)
    people = set() if person is None else {person}
    capacity = _capacity(version, role, people, at)
    return Side(minutes, capacity, _cost(version, role), loads.customers[role, person])


def _people(
    version: Version, role: str | None, minutes: Mapping[tuple[str | None, str | None], int]
) -> set[str]:
    """Who has a role: those on the staff list, and those who are named by customers."""
    listed = {person.name for person in version.program.staff.values() if person.role == role}
    return listed | {person for one, person in minutes if one == role and person is not None}


def _capacity(version: Version, role: str | None, people: set[str], at: dt.date) -> int | None:
    """The minutes of some people in the month, as far as they are known."""
    ground = version.planner.ground
    known = list(_minutes_a_day(version, role, people))
    if not known:
        return None
    return sum(known) * ground.workdays_in_month(at, role)


def _minutes_a_day(version: Version, role: str | None, people: set[str]) -> Iterator[int]:
    program = version.program
    known_role = program.roles.get(role or "")
    usual = None if known_role is None else known_role.minutes_per_day
    for person in people:
        known = program.staff.get(person)
        own = None if known is None else known.minutes_per_day
        minutes = usual if own is None else own
        if minutes is not None:
            yield minutes


def _cost(version: Version, role: str | None) -> Decimal | None:
    known = version.program.roles.get(role or "")
    return None if known is None else known.cost_per_hour


def _priced(load: Load) -> Load:
    """The load with one price on both sides where only one version knows it."""
    before, after = load.before, load.after
    price = after.cost_per_hour if before.cost_per_hour is None else before.cost_per_hour
    if before.cost_per_hour is None:
        before = replace(before, cost_per_hour=price)
    if after.cost_per_hour is None:
        after = replace(after, cost_per_hour=price)
    return replace(load, before=before, after=after)
