from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.calendars.drawn import (
    DURATIONS,
    SAME_DAY_HOURS,
    days_around,
    moments_around,
    specs,
)
from tests.calendars.test_build import Spec, weekdays
from workflow_engine.calendars import WorkingCalendar
from workflow_engine.calendars.build import build_calendar
from workflow_engine.calendars.deadlines import budget_of, counted_time, deadline
from workflow_engine.calendars.running import RunningTime
from workflow_engine.errors import CalendarError
from workflow_engine.language.durations import Duration

BERLIN = ZoneInfo("Europe/Berlin")
SHANGHAI = ZoneInfo("Asia/Shanghai")
HOUR = dt.timedelta(hours=1)
OFFICE = build_calendar(Spec("office", "CN", weekdays()), {})
UNITS = ["work minute", "work hour", "workday", "calendar day", "clock hour", "clock minute"]


def at(*parts, zone=SHANGHAI):
    return dt.datetime(*parts, tzinfo=zone)


def days(amount, unit="calendar day"):
    return Duration(Decimal(amount), unit)


def test_running_time_is_real_time_in_the_zone():
    time = RunningTime("Europe/Berlin")
    evening = at(2026, 3, 28, 12, zone=BERLIN)
    assert time.add(evening, 24 * HOUR) == at(2026, 3, 29, 13, zone=BERLIN)
    assert time.subtract(at(2026, 3, 29, 13, zone=BERLIN), 24 * HOUR) == evening
    assert time.between(evening, at(2026, 3, 29, 12, zone=BERLIN)) == 23 * HOUR
    assert time.between(at(2026, 3, 29, 12, zone=BERLIN), evening) == 0 * HOUR
    assert time.add(dt.datetime(2026, 3, 28, 11, tzinfo=dt.UTC), HOUR).tzinfo == BERLIN
    assert not time.provisional(dt.date(2026, 1, 1), dt.date(2099, 1, 1))
    assert time.zone == BERLIN


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: RunningTime("Asia/Nowhere"), "time zone"),
        (lambda: RunningTime("UTC").add(dt.datetime(2026, 1, 1), HOUR), "time zone"),
        (lambda: RunningTime("UTC").between(at(2026, 1, 1), dt.datetime(2026, 1, 1)), "time zone"),
        (lambda: RunningTime("UTC").add(at(2026, 1, 1), dt.timedelta.max), "years 1 to 9999"),
        (lambda: deadline(OFFICE, at(2026, 1, 1), days(10**7)), "years to 9999"),
        (lambda: deadline(OFFICE, at(2026, 1, 1), days(10**12)), "cannot be"),
        *[
            (lambda unit=unit: deadline(OFFICE, dt.datetime(2026, 1, 1), days(1, unit)), "zone")
            for unit in UNITS
        ],
        *[
            (lambda unit=unit: budget_of(OFFICE, dt.datetime(2026, 1, 1), days(1, unit)), "zone")
            for unit in UNITS
        ],
    ],
)
def test_clear_errors(ask, said):
    with pytest.raises(CalendarError, match=said):
        ask()


def test_budgets_of_a_friday_afternoon():
    friday = at(2026, 11, 20, 16, 50)
    assert budget_of(OFFICE, friday, days(2, "work hour")) == 2 * HOUR
    assert budget_of(OFFICE, friday, days(1, "workday")) == 40 * HOUR / 60 + 7 * HOUR
    assert budget_of(OFFICE, friday, days("0.5", "workday")) == 40 * HOUR / 60 + 3.5 * HOUR
    assert budget_of(OFFICE, friday, days(15)) == 15 * 24 * HOUR


def test_a_calendar_day_over_a_clock_change_is_23_or_25_hours():
    calendar = WorkingCalendar(timezone="Europe/Berlin", hours={"mon": [("08:00", "17:00")]})
    assert budget_of(calendar, at(2026, 3, 28, 12, zone=BERLIN), days(1)) == 23 * HOUR
    assert budget_of(calendar, at(2026, 10, 24, 12, zone=BERLIN), days(1)) == 25 * HOUR
    assert deadline(calendar, at(2026, 3, 28, 2, 30, zone=BERLIN), days(1)) == at(
        2026, 3, 29, 3, 30, zone=BERLIN
    )


def test_a_budget_spent_at_closing_ends_there():
    friday = at(2026, 11, 20, 16, 50)
    assert deadline(OFFICE, friday, days(40, "work minute")) == at(2026, 11, 20, 17, 30)


def test_no_working_day_at_all_is_at_once_in_open_time():
    assert deadline(OFFICE, at(2026, 11, 20, 9), days(0, "workday")) == at(2026, 11, 20, 9)
    assert deadline(OFFICE, at(2026, 11, 21, 9), days(0, "workday")) == at(2026, 11, 23, 8, 30)


@settings(max_examples=400, deadline=None)
@given(specs(open_every_week=True), DURATIONS, st.data())
def test_the_budget_used_up_ends_at_the_deadline(spec, duration, data):
    arguments, anchor = spec
    calendar, start = WorkingCalendar(**arguments), data.draw(moments_around(anchor))
    end = deadline(calendar, start, duration)
    budget = budget_of(calendar, start, duration)
    time = counted_time(calendar, duration)
    assert time.add(start, budget).astimezone(dt.UTC) == end.astimezone(dt.UTC)
    assert time.between(start, end) == budget
    assert isinstance(time, WorkingCalendar) == duration.unit.startswith("work")
    if isinstance(time, WorkingCalendar):
        second = dt.timedelta(
            seconds=1
        )  # of real time: the clock on the wall may just have been put on
        before = (end.astimezone(dt.UTC) - second).astimezone(end.tzinfo)
        assert budget == dt.timedelta(0) or calendar.between(before, end)


@settings(max_examples=300, deadline=None)
@given(
    specs(SAME_DAY_HOURS, open_every_week=True) | specs(open_every_week=True), DURATIONS, st.data()
)
def test_a_holiday_never_makes_a_deadline_earlier(spec, duration, data):
    arguments, anchor = spec
    if duration.unit == "workday" and spills_over(arguments):
        return  # a day may then close before the day before it does
    start, holiday = data.draw(moments_around(anchor)), data.draw(days_around(anchor))
    more = {**arguments, "holidays": [*arguments["holidays"], holiday]}
    before = deadline(WorkingCalendar(**arguments), start, duration)
    after = deadline(WorkingCalendar(**more), start, duration)
    assert after.astimezone(dt.UTC) >= before.astimezone(dt.UTC)


@settings(max_examples=300, deadline=None)
@given(
    specs(SAME_DAY_HOURS, open_every_week=True) | specs(open_every_week=True), DURATIONS, st.data()
)
def test_a_make_up_workday_never_makes_a_deadline_later(spec, duration, data):
    arguments, anchor = spec
    if duration.unit == "workday" and spills_over(arguments):
        return
    start, day = data.draw(moments_around(anchor)), data.draw(days_around(anchor))
    without = WorkingCalendar(**arguments)
    closed = not without.rules.hours_on(day.toordinal())
    if not closed or day in arguments["holidays"] or day in arguments["shifts"]:
        return
    hours = data.draw(SAME_DAY_HOURS)
    more = {**arguments, "extra_workdays": {**arguments["extra_workdays"], day: hours}}
    before = deadline(without, start, duration)
    after = deadline(WorkingCalendar(**more), start, duration)
    assert after.astimezone(dt.UTC) <= before.astimezone(dt.UTC)


def spills_over(arguments):
    rules = WorkingCalendar(**arguments).rules
    every = [*rules.week, *rules.dates.values()]
    return any(end > 86_400 for hours in every for _, end in hours)


@settings(max_examples=200, deadline=None)
@given(
    st.datetimes(dt.datetime(2025, 12, 1), dt.datetime(2028, 1, 1), timezones=st.just(SHANGHAI)),
    DURATIONS,
)
@example(at(2026, 12, 31, 17), days(30, "work minute"))
@example(at(2026, 12, 31, 17), days(31, "work minute"))
def test_a_deadline_that_touches_an_unknown_year_is_provisional(start, duration):
    _, last = OFFICE.rules.known
    end = deadline(OFFICE, start, duration)
    time = counted_time(OFFICE, duration)
    touches = duration.unit.startswith("work") and end.date() > last
    assert time.provisional(start, end) == touches
