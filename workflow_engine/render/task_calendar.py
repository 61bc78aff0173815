"""The tasks of plans as calendar files (RFC 5545), one for each person, kept up to date.

One all-day event stands for one visit: what a person is to do for one customer on one day. It does
not block the day, for nobody has set its hour.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.errors import MissingExtraError, UsageError
from workflow_engine.program.program import Program
from workflow_engine.render.calendar_file import (
    CUSTOMER,
    ITEMS,
    PERSON,
    POLICY,
    PRODUCER,
    ROLE,
    KeptCalendar,
    KeptVisit,
    calendar_text,
    kept_as,
    read_calendar,
)
from workflow_engine.render.labels import Labels
from workflow_engine.render.service_calendar import minutes_of

if TYPE_CHECKING:
    from icalendar import Calendar, Event


@dataclass(frozen=True, slots=True)
class Visit:
    """What one person in one role does for one customer on one day."""

    person: str
    role: str
    customer: str
    date: dt.date
    items: tuple[str, ...]
    summary: str
    description: str


@dataclass(frozen=True, slots=True)
class TaskCalendar:
    """A person's calendar file, and how many events of each kind it has now.

    `path` is that of the earlier file, None for a new one. `changed` counts those that moved or say
    something else, `untouched` those that stay as they were: unchanged, past, or of customers who
    are not in this run.
    """

    person: str
    path: str | None
    content: bytes
    added: int
    changed: int
    cancelled: int
    untouched: int


def task_calendars(
    plans: Iterable[Mapping[str, Any]],
    program: Program,
    *,
    lang: Language,
    at: dt.date,
    earlier: Mapping[str, bytes],
    complete: bool,
) -> tuple[TaskCalendar, ...]:
    """A calendar for each person who has tasks or an earlier calendar, by name.

    `earlier` are the files that are there, by their path; those of other programs are left out. An
    event keeps its UID for as long as a visit to the same customer in the same role shares one of
    its items; the nearest day counts. What is over on the day `at` is never touched. `complete`
    says that the plans are those of all customers, so that whoever has none is gone.

    Raises:
        MissingExtraError: without `icalendar`.
        UsageError: an earlier file is damaged, or another policy's, or there are two of a person.
    """
    try:
        import icalendar  # noqa: F401
    except ModuleNotFoundError:
        raise MissingExtraError(
            package="icalendar", extra="ics", purpose="writing calendar files"
        ) from None
    visits: dict[str, list[Visit]] = {}
    customers: set[str] = set()
    for plan in plans:
        customers.add(calendar_text(plan["customer"]["id"]))
        for visit in _visits(plan, Labels(program, lang)):
            visits.setdefault(visit.person, []).append(visit)
    policy = program.head.id
    kept: dict[str, KeptCalendar] = {}
    for path in sorted(earlier):
        found = read_calendar(earlier[path], path, policy=policy)
        if found is not None and found.person in kept:
            raise UsageError(
                f"`{kept[found.person].path}` and `{path}` are both calendars of {found.person}; "
                "move one of them away",
                zh=f"`{kept[found.person].path}` 和 `{path}` 都是{found.person}的日历，请移走一个",
            )
        if found is not None:
            kept[found.person] = found
    scope = _Scope(policy, at, lang, frozenset(customers), complete)
    return tuple(
        _Update(person, visits.get(person, []), kept.get(person), scope).calendar()
        for person in sorted({*visits, *kept})
    )


@dataclass(frozen=True, slots=True)
class _Scope:
    """What holds for every calendar of a run."""

    policy: str
    at: dt.date
    lang: Language
    customers: frozenset[str]
    complete: bool

    def covers(self, visit: KeptVisit) -> bool:
        """Whether the run says what becomes of an earlier visit."""
        return visit.date >= self.at and (self.complete or visit.customer in self.customers)


def _visits(plan: Mapping[str, Any], labels: Labels) -> Iterator[Visit]:
    """The tasks of a plan, those of one person and role on one day together."""
    customer = plan["customer"]
    together: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for task in plan["tasks"]:
        role = task["by"] or ""
        named = task["person"] or labels.role(task["by"]) or labels.say("unassigned")
        person = calendar_text(named)
        together.setdefault((task["date"], person, role), []).append(task)
    for (date, person, role), tasks in together.items():
        items = tuple(dict.fromkeys(task["item"] for task in tasks))
        names = labels.joined(labels.item(item) for item in items)
        colon = labels.say("colon")
        yield Visit(
            person,
            role,
            calendar_text(customer["id"]),
            dt.date.fromisoformat(date),
            items,
            calendar_text(f"{customer['name']}{colon}{names}"),
            calendar_text("\n".join((*_head(plan, role, tasks, labels), *_lines(tasks, labels)))),
        )


def _head(
    plan: Mapping[str, Any], role: str, tasks: Iterable[Mapping[str, Any]], labels: Labels
) -> Iterator[str]:
    """The customer, the role, and the minutes that the calendar on paper has for these tasks."""
    colon, customer = labels.say("colon"), plan["customer"]
    yield f"{labels.say('customer_id')}{colon}{customer['id']}"
    if role:
        yield f"{labels.say('owner')}{colon}{labels.role(role)}"
    minutes = minutes_of(tasks, plan, labels)
    if minutes:
        yield f"{labels.say('minutes')}{colon}{labels.minutes(minutes)}"


def _lines(tasks: Iterable[Mapping[str, Any]], labels: Labels) -> Iterator[str]:
    """For each task its item, way, minutes and priority."""
    for task in tasks:
        told = [labels.mode(task["mode"])] if task["mode"] else []
        if task["minutes"]:
            told.append(labels.minutes(task["minutes"]))
        told.append(str(task["priority"]))
        yield f"· {labels.item(task['item'])} {' '.join(told)}"


class _Update:
    """One person's calendar, made from the visits of now and the file that is there."""

    def __init__(
        self, person: str, visits: list[Visit], kept: KeptCalendar | None, scope: _Scope
    ) -> None:
        self._person = person
        self._visits = sorted(visits, key=lambda visit: (visit.date, visit.customer, visit.role))
        self._kept = kept
        self._scope = scope
        self._used = {visit.uid for visit in self._earlier}

    @property
    def _earlier(self) -> tuple[KeptVisit, ...]:
        return () if self._kept is None else self._kept.visits

    def calendar(self) -> TaskCalendar:
        """The file as it shall be; the very bytes that were there where nothing has changed."""
        matches = self._matches()
        events: list[tuple[tuple[dt.date, str, str], Event]] = []
        added = changed = cancelled = untouched = 0
        for place, visit in enumerate(self._visits):
            old = matches.get(place)
            uid = self._uid(visit) if old is None else old.uid
            if old is not None and old.says(visit.date, visit.summary, visit.description):
                event, untouched = old.event, untouched + 1
            else:
                sequence = 0 if old is None else old.sequence + 1
                event = self._event(visit, uid, sequence)
                added, changed = added + (old is None), changed + (old is not None)
            events.append(((visit.date, visit.customer, uid), event))
        matched = {old.uid for old in matches.values()}
        for old in self._earlier:
            if old.uid in matched:
                continue
            if self._scope.covers(old) and not old.cancelled:
                self._cancel(old)
                cancelled += 1
            else:
                untouched += 1
            events.append(((old.date, old.customer, old.uid), old.event))
        calendar = self._empty()
        for _, event in sorted(events, key=lambda found: found[0]):
            calendar.add_component(event)
        for other in () if self._kept is None else self._kept.others:
            calendar.add_component(other)
        content = calendar.to_ical()
        path = None if self._kept is None else self._kept.path
        return TaskCalendar(self._person, path, content, added, changed, cancelled, untouched)

    def _matches(self) -> dict[int, KeptVisit]:
        """For each visit the earlier event that it goes on from; the best pairs first."""
        pairs = sorted(
            (
                old.cancelled,
                old.date != visit.date,
                -len(shared),
                abs((old.date - visit.date).days),
                place,
                old.date,
                old.uid,
            )
            for place, visit in enumerate(self._visits)
            for old in self._open.get((visit.customer, visit.role), ())
            if (shared := old.items & set(visit.items))
        )
        by_uid = {old.uid: old for old in self._earlier}
        found: dict[int, KeptVisit] = {}
        taken: set[str] = set()
        for *_, place, _, uid in pairs:
            if place not in found and uid not in taken:
                found[place] = by_uid[uid]
                taken.add(uid)
        return found

    @property
    def _open(self) -> dict[tuple[str, str], list[KeptVisit]]:
        """Earlier visits that are still to come, by customer and role."""
        found: dict[tuple[str, str], list[KeptVisit]] = {}
        for old in self._earlier:
            if self._scope.covers(old):
                found.setdefault((old.customer, old.role), []).append(old)
        return found

    def _uid(self, visit: Visit) -> str:
        """A name for an event that no other of the calendar has had, and always the same one."""
        count = 0
        while True:
            parts = (
                self._scope.policy,
                visit.person,
                visit.role,
                visit.customer,
                visit.date.isoformat(),
                *visit.items[:1],
                str(count),
            )
            digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
            uid = f"{digest}@workflow-engine"
            if uid not in self._used:
                self._used.add(uid)
                return uid
            count += 1

    def _event(self, visit: Visit, uid: str, sequence: int) -> Event:
        from icalendar import Event

        event = Event()
        event.add("uid", uid)
        event.add("dtstamp", self._stamp())
        event.add("sequence", sequence)
        event.add("dtstart", visit.date)
        event.add("dtend", visit.date + dt.timedelta(days=1))
        event.add("summary", visit.summary)
        event.add("description", visit.description)
        event.add("status", "CONFIRMED")
        event.add("transp", "TRANSPARENT")
        event.add(CUSTOMER, kept_as(visit.customer))
        event.add(ROLE, kept_as(visit.role))
        event.add(ITEMS, kept_as(*visit.items))
        return event

    def _cancel(self, old: KeptVisit) -> None:
        for name, value in (
            ("status", "CANCELLED"),
            ("sequence", old.sequence + 1),
            ("dtstamp", self._stamp()),
        ):
            old.event.pop(name, None)
            old.event.add(name, value)

    def _stamp(self) -> dt.datetime:
        """The day of the run; the hour is nobody's business, and no clock is read."""
        return dt.datetime.combine(self._scope.at, dt.time(), dt.UTC)

    def _empty(self) -> Calendar:
        from icalendar import Calendar, vText

        zh = self._scope.lang == "zh"
        name = f"{self._person}服务日历" if zh else f"Service calendar of {self._person}"
        calendar = Calendar()
        for key, value in (
            ("prodid", PRODUCER),
            ("version", "2.0"),
            ("calscale", "GREGORIAN"),
            ("method", "PUBLISH"),
            ("X-WR-CALNAME", vText(name)),
            (PERSON, kept_as(self._person)),
            (POLICY, kept_as(self._scope.policy)),
        ):
            calendar.add(key, value)
        return calendar
