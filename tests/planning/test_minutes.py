"""Monthly minutes: exact shares, rounded once."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.planning.policies import (
    MONTHLY_VISIT,
    VISIT,
    WEEKLY_VISIT,
    item,
    per,
    planned,
    program,
    rolling,
)
from workflow_engine.language.durations import Frequency
from workflow_engine.planning.minutes import millionths, times_a_month


@pytest.mark.parametrize(
    ("frequency", "times"),
    [
        (rolling(1, "month"), Fraction(1)),
        (rolling(6, "month"), Fraction(1, 6)),
        (rolling(1, "quarter"), Fraction(1, 3)),
        (rolling(1, "half year"), Fraction(1, 6)),
        (rolling(1, "year"), Fraction(1, 12)),
        (rolling(2, "week"), Fraction(26, 12)),
        (rolling(30, "day"), Fraction(365, 360)),
        (per(4, "month"), Fraction(4)),
        (per(2, "year"), Fraction(1, 6)),
        (per(1, "week"), Fraction(52, 12)),
        (Frequency("event", events=("春节", "中秋")), Fraction(1, 6)),
        (Frequency("event", events=("中秋", "中秋节", "公司年会")), Fraction(1, 12)),
        (VISIT, Fraction(0)),
        (Frequency("on_demand"), Fraction(0)),
        (Frequency("always"), Fraction(0)),
    ],
)
def test_times_a_month(frequency: Frequency, times: Fraction) -> None:
    assert times_a_month(frequency) == times


@given(st.integers(0, 10**9), st.integers(1, 10**6))
@example(1, 2_000_000)
@example(3, 2_000_000)
def test_millionths_round_half_even(numerator: int, denominator: int) -> None:
    assert millionths(numerator, denominator) == round(Fraction(numerator, denominator) * 10**6)


def test_visits_active_options_and_must_do_items_with_their_own_frequency() -> None:
    policy = program(
        item("stock", VISIT, minutes=10),
        item("briefing", rolling(1, "quarter"), minutes=20),
        item("survey", rolling(1, "year")),
        item("coaching", per(2, "month"), "optional", minutes=30),
        item("offer", rolling(1, "month"), "optional", minutes=99),
    )
    plan = planned(policy, visit=WEEKLY_VISIT, states={"offer": "offered"})
    assert plan.monthly_minutes == round(Fraction(160 + 60) * 10**6 + Fraction(20, 3) * 10**6)
    assert plan.as_dict("en")["monthly_minutes"] == 226.666667


def test_items_that_are_unknown_are_served_and_counted() -> None:
    policy = program(item("briefing", rolling(1, "month"), minutes=20))
    assert planned(policy, states={"briefing": "due_unknown"}).monthly_minutes == 20_000_000
    assert planned(policy, states={"briefing": "not_due"}).monthly_minutes == 0
    assert planned(policy, visit=MONTHLY_VISIT).as_dict("zh")["monthly_minutes"] == 40
