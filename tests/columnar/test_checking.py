from __future__ import annotations

from types import SimpleNamespace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.batch.programs import program
from tests.columnar.checked_rows import LIMITS, customers, expected, rejected
from tests.columnar.dirty_cells import CELLS, TYPED
from workflow_engine.columnar.checking import Checker
from workflow_engine.columnar.raw import RawFrame

PROGRAM = program()
TIGHT = SimpleNamespace(number=50_000_000, integer=20, elements=2)
CHECKERS = {False: Checker(PROGRAM, LIMITS), True: Checker(PROGRAM, TIGHT)}


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


KEYS = pl.Series("customer_id", ["a", "b", "c", "d"])
COLUMNS = [name for name in CELLS if name != "customer_id"]
TIERS = pl.Series("tier", ["1", "2", "3", "30"])
WRITTEN = st.lists(st.sampled_from(list(CELLS)), min_size=1, max_size=2, unique=True).flatmap(
    lambda names: st.tuples(*(column(name, CELLS[name]) for name in names))
)
STORED = st.sampled_from(COLUMNS).flatmap(typed_column) | typed_column("customer_id")


def beyond(value, type_, limits):
    """Whether the columns do not calculate with a value."""
    if isinstance(value, tuple):
        elements = [beyond(element, type_.item, limits) for element in value]
        return len(value) > limits.elements or any(elements)
    if value is None or not type_.numeric:
        return False
    return abs(value) > (limits.number if type_.kind == "number" else limits.integer)


def agree(frame, limits):
    """The columns say what the row reader says of every row."""
    checker = CHECKERS[limits is TIGHT]
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
    large = {position for position, _ in checked.chunk.large}
    for position, _, _, values in customers(checked, PROGRAM):
        assert (position in large) == any(
            beyond(value, PROGRAM.attributes[id_].type, limits) for id_, value in values.items()
        )
    assert checked.accepted_count + checked.rejected_count == frame.height


@settings(max_examples=400)
@given(WRITTEN, st.booleans())
def test_text_columns_mean_what_the_row_reader_says(columns, tight):
    frame = pl.DataFrame([KEYS, TIERS]).with_columns(columns)
    agree(frame, TIGHT if tight else LIMITS)


@settings(max_examples=400)
@given(STORED, st.booleans())
def test_typed_columns_mean_what_the_row_reader_says(stored, tight):
    frame = pl.DataFrame([KEYS, TIERS]).with_columns(stored)
    agree(frame, TIGHT if tight else LIMITS)


def test_every_row_may_be_wrong_in_many_ways():
    columns = [pl.Series(name, ["x", "NULL", None, "?"]) for name in CELLS]
    agree(pl.DataFrame(columns), LIMITS)
    agree(pl.DataFrame(columns).clear(), LIMITS)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("opted_in", ["festival_care;节日关怀", "festival_care;;brand_cultivation", ";", "NULL"]),
        ("opted_in", [[1], [2, None], [], None]),
        ("satisfaction", ["NULL", "60;NULL", ";", "60；70;80"]),
        ("joined_on", ["0001-01-01T00:00+09:00", "9999-12-31T23:59Z", "9999-12-31T24:00", ""]),
        ("contribution", ["1e0000000003", "2000000.0000005", "0.0000015", "123456789.1234565"]),
        ("contribution", ["8765.4321005", "999999.9999995", "900000000.0000005", "0.00000049999"]),
        (
            "contribution",
            ["559000966.4960355", "550336150.2802765", "546944718.2779235", "549404235.2327675"],
        ),
        (
            "contribution",
            ["562568819.9713755", "561551714.9251345", "272089199.1944315", "280296222.2947435"],
        ),
        ("satisfaction", ["1;2;3", "1;2", "1;;", "1;2;3;4"]),
        ("tier", ["28.0", "0028", "1e1", "+ 3"]),
        ("note", ["\x1c x\x1f", "n/a", "N/Ä", "null "]),
    ],
)
def test_forms_that_are_not_plain(name, cells):
    for limits in (LIMITS, TIGHT):
        agree(pl.DataFrame([KEYS, TIERS]).with_columns(pl.Series(name, cells)), limits)
