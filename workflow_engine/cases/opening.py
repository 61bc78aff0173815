"""The opening of a case."""

from __future__ import annotations

import datetime as dt

from workflow_engine.cases import clocks
from workflow_engine.cases.commands import Open
from workflow_engine.cases.events import Event, Opened, RungSkipped, Stuck
from workflow_engine.cases.people import Holder, holder
from workflow_engine.cases.rules import CaseRules, ProcessTable
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.program import Degree

NOBODY = Bilingual("没有可用的责任人", "nobody is there to answer for it")


def opened(command: Open, table: ProcessTable, rules: CaseRules, at: dt.datetime) -> list[Event]:
    """The events of an opening: who answers for the case, and the clocks that start.

    Roles in which nobody can act are passed over, up the ladder. Where the person of the owner's
    role is complained about and the rung says so (`recusal`), the case opens with nobody and
    climbs for that reason.
    """
    severity: Degree = command.severity or (
        "medium" if table.failure is None else table.failure.severity
    )
    factor = clocks.factor_for(table.failure, command.holds, severity)
    level, found, passed = _level(command, table, rules, at)
    events: list[Event] = [
        Opened(
            at=at,
            by=command.by,
            case=command.case,
            process=command.process,
            customer=command.customer,
            name=command.name,
            state=table.process.start,
            severity=severity,
            level=level,
            owner=found.person,
            owner_for=found.stands_for,
            cause=command.cause,
            about=command.about,
            people=dict(command.people),
            holds=tuple(command.holds),
            facts=dict(command.facts),
            factor=factor,
            earlier=command.earlier,
            note=command.note,
        )
    ]
    events += (RungSkipped(at, None, role, one.why or "nobody") for role, one in passed)
    if level is not None and found.person is None and not _recusal(table, level, found):
        events.append(Stuck(at, None, level, NOBODY))
    events += clocks.opened(command, table, rules, at, factor)
    return events


def _level(
    command: Open, table: ProcessTable, rules: CaseRules, at: dt.datetime
) -> tuple[str | None, Holder, list[tuple[str, Holder]]]:
    """The role that the case begins at, who acts in it, and the roles passed over."""
    repeat = rules.program.recovery.repeat
    higher = (
        table.process.kind == "recovery"
        and repeat is not None
        and command.earlier + 1 >= repeat.times
    )
    first: tuple[str | None, Holder, list[tuple[str, Holder]]] | None = None
    passed: list[tuple[str, Holder]] = []
    for role in table.chain:
        found = holder(command.people, command.about, role, rules, at)
        if found.person is None and not _recusal(table, role, found):
            passed.append((role, found))
        elif first is not None or not higher:
            return role, found, passed
        else:
            first = (role, found, list(passed))
    if first is not None:
        return first
    return table.process.owner, Holder(None, None, "nobody"), []


def _recusal(table: ProcessTable, role: str, found: Holder) -> bool:
    return found.why == "complained_about" and any(
        trigger.kind == "recusal" for trigger in table.held.get(role, ())
    )
