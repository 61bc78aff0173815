"""Customers that are in memory: frames of any make, or mappings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from polars.testing import assert_frame_equal

from tests.runs.small_runs import DAY, ENGINES, customer_csv, plan, program, tables
from workflow_engine.batch.log import log_of
from workflow_engine.errors import ConditionError, DataFileError, UsageError
from workflow_engine.policy import Policy

LOG = [
    {"customer_id": "C14", "item": "visit", "done_on": dt.date(2026, 11, 20)},
    {"customer_id": "C7", "item": "care", "done_on": dt.date(2026, 11, 15)},
]


@pytest.fixture
def policy() -> Policy:
    return Policy(program())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return customer_csv(tmp_path / "c.csv", range(1, 30))


class Stream:
    """What pandas, DuckDB and others offer."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)


def forms(frame: pl.DataFrame) -> Iterator[object]:
    yield frame
    yield frame.lazy()
    yield frame.to_arrow()
    yield Stream(frame.to_arrow())
    yield frame.to_dicts()
    yield iter(frame.to_dicts())


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("typed", [False, True])
def test_the_same_as_from_a_file(
    policy: Policy, file: Path, tmp_path: Path, engine: str, typed: bool
) -> None:
    plan(file, tmp_path / "out", "row")
    expected = tables(tmp_path / "out")
    frame = pl.read_csv(file, infer_schema=typed, try_parse_dates=typed)
    for form in forms(frame):
        made = policy.plan_frame(form, at=DAY, engine=engine)  # type: ignore[arg-type]
        assert_frame_equal(made.items, expected[0])
        assert_frame_equal(made.customers, expected[1])
        assert (made.rejected.height, made.rejected_rows) == (0, 0)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_log_in_every_form(policy: Policy, file: Path, engine: str) -> None:
    frame = pl.read_csv(file, infer_schema=False)
    logs: list[Any] = [*forms(pl.DataFrame(LOG)), log_of(LOG, program())]
    made = [policy.plan_frame(frame, at=DAY, log=log, engine=engine) for log in logs]  # type: ignore[arg-type]
    for one in made:
        assert_frame_equal(one.items, made[0].items)
        assert_frame_equal(one.customers, made[0].customers)
    without = policy.plan_frame(frame, at=DAY, engine=engine)  # type: ignore[arg-type]
    assert not made[0].items.equals(without.items)


@pytest.mark.parametrize("engine", ENGINES)
def test_rows_that_cannot_be_used(policy: Policy, engine: str) -> None:
    rows = [
        {"customer_id": "C1", "tier": 3},
        {"customer_id": "C2", "tier": "many"},
        {"customer_id": None, "tier": 4},
        {"customer_id": "C1", "tier": 5},
        {"customer_id": "C5", "tier": 99, "contribution": float("nan")},
    ]
    made = policy.plan_frame(rows, at=DAY, engine=engine)  # type: ignore[arg-type]
    assert made.customers["customer_id"].to_list() == ["C1"]
    assert made.rejected_rows == 4
    told = made.rejected.select("row", "code", "value").rows()
    assert [(row, code) for row, code, _ in told] == [
        (2, "WE530"),
        (3, "WE522"),
        (4, "WE523"),
        (5, "WE531"),
        (5, "WE530"),
    ]
    assert told[0][2] == "many"
    assert {one.code for one in made.diagnostics} == {"WE509"}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("empty", [[], pl.DataFrame(schema={"customer_id": str, "tier": int})])
def test_nobody(policy: Policy, engine: str, empty: Any) -> None:
    if isinstance(empty, list):
        with pytest.raises(DataFileError):  # nobody knows what the columns would be
            policy.plan_frame(empty, at=DAY, engine=engine)  # type: ignore[arg-type]
        return
    made = policy.plan_frame(empty, at=DAY, engine=engine)  # type: ignore[arg-type]
    assert (made.items.height, made.customers.height) == (0, 0)
    assert "WE512" in {one.code for one in made.diagnostics}


@pytest.mark.parametrize("engine", ENGINES)
def test_columns_that_make_every_row_useless(policy: Policy, engine: str) -> None:
    with pytest.raises(DataFileError) as raised:
        policy.plan_frame(pl.DataFrame({"tier": [1]}), at=DAY, engine=engine)  # type: ignore[arg-type]
    assert "WE506" in {one.code for one in raised.value.diagnostics}


@pytest.mark.parametrize("wrong", ["customers.csv", 7, {"customer_id": "C1"}, [1, 2]])
def test_what_holds_no_customers(policy: Policy, wrong: object) -> None:
    with pytest.raises(UsageError, match="customers are a Polars"):
        policy.plan_frame(wrong, at=DAY)


@pytest.mark.parametrize(
    "columns",
    [
        [pa.array([Decimal(3)], pa.decimal256(50, 3)), pa.array([1])],
        [pa.array([3]), pa.array([[1]], pa.list_view(pa.int64()))],
        [pa.array([3]), pa.array([None], pa.month_day_nano_interval())],
    ],
)
def test_columns_that_polars_does_not_know(policy: Policy, columns: list[Any]) -> None:
    table = pa.table([pa.array(["C1"]), *columns], names=["customer_id", "tier", "contribution"])
    with pytest.raises(UsageError, match="Polars cannot take this Table") as raised:
        policy.plan_frame(table, at=DAY)
    assert "Polars 读不了这个 Table" in raised.value.zh


def test_a_column_twice(policy: Policy) -> None:
    columns = [pa.array(["C1"]), pa.array([1]), pa.array([2])]
    table = pa.table(columns, names=["customer_id", "tier", "tier"])
    with pytest.raises(UsageError, match="give each column a name of its own"):
        policy.plan_frame(table, at=DAY)


def test_a_log_that_is_none(policy: Policy) -> None:
    with pytest.raises(UsageError, match="the log is a frame"):
        policy.plan_frame([{"customer_id": "C1", "tier": 3}], at=DAY, log=7)


@pytest.mark.parametrize("engine", ["spark", "foo", "", None])
def test_an_engine_that_there_is_not(policy: Policy, engine: Any) -> None:
    rows = [{"customer_id": "C1", "tier": 3}]
    for asked in (
        lambda: policy.plan_frame(rows, at=DAY, engine=engine),
        lambda: policy.count("tier > 3", rows, at=DAY, engine=engine),
    ):
        with pytest.raises(UsageError, match=f"no engine {engine!r} here: choose of") as raised:
            asked()
        assert "auto, row, polars" in raised.value.zh


def test_counting(policy: Policy, file: Path) -> None:
    frame = pl.read_csv(file)
    for form in forms(frame):
        found = policy.count("tier >= 28 且 rich", form, at=DAY)
        assert (found.matching, found.unknown) == (0, 0)
        assert found.not_matching == 29
    with pytest.raises(ConditionError, match="the condition has mistakes\\nWE325"):
        policy.count("teir > 3", frame, at=DAY)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_was_rejected_is_told_in_the_language_asked_for(policy: Policy, lang: Any) -> None:
    frame = pl.DataFrame({"客户编号": ["C1", "C2"], "Tier": ["3", "many"]})
    made = policy.plan_frame(frame, at=DAY, lang=lang)
    found = policy.count("tier > 2", frame, at=DAY, lang=lang)
    assert_frame_equal(made.rejected, found.rejected)
    (told,) = made.rejected.to_dicts()
    assert (told["row"], told["column"], told["value"], told["code"]) == (
        2,
        "Tier",
        "many",
        "WE530",
    )
    assert told["message"].startswith("第 2 行" if lang == "zh" else "row 2")
    assert (made.rejected_rows, found.rejected_rows, found.matching) == (1, 1, 1)
