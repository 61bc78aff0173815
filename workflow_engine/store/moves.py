"""What moving one case to other rules does: its clocks counted anew. Pure.

What a clock has used up is counted again on the new calendar, from the stretches it ran in; what it
grants is the new policy's time, from its original start. So the clocks stand after the move as if
the case had been under the new rules from its opening. What has happened has happened: rungs stay
climbed, steps done, clocks stopped. A clock that the new policy does not know is dropped; one
that only the new policy knows runs from the moment it would have started. One whose
new end is past is overdue since that end. Requests to
departments and for approval keep their time, counted on the new calendar.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from workflow_engine.cases.case import Case, Ledger
from workflow_engine.cases.clocks import APPROVAL, factor_for, support_clock
from workflow_engine.cases.events import (
    ClockPaused,
    ClockResumed,
    ClockStarted,
    ClockStopped,
    Done,
    Event,
    Migrated,
    Opened,
    Overdue,
)
from workflow_engine.cases.evolve import evolve_all
from workflow_engine.cases.ledgers import clock_state, due_at, used
from workflow_engine.cases.rules import CaseRules, ProcessTable
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.language.durations import Duration
from workflow_engine.program.processes import Clock
from workflow_engine.store.pins import Pins
from workflow_engine.store.rows import Held

TELLING = ("opened", "done", "clock_started", "clock_paused", "clock_resumed", "clock_stopped")
"""The kinds of events that tell when clocks ran."""

_ASKED_FOR = (support_clock(""), APPROVAL)
_Stretch: TypeAlias = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True, slots=True)
class ClockMove:
    """One running or paused clock before and after; a due moment is None while it stands still.

    `dropped` when the new policy does not know the clock.
    """

    clock: str
    due_before: dt.datetime | None
    due_after: dt.datetime | None
    becomes_overdue: bool
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """What moving one case would do; `obstacle` says why it cannot be moved.

    `version` and `head` (the hash of the last event) are what it was worked out from.
    """

    case: str
    process: str
    state: str
    version: int
    head: str
    source: Pins
    target: Pins
    clocks: tuple[ClockMove, ...] = ()
    obstacle: Bilingual | None = None

    @property
    def becomes_overdue(self) -> bool:
        """Whether a clock that is in time now would be overdue."""
        return any(clock.becomes_overdue for clock in self.clocks)


@dataclass(frozen=True, slots=True)
class Standing:
    """A case at a moment: what its old rules make due until then has happened.

    `old` is None when its rules cannot be read any more; then nothing has. `history` are the events
    that tell when clocks ran, `happened` those that are not yet written.
    """

    held: Held
    case: Case
    old: CaseRules | None
    history: tuple[Event, ...]
    happened: tuple[Event, ...]


def moved(
    standing: Standing, rules: CaseRules, target: Pins, now: dt.datetime, by: str | None
) -> tuple[Move, tuple[Event, ...]]:
    """What the move is, and the events that make it."""
    case, held = standing.case, standing.held
    move = Move(
        case=case.id,
        process=case.process,
        state=case.state,
        version=held.case.version,
        head=held.head,
        source=held.pins,
        target=target,
        obstacle=_obstacle(case, rules),
    )
    if move.obstacle is not None:
        return move, ()
    table = rules.table(case.process)
    into = _Into(
        rules=rules,
        table=table,
        factor=factor_for(table.failure, case.holds, case.severity),
        at=rules.moment(max(now, case.last_at)),
        by=by,
    )
    happened: list[Event] = [Migrated(into.at, by, target.policy, case.state, into.factor)]
    for ledger in case.ledgers.values():
        if ledger.stopped_at is None:
            happened += _clock_again(standing, ledger, into)
    happened += _clocks_new(standing, into)
    after = evolve_all(case, happened)
    clocks = tuple(
        _clock_move(standing, ledger, into)
        for ledger in after.ledgers.values()
        if (before := case.ledgers.get(ledger.clock)) is None or before.stopped_at is None
    )
    happened += [
        Overdue(into.at, None, clock.clock, clock.due_after)
        for clock in clocks
        if clock.becomes_overdue and clock.due_after is not None and clock.clock != APPROVAL
    ]
    return dataclasses.replace(move, clocks=clocks), tuple(happened)


@dataclass(frozen=True, slots=True)
class _Into:
    """Where a case is moved to, when, and by whom."""

    rules: CaseRules
    table: ProcessTable
    factor: Decimal
    at: dt.datetime
    by: str | None

    def start(
        self,
        clock: str,
        duration: Duration,
        role: str | None,
        stretches: Iterable[_Stretch],
        *,
        begun: dt.datetime,
        running: bool,
    ) -> ClockStarted:
        """The clock, begun then, with what it has used up in the stretches."""
        calendar = self.rules.counted(self.table, duration)
        time = self.rules.calendar(calendar)
        consumed = sum((time.between(*one) for one in stretches), dt.timedelta(0))
        budget = self.rules.budget(self.table, begun, duration)
        return ClockStarted(
            self.at, self.by, clock, duration, calendar, budget, role, consumed, begun, running
        )


def _obstacle(case: Case, rules: CaseRules) -> Bilingual | None:
    if not rules.has(case.process):
        return Bilingual(
            f"新政策中没有流程“{case.process}”",
            f"the new policy has no process `{case.process}`",
        )
    if case.state not in rules.table(case.process).states:
        return Bilingual(
            f"新政策的流程中没有状态“{case.state}”：请先把个案推进到别的状态",
            f"the process has no state `{case.state}` in the new policy: bring the case to another "
            "state first",
        )
    if case.level is not None and case.level not in rules.program.roles:
        return Bilingual(
            f"新政策中没有目前负责的角色“{case.level}”：请先转派",
            f"the role that answers now, `{case.level}`, is not in the new policy: reassign first",
        )
    return None


def _clock_again(standing: Standing, ledger: Ledger, into: _Into) -> tuple[Event, ...]:
    """The clock as the new rules count it; nothing when that changes nothing."""
    case, old = standing.case, standing.old
    clock = into.table.clocks.get(ledger.clock)
    if clock is None and not ledger.clock.startswith(_ASKED_FOR):
        consumed = ledger.consumed if old is None else used(ledger, old, into.at)
        return (ClockStopped(into.at, into.by, ledger.clock, consumed, "dropped"),)
    duration, role = ledger.duration, ledger.by
    if clock is not None:
        duration = into.table.duration(clock, into.factor, case.priority) or duration
        role = clock.by or role
    again = into.start(
        ledger.clock,
        duration,
        role,
        _ran(standing, ledger.clock, clock, into.at),
        begun=ledger.started_at,
        running=ledger.running_since is not None,
    )
    same = (
        old is not None
        and duration == ledger.duration
        and (again.calendar, again.budget) == (ledger.calendar, ledger.budget)
        and again.consumed == used(ledger, old, into.at)
    )
    return () if same else (again,)


def _ran(standing: Standing, id_: str, clock: Clock | None, until: dt.datetime) -> list[_Stretch]:
    """When a clock ran, since it was last started from nothing."""
    found: list[_Stretch] = []
    begun: dt.datetime | None = None
    since: dt.datetime | None = None
    for event in standing.history:
        if not isinstance(event, ClockStarted | ClockResumed | ClockPaused | ClockStopped):
            continue
        if event.clock != id_:
            continue
        if since is not None:
            found.append((since, event.at))
        since = event.at if isinstance(event, ClockResumed) else None
        if isinstance(event, ClockStarted):
            since = event.at if event.running else None
            if begun != (event.started_at or event.at):
                begun = event.started_at or event.at
                found = _without_pauses(standing.case, clock, begun, event.at)
    if since is not None:
        found.append((since, until))
    return found


def _without_pauses(
    case: Case, clock: Clock | None, start: dt.datetime, end: dt.datetime
) -> list[_Stretch]:
    """From one moment to another, without the pauses of the case if the clock heeds them."""
    found: list[_Stretch] = []
    for begun, over in () if clock is not None and clock.regulatory else case.pauses:
        if begun < end and (over is None or over > start):
            found.append((start, max(start, begun)))
            start = end if over is None else min(over, end)
    return [*found, (start, end)]


def _clocks_new(standing: Standing, into: _Into) -> Iterator[Event]:
    """Clocks that only the new policy has, where they would be running: since they would be."""
    case = standing.case
    for clock in into.table.clocks.values():
        since = _would_run_since(standing.history, clock)
        duration = into.table.duration(clock, into.factor, case.priority)
        ended = case.ended_at is not None and not clock.outlives
        if clock.id in case.ledgers or since is None or duration is None or ended:
            continue
        yield into.start(
            clock.id,
            duration,
            clock.by,
            _without_pauses(case, clock, since, into.at),
            begun=since,
            running=clock.regulatory or not into.table.states[case.state].pause,
        )


def _would_run_since(history: Iterable[Event], clock: Clock) -> dt.datetime | None:
    opened: dt.datetime | None = None
    since: dt.datetime | None = None
    for event in history:
        command = "open"
        if isinstance(event, Opened):
            opened = event.at
        elif isinstance(event, Done):
            command = event.command
        else:
            continue
        if command in clock.stops_on or command in clock.dropped_by:
            since = None
        elif command in clock.starts_on and since is None:
            since = opened if clock.from_opening else event.at
    return since


def _clock_move(standing: Standing, ledger: Ledger, into: _Into) -> ClockMove:
    before, old = standing.case.ledgers.get(ledger.clock), standing.old
    was_due: dt.datetime | None = None
    was_overdue = before is not None and before.overdue_at is not None
    if before is not None and before.running_since is not None and old is not None:
        was_due = due_at(before, old)
        was_overdue = was_overdue or clock_state(before, old, into.at) == "overdue"
    runs = ledger.running_since is not None
    overdue = runs and clock_state(ledger, into.rules, into.at) == "overdue"
    return ClockMove(
        clock=ledger.clock,
        due_before=was_due,
        due_after=due_at(ledger, into.rules) if runs else None,
        becomes_overdue=overdue and not was_overdue,
        dropped=ledger.outcome == "dropped",
    )
