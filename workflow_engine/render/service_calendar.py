"""The calendar of the period: the weeks, and what is done on which day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workflow_engine.render.labels import Labels

NAMED_PER_DAY = 3
"""Up to so many tasks a day are printed with their names; more of them by code only."""

FULL_WEEKS = 7
"""A longer period prints only the weeks in which something is done."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A task in a day's cell: its code, and its name when there is room for it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Day:
    """One cell. Days outside the period have no tasks and are printed faintly."""

    text: str
    inside: bool
    made: bool
    weekend: bool
    minutes: str
    marks: tuple[Mark, ...]
    names: bool


@dataclass(frozen=True, slots=True)
class ServiceCalendar:
    """Weeks from Monday to Sunday; `legend` explains the codes that stand without a name."""

    weeks: tuple[tuple[Day, ...], ...]
    legend: tuple[Mark, ...]
    thinned: bool
    busy: bool


def service_calendar(
    plan: Mapping[str, Any], labels: Labels, codes: Mapping[str, str]
) -> ServiceCalendar:
    """The tasks of the plan laid out by week."""
    by_date: dict[str, list[Mapping[str, Any]]] = {}
    for task in plan["tasks"]:
        by_date.setdefault(task["date"], []).append(task)
    start = dt.date.fromisoformat(plan["period"]["from"])
    end = dt.date.fromisoformat(plan["period"]["to"])
    monday = start - dt.timedelta(days=start.weekday())
    weeks: list[tuple[Day, ...]] = []
    legend: dict[str, Mark] = {}
    while monday <= end:
        week = tuple(
            _day(
                monday + dt.timedelta(days=number),
                by_date=by_date,
                start=start,
                end=end,
                first=not weeks and not number,
                plan=plan,
                labels=labels,
                codes=codes,
            )
            for number in range(7)
        )
        weeks.append(week)
        monday += dt.timedelta(days=7)
    thinned = len(weeks) > FULL_WEEKS and any(not _busy(week) for week in weeks)
    if thinned:
        weeks = [week for week in weeks if _busy(week)]
    for week in weeks:
        for each in week:
            if not each.names:
                legend.update((mark.code, mark) for mark in each.marks)
    return ServiceCalendar(
        weeks=tuple(weeks),
        legend=tuple(sorted(legend.values(), key=_by_code)),
        thinned=thinned,
        busy=any(_busy(week) for week in weeks),
    )


def minutes_of(
    tasks: Iterable[Mapping[str, Any]], plan: Mapping[str, Any], labels: Labels
) -> float:
    """How long the tasks of a day take: all that is done in the course of a visit is one visit."""
    minutes, riding = 0.0, False
    for task in tasks:
        if labels.rides(task["item"]):
            riding = True
        else:
            minutes += task["minutes"] or 0
    if riding and plan["visit"] is not None:
        minutes += plan["visit"]["minutes"] or 0
    return minutes


def _busy(week: tuple[Day, ...]) -> bool:
    return any(day.marks for day in week)


def _by_code(mark: Mark) -> tuple[bool, int, str]:
    return (not mark.code.isdigit(), int(mark.code) if mark.code.isdigit() else 0, mark.code)


def _day(
    date: dt.date,
    *,
    by_date: Mapping[str, list[Mapping[str, Any]]],
    start: dt.date,
    end: dt.date,
    first: bool,
    plan: Mapping[str, Any],
    labels: Labels,
    codes: Mapping[str, str],
) -> Day:
    tasks = by_date.get(date.isoformat(), ())
    marks = {
        code: Mark(code, labels.item(task["item"]))
        for task in tasks
        if (code := codes.get(task["item"]))
    }
    text = str(date.day)
    if first or date.day == 1 or date == start:
        text = labels.month_day(date)
    minutes = minutes_of(tasks, plan, labels)
    return Day(
        text=text,
        inside=start <= date <= end,
        made=date.isoformat() == plan["at"],
        weekend=date.weekday() >= 5,
        minutes=labels.minutes(minutes) if minutes else "",
        marks=tuple(sorted(marks.values(), key=_by_code)),
        names=len(marks) <= NAMED_PER_DAY,
    )
