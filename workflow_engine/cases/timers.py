"""What comes due in a case by time alone: warnings, overdue clocks, rungs, lapses, reminders."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from workflow_engine.calendars.working import WorkingCalendar
from workflow_engine.cases.case import Case, Ledger
from workflow_engine.cases.clocks import APPROVAL
from workflow_engine.cases.events import (
    ApprovalChanged,
    ClockStopped,
    Event,
    Overdue,
    Reminded,
    Warned,
)
from workflow_engine.cases.evolve import evolve_all
from workflow_engine.cases.ladder import climb, held, recorded
from workflow_engine.cases.ledgers import runs_out_at
from workflow_engine.cases.people import acting
from workflow_engine.cases.rules import CaseRules, ProcessTable
from workflow_engine.language.durations import Duration
from workflow_engine.program.processes import Trigger, Warn

_WARNING, _OVERDUE, _LAPSE, _RUNG, _REMINDER = range(5)
"""What comes first of what comes due at one moment."""

_MICROSECOND = dt.timedelta(microseconds=1)
_NOTHING = dt.timedelta(0)
_SLACK = 0.001
_earliest = attrgetter("earliest")


class _Timer(NamedTuple):
    """Something that may come due: not before `earliest` (a timestamp, cheap to know)."""

    earliest: float
    kind: int
    number: int
    ledger: Ledger | None = None
    trigger: Trigger | None = None


class _Due(NamedTuple):
    """A timer with its moment; `ends_at` is the end of its clock."""

    moment: dt.datetime
    kind: int
    number: int
    timer: _Timer
    ends_at: dt.datetime


def next_due(case: Case, rules: CaseRules) -> dt.datetime | None:
    """The moment of the next timer of a case; None when nothing will come by itself."""
    table = rules.table(case.process)
    if held(case, table, rules) is not None:
        return case.last_at
    due = _next(case, table, rules, None)
    return None if due is None else due.moment


def work_off(
    case: Case,
    table: ProcessTable,
    rules: CaseRules,
    now: dt.datetime,
    since: dt.datetime | None,
    *,
    before: bool = False,
) -> tuple[list[Event], Case]:
    """Everything that has come due until `now`, in the order of its moments, and the case after it.

    `since` is the moment of what was done last; what holds because of it is due then. With
    `before` what is due at `now` itself is left: a command comes before it. It ends: every clock
    warns and runs out once, every rung fires once, reminders are counted.
    """
    events: list[Event] = []
    while True:
        reason = held(case, table, rules)
        if reason is not None:
            moment = case.last_at if since is None else since
            happened = climb(case, reason.text, table, rules, moment, now=now)
        else:
            due = _next(case, table, rules, now)
            if due is None or (before and due.moment == now):
                return events, case
            moment = due.moment if since is None else max(due.moment, since)
            happened = _happens(due._replace(moment=moment), case, table, rules, now)
        since = moment
        events += happened
        case = evolve_all(case, happened)


def _happens(
    due: _Due,
    case: Case,
    table: ProcessTable,
    rules: CaseRules,
    now: dt.datetime,
) -> list[Event]:
    moment = due.moment
    at, late = recorded(case, moment, now)
    ledger, trigger = due.timer.ledger, due.timer.trigger
    if due.kind == _REMINDER:
        return [Reminded(at, None, acting(case, rules, moment), case.reminders + 1, moment, late)]
    if due.kind == _LAPSE:
        return _lapse(case, at)
    assert ledger is not None
    if due.kind == _WARNING:
        told = acting(case, rules, moment)
        return [Warned(at, None, ledger.clock, due.ends_at, told, moment, late)]
    if due.kind == _OVERDUE:
        ran_out = Overdue(at, None, ledger.clock, moment, late)
        if ledger.clock != APPROVAL:
            return [ran_out]
        end = ClockStopped(at, None, APPROVAL, ledger.budget, "late", moment, moment)
        return [ran_out, end, *_lapse(case, at)]
    assert trigger is not None
    return climb(case, trigger.text, table, rules, moment, now=now)


def _lapse(case: Case, at: dt.datetime) -> list[Event]:
    approval = case.approval
    assert approval is not None
    return [ApprovalChanged(at, None, replace(approval, state="lapsed"))]


def _next(
    case: Case, table: ProcessTable, rules: CaseRules, until: dt.datetime | None
) -> _Due | None:
    """The timer that comes due first, not after `until`."""
    last = math.inf if until is None else until.timestamp() + _SLACK
    timers = _timers(case, table, last)
    if not timers:
        return None
    timers.sort(key=_earliest)
    ends: dict[str, dt.datetime] = {}
    first: _Due | None = None
    for timer in timers:
        if first is not None and timer.earliest > first.moment.timestamp() + _SLACK:
            break
        due = _due(timer, case, table, rules, ends)
        if first is None or due[:3] < first[:3]:
            first = due
    if first is not None and until is not None and first.moment > until:
        return None
    return first


def _timers(case: Case, table: ProcessTable, last: float) -> list[_Timer]:
    """Everything that may come due until a timestamp, with the earliest at which it could.

    Time that counts never runs faster than the clock on the wall: a clock is due at the earliest
    when what is left of it has passed. So nothing is asked of a calendar while nothing can be due.
    """
    timers: list[_Timer] = []
    leads = table.leads
    climbs = () if case.level in case.fired else table.timed.get(case.level or "", ())
    clocks = table.clocks
    number = 0
    for ledger in case.ledgers.values():
        since = ledger.running_since
        if since is None:
            continue
        number += 1
        start, budget = since.timestamp(), ledger.budget.total_seconds()
        end = start + budget - ledger.consumed.total_seconds()
        if ledger.calendar is not None:
            lead = leads.get(ledger.clock, 0.0)
            if lead is not None and end - budget * lead - _SLACK > last:
                continue  # neither its end nor its warning nor any rung can be due by then
        if ledger.overdue_at is None:
            if end <= last:
                timers.append(_Timer(end, _OVERDUE, number, ledger))
            clock = clocks.get(ledger.clock)
            if clock is not None and clock.warn is not None and not ledger.warned and end > start:
                earliest = start
                if isinstance(clock.warn, Decimal) and ledger.calendar is not None:
                    earliest = end - budget * float(clock.warn) - _SLACK
                if earliest <= last:
                    timers.append(_Timer(earliest, _WARNING, number, ledger))
        for trigger in climbs:
            if trigger.step == ledger.clock and not (trigger.unless == "planned" and case.planned):
                number += 1
                share = trigger.share
                early = 0.0 if share is None else budget * (1 - float(share)) + _SLACK
                earliest = max(end - early, start)
                if earliest <= last:
                    timers.append(_Timer(earliest, _RUNG, number, ledger, trigger))
    approval = case.approval
    if approval is not None and approval.state == "granted" and approval.expires_at is not None:
        timers.append(_Timer(approval.expires_at.timestamp(), _LAPSE, 0))
    if case.told_at is not None:
        remind = table.process.remind
        if remind is not None and case.reminders < remind.times:
            timers.append(_Timer(case.told_at.timestamp(), _REMINDER, 0))
    return timers


def _warn(ledger: Ledger, table: ProcessTable) -> Warn:
    """Departments and approvers are not warned: their time is not the author's to divide."""
    clock = table.clocks.get(ledger.clock)
    return None if clock is None else clock.warn


def _due(
    timer: _Timer, case: Case, table: ProcessTable, rules: CaseRules, ends: dict[str, dt.datetime]
) -> _Due:
    ledger, since = timer.ledger, None if timer.ledger is None else timer.ledger.running_since
    if ledger is None or since is None:
        moment = _without_clock(timer, case, table, rules)
        return _Due(moment, timer.kind, timer.number, timer, moment)
    end = ends.get(ledger.clock)
    if end is None:
        end = ends[ledger.clock] = runs_out_at(ledger, rules, since)
    moment = max(end, since)
    if timer.kind == _WARNING:
        warn = _warn(ledger, table)
        assert warn is not None
        moment = max(_warning(ledger, warn, end, table, rules), since)
    elif timer.trigger is not None:
        moment = max(_climbs(timer.trigger, ledger, end, table, rules), since)
    return _Due(moment, timer.kind, timer.number, timer, end)


def _without_clock(timer: _Timer, case: Case, table: ProcessTable, rules: CaseRules) -> dt.datetime:
    if timer.kind == _REMINDER:
        assert case.told_at is not None
        assert table.process.remind is not None
        return rules.deadline(table, case.told_at, table.process.remind.every)
    assert case.approval is not None
    assert case.approval.expires_at is not None
    return case.approval.expires_at


def _climbs(
    trigger: Trigger,
    ledger: Ledger,
    end: dt.datetime,
    table: ProcessTable,
    rules: CaseRules,
) -> dt.datetime:
    """When a reason of time holds, if the clock runs on without a pause."""
    since = ledger.running_since
    assert since is not None
    if trigger.kind == "elapsed":
        share = trigger.share if trigger.share is not None else Decimal(1)
        needed = _share(ledger.budget, share)
    elif trigger.after is None:
        return end
    else:
        # A pause since then moves `end` on, a shorter time sets it back: the earlier counts.
        ran_out = end if ledger.overdue_at is None else min(ledger.overdue_at, end)
        if ran_out >= since or rules.counted(table, trigger.after) != ledger.calendar:
            return rules.deadline(table, ran_out, trigger.after)
        # It stood still since it ran out: the pause does not count.
        needed = ledger.budget + rules.budget(table, ran_out, trigger.after)
    left = needed - ledger.consumed
    if left <= _NOTHING:
        return since
    return rules.after(ledger.calendar, since, left)


def _warning(
    ledger: Ledger,
    warn: Duration | Decimal,
    end: dt.datetime,
    table: ProcessTable,
    rules: CaseRules,
) -> dt.datetime:
    """When the owner is warned of an end: in open time, or at the closing before."""
    working = rules.working(table)
    time = rules.calendar(ledger.calendar)
    if isinstance(warn, Decimal):
        before = _share(ledger.budget, warn)
        if ledger.calendar is not None and before > _NOTHING:
            # A negative length counts back in open time, where no warning falls into closed time.
            return rules.after(ledger.calendar, end, -before)
    elif warn.unit == "workday":
        time, before = working, _open_days(working, end, warn.amount)
    else:
        time = rules.calendar(rules.counted(table, warn))
        before = rules.budget(table, end, warn)
    moment = time.subtract(end, before)
    return rules.moment(working.previous_close(moment))


def _open_days(calendar: WorkingCalendar, end: dt.datetime, days: Decimal) -> dt.timedelta:
    """The open time of so many working days, the last of them that of `end`."""
    last = calendar.previous_close(end).astimezone(calendar.zone).date()
    if not calendar.is_workday(last):
        last = calendar.add_workdays(last, -1)  # a shift that ends on the next date
    whole = math.ceil(days)
    first = calendar.add_workdays(last, -whole)
    return _share(
        calendar.between(_close_of(calendar, first), _close_of(calendar, last)), days / whole
    )


def _close_of(calendar: WorkingCalendar, day: dt.date) -> dt.datetime:
    return calendar.hours_of(day)[-1].end


def _share(budget: dt.timedelta, share: Decimal) -> dt.timedelta:
    return int(budget // _MICROSECOND * share) * _MICROSECOND
