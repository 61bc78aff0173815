"""Runs through the real kernel: repeatable, complete, comparable."""

import datetime as dt
import json
from dataclasses import replace

import pytest

import workflow_engine
from tests.simulation.years import CUSTOMERS, MODEL, PEOPLE, RULES, SHIPPED, model, with_limits
from workflow_engine.cases.rules import case_rules
from workflow_engine.diagnostics.width import display_width
from workflow_engine.errors import UsageError
from workflow_engine.simulation.compare import compare
from workflow_engine.simulation.figures import RungFigures
from workflow_engine.simulation.model import SimulatedCustomer
from workflow_engine.simulation.reading import read_model
from workflow_engine.simulation.run import simulate

START = dt.date(2026, 3, 2)


def run(rules=RULES, text=MODEL, *, seed=3, days=60, customers=CUSTOMERS):
    return simulate(rules, customers, model(text), seed=seed, start=START, days=days)


REPORT = run()


def figures(report, process):
    return next(one for one in report.processes if one.id == process)


def test_the_same_seed_gives_the_same_report():
    assert run().as_dict() == REPORT.as_dict()
    assert run(seed=4).as_dict() != REPORT.as_dict()


def test_everything_happens_that_the_model_speaks_of():
    delivery = figures(REPORT, "recovery.delivery_error")
    assert delivery.opened > 10
    assert delivery.ended > 0
    assert delivery.open == delivery.opened - delivery.ended
    for name in ("reopened", "refused", "cannot_resolve", "compensated", "warnings", "overdue"):
        assert sum(getattr(one, name) for one in REPORT.processes) > 0, name
    payment = figures(REPORT, "recovery.payment_error")
    assert payment.approvals["asked"] > 0
    assert payment.approvals["used"] > 0
    feedback = figures(REPORT, "feedback")
    assert feedback.ended > 0
    assert "resolve" in feedback.clocks
    assert REPORT.commands > 0
    assert REPORT.events > REPORT.commands


def test_figures_add_up():
    for one in REPORT.processes:
        data = next(p for p in REPORT.as_dict()["processes"] if p["process"] == one.id)
        assert data["opened"] == data["ended"] + data["open"]
        for clock, counts in one.clocks.items():
            assert sum(counts.values()) <= one.opened
            rate = one.on_time(clock)
            assert rate is None or 0 <= rate <= 1
        for rung in one.rungs.values():
            assert rung.count == sum(rung.reasons.values())
        first = next(clock for clock in one.clocks if clock in ("acknowledge", "receive"))
        assert sum(one.clocks[first].values()) == one.opened
    climbs = sum(one.escalations for one in REPORT.processes)
    assert climbs == sum(one.taken_over for one in REPORT.roles)
    by_role = sum(one.minutes for one in REPORT.roles)
    assert by_role == pytest.approx(sum(one.minutes for one in REPORT.people))


def test_nobody_does_what_is_done_already():
    for one in REPORT.processes:
        assert set(one.refusals) <= {"over_limit", "needs_approval", "lapsed"}


DELIVERIES = "arrivals: {hours: {'09:00..17:00': 1}, cases: {delivery_error: 20}}\n"


def all_end(report):
    delivery = figures(report, "recovery.delivery_error")
    assert delivery.opened > 10
    assert delivery.open <= 1
    return delivery


def test_cases_end_where_every_approval_is_rejected():
    text = (
        DELIVERIES + "events: {approval: {share: 100%}, compensation: {share: 100%, median: 9000}}"
    )
    delivery = all_end(run(text=text))
    assert delivery.approvals["rejected"] > 5
    assert delivery.compensated < delivery.opened


def test_cases_end_where_everybody_gives_up():
    delivery = all_end(run(text=DELIVERIES + "events: {cannot_resolve: 100%}"))
    assert delivery.cannot_resolve > 2 * delivery.opened


def test_cases_end_where_nobody_may_grant_anything():
    rules = with_limits(dict.fromkeys(PEOPLE, 0))
    text = DELIVERIES + "events: {compensation: {share: 100%}}"
    delivery = all_end(run(rules, text))
    assert delivery.refusals["over_limit"] >= delivery.opened - 1
    assert delivery.compensation == 0


def test_a_plan_that_was_overtaken_is_not_carried_out():
    """The supervisor is faster; what the account manager had planned must not move the next step."""
    text = (
        DELIVERIES
        + """
staff:
  steps:
    acknowledge: {median: 130 work minutes, spread: 0}
    apologize: {median: 200 work minutes, spread: 0}
  roles: {supervisor: {acknowledge: {median: 1 work minute}}}
"""
    )
    delivery = figures(run(text=text), "recovery.delivery_error")
    assert delivery.rungs[("account_manager", "supervisor")].count > 10
    on_time = delivery.on_time("apologize")
    assert on_time is not None
    assert on_time < 0.1  # a repeated failure is with the supervisor from the opening on


def test_no_case_is_lost_where_nobody_forgets():
    text = """
arrivals: {hours: {"09:00..17:00": 1}, cases: {delivery_error: 20, feedback: 20}}
staff: {steps: {acknowledge: {median: 5 work minutes, spread: 0.1}}}
"""
    report = run(text=text, days=30)
    longer = run(text=text, days=90)
    assert figures(longer, "feedback").opened > figures(report, "feedback").opened
    for one in report.processes:
        assert not one.refusals
        assert one.opened - one.ended < 12
        rate = one.on_time("acknowledge" if one.id != "feedback" else "notify")
        assert rate is not None
        assert rate > 0.9


def test_who_forgets_is_reminded_by_the_ladder():
    text = """
arrivals: {hours: {"09:00..17:00": 1}, cases: {delivery_error: 20}}
staff: {steps: {acknowledge: {median: 10 work minutes, forgotten: 100%}}}
"""
    delivery = figures(run(text=text), "recovery.delivery_error")
    assert delivery.ended > 0
    assert delivery.warnings >= delivery.ended


def test_arrivals_are_the_same_under_another_policy():
    other = run(with_limits({"account_manager": 0, "supervisor": 0}))
    comparison = compare(REPORT, other)
    data = comparison.as_dict()
    assert all(one["opened"]["change"] == 0 for one in data["processes"])
    refusals = figures(other, "recovery.delivery_error").refusals
    assert refusals["over_limit"] > 0
    assert data["before"]["hash"] != data["after"]["hash"]
    minutes = {one["role"]: one["minutes"]["change"] for one in data["roles"]}
    assert minutes["account_manager"] != 0


def test_a_policy_compared_with_itself_changes_nothing():
    data = compare(REPORT, run()).as_dict()
    for one in data["processes"]:
        assert one["escalations"]["change"] == 0
        assert one["compensation"]["change"] == "0"
        assert all(rate["change"] in (0, None) for rate in one["on_time"].values())


@pytest.mark.parametrize("changed", [{"seed": 9}, {"days": 61}, {"customers": CUSTOMERS[:9]}])
def test_runs_of_different_years_cannot_be_compared(changed):
    with pytest.raises(UsageError):
        compare(REPORT, run(**changed))


@pytest.mark.parametrize("arguments", [{"days": 0}, {"customers": []}])
def test_a_run_needs_days_and_customers(arguments):
    with pytest.raises(UsageError):
        run(**arguments)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tables_stand_in_line(lang):
    text = REPORT.text(lang) + "\n" + compare(REPORT, run(seed=3)).text(lang)
    blocks = [block.splitlines() for block in text.split("\n\n")]
    tables = [block for block in blocks if len(block) > 2 and set(block[1]) == {"─"}]
    assert len(tables) == 9
    for block in tables:
        assert max(map(display_width, block)) <= display_width(block[1]) + 1
        assert len(block) > 2


def test_the_report_is_json():
    assert json.loads(json.dumps(REPORT.as_dict())) == REPORT.as_dict()


@pytest.mark.parametrize(("customers", "low", "high"), [(1, 0, 0.1), (4000, 0.9, 1)])
def test_a_failure_that_is_repeated_starts_higher(customers, low, high):
    """Nobody acknowledges in time: what starts at the bottom climbs the first rung."""
    text = f"""
arrivals: {{cases: {{delivery_error: {2000 / customers}}}}}
staff: {{steps: {{acknowledge: {{median: 9 work hours, spread: 0}}}}}}
"""
    shops = [replace(CUSTOMERS[0], id=f"C{number}") for number in range(customers)]
    delivery = figures(run(text=text, customers=shops), "recovery.delivery_error")
    assert delivery.opened > 10
    first = delivery.rungs.get(("account_manager", "supervisor"), RungFigures())
    assert low <= first.count / delivery.opened <= high


def test_a_process_the_policy_lacks_is_passed_over():
    made = model()
    report = simulate(RULES_WITHOUT_FEEDBACK, CUSTOMERS, made, seed=3, start=START, days=20)
    assert [one.id for one in report.processes] == [
        "recovery.delivery_error",
        "recovery.payment_error",
    ]


def without_feedback():
    kept = {id_: p for id_, p in SHIPPED.processes.items() if id_ != "feedback"}
    return case_rules(replace(SHIPPED, processes=kept))


RULES_WITHOUT_FEEDBACK = without_feedback()


def test_the_person_complained_about_does_not_handle_the_case():
    text = "arrivals: {hours: {'09:00..17:00': 1}, cases: {attitude: 40}}"
    report = run(text=text)
    assert figures(report, "recovery.attitude").opened > 10
    assert PEOPLE["account_manager"] not in {one.name for one in report.people}


def test_a_process_of_the_author_runs_to_its_end_through_its_pauses():
    vip = workflow_engine.load("rules/vip").program
    text = """
arrivals: {cases: {满意度调查闭环: 30}}
events: {waits: {share: 0%, median: 2 calendar days}}
"""
    made, found = read_model(text, "model.yaml", vip)
    assert made is not None, found
    report = simulate(case_rules(vip), CUSTOMERS, made, seed=3, start=START, days=120)
    survey = figures(report, "满意度调查闭环")
    assert survey.opened > 20
    assert survey.ended > survey.opened * 0.8
    assert not survey.refusals


def test_a_customer_without_people_has_cases_all_the_same():
    alone = [SimulatedCustomer("C1", "店", dict.fromkeys(PEOPLE))]
    text = "arrivals: {hours: {'09:00..17:00': 1}, cases: {delivery_error: 900}}"
    report = run(text=text, customers=alone)
    assert figures(report, "recovery.delivery_error").ended > 0
