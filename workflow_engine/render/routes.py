"""Who goes where on a day: the tasks of many plans, person by person and customer by customer."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflow_engine.program.program import Program


@dataclass(frozen=True, slots=True)
class Task:
    """One service of a stop; `overdue` since `due` (ISO text).

    `rides` says that it is done in the time of the visit, `open` that nobody knows yet whether it
    applies. `planned` is its day where that is
    another one: it is overdue, and whoever is there anyway can do it.
    """

    item: str
    minutes: float | None
    priority: str
    mode: str | None
    rides: bool
    open: bool = False
    due: str | None = None
    overdue: bool = False
    planned: str | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """One customer of a route: what is planned there, and what is overdue on top of it.

    `visit_minutes` is the length of the visit, None where the day has none of that kind.
    """

    plan: Mapping[str, Any]
    tasks: tuple[Task, ...]
    extra: tuple[Task, ...]
    visit_minutes: float | None

    @property
    def minutes(self) -> float | None:
        """Minutes planned here; None where nothing here has a length."""
        given = [self.visit_minutes, *(task.minutes for task in self.tasks if not task.rides)]
        known = [minutes for minutes in given if minutes is not None]
        return sum(known) if known else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A customer who is not on the route although something is overdue there."""

    plan: Mapping[str, Any]
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """One person's customers of one day; `person` is None for services nobody is named for."""

    person: str | None
    role: str
    day: str
    stops: tuple[Stop, ...]
    waiting: tuple[Waiting, ...]

    @property
    def minutes(self) -> float:
        """Minutes planned, as far as they are known."""
        return sum(stop.minutes or 0 for stop in self.stops)

    @property
    def unmeasured(self) -> int:
        """Stops for which no length is known."""
        return sum(stop.minutes is None for stop in self.stops)


class RouteBook:
    """The routes of one day, gathered plan by plan; a plan that has nothing to do is not kept."""

    def __init__(self, plans: Iterable[Mapping[str, Any]], program: Program, *, day: str) -> None:
        """Gather from plan JSON; `day` is ISO text, within the plans' period."""
        self.day = day
        self._program = program
        self._roles: dict[str | None, str] = {}
        self._stops: dict[str | None, list[Stop]] = {}
        self._waiting: dict[str | None, list[Waiting]] = {}
        self._days: dict[str | None, set[str]] = {}
        for plan in plans:
            self._add(plan)

    @property
    def people(self) -> tuple[str | None, ...]:
        """Everybody who has a task on any day: the staff in order, others, nobody last."""
        order = {name: number for number, name in enumerate(self._program.staff)}
        return tuple(
            sorted(
                self._days,
                key=lambda name: (name is None, order.get(name or "", len(order)), name or ""),
            )
        )

    def route(self, person: str | None) -> Route:
        """The route of a person; without stops where the day has none."""
        stops = sorted(self._stops.get(person, ()), key=_rank)
        return Route(
            person=person,
            role=self._roles.get(person, ""),
            day=self.day,
            stops=tuple(stops),
            waiting=tuple(self._waiting.get(person, ())),
        )

    def routes(self) -> tuple[Route, ...]:
        """The routes of everybody who has a stop on the day."""
        return tuple(self.route(person) for person in self.people if person in self._stops)

    def next_day(self, person: str | None) -> str | None:
        """The first day after this one on which a person has a stop, ISO text."""
        return min((day for day in self._days.get(person, ()) if day > self.day), default=None)

    def next_day_of_all(self) -> str | None:
        """The first day after this one on which anybody has a stop."""
        days = (self.next_day(person) for person in self.people)
        return min((day for day in days if day is not None), default=None)

    def _add(self, plan: Mapping[str, Any]) -> None:
        entries = {entry["item"]: entry for entry in (*plan["must_do"], *plan["optional"])}
        people: dict[str | None, list[Mapping[str, Any]]] = {}
        for task in plan["tasks"]:
            people.setdefault(task["person"], []).append(task)
            self._days.setdefault(task["person"], set()).add(task["date"])
            self._roles.setdefault(task["person"], task["by"] or "")
        first: dict[str, str] = {}
        for task in plan["tasks"]:
            first.setdefault(task["item"], task["date"])
        late = {
            (item, date) for item, date in first.items() if entries.get(item, {}).get("overdue")
        }
        for person, tasks in people.items():
            today = [task for task in tasks if task["date"] == self.day]
            later = [
                task
                for task in tasks
                if task["date"] > self.day and (task["item"], task["date"]) in late
            ]
            if today:
                self._stops.setdefault(person, []).append(
                    Stop(
                        plan=plan,
                        tasks=tuple(self._task(task, entries, late) for task in today),
                        extra=tuple(self._task(task, entries, late) for task in later),
                        visit_minutes=self._visit_minutes(today, plan),
                    )
                )
            elif later:
                self._waiting.setdefault(person, []).append(
                    Waiting(plan, tuple(self._task(task, entries, late) for task in later))
                )

    def _task(
        self,
        task: Mapping[str, Any],
        entries: Mapping[str, Mapping[str, Any]],
        late: Container[tuple[str, str]],
    ) -> Task:
        entry = entries.get(task["item"], {})
        return Task(
            item=task["item"],
            minutes=task["minutes"],
            priority=task["priority"],
            mode=task["mode"],
            rides=self._rides(task["item"]),
            open=entry.get("state") == "due_unknown",
            due=entry.get("due"),
            overdue=(task["item"], task["date"]) in late,
            planned=task["date"] if task["date"] != self.day else None,
        )

    def _visit_minutes(
        self, tasks: Sequence[Mapping[str, Any]], plan: Mapping[str, Any]
    ) -> float | None:
        """The length of the visit, where one of the day's tasks is part of it."""
        visit = plan["visit"]
        if visit is None or not any(self._rides(task["item"]) for task in tasks):
            return None
        minutes: float = visit["minutes"]
        return minutes

    def _rides(self, item: str) -> bool:
        found = self._program.items.get(item)
        return found is not None and found.every.kind == "visit"


def _rank(stop: Stop) -> tuple[int, str, bool]:
    """The best priority first, P2 before P10, then what is overdue."""
    priority = min((task.priority for task in stop.tasks), key=lambda name: (len(name), name))
    return len(priority), priority, not any(task.overdue for task in stop.tasks)
