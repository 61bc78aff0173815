"""Customer by customer and in columns: the same counts, samples and minutes, to the last one."""

from __future__ import annotations

import datetime as dt
import random

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.impact.versions import TOBACCO, VIP, edited, small
from workflow_engine.impact.customers import compare
from workflow_engine.impact.one_by_one import Base
from workflow_engine.impact.samples import samples
from workflow_engine.impact.version import Version

DAY = dt.date(2026, 11, 21)
EDITS = (
    ("when: tier >= 20", "when: tier >= 15"),
    ('when: market == "rural"', 'when: market == "rural" and tier < 12'),
    ("gold: {label: 金, when: tier >= 25", "gold: {label: 金, when: tier >= 18"),
    ("strategy: cut}", "strategy: keep}"),
    ("bronze: {label: 铜, otherwise: true}", "bronze: {label: 铜, when: tier < 5}"),
    ("rural: {times: 2 per month, minutes: 30", "rural: {times: 3 per month, minutes: 25"),
    ("for: big, every: 1 month", "for: rural, every: 2 weeks"),
    ("urgency_when: {big: high}", "urgency_when: {rural: low}"),
    ("eligible: tier >= 5, every: 3 months", "eligible: tier >= 9, every: on demand"),
    ("eligible: rural, every: at 春节", "eligible: big or rural, every: 1 month"),
    ("tier: {type: integer, min: 1, max: 30", "tier: {type: integer, min: 3, max: 30"),
    ("by: manager, minutes: 45", "minutes: 50"),
)
OLD = small()


def base_of(tmp_path, rows, log=()):
    customers = tmp_path / "customers.csv"
    head = "customer_id,customer_name,tier,market,manager_name,opted_in,shoe_size\n"
    customers.write_text(head + "".join(f"{','.join(row)},\n" for row in rows), encoding="utf-8")
    done = tmp_path / "log.csv"
    done.write_text(
        "customer_id,item,done_on\n" + "".join(f"{','.join(row)}\n" for row in log),
        encoding="utf-8",
    )
    return Base([customers], [done], DAY)


def random_rows(seed, count=60):
    draw = random.Random(seed)
    rows = []
    for number in range(count):
        tier = draw.choice(["", "0", "31", "x", *map(str, range(1, 31))])
        market = (
            draw.choice(["urban", "rural", "城镇", "", "nowhere"]) if draw.random() < 0.9 else ""
        )
        chosen = draw.choice(["", "gift", "course", "gift;course", "nothing"])
        id_ = draw.choice([f"C{number:03}", f"C{number:03}", f"C{draw.randrange(count):03}", ""])
        rows.append((id_, f"店{number}", tier, market, draw.choice(["甲", "乙", ""]), chosen))
    days = [
        (dt.date(2026, 11, 1) + dt.timedelta(days=draw.randrange(30))).isoformat()
        for _ in range(40)
    ]
    log = [
        (
            f"C{draw.randrange(count):03}",
            draw.choice(["visit", "call", "course", "stock", "nap"]),
            day,
        )
        for day in days
    ]
    return rows, log


def assert_same(one, other):
    first, second = one.tally, other.tally
    assert (one.engine, other.engine) == ("row", "polars")
    assert one.log_rejected == other.log_rejected
    assert {found.code for found in one.findings} == {found.code for found in other.findings}
    for name in (
        "compared",
        "changed",
        "counts",
        "rules",
        "customers",
        "first",
        "refused",
        "matrices",
        "rejected",
        "in_rollout",
    ):
        assert getattr(first, name) == getattr(second, name), name
    for side in ("before", "after"):
        loads = getattr(first, side), getattr(second, side)
        assert (loads[0].minutes, loads[0].customers, loads[0].total) == (
            loads[1].minutes,
            loads[1].customers,
            loads[1].total,
        )
    told = [
        [(s.id, s.row, s.rejected_by, [f.code for f in s.findings]) for s in tally.one_sided]
        for tally in (first, second)
    ]
    assert sorted(told[0], key=repr) == sorted(told[1], key=repr)
    assert first.sampled(20) == second.sampled(20)


@settings(max_examples=25)
@given(st.lists(st.sampled_from(EDITS), unique=True, max_size=5), st.integers(0, 10**6))
def test_the_small_policy_changed_at_random(tmp_path_factory, edits, seed):
    rows, log = random_rows(seed)
    base = base_of(tmp_path_factory.mktemp("base"), rows, log)
    new = small(*edits)
    versions = Version(OLD), Version(new)
    assert_same(compare(*versions, base, engine="row"), compare(*versions, base, engine="polars"))


@pytest.mark.parametrize(
    ("folder", "edits"),
    [
        (TOBACCO, [("visits.yaml", "times: 1 per month", "times: 2 per month"),
                   ("pyramid.yaml", "tier >= 28, net >= 20000", "tier >= 20, net >= 15000")]),
        (VIP, [("tags.yaml", "0.4", "0.5")]),
    ],
    ids=["tobacco-retail", "vip"],
)  # fmt: skip
def test_the_shipped_policies(folder, edits):
    base = Base([folder / "customers.csv"], [folder / "log.csv"], DAY)
    versions = Version(edited(folder=folder)), Version(edited(*edits, folder=folder))
    by_row, in_columns = (compare(*versions, base, engine=engine) for engine in ("row", "polars"))
    assert by_row.tally.changed > 0
    assert_same(by_row, in_columns)
    looked_at = [
        [
            (s.after.plan.customer_id, s.differences, s.before.plan.monthly_minutes)
            for s in samples(*versions, base, one)
        ]
        for one in (by_row, in_columns)
    ]
    assert looked_at[0] == looked_at[1]
    kinds = {one.kind for sample in looked_at[0] for one in sample[1]}
    assert kinds == {difference.kind for difference in by_row.tally.counts}


@pytest.mark.parametrize("engine", ["row", "polars"])
def test_ids_that_a_workbook_holds_as_numbers_are_found_again(tmp_path, engine):
    book = openpyxl.Workbook()
    book.active.append(
        ["customer_id", "customer_name", "tier", "market", "manager_name", "opted_in"]
    )
    for tier in range(1, 31):
        book.active.append([1000 + tier, f"店{tier}", tier, "urban", "甲", "course"])
    book.save(tmp_path / "customers.xlsx")
    base = Base([tmp_path / "customers.xlsx"], [], DAY)
    versions = Version(OLD), Version(small(EDITS[0]))
    compared = compare(*versions, base, engine=engine)
    found = samples(*versions, base, compared)
    assert {one.after.plan.customer_id for one in found} == {
        str(1000 + tier) for tier in range(15, 20)
    }
