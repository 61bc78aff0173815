"""Who is drawn for a rollout: by the id alone, and nobody is taken back."""

from __future__ import annotations

import datetime as dt
import hashlib
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.program.rollout import Rollout, Stage, drawn_number, in_rollout

DAY = dt.date(2026, 11, 21)
SHARES = st.decimals(0, 1, places=4)


def rollout(*stages, salt="shop"):
    return Rollout("../before", tuple(stages), salt, (), Place("p.yaml"))


def at(share, salt="shop"):
    return rollout(Stage(None, Decimal(share)), salt=salt)


def test_the_formula_is_the_documented_one():
    digits = hashlib.sha256("shop:城东/3".encode()).hexdigest()[:8]
    assert drawn_number("shop", "城东/3") == int(digits, 16)
    assert drawn_number("shop", "S0001") == 3468697693


@given(st.text(), SHARES, SHARES)
def test_whoever_is_in_at_a_share_is_in_at_a_larger_one(customer, one, other):
    small, large = sorted((one, other))
    assert in_rollout(at(small), customer, DAY) <= in_rollout(at(large), customer, DAY)


@given(st.text())
def test_nobody_at_nothing_and_everybody_at_all(customer):
    assert not in_rollout(at(0), customer, DAY)
    assert in_rollout(at(1), customer, DAY)


def test_the_share_of_customers_is_about_what_was_asked_for():
    for share in ("0.05", "0.3", "0.5"):
        drawn = sum(in_rollout(at(share), f"LS{number:06}", DAY) for number in range(20_000))
        assert abs(drawn / 20_000 - float(share)) < 0.01


def test_another_salt_draws_others():
    ids = [f"LS{number:04}" for number in range(2_000)]
    one, other = (
        {id_ for id_ in ids if in_rollout(at("0.1", salt), id_, DAY)} for salt in ("a", "b")
    )
    assert len(one & other) < 60


def test_each_stage_begins_on_its_day():
    staged = rollout(
        Stage(dt.date(2026, 12, 1), Decimal("0.05")), Stage(dt.date(2026, 12, 15), Decimal("0.5"))
    )
    days = ("2026-11-30", "2026-12-01", "2026-12-14", "2026-12-15", "2030-01-01")
    shares = [staged.share_on(dt.date.fromisoformat(day)) for day in days]
    assert shares == [0, Decimal("0.05"), Decimal("0.05"), Decimal("0.5"), Decimal("0.5")]
