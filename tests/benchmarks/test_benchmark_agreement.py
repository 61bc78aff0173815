"""The hand-written policy of the benchmarks means what the generated policy means."""

from __future__ import annotations

import pytest

from benchmarks import handwritten_plan
from benchmarks.agreement import (
    engine_decision,
    engine_plan,
    handwritten_decision,
    handwritten_plan_of,
    history,
)
from benchmarks.customer_generator import TODAY, customers, log_entries
from benchmarks.handwritten_decision import decide as decide_by_hand
from benchmarks.policy_generator import generate, yaml_text
from workflow_engine.batch.log import ServiceLog
from workflow_engine.decide.decider import decide
from workflow_engine.policy import Policy, check_texts

GENERATED = generate()


@pytest.fixture(scope="module")
def policy():
    report = check_texts({"policy.yaml": yaml_text(GENERATED)})
    assert report.program is not None, report.diagnostics
    return Policy(report.program)


def test_the_policy_has_the_promised_size(policy):
    program = policy.program
    assert len(program.attributes) == 30
    assert len(GENERATED.tags) == 60
    assert len(program.definitions["pyramid"].levels) + 1 == 4
    assert len(program.categories.of) == 8
    assert [item.kind for item in program.items.values()].count("must_do") == 12
    assert len(program.items) == 40


@pytest.mark.parametrize("gaps", [0.0, 0.1, 0.5])
def test_decisions_agree(policy, gaps):
    for customer in customers(GENERATED, 300, gaps=gaps, seed=1):
        made = policy.row_function(customer, TODAY)
        assert engine_decision(made) == handwritten_decision(decide_by_hand(customer, TODAY))


def test_both_agree_with_the_reference(policy):
    for customer in customers(GENERATED, 60, gaps=0.2, seed=2):
        assert policy.row_function(customer, TODAY) == decide(policy.program, customer, TODAY)


@pytest.mark.parametrize("with_log", [False, True])
def test_plans_agree(policy, with_log):
    made = {f"c{number}": c for number, c in enumerate(customers(GENERATED, 200, seed=3))}
    entries = log_entries(GENERATED, list(made), seed=3)
    log = ServiceLog([entry for some in entries.values() for entry in some])
    for id_, customer in made.items():
        used = log if with_log else None
        ours = policy.plan_values(id_, id_, customer, at=TODAY, log=used)
        past = history(entries[id_]) if with_log else None
        assert engine_plan(ours) == handwritten_plan_of(
            handwritten_plan.plan(customer, TODAY, past)
        )
