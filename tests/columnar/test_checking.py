from __future__ import annotations

from types import SimpleNamespace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.batch.programs import program
from tests.columnar.checked_rows import LIMITS, customers, expected, rejected
from tests.columnar.dirty_cells import CELLS, TYPED
from workflow_engine.batch.readers import RawRow
from workflow_engine.columnar.checking import Checker
from workflow_engine.columnar.raw import RawFrame, RawRows

PROGRAM = program()
CHECKER = Checker(PROGRAM, LIMITS)
TIGHT = Checker(PROGRAM, SimpleNamespace(number=50_000_000, integer=20, elements=2))


def column(name, cells):
    return st.lists(cells | st.none(), min_size=4, max_size=4).map(
        lambda values: pl.Series(name, values, dtype=pl.String)
    )


def typed_column(name):
    return st.sampled_from(TYPED).flatmap(
        lambda one: st.lists(one[1] | st.none(), min_size=4, max_size=4).map(
            lambda values: pl.Series(name, values, dtype=one[0], strict=False)
        )
    )


WRITTEN = st.tuples(*(column(name, cells) for name, cells in CELLS.items()))
KEYS = pl.Series("customer_id", ["a", "b", "c", "d"])
COLUMNS = [name for name in CELLS if name != "customer_id"]
STORED = st.sampled_from(COLUMNS).flatmap(typed_column) | typed_column("customer_id")


def agree(frame, checker):
    """The columns say what the row reader says of every row."""
    raw = RawFrame.counted("f", frame, number=2, position=7)
    found = checker.reader.found(frame.columns)
    rows = [checker.reader.row(raw.row(index), found, "f") for index in range(frame.height)]
    checked = checker.check(raw)
    assert customers(checked, PROGRAM) == expected(rows, raw.positions)
    assert list(checked.rejected) == rejected(rows)
    assert {n: sorted(codes) for n, codes in checked.refused.items()} == {
        row.row: sorted(one.code for one in row.diagnostics) for row in rejected(rows)
    }
    with_id = [(row.id, row.row) for row in rows if row.id is not None]
    assert checked.keys.drop("position").rows() == with_id
    assert checker.keys(raw).equals(checked.keys)
    assert checked.accepted_count + checked.rejected_count == frame.height


@settings(max_examples=400)
@given(WRITTEN, st.booleans())
def test_text_columns_mean_what_the_row_reader_says(columns, tight):
    agree(pl.DataFrame(columns), TIGHT if tight else CHECKER)


@settings(max_examples=600)
@given(STORED, st.booleans())
def test_typed_columns_mean_what_the_row_reader_says(stored, tight):
    frame = pl.DataFrame([KEYS, pl.Series("tier", [1, 2, 3, 30])])
    agree(frame.with_columns(stored), TIGHT if tight else CHECKER)
