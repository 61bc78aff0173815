"""`valid`: what counts for a time only is a condition on today, for every backend."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.compiler.small_policy import compiled, found_in
from workflow_engine.decide.decider import decide
from workflow_engine.decide.row_function import row_function
from workflow_engine.program.types import SCALE

LAST, FIRST = dt.date(2026, 6, 30), dt.date(2026, 1, 1)
DAY = dt.timedelta(days=1)
CUSTOMER = {
    "tier": 30,
    "sales": 500 * SCALE,
    "costs": 0,
    "manager": None,
    "region": None,
    "opted_in": ("tea", "care"),
}
ROUND = """
customer:
  attributes:
    service_value: {opted_in: {type: list of text}}
tags:
  campaign: {when: tier >= 28, valid: 2026-01-01..2026-06-30}
scales:
  pyramid:
    levels:
      gold: {when: tier >= 28, valid: 2026-01-01..2026-06-30, strategy: keep}
      usual: {otherwise: true}
tables:
  minutes:
    gives: {type: integer}
    hit: unique
    rows:
      - {tier: ≥ 28, valid: 2026-01-01..2026-06-30, then: 60}
      - {tier: ≥ 28, valid: 2026-07-01.., then: 40}
      - {valid: ..2025-12-31, then: 30}
must_do:
  count: {every: 1 month, valid: 2026-01-01..2026-06-30}
optional:
  tea: {eligible: tier >= 20, every: 1 month, valid: 2026-01-01..2026-06-30}
  care: {eligible: tier < 5, every: 1 month, valid: 2026-01-01..2026-06-30}
strategies: {keep: {grants: [care]}}
promises:
  soon: {unit: 小时, better: lower, promise: 40, valid: 2026-01-01..2026-06-30}
"""


@pytest.mark.parametrize(
    ("day", "within", "minutes"),
    [
        (FIRST - DAY, False, 30),
        (FIRST, True, 60),
        (LAST, True, 60),
        (LAST + DAY, False, 40),
    ],
)
def test_both_days_count_and_nothing_beyond_them(day, within, minutes):
    program = compiled(ROUND)
    decision = decide(program, CUSTOMER, day)
    assert decision.values["campaign"] is within
    assert decision.values["pyramid"] == ("gold" if within else "usual")
    assert decision.values["minutes"] == minutes
    assert decision.states["count"] == ("due" if within else "not_due")
    assert decision.states["tea"] == ("active" if within else "chosen_but_not_eligible")
    assert row_function(program)(CUSTOMER, day) == decision


def test_a_granted_item_is_not_given_beyond_its_time():
    always = ROUND.replace(
        "gold: {when: tier >= 28, valid: 2026-01-01..2026-06-30", "gold: {when: tier >= 28"
    )
    program = compiled(always)
    assert decide(program, CUSTOMER, LAST).states["care"] == "active"
    assert decide(program, CUSTOMER, LAST + DAY).states["care"] == "chosen_but_not_eligible"
    assert decide(program, CUSTOMER, FIRST - DAY).states["care"] == "chosen_but_not_eligible"


def test_out_of_its_time_a_rule_is_false_whatever_is_missing():
    program = compiled(ROUND)
    nobody = dict.fromkeys(CUSTOMER)
    assert decide(program, nobody, LAST).values["campaign"] is None
    decision = decide(program, nobody, LAST + DAY)
    assert decision.values["campaign"] is False
    assert decision.states["count"] == "not_due"


@pytest.mark.parametrize(
    ("period", "code"),
    [
        ("2026-01-01", None),
        ("..2026-06-30", None),
        ("2026-01-01 ..", None),
        ("..", "WE377"),
        ("2026年上半年", "WE377"),
        ("2026-06-30..2026-01-01", "WE234"),
        ("2026-02-30..", "WE211"),
    ],
)
def test_what_a_period_is(period, code):
    found = [one.code for one in found_in(f"tags: {{new: {{when: tier > 1, valid: {period}}}}}")]
    assert found == ([] if code is None else [code])


def test_the_level_of_everybody_else_has_no_period():
    scale = "scales: {s: {levels: {a: {when: big}, b: {otherwise: true, valid: 2026-01-01..}}}}"
    (found,) = found_in(scale)
    assert (found.code, found.place.line) == ("WE378", 1)
    assert "`valid`" in found.help.en
