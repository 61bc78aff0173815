"""Due dates: months clamp, slots divide a unit, festivals count once."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_engine.language.durations import Frequency
from workflow_engine.planning.dates import DAY, add_units, slots, unit_around
from workflow_engine.planning.schedules import (
    CalendarSchedule,
    EventSchedule,
    RollingSchedule,
    schedule_for,
)

D = dt.date
UNITS = st.sampled_from(["day", "week", "month", "quarter", "half year", "year"])
DAYS = st.dates(min_value=D(2000, 1, 1), max_value=D(2090, 12, 31))


def never() -> tuple[D, ...]:
    raise AssertionError("the last day done was enough")


@pytest.mark.parametrize(
    ("day", "unit", "count", "later"),
    [
        (D(2026, 8, 31), "month", 6, D(2027, 2, 28)),
        (D(2027, 8, 31), "month", 6, D(2028, 2, 29)),
        (D(2026, 11, 30), "quarter", 1, D(2027, 2, 28)),
        (D(2026, 8, 31), "half year", 1, D(2027, 2, 28)),
        (D(2028, 2, 29), "year", 1, D(2029, 2, 28)),
        (D(2026, 12, 25), "week", 2, D(2027, 1, 8)),
        (D(2026, 12, 25), "day", 30, D(2027, 1, 24)),
    ],
)
def test_units_are_added_with_the_months_end_clamped(
    day: D, unit: str, count: int, later: D
) -> None:
    assert add_units(day, unit, count) == later


@given(DAYS, st.integers(1, 40))
def test_added_months_keep_the_day_or_clamp_to_the_end(day: D, count: int) -> None:
    later = add_units(day, "month", count)
    assert later > day
    assert (later.year - day.year) * 12 + later.month - day.month == count
    assert later.day == day.day or (later.day < day.day and (later + DAY).day == 1)


@given(DAYS, UNITS)
def test_a_day_lies_in_its_unit_and_units_adjoin(day: D, unit: str) -> None:
    first, last = unit_around(day, unit)
    assert first <= day <= last
    assert unit_around(first, unit) == unit_around(last, unit) == (first, last)
    assert unit_around(last + DAY, unit)[0] == last + DAY


@given(DAYS, UNITS, st.integers(1, 12))
def test_slots_partition_the_unit(day: D, unit: str, count: int) -> None:
    first, last = unit_around(day, unit)
    parts = slots((first, last), count)
    assert len(parts) == count
    assert parts[-1][1] == last
    assert all(start <= end for start, end in parts)
    covered = {start + DAY * i for start, end in parts for i in range((end - start).days + 1)}
    assert covered == {first + DAY * i for i in range((last - first).days + 1)}
    if count <= (last - first).days + 1:
        assert parts[0][0] == first
        assert all(a[1] + DAY == b[0] for a, b in itertools.pairwise(parts))


def test_four_a_month_end_on_the_7th_15th_22nd_30th() -> None:
    ends = [end.day for _, end in slots((D(2026, 11, 1), D(2026, 11, 30)), 4)]
    assert ends == [7, 15, 22, 30]


@given(DAYS, UNITS, st.integers(1, 6), st.integers(0, 500))
def test_rolling_is_due_after_it_was_last_done_and_counted_from_there(
    at: D, unit: str, count: int, ago: int
) -> None:
    last = at - DAY * ago
    due = RollingSchedule(at, unit, count).due(last, never)
    assert due == add_units(last, unit, count)
    assert due > last


def test_rolling_never_done_is_due_at_once() -> None:
    at = D(2026, 11, 21)
    assert RollingSchedule(at, "month", 1).due(None, never) == at


@pytest.mark.parametrize(
    ("done", "due"),
    [
        ([D(2026, 10, 30)], D(2026, 11, 7)),
        ([D(2026, 11, 2)], D(2026, 11, 15)),
        ([D(2026, 11, 2), D(2026, 11, 3)], D(2026, 11, 22)),
        ([D(2026, 11, 2), D(2026, 11, 2)], D(2026, 11, 15)),
        ([D(2026, 11, d) for d in (2, 9, 16, 20)], D(2026, 12, 7)),
        ([D(2026, 11, d) for d in (2, 3, 4, 5, 6)], D(2026, 12, 7)),
        ([D(2026, 11, 20)], D(2026, 11, 22)),  # late: covers both missed slots at once
    ],
)
def test_calendar_is_due_at_the_end_of_the_first_open_slot(done: list[D], due: D) -> None:
    schedule = CalendarSchedule(D(2026, 11, 21), "month", 4)
    assert schedule.due(max(done), lambda: tuple(done)) == due


def test_calendar_never_done_is_not_overdue() -> None:
    assert CalendarSchedule(D(2026, 11, 21), "month", 4).due(None, never) == D(2026, 11, 21)
    assert CalendarSchedule(D(2026, 11, 21), "month", 1).due(None, never) == D(2026, 11, 30)


@given(
    DAYS,
    UNITS,
    st.integers(1, 8),
    st.lists(st.integers(0, 100), min_size=1, max_size=12),
)
def test_calendar_is_never_due_before_the_slot_of_the_last_day_done(
    at: D, unit: str, count: int, ago: list[int]
) -> None:
    done = tuple(at - DAY * n for n in ago)
    last = max(done)
    schedule = CalendarSchedule(at, unit, count)
    due = schedule.due(last, lambda: done)
    assert due is not None
    ends = [end for _, end in schedule.slots]
    assert due in [*ends, schedule.first_of_next]
    assert due >= last


@given(DAYS, UNITS, st.integers(1, 8), st.lists(st.integers(0, 40), max_size=12))
def test_doing_it_again_never_brings_the_due_date_forward(
    at: D, unit: str, count: int, ago: list[int]
) -> None:
    schedule = CalendarSchedule(at, unit, count)
    done = [at - DAY * n for n in ago]
    assert schedule.covered(done) <= schedule.covered([*done, at]) <= count


def test_event_is_the_next_festival_not_yet_attended_to() -> None:
    at = D(2026, 9, 20)
    schedule = EventSchedule(at, ("春节", "中秋"))
    assert schedule.due(None, never) == D(2026, 9, 25)
    assert schedule.due(D(2026, 2, 16), never) == D(2026, 9, 25)
    assert schedule.due(D(2026, 9, 10), lambda: (D(2026, 9, 10),)) == D(2027, 2, 6)


def test_a_day_done_counts_for_one_festival_only() -> None:
    # 春节 2026-02-17, 元宵 2026-03-03: three days after 春节 is within 30 days before 元宵.
    at = D(2026, 2, 20)
    schedule = EventSchedule(at, ("春节", "元宵"))
    assert schedule.due(at, lambda: (at,)) == D(2026, 3, 3)
    assert schedule.due(at, lambda: (D(2026, 2, 10), at)) == D(2027, 2, 6)


def test_festivals_before_the_window_do_not_count() -> None:
    schedule = EventSchedule(D(2026, 9, 20), ("中秋",))
    early = D(2026, 8, 25)  # 31 days before
    assert schedule.due(early, lambda: (early,)) == D(2026, 9, 25)


def test_an_event_that_is_no_festival_has_no_date() -> None:
    schedule = EventSchedule(D(2026, 9, 20), ("公司年会",))
    assert schedule.due(None, never) is None
    assert schedule.due(D(2026, 9, 1), never) is None


@pytest.mark.parametrize("kind", ["visit", "on_demand", "always"])
def test_nothing_to_schedule(kind: str) -> None:
    assert schedule_for(Frequency(kind), D(2026, 1, 1)) is None
