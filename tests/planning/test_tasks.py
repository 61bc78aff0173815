"""Dated tasks: on working days, inside the period, spread over customers."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tests.planning.policies import (
    AT,
    HERE,
    MONDAY_TO_FRIDAY,
    MONTHLY_VISIT,
    VISIT,
    WEEKLY_VISIT,
    Log,
    decision,
    item,
    per,
    planned,
    program,
    rolling,
)
from workflow_engine.decide.decision import Visit
from workflow_engine.language.durations import Frequency
from workflow_engine.planning.plan import Plan
from workflow_engine.planning.planner import Planner
from workflow_engine.program.program import CalendarSpec, Recovery

D = dt.date
MONDAY = D(2026, 11, 23)


def dates(plan: Plan, name: str) -> list[D]:
    return [task.date for task in plan.tasks if task.item.id == name]


def test_visits_fall_into_their_slots_and_items_ride_on_them() -> None:
    policy = program(item("stock", VISIT), item("display", VISIT))
    log = Log(done={("C1", "stock"): [D(2026, 11, d) for d in (2, 9, 16)]})
    plan = planned(policy, log, visit=WEEKLY_VISIT)
    days = dates(plan, "stock")
    assert days == dates(plan, "display")
    slots = [(23, 30, 11), (1, 7, 12), (8, 15, 12), (16, 20, 12)]
    assert len(days) in (3, 4)  # the third December slot ends after the period
    for day, (first, last, month) in zip(days, slots, strict=False):
        assert day.month == month
        assert first <= day.day <= last
        assert day.weekday() < 5


def test_customers_of_one_manager_spread_over_the_slot() -> None:
    policy = program(item("stock", VISIT))
    at = D(2026, 11, 2)
    planner = Planner(policy)
    made = decision(policy, visit=MONTHLY_VISIT)
    firsts = Counter(planner.plan(f"C{i}", "店", {}, made, at).tasks[0].date for i in range(400))
    assert len(firsts) == 21  # every working day from 2026-11-02 to 2026-11-30
    assert max(firsts.values()) < 40


def test_a_planned_day_stays_when_planned_again_before_it() -> None:
    policy = program(item("stock", VISIT))
    first = dates(planned(policy, at=D(2026, 11, 2), visit=MONTHLY_VISIT), "stock")[0]
    day = D(2026, 11, 2)
    while day <= first:
        assert dates(planned(policy, at=day, visit=MONTHLY_VISIT), "stock")[0] == first
        day += dt.timedelta(days=1)


def test_missed_visits_collapse_into_one_catch_up_in_the_next_five_working_days() -> None:
    policy = program(item("stock", VISIT))
    log = Log(done={("C1", "stock"): [D(2026, 10, 20)]})
    plan = planned(policy, log, visit=WEEKLY_VISIT)
    november = [day for day in dates(plan, "stock") if day.month == 11]
    assert len(november) == 2  # one for the three slots behind, one for the last of the month
    assert any(MONDAY <= day <= D(2026, 11, 27) for day in november)


def test_other_items_ride_on_the_last_visit_before_they_are_due() -> None:
    policy = program(item("stock", VISIT), item("briefing", rolling(1, "month")))
    log = Log(
        done={
            ("C1", "stock"): [D(2026, 11, d) for d in (2, 9, 16)],
            ("C1", "briefing"): [D(2026, 11, 10)],
        }
    )
    plan = planned(policy, log, visit=WEEKLY_VISIT)
    visits = [day for day in dates(plan, "stock") if day <= D(2026, 12, 10)]
    assert dates(plan, "briefing") == [visits[-1]]


def test_without_a_visit_the_last_working_day_before_the_due_date() -> None:
    log = Log(done={("C1", "briefing"): [D(2026, 11, 6)]})  # due 2026-12-06, a Sunday
    plan = planned(program(item("briefing", rolling(1, "month"))), log)
    assert dates(plan, "briefing") == [D(2026, 12, 4)]


def test_due_over_the_weekend_gives_the_first_working_day() -> None:
    log = Log(done={("C1", "briefing"): [D(2026, 10, 22)]})  # due on Sunday the 22nd
    plan = planned(program(item("briefing", rolling(1, "month"))), log)
    assert dates(plan, "briefing")[0] == MONDAY


def test_another_roles_items_do_not_ride() -> None:
    policy = program(item("stock", VISIT), item("review", rolling(6, "month"), by="head"))
    log = Log(done={("C1", "stock"): [D(2026, 11, 16)], ("C1", "review"): [D(2026, 6, 9)]})
    plan = planned(policy, log, visit=WEEKLY_VISIT)
    assert dates(plan, "review") == [D(2026, 12, 9)]
    assert [t.person for t in plan.tasks if t.item.id == "review"] == ["陈总"]


def test_what_is_due_already_is_spread_over_five_working_days() -> None:
    policy = program(item("briefing", rolling(1, "quarter")))
    planner = Planner(policy)
    made = decision(policy)
    days = Counter(planner.plan(f"C{i}", "店", {}, made, AT).tasks[0].date for i in range(200))
    assert sorted(days) == [MONDAY + dt.timedelta(days=i) for i in range(5)]


def test_festivals_are_kept_on_the_last_working_day_before_them() -> None:
    # 中秋 2026-09-25 is a Friday, 元旦 2027-01-01 as well; 重阳 2026-10-18 is a Sunday
    policy = program(item("care", Frequency("event", events=("重阳",))))
    assert dates(planned(policy, at=D(2026, 10, 1)), "care") == [D(2026, 10, 16)]
    # The festival lies after the period, its last working day inside.
    assert dates(planned(policy, at=D(2026, 9, 18)), "care") == [D(2026, 10, 16)]
    assert dates(planned(policy, at=D(2026, 9, 10)), "care") == []


def test_tasks_are_sorted_by_date_priority_and_the_policys_order() -> None:
    items = [item(name, VISIT) for name in ("late", "first", "tenth", "second")]
    plan = planned(
        program(*items),
        visit=MONTHLY_VISIT,
        priorities={"late": "P3", "first": "P1", "tenth": "P10", "second": "P1"},
    )
    assert [task.item.id for task in plan.tasks] == ["first", "second", "late", "tenth"]


def test_a_calendar_that_stays_closed_gives_no_task() -> None:
    closed = CalendarSpec("office", None, ((0, (("09:00", "10:00"),)),), (), HERE)
    policy = program(
        item("stock", VISIT), calendars={"office": closed}, recovery=Recovery("office")
    )
    assert {day.weekday() for day in dates(planned(policy, visit=WEEKLY_VISIT), "stock")} == {0}


def test_without_a_calendar_the_national_working_days_hold() -> None:
    policy = program(item("daily", rolling(1, "day")), calendars={}, recovery=Recovery(None))
    days = dates(planned(policy, at=D(2026, 9, 28)), "daily")
    assert D(2026, 10, 1) not in days  # 国庆
    assert D(2026, 9, 29) in days


def test_a_slot_without_a_working_day_gives_way_to_the_first_one_after_it() -> None:
    # The first quarter of October 2026 is 国庆, all seven days of it.
    policy = program(item("stock", VISIT), calendars={}, recovery=Recovery(None))
    log = Log(done={("C1", "stock"): [D(2026, 9, d) for d in (3, 10, 17, 24)]})
    days = dates(planned(policy, log, at=D(2026, 9, 28), visit=WEEKLY_VISIT), "stock")
    assert days[0] == D(2026, 10, 8)


def test_a_daily_visit_takes_each_working_day_once() -> None:
    policy = program(item("stock", VISIT))
    days = dates(planned(policy, visit=Visit(1, "day", 5, ())), "stock")
    assert len(days) == len(set(days)) == 20


FREQUENCIES = st.one_of(
    st.builds(rolling, st.integers(1, 6), st.sampled_from(["day", "week", "month", "quarter"])),
    st.builds(per, st.integers(1, 6), st.sampled_from(["week", "month", "quarter", "year"])),
    st.just(Frequency("event", events=("春节", "元宵", "中秋"))),
)


@given(
    FREQUENCIES,
    st.dates(D(2026, 1, 1), D(2027, 6, 30)),
    st.lists(st.integers(0, 200), max_size=6),
    st.text(min_size=1, max_size=8),
    st.sampled_from([None, MONTHLY_VISIT, WEEKLY_VISIT, Visit(2, "week", 10, ())]),
)
def test_tasks_fall_on_working_days_of_the_period(
    every: Frequency, at: D, ago: list[int], customer: str, visit: Visit | None
) -> None:
    policy = program(item("stock", VISIT), item("other", every))
    done = [at - dt.timedelta(days=n) for n in ago]
    log = Log(done={(customer, "other"): done, (customer, "stock"): done[:2]})
    plan = planned(policy, log, at, customer=customer, visit=visit)
    for task in plan.tasks:
        assert task.date.weekday() < len(MONDAY_TO_FRIDAY)
        assert at <= task.date <= plan.until
    for name in ("stock", "other"):
        days = dates(plan, name)
        assert len(days) == len(set(days))
    for entry in plan.served:
        if entry.due is not None and entry.last_done is not None and entry.item.id == "other":
            assert entry.due > entry.last_done or entry.item.every.kind != "rolling"
