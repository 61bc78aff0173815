"""The tables of the columns are those of the row function and the planner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.columnar.planned import (
    assert_same,
    chunk_of,
    customers_of,
    entries,
    log_frame,
    served_policies,
)
from tests.decide.policies import TODAY, compiled, customers
from workflow_engine.batch.log import Entry, ServiceLog
from workflow_engine.columnar.by_row import RowTables
from workflow_engine.columnar.history import History
from workflow_engine.columnar.kernel import Kernel
from workflow_engine.columnar.plan_digests import PlanDigests
from workflow_engine.columnar.tables import Tables
from workflow_engine.errors import NotColumnar
from workflow_engine.program.program import Program

SLOW = settings(
    max_examples=300,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
    ],
)


@SLOW
@given(
    served_policies(),
    st.lists(customers(), max_size=6),
    st.frozensets(st.integers(0, 5), max_size=2),
    st.data(),
)
def test_kernel_equals_rows(
    text: str, rows: list[dict], large: frozenset[int], data: st.DataObject
) -> None:
    program, errors = compiled(text)
    assert program is not None, errors
    try:
        kernel = Kernel(program, TODAY, traced=True)
    except NotColumnar:
        assume(False)
    chunk, everybody = chunk_of(program, customers_of(rows), large)
    by_row = RowTables(program, TODAY)
    assert_same(kernel.plan(chunk), by_row.tables(everybody, None))
    assert_traced(program, kernel.plan(chunk))
    log = data.draw(entries([one.id for _, one in everybody], list(program.items)))
    made = kernel.plan(chunk, History(log_frame(log), program, TODAY))
    assert_same(made, by_row.tables(everybody, ServiceLog(log)))
    assert_traced(program, made)


def assert_traced(program: Program, made: Tables) -> None:
    """The digests that the kernel gave are those of the rows."""
    assert made.traces is not None
    of_rows = PlanDigests(program).of(Tables(made.items, made.customers))
    assert made.traces.rows.tolist() == of_rows.rows.tolist()
    assert made.traces.customers.tolist() == of_rows.customers.tolist()
    assert len(made.traces.items) == len(of_rows.items)
    for bits, others in zip(made.traces.items, of_rows.items, strict=True):
        assert bits.tolist() == others.tolist()


def planned(text: str, rows: list[dict], log: Iterable[Entry] = ()) -> Tables:
    """The tables of a policy for some customers, which are the same by row."""
    program, errors = compiled(text)
    assert program is not None, errors
    entered = list(log)
    chunk, everybody = chunk_of(program, customers_of(rows))
    kernel = Kernel(program, TODAY, traced=True)
    made = kernel.plan(chunk, History(log_frame(entered), program, TODAY))
    assert_traced(program, made)
    assert_same(made, RowTables(program, TODAY).tables(everybody, ServiceLog(entered)))
    return made


SMALL = """
policy: {id: small, version: "1", stage: draft}
roles: {manager: {label: 经理}}
customer: {key: id, attributes: {basic: {busy: {type: boolean}}}}
"""
TWO_ITEMS = (
    SMALL
    + """
tags: {often: {when: busy}}
must_do:
  call: {every: 1 month, for: busy, minutes: 10, urgency: low, urgency_when: {often: high}}
  letter: {every: 2 per month, minutes: 5}
"""
)


def test_rows_come_by_priority_due_date_and_the_policys_order() -> None:
    log = [Entry("C1", "letter", TODAY), Entry("C1", "call", TODAY - dt.timedelta(days=3))]
    made = planned(TWO_ITEMS, [{"busy": True}, {"busy": None}, {"busy": False}], log)
    assert made.items.select("customer_id", "item", "state", "priority", "due").rows() == [
        ("C0", "call", "due", "P2", TODAY),
        ("C0", "letter", "due", "P3", TODAY),
        ("C1", "letter", "due", "P3", dt.date(2026, 11, 30)),
        ("C1", "call", "due_unknown", "P4", dt.date(2026, 12, 18)),
        ("C2", "letter", "due", "P3", TODAY),
    ]
    assert made.customers["monthly_minutes"].to_list() == [20, 20, 10]
    assert made.customers["unknown"].to_list() == [[], ["often"], []]
    assert made.customers["missing"].to_list() == [[], ["busy"], []]


@pytest.mark.parametrize(
    "more",
    [
        "",
        "tags: {often: {when: busy}}",
        "scales: {unknown: {levels: {one: {when: busy}}}, tags: {levels: {two: {when: busy}}}}",
        "optional: {gift: {every: on demand}}",
        "must_do: {card: {every: visit}}",
    ],
    ids=["nothing", "no items", "scales named as columns", "no choices", "no visits"],
)
@pytest.mark.parametrize("count", [0, 3])
def test_small_policies(more: str, count: int) -> None:
    made = planned(SMALL + more, [{"busy": busy} for busy in (True, None, False)][:count])
    assert len(made.customers) == count


def test_keys_that_need_64_bits() -> None:
    """Many items, and a due date long ago."""
    items = "\n".join(f"  gift{n}: {{every: 1 year, urgency: low}}" for n in range(200))
    text = (
        SMALL.replace("boolean}", "boolean}, opted_in: {type: list of text}")
        + f"optional:\n{items}"
    )
    chosen = ("gift7", "gift150", "gift199")
    rows = [{"busy": None, "opted_in": chosen}, {"busy": None, "opted_in": None}]
    log = [Entry("C0", "gift150", dt.date(2, 3, 4)), Entry("C0", "gift199", dt.date(2025, 1, 1))]
    made = planned(text, rows, log)
    assert made.items["due"].drop_nulls().to_list() == [
        dt.date(3, 3, 4),
        dt.date(2026, 1, 1),
        TODAY,
    ]


def test_more_customers_than_are_sorted_at_once() -> None:
    rows = [{"busy": (True, None, False)[number % 3]} for number in range(9_000)]
    made = planned(TWO_ITEMS, rows)
    assert made.items["customer_id"].n_unique() == len(rows)


def test_one_kernel_for_several_threads() -> None:
    program, _ = compiled(TWO_ITEMS)
    assert program is not None
    kernel = Kernel(program, TODAY)
    log = [Entry("C1", "call", TODAY)]
    histories = [None, History(log_frame(log), program, TODAY)]
    chunk, _ = chunk_of(program, customers_of([{"busy": True}] * 50))
    expected = [kernel.plan(chunk, history) for history in histories]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda number: kernel.plan(chunk, histories[number % 2]), range(40)))
    for number, tables in enumerate(made):
        assert_same(tables, expected[number % 2])
    assert not expected[0].items.equals(expected[1].items)


def test_minutes_a_month_are_rounded_half_even() -> None:
    items = """
must_do:
  one: {every: 128 months, minutes: 1}
  two: {every: 128 months, minutes: 2, for: busy}
"""
    made = planned(SMALL + items, [{"busy": False}, {"busy": True}])
    assert made.customers["monthly_minutes"].to_list() == [Decimal("0.007812"), Decimal("0.023438")]
