from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from workflow_engine.calendars import lunar_table
from workflow_engine.calendars.build import build_calendar, workday_calendar
from workflow_engine.calendars.deadlines import deadline
from workflow_engine.calendars.festivals import FESTIVALS, festival_dates
from workflow_engine.calendars.months import add_months
from workflow_engine.errors import CalendarError, UsageError
from workflow_engine.language.durations import Duration

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = (("08:30", "12:00"), ("14:00", "17:30"))


@dataclass
class Spec:
    id: str
    base: str | None = None
    hours: tuple = ()
    exceptions: tuple = ()


def weekdays(hours=OFFICE):
    return tuple((day, hours) for day in range(5))


def day(text):
    return dt.date.fromisoformat(text)


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def test_china_has_holidays_and_make_up_days():
    cal = build_calendar(Spec("office", "CN", weekdays()), {})
    assert not cal.is_workday(day("2026-10-01"))
    assert cal.is_workday(day("2026-10-10"))  # Saturday, made up for the National Day
    assert cal.is_open(at("2026-10-10T09:00"))
    assert not cal.is_workday(day("2026-11-21"))


def test_a_year_not_yet_ordered_is_provisional():
    cal = build_calendar(Spec("office", "CN", weekdays()), {})
    assert not cal.provisional(day("2026-01-01"), day("2026-12-31"))
    assert cal.provisional(day("2026-12-31"), day("2040-01-01"))
    assert cal.is_workday(day("2040-01-02"))
    assert not build_calendar(Spec("plain", None, weekdays()), {}).provisional(
        day("2040-01-01"), day("2040-01-02")
    )


def test_layers_beat_what_lies_below():
    company = Spec("company", "CN", weekdays(), ((day("2026-12-31"), ()),))
    shop = Spec(
        "shop",
        "company",
        ((0, (("09:00", "10:00"),)), (5, (("09:00", "11:00"),))),
        ((day("2026-10-01"), (("09:00", "12:00"),)), (day("2026-12-31"), OFFICE)),
    )
    specs = {"company": company, "shop": shop}
    cal = build_calendar(shop, specs)
    assert cal.is_open(at("2026-10-01T11:00"))
    assert not cal.is_workday(day("2026-10-02"))
    assert cal.is_workday(day("2026-12-31"))
    assert not build_calendar(company, specs).is_workday(day("2026-12-31"))
    assert not cal.is_open(at("2026-11-23T11:00"))
    assert cal.is_open(at("2026-11-24T11:00"))
    assert cal.is_open(at("2026-11-21T10:00"))


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        (Spec("office", "CN"), "never open"),
        (Spec("office", "XX", weekdays()), "no calendar `XX`"),
        (Spec("a", "b", weekdays()), "circle: a → b → a"),
    ],
)
def test_calendars_that_cannot_be(spec, said):
    with pytest.raises(CalendarError, match=said):
        build_calendar(spec, {"a": Spec("a", "b"), "b": Spec("b", "a")})


def test_workday_calendar_knows_china():
    cal = workday_calendar()
    assert cal.add_workdays(day("2026-09-30"), 1) == day("2026-10-08")
    assert cal.add_workdays(day("2026-10-09"), 1) == day("2026-10-10")


SPRING = (
    "2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 "
    "2028-01-26 2029-02-13 2030-02-03 2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08"
)
MID_AUTUMN = (
    "2020-10-01 2021-09-21 2022-09-10 2023-09-29 2024-09-17 2025-10-06 2026-09-25 2027-09-15 "
    "2028-10-03 2029-09-22 2030-09-12 2031-10-01 2032-09-19 2033-09-08 2034-09-27 2035-09-16"
)
DRAGON_BOAT = "2020-06-25 2021-06-14 2022-06-03 2023-06-22 2024-06-10 2025-05-31 2026-06-19"
QINGMING = "2020-04-04 2021-04-04 2022-04-05 2023-04-05 2024-04-04 2025-04-04 2026-04-05"


@pytest.mark.parametrize(
    ("name", "published"),
    [("春节", SPRING), ("中秋", MID_AUTUMN), ("端午", DRAGON_BOAT), ("清明", QINGMING)],
)
def test_festivals_are_on_the_published_dates(name, published):
    dates = [day(text) for text in published.split()]
    assert festival_dates(name, day("2020-01-01"), dates[-1]) == dates


def test_every_festival_comes_once_a_year_and_its_names_agree():
    for name in FESTIVALS:
        found = festival_dates(name, day("2026-01-01"), day("2026-12-31"))
        assert len(found) == 1, name
    year = (day("2026-01-01"), day("2026-12-31"))
    assert festival_dates("中秋节", *year) == festival_dates("Mid-Autumn Festival", *year)
    assert festival_dates("冬至", *year) == [day("2026-12-22")]
    assert festival_dates("腊八", *year) == [day("2026-01-26")]
    assert festival_dates("母亲节", *year) == [day("2026-05-10")]


def test_both_ends_count_and_unknown_festivals_are_an_error():
    assert festival_dates("元旦", day("2026-01-01"), day("2027-01-01")) == [
        day("2026-01-01"),
        day("2027-01-01"),
    ]
    with pytest.raises(UsageError, match="会员日"):
        festival_dates("会员日", day("2026-01-01"), day("2027-01-01"))


def test_months_are_clamped_to_the_end():
    assert add_months(day("2026-01-31"), 1) == day("2026-02-28")
    assert add_months(day("2028-01-31"), 1) == day("2028-02-29")
    assert add_months(day("2026-11-30"), 3) == day("2027-02-28")
    assert add_months(day("2026-03-31"), -13) == day("2025-02-28")
    assert add_months(day("2026-12-15"), 12) == day("2027-12-15")


@pytest.mark.parametrize(
    ("amount", "unit", "end"),
    [
        ("2", "work hour", "2026-11-23T09:50"),
        ("30", "work minute", "2026-11-20T17:20"),
        ("1", "workday", "2026-11-23T17:30"),
        ("2", "workday", "2026-11-24T17:30"),
        ("0.5", "workday", "2026-11-23T12:00"),
        ("1.5", "workday", "2026-11-24T12:00"),
        ("15", "calendar day", "2026-12-05T16:50"),
        ("24", "clock hour", "2026-11-21T16:50"),
        ("90", "clock minute", "2026-11-20T18:20"),
    ],
)
def test_deadlines_from_a_friday_afternoon(amount, unit, end):
    cal = build_calendar(Spec("office", "CN", weekdays()), {})
    start = at("2026-11-20T16:50")
    assert deadline(cal, start, Duration(Decimal(amount), unit)) == at(end)


def test_a_workday_deadline_from_the_weekend_ends_with_monday():
    cal = build_calendar(Spec("office", "CN", weekdays()), {})
    end = deadline(cal, at("2026-11-21T10:00"), Duration(Decimal(1), "workday"))
    assert end == at("2026-11-23T17:30")


def test_the_statutory_days_of_a_year_not_yet_arranged_are_closed():
    calendar = workday_calendar()
    closed = ["2027-01-01", "2027-02-05", "2027-02-08", "2027-04-05", "2027-06-09", "2027-09-15"]
    for text in closed:
        day = dt.date.fromisoformat(text)
        assert day.weekday() < 5
        assert not calendar.is_workday(day), text
    assert calendar.is_workday(dt.date(2027, 1, 4))
    assert calendar.provisional(dt.date(2026, 12, 20), dt.date(2027, 1, 19))
    assert not calendar.provisional(dt.date(2026, 11, 21), dt.date(2026, 12, 20))


def test_the_table_of_festivals_is_what_the_library_works_out():
    for festival in lunar_table.FESTIVALS:
        for year in range(2004, 2051):
            assert lunar_table.tabled(festival, year) == FESTIVALS[festival](year)
        assert lunar_table.tabled(festival, 2051) is None
    assert lunar_table.tabled("重阳", 2026) is None
