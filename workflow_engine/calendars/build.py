"""Working calendars from what a policy says: layers of named calendars over a national one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from workflow_engine.calendars.hours import WEEKDAYS
from workflow_engine.calendars.national import china
from workflow_engine.calendars.rules import Reason
from workflow_engine.calendars.working import WorkingCalendar
from workflow_engine.errors import CalendarError

Intervals = tuple[tuple[str, str], ...]

NATIONAL = ("CN",)
"""Names of national calendars; a calendar of the policy with the same name hides it."""


class Spec(Protocol):
    """Weekly hours (Monday is 0) and exceptions (empty: closed) of one named calendar."""

    @property
    def id(self) -> str:
        """Its name."""
        ...

    @property
    def base(self) -> str | None:
        """The calendar it is laid over: a national one or another of the policy."""
        ...

    @property
    def hours(self) -> tuple[tuple[int, Intervals], ...]:
        """Intervals by weekday; a weekday that is not named is as in the base."""
        ...

    @property
    def exceptions(self) -> tuple[tuple[dt.date, Intervals], ...]:
        """Intervals by date; they beat everything the base says of the date."""
        ...


@dataclass
class _Layers:
    """Calendars laid over one another; `dates` holds None where Monday's hours apply."""

    hours: dict[int, Intervals] = field(default_factory=dict)
    dates: dict[dt.date, Intervals | None] = field(default_factory=dict)
    reasons: dict[dt.date, Reason] = field(default_factory=dict)
    known: tuple[dt.date, dt.date] | None = None


def build_calendar(
    spec: Spec, all_specs: Mapping[str, Spec], *, timezone: str = "Asia/Shanghai"
) -> WorkingCalendar:
    """The working calendar of `spec`, its bases looked up in `all_specs` and among `NATIONAL`.

    Each layer beats the ones below it: weekly hours weekday by weekday, exceptions date by date. A
    national holiday closes the date, a make-up working day has Monday's hours. Where the national
    arrangements are not yet known, weekends and the statutory days are closed and the calendar
    calls itself provisional.

    Raises:
        CalendarError: a base does not exist, the bases form a circle, hours are wrong, or the
            calendar is never open.
    """
    layers = _layers(spec, all_specs, ())
    if not any(layers.hours.values()) and not any(layers.dates.values()):
        raise CalendarError(f"the calendar `{spec.id}` is never open: it has no hours on any day")
    return _calendar(layers, timezone)


def weekly_hours(spec: Spec, all_specs: Mapping[str, Spec]) -> dict[int, Intervals]:
    """The hours of each weekday (Monday is 0) on which a calendar is open, those of its bases too.

    Raises:
        CalendarError: a base does not exist, or the bases form a circle.
    """
    hours = _layers(spec, all_specs, ()).hours
    return {weekday: intervals for weekday, intervals in sorted(hours.items()) if intervals}


def workday_calendar(timezone: str = "Asia/Shanghai") -> WorkingCalendar:
    """China's working days, each open from midnight to midnight: for policies without calendars."""
    layers = _national("CN")
    layers.hours = dict.fromkeys(range(5), (("00:00", "24:00"),))
    return _calendar(layers, timezone)


def _calendar(layers: _Layers, timezone: str) -> WorkingCalendar:
    return WorkingCalendar(
        timezone=timezone,
        hours={WEEKDAYS[weekday]: intervals for weekday, intervals in layers.hours.items()},
        holidays=[day for day, intervals in layers.dates.items() if intervals == ()],
        extra_workdays={day: None for day, intervals in layers.dates.items() if intervals is None},
        shifts={day: intervals for day, intervals in layers.dates.items() if intervals},
        known=layers.known,
        reasons=layers.reasons,
    )


def _layers(spec: Spec, all_specs: Mapping[str, Spec], above: tuple[str, ...]) -> _Layers:
    if spec.id in above:
        circle = " → ".join([*above[above.index(spec.id) :], spec.id])
        raise CalendarError(f"calendars rest on each other in a circle: {circle}")
    if spec.base is None:
        layers = _Layers()
    elif spec.base in all_specs and spec.base != spec.id:
        layers = _layers(all_specs[spec.base], all_specs, (*above, spec.id))
    else:
        layers = _national(spec.base)
    layers.hours.update(spec.hours)
    layers.dates.update(spec.exceptions)
    layers.reasons.update((day, Reason("exception")) for day, _ in spec.exceptions)
    return layers


def _national(name: str) -> _Layers:
    if name not in NATIONAL:
        raise CalendarError(f"there is no calendar `{name}`; national calendars: CN")
    days = china()
    dates: dict[dt.date, Intervals | None] = dict.fromkeys(days.holidays, ())
    dates.update(dict.fromkeys(days.extra_workdays))
    return _Layers(dates=dates, reasons=dict(days.reasons), known=days.known)
