"""A real Spark on two cores: the same answers as without it, whatever happens to its tasks."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from benchmarks.batch_customers import log_slices, slices
from benchmarks.policy_generator import generate, yaml_text
from tests.runs import small_runs
from tests.runs.small_runs import DAY, HEADER, customer_csv, manifest, program, row, tables
from tests.runs.spark_runs import MASTER, by_customer, local, plain, session
from workflow_engine.errors import DataFileError, UsageError
from workflow_engine.policy import Policy, check_texts
from workflow_engine.runs.frames import plan_frame
from workflow_engine.runs.pipeline import plan_files
from workflow_engine.runs.spark import mapped, plan_spark, prepare
from workflow_engine.runs.spark_folder import REPORT, Target, put_in_place
from workflow_engine.runs.spark_order import Order
from workflow_engine.runs.spark_run import plan_files_on_spark
from workflow_engine.runs.spark_tasks import written_customers

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

LOG = "customer_id,item,done_on,record\n"


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    with session(tmp_path_factory.mktemp("spark")) as running:
        yield running


def texts(spark: SparkSession, numbers: Iterable[int], parts: int = 2) -> DataFrame:
    """Customers as texts, as they stand in a CSV file; empty is missing."""
    cells = [tuple(cell or None for cell in row(n).rstrip("\n").split(",")) for n in numbers]
    schema = ", ".join(f"`{name}` string" for name in HEADER.strip().split(","))
    return spark.createDataFrame(cells, schema).repartition(parts)


def test_200_000_customers_are_planned_as_without_spark(
    spark: SparkSession, tmp_path: Path
) -> None:
    drawn = generate()
    loaded = check_texts({"policy.yaml": yaml_text(drawn)}).program
    assert loaded is not None
    customers, log = tmp_path / "customers", tmp_path / "log"
    for folder, frames in ((customers, slices(drawn, 200_000)), (log, log_slices(drawn, 20_000))):
        folder.mkdir()
        for number, frame in enumerate(frames):
            frame.write_parquet(folder / f"{number}.parquet")
    there, here = tmp_path / "there", tmp_path / "here"
    done = plan_files_on_spark(loaded, [str(customers)], at=DAY, out=there, log=[str(log)])
    plan_files(loaded, [customers], at=DAY, out=here, log=[log], engine="polars")
    assert done.customers == 200_000
    assert done.items > 1_000_000
    for ours, theirs in zip(tables(here), tables(there), strict=True):
        assert_frame_equal(by_customer(ours), by_customer(theirs))


def test_frames_have_the_types_that_spark_knows(spark: SparkSession) -> None:
    numbers = range(300)
    done = [("C7", "visit", DAY - dt.timedelta(days=2)), ("C7", "care", DAY)]
    log = spark.createDataFrame(done, "customer_id string, item string, done_on date")
    got = plan_spark(program(), texts(spark, numbers), at=DAY, log=log)
    written = pl.read_csv((HEADER + "".join(map(row, numbers))).encode(), infer_schema=False)
    want = plan_frame(
        program(),
        written,
        at=DAY,
        log=pl.DataFrame(done, ["customer_id", "item", "done_on"], orient="row"),
    )
    assert_frame_equal(by_customer(local(got.items)), by_customer(plain(want.items)))
    assert_frame_equal(by_customer(local(got.customers)), by_customer(plain(want.customers)))
    assert got.customers.schema["monthly_minutes"].dataType.simpleString() == "decimal(38,6)"
    assert local(got.rejected).is_empty()
