"""Climbing the escalation ladder."""

from __future__ import annotations

import datetime as dt

from workflow_engine.cases.authority import limit
from workflow_engine.cases.case import Case
from workflow_engine.cases.events import Escalated, Event, Reassigned, RungSkipped, Stuck
from workflow_engine.cases.people import Holder, holder
from workflow_engine.cases.rules import CaseRules, ProcessTable
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.processes import Trigger

LATE = dt.timedelta(minutes=1)
"""What is worked off longer than this after its moment is late."""

CANNOT_RESOLVE = Bilingual("无法解决", "cannot resolve")
DOUBLE_DEVIATION = Bilingual(
    "客户不接受弥补（二次失误）", "the customer rejects the amends (double deviation)"
)


def recorded(case: Case, moment: dt.datetime, now: dt.datetime) -> tuple[dt.datetime, bool]:
    """When something that came due at a moment is recorded as having happened, and whether late.

    In time it happened at its own moment, late it happened now. What follows something late is
    late too: no event lies before the one it follows.
    """
    at = now if now - moment > LATE else max(moment, case.last_at)
    return at, at > moment


def held(case: Case, table: ProcessTable, rules: CaseRules) -> Trigger | None:
    """The first reason to climb that holds where the case stands, but for those of time."""
    if case.ended_at is not None or case.level is None or case.level in case.fired:
        return None
    for trigger in table.held.get(case.level, ()):
        if _holds(trigger, case, table, rules):
            return trigger
    return None


def _holds(trigger: Trigger, case: Case, table: ProcessTable, rules: CaseRules) -> bool:
    match trigger.kind:
        case "cannot_resolve":
            return case.cannot_resolve
        case "compensation_over_limit":
            asked = case.approval
            return (
                asked is not None
                and asked.state == "asked"
                and asked.total > limit(case.level, table, rules)
            )
        case "reopened":
            return case.reopened >= (trigger.times or 1)
        case "recusal":
            about = case.about
            return (
                about is not None
                and case.owner is None
                and case.people.get(case.level or "") == about
            )
        case "needs_other_department":
            return any(
                ledger.stopped_at is None and ledger.clock.startswith("support.")
                for ledger in case.ledgers.values()
            )
        case _:
            return trigger.name in case.events


def climb(
    case: Case,
    reason: Bilingual,
    table: ProcessTable,
    rules: CaseRules,
    moment: dt.datetime,
    *,
    now: dt.datetime,
    jump: bool = False,
) -> list[Event]:
    """One step up from where the case stands, over roles in which nobody can act.

    Args:
        case: the case.
        reason: why, in words.
        table: its process.
        rules: its policy.
        moment: when it came due; it decides who is away.
        now: when it is done.
        jump: over one more role, as far as the ladder goes.
    """
    at, late = recorded(case, moment, now)
    above = table.above(case.level)
    passed: list[Event] = []
    jumped: tuple[str, Holder] | None = None
    landing: tuple[str, Holder] | None = None
    for role in above:
        found = holder(case.people, case.about, role, rules, moment)
        if jump and role == above[0] != above[-1]:
            jumped = (role, found)
            passed.append(RungSkipped(at, None, role, "double_deviation"))
        elif found.why is not None:
            passed.append(RungSkipped(at, None, role, found.why))
        else:
            landing = (role, found)
            break
    if landing is None and jumped is not None and jumped[1].person is not None:
        landing, passed = jumped, []
    if landing is None:
        return [*passed, Stuck(at, None, case.level, reason)]
    target, (person, stands_for, _) = landing
    up: Event
    if case.level in case.fired:
        # The rung has fired in this run and the case was handed down again: it is handed back up.
        up = Reassigned(at, None, target, person, stands_for)
    else:
        assert case.level is not None
        up = Escalated(at, None, case.level, target, person, reason, moment, late, stands_for)
    return [*passed, up]
