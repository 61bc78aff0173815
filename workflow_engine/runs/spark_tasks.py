"""Where a task of Spark begins, on an executor, before anything heavy is imported."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from workflow_engine.runs.spark_folder import Target
    from workflow_engine.runs.spark_order import Order


def table_batches(
    order: Order, table: str, batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """One of the tables of a partition: `items`, `customers`, or what is `rejected`."""
    _begin(order)
    from workflow_engine.runs.spark_partition import Partition

    return Partition(order).table(table, batches)


def log_batches(
    order: Order, table: str, batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """The `entries` of a partition of the service log, or what is `rejected` of it."""
    _begin(order)
    from workflow_engine.runs.spark_log import LogCheck

    return LogCheck(order).table(table, batches)


def written_customers(
    order: Order, target: Target, batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """Both tables of a partition, written; what comes back is a report (`spark_folder.REPORT`)."""
    _begin(order)
    from workflow_engine.runs.spark_folder import write_customers

    return write_customers(order, target, _task(), batches)


def written_log(
    order: Order, target: Target, batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """What is wrong with a partition of the log, written; a report comes back."""
    _begin(order)
    from workflow_engine.runs.spark_folder import write_log

    return write_log(order, target, _task(), batches)


def _task() -> int:
    """The number of the partition that is worked on."""
    from pyspark import TaskContext

    context = TaskContext.get()
    assert context is not None, "a task runs on an executor"
    return context.partitionId()


def _begin(order: Order) -> None:
    order.check_version()
    # A task is one core: Spark runs as many at once as there are cores to use.
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
