"""The customers of a partition checked and planned, as on one machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl
import pyarrow as pa

from workflow_engine.columnar.columns import KEY, POSITION
from workflow_engine.columnar.raw import RawFrame
from workflow_engine.columnar.tables import Chunk, Tables
from workflow_engine.runs.arrow_tables import arrow_schema, frames_of, record_batches
from workflow_engine.runs.logs import LOG_SCHEMA
from workflow_engine.runs.spark_engines import engine_for
from workflow_engine.runs.spark_order import (
    COPIES,
    CUSTOMERS,
    LOG,
    PROBLEM,
    Order,
    column,
    rejected_schema,
)
from workflow_engine.runs.spark_reasons import Reasons, RejectedRow

CUSTOMERS_AT_ONCE: Final = 65_536
"""Customers planned together; a task holds no more of them."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some customers of a partition: who can be planned, and what is wrong with the others.

    `rejected` has the columns `spark_order.REJECTED`, a row for each finding; `rejected_rows`
    counts the customers they are about. `log` is that of the customers in `chunk`.
    """

    chunk: Chunk
    log: pl.DataFrame | None
    rejected: pl.DataFrame
    rejected_rows: int


class Partition:
    """Checks and plans, for one task."""

    def __init__(self, order: Order) -> None:
        self._names = {column(number): name for number, name in enumerate(order.columns)}
        self._with_log = order.with_log
        self._with_problems = order.with_problems
        self._reasons = Reasons(order)
        self._engine = engine_for(order.program, order.at)

    def table(self, table: str, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """`items`, `customers` or `rejected` of the partition."""
        for part in self.parts(batches):
            if table == "rejected":
                frame = part.rejected
            else:
                tables = self.plan(part)
                frame = tables.items if table == "items" else tables.customers
            yield from record_batches(frame, arrow_schema(frame.schema))

    def parts(self, batches: Iterable[pa.RecordBatch]) -> Iterator[Part]:
        """The customers of the partition in their order, some at a time."""
        for frame in frames_of(batches, CUSTOMERS_AT_ONCE):
            yield self._part(frame)

    def plan(self, part: Part) -> Tables:
        """The plans of some customers."""
        return self._engine.plan(part.chunk, part.log)

    def _part(self, frame: pl.DataFrame) -> Part:
        rejected: list[RejectedRow] = []
        rejected_rows = 0
        if self._with_problems:
            broken = frame.filter(pl.col(PROBLEM[0]).is_not_null())
            rejected += [(CUSTOMERS, None, "", "", *told) for told in broken.select(PROBLEM).rows()]
            rejected_rows = broken.height
            frame = frame.filter(pl.col(PROBLEM[0]).is_null())
        copied = frame.filter(pl.col(COPIES).is_not_null())
        once = frame.filter(pl.col(COPIES).is_null()) if copied.height else frame
        raw = self._customers(once)
        chunk, refused = self._engine.check(RawFrame.counted(CUSTOMERS, raw, number=0))
        for row, copies in zip(
            self._customers(copied).iter_rows(named=True), copied[COPIES], strict=True
        ):
            rejected += self._reasons.of_copy(row, copies)
        for index in refused:
            rejected += self._reasons.of_cells(raw.row(index, named=True))
        return Part(
            chunk,
            _log_of(chunk, once[LOG]) if self._with_log else None,
            pl.DataFrame(rejected, rejected_schema(), orient="row"),
            rejected_rows + copied.height + len(refused),
        )

    def _customers(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The customers' own columns under their own names."""
        return frame.select(self._names.keys()).rename(self._names)


def _log_of(chunk: Chunk, lists: pl.Series) -> pl.DataFrame:
    """The entries about the customers of a chunk; `lists` has those of each row by position."""
    large = [(customer.id, position) for position, customer in chunk.large]
    ids = pl.concat(
        [
            chunk.frame.select(KEY, POSITION),
            pl.DataFrame(large, {KEY: pl.String, POSITION: pl.UInt64}, orient="row"),
        ]
    )
    done = ids.select(pl.col(KEY).alias("customer_id"), lists.gather(ids[POSITION]).alias(LOG))
    return done.drop_nulls(LOG).explode(LOG).unnest(LOG).select(list(LOG_SCHEMA))
