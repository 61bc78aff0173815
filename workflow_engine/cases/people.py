"""Who stands in a role of a case, and which roles somebody has in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal, NamedTuple

from workflow_engine.cases.case import Case
from workflow_engine.cases.rules import CaseRules


class Holder(NamedTuple):
    """Who acts in a role: `person` for `stands_for`, or nobody, and `why`."""

    person: str | None
    stands_for: str | None = None
    why: Literal["nobody", "complained_about"] | None = None


_NOBODY = Holder(None, None, "nobody")


def holder(
    people: Mapping[str, str | None],
    about: str | None,
    role: str | None,
    rules: CaseRules,
    at: dt.datetime,
) -> Holder:
    """Who acts in a role at a moment: its person, or the deputy of one who is away.

    The person complained about acts in no role, nor does one who is away without a deputy.
    """
    name = None if role is None else people.get(role)
    return _NOBODY if name is None else stand_in(name, about, rules, at)


def stand_in(name: str, about: str | None, rules: CaseRules, at: dt.datetime) -> Holder:
    """The person, or the deputy while the person is away; as for `holder`."""
    if name == about:
        return Holder(None, None, "complained_about")
    staff = rules.staff
    seen: set[str] = set()
    acting: str | None = name
    while acting is not None and acting not in seen:
        seen.add(acting)
        person = staff.get(acting)
        if person is None or not person.away or not _away(person.away, rules, at):
            if acting == about:
                break
            return Holder(acting, None if acting == name else name)
        acting = person.deputy
    return _NOBODY


def _away(absences: tuple[tuple[dt.date, dt.date], ...], rules: CaseRules, at: dt.datetime) -> bool:
    day = at.astimezone(rules.zone).date()
    return any(first <= day <= last for first, last in absences)


def roles_of(case: Case, name: str | None, rules: CaseRules, at: dt.datetime) -> frozenset[str]:
    """The roles in which somebody acts in a case at a moment; none for a name that nobody knows.

    Those that are theirs in the case or in the staff table, and those of whoever is away and whose
    deputy they are. To have the case gives nobody a role.
    """
    if name is None:
        return frozenset()
    stands_for = (
        away
        for away in rules.absent
        if away != name and stand_in(away, case.about, rules, at).person == name
    )
    names = {name, *stands_for}
    roles = {role for role, person in case.people.items() if person in names}
    roles.update(rules.staff[one].role for one in names if one in rules.staff)
    return frozenset(roles)


def acting(case: Case, rules: CaseRules, at: dt.datetime) -> str | None:
    """Who is told of a case at a moment: its owner, or the deputy of the day.

    Of an owner who is away without a deputy it is still the owner.
    """
    if case.owner is None:
        return None
    return stand_in(case.owner, case.about, rules, at).person or case.owner


def known(case: Case, name: str | None, rules: CaseRules) -> bool:
    """Whether a name is one of the case or of the staff table; a deputy's is."""
    if name is None:
        return False
    return (
        name in rules.staff
        or name == case.owner
        or name in case.people.values()
        or any(person.deputy == name for person in rules.staff.values())
    )
