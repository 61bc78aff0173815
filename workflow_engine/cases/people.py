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
    staff = rules.program.staff
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


def roles_of(case: Case, name: str | None, rules: CaseRules) -> frozenset[str]:
    """The roles in which somebody acts in a case; none for a name that nobody knows.

    The owner acts in the role that answers for the case, also as a deputy. Without a name it is
    the owner who acts, even if nobody can be named.
    """
    roles = {role for role, person in case.people.items() if name is not None and person == name}
    person = rules.program.staff.get(name or "")
    if person is not None:
        roles.add(person.role)
    if case.level is not None and name == case.owner:
        roles.add(case.level)
    return frozenset(roles)


def known(case: Case, name: str, rules: CaseRules) -> bool:
    """Whether a name is one of the case or of the staff table."""
    return name in rules.program.staff or name == case.owner or name in case.people.values()
