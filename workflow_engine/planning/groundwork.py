"""Everything of a plan that depends on the policy alone, worked out once."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import NamedTuple

from workflow_engine.calendars.build import build_calendar, workday_calendar
from workflow_engine.calendars.working import WorkingCalendar
from workflow_engine.language.durations import Frequency, FrequencyUnit, units_a_month
from workflow_engine.language.frequencies import frequency_text
from workflow_engine.planning.dates import DAY, add_units, unit_around
from workflow_engine.planning.minutes import common_denominator, times_a_month
from workflow_engine.planning.people import Directory
from workflow_engine.planning.recovery import PathEntry, escalation_path
from workflow_engine.planning.schedules import (
    CalendarSchedule,
    Schedule,
    schedule_for,
)
from workflow_engine.planning.workdays import Workdays
from workflow_engine.program.program import Item, Measure, Program, Scale, Tag

UNITS: tuple[FrequencyUnit, ...] = ("day", "week", "month", "quarter", "half year", "year")


class ItemRow(NamedTuple):
    """What planning needs of an item, in the order in which the hot loop unpacks it.

    `schedule` is the index of the item's schedule at a moment, or UNDATED or RIDING. `share` is its
    minutes a month over `Groundwork.denominator`.
    """

    item: Item
    id: str
    must_do: bool
    needs_record: bool
    schedule: int
    share: int


UNDATED = -1
RIDING = -2


class Groundwork:
    """The tables that plans of one program share."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.directory = Directory(program)
        self.calendar = _calendar(program, program.recovery.calendar)
        self.workdays = Workdays(self.calendar)
        self._workdays_of = {
            role.id: Workdays(_calendar(program, role.calendar))
            for role in program.roles.values()
            if role.calendar is not None
        }
        shares = {item.id: _minutes_a_month(item) for item in program.items.values()}
        units = {unit: units_a_month(unit) for unit in UNITS}
        self.denominator = common_denominator([*shares.values(), *units.values()])
        self.visit_shares: dict[FrequencyUnit, int] = {
            unit: int(share * self.denominator) for unit, share in units.items()
        }
        frequencies = dict.fromkeys(
            item.every for item in program.items.values() if _dated(item.every)
        )
        self.frequencies: tuple[Frequency, ...] = tuple(frequencies)
        places = {frequency: index for index, frequency in enumerate(self.frequencies)}
        self.rows = tuple(
            ItemRow(
                item=item,
                id=item.id,
                must_do=item.kind == "must_do",
                needs_record=item.record is not None,
                schedule=RIDING if item.every.kind == "visit" else places.get(item.every, UNDATED),
                share=int(shares[item.id] * self.denominator),
            )
            for item in program.items.values()
        )
        self.riding = tuple(
            (row.id, row.needs_record) for row in self.rows if row.schedule == RIDING
        )
        self.riding_on_record = any(needs_record for _, needs_record in self.riding)
        self.order = {row.id: index for index, row in enumerate(self.rows)}
        self.every_texts = {
            item.id: frequency_text(item.every, "en") for item in program.items.values()
        }
        self.visit_role = _visit_role(program)
        definitions = program.definitions.values()
        self.measures = tuple(d for d in definitions if isinstance(d, Measure))
        self.tags = tuple(d.id for d in definitions if isinstance(d, Tag))
        self.scales = tuple(d for d in definitions if isinstance(d, Scale))
        self.level_strategies = {
            (scale.id, level.id): level.strategy
            for scale in self.scales
            for level in (*scale.levels, *filter(None, [scale.otherwise]))
        }
        self.paths: dict[str, tuple[PathEntry, ...]] = {
            failure.id: escalation_path(program, failure) for failure in program.recovery.failures
        }

    def workdays_of(self, role: str | None) -> Workdays:
        """The working days of a role: its own calendar's, else those of recovery."""
        return self._workdays_of.get(role or "", self.workdays)

    def workdays_in_month(self, at: dt.date, role: str | None) -> int:
        """How many working days the calendar month of `at` has for a role."""
        first = at.replace(day=1)
        last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        return len(self.workdays_of(role).between(first, last))


class Moment:
    """The schedules of one day, shared by all customers planned for it.

    `horizon` is the last day of a slot that an item may have in the period.
    """

    __slots__ = ("at", "horizon", "schedules", "until", "visits")

    def __init__(self, ground: Groundwork, at: dt.date) -> None:
        self.at = at
        period = ground.program.head.period
        assert period.unit is not None
        self.until = add_units(at, period.unit, period.count) - DAY
        schedules = [schedule_for(frequency, at) for frequency in ground.frequencies]
        self.schedules: list[Schedule] = [s for s in schedules if s is not None]
        assert len(self.schedules) == len(ground.frequencies)
        units = {s.unit for s in self.schedules if isinstance(s, CalendarSchedule)}
        self.horizon = max([self.until, *(unit_around(self.until, unit)[1] for unit in units)])
        self.visits: dict[tuple[int, FrequencyUnit], CalendarSchedule] = {}

    def visit_schedule(self, times: int, per: FrequencyUnit) -> CalendarSchedule:
        """The schedule of a visit regime."""
        schedule = self.visits.get((times, per))
        if schedule is None:
            schedule = self.visits[times, per] = CalendarSchedule(self.at, per, times)
        return schedule


def _dated(frequency: Frequency) -> bool:
    return frequency.kind in ("rolling", "calendar", "event")


def _minutes_a_month(item: Item) -> Fraction:
    return times_a_month(item.every) * (item.minutes or 0)


def _visit_role(program: Program) -> str | None:
    """Who visits: whoever does the first item that rides on visits; else the first named role."""
    for item in program.items.values():
        if item.every.kind == "visit":
            return item.by
    return next((role.id for role in program.roles.values() if role.person is not None), None)


def _calendar(program: Program, name: str | None) -> WorkingCalendar:
    """A named calendar; without a name, the national working days."""
    timezone = program.head.timezone
    spec = program.calendars.get(name or "")
    if spec is None:
        return workday_calendar(timezone)
    return build_calendar(spec, program.calendars, timezone=timezone)
