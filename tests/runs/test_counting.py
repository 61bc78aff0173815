"""Counting by a condition: both engines say what the reference evaluator says."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.columnar.frames import attribute_frame, within
from tests.decide.policies import TODAY, compiled, customers, expressions, policy_texts
from tests.runs.small_runs import DAY, ENGINES, HEADER, customer_csv, program, row
from workflow_engine.batch.customers import Customer
from workflow_engine.columnar.columns import KEY, NAME, POSITION
from workflow_engine.columnar.magnitudes import limits_of
from workflow_engine.columnar.tables import Chunk
from workflow_engine.compiler.condition import compile_condition
from workflow_engine.decide.reference import Evaluator
from workflow_engine.errors import NotColumnar
from workflow_engine.program.expressions import Expression
from workflow_engine.program.program import Program
from workflow_engine.runs.asking import ASKED, asking
from workflow_engine.runs.column_counting import ColumnCounting
from workflow_engine.runs.counting import Count, RowCounting, Tally, count
from workflow_engine.runs.given import GivenFiles, GivenRows
from workflow_engine.runs.progress import Progress

NAMES = {
    "boolean": ["g0", "g1", "g2", '(s0 == "s0l0")', "(s0 is missing)"],
    "integer": ["m0"],
    "number": ["m0"],
}
BASE = """\
policy: {id: p, version: "1"}
customer:
  key: id
  attributes: {basic: {a: {type: boolean}, b: {type: boolean}, c: {type: boolean}, n: {type: integer}}}
tags: {x: {when: a and n > 3}, y: {when: b or c}}
scales: {s: {levels: {one: {when: a}, two: {when: y}, rest: {otherwise: true}}}}
"""


def condition_of(text: str, made: Program) -> Expression:
    condition, found = compile_condition(text, made)
    assert condition is not None, found
    return condition


def counted(text: str, path: Path, engine: str = "auto") -> Count:
    made = program()
    files = GivenFiles([path])
    return count(made, condition_of(text, made), files, at=DAY, engine=engine)  # type: ignore[arg-type]


def frame_of(made: Program, rows: list[dict[str, object]]) -> pl.DataFrame:
    """Checked customers."""
    ids = [str(number) for number in range(len(rows))]
    own = {KEY: pl.Series(ids, dtype=pl.String), NAME: pl.Series(ids, dtype=pl.String)}
    places = pl.Series(range(len(rows)), dtype=pl.UInt64)
    return attribute_frame(made, rows).with_columns(**own, **{POSITION: places})


@given(
    policy_texts(),
    expressions("boolean", NAMES),
    st.lists(customers(), min_size=1, max_size=6),
)
@settings(max_examples=300)
def test_both_engines_equal_the_reference(
    policy: str, text: str, rows: list[dict[str, object]]
) -> None:
    made, _ = compiled(policy)
    assume(made is not None)
    condition, _ = compile_condition(text, made)
    assume(condition is not None)
    evaluators = [Evaluator(made, one, TODAY) for one in rows]
    answers = [one.holds(condition) for one in evaluators]
    expected = Tally(
        matching=answers.count(True),
        not_matching=answers.count(False),
        unknown=answers.count(None),
        missing=Counter(name for one in evaluators for name in one.missing(condition)),
    )
    everybody = tuple((i, Customer(str(i), str(i), one, i)) for i, one in enumerate(rows))
    nobody = GivenRows([], "none")
    by_row = RowCounting(made, condition, TODAY, nobody)
    assert by_row.tally(Chunk(frame_of(made, []), everybody)) == expected
    try:
        by_column = ColumnCounting(made, condition, TODAY, nobody)
        limits = limits_of(asking(made, condition))
    except NotColumnar:
        return
    small = [one for one in rows if within(made, one, limits)]
    large = tuple(one for one in everybody if not within(made, one[1].values, limits))
    assert by_column.tally(Chunk(frame_of(made, small), large)) == expected


GATED = """\
policy: {id: p, version: "1"}
customer:
  key: id
  attributes: {basic: {i: {type: integer}, n: {type: number}, x: {type: number}}}
tags: {y: {when: x > 1}}
measures: {v: x + n}
scales: {t: {levels: {top: {when: n > 1}, mid: {when: i > 0 or y}}}}
"""


@pytest.mark.parametrize("text", ['t == "top"', 't == "top" or y', "coalesce(v, 1) > n", "not y"])
def test_what_does_not_matter_is_not_missing(text: str) -> None:
    made, found = compiled(GATED)
    assert made is not None, found
    condition = condition_of(text, made)
    rows = [
        {"i": i, "n": n, "x": x}
        for i in (None, 0, 5)
        for n in (None, 0, 5_000_000)
        for x in (None, 0, 5_000_000)
    ]
    evaluators = [Evaluator(made, one, TODAY) for one in rows]
    expected = Counter(name for one in evaluators for name in one.missing(condition))
    columns = ColumnCounting(made, condition, TODAY, GivenRows([], "none"))
    assert columns.tally(Chunk(frame_of(made, rows), ())).missing == expected


def test_only_what_is_asked_is_kept() -> None:
    made, _ = compiled(BASE)
    assert made is not None
    asked = asking(made, condition_of("s == two", made))
    assert list(asked.definitions) == ["y", "s", ASKED]


@pytest.mark.parametrize("engine", ENGINES)
def test_files(tmp_path: Path, engine: str) -> None:
    file = customer_csv(tmp_path / "c.csv", range(1, 41))
    found = counted("big and rich", file, engine)
    frame = pl.read_csv(file)
    big, rich = frame["tier"] >= 28, frame["contribution"] > 1000
    assert found.matching == (big & rich).sum() == 0
    found = counted("tier > 5 或 rich", file, engine)
    assert (found.matching, found.not_matching, found.unknown) == (
        ((frame["tier"] > 5) | rich).sum(),
        ((frame["tier"] <= 5) & (frame["contribution"] <= 1000)).sum(),
        ((frame["tier"] <= 5) & frame["contribution"].is_null()).sum(),
    )
    assert found.matching + found.not_matching + found.unknown == 40
    assert found.missing == {"contribution": found.unknown}
    assert found.engine == engine


@pytest.mark.parametrize("engine", ENGINES)
def test_the_most_frequent_gap_comes_first(tmp_path: Path, engine: str) -> None:
    file = customer_csv(tmp_path / "c.csv", range(1, 31))
    found = counted("market == urban and rich", file, engine)
    assert list(found.missing.values()) == sorted(found.missing.values(), reverse=True)
    assert set(found.missing) == {"market", "contribution"}


@pytest.mark.parametrize("engine", ENGINES)
def test_bad_rows_are_not_counted(tmp_path: Path, engine: str) -> None:
    (tmp_path / "c.csv").write_text(HEADER + row(1) + row(1) + "C2,n,99,,,,,,,\n" + row(3))
    found = counted("tier > 0", tmp_path / "c.csv", engine)
    assert (found.matching, found.rejections.rows) == (2, 2)
    assert [one.code for one in found.rejections.listed] == ["WE523", "WE531"]


@pytest.mark.parametrize("engine", ENGINES)
def test_nobody(tmp_path: Path, engine: str) -> None:
    found = counted("big", customer_csv(tmp_path / "c.csv", []), engine)
    assert (found.matching, found.not_matching, found.unknown, found.missing) == (0, 0, 0, {})


def test_progress(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflow_engine.runs.row_intake.ROWS", 10)
    told: list[Progress] = []
    made = program()
    files = GivenFiles([customer_csv(tmp_path / "c.csv", range(1, 41))])
    count(made, condition_of("big", made), files, at=DAY, engine="row", told=told.append)
    assert [one.customers for one in told] == [10, 20, 30, 40]


def test_a_policy_beyond_columns_is_counted_row_by_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def beyond(*_: object) -> None:
        raise NotColumnar("too many digits", zh="位数过多")

    monkeypatch.setattr("workflow_engine.runs.column_counting.limits_of", beyond)
    files = [customer_csv(tmp_path / f"{n}.csv", [n]) for n in (1, 2)]
    made = program()
    found = count(made, condition_of("big", made), GivenFiles(files), at=DAY)
    assert (found.engine, found.not_matching) == ("row", 2)
    assert found.note is not None
    assert found.note.zh == "改为逐户计算：位数过多"
    with pytest.raises(NotColumnar, match="digits: take the engine `row`") as raised:
        count(made, condition_of("big", made), GivenFiles(files), at=DAY, engine="polars")
    assert raised.value.zh == "位数过多：请改用引擎 `row` 或 `auto`"


def test_dates_count_on_the_day_asked(tmp_path: Path) -> None:
    file = customer_csv(tmp_path / "c.csv", [1])
    made = program()
    condition = condition_of("days_since(joined_on) <= 30", made)
    for day, matching in ((dt.date(2020, 1, 20), 1), (dt.date(2021, 1, 20), 0)):
        assert count(made, condition, GivenFiles([file]), at=day).matching == matching
