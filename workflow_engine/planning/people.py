"""Who serves a customer: roles resolved to persons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from workflow_engine.program.program import Program
from workflow_engine.program.types import Value

People: TypeAlias = Mapping[str, "str | None"]
"""The person in each role, by role id; None where nobody can be named for certain."""


class Directory:
    """Resolves the roles of a policy to persons, customer by customer.

    A role's own attribute names its person. From that person the chain climbs: whom the staff
    table says they report to, if that person holds the role above. Where neither names anybody, it
    is the only person of the role in the staff table, or the only one in the area of the
    customer's own person. Otherwise nobody is named: a wrong name is worse than none.
    """

    __slots__ = ("_by_role", "_named", "_program", "_resolved")

    def __init__(self, program: Program) -> None:
        self._program = program
        self._named = [(r.id, r.person) for r in program.roles.values() if r.person is not None]
        self._by_role: dict[str, list[str]] = {role: [] for role in program.roles}
        for person in program.staff.values():
            self._by_role.setdefault(person.role, []).append(person.name)
        self._resolved: dict[tuple[Value, ...], People] = {}

    def people(self, values: Mapping[str, Value]) -> People:
        """The person in each role for the customer with these attribute values."""
        key = tuple(values.get(attribute) for _, attribute in self._named)
        people = self._resolved.get(key)
        if people is None:
            people = self._resolved[key] = self._resolve(
                {
                    role: name
                    for (role, _), name in zip(self._named, key, strict=True)
                    if isinstance(name, str) and name
                }
            )
        return people

    def _resolve(self, named: Mapping[str, str]) -> People:
        people: dict[str, str | None] = dict(named)
        own = (self._program.staff.get(name) for name in named.values())
        area = next((person.area for person in own if person is not None and person.area), None)
        for role in named:
            self._climb(role, people, area)
        return {
            role: people[role] if role in people else self._only(role, area)
            for role in self._program.roles
        }

    def _climb(self, role: str, people: dict[str, str | None], area: str | None) -> None:
        roles, staff = self._program.roles, self._program.staff
        above = roles[role].reports_to
        seen = {role}
        while above is not None and above in roles and above not in seen:
            seen.add(above)
            if people.get(above) is None:
                person = staff.get(people[role] or "")
                boss = staff.get(person.reports_to or "") if person is not None else None
                if boss is not None and boss.role == above:
                    people[above] = boss.name
                else:
                    people[above] = self._only(above, area)
            role, above = above, roles[above].reports_to

    def _only(self, role: str, area: str | None) -> str | None:
        names = self._by_role[role]
        if len(names) > 1 and area is not None:
            names = [name for name in names if self._program.staff[name].area == area]
        return names[0] if len(names) == 1 else None
