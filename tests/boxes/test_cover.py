"""Boxes against boxes, point by point; and where the work ends."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow_engine.boxes.budget import Budget, BudgetSpent
from workflow_engine.boxes.cover import (
    contains,
    covered,
    intersect,
    simplified,
    uncovered,
    without,
)
from workflow_engine.boxes.cover import product as common

CELLS = (3, 2, 4)
WHOLE = tuple((1 << cells) - 1 for cells in CELLS)
BOXES = st.tuples(*(st.integers(1, full) for full in WHOLE))
POINTS = [tuple(1 << cell for cell in point) for point in product(*map(range, CELLS))]


def points(boxes):
    return {point for point in POINTS if any(contains(box, point) for box in boxes)}


@settings(max_examples=300)
@given(BOXES, st.lists(BOXES, max_size=6))
def test_what_is_left_is_exact_and_disjoint(box, covers):
    left = list(uncovered(box, covers, Budget()))
    assert points(left) == points([box]) - points(covers)
    assert all(intersect(one, other) is None for one, other in combinations(left, 2))
    assert covered(box, covers, Budget()) is (not left)
    assert left == list(uncovered(box, covers, Budget()))


@settings(max_examples=200)
@given(st.lists(st.lists(BOXES, max_size=4), max_size=3), st.lists(BOXES, max_size=5))
def test_common_and_simplified_regions(groups, boxes):
    expected = points([WHOLE]).intersection(*(points(group) for group in groups))
    assert points(common(groups, WHOLE, Budget())) == expected
    fewer = simplified(boxes, Budget())
    assert points(fewer) == points(boxes)
    assert len(fewer) <= len(boxes)
    assert points(without(boxes, fewer, Budget())) == set()


def odd(axes):
    """The customers with an odd number of yes answers: no two of the boxes can be joined."""
    return [
        tuple(2 if answer else 1 for answer in point)
        for point in product((False, True), repeat=axes)
        if sum(point) % 2
    ]


def gathered(gaps, found):
    for gap in gaps:
        found.append(gap)


def test_an_adversarial_table_stops_at_its_budget_with_what_it_found():
    box, covers = (3,) * 12, odd(12)
    budget = Budget(20_000)
    found = []
    with pytest.raises(BudgetSpent):
        gathered(uncovered(box, covers, budget), found)
    assert found
    assert not any(intersect(gap, cover) for gap in found[:10] for cover in covers)
    with pytest.raises(BudgetSpent):
        budget.spend()


def test_the_small_one_ends():
    gaps = list(uncovered((3,) * 6, odd(6), Budget()))
    assert len(gaps) == 32
