"""Fingerprints differ exactly where the meaning does, and are the same in every run."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.decide.policies import TODAY
from tests.runs.change_runs import World, program_of
from tests.runs.small_runs import POLICY as SMALLER
from workflow_engine.batch.customers import Customer
from workflow_engine.columnar import digests
from workflow_engine.columnar.tables import Tables
from workflow_engine.decide.rule_numbers import numbered_rules
from workflow_engine.runs.again import Again
from workflow_engine.runs.fingerprints import (
    LogDigests,
    PlanFingerprints,
    customer_frame,
    inputs_of,
    inputs_of_large,
    key_digests,
)
from workflow_engine.runs.logs import LOG_SCHEMA
from workflow_engine.runs.rule_fingerprints import RuleFingerprints, rules_of

POLICY = SMALLER.replace(
    "manager: {label: 客户经理}", "manager: {label: 客户经理}, boss: {label: 主任}"
)
LEVELS = pl.Enum(["low", "high"])
START = digests.seed("a column")
DAY = dt.date(2026, 11, 21)
GOLDEN = [
    0xF7B1FAA448DD48E8,
    0xE45099E3CFE61A8E,
    0x860FD648AD4BFD2F,
    0xB279D3FD06093F4B,
    0x4A715C1DA458FF19,
    0xBCCE3350B8ECA2EC,
    0x0821D9C31F9F0F5E,
]
KINDS = {
    "text": (pl.String(), st.text(max_size=30)),
    "whole number": (pl.Int64(), st.integers(-(2**63), 2**63 - 1)),
    "day": (pl.Date(), st.dates()),
    "moment": (pl.Datetime("us"), st.datetimes()),
    "truth": (pl.Boolean(), st.booleans()),
    "choice": (LEVELS, st.sampled_from(["low", "high"])),
    "decimal": (
        pl.Decimal(38, 6),
        st.decimals(-(10**25), 10**25, places=6, allow_nan=False),
    ),
}
SMALL = {"tier": 1, "market": "rural", "area": "东", "state": None, "joined_on": DAY}
SMALL |= {"sat": (1, None), "opted_in": ("coaching",), "contribution": 5_000_000}


def small_policy(*edits):
    text = POLICY
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return program_of(text)


@st.composite
def columns(draw):
    """A column of any type, maybe of lists."""
    kind, values = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    values = st.none() | values
    if draw(st.booleans()):
        kind, values = pl.List(kind), st.none() | st.lists(values, max_size=4)
    return pl.Series(draw(st.lists(values, max_size=8)), dtype=kind)


@given(columns(), st.integers(0, 8))
def test_values_are_the_same_exactly_where_their_digests_are(column, cut):
    found = digests.of_values(column, START)
    values = column.to_list()
    for left, one in zip(values, found, strict=True):
        for right, other in zip(values, found, strict=True):
            assert (left == right) == (one == other)
    parts = [digests.of_values(part, START) for part in (column[:cut], column[cut:])]
    assert np.array_equal(np.concatenate(parts), found)


def test_digests_are_those_of_every_earlier_run():
    """Numbers that are written to disk: another value means another `rule_fingerprints.FORMAT`."""
    columns = [
        pl.Series(["", "C0001", "城东店", "x" * 17, None], dtype=pl.String),
        pl.Series(["C0001", "C0002", "C0003"]),
        pl.Series([0, -1, 2**62, 5, None], dtype=pl.Int64),
        pl.Series([DAY, DAY, DAY, DAY, None], dtype=pl.Date),
        pl.Series(["low", "high", "low", "high", None], dtype=LEVELS),
        pl.Series([[], [1], [1, 2], [2, 1], None], dtype=pl.List(pl.Int64)),
        pl.Series(
            [Decimal(1), Decimal(10**25), Decimal(0), Decimal("0.5"), None], dtype=pl.Decimal(38, 6)
        ),
    ]
    found = [digests.of_values(column, START) for column in columns]
    assert [int(np.add.reduce(one)) for one in found] == GOLDEN


@given(st.lists(st.text(max_size=20), max_size=6))
def test_a_text_has_one_digest_beside_whatever_others(texts):
    together = digests.of_texts(pl.Series(texts, dtype=pl.String)).tolist()
    assert together == [int(digests.of_texts(pl.Series([text]))[0]) for text in texts]


def test_choices_count_by_name_not_by_code():
    column = pl.Series(["high", "low"], dtype=LEVELS)
    turned = column.cast(pl.String).cast(pl.Enum(["high", "medium", "low"]))
    assert np.array_equal(digests.of_values(column, START), digests.of_values(turned, START))


def test_columns_of_two_names_do_not_cancel_out():
    values = pl.Series([1, 2])
    assert not np.array_equal(
        digests.of_values(values, START), digests.of_values(values, digests.seed("another"))
    )


def checked(**changes):
    return Customer("c1", "王芳", {**SMALL, **changes}, 1)


CHANGED = {
    "tier": 2,
    "market": None,
    "area": "西",
    "state": "",
    "joined_on": dt.date(2026, 11, 22),
    "sat": (None, 1),
    "opted_in": (),
    "contribution": 5_000_001,
}


@pytest.mark.parametrize("attribute", sorted(CHANGED))
def test_every_attribute_is_in_the_fingerprint_of_a_row(attribute):
    program = small_policy()
    rows = [checked(), checked(**{attribute: CHANGED[attribute]})]
    one, other = inputs_of(customer_frame(program, rows)).inputs
    assert one != other


def test_id_and_name_are_in_the_fingerprint_of_a_row_and_its_place_is_not():
    program = small_policy()
    first = checked()
    rows = [
        first,
        dataclasses.replace(first, id="c2"),
        dataclasses.replace(first, name="李明"),
        dataclasses.replace(first, row=9),
    ]
    found = inputs_of(customer_frame(program, rows)).inputs
    assert found[0] == found[3]
    assert len(set(found.tolist())) == 3


def test_a_customer_planned_alone_has_the_fingerprint_it_has_in_columns():
    program = small_policy()
    log = LogDigests(pl.DataFrame([("c1", "visit", DAY, True)], LOG_SCHEMA, orient="row"), DAY)
    rows = [checked(), checked(contribution=2**70), checked(contribution=2**70 + 1)]
    alone = inputs_of_large(program, rows, log).inputs
    assert alone[0] == inputs_of(customer_frame(program, rows[:1]), log).inputs[0]
    assert len(set(alone.tolist())) == 3
    assert np.array_equal(alone, inputs_of_large(program, rows, log).inputs)
    assert alone[1] != inputs_of_large(program, rows, None).inputs[1]
    assert len(inputs_of_large(program, [], log).inputs) == 0


ENTRIES = [("c1", "visit", DAY, True), ("c1", "care", DAY, False), ("c2", "visit", DAY, True)]


def log_digests(entries, at=DAY):
    keys = key_digests(pl.Series(["c1", "c2", "c3"]))
    return LogDigests(pl.DataFrame(entries, LOG_SCHEMA, orient="row"), at).of(keys).tolist()


def test_the_log_counts_by_customer_in_any_order_up_to_the_day():
    found = log_digests(ENTRIES)
    assert found[2] == 0
    assert len(set(found)) == 3
    assert log_digests(ENTRIES[::-1]) == found
    assert log_digests([*ENTRIES, ("c1", "care", DAY + dt.timedelta(days=1), False)]) == found
    assert log_digests([]) == [0, 0, 0]
    assert log_digests([("c9", "visit", DAY, True)]) == [0, 0, 0]


@pytest.mark.parametrize(
    "entry",
    [
        ("c1", "stock_count", DAY, False),
        ("c1", "care", DAY - dt.timedelta(days=1), False),
        ("c1", "care", DAY, True),
        ("c2", "care", DAY, False),
    ],
)
def test_all_of_an_entry_counts(entry):
    found = log_digests([ENTRIES[0], entry, ENTRIES[2]])
    assert found[0] != log_digests(ENTRIES)[0]


def planned_tables():
    people = {f"c{i}": {**SMALL, "tier": tier} for i, tier in enumerate([1, 28, 29, 2])}
    people["c1"]["contribution"] = 2_000_000_000
    people["c3"]["contribution"] = None
    world = World(POLICY, TODAY, people)
    return world.program, world.tables(list(people))


def planned(prints, tables):
    names = digests.of_values(tables.customers["name"], digests.seed("name"))
    return prints.of(tables, names)


def with_cell(frame, column, value):
    """The frame with another value in its first row."""
    values = frame[column].to_list()
    if values[0] == value:
        raise AssertionError("nothing would change")
    return frame.with_columns(pl.Series(column, [value, *values[1:]], frame.schema[column]))


ITEM_CELLS = {
    "item": "care",
    "state": "due_unknown",
    "priority": "P1",
    "due": None,
    "rule": 1,
}
CUSTOMER_CELLS = {
    "name": "谁",
    "tags": ["rich", "big"],
    "categories": [],
    "unknown_categories": ["big"],
    "visit_times": 9,
    "visit_per": "day",
    "visit_minutes": 9,
    "visit_modes": None,
    "visit_due": None,
    "monthly_minutes": Decimal(9),
    "unknown": ["rich"],
    "conflicts": ["pyramid"],
    "missing": ["tier"],
    "pyramid": None,
    "pyramid_rule": None,
}


@pytest.mark.parametrize("column", sorted(ITEM_CELLS))
def test_every_cell_of_an_item_is_in_the_fingerprint_of_its_customer_alone(column):
    program, tables = planned_tables()
    prints = PlanFingerprints(program)
    other = Tables(with_cell(tables.items, column, ITEM_CELLS[column]), tables.customers)
    assert (planned(prints, tables).plans != planned(prints, other).plans).tolist() == [
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize("column", sorted(CUSTOMER_CELLS))
def test_every_cell_of_a_customer_is_in_its_fingerprint(column):
    program, tables = planned_tables()
    prints = PlanFingerprints(program)
    other = Tables(tables.items, with_cell(tables.customers, column, CUSTOMER_CELLS[column]))
    assert (planned(prints, tables).plans != planned(prints, other).plans).tolist() == [
        True,
        False,
        False,
        False,
    ]


def test_no_cell_is_forgotten():
    _, tables = planned_tables()
    # Kind, role and minutes are the item's own; ids are whose rows they are.
    assert set(tables.items.columns) == {*ITEM_CELLS, "customer_id", "kind", "by", "minutes"}
    assert set(tables.customers.columns) == {*CUSTOMER_CELLS, "customer_id"}


@pytest.mark.parametrize(
    "edit", [("by: manager, minutes: 10", "by: boss, minutes: 10"), ("minutes: 10", "minutes: 11")]
)
def test_what_an_item_always_says_is_in_the_fingerprint(edit):
    _, tables = planned_tables()
    before, after = (
        planned(PlanFingerprints(one), tables).plans for one in (small_policy(), small_policy(edit))
    )
    assert (before != after).all()


def test_dates_that_change_places_are_in_the_fingerprint():
    program, tables = planned_tables()
    dues = [DAY, DAY + dt.timedelta(days=7)]
    rest = tables.items["due"][2:].to_list()
    assert tables.items["customer_id"][:2].to_list() == ["c0", "c0"]
    one, other = (
        Tables(
            tables.items.with_columns(pl.Series("due", [*first, *rest], pl.Date)), tables.customers
        )
        for first in (dues, dues[::-1])
    )
    prints = PlanFingerprints(program)
    assert (planned(prints, one).plans != planned(prints, other).plans).tolist() == [
        True,
        False,
        False,
        False,
    ]


def test_a_rule_counts_by_what_it_is_not_by_its_number():
    edit = ("tags:\n", "tags:\n  first: {when: tier < 0}\n")
    program, tables = planned_tables()
    other = small_policy(edit)
    assert numbered_rules(other)[0].name == "first"
    rules = [column for column in tables.customers.columns if column.endswith("_rule")]
    renumbered = Tables(
        tables.items.with_columns(pl.col("rule") + 1),
        tables.customers.with_columns(pl.col(column) + 1 for column in rules),
    )
    before = planned(PlanFingerprints(program), tables).plans
    assert np.array_equal(before, planned(PlanFingerprints(other), renumbered).plans)
    assert not np.array_equal(before, planned(PlanFingerprints(other), tables).plans)


def test_customers_without_items_and_no_customers_at_all():
    program, tables = planned_tables()
    prints = PlanFingerprints(program)
    whole = planned(prints, tables)
    some = Tables(tables.items.filter(pl.col("customer_id") != "c1"), tables.customers)
    found = planned(prints, some)
    assert found.counts.tolist() == [n if i != 1 else 0 for i, n in enumerate(whole.counts)]
    assert (found.plans == whole.plans).tolist() == [True, False, True, True]
    assert found.items[0][1] == 0
    nobody = planned(prints, Tables(tables.items.clear(), tables.customers.clear()))
    assert len(nobody.plans) == len(nobody.counts) == len(nobody.items[0]) == 0


def test_the_bits_of_items_follow_the_policy():
    program, tables = planned_tables()
    found = planned(PlanFingerprints(program), tables).items[0]
    order = list(program.items)
    for customer, bits in zip(tables.customers["customer_id"], found.tolist(), strict=True):
        held = tables.items.filter(pl.col("customer_id") == customer)["item"].to_list()
        assert bits == sum(1 << order.index(item) for item in set(held))


def deciding(*edits, divided_by=None):
    return rules_of(small_policy(*edits), DAY, divided_by)


@pytest.mark.parametrize(
    "edit",
    [
        ("tier >= 28", "tier >= 27"),
        ("contribution > 1000", "contribution >= 1000"),
        ("times: 1 per month", "times: 2 per month"),
        ("of: [big]", "of: [big, rich]"),
        ("for: everyone", "for: big"),
        ("eligible: big or market == rural", "eligible: big"),
        ("every: 1 month, minutes: 20", "every: 1 month, until: rich, minutes: 20"),
        ("{for: everyone, every: visit", "{for: everyone, every: 1 month"),
        ("max: 30", "max: 31"),
        (
            "  rich: {when: contribution > 1000}\n",
            "  rich: {when: contribution > 1000}\n  more: {when: big}\n",
        ),
        (
            "tags:\n  big: {when: tier >= 28}\n  rich: {when: contribution > 1000}",
            "tags:\n  rich: {when: contribution > 1000}\n  big: {when: tier >= 28}",
        ),
        ("for: everyone, every: visit", "for: everyone, record: form, every: visit"),
    ],
)
def test_what_decides_about_everybody(edit):
    assert deciding(edit).deciding != deciding().deciding


@pytest.mark.parametrize(
    ("item", "edit"),
    [
        ("care", ("every: 2 weeks", "every: 3 weeks")),
        ("care", ("every: 2 weeks, by: manager", "every: 2 weeks, by: boss")),
        ("coaching", ("minutes: 20}\n", "minutes: 25}\n")),
        ("coaching", ("every: 1 month, minutes: 20", "every: 1 month, value: high, minutes: 20")),
        (
            "coaching",
            (
                "every: 1 month, minutes: 20",
                "every: 1 month, urgency_when: {big: high}, minutes: 20",
            ),
        ),
        ("coaching", ("every: 1 month, minutes: 20", "every: 1 month, record: form, minutes: 20")),
    ],
)
def test_what_only_concerns_those_who_have_the_item(item, edit):
    before = small_policy()
    text = POLICY[: POLICY.index("must_do:")] + POLICY[POLICY.index("must_do:") :].replace(*edit)
    after = rules_of(program_of(text), DAY)
    rules = rules_of(before, DAY)
    assert after.deciding == rules.deciding
    assert {name for name in rules.items if rules.items[name] != after.items[name]} == {item}


@pytest.mark.parametrize(
    "edit",
    [
        ('version: "1"', 'version: "2"'),
        ("id: small", "id: other"),
        ("policy:", "# a remark\npolicy:"),
    ],
)
def test_what_has_no_effect_on_plans(edit):
    assert deciding(edit) == deciding()


def test_what_divides_the_tables_decides():
    divided, whole = deciding(divided_by="market"), deciding()
    assert Again.because(divided, whole).everybody == ("division",)
    assert Again.because(whole, divided).everybody == ("division",)
    assert Again.because(divided, divided).everybody == ()
    assert RuleFingerprints.of_dict(divided.as_dict()) == divided


def test_rules_come_back_from_a_manifest():
    rules = deciding()
    assert RuleFingerprints.of_dict(rules.as_dict()) == rules
    with pytest.raises(ValueError, match="format 99"):
        RuleFingerprints.of_dict({**rules.as_dict(), "format": 99})
