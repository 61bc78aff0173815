"""Who may grant what: limits of compensation, approvals, roles of transitions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from workflow_engine.cases.case import Case
from workflow_engine.cases.people import holder
from workflow_engine.cases.rules import CaseRules, ProcessTable

NO_LIMIT = Decimal("Infinity")
_NOTHING = Decimal(0)
_LEAST = Decimal("0.01")
"""Who may grant no amount at all may not answer a request that is only for goods either."""


class Granter(NamedTuple):
    """A role that may grant an amount, and its person where one is known."""

    role: str
    person: str | None


def limit(role: str | None, table: ProcessTable, rules: CaseRules) -> Decimal:
    """What a role may grant in one case: without a limit nothing, at the top anything."""
    found = rules.program.roles.get(role or "")
    if found is None:
        return _NOTHING
    if found.compensation_up_to is not None:
        return found.compensation_up_to
    return NO_LIMIT if found.id in table.tops else _NOTHING


def highest(roles: Iterable[str], table: ProcessTable, rules: CaseRules) -> Decimal:
    """What somebody with these roles may grant."""
    return max((limit(role, table, rules) for role in roles), default=_NOTHING)


def to_be_asked(
    case: Case,
    total: Decimal,
    table: ProcessTable,
    rules: CaseRules,
    at: dt.datetime,
    *,
    other_than: str | None,
) -> Granter | None:
    """Who is asked to approve: the role that the failure names, else the lowest that may grant it.

    Of the role that is named and those above it, the first in which somebody else can act.
    """
    approve = _approver(table)
    if approve is None:
        return granter(case, total, table, rules, at, other_than=other_than)
    return _first((approve, *rules.line(approve)), case, rules, at, other_than)


def granter(
    case: Case,
    total: Decimal,
    table: ProcessTable,
    rules: CaseRules,
    at: dt.datetime,
    *,
    other_than: str | None = None,
) -> Granter | None:
    """The lowest role that may grant an amount, counted over the whole case.

    With `other_than` it is a role in which somebody else can act: its person, or one of the staff
    table where none is named. A role with a person comes before one without. None when nobody may
    grant as much.
    """
    roles = (role for role in _upwards(case, table, rules) if limit(role, table, rules) >= total)
    return _first(roles, case, rules, at, other_than)


def _first(
    roles: Iterable[str], case: Case, rules: CaseRules, at: dt.datetime, other_than: str | None
) -> Granter | None:
    without: Granter | None = None
    for role in roles:
        person = holder(case.people, case.about, role, rules, at).person
        if person is None:
            if other_than is None or _staffed(role, {other_than, case.about}, rules):
                without = without or Granter(role, None)
        elif other_than is None or person != other_than:
            return Granter(role, person)
    return without


def _staffed(role: str, but: set[str | None], rules: CaseRules) -> bool:
    """Whether the staff table has somebody in a role, but for some."""
    return any(one.role == role and one.name not in but for one in rules.staff.values())


def may_answer(
    roles: Iterable[str], total: Decimal, table: ProcessTable, rules: CaseRules
) -> str | None:
    """The role of these in which somebody may answer a request, if there is one.

    Where the failure names who approves, that role or one above it, whatever its limit.
    """
    approve = _approver(table)
    above = () if approve is None else (approve, *rules.line(approve))
    for role in sorted(roles):
        if role in above if above else limit(role, table, rules) >= max(total, _LEAST):
            return role
    return None


def _approver(table: ProcessTable) -> str | None:
    return None if table.failure is None else table.failure.approve


def delegated(case: Case, name: str | None, at: dt.datetime) -> frozenset[str]:
    """The roles in whose place somebody may approve at a moment."""
    return frozenset(
        given.role
        for given in case.delegations
        if given.to == name and (given.until is None or at < given.until)
    )


def with_those_above(roles: Iterable[str], rules: CaseRules) -> frozenset[str]:
    """The roles and all roles above them."""
    return frozenset(roles).union(*(rules.above(role) for role in roles))


def persons(
    case: Case, roles: Iterable[str], rules: CaseRules, at: dt.datetime
) -> tuple[tuple[str, str | None], ...]:
    """Roles with the person who acts in each."""
    return tuple((role, holder(case.people, case.about, role, rules, at).person) for role in roles)


def _upwards(case: Case, table: ProcessTable, rules: CaseRules) -> tuple[str, ...]:
    """The roles from the owner's upwards: up the ladder, then as they report to each other."""
    chain = dict.fromkeys(table.chain)
    if case.level is not None:
        chain.update(dict.fromkeys(table.above(case.level, with_it=True)))
    role = table.process.owner
    seen: set[str] = set()
    while role is not None and role not in seen and role in rules.program.roles:
        seen.add(role)
        chain.setdefault(role)
        role = rules.program.roles[role].reports_to
    return tuple(chain)
