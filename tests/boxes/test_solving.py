"""Whole numbers within limits, against trying all of them."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow_engine.boxes.budget import Budget, BudgetSpent
from workflow_engine.boxes.solving import limits_of, solve

NAMES = ("x", "y", "z")
ENDS = st.integers(-6, 6)


def nearest_to_zero(_, span):
    low, high = span
    if low is not None and low > 0:
        return low
    return high if high is not None and high < 0 else 0


@st.composite
def systems(draw, multiples):
    """Limits of three variables between -3 and 3, and of a few sums of them."""
    limits = [one for name in NAMES for one in limits_of([(name, 1)], (-3, 3))]
    sums = []
    for _ in range(draw(st.integers(1, 4))):
        names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=3, unique=True))
        terms = [(name, draw(st.sampled_from(multiples))) for name in names]
        low, high = draw(ENDS), draw(st.none() | ENDS)
        sums.append((terms, low, high))
        limits += limits_of(terms, (low, high))
    return limits, sums


def fits(sums, values):
    totals = [(sum(m * values[name] for name, m in terms), low, high) for terms, low, high in sums]
    return all(total >= low and (high is None or total <= high) for total, low, high in totals)


def someone(sums):
    points = (dict(zip(NAMES, point, strict=True)) for point in product(range(-3, 4), repeat=3))
    return any(fits(sums, point) for point in points)


@settings(max_examples=300)
@given(systems([1, -1]))
def test_sums_and_differences_are_decided(drawn):
    limits, sums = drawn
    found = solve(NAMES, limits, nearest_to_zero, Budget(10_000))
    if someone(sums):
        assert not isinstance(found, str)
        assert fits(sums, found)
        assert all(-3 <= value <= 3 for value in found.values())
    else:
        assert found in ("impossible", "unsure")


@settings(max_examples=300)
@given(systems([1, -1, 2, -3, 5]))
def test_what_is_called_impossible_is(drawn):
    limits, sums = drawn
    found = solve(NAMES, limits, nearest_to_zero, Budget(10_000))
    if found == "impossible":
        assert not someone(sums)
    elif found != "unsure":
        assert fits(sums, found)


def test_a_cycle_of_differences_is_impossible_without_any_ends():
    cycle = [
        *limits_of([("x", 1), ("y", -1)], (1, None)),
        *limits_of([("y", 1), ("z", -1)], (1, None)),
        *limits_of([("z", 1), ("x", -1)], (1, None)),
    ]
    assert solve(NAMES, cycle, nearest_to_zero, Budget()) == "impossible"


def test_whole_numbers_have_no_half():
    odd = limits_of([("x", 2), ("y", 4)], (7, 7))
    assert solve(NAMES, odd, nearest_to_zero, Budget()) == "impossible"


def test_the_budget_counts():
    many = limits_of([("x", 1), ("y", -1)], (0, 5))
    with pytest.raises(BudgetSpent):
        solve(NAMES, many, nearest_to_zero, Budget(2))
