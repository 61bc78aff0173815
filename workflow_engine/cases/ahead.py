"""The path of a case ahead: who gets it, when, if nobody acts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow_engine.cases.case import Case
from workflow_engine.cases.events import Escalated
from workflow_engine.cases.evolve import evolve
from workflow_engine.cases.kernel import fire
from workflow_engine.cases.people import Holder, holder
from workflow_engine.cases.rules import TIMED, CaseRules
from workflow_engine.cases.timers import next_due
from workflow_engine.program.processes import Rung, Trigger

MOST_TIMERS = 400
"""So many moments are looked at: reminders may be many, climbs are few."""


@dataclass(frozen=True, slots=True)
class Climb:
    """One step up that is still to come.

    `when` is the moment, None for a condition that is not one of time. `trigger` is the reason,
    None when the policy no longer has it. `pending` says that the moment has come and nobody has
    looked at the case since. `person` stands in for `stands_for`, if that is set. `provisional`
    when the moment lies where the holidays are not known yet.
    """

    when: dt.datetime | None
    source: str
    role: str
    person: str | None
    trigger: Trigger
    pending: bool = False
    stands_for: str | None = None
    provisional: bool = False


def climbs_ahead(case: Case, rules: CaseRules, now: dt.datetime) -> tuple[Climb, ...]:
    """What comes if nobody acts: the timed climbs in order, then the conditions of every rung.

    The timed ones are what `fire` does to the case from `now` on; a condition that already made
    its rung fire in this run is not listed again.
    """
    ladder = rules.table(case.process).rungs
    timed = _timed(case, rules, ladder, now)
    if case.ended_at is not None:
        return tuple(timed)  # of the clocks that outlive it
    pending = [climb for climb in timed if climb.pending]
    return (*timed, *_untimed(case, rules, ladder, pending, now))


def _timed(
    case: Case, rules: CaseRules, ladder: Mapping[str, Rung], now: dt.datetime
) -> list[Climb]:
    found: list[Climb] = []
    ahead = case
    for _ in range(MOST_TIMERS):
        due = next_due(ahead, rules)
        if due is None:
            break
        events = fire(ahead, rules, max(due, now))
        if not events:
            break
        for event in events:
            ahead = evolve(ahead, event)
            if isinstance(event, Escalated):
                trigger = _trigger(event, ladder.get(event.source))
                found.append(
                    Climb(
                        when=event.due_at,
                        source=event.source,
                        role=event.target,
                        person=event.owner,
                        trigger=trigger,
                        pending=event.due_at <= now,
                        stands_for=event.owner_for,
                        provisional=_provisional(case, rules, trigger, event.due_at),
                    )
                )
    return found


def _provisional(case: Case, rules: CaseRules, trigger: Trigger, when: dt.datetime) -> bool:
    """Whether holidays that are not published yet may move the moment of a climb."""
    ledger = case.ledgers.get(trigger.step or "")
    id_ = rules.table(case.process).calendar_id if ledger is None else ledger.calendar
    calendar = rules.calendar(id_)
    first, last = (day.astimezone(calendar.zone).date() for day in (case.opened_at, when))
    return calendar.provisional(first, last)


def _trigger(event: Escalated, rung: Rung | None) -> Trigger:
    """The reason of the policy that the event names; its words alone where it has none such."""
    for trigger in () if rung is None else rung.any:
        if trigger.text == event.trigger:
            return trigger
    return Trigger("event", event.trigger)


def _untimed(
    case: Case,
    rules: CaseRules,
    ladder: Mapping[str, Rung],
    pending: Sequence[Climb],
    now: dt.datetime,
) -> list[Climb]:
    """The other conditions, from the role on at which the case stands once it is looked at."""
    found: list[Climb] = []
    seen: set[str] = set()
    role = pending[-1].role if pending else case.level
    while role is not None and role not in seen and (rung := ladder.get(role)) is not None:
        seen.add(role)
        target, who = _above(case, rules, ladder, rung, now)
        if role not in case.fired:
            found += [
                Climb(None, role, target, who.person, trigger, stands_for=who.stands_for)
                for trigger in rung.any
                if trigger.kind not in TIMED and not _impossible(trigger, case)
            ]
        role = target
    return found


def _above(
    case: Case, rules: CaseRules, ladder: Mapping[str, Rung], rung: Rung, now: dt.datetime
) -> tuple[str, Holder]:
    """The nearest role above in which somebody can act; the next one if nobody can in any."""
    seen: set[str] = set()
    above: Rung | None = rung
    while above is not None and above.to not in seen:
        seen.add(above.to)
        who = holder(case.people, case.about, above.to, rules, now)
        if who.person is not None:
            return above.to, who
        above = ladder.get(above.to)
    return rung.to, Holder(None)


def _impossible(trigger: Trigger, case: Case) -> bool:
    """Whether it can no longer come true: who is complained about is said at the opening."""
    return trigger.kind == "recusal" and case.about is None
