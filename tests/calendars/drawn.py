"""Calendars, moments and durations drawn around the days on which clocks change."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import strategies as st

from tests.calendars.naive import DAY, MINUTE, WEEKDAYS
from workflow_engine.language.durations import Duration

ANCHORS = {
    "Asia/Shanghai": [dt.date(2026, 11, 20)],
    "Europe/Berlin": [dt.date(2026, 3, 29), dt.date(2026, 10, 25)],
    "America/New_York": [dt.date(2026, 3, 8), dt.date(2026, 11, 1)],
    "Australia/Lord_Howe": [dt.date(2026, 4, 5), dt.date(2026, 10, 4)],
    "America/Sao_Paulo": [dt.date(2018, 2, 18), dt.date(2018, 11, 4)],
}
CLOCKS = st.builds(
    "{:02}:{:02}".format,
    st.integers(0, 3) | st.integers(0, 23),  # clocks change in the first hours of a day
    st.sampled_from([0, 15, 30, 59]),
)
INTERVALS = st.tuples(CLOCKS, CLOCKS | st.just("24:00")).filter(lambda pair: pair[0] != pair[1])
HOURS = st.lists(INTERVALS, max_size=3)
SAME_DAY_HOURS = st.lists(
    INTERVALS.map(lambda pair: tuple(sorted(pair))).filter(lambda pair: pair[0] != pair[1]),
    min_size=1,
    max_size=3,
)
"""Hours that end on the day on which they start."""

AMOUNTS = st.integers(0, 80) | st.sampled_from([Decimal("0.5"), Decimal("1.5"), Decimal("2.25")])
DURATIONS = st.builds(
    Duration,
    AMOUNTS.map(Decimal),
    st.sampled_from(
        ["work minute", "work hour", "workday", "calendar day", "clock hour", "clock minute"]
    ),
)


@st.composite
def specs(draw, hours=HOURS, *, open_every_week=False):
    """The arguments of a calendar, and the date around which something happens."""
    zone = draw(st.sampled_from(sorted(ANCHORS)))
    anchor = draw(st.sampled_from(ANCHORS[zone]))
    days = days_around(anchor)
    week = draw(st.dictionaries(st.sampled_from(WEEKDAYS), hours, min_size=1))
    if open_every_week:
        # Most of a day: an hour alone could be one that a clock change swallows.
        week["wed"] = draw(st.sampled_from([[("06:00", "20:00")], [("01:00", "24:00")]]))
    spec = {
        "timezone": zone,
        "hours": week,
        "holidays": draw(st.lists(days, max_size=2)),
        "extra_workdays": draw(st.dictionaries(days, st.none() | hours, max_size=2)),
        "shifts": draw(st.dictionaries(days, hours, max_size=2)),
        "breaks": draw(st.dictionaries(days, hours, max_size=2)),
    }
    return spec, anchor


def days_around(anchor):
    return st.integers(-5, 5).map(lambda n: anchor + n * DAY)


def moments_around(anchor):
    midnight = dt.datetime.combine(anchor, dt.time(), dt.UTC)
    return st.integers(-6 * 1440, 6 * 1440).map(lambda n: midnight + n * MINUTE)
