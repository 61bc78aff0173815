"""The generated policy's service plan, written in plain Python: due dates and monthly minutes.

A history is, for each item (or `visit`), the sorted days on which it was done, and the sorted days
of which a record form was kept.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from benchmarks.handwritten_decision import decide
from benchmarks.handwritten_parts import Decision, Visit, half_even
from benchmarks.handwritten_tables import SERVICES
from workflow_engine.calendars.months import add_months

History = Mapping[tuple[str, bool], Sequence[dt.date]]
DAY = dt.timedelta(days=1)
SERVED = {"due", "due_unknown", "active"}
MONTHS = {"1 month": 1, "1 quarter": 3, "6 months": 6, "1 year": 12}
FESTIVALS = (
    *(dt.date(2025, 10, 6), dt.date(2026, 2, 17), dt.date(2026, 9, 25), dt.date(2027, 2, 6)),
    *(dt.date(2027, 9, 15), dt.date(2028, 1, 26), dt.date(2028, 10, 3)),
)
BEFORE, AFTER = dt.timedelta(days=30), dt.timedelta(days=7)

YEARLY = {
    "1 month": 12,
    "1 quarter": 4,
    "6 months": 2,
    "1 year": 1,
    "2 weeks": 26,
    "1 per month": 12,
    "2 per month": 24,
    "1 per quarter": 4,
    "at 春节, 中秋": 2,
}
MINUTES_A_YEAR = {s.id: YEARLY.get(s.every, 0) * s.minutes for s in SERVICES}
RIDING = tuple((s.id, s.record) for s in SERVICES if s.every == "visit")
MONTHS_OF = {"month": 1, "quarter": 3}


class Entry(NamedTuple):
    """An item of a plan."""

    item: str
    state: str
    priority: str
    urgency: str
    last_done: dt.date | None
    due: dt.date | None
    overdue: bool


@dataclass(slots=True)
class Plan:
    """A customer's plan; minutes in millionths."""

    decision: Decision
    visit: Visit
    visited: dt.date | None
    visit_due: dt.date
    must_do: list[Entry]
    optional: list[Entry]
    monthly_minutes: int


class Slots:
    """So many slots in the calendar month or quarter of a day."""

    def __init__(self, today: dt.date, months: int, count: int) -> None:
        start = dt.date(today.year, (today.month - 1) // months * months + 1, 1)
        following = add_months(start, months)
        self.today = today
        self.start = start
        self.ends = _slot_ends(start, following, count)
        self.next_end = _slot_ends(following, add_months(following, months), count)[0]

    def due(self, days: Sequence[dt.date]) -> dt.date:
        """The end of the first slot that nothing done covers yet."""
        if not days:
            return max(self.ends[0], self.today)
        if days[-1] < self.start:
            return self.ends[0]
        covered = 0
        for day in sorted(set(days)):
            if day >= self.start:
                covered = max(covered + 1, sum(end < day for end in self.ends))
        return self.ends[covered] if covered < len(self.ends) else self.next_end


def _slot_ends(start: dt.date, following: dt.date, count: int) -> list[dt.date]:
    days = (following - start).days
    return [start + dt.timedelta(days=max(1, days * i // count) - 1) for i in range(1, count + 1)]


@lru_cache(maxsize=64)
def slots(today: dt.date, months: int, count: int) -> Slots:
    """The slots of a day, kept for the other customers."""
    return Slots(today, months, count)


def festival_due(days: Sequence[dt.date], today: dt.date) -> dt.date | None:
    """The next festival that nothing done counts for."""
    coming = [day for day in FESTIVALS if day >= today]
    if not days or not coming or days[-1] < coming[0] - BEFORE:
        return coming[0] if coming else None
    attended = set()
    for day in days:
        for festival in FESTIVALS:
            if festival not in attended and festival - BEFORE <= day <= festival + AFTER:
                attended.add(festival)
                break
    return next((day for day in coming if day not in attended), None)


def item_due(every: str, days: Sequence[dt.date], today: dt.date) -> dt.date | None:
    """When an item is due, given the days up to today on which it was done."""
    if every in MONTHS:
        return add_months(days[-1], MONTHS[every]) if days else today
    if every == "2 weeks":
        return days[-1] + 14 * DAY if days else today
    if every == "1 per month":
        return slots(today, 1, 1).due(days)
    if every == "2 per month":
        return slots(today, 1, 2).due(days)
    if every == "1 per quarter":
        return slots(today, 3, 1).due(days)
    return festival_due(days, today) if every == "at 春节, 中秋" else None


def up_to(days: Sequence[dt.date], today: dt.date) -> Sequence[dt.date]:
    """The days that are not after today."""
    if not days or days[-1] <= today:
        return days
    return days[: bisect_right(days, today)]


def last_of(days: Iterable[Sequence[dt.date]]) -> dt.date | None:
    """The last day of all."""
    return max((some[-1] for some in days if some), default=None)


def plan(customer: Mapping[str, Any], today: dt.date, history: History | None) -> Plan:
    """The plan of one customer."""
    done = history or {}
    decision = decide(customer, today)
    states, priorities, urgencies = decision.states, decision.priorities, decision.urgencies
    visits = up_to(done.get(("visit", False), ()), today)
    visits_on_record = up_to(done.get(("visit", True), ()), today)
    on_visits = [up_to(done.get(key, ()), today) for key in RIDING] if done else []
    visited = last_of([visits, *on_visits])
    regime = decision.visit
    days = sorted({*visits, *(day for some in on_visits for day in some)}) if visited else ()
    visit_due = slots(today, MONTHS_OF[regime.per], regime.times).due(days)
    minutes = regime.times * regime.minutes * (12 // MONTHS_OF[regime.per])
    must_do = []
    optional = []
    for item, is_must_do, every, _, record in SERVICES:
        state = states[item]
        served = state in SERVED
        days = up_to(done.get((item, record), ()), today) if done else ()
        last = days[-1] if days else None
        due = None
        if every == "visit":
            standing = visits_on_record if record else visits
            if standing and (last is None or standing[-1] > last):
                last = standing[-1]
            if served:
                due = visit_due
        elif served:
            minutes += MINUTES_A_YEAR[item]
            due = item_due(every, days, today)
        if is_must_do:
            if state == "not_due":
                continue
            entries = must_do
        else:
            entries = optional
        overdue = due is not None and due < today
        entries.append(Entry(item, state, priorities[item], urgencies[item], last, due, overdue))
    monthly = half_even(minutes * 1_000_000, 12)
    return Plan(decision, regime, visited, visit_due, must_do, optional, monthly)
