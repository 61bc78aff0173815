from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.calendars.drawn import DURATIONS, moments_around, specs
from tests.calendars.naive import DAY, WEEKDAYS
from tests.calendars.test_build import Spec, weekdays
from workflow_engine.calendars import WorkingCalendar
from workflow_engine.calendars.build import build_calendar
from workflow_engine.calendars.deadlines import budget_of, counted_time, deadline
from workflow_engine.calendars.explain import explain_budget, explain_deadline
from workflow_engine.calendars.running import RunningTime
from workflow_engine.calendars.sentences import MOST_COUNTED, length_text, sentences
from workflow_engine.language.durations import Duration

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE_HOURS = [("08:30", "12:00"), ("14:00", "17:30")]
HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
ZERO = dt.timedelta(0)
INVENTORY = (dt.date(2026, 11, 25), ())
OFFICE = build_calendar(Spec("office", "CN", weekdays(), (INVENTORY,)), {})


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def told(start, amount, unit, lang="zh", calendar=OFFICE, **more):
    duration = Duration(Decimal(amount), unit)
    return sentences(explain_deadline(calendar, at(start), duration, **more), lang)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "zh", "en"),
    [
        (
            "2026-11-20T16:50",
            "2",
            "work hour",
            [
                "11-20（周五）16:50–17:30 计 40 分钟",
                "11-21、11-22 周末，不计",
                "11-23（周一）08:30–09:50 计 80 分钟 → 到期 09:50",
            ],
            [
                "Fri 11-20 16:50–17:30: 40 minutes",
                "11-21, 11-22: weekend, not counted",
                "Mon 11-23 08:30–09:50: 80 minutes → due 09:50",
            ],
        ),
        (
            "2026-11-24T18:00",
            "4",
            "work hour",
            [
                "11-24（周二）18:00 不在工作时间内，从 11-26（周四）08:30 起计",
                "11-24（周二）起算前工作时间已过，不计",
                "11-25（周三）例外停业，不计",
                "11-26（周四）08:30–12:00、14:00–14:30 计 4 小时 → 到期 14:30",
            ],
            [
                "Tue 11-24 18:00 is outside working hours; counted from Thu 11-26 08:30",
                "Tue 11-24: working hours already over, not counted",
                "Wed 11-25: closed by an exception, not counted",
                "Thu 11-26 08:30–12:00, 14:00–14:30: 4 hours → due 14:30",
            ],
        ),
        (
            "2026-10-09T17:00",
            "4.5",
            "work hour",
            [
                "10-09（周五）17:00–17:30 计 30 分钟",
                "10-10（周六，国庆节调休上班）08:30–12:00、14:00–14:30 计 4 小时 → 到期 14:30",
            ],
            [
                "Fri 10-09 17:00–17:30: 30 minutes",
                (
                    "Sat 10-10 (make-up workday for National Day) 08:30–12:00, 14:00–14:30: 4 hours "
                    "→ due 14:30"
                ),
            ],
        ),
        (
            "2026-09-30T16:50",
            "2.5",
            "workday",
            [
                "09-30（周三）是起算日，不算在内",
                "10-01 至 10-07 国庆节放假，不计",
                "10-08（周四）第 1 个工作日",
                "10-09（周五）第 2 个工作日",
                "10-10（周六，国庆节调休上班）第 3 个工作日的一部分 08:30–12:00 → 到期 12:00",
            ],
            [
                "Wed 09-30 is the day of the start and is not one of them",
                "10-01 to 10-07: holiday (National Day), not counted",
                "Thu 10-08: working day 1",
                "Fri 10-09: working day 2",
                (
                    "Sat 10-10 (make-up workday for National Day): working day 3, part of it "
                    "08:30–12:00 → due 12:00"
                ),
            ],
        ),
        (
            "2026-11-20T16:50",
            "15",
            "calendar day",
            [
                "从 11-20（周五）16:50 起 15个自然日，夜间、周末和节假日照计 → 到期 12-05（周六）16:50"
            ],
            [
                (
                    "15 calendar days from Fri 11-20 16:50, nights, weekends and holidays included "
                    "→ due Sat 12-05 16:50"
                )
            ],
        ),
        (
            "2026-12-31T17:00",
            "1",
            "work hour",
            [
                "12-31（周四）17:00–17:30 计 30 分钟",
                "2027-01-01（周五）元旦放假，不计",
                "2027-01-02、2027-01-03 周末，不计",
                "2027-01-04（周一）08:30–09:00 计 30 分钟 → 到期 09:00",
                "2027 年的放假安排尚未公布（或不在日历范围内），此期限为暂定",
            ],
            [
                "Thu 12-31 17:00–17:30: 30 minutes",
                "Fri 2027-01-01: holiday (New Year's Day), not counted",
                "2027-01-02, 2027-01-03: weekend, not counted",
                "Mon 2027-01-04 08:30–09:00: 30 minutes → due 09:00",
                (
                    "the holidays of 2027 are not published yet (or not in the calendar): the deadline "
                    "is provisional"
                ),
            ],
        ),
        (
            "2026-11-26T16:50",
            "100",
            "work hour",
            [
                "11-26（周四）16:50–17:30 计 40 分钟",
                "11-27 至 12-16 共 14 个计时日，计 98 小时；其间不计：周末 6 天",
                "12-17（周四）08:30–09:50 计 80 分钟 → 到期 09:50",
            ],
            [
                "Thu 11-26 16:50–17:30: 40 minutes",
                "11-27 to 12-16: 14 days count, 98 hours; not counted in between: weekend 6",
                "Thu 12-17 08:30–09:50: 80 minutes → due 09:50",
            ],
        ),
        (
            "2026-09-11T16:50",
            "14",
            "workday",
            [
                "09-11（周五）是起算日，不算在内",
                "09-14 至 09-30 第 1 至第 13 个工作日；其间不计：周末 3 天、中秋放假 3 天、国庆节放假 7 天",
                "10-08（周四）第 14 个工作日 → 到期 17:30",
            ],
            [
                "Fri 09-11 is the day of the start and is not one of them",
                (
                    "09-14 to 09-30: working days 1 to 13; not counted in between: weekend 3, "
                    "holiday (Mid-autumn Festival) 3, holiday (National Day) 7"
                ),
                "Thu 10-08: working day 14 → due 17:30",
            ],
        ),
        (
            "2026-11-21T10:00",
            "0",
            "work hour",
            [
                "11-21（周六）10:00 不在工作时间内，从 11-23（周一）08:30 起计",
                "11-21、11-22 周末，不计",
                "时间已用完 → 到期 11-23（周一）08:30",
            ],
            [
                "Sat 11-21 10:00 is outside working hours; counted from Mon 11-23 08:30",
                "11-21, 11-22: weekend, not counted",
                "the time is used up → due Mon 11-23 08:30",
            ],
        ),
    ],
)
def test_the_story_in_both_languages(start, amount, unit, zh, en):
    assert told(start, amount, unit) == zh
    assert told(start, amount, unit, "en") == en


def test_what_a_deadline_is_made_of():
    story = explain_deadline(OFFICE, at("2026-10-09T18:00"), Duration(Decimal(8), "work hour"))
    assert story.counted_from == at("2026-10-10T08:30")
    assert story.due == at("2026-10-12T09:30")
    assert [(day.date.day, day.why, day.make_up, day.counted) for day in story.days] == [
        (9, "before start", False, ZERO),
        (10, None, True, 7 * HOUR),
        (11, "weekend", False, ZERO),
        (12, None, False, HOUR),
    ]
    assert [day.total for day in story.days] == [ZERO, 7 * HOUR, 7 * HOUR, 8 * HOUR]
    assert not story.provisional


def test_reasons_of_a_calendar_without_a_nation():
    monday = dt.date(2026, 11, 23)
    calendar = WorkingCalendar(
        timezone="Asia/Shanghai",
        hours=dict.fromkeys(["mon", "tue", "thu", "fri"], OFFICE_HOURS),
        holidays=[monday],
        breaks={monday + DAY: [("00:00", "24:00")]},
        extra_workdays={dt.date(2026, 11, 28): None},
        shifts={dt.date(2026, 11, 26): []},
    )
    assert told("2026-11-21T10:00", "8", "work hour", calendar=calendar)[1:] == [
        "11-21、11-22 周末，不计",
        "11-23（周一）放假，不计",
        "11-24（周二）停办，不计",
        "11-25（周三）无工作时间，不计",
        "11-26（周四）例外停业，不计",
        "11-27（周五）08:30–12:00、14:00–17:30 计 7 小时",
        "11-28（周六，调休上班）08:30–09:30 计 60 分钟 → 到期 09:30",
    ]


def test_a_night_shift_belongs_to_its_first_day():
    calendar = WorkingCalendar(
        timezone="Asia/Shanghai",
        hours={"thu": [("18:00", "24:00")], "fri": [("22:00", "06:00")]},
    )
    assert told("2026-11-21T01:00", "2", "work hour", calendar=calendar) == [
        "11-20（周五）次日 01:00–次日 03:00 计 2 小时 → 到期 次日 03:00"
    ]
    assert told("2026-11-19T23:30", "1", "work hour", calendar=calendar) == [
        "11-19（周四）23:30–24:00 计 30 分钟",
        "11-20（周五）22:00–22:30 计 30 分钟 → 到期 22:30",
    ]


def test_what_was_consumed_before_is_told():
    start, two_hours = at("2026-11-23T08:30"), Duration(Decimal(2), "work hour")
    story = explain_deadline(OFFICE, start, two_hours, consumed=30 * MINUTE)
    assert story.due == at("2026-11-23T10:00")
    assert story.days[0].total == 2 * HOUR
    assert sentences(story, "zh") == [
        "此前已计 30 分钟，尚余 90 分钟",
        "11-23（周一）08:30–10:00 计 90 分钟 → 到期 10:00",
    ]
    late = explain_deadline(OFFICE, start, two_hours, consumed=3 * HOUR)
    assert late.due == at("2026-11-20T16:30")
    assert sentences(late, "en") == [
        "3 hours counted before, 0 minutes left",
        "the time is used up → due Fri 11-20 16:30",
    ]


def test_a_budget_without_its_duration():
    start = at("2026-11-20T16:50")
    story = explain_budget(OFFICE, OFFICE, start, 2 * HOUR, consumed=HOUR)
    assert (story.due, story.runs) == (at("2026-11-23T08:50"), "working time")
    story = explain_budget(OFFICE, RunningTime("Asia/Shanghai"), start, 24 * HOUR, consumed=HOUR)
    assert (story.due, story.runs) == (at("2026-11-21T15:50"), "all time")
    assert sentences(story, "zh")[-1] == (
        "从 11-20（周五）16:50 起 23 小时，夜间、周末和节假日照计 → 到期 11-21（周六）15:50"
    )


@pytest.mark.parametrize(
    ("length", "zh", "en"),
    [
        (ZERO, "0 分钟", "0 minutes"),
        (MINUTE, "1 分钟", "1 minute"),
        (119 * MINUTE, "119 分钟", "119 minutes"),
        (2 * HOUR, "2 小时", "2 hours"),
        (3 * HOUR + dt.timedelta(seconds=1), "3 小时 1 秒", "3 hours 1 second"),
        (dt.timedelta(seconds=2.75), "2.75 秒", "2.75 seconds"),
        (dt.timedelta(days=4, minutes=1), "96 小时 1 分钟", "96 hours 1 minute"),
    ],
)
def test_lengths_in_words(length, zh, en):
    assert (length_text(length, "zh"), length_text(length, "en")) == (zh, en)


@settings(max_examples=400, deadline=None)
@given(specs(open_every_week=True), DURATIONS, st.data())
def test_what_counts_adds_up_to_the_budget_and_ends_at_the_deadline(spec, duration, data):
    arguments, anchor = spec
    calendar, start = WorkingCalendar(**arguments), data.draw(moments_around(anchor))
    story = explain_deadline(calendar, start, duration)
    assert story.due == deadline(calendar, start, duration)
    assert story.budget == budget_of(calendar, start, duration)
    assert sum((day.counted for day in story.days), ZERO) == story.budget
    time = counted_time(calendar, duration)
    for day in story.days:
        assert bool(day.counted) != (day.why is not None)
        assert bool(day.intervals) == bool(day.counted)
        assert sum((time.between(*interval) for interval in day.intervals), ZERO) == day.counted
    dates = [day.date for day in story.days]
    assert dates == sorted(set(dates))
    counted = [day for day in story.days if day.counted]
    if counted:
        assert counted[-1] is story.days[-1]
        assert counted[-1].total == story.budget
        utc = counted[-1].intervals[-1].end.astimezone(dt.UTC)
        assert utc == story.due.astimezone(dt.UTC)
    for lang in ("zh", "en"):
        lines = sentences(story, lang)
        assert all(lines)
        assert ("到期" if lang == "zh" else "due") in lines[-1]


@settings(max_examples=100, deadline=None)
@given(DURATIONS, st.integers(0, 3_000))
def test_a_long_story_is_short(duration, days):
    long = Duration(duration.amount * 50, duration.unit)
    start = at("2024-01-01T10:00") + days * DAY
    story = explain_deadline(OFFICE, start, long)
    assert story.due == deadline(OFFICE, start, long)
    assert sum((day.counted for day in story.days), ZERO) == story.budget
    assert story.provisional == OFFICE.provisional(start, story.due) or story.runs == "all time"
    assert len(sentences(story, "zh")) <= 2 * MOST_COUNTED + 3
    assert len(story.days) <= 400 or story.runs == "working time"


def test_always_open_days_of_23_and_25_hours():
    calendar = WorkingCalendar(
        timezone="Europe/Berlin", hours={key: [("00:00", "24:00")] for key in WEEKDAYS}
    )
    zone = calendar.zone
    for month, day, hours in ((3, 29, 23), (10, 25, 25)):
        start = dt.datetime(2026, month, day, tzinfo=zone)
        for unit in ("work hour", "clock hour"):
            story = explain_deadline(calendar, start, Duration(Decimal(hours), unit))
            (only,) = story.days
            assert only.counted == hours * HOUR
            assert story.due == start + DAY
