"""The case after an event: pure, without policy or calendar.

A case is frozen for everyone else. While the case after some events is put together here, the
fields of its new copy are set one by one, which is several times faster than a copy per field.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import fields
from operator import attrgetter
from typing import Any

from workflow_engine.cases.case import Case, Delegation, Ledger
from workflow_engine.cases.events import (
    ApprovalChanged,
    CannotResolve,
    ClockPaused,
    ClockResumed,
    ClockStarted,
    ClockStopped,
    Delegated,
    Done,
    Emitted,
    Escalated,
    Event,
    EventReported,
    ExceptionGranted,
    Migrated,
    Noted,
    Opened,
    Overdue,
    Reassigned,
    Reminded,
    RungSkipped,
    SeverityChanged,
    Stuck,
    SupportAnswered,
    SupportAsked,
    Warned,
)
from workflow_engine.errors import UsageError

_values = attrgetter(*(field.name for field in fields(Case)))
_put = object.__setattr__
_YES, _NO = True, False


def evolve(case: Case | None, event: Event) -> Case:
    """The case after one event; None is no case yet, which only `Opened` can follow.

    Raises:
        UsageError: the case was opened already, or not yet.
    """
    return evolve_all(case, (event,))


def replay(events: Iterable[Event]) -> Case:
    """The case that events add up to, from its opening on.

    Raises:
        UsageError: the first event is not the opening, or another one is.
    """
    return evolve_all(None, events)


def evolve_all(case: Case | None, events: Iterable[Event]) -> Case:
    """The case after several events: the same as one after the other, at the cost of one copy.

    Raises:
        UsageError: as for `evolve`.
    """
    new = None if case is None else _copy(case)
    for event in events:
        if isinstance(event, Opened):
            if new is not None:
                raise UsageError(
                    f"the case `{new.id}` was opened already", zh=f"个案“{new.id}”已经开立"
                )
            new = _opened(event)
            continue
        if new is None:
            raise UsageError("a case begins with its opening", zh="个案的第一条记录必须是开立")
        _AFTER[type(event)](new, event)
        _put(new, "version", new.version + 1)
        if event.at > new.last_at:
            _put(new, "last_at", event.at)
    if new is None:
        raise UsageError("no events, no case", zh="没有任何记录，也就没有个案")
    return new


def _copy(case: Case) -> Case:
    new = Case(*_values(case))
    _put(new, "ledgers", dict(case.ledgers))
    return new


def _opened(event: Opened) -> Case:
    return Case(
        id=event.case,
        process=event.process,
        customer=event.customer,
        name=event.name,
        state=event.state,
        version=1,
        opened_at=event.at,
        last_at=event.at,
        acted_at=event.at,
        severity=event.severity,
        level=event.level,
        owner=event.owner,
        owner_for=event.owner_for,
        opened_by=event.by,
        cause=event.cause,
        about=event.about,
        people=event.people,
        holds=event.holds,
        facts=event.facts,
        factor=event.factor,
        earlier=event.earlier,
        ledgers={},
    )


def _acted(case: Case, at: dt.datetime) -> None:
    """Somebody has done something: reminders begin anew."""
    _put(case, "acted_at", max(case.acted_at, at))
    _put(case, "told_at", None)
    _put(case, "reminders", 0)


def _told(case: Case, at: dt.datetime) -> None:
    if case.told_at is None or at > case.told_at:
        _put(case, "told_at", at)


def _handed(case: Case, level: str | None, owner: str | None, owner_for: str | None) -> None:
    if owner != case.owner:
        _put(case, "handovers", case.handovers + 1)
    _put(case, "level", level)
    _put(case, "owner", owner)
    _put(case, "owner_for", owner_for)


def _ledgers(case: Case) -> dict[str, Ledger]:
    ledgers = case.ledgers
    assert isinstance(ledgers, dict)
    return ledgers


def _clock_started(case: Case, event: ClockStarted) -> None:
    started_at = event.started_at or event.at
    before = case.ledgers.get(event.clock)
    warned, overdue_at = False, None
    if before is not None and before.started_at == started_at:
        # The same clock with another budget: it warns once, and runs out once unless it has time
        # again.
        warned = before.warned
        overdue_at = before.overdue_at if event.consumed >= event.budget else None
    _ledgers(case)[event.clock] = Ledger(
        event.clock,
        event.duration,
        event.calendar,
        started_at,
        event.budget,
        event.consumed,
        event.at if event.running else None,
        event.role,
        warned,
        overdue_at,
    )


def _changed(  # noqa: PLR0917 - the fields that change, in the order of the ledger
    ledger: Ledger,
    consumed: dt.timedelta,
    running_since: dt.datetime | None,
    overdue_at: dt.datetime | None,
    stopped_at: dt.datetime | None = None,
    outcome: Any = None,
    was_due: dt.datetime | None = None,
    *,
    warned: bool,
) -> Ledger:
    return Ledger(
        ledger.clock,
        ledger.duration,
        ledger.calendar,
        ledger.started_at,
        ledger.budget,
        consumed,
        running_since,
        ledger.by,
        warned,
        overdue_at,
        stopped_at,
        outcome,
        was_due,
    )


def _clock_paused(case: Case, event: ClockPaused) -> None:
    ledger = case.ledgers[event.clock]
    # What was recorded late may show that the clock had not run out after all.
    overdue_at = ledger.overdue_at if event.consumed >= ledger.budget else None
    _ledgers(case)[event.clock] = _changed(
        ledger, event.consumed, None, overdue_at, warned=ledger.warned
    )


def _clock_resumed(case: Case, event: ClockResumed) -> None:
    ledger = case.ledgers[event.clock]
    _ledgers(case)[event.clock] = _changed(
        ledger, ledger.consumed, event.at, ledger.overdue_at, warned=ledger.warned
    )


def _clock_stopped(case: Case, event: ClockStopped) -> None:
    ledger = case.ledgers[event.clock]
    overdue_at = ledger.overdue_at if event.consumed >= ledger.budget else None
    stopped_at = event.due_at or event.at
    _ledgers(case)[event.clock] = _changed(
        ledger,
        event.consumed,
        None,
        overdue_at,
        stopped_at,
        event.outcome,
        event.was_due,
        warned=ledger.warned,
    )


def _warned(case: Case, event: Warned) -> None:
    ledger = case.ledgers[event.clock]
    _ledgers(case)[event.clock] = _changed(
        ledger, ledger.consumed, ledger.running_since, ledger.overdue_at, warned=True
    )


def _overdue(case: Case, event: Overdue) -> None:
    ledger = case.ledgers[event.clock]
    _ledgers(case)[event.clock] = _changed(
        ledger, ledger.consumed, ledger.running_since, event.due_at, warned=ledger.warned
    )
    _told(case, event.due_at)


def _escalated(case: Case, event: Escalated) -> None:
    _handed(case, event.target, event.owner, event.owner_for)
    _put(case, "fired", (*case.fired, event.source))
    # What one level cannot resolve, the next may.
    _put(case, "cannot_resolve", _NO)
    _told(case, event.due_at)


def _stuck(case: Case, event: Stuck) -> None:
    if event.level is not None and event.level not in case.fired:
        _put(case, "fired", (*case.fired, event.level))


def _reminded(case: Case, event: Reminded) -> None:
    _put(case, "reminders", event.number)
    _put(case, "told_at", event.due_at)


def _done(case: Case, event: Done) -> None:
    if case.ended_at is not None and not event.ended:
        _put(case, "run", case.run + 1)
        _put(case, "fired", ())
        _put(case, "handed_at", None)
        _put(case, "planned", _NO)
        _put(case, "reopened", case.reopened + 1)
        _put(case, "ended_at", None)
    elif case.ended_at is None and event.ended:
        _put(case, "ended_at", event.at)
    _wait(case, event)
    _put(case, "state", event.target)
    if event.granted and event.amount:
        _put(case, "compensation", case.compensation + event.amount)
    if event.by_exception:
        _put(case, "exception_used", _YES)
    match event.command:
        case "plan_amend":
            _put(case, "planned", _YES)
        case "refuse":
            _put(case, "refused", case.refused + 1)
            _put(case, "planned", _NO)
        case "cancel":
            _put(case, "duplicate_of", event.other)
        case "classify":
            _put(case, "code", event.code)
            _put(case, "nature", event.nature)
            _put(case, "priority", event.priority)
        case _:
            pass
    _acted(case, event.at)


def _wait(case: Case, event: Done) -> None:
    open_pause = case.pauses[-1] if case.pauses and case.pauses[-1][1] is None else None
    if event.waiting and open_pause is None:
        _put(case, "pauses", (*case.pauses, (event.at, None)))
    elif not event.waiting and open_pause is not None:
        _put(case, "pauses", (*case.pauses[:-1], (open_pause[0], event.at)))


def _reassigned(case: Case, event: Reassigned) -> None:
    if event.by is not None and event.level != case.level and event.level in case.fired:
        _put(case, "handed_at", event.at)
    _handed(case, event.level, event.owner, event.owner_for)
    _put(case, "cannot_resolve", _NO)
    _acted(case, event.at)


def _cannot_resolve(case: Case, event: CannotResolve) -> None:
    _put(case, "cannot_resolve", _YES)
    _acted(case, event.at)


def _event_reported(case: Case, event: EventReported) -> None:
    if event.event not in case.events:
        _put(case, "events", (*case.events, event.event))
    _acted(case, event.at)


def _approval_changed(case: Case, event: ApprovalChanged) -> None:
    _put(case, "approval", event.approval)
    if event.approval.state != "lapsed":
        _acted(case, event.at)


def _delegated(case: Case, event: Delegated) -> None:
    given = Delegation(event.giver or event.by or "", event.to, event.role, event.until)
    _put(case, "delegations", (*case.delegations, given))
    _acted(case, event.at)


def _exception_granted(case: Case, event: ExceptionGranted) -> None:
    _put(case, "exception_by", event.by)
    _acted(case, event.at)


def _severity_changed(case: Case, event: SeverityChanged) -> None:
    _put(case, "severity", event.severity)
    _put(case, "factor", event.factor)
    _acted(case, event.at)


def _migrated(case: Case, event: Migrated) -> None:
    _put(case, "state", event.process_state)
    _put(case, "factor", event.factor)
    _put(case, "acted_at", max(case.acted_at, event.at))


def _noted(case: Case, event: Noted) -> None:
    """A remark is no deed: reminders go on."""
    _put(case, "acted_at", max(case.acted_at, event.at))


def _only_acted(case: Case, event: SupportAsked | SupportAnswered) -> None:
    _acted(case, event.at)


def _nothing(case: Case, event: Emitted | RungSkipped) -> None:
    """Told to whoever listens; the case is as it was."""


_AFTER: dict[type[Any], Callable[[Case, Any], None]] = {
    ClockStarted: _clock_started,
    ClockPaused: _clock_paused,
    ClockResumed: _clock_resumed,
    ClockStopped: _clock_stopped,
    Warned: _warned,
    Overdue: _overdue,
    Escalated: _escalated,
    RungSkipped: _nothing,
    Stuck: _stuck,
    Reminded: _reminded,
    Done: _done,
    Emitted: _nothing,
    Reassigned: _reassigned,
    CannotResolve: _cannot_resolve,
    EventReported: _event_reported,
    SupportAsked: _only_acted,
    SupportAnswered: _only_acted,
    ApprovalChanged: _approval_changed,
    Delegated: _delegated,
    ExceptionGranted: _exception_granted,
    SeverityChanged: _severity_changed,
    Noted: _noted,
    Migrated: _migrated,
}
