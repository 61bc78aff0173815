"""The limits that a policy sets to its own release."""

from __future__ import annotations

import pytest

from tests.impact.test_columns_agree import base_of
from tests.impact.versions import SMALL, compiled, small
from workflow_engine.impact.customers import compare
from workflow_engine.impact.limits import check_limits
from workflow_engine.impact.version import Version

ROWS = [(f"C{tier:02}", "店", str(tier), "urban", "甲", "course") for tier in range(1, 31)]
EDITS = (("when: tier >= 20", "when: tier >= 18"), ("eligible: tier >= 5", "eligible: tier >= 8"))


def checked(tmp_path, limits, edits=EDITS, engine="row"):
    text = SMALL
    for what, instead in edits:
        assert what in text
        text = text.replace(what, instead, 1)
    new = compiled({"p.yaml": f"{text}rollout: {{limit: [{limits}]}}\n"})
    base = base_of(tmp_path, ROWS)
    compared = compare(Version(small()), Version(new), base, engine=engine)
    return [
        (float(one.counted), float(one.allowed), one.breached)
        for one in check_limits(new, compared.tally)
    ]


@pytest.mark.parametrize("engine", ["row", "polars"])
@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ("10% of customers lose an item", (3, 3, False)),
        ("9% of customers lose an item", (3, 2.7, True)),
        ("2 customers lose course", (3, 2, True)),
        ("0 customers lose gift", (0, 0, False)),
        ("1% of customers gain an item", (2, 0.3, True)),
        ("5 customers change anything", (5, 5, False)),
        ("4 customers change anything", (5, 4, True)),
        ("0 customers change rank", (0, 0, False)),
        ("1 customers change big", (2, 1, True)),
        ("1 customers get more minutes", (2, 1, True)),
    ],
)
def test_customers_are_counted(tmp_path, engine, limit, told):
    assert checked(tmp_path, limit, engine=engine) == [told]


NARROWER = (("tier: {type: integer, min: 1", "tier: {type: integer, min: 4"),)


@pytest.mark.parametrize("engine", ["row", "polars"])
@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ("10% of customers change anything", (3, 3, False)),
        ("2 customers change anything", (3, 2, True)),
        ("0 customers change rank", (3, 0, True)),
        ("2 customers get fewer minutes", (3, 2, True)),
        ("0 customers gain an item", (0, 0, False)),
        ("0 customers change big", (0, 0, False)),
    ],
)
def test_whom_the_new_version_rejects_loses_everything(tmp_path, engine, limit, told):
    assert checked(tmp_path, limit, NARROWER, engine) == [told]


@pytest.mark.parametrize("engine", ["row", "polars"])
def test_a_rejected_customer_loses_the_items_they_had(tmp_path, engine):
    new = compiled({"p.yaml": SMALL.replace("max: 30", "max: 27")})
    compared = compare(Version(small()), Version(new), base_of(tmp_path, ROWS), engine=engine)
    tally = compared.tally
    assert (tally.compared, tally.changed, tally.rejected["new"]) == (30, 3, 3)
    assert tally.customers["item_lost"] == tally.customers["category_lost"] == 3
    assert tally.matrices["rank"]["gold", None] == 3
    assert tally.example(next(one for one in tally.counts if one.kind == "refused")) in {
        "C28",
        "C29",
        "C30",
    }
    assert tally.sampled(20) == ()


@pytest.mark.parametrize("engine", ["row", "polars"])
def test_of_nobody_no_limit_is_measured(tmp_path, engine):
    new = compiled({"p.yaml": f"{SMALL}rollout: {{limit: [5% of customers lose an item]}}\n"})
    compared = compare(Version(small()), Version(new), base_of(tmp_path, []), engine=engine)
    for tally in (compared.tally, None):
        (limit,) = check_limits(new, tally)
        assert (limit.measured, limit.breached, limit.share) == (False, False, None)


def test_without_a_rollout_there_are_no_limits(tmp_path):
    base = base_of(tmp_path, ROWS)
    compared = compare(Version(small()), Version(small(*EDITS)), base)
    assert check_limits(small(), compared.tally) == ()


def test_an_exact_share_is_allowed_to_the_last_customer(tmp_path):
    assert checked(tmp_path, "10% of customers lose an item") == [(3, 3, False)]


def test_the_minutes_of_a_role_may_grow_by_a_share_or_a_number(tmp_path):
    edits = (
        ("general: {times: 1 per month, minutes: 20", "general: {times: 1 per month, minutes: 22"),
    )
    limits = "manager minutes +10%, manager minutes +20, minutes +38, minutes -1%"
    found = checked(tmp_path, limits, edits)
    assert [one[0] for one in found] == [38.0] * 4  # nineteen customers are general alone
    assert [one[2] for one in found] == [False, True, False, True]
