"""A customer base and its service log for the generated policy, in columns, as large as one likes.

Values are those of `customer_generator`: the same attributes, ranges, quarters and gaps, drawn with
NumPy. A base is drawn in slices of `SLICE` customers, each from a seed of its own, so that memory
stays the same however many there are, and a larger base begins with the smaller one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.customer_generator import GAPS, TODAY
from benchmarks.policy_generator import (
    ATTRIBUTES,
    BOOLEANS,
    CHOICES,
    DATES,
    INTEGERS,
    LISTS,
    NUMBERS,
    REQUIRED,
    SEED,
    WORDS,
    Policy,
)

SLICE = 131_072
"""Customers drawn, and written as one row group, at a time."""
ENTRIES = 4
"""Log entries of a customer on average."""
VISITS = 0.4
"""The share of log entries that are visits."""
_FIVE_DAYS_AHEAD = 5
"""The log may hold what was entered for days to come."""

Draw = np.random.Generator


def slices(
    policy: Policy, count: int, *, gaps: float = GAPS, seed: int = SEED
) -> Iterator[pl.DataFrame]:
    """The customers as a file has them: typed columns under the ids of the attributes."""
    for number, start in enumerate(range(0, count, SLICE)):
        yield _slice(policy, np.random.default_rng((seed, number)), start, SLICE, gaps).head(
            count - start
        )


def log_slices(policy: Policy, count: int, *, seed: int = SEED) -> Iterator[pl.DataFrame]:
    """What was done for the customers of `slices` up to the day of the plan and a little after."""
    items = [item.id for item in policy.items]
    for number, start in enumerate(range(0, count, SLICE)):
        draw = np.random.default_rng((seed, number, 1))
        each = draw.integers(0, 2 * ENTRIES, SLICE, endpoint=True)[: count - start]
        yield _log_slice(draw, items, start, each)


def write_parquet(frames: Iterator[pl.DataFrame], path: Path) -> None:
    """One Parquet file, a row group for each frame."""
    writer = None
    for frame in frames:
        table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    if writer is not None:
        writer.close()


def write_csv(frames: Iterator[pl.DataFrame], path: Path) -> None:
    """One CSV file as people exchange it: the elements of a list joined by `;`."""
    with path.open("wb") as file:
        for number, frame in enumerate(frames):
            joined = [
                pl.when(pl.col(name).list.len() > 0)
                .then(
                    pl.col(name)
                    .cast(pl.List(pl.String))
                    .list.eval(pl.element().fill_null(""))
                    .list.join(";")
                )
                .alias(name)
                for name, type_ in frame.schema.items()
                if isinstance(type_, pl.List)
            ]
            frame.with_columns(joined).write_csv(file, include_header=not number)


def _slice(policy: Policy, draw: Draw, start: int, count: int, gaps: float) -> pl.DataFrame:
    columns: dict[str, pl.Series] = {
        "customer_id": _ids(np.arange(start, start + count)),
        "customer_name": _ids(np.arange(start, start + count)).str.replace(
            "C", "客户", literal=True
        ),
    }
    for name in ATTRIBUTES:
        column = _column(policy, draw, name, count, gaps)
        if name not in REQUIRED:
            gone = pl.Series(draw.random(count) < gaps)
            column = column.zip_with(~gone, pl.Series([None], dtype=column.dtype))
        columns[name] = column
    return pl.DataFrame(columns)


def _ids(numbers: np.ndarray[Any, Any]) -> pl.Series:
    return pl.select("C" + pl.Series(numbers).cast(pl.String).str.zfill(9)).to_series()


def _column(policy: Policy, draw: Draw, name: str, count: int, gaps: float) -> pl.Series:
    if name in CHOICES or name in WORDS:
        words = CHOICES.get(name) or WORDS[name]
        return pl.Series(words).gather(draw.integers(0, len(words), count))
    if name in INTEGERS:
        return pl.Series(draw.integers(*INTEGERS[name], count, endpoint=True))
    if name in NUMBERS:
        return pl.Series(_quarters(draw, *NUMBERS[name], count))
    if name in BOOLEANS:
        return pl.Series(draw.random(count) < 0.5)
    if name in DATES:
        return _days(-draw.integers(0, DATES[name], count))
    if name in LISTS:
        lengths = draw.integers(1, 6, count, endpoint=True) if gaps else np.full(count, 6)
        total = int(lengths.sum())
        gone = draw.random(total) < gaps / 2
        return _lists(lengths, pa.array(_quarters(draw, 40, 100, total), mask=gone))
    assert name == "opted_in"
    offers = [item.id for item in policy.items if not item.must_do]
    lengths = draw.integers(0, min(6, len(offers)), count, endpoint=True)
    rank = draw.random((count, len(offers))).argsort(axis=1).argsort(axis=1)
    chosen = np.nonzero(rank < lengths[:, None])[1]
    return _lists(lengths, pa.array(offers).take(pa.array(chosen)))


def _quarters(draw: Draw, low: int, high: int, count: int) -> np.ndarray[Any, Any]:
    return draw.integers(low * 4, high * 4, count, endpoint=True) / 4


def _days(from_today: np.ndarray[Any, Any]) -> pl.Series:
    since = (TODAY - dt.date(1970, 1, 1)).days
    return pl.Series((from_today + since).astype(np.int32)).cast(pl.Date)


def _lists(lengths: np.ndarray[Any, Any], elements: pa.Array) -> pl.Series:
    offsets = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
    made = pl.from_arrow(pa.ListArray.from_arrays(pa.array(offsets), elements))
    assert isinstance(made, pl.Series)
    return made


def _log_slice(
    draw: Draw, items: list[str], start: int, each: np.ndarray[Any, Any]
) -> pl.DataFrame:
    count = int(each.sum())
    whose = np.repeat(np.arange(start, start + len(each)), each)
    which = np.where(draw.random(count) < VISITS, 0, draw.integers(1, len(items) + 1, count))
    recent = draw.random(count) < 0.5
    days = np.where(
        recent, draw.integers(0, 46, count), draw.integers(-_FIVE_DAYS_AHEAD, 301, count)
    )
    kept = pl.Series(draw.random(count) < 0.5)
    return pl.DataFrame(
        {
            "customer_id": _ids(whose),
            "item": pl.Series(["visit", *items]).gather(which),
            "done_on": _days(-days),
            "record": pl.Series(["form"])
            .new_from_index(0, count)
            .zip_with(kept, pl.Series([None], dtype=pl.String)),
        }
    )
