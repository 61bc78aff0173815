"""Planning again each day: what was planned stays, and who follows the plan catches up."""

from __future__ import annotations

import datetime as dt
import itertools
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.planning.policies import (
    AT,
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
from workflow_engine.batch.customers import Customer
from workflow_engine.batch.log import Entry, ServiceLog, read_log
from workflow_engine.decide.decision import Visit
from workflow_engine.language.durations import Frequency
from workflow_engine.planning.plan import Plan
from workflow_engine.planning.planner import Planner
from workflow_engine.policy import Policy, load
from workflow_engine.program.program import Recovery

D = dt.date
DAY = dt.timedelta(days=1)
MONDAY = D(2026, 11, 23)
LAST_OF_MAY = D(2026, 5, 29)  # a Friday; the second third of the quarter ends on the 30th
RULES = Path(__file__).parents[2] / "rules" / "tobacco-retail"

TWICE_A_WEEK = Visit(2, "week", 10, ())
VISITS = st.sampled_from([None, MONTHLY_VISIT, WEEKLY_VISIT, TWICE_A_WEEK, Visit(1, "week", 5, ())])
FREQUENCIES = st.one_of(
    st.builds(rolling, st.integers(1, 6), st.sampled_from(["day", "week", "month", "quarter"])),
    st.builds(per, st.integers(1, 6), st.sampled_from(["day", "week", "month", "quarter"])),
    st.builds(per, st.integers(1, 3), st.sampled_from(["half year", "year"])),
    st.just(Frequency("event", events=("春节", "元宵", "中秋"))),
)
UNHURRIED = st.one_of(
    st.builds(rolling, st.integers(1, 6), st.sampled_from(["week", "month", "quarter"])),
    st.builds(per, st.integers(1, 4), st.sampled_from(["month", "quarter"])),
)


def coming(plan: Plan, first: D, last: D) -> list[tuple[str, D]]:
    return sorted((t.item.id, t.date) for t in plan.tasks if first <= t.date <= last)


def day_logged(plan: Plan, log: Log) -> None:
    for name, day in coming(plan, plan.at, plan.at):
        log.done.setdefault((plan.customer_id, name), []).append(day)


@given(
    FREQUENCIES,
    st.dates(D(2026, 1, 1), D(2026, 12, 31)),
    st.lists(st.integers(0, 200), max_size=6),
    st.text(min_size=1, max_size=8),
    VISITS,
    st.booleans(),
)
def test_what_is_planned_stays_while_the_plan_is_followed(
    every: Frequency, start: D, ago: list[int], customer: str, visit: Visit | None, national: bool
) -> None:
    items = item("stock", VISIT), item("other", every)
    # The national calendar has closed weeks and working Sundays.
    policy = program(*items, **({"calendars": {}, "recovery": Recovery(None)} if national else {}))
    done = [start - DAY * n for n in ago]
    log = Log(done={(customer, "other"): done, (customer, "stock"): done[:3]})
    planner, made = Planner(policy), decision(policy, visit=visit)
    before = planner.plan(customer, "店", {}, made, start, log)
    for ahead in range(1, 16):
        day_logged(before, log)
        at = start + DAY * ahead
        plan = planner.plan(customer, "店", {}, made, at, log)
        assert coming(plan, at, before.until) == coming(before, at, before.until)
        before = plan


@given(
    UNHURRIED,
    st.dates(D(2026, 1, 1), D(2026, 12, 31)),
    st.lists(st.integers(0, 400), max_size=6),
    st.text(min_size=1, max_size=8),
    st.sampled_from([None, MONTHLY_VISIT, WEEKLY_VISIT]),
)
@example(per(3, "quarter"), LAST_OF_MAY, [], "0", None)
@example(per(3, "quarter"), LAST_OF_MAY, [200], "0", WEEKLY_VISIT)
@example(per(4, "quarter"), D(2026, 5, 15), [200], "1", None)
def test_who_follows_the_plan_is_never_overdue_for_more_than_a_week_nor_after_two(
    every: Frequency, start: D, ago: list[int], customer: str, visit: Visit | None
) -> None:
    policy = program(item("stock", VISIT), item("other", every))
    planner, made = Planner(policy), decision(policy, visit=visit)
    done = [start - DAY * n for n in ago]
    log = Log(done={(customer, "other"): done, (customer, "stock"): done[:3]})
    for ahead in range(22):
        at = start + DAY * ahead
        plan = planner.plan(customer, "店", {}, made, at, log)
        overdue = [p.due for p in plan.must_do if p.overdue and p.due is not None]
        # A slot may end in the first week that has no day left beside the catch-up.
        assert ahead < 7 or all(due >= at - DAY * 7 for due in overdue)
        assert ahead < 14 or overdue == []
        day_logged(plan, log)


@pytest.mark.parametrize(
    ("customer", "days"),
    [
        ("0", [LAST_OF_MAY, D(2026, 6, 5), D(2026, 6, 26)]),  # Friday is this customer's day
        ("2", [LAST_OF_MAY, D(2026, 6, 1), D(2026, 6, 4)]),  # Monday
    ],
)
@pytest.mark.parametrize("ago", [[], [200]])
def test_a_slot_whose_last_day_went_to_a_catch_up_is_caught_up_on_the_next_own_day(
    ago: list[int], customer: str, days: list[D]
) -> None:
    policy = program(item("other", per(3, "quarter")))
    log = Log(done={(customer, "other"): [LAST_OF_MAY - DAY * n for n in ago]})
    # April went by, and Friday is the last working day of the second slot.
    at = LAST_OF_MAY
    plan = planned(policy, log, at, customer=customer)
    assert [task.date for task in plan.tasks][:3] == days
    day_logged(plan, log)
    while at < days[1]:
        at += DAY
        plan = planned(policy, log, at, customer=customer)
        assert [task.date for task in plan.tasks][:2] == days[1:]
        assert plan.must_do[0].due == D(2026, 5, 30)
    day_logged(plan, log)
    plan = planned(policy, log, at + DAY, customer=customer)
    assert plan.tasks[0].date == days[2]
    assert plan.must_do[0].due == D(2026, 6, 30)


@given(UNHURRIED, st.integers(100, 400), st.text(min_size=1, max_size=8))
@example(rolling(1, "quarter"), 200, "LS0155")
def test_overdue_work_comes_nearer_each_day_that_it_is_left(
    every: Frequency, ago: int, customer: str
) -> None:
    policy = program(item("briefing", every))
    log = Log(done={(customer, "briefing"): [MONDAY - DAY * ago]})
    first = planned(policy, log, MONDAY, customer=customer)
    assume(first.must_do[0].overdue)
    day = first.tasks[0].date
    assert day < MONDAY + DAY * 7
    at = MONDAY
    while at <= day:
        assert planned(policy, log, at, customer=customer).tasks[0].date == day
        at += DAY


def test_never_done_is_due_today_but_planned_on_one_day() -> None:
    policy = program(item("briefing", rolling(1, "quarter")))
    for n in range(20):
        plans = [planned(policy, None, MONDAY + DAY * i, customer=f"C{n}") for i in range(5)]
        assert [plan.must_do[0].due for plan in plans] == [MONDAY + DAY * i for i in range(5)]
        day = plans[0].tasks[0].date
        assert {plan.tasks[0].date for plan in plans if plan.at <= day} == {day}


def test_a_customer_has_one_day_of_the_week() -> None:
    policy = program(item("stock", VISIT), item("briefing", rolling(1, "quarter")))
    planner, made = Planner(policy), decision(policy, visit=WEEKLY_VISIT)
    weekdays: dict[str, set[int]] = {}
    for n in range(100):
        # Everything on record, so that nothing has to be caught up beside a visit.
        log = Log(done={(f"C{n}", "stock"): [D(2026, 11, d) for d in (2, 9, 16)]})
        plan = planner.plan(f"C{n}", "店", {}, made, MONDAY, log)
        weekdays[plan.customer_id] = {task.date.weekday() for task in plan.tasks}
        visits = sorted({task.date for task in plan.tasks})
        gaps = {(b - a).days for a, b in itertools.pairwise(visits)}
        assert gaps <= {7, 14}
    assert all(len(days) == 1 for days in weekdays.values())
    assert len(set.union(*weekdays.values())) == 5


def test_a_catch_up_keeps_its_distance_from_the_visits_around_it() -> None:
    policy = program(item("stock", VISIT))
    gaps: list[int] = []
    for n in range(100):
        log = Log(done={(f"C{n}", "stock"): [D(2026, 10, 20)]})
        plan = planned(policy, log, D(2026, 11, 9), customer=f"C{n}", visit=WEEKLY_VISIT)
        days = [task.date for task in plan.tasks]
        gaps += [(b - a).days for a, b in itertools.pairwise(days)]
    # Wednesday's customers have nothing better than Monday or Friday.
    assert min(gaps) == 2
    assert gaps.count(2) < len(gaps) / 5
    assert max(gaps) <= 14


@cache
def shipped() -> Policy:
    return load(RULES)


def test_shipped_customers_are_caught_up_within_a_week_and_their_days_stay() -> None:
    policy = shipped()
    program = policy.program
    read = policy.customers.read(RULES / "customers.csv")
    customers = [customer for customer in read if isinstance(customer, Customer)]
    entries = [*read_log(RULES / "log.csv", program).entries]
    assert len(customers) == 300
    overdue: list[int] = []
    before: dict[str, Plan] = {}
    for ahead in (0, 1, 2, 3, 4, 7):
        at = MONDAY + DAY * ahead
        log = ServiceLog(entries)
        plans = {
            c.id: policy.plan_values(c.id, c.name, c.values, at=at, log=log) for c in customers
        }
        overdue.append(sum(p.overdue for plan in plans.values() for p in plan.must_do))
        moved = [
            name
            for name, old in before.items()
            if old.decision == plans[name].decision
            and coming(old, at, old.until) != coming(plans[name], at, old.until)
        ]
        assert moved == []
        for plan in plans.values():
            for name, day in coming(plan, at, at):
                record = program.items[name].record
                entries.append(Entry(plan.customer_id, name, day, "李明", record))
        before = plans
    assert overdue[0] > 100
    assert overdue == sorted(overdue, reverse=True)
    assert overdue[-1] == 0


@pytest.mark.parametrize("at", [AT, AT + DAY, MONDAY])
def test_the_sheet_of_monday_is_the_same_whenever_it_is_made(at: D) -> None:
    policy = program(item("stock", VISIT), item("briefing", rolling(1, "month")))
    for n in range(50):
        log = Log(done={(f"C{n}", "stock"): [D(2026, 10, 20)]})
        made = [
            coming(planned(policy, log, day, customer=f"C{n}", visit=WEEKLY_VISIT), MONDAY, MONDAY)
            for day in (AT, at)
        ]
        assert made[0] == made[1]
