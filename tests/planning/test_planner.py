"""Items with their states, last days done and due dates."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.planning.policies import (
    AT,
    MONTHLY_VISIT,
    VISIT,
    WEEKLY_VISIT,
    Log,
    item,
    per,
    planned,
    program,
    rolling,
)
from workflow_engine.language.durations import Frequency

D = dt.date


def test_due_from_the_log_and_overdue_before_today() -> None:
    log = Log(done={("C1", "briefing"): [D(2026, 5, 1), D(2026, 8, 20)], ("C2", "briefing"): [AT]})
    plan = planned(program(item("briefing", rolling(1, "quarter"))), log)
    [briefing] = plan.must_do
    assert (briefing.last_done, briefing.due) == (D(2026, 8, 20), D(2026, 11, 20))
    assert briefing.overdue


def test_due_today_is_not_overdue_and_the_future_does_not_count() -> None:
    log = Log(done={("C1", "briefing"): [D(2026, 8, 21), D(2026, 12, 1)]})
    [briefing] = planned(program(item("briefing", rolling(1, "quarter"))), log).must_do
    assert (briefing.last_done, briefing.due, briefing.overdue) == (D(2026, 8, 21), AT, False)


def test_without_its_record_form_it_was_not_done() -> None:
    policy = program(item("interview", rolling(1, "month"), record="form"))
    log = Log(done={("C1", "interview"): [AT]}, recorded={("C1", "interview"): [D(2026, 10, 5)]})
    [interview] = planned(policy, log).must_do
    assert (interview.last_done, interview.due) == (D(2026, 10, 5), D(2026, 11, 5))


def test_a_visit_is_any_item_that_rides_on_it() -> None:
    policy = program(
        item("stock", VISIT), item("display", VISIT), item("briefing", per(1, "month"))
    )
    log = Log(done={("C1", "stock"): [D(2026, 11, 3)], ("C1", "display"): [D(2026, 11, 9)]})
    plan = planned(policy, log, visit=WEEKLY_VISIT)
    assert plan.visit is not None
    assert (plan.visit.last_done, plan.visit.due) == (D(2026, 11, 9), D(2026, 11, 22))
    stock, display, briefing = plan.must_do
    assert stock.last_done == D(2026, 11, 3)
    assert display.last_done == D(2026, 11, 9)
    assert stock.due == display.due == D(2026, 11, 22)
    assert briefing.due == D(2026, 11, 30)


def test_a_visit_without_the_record_form_it_needs_is_none() -> None:
    policy = program(item("interview", VISIT, record="form"))
    log = Log(done={("C1", "interview"): [D(2026, 11, 3)]})
    plan = planned(policy, log, visit=MONTHLY_VISIT)
    assert plan.visit is not None
    assert plan.visit.last_done is None
    seen = Log(done={("C1", "visit"): [D(2026, 11, 3)]})
    plan = planned(policy, seen, visit=MONTHLY_VISIT)
    assert plan.visit is not None
    assert (plan.visit.last_done, plan.visit.due) == (D(2026, 11, 3), D(2026, 12, 31))
    assert plan.must_do[0].last_done is None


def test_a_visit_entry_stands_for_an_item_with_a_record_if_it_names_one() -> None:
    policy = program(item("interview", VISIT, record="form"))
    seen = {("C1", "visit"): [D(2026, 11, 3), D(2026, 11, 9)]}
    log = Log(done=seen, recorded={("C1", "visit"): [D(2026, 11, 3)]})
    plan = planned(policy, log, visit=MONTHLY_VISIT)
    assert plan.must_do[0].last_done == D(2026, 11, 3)
    assert plan.visit is not None
    assert plan.visit.last_done == D(2026, 11, 9)


def test_an_entry_visit_stands_for_the_items_that_ride_on_it() -> None:
    log = Log(done={("C1", "visit"): [D(2026, 11, 3)]})
    plan = planned(program(item("stock", VISIT)), log, visit=MONTHLY_VISIT)
    assert plan.must_do[0].last_done == D(2026, 11, 3)


def test_items_that_do_not_apply_are_left_out_and_unknown_ones_are_served() -> None:
    policy = program(item("a", rolling(1, "month")), item("b", rolling(1, "month")))
    plan = planned(policy, states={"a": "not_due", "b": "due_unknown"})
    assert [(p.item.id, p.state, p.due) for p in plan.must_do] == [("b", "due_unknown", AT)]


@pytest.mark.parametrize(
    "state", ["offered", "suspended", "chosen_but_not_eligible", "not_eligible", "unknown"]
)
def test_optional_items_not_in_force_have_no_due_date(state: str) -> None:
    policy = program(item("coaching", rolling(1, "month"), "optional"))
    log = Log(done={("C1", "coaching"): [D(2026, 10, 5)]})
    plan = planned(policy, log, states={"coaching": state})
    [coaching] = plan.optional
    assert (coaching.last_done, coaching.due) == (D(2026, 10, 5), None)
    assert plan.tasks == ()


@pytest.mark.parametrize("kind", ["on_demand", "always"])
def test_what_waits_or_stands_ready_has_no_due_date(kind: str) -> None:
    [line] = planned(program(item("hotline", Frequency(kind)))).must_do
    assert line.due is None


def test_no_visit_regime_leaves_visit_items_undated() -> None:
    plan = planned(program(item("stock", VISIT)))
    assert plan.visit is None
    assert plan.must_do[0].due is None


def test_one_planner_serves_several_days() -> None:
    from tests.planning.policies import VALUES, decision
    from workflow_engine.planning.planner import Planner

    policy = program(item("a", rolling(1, "month")))
    planner = Planner(policy)
    days = [
        planner.plan("C1", "店", VALUES, decision(policy), day).must_do[0].due  # type: ignore[arg-type]
        for day in (AT, D(2026, 12, 1), AT)
    ]
    assert days == [AT, D(2026, 12, 1), AT]
