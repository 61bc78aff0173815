from __future__ import annotations

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.calendars.drawn import days_around, moments_around, specs
from tests.calendars.naive import DAY, MINUTE, WEEKDAYS, NaiveCalendar
from workflow_engine.calendars import WorkingCalendar
from workflow_engine.errors import CalendarError

SHANGHAI = ZoneInfo("Asia/Shanghai")
ALWAYS = {weekday: [("00:00", "24:00")] for weekday in WEEKDAYS}
OFFICE = [("08:30", "12:00"), ("14:00", "17:30")]
HOUR = dt.timedelta(hours=1)


def at(*parts, zone=SHANGHAI):
    return dt.datetime(*parts, tzinfo=zone)


def office(**more):
    return WorkingCalendar(
        timezone="Asia/Shanghai", hours=dict.fromkeys(WEEKDAYS[:5], OFFICE), **more
    )


def test_two_hours_from_friday_afternoon_end_on_monday():
    assert office().add(at(2026, 11, 20, 16, 50), 2 * HOUR) == at(2026, 11, 23, 9, 50)


def test_budget_used_up_at_closing_stays_at_closing():
    assert office().add(at(2026, 11, 20, 16, 50), 40 * MINUTE) == at(2026, 11, 20, 17, 30)
    assert office().add(at(2026, 11, 20, 11, 0), HOUR) == at(2026, 11, 20, 12, 0)


def test_budget_used_up_at_opening_stays_at_opening_when_subtracting():
    assert office().subtract(at(2026, 11, 23, 10, 30), 2 * HOUR) == at(2026, 11, 23, 8, 30)
    assert office().subtract(at(2026, 11, 23, 8, 30), HOUR) == at(2026, 11, 20, 16, 30)


def test_zero_moves_out_of_closed_time_only():
    cal = office()
    assert cal.add(at(2026, 11, 21, 10), 0 * HOUR) == at(2026, 11, 23, 8, 30)
    assert cal.add(at(2026, 11, 20, 17, 30), 0 * HOUR) == at(2026, 11, 23, 8, 30)
    assert cal.add(at(2026, 11, 20, 9), 0 * HOUR) == at(2026, 11, 20, 9)
    assert cal.subtract(at(2026, 11, 21, 10), 0 * HOUR) == at(2026, 11, 20, 17, 30)
    assert cal.subtract(at(2026, 11, 20, 17, 30), 0 * HOUR) == at(2026, 11, 20, 17, 30)
    assert cal.subtract(at(2026, 11, 20, 9), 0 * HOUR) == at(2026, 11, 20, 9)


def test_reversed_interval_is_zero():
    cal = office()
    assert cal.between(at(2026, 11, 24, 9), at(2026, 11, 23, 9)) == dt.timedelta(0)
    assert cal.count_workdays(dt.date(2026, 11, 24), dt.date(2026, 11, 20)) == 0


def test_negative_amounts_go_the_other_way():
    cal = office()
    moment = at(2026, 11, 23, 10, 30)
    assert cal.add(moment, -2 * HOUR) == cal.subtract(moment, 2 * HOUR)
    assert cal.subtract(moment, -2 * HOUR) == cal.add(moment, 2 * HOUR)


def test_seconds_and_less_are_exact():
    cal = WorkingCalendar(timezone="UTC", hours={"mon": [("08:00:05", "08:00:10")]})
    start = dt.datetime(2026, 11, 23, 8, 0, 7, 250_000, tzinfo=dt.UTC)
    week = dt.timedelta(days=7)
    assert cal.add(start, dt.timedelta(seconds=2.75)) == start.replace(second=10, microsecond=0)
    assert cal.add(start, dt.timedelta(seconds=3)) == start.replace(second=5) + week
    assert cal.between(start, start + week) == dt.timedelta(seconds=5)


def test_holiday_beats_shift_beats_extra_workday_beats_weekend():
    saturday, sunday = dt.date(2026, 11, 21), dt.date(2026, 11, 22)
    cal = office(extra_workdays={saturday: None, sunday: [("10:00", "11:00")]})
    assert cal.between(at(2026, 11, 21), at(2026, 11, 22)) == 7 * HOUR
    assert cal.between(at(2026, 11, 22), at(2026, 11, 23)) == HOUR
    cal = office(extra_workdays={saturday: None}, shifts={saturday: [("20:00", "21:00")]})
    assert cal.is_open(at(2026, 11, 21, 20, 30))
    assert not cal.is_open(at(2026, 11, 21, 9))
    cal = office(shifts={saturday: OFFICE}, extra_workdays={saturday: None}, holidays=[saturday])
    assert not cal.is_workday(saturday)


def test_night_shift_belongs_to_its_first_day():
    cal = WorkingCalendar(
        timezone="Asia/Shanghai",
        hours={"fri": [("22:00", "06:00")]},
        holidays=[dt.date(2026, 11, 21)],
    )
    assert cal.is_open(at(2026, 11, 21, 5, 59))
    assert not cal.is_open(at(2026, 11, 21, 6))
    assert cal.is_workday(dt.date(2026, 11, 20))
    assert not cal.is_workday(dt.date(2026, 11, 21))


def test_midnight_as_the_end_and_round_the_clock():
    cal = WorkingCalendar(timezone="UTC", hours=ALWAYS)
    start = at(2026, 1, 1, 7, zone=dt.UTC)
    assert cal.add(start, 24 * 400 * HOUR) == start + 24 * 400 * HOUR
    assert cal.is_open(at(2026, 1, 2, zone=dt.UTC))


def test_days_of_23_and_25_hours():
    zone = ZoneInfo("Europe/Berlin")
    cal = WorkingCalendar(timezone="Europe/Berlin", hours=ALWAYS)
    for day, hours in ((dt.date(2026, 3, 29), 23), (dt.date(2026, 10, 25), 25)):
        midnight = dt.datetime.combine(day, dt.time(), zone)
        assert cal.between(midnight, midnight + DAY) == hours * HOUR
    night = WorkingCalendar(timezone="Europe/Berlin", hours={"sat": [("22:00", "06:00")]})
    periods = night.periods(after=at(2026, 3, 28, zone=zone))
    first = next(periods)
    assert first.end.astimezone(dt.UTC) - first.start.astimezone(dt.UTC) == 7 * HOUR


@pytest.mark.parametrize(
    ("zone", "day", "hours", "start", "length"),
    [
        ("Europe/Berlin", (2026, 3, 29), ("02:30", "05:00"), "03:00", 120),  # 2 to 3 is skipped
        ("Europe/Berlin", (2026, 3, 29), ("01:00", "02:30"), "01:00", 60),
        ("Europe/Berlin", (2026, 10, 25), ("02:30", "05:00"), "02:30", 210),  # 2 to 3 comes twice
        ("Europe/Berlin", (2026, 10, 25), ("01:00", "02:30"), "01:00", 90),
        ("America/Sao_Paulo", (2018, 11, 4), ("00:00", "02:00"), "01:00", 60),  # 0 to 1 is skipped
        ("Australia/Lord_Howe", (2026, 10, 4), ("02:15", "04:00"), "02:30", 90),  # by half an hour
    ],
)
def test_hours_that_a_clock_change_skips_or_repeats(zone, day, hours, start, length):
    weekday = WEEKDAYS[dt.date(*day).weekday()]
    cal = WorkingCalendar(timezone=zone, hours={weekday: [hours]})
    ((opening, closing),) = cal.hours_of(dt.date(*day))
    assert (f"{opening:%H:%M}", opening.fold) == (start, 0)
    assert closing.astimezone(dt.UTC) - opening.astimezone(dt.UTC) == length * MINUTE


def test_break_closes_time():
    cal = office(breaks={dt.date(2026, 11, 23): [("09:00", "10:00")]})
    assert cal.add(at(2026, 11, 23, 8, 30), HOUR) == at(2026, 11, 23, 10, 30)
    assert not cal.is_open(at(2026, 11, 23, 9))
    cal = office(breaks={dt.date(2026, 11, 23): [("00:00", "24:00")]})
    assert not cal.is_workday(dt.date(2026, 11, 23))


def test_next_open_and_previous_close():
    cal = office()
    assert cal.next_open(at(2026, 11, 20, 12)) == at(2026, 11, 20, 14)
    assert cal.next_open(at(2026, 11, 20, 15)) == at(2026, 11, 20, 15)
    assert cal.previous_close(at(2026, 11, 20, 13)) == at(2026, 11, 20, 12)
    assert cal.previous_close(at(2026, 11, 20, 12)) == at(2026, 11, 20, 12)


def test_workdays():
    cal = office(holidays=[dt.date(2026, 11, 24)])
    saturday = dt.date(2026, 11, 21)
    assert cal.add_workdays(saturday, 1) == dt.date(2026, 11, 23)
    assert cal.add_workdays(saturday, 2) == dt.date(2026, 11, 25)
    assert cal.add_workdays(saturday, -1) == dt.date(2026, 11, 20)
    assert cal.add_workdays(saturday, 0) == saturday
    assert cal.add_workdays(saturday, 3000) > dt.date(2037, 1, 1)
    assert cal.count_workdays(dt.date(2026, 11, 20), dt.date(2026, 11, 27)) == 4


def test_periods_are_cut_at_the_given_moment():
    cal = office()
    moment = at(2026, 11, 20, 16)
    after = list(itertools.islice(cal.periods(after=moment), 2))
    assert after == [
        (moment, at(2026, 11, 20, 17, 30)),
        (at(2026, 11, 23, 8, 30), at(2026, 11, 23, 12)),
    ]
    before = list(itertools.islice(cal.periods(before=moment), 2))
    assert before == [
        (at(2026, 11, 20, 14), moment),
        (at(2026, 11, 20, 8, 30), at(2026, 11, 20, 12)),
    ]
    both = list(cal.periods(after=moment, before=at(2026, 11, 23, 9)))
    assert both == [after[0], (at(2026, 11, 23, 8, 30), at(2026, 11, 23, 9))]


def test_periods_of_a_calendar_without_weekly_hours_end():
    cal = WorkingCalendar(timezone="UTC", hours={}, shifts={dt.date(2030, 1, 1): OFFICE})
    assert len(list(cal.periods(after=at(2026, 1, 1)))) == 2
    assert len(list(cal.periods(before=at(2026, 1, 1)))) == 0
    assert len(list(cal.periods(before=at(2036, 1, 1)))) == 2


def test_results_are_in_the_calendars_zone():
    result = office().add(dt.datetime(2026, 11, 20, 8, 50, tzinfo=dt.UTC), 2 * HOUR)
    assert result.tzinfo == SHANGHAI
    assert result.replace(tzinfo=None) == dt.datetime(2026, 11, 23, 9, 50)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: WorkingCalendar(timezone="Asia/Nowhere", hours={}), "time zone"),
        (lambda: WorkingCalendar(timezone="UTC", hours={"monday": OFFICE}), "weekday"),
        (lambda: WorkingCalendar(timezone="UTC", hours={"mon": [("8.30", "12:00")]}), "08:30"),
        (lambda: WorkingCalendar(timezone="UTC", hours={"mon": [("08:30", "24:01")]}), "24:00"),
        (lambda: WorkingCalendar(timezone="UTC", hours={"mon": [("24:00", "02:00")]}), "24:00"),
        (lambda: WorkingCalendar(timezone="UTC", hours={"mon": [("08:00", "08:00")]}), "empty"),
        (lambda: office().add(dt.datetime(2026, 1, 1), HOUR), "time zone"),
        (lambda: WorkingCalendar(timezone="UTC", hours={}).next_open(at(2026, 1, 1)), "never open"),
        (lambda: WorkingCalendar(timezone="UTC", hours={}).add(at(2026, 1, 1), HOUR), "never open"),
        (
            lambda: WorkingCalendar(timezone="UTC", hours={}).subtract(at(2026, 1, 1), HOUR),
            "never open",
        ),
        (
            lambda: WorkingCalendar(timezone="UTC", hours={}).add_workdays(dt.date(2026, 1, 1), 1),
            "never open",
        ),
        (lambda: office().add(at(2026, 1, 1), dt.timedelta.max), "does not have"),
        (lambda: office().periods(), "after"),
        (
            lambda: WorkingCalendar(
                timezone="UTC", hours={}, shifts={dt.date(2026, 1, 2): OFFICE}
            ).add(at(2026, 1, 1), 8 * HOUR),
            "does not have",
        ),
    ],
)
def test_clear_errors(make, said):
    with pytest.raises(CalendarError, match=said):
        make()


@st.composite
def calendars(draw):
    spec, anchor = draw(specs())
    naive = NaiveCalendar(anchor - 20 * DAY, anchor + 20 * DAY, **spec)
    return WorkingCalendar(**spec), naive, moments_around(anchor), days_around(anchor)


@settings(max_examples=500, deadline=None)
@given(calendars(), st.data())
def test_equals_a_walk_over_the_minutes(calendar, data):
    cal, naive, moments, days = calendar
    start, end = data.draw(moments), data.draw(moments)
    assert cal.is_open(start) == naive.is_open(start)
    assert cal.between(start, end) == naive.between(start, end)
    day = data.draw(days)
    assert cal.is_workday(day) == (day in naive.workdays)
    minutes = data.draw(st.integers(0, 1500))
    later, earlier = naive.add(start, minutes), naive.subtract(start, minutes)
    if later is not None:
        assert cal.add(start, minutes * MINUTE).astimezone(dt.UTC) == later
    if earlier is not None:
        assert cal.subtract(start, minutes * MINUTE).astimezone(dt.UTC) == earlier


@settings(max_examples=200, deadline=None)
@given(calendars(), st.data())
def test_laws(calendar, data):
    cal, naive, moments, days = calendar
    assume(naive.workdays)
    assume(any(naive.minutes[-7 * 1440 :]))
    start, amount = data.draw(moments), data.draw(st.integers(1, 600_000)) * dt.timedelta(seconds=1)
    end = cal.add(start, amount)
    assert cal.between(start, end) == amount
    total = sum(
        (
            p.end.astimezone(dt.UTC) - p.start.astimezone(dt.UTC)
            for p in cal.periods(after=start, before=end)
        ),
        dt.timedelta(0),
    )
    assert total == amount
    back = list(itertools.takewhile(lambda p: p.end > start, cal.periods(before=end)))
    assert cal.between(cal.subtract(end, amount), end) == amount
    assert len(back) >= len(list(cal.periods(after=start, before=end))) > 0
    day, count = data.draw(days), data.draw(st.integers(0, 30))
    reached = cal.add_workdays(day, count)
    assert cal.count_workdays(day, reached) == count
    assert count == 0 or cal.is_workday(reached)


@settings(max_examples=50, deadline=None)
@given(calendars(), st.data())
def test_the_order_of_questions_does_not_matter(calendar, data):
    cal, naive, moments, _ = calendar
    questions = data.draw(st.lists(st.tuples(moments, moments), min_size=2, max_size=6))
    far = dt.datetime(2050, 1, 1, tzinfo=dt.UTC)
    cal.between(far, far + 400 * DAY)
    cal.between(far - 80 * 365 * DAY, far)
    for start, end in questions:
        assert cal.between(start, end) == naive.between(start, end)
