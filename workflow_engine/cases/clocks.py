"""What a command does to the clocks of a case: they start, stop, stand still, run on."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from workflow_engine.cases.attempt import Attempt
from workflow_engine.cases.case import Case, ClockOutcome, Ledger
from workflow_engine.cases.commands import Open
from workflow_engine.cases.events import (
    ClockPaused,
    ClockResumed,
    ClockStarted,
    ClockStopped,
    Event,
)
from workflow_engine.cases.ledgers import runs_out_at, used
from workflow_engine.cases.rules import CaseRules, ProcessTable
from workflow_engine.language.durations import Duration
from workflow_engine.program.processes import Clock, Transition
from workflow_engine.program.program import Degree, Failure

APPROVAL = "approval"
_NOTHING = dt.timedelta(0)


def support_clock(department: str) -> str:
    """The id of the clock of a department that was asked to help."""
    return f"support.{department}"


def factor_for(failure: Failure | None, holds: tuple[str, ...], severity: Degree) -> Decimal:
    """What the times of a failure are multiplied by: the smallest factor that applies."""
    if failure is None:
        return Decimal(1)
    applying = [by for name, by in failure.faster_for if name in holds or name == severity]
    return min(applying, default=Decimal(1))


def opened(
    command: Open, table: ProcessTable, rules: CaseRules, at: dt.datetime, factor: Decimal
) -> list[ClockStarted]:
    """The clocks that start with the opening."""
    paused = table.states[table.process.start].pause
    events = []
    for clock in table.starts.get("open", ()):
        duration = table.duration(clock, factor, None)
        if duration is not None:
            events.append(
                ClockStarted(
                    at,
                    command.by,
                    clock.id,
                    duration,
                    rules.counted(table, duration),
                    rules.budget(table, at, duration),
                    clock.by,
                    started_at=at,
                    running=clock.regulatory or not paused,
                )
            )
    return events


def started(
    attempt: Attempt, clock: Clock, priority: str | None, *, running: bool
) -> ClockStarted | None:
    """The start of a clock of the process; None while nobody knows how much time it has.

    One that counts from the opening has used up some of it.
    """
    case, table, rules = attempt.case, attempt.table, attempt.rules
    duration = table.duration(clock, case.factor, priority)
    if duration is None:
        return None
    begins = case.opened_at if clock.from_opening else attempt.at
    calendar = rules.counted(table, duration)
    return ClockStarted(
        attempt.at,
        attempt.by,
        clock.id,
        duration,
        calendar,
        rules.budget(table, begins, duration),
        clock.by,
        _counted(case, rules, calendar, begins, attempt.at) if clock.from_opening else _NOTHING,
        begins,
        running,
    )


def asked_for(
    attempt: Attempt, clock: str, within: Duration, role: str, *, running: bool = True
) -> ClockStarted:
    """The start of a clock that no step has: of an approval, or of a department's answer."""
    table, rules, at = attempt.table, attempt.rules, attempt.at
    return ClockStarted(
        at,
        attempt.by,
        clock,
        within,
        rules.counted(table, within),
        rules.budget(table, at, within),
        role,
        started_at=at,
        running=running,
    )


def stopped(
    ledger: Ledger,
    rules: CaseRules,
    at: dt.datetime,
    by: str | None,
    *,
    now: dt.datetime | None,
) -> ClockStopped:
    """The end of a clock: met or late when its command came, which is recorded `now`; otherwise
    dropped.
    """
    consumed = used(ledger, rules, at)
    outcome: ClockOutcome = "dropped"
    if now is not None:
        outcome = "met" if _in_time(ledger, consumed, at, now) else "late"
    return ClockStopped(
        at, by, ledger.clock, consumed, outcome, was_due=_was_due(ledger, rules, at, consumed)
    )


def _was_due(
    ledger: Ledger, rules: CaseRules, at: dt.datetime, consumed: dt.timedelta
) -> dt.datetime:
    if ledger.overdue_at is not None and consumed >= ledger.budget:
        return ledger.overdue_at
    return runs_out_at(ledger, rules, ledger.running_since or at)


def _in_time(ledger: Ledger, consumed: dt.timedelta, at: dt.datetime, now: dt.datetime) -> bool:
    """Whether the command came in time; at the very end of the budget it does, unless it is
    recorded at that moment and somebody has looked before: the clock had run out already.
    """
    if consumed != ledger.budget or ledger.overdue_at is None:
        return consumed <= ledger.budget
    return at <= ledger.overdue_at < now


def moved(attempt: Attempt, move: Transition, priority: str | None) -> list[Event]:
    """What a transition does to the clocks: to those that are there, then those that start."""
    case, table, rules = attempt.case, attempt.table, attempt.rules
    at, by = attempt.at, attempt.by
    source, target = table.states[move.source], table.states[move.target]
    events: list[Event] = []
    for ledger in case.ledgers.values():
        if ledger.stopped_at is not None:
            continue
        clock = table.clocks.get(ledger.clock)
        if clock is not None and move.command in clock.stops_on:
            events.append(stopped(ledger, rules, at, by, now=attempt.now))
        elif (clock is not None and move.command in clock.dropped_by) or (
            target.end and not (source.end or _goes_on(clock, table, target.id))
        ):
            events.append(stopped(ledger, rules, at, by, now=None))
        elif source.pause != target.pause and _waits(ledger, clock):
            if not target.pause and ledger.running_since is None:
                events.append(ClockResumed(at, by, ledger.clock))
            elif target.pause and ledger.running_since is not None:
                events.append(ClockPaused(at, by, ledger.clock, used(ledger, rules, at)))
    for clock in table.starts.get(move.command, ()):
        if not target.end or _goes_on(clock, table, target.id):
            running = clock.regulatory or not target.pause
            again = _start(attempt, clock, priority, running=running)
            events += () if again is None else (again,)
    if priority != case.priority:
        events += _prioritized(attempt, priority)
    return events


def rebudgeted(attempt: Attempt, factor: Decimal, priority: str | None) -> list[Event]:
    """The clocks that have another time now: what was used up stays used up."""
    events: list[Event] = []
    for ledger in attempt.case.ledgers.values():
        clock = attempt.table.clocks.get(ledger.clock)
        if clock is None or ledger.stopped_at is not None:
            continue
        duration = attempt.table.duration(clock, factor, priority)
        if duration is not None and duration != ledger.duration:
            running = ledger.running_since is not None
            events.append(_renewed(attempt, ledger, duration, running=running))
    return events


def _start(
    attempt: Attempt, clock: Clock, priority: str | None, *, running: bool
) -> ClockStarted | ClockResumed | None:
    """A clock starts, or runs on where it stood; one that is not stopped is left alone."""
    case, table = attempt.case, attempt.table
    ledger = case.ledgers.get(clock.id)
    if ledger is None or (clock.dropped_by and ledger.stopped_at is not None):
        return started(attempt, clock, priority, running=running)
    if ledger.stopped_at is None:
        return None
    duration = table.duration(clock, case.factor, priority)
    if not running or (duration is not None and duration != ledger.duration):
        return _renewed(attempt, ledger, duration or ledger.duration, running=running)
    return ClockResumed(attempt.at, attempt.by, clock.id)


def _prioritized(attempt: Attempt, priority: str | None) -> list[Event]:
    """Clocks that count already, or since the opening, now that their priority is known."""
    case, table = attempt.case, attempt.table
    events = rebudgeted(attempt, case.factor, priority)
    for clock in table.process.clocks:
        if clock.by_priority and clock.id not in case.ledgers and "open" in clock.starts_on:
            running = not table.states[case.state].pause
            first = started(attempt, clock, priority, running=running)
            events += () if first is None else (first,)
    return events


def _renewed(
    attempt: Attempt, ledger: Ledger, duration: Duration, *, running: bool
) -> ClockStarted:
    case, rules, at = attempt.case, attempt.rules, attempt.at
    calendar = rules.counted(attempt.table, duration)
    if calendar == ledger.calendar:
        consumed = used(ledger, rules, at)
    else:
        consumed = _counted(case, rules, calendar, ledger.started_at, at)
    return ClockStarted(
        at,
        attempt.by,
        ledger.clock,
        duration,
        calendar,
        rules.budget(attempt.table, ledger.started_at, duration),
        ledger.by,
        consumed,
        ledger.started_at,
        running,
    )


def _counted(
    case: Case, rules: CaseRules, calendar: str | None, start: dt.datetime, end: dt.datetime
) -> dt.timedelta:
    """The time from one moment to another that counts, without the pauses of the case."""
    time = rules.calendar(calendar)
    waited = (
        time.between(max(since, start), end if until is None else min(until, end))
        for since, until in case.pauses
    )
    return time.between(start, end) - sum(waited, _NOTHING)


def _waits(ledger: Ledger, clock: Clock | None) -> bool:
    """Whether the clock stands still while the case waits for the customer."""
    if clock is None:
        return ledger.clock == APPROVAL
    return not clock.regulatory


def _goes_on(clock: Clock | None, table: ProcessTable, end: str) -> bool:
    """Whether a clock runs on in an end state: it outlives the case, and can still be met there."""
    return (
        clock is not None
        and clock.outlives
        and any((end, command) in table.moves for command in clock.stops_on)
    )
