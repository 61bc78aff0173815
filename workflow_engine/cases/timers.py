"""What comes due in a case by time alone: warnings, overdue clocks, rungs, lapses, reminders."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from decimal import Decimal
from functools import partial
from operator import itemgetter
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
from workflow_engine.program.processes import Trigger

_WARNING, _OVERDUE, _LAPSE, _RUNG, _REMINDER = range(5)
"""What comes first of what comes due at one moment."""

_MICROSECOND = dt.timedelta(microseconds=1)
_NOTHING = dt.timedelta(0)
_moment_and_kind = itemgetter(0, 1)


class _Due(NamedTuple):
    """Something that comes due at a moment; of a clock, with the clock and its end."""

    moment: dt.datetime
    kind: int
    ledger: Ledger | None = None
    ends_at: dt.datetime | None = None
    trigger: Trigger | None = None


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
    ledger, trigger = due.ledger, due.trigger
    if due.kind == _REMINDER:
        return [Reminded(at, None, acting(case, rules, moment), case.reminders + 1, moment, late)]
    if due.kind == _LAPSE:
        return _lapse(case, at)
    assert ledger is not None
    if due.kind == _WARNING:
        assert due.ends_at is not None
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
    """The timer that comes due first, not after `until`; of two at one moment the first kind."""
    # A rung that has fired counts again once the case was handed down to it, for what comes after.
    again = case.handed_at if case.level in case.fired else None
    level = None if case.level in case.fired and again is None else case.level
    first: _Due | None = None
    for ledger in case.ledgers.values():
        if ledger.running_since is None:
            continue
        # What a clock brings about is asked again after everything that happens to the case, and
        # for every case that was opened with it: remembered under all that it depends on.
        key = (
            table.process.id,
            ledger.clock,
            ledger.calendar,
            ledger.running_since,
            ledger.budget,
            ledger.consumed,
            ledger.warned,
            ledger.overdue_at,
            level,
            again,
            case.planned,
        )
        due = rules.remembered(
            key, partial(_of_clock, ledger, (level, again), table, rules, planned=case.planned)
        )
        if due is not None and (first is None or due[:2] < first[:2]):
            first = due
    for due in _of_case(case, table, rules):
        if first is None or due[:2] < first[:2]:
            first = due
    return None if first is None or (until is not None and first.moment > until) else first


def _of_clock(
    ledger: Ledger,
    rung: tuple[str | None, dt.datetime | None],
    table: ProcessTable,
    rules: CaseRules,
    *,
    planned: bool,
) -> _Due | None:
    """What a running clock brings about first.

    `rung` is the level from which the case may climb, and after when (None: at any time). It
    depends on nothing of the ledger but what `_next` remembers it under.
    """
    since = ledger.running_since
    assert since is not None
    end = runs_out_at(ledger, rules, since)
    dues: list[_Due] = []
    if ledger.overdue_at is None:
        # Departments and approvers are not warned: their time is not the author's to divide.
        clock = table.clocks.get(ledger.clock)
        warn = None if clock is None or ledger.warned else clock.warn
        if warn is not None and ledger.budget > ledger.consumed:
            moment = max(_warning(ledger, warn, end, table, rules), since)
            dues.append(_Due(moment, _WARNING, ledger, end))
        dues.append(_Due(max(end, since), _OVERDUE, ledger, end))
    level, after = rung
    for trigger in table.timed.get(level or "", ()):
        if trigger.step == ledger.clock and not (trigger.unless == "planned" and planned):
            moment = _climbs(trigger, ledger, end, table, rules)
            if after is None or moment > after:
                dues.append(_Due(max(moment, since), _RUNG, ledger, end, trigger))
    return min(dues, key=_moment_and_kind, default=None)


def _of_case(case: Case, table: ProcessTable, rules: CaseRules) -> list[_Due]:
    """What comes due without a clock: the end of a grant, the next reminder."""
    dues: list[_Due] = []
    approval, remind = case.approval, table.process.remind
    if approval is not None and approval.state == "granted" and approval.expires_at is not None:
        dues.append(_Due(approval.expires_at, _LAPSE))
    if case.told_at is not None and remind is not None and case.reminders < remind.times:
        dues.append(_Due(rules.deadline(table, case.told_at, remind.every), _REMINDER))
    return dues


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
