"""Spark on this machine against the same tasks without Spark, on the same partitions.

Run `python -m benchmarks.batch_spark CUSTOMERS`. Without Spark, two processes take one file after
the other, read it with pyarrow and give its batches to the code that a task of Spark runs. Starting
Spark, its Python workers and the two processes is not in the time: everything has run once before.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.batch_customers import slices
from benchmarks.customer_generator import TODAY
from benchmarks.decide import loaded
from benchmarks.policy_generator import generate, yaml_text
from benchmarks.timing import Row, table
from workflow_engine.runs.spark_folder import Target, write_customers
from workflow_engine.runs.spark_order import COPIES, Order, column
from workflow_engine.runs.spark_run import plan_files_on_spark
from workflow_engine.runs.spark_session import spark_session

MASTER, CORES = "local[2]", 2
PARTITIONS = 16
LIMIT = 1.5
ROUNDS = 5
BATCH = 10_000
"""Rows of an Arrow batch, as Spark has them by default."""


def partitions(folder: Path, customers: int) -> list[Path]:
    """The customers in files of one row group each, which Spark reads as a partition each."""
    folder.mkdir()
    frame = pl.concat(slices(generate(), customers))
    each = -(-customers // PARTITIONS)
    files = []
    for number, start in enumerate(range(0, customers, each)):
        files.append(folder / f"customers-{number:02}.parquet")
        pq.write_table(
            frame.slice(start, each).to_arrow(compat_level=pl.CompatLevel.oldest()), files[-1]
        )
    return files


def task(order: Order, target: Target, job: tuple[int, Path]) -> int:
    """One partition by the code of a task, outside Spark; gives the number of customers."""
    number, file = job
    names = [*map(column, range(len(order.columns))), COPIES]

    def batches() -> list[pa.RecordBatch]:
        read = pq.read_table(file)
        return [
            pa.RecordBatch.from_arrays([*batch.columns, pa.nulls(len(batch), pa.int64())], names)
            for batch in read.to_batches(max_chunksize=BATCH)
        ]

    reports = list(write_customers(order, target, number, batches()))
    return int(reports[0].column("customers")[0].as_py())


def compared(customers: int, rounds: int = ROUNDS) -> Row:
    """Both in turns; the first round does not count."""
    os.environ["POLARS_MAX_THREADS"] = "1"  # of the processes that start from here, as in a task
    program = loaded(yaml_text(generate())).program
    with tempfile.TemporaryDirectory() as name, spark_session(MASTER):
        folder = Path(name)
        files = partitions(folder / "in", customers)
        columns = tuple(pq.read_schema(files[0]).names)
        order = Order(program, TODAY, columns, with_log=False, with_problems=False, lang="zh")
        with ProcessPoolExecutor(CORES, get_context("spawn")) as pool:

            def on_spark() -> int:
                out = folder / "spark"
                report = plan_files_on_spark(
                    program, [str(folder / "in")], at=TODAY, out=out, master=MASTER
                )
                return report.customers

            def without() -> int:
                out = folder / "without"
                shutil.rmtree(out, ignore_errors=True)
                out.mkdir()
                target = Target(out, "parquet", None)
                target.prepare()
                return sum(pool.map(partial(task, order, target), enumerate(files)))

            seconds = {run: _seconds(run, customers, rounds) for run in (on_spark, without)}
    return Row(
        f"{customers:,} customers on Spark {MASTER}",
        f"the same tasks in {CORES} processes",
        seconds[on_spark],
        seconds[without],
        LIMIT,
    )


def _seconds(run: Callable[[], int], customers: int, rounds: int) -> float:
    times = []
    for _ in range(rounds + 1):
        start = time.perf_counter()
        planned = run()
        times.append(time.perf_counter() - start)
        assert planned == customers
    return median(times[1:])


def main() -> None:
    """Print the comparison."""
    print(table("Spark", [compared(int(sys.argv[1]))]))


if __name__ == "__main__":
    main()
