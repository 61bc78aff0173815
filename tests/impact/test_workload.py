"""Minutes of roles and people before and after, their capacity, and what they cost."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from tests.impact.test_columns_agree import base_of
from tests.impact.versions import small
from workflow_engine.impact.customers import compare
from workflow_engine.impact.version import Version
from workflow_engine.impact.workload import person_loads, role_loads

DAY = dt.date(2026, 11, 21)
WORKDAYS = 21
"""Of November 2026."""
ROWS = [
    ("C1", "一", "12", "urban", "甲", ""),
    ("C2", "二", "22", "urban", "乙", ""),
    ("C3", "三", "8", "rural", "甲", ""),
]
TWICE = ("general: {times: 1 per month, minutes: 20", "general: {times: 2 per month, minutes: 20")
NO_PRICE = (", cost_per_hour: 60", "")


def loads(tmp_path, old, new, of):
    versions = Version(old), Version(new)
    compared = compare(*versions, base_of(tmp_path, ROWS))
    return of(*versions, compared.tally, DAY)


def test_a_role_is_the_sum_of_its_people(tmp_path):
    (role,) = loads(tmp_path, small(), small(TWICE), role_loads)
    # 20 minutes once; 40 four times and a call of 10; 30 twice
    assert (role.before.minutes, role.after.minutes) == (
        Fraction(20 + 170 + 60),
        Fraction(40 + 170 + 60),
    )
    assert role.before.capacity == 2 * 300 * WORKDAYS  # the people whom customers name
    assert role.before.percent == round(100 * 250 / (2 * 300 * WORKDAYS), 1)
    assert (role.before.cost, role.after.cost) == (Decimal("250.00"), Decimal("270.00"))


def test_people_with_the_largest_growth_come_first(tmp_path):
    found = loads(tmp_path, small(), small(TWICE), person_loads)
    assert [(one.person, one.before.minutes, one.after.minutes) for one in found] == [
        ("甲", 80, 100),
        ("乙", 170, 170),
    ]
    assert [one.before.capacity for one in found] == [300 * WORKDAYS] * 2
    assert [one.after.customers for one in found] == [2, 1]


def test_a_price_that_only_one_version_knows_holds_for_both(tmp_path):
    (role,) = loads(tmp_path, small(NO_PRICE), small(TWICE), role_loads)
    assert (role.before.cost, role.after.cost) == (Decimal("250.00"), Decimal("270.00"))
    (free,) = loads(tmp_path, small(NO_PRICE), small(NO_PRICE, TWICE), role_loads)
    assert (free.before.cost, free.after.cost) == (None, None)


def test_more_work_than_time_is_said(tmp_path):
    few = ("minutes_per_day: 300", "minutes_per_day: 6")
    first, second = loads(tmp_path, small(few), small(few, TWICE), person_loads)
    assert (first.person, first.after.over) == ("甲", False)  # 100 of 126
    assert (second.person, second.after.over) == ("乙", True)
