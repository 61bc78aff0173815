"""No question makes a calendar work for ever: it is answered, or refused at once."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from tests.calendars.naive import WEEKDAYS
from workflow_engine.calendars import WorkingCalendar
from workflow_engine.calendars.arrays import add_array
from workflow_engine.calendars.layout import HORIZON_DAYS
from workflow_engine.errors import CalendarError

START = dt.datetime(2026, 11, 20, 16, 50, tzinfo=dt.UTC)
YEAR = dt.timedelta(days=365)


def office(**more):
    hours = [("08:30", "12:00"), ("14:00", "17:30")]
    return WorkingCalendar(
        timezone="Europe/Berlin", hours=dict.fromkeys(WEEKDAYS[:5], hours), **more
    )


def days_laid_out(calendar):
    timeline = calendar.layout.around(calendar.layout.moment(START))
    return timeline.last - timeline.first


@pytest.mark.parametrize(
    "ask",
    [
        lambda cal: cal.add(START, 2_000 * YEAR),
        lambda cal: cal.add(START, 60 * YEAR),
        lambda cal: cal.subtract(START, 60 * YEAR),
        lambda cal: cal.add_workdays(START, 999_999),
        lambda cal: cal.add_workdays(START, -999_999),
        lambda cal: cal.between(START, START.replace(year=9990)),
        lambda cal: cal.between(START.replace(year=5), START),
        lambda cal: cal.count_workdays(START, START.replace(year=9990)),
    ],
)
def test_too_much_is_refused_before_anything_is_laid_out(ask):
    calendar = office()
    with pytest.raises(CalendarError, match="200 years"):
        ask(calendar)
    assert days_laid_out(calendar) < 400


@pytest.mark.parametrize("later", [True, False])
def test_what_is_almost_too_much_is_looked_for_as_far_as_the_horizon(later):
    calendar = WorkingCalendar(timezone="UTC", hours={"mon": [("08:00", "09:00")]})
    most = HORIZON_DAYS // 7
    way = 1 if later else -1
    end = calendar.add(START, way * dt.timedelta(hours=most - 1))
    assert abs(end - START) < dt.timedelta(days=HORIZON_DAYS)
    with pytest.raises(CalendarError, match=r"open time in the 200 years (after|before)"):
        calendar.add(START, way * dt.timedelta(hours=most + 2))
    with pytest.raises(CalendarError, match="working days in the 200"):
        calendar.add_workdays(START, way * (most + 2))
    assert days_laid_out(calendar) <= 2 * HORIZON_DAYS + 800


def test_the_answer_does_not_depend_on_what_was_asked_before():
    calendar = WorkingCalendar(timezone="UTC", hours={"mon": [("08:00", "09:00")]})
    budget = dt.timedelta(hours=HORIZON_DAYS // 7 + 2)
    far = START + 300 * YEAR
    calendar.add(far, dt.timedelta(hours=9_000))
    calendar.add(far - 150 * YEAR, -dt.timedelta(hours=7_000))
    with pytest.raises(CalendarError, match="200 years"):
        calendar.add(START, budget)
    with pytest.raises(CalendarError, match="200 years"):
        calendar.add_many([START], budget)
    with pytest.raises(CalendarError, match="200 years"):
        add_array(calendar, np.array(["2026-11-20T16:50"], "M8[us]"), budget)


def test_far_years_are_answered_without_what_lies_between():
    calendar = office()
    assert calendar.is_open(START.replace(hour=9))
    assert calendar.add(START.replace(year=9000), YEAR / 365) > START.replace(year=9000)
    assert calendar.is_open(START.replace(hour=9))
    assert days_laid_out(calendar) < 400


def test_a_date_too_far_away_is_not_waited_for():
    far = dt.date(2900, 1, 1)
    calendar = WorkingCalendar(timezone="UTC", hours={}, shifts={far: [("08:00", "09:00")]})
    with pytest.raises(CalendarError, match="200 years"):
        calendar.next_open(START)
    with pytest.raises(CalendarError, match="200 years"):
        calendar.add_many([START], dt.timedelta(0))
    assert list(calendar.periods(after=START)) == []
    assert calendar.next_open(START.replace(year=2890)).date() == far


def test_an_hour_that_only_clock_changes_lengthen_is_found():
    minute = [("02:59", "03:00")]  # an hour longer on each last Sunday of October
    calendar = WorkingCalendar(timezone="Europe/Berlin", hours={"sun": minute})
    start = START.replace(year=2300)
    year = calendar.between(start, start.replace(year=2301))
    assert year > dt.timedelta(minutes=100)
    assert calendar.between(start, calendar.add(start, 190 * year)) == 190 * year
