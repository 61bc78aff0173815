"""What the kernel asks of a policy: its processes and calendars, laid out for quick answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from workflow_engine.calendars.build import build_calendar, workday_calendar
from workflow_engine.calendars.deadlines import budget_of, deadline
from workflow_engine.calendars.hours import require_aware
from workflow_engine.calendars.running import RunningTime
from workflow_engine.calendars.working import WorkingCalendar
from workflow_engine.cases.names import one_form
from workflow_engine.errors import UsageError
from workflow_engine.language.durations import Duration
from workflow_engine.program.processes import Clock, Process, Rung, State, Transition, Trigger
from workflow_engine.program.program import Failure, Person, Program

NATIONAL_WORKDAYS = ""
"""The id of the calendar of processes that name none: national working days, round the clock."""

WORKING_UNITS = ("work minute", "work hour", "workday")
TIMED = ("overdue", "elapsed")
"""The kinds of triggers that come with time; the others come with what happens to the case."""

_REMEMBERED = 50_000
"""So many answers are remembered: those about the cases that are being worked on."""
_UNKNOWN: Any = object()
_Found = TypeVar("_Found")

_DAY = Duration(Decimal(1), "calendar day")


class ProcessTable:
    """One process, looked up by state, command, role and clock.

    `moves` are the transitions of a state and command in the author's order, `accepted` the
    commands of each state, `events` the events that may be reported, `rungs` the rung from each
    role (the first that is written), `chain` the roles from the owner's up the ladder, `ladder`
    these and all others of the rungs, `tops` the roles at which the ladder ends. `leads`
    is the share of its budget, counted back from the end, in which a clock may warn or climb (None
    where that is no share).
    """

    __slots__ = (
        "accepted",
        "calendar_id",
        "chain",
        "clocks",
        "commands",
        "durations",
        "events",
        "failure",
        "held",
        "ladder",
        "leads",
        "moves",
        "process",
        "rungs",
        "starts",
        "states",
        "timed",
        "tops",
    )

    def __init__(self, process: Process, failure: Failure | None, events: Iterable[str]) -> None:
        self.process = process
        self.failure = failure
        self.calendar_id = NATIONAL_WORKDAYS if process.calendar is None else process.calendar
        self.states: dict[str, State] = {state.id: state for state in process.states}
        moves: dict[tuple[str, str], list[Transition]] = {}
        for move in process.transitions:
            moves.setdefault((move.source, move.command), []).append(move)
        self.moves = {key: tuple(found) for key, found in moves.items()}
        self.commands = frozenset(move.command for move in process.transitions)
        self.accepted: dict[str, tuple[str, ...]] = {
            state: tuple(command for source, command in moves if source == state)
            for state in self.states
        }
        self.clocks: dict[str, Clock] = {clock.id: clock for clock in process.clocks}
        self.starts: dict[str, tuple[Clock, ...]] = {
            command: tuple(clock for clock in process.clocks if command in clock.starts_on)
            for command in {name for clock in process.clocks for name in clock.starts_on}
        }
        self.durations: dict[tuple[str, Decimal, str | None], Duration | None] = {}
        self.rungs: dict[str, Rung] = {}
        for rung in process.ladder:
            self.rungs.setdefault(rung.role, rung)
        self.timed: dict[str, tuple[Trigger, ...]] = {}
        self.held: dict[str, tuple[Trigger, ...]] = {}
        for role, rung in self.rungs.items():
            self.timed[role] = tuple(one for one in rung.any if one.kind in TIMED)
            self.held[role] = tuple(one for one in rung.any if one.kind not in TIMED)
        reported = [one.name for rung in process.ladder for one in rung.any if one.name is not None]
        self.events = tuple(dict.fromkeys((*events, *reported)))
        self.chain = self.above(process.owner, with_it=True)
        rungs = (role for rung in process.ladder for role in (rung.role, rung.to))
        self.ladder = tuple(dict.fromkeys((*self.chain, *rungs)))
        self.leads = {clock.id: _lead(clock, process.ladder) for clock in process.clocks}
        self.tops = frozenset(rung.to for rung in process.ladder) - self.rungs.keys()

    def above(self, role: str | None, *, with_it: bool = False) -> tuple[str, ...]:
        """The roles that the ladder leads to from a role, nearest first."""
        if role is None:
            return ()
        found = [role]
        while (rung := self.rungs.get(found[-1])) is not None and rung.to not in found:
            found.append(rung.to)
        return tuple(found if with_it else found[1:])

    def way(self, state: str, command: str) -> tuple[str, ...]:
        """The fewest commands that lead to a state that accepts another; none leads to none.

        Guards are not looked at.
        """
        seen = {state}
        ahead: list[tuple[str, tuple[str, ...]]] = [(state, ())]
        for here, way in ahead:  # grows on the way: the nearest states come first
            if (here, command) in self.moves:
                return way
            for on in self.accepted[here]:
                for move in self.moves[(here, on)]:
                    if move.target not in seen:
                        seen.add(move.target)
                        ahead.append((move.target, (*way, on)))
        return ()

    def duration(self, clock: Clock, factor: Decimal, priority: str | None) -> Duration | None:
        """The time that a clock grants after all factors; None while it is not known."""
        key = (clock.id, factor, priority)
        if key not in self.durations:
            within = dict(clock.by_priority).get(priority or "", clock.within)
            if within is not None and not clock.regulatory and factor != 1:
                within = within.times(factor)
            self.durations[key] = within
        return self.durations[key]


class CaseRules:
    """A policy as cases follow it: its program, and the calendars as they were built or kept.

    Args:
        program: the compiled policy.
        calendars: by id; `NATIONAL_WORKDAYS` is the one of processes that name none.

    `staff` are the persons of the staff table by their names in the one form of `names`, `absent`
    those of them who are away at times. Safe to share between threads.
    """

    def __init__(self, program: Program, calendars: Mapping[str, WorkingCalendar]) -> None:
        self.program = program
        self.calendars = calendars
        self.running = RunningTime(program.head.timezone)
        self.zone = self.running.zone
        self.back_date = program.recovery.back_date or _DAY
        self.staff = _staff(program)
        self.absent = tuple(name for name, person in self.staff.items() if person.away)
        failures = {failure.id: failure for failure in program.recovery.failures}
        events = [name for name, _ in program.recovery.events]
        self._tables = {
            id_: ProcessTable(process, failures.get(process.failure or ""), events)
            for id_, process in program.processes.items()
        }
        self._above = _roles_above(program)
        self._zones: dict[dt.timedelta, dt.timezone] = {}
        self._budgets: dict[tuple[str, dt.datetime, Duration], dt.timedelta] = {}
        self._remembered: dict[Hashable, Any] = {}

    def process(self, id_: str) -> Process:
        """A process of the policy.

        Raises:
            UsageError: it has none of that name.
        """
        return self.table(id_).process

    def table(self, id_: str) -> ProcessTable:
        """A process, laid out.

        Raises:
            UsageError: the policy has none of that name.
        """
        table = self._tables.get(id_)
        if table is None:
            raise UsageError(f"the policy has no process `{id_}`", zh=f"政策中没有流程“{id_}”")
        return table

    def has(self, process: str) -> bool:
        """Whether the policy has a process of that name."""
        return process in self._tables

    def calendar(self, id_: str | None) -> WorkingCalendar | RunningTime:
        """What a clock counts on: a working calendar, or for None time that runs always.

        Raises:
            UsageError: there is no such calendar.
        """
        if id_ is None:
            return self.running
        return self._working(id_)

    def line(self, role: str) -> tuple[str, ...]:
        """The roles above a role in the reporting line, nearest first."""
        found: list[str] = []
        roles = self.program.roles
        above = roles[role].reports_to if role in roles else None
        while above is not None and above in roles and above not in (role, *found):
            found.append(above)
            above = roles[above].reports_to
        return tuple(found)

    def above(self, role: str) -> frozenset[str]:
        """The roles above a role: those it reports to, and those its ladders lead to."""
        return self._above.get(role, frozenset())

    def counted(self, table: ProcessTable, duration: Duration) -> str | None:
        """The id of the calendar that a clock of this duration counts on."""
        return table.calendar_id if duration.unit in WORKING_UNITS else None

    def budget(self, table: ProcessTable, start: dt.datetime, duration: Duration) -> dt.timedelta:
        """The time that a duration grants from a moment."""
        key = (table.calendar_id, start, duration)
        budget = self._budgets.get(key)
        if budget is None:
            if len(self._budgets) >= _REMEMBERED:
                self._budgets.clear()
            calendar = self._working(table.calendar_id)
            budget = self._budgets[key] = budget_of(calendar, start, duration)
        return budget

    def deadline(self, table: ProcessTable, start: dt.datetime, duration: Duration) -> dt.datetime:
        """The moment at which a duration from another moment ends."""
        return self.remembered(
            ("deadline", table.calendar_id, start, duration),
            lambda: self.moment(deadline(self._working(table.calendar_id), start, duration)),
        )

    def after(self, calendar: str | None, start: dt.datetime, length: dt.timedelta) -> dt.datetime:
        """The moment at which so much time that counts has passed; before `start` when negative."""
        return self.remembered(
            ("after", calendar, start, length),
            lambda: self.moment(self.calendar(calendar).add(start, length)),
        )

    def remembered(self, key: Hashable, found: Callable[[], _Found]) -> _Found:
        """What `found` gives, worked out once for each key.

        The clocks of a case are asked again after every command, and most of them have not changed.
        `key` names what is asked, and everything that the answer depends on but these rules.
        """
        known: _Found = self._remembered.get(key, _UNKNOWN)
        if known is _UNKNOWN:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            known = self._remembered[key] = found()
        return known

    def working(self, table: ProcessTable) -> WorkingCalendar:
        """The working calendar of a process."""
        return self._working(table.calendar_id)

    def moment(self, moment: dt.datetime) -> dt.datetime:
        """The moment on the policy's clock, with the offset it has there.

        The offset is fixed, so that two moments compare and subtract as what they are, also in the
        hour that comes twice.

        Raises:
            CalendarError: it has no time zone.
        """
        require_aware(moment)
        local = moment.astimezone(self.zone)
        offset = local.utcoffset() or dt.timedelta(0)
        zone = self._zones.get(offset)
        if zone is None:
            zone = self._zones[offset] = dt.timezone(offset)
        return local.replace(tzinfo=zone, fold=0)

    def _working(self, id_: str) -> WorkingCalendar:
        calendar = self.calendars.get(id_)
        if calendar is None:
            raise UsageError(f"the policy has no calendar `{id_}`", zh=f"政策中没有工作日历“{id_}”")
        return calendar


def _lead(clock: Clock, ladder: Iterable[Rung]) -> float | None:
    if clock.warn is not None and not isinstance(clock.warn, Decimal):
        return None
    triggers = (one for rung in ladder for one in rung.any if one.step == clock.id)
    rests = (1 - one.share for one in triggers if one.share is not None)
    return float(max((clock.warn or Decimal(0), *rests)))


def case_rules(program: Program) -> CaseRules:
    """The rules of a policy with its calendars as they are today.

    Raises:
        CalendarError: a calendar cannot be built (a policy that checks clean has none such).
    """
    timezone = program.head.timezone
    calendars = {
        id_: build_calendar(spec, program.calendars, timezone=timezone)
        for id_, spec in program.calendars.items()
    }
    if any(process.calendar is None for process in program.processes.values()):
        calendars[NATIONAL_WORKDAYS] = workday_calendar(timezone)
    return CaseRules(program, calendars)


def _staff(program: Program) -> dict[str, Person]:
    staff: dict[str, Person] = {}
    for person in program.staff.values():
        name = one_form(person.name)
        if name is not None:
            deputy = None if person.deputy is None else one_form(person.deputy)
            staff.setdefault(name, replace(person, name=name, deputy=deputy))
    return staff


def _roles_above(program: Program) -> dict[str, frozenset[str]]:
    steps: dict[str, set[str]] = {}
    for role in program.roles.values():
        if role.reports_to is not None:
            steps.setdefault(role.id, set()).add(role.reports_to)
    for process in program.processes.values():
        for rung in process.ladder:
            steps.setdefault(rung.role, set()).add(rung.to)
    return {role: _reached(role, steps) for role in (*program.roles, *steps)}


def _reached(role: str, steps: Mapping[str, Iterable[str]]) -> frozenset[str]:
    found: set[str] = set()
    ahead = [role]
    while ahead:
        new = [above for above in steps.get(ahead.pop(), ()) if above not in found]
        found.update(new)
        ahead += new
    return frozenset(found - {role})
