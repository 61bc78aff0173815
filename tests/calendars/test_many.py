from __future__ import annotations

import datetime as dt
import sys

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.calendars.drawn import moments_around, specs
from tests.calendars.test_build import Spec, weekdays
from workflow_engine.calendars import WorkingCalendar
from workflow_engine.calendars.arrays import add_array
from workflow_engine.calendars.build import build_calendar
from workflow_engine.errors import CalendarError, MissingExtraError

OFFICE = build_calendar(Spec("office", "CN", weekdays()), {})
HOUR = dt.timedelta(hours=1)
FRIDAY = dt.datetime(2026, 11, 20, 8, 50, tzinfo=dt.UTC)
AMOUNTS = st.integers(-400_000, 400_000).map(lambda n: n * dt.timedelta(seconds=1)) | st.just(
    dt.timedelta(0)
)


def array(starts):
    return np.array([start.astimezone(dt.UTC).replace(tzinfo=None) for start in starts], "M8[us]")


def moments(found):
    return [moment.replace(tzinfo=dt.UTC) for moment in found.tolist()]


@settings(max_examples=400, deadline=None)
@given(specs(open_every_week=True), AMOUNTS, st.data())
def test_equals_the_scalar_one_around_clock_changes(spec, amount, data):
    arguments, anchor = spec
    starts = data.draw(st.lists(moments_around(anchor), max_size=8))
    one_by_one = WorkingCalendar(**arguments)
    expected = [one_by_one.add(start, amount) for start in starts]
    together = WorkingCalendar(**arguments).add_many(starts, amount)
    assert [(t, t.fold, t.tzinfo) for t in together] == [(t, t.fold, t.tzinfo) for t in expected]
    found = add_array(WorkingCalendar(**arguments), array(starts), amount)
    assert moments(found) == [end.astimezone(dt.UTC) for end in expected]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2060, 1, 1), timezones=st.just(dt.UTC)),
        max_size=20,
    ),
    st.integers(-3_000, 3_000).map(lambda hours: hours * HOUR),
)
def test_equals_the_scalar_one_over_known_and_unknown_years(starts, amount):
    expected = [OFFICE.add(start, amount) for start in starts]
    assert OFFICE.add_many(starts, amount) == expected
    assert moments(add_array(OFFICE, array(starts), amount)) == expected


def test_starts_too_far_apart_to_be_laid_out_together():
    calendar = WorkingCalendar(timezone="UTC", hours={"mon": [("08:00", "17:00")]})
    starts = [FRIDAY, FRIDAY.replace(year=1226), FRIDAY.replace(year=2826)]
    for amount in (HOUR, -HOUR, 0 * HOUR):
        expected = [calendar.add(start, amount) for start in starts]
        assert calendar.add_many(starts, amount) == expected
        assert moments(add_array(calendar, array(starts), amount)) == expected


def test_any_iterable_and_any_shape():
    starts = [FRIDAY, FRIDAY + HOUR, FRIDAY + 24 * HOUR, FRIDAY]
    expected = [OFFICE.add(start, HOUR) for start in starts]
    assert OFFICE.add_many(iter(starts), HOUR) == expected
    square = array(starts).reshape(2, 2)
    found = add_array(OFFICE, square, HOUR)
    assert found.shape == (2, 2)
    assert moments(found.ravel()) == expected
    assert add_array(OFFICE, square[:0], HOUR).shape == (0, 2)
    whole_seconds = add_array(OFFICE, square.astype("M8[s]"), HOUR)
    assert (whole_seconds == found).all()


def test_a_polars_series_there_and_back():
    starts = pl.Series([FRIDAY, FRIDAY + HOUR]).dt.convert_time_zone("Asia/Shanghai")
    found = pl.Series(add_array(OFFICE, starts.to_numpy(), 2 * HOUR)).dt.replace_time_zone("UTC")
    assert found.to_list() == OFFICE.add_many(starts.to_list(), 2 * HOUR)


NEVER = WorkingCalendar(timezone="UTC", hours={})
ONCE = WorkingCalendar(
    timezone="UTC", hours={}, shifts={dt.date(2026, 11, 20): [("09:00", "10:00")]}
)


@pytest.mark.parametrize(
    ("calendar", "start", "amount", "said"),
    [
        (OFFICE, dt.datetime(2026, 11, 20), HOUR, "no time zone"),
        (OFFICE, dt.datetime(1, 1, 1, tzinfo=dt.UTC), HOUR, "outside the days"),
        (OFFICE, FRIDAY, dt.timedelta(days=365 * 2_000), "does not have"),
        (OFFICE, FRIDAY, dt.timedelta(days=-365 * 2_000), "does not have"),
        (NEVER, FRIDAY, 0 * HOUR, "never open"),
        (ONCE, FRIDAY, 2 * HOUR, "does not have"),
        (ONCE, FRIDAY + 24 * HOUR, 0 * HOUR, "does not have"),
        (ONCE, FRIDAY, -HOUR, "does not have"),
    ],
)
def test_refuses_what_the_scalar_one_refuses(calendar, start, amount, said):
    with pytest.raises(CalendarError, match=said):
        calendar.add(start, amount)
    with pytest.raises(CalendarError, match=said):
        calendar.add_many([start], amount)
    if start.tzinfo is not None:
        with pytest.raises(CalendarError, match=said):
            add_array(calendar, array([start]), amount)


def test_only_moments_that_are_there():
    with pytest.raises(CalendarError, match="int64"):
        add_array(OFFICE, np.array([1, 2]), HOUR)
    with pytest.raises(CalendarError, match="NaT"):
        add_array(OFFICE, np.array(["2026-11-20", "NaT"], "M8[us]"), HOUR)


def test_without_numpy(monkeypatch):
    starts = array([FRIDAY])
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(MissingExtraError, match="numpy"):
        add_array(OFFICE, starts, HOUR)
