"""The tables of the columns are those of the row function and the planner."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.columnar.planned import chunk_of, entries, log_frame, served_policies
from tests.decide.policies import TODAY, compiled, customers
from workflow_engine.batch.log import Entry, ServiceLog
from workflow_engine.columnar.by_row import RowTables
from workflow_engine.columnar.history import History
from workflow_engine.columnar.kernel import Kernel
from workflow_engine.columnar.tables import Tables
from workflow_engine.errors import NotColumnar

SLOW = settings(
    max_examples=300,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
    ],
)


def assert_same(made: Tables, expected: Tables) -> None:
    assert_frame_equal(made.customers, expected.customers)
    assert_frame_equal(made.items, expected.items)


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
        kernel = Kernel(program, TODAY)
    except NotColumnar:
        assume(False)
    chunk, everybody = chunk_of(program, rows, large)
    by_row = RowTables(program, TODAY)
    assert_same(kernel.plan(chunk), by_row.tables(everybody, None))
    log = data.draw(entries([one.id for _, one in everybody], list(program.items)))
    made = kernel.plan(chunk, History(log_frame(log), program, TODAY))
    assert_same(made, by_row.tables(everybody, ServiceLog(log)))
