"""A session of Spark on two cores, which tries a task three times, and frames for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from tests.runs.java import java_home
from workflow_engine.runs.arrow_tables import arrow_schema, record_batches
from workflow_engine.runs.spark_session import spark_session

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

MASTER = "local[2, 3]"
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "3",
}


@contextmanager
def session(folder: Path) -> Iterator[SparkSession]:
    settings = {**SETTINGS, "spark.local.dir": str(folder)}
    told = " ".join(f"--conf {name}={value}" for name, value in settings.items())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_SUBMIT_ARGS", f"{told} pyspark-shell")
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        java = folder / "java"
        java.mkdir()
        home = java_home(java)
        if home is not None:
            patch.setenv("JAVA_HOME", home)
        with spark_session(MASTER) as running:
            yield running


def local(frame: DataFrame) -> pl.DataFrame:
    """What Spark gives, as it comes through Arrow."""
    collected = pl.from_arrow(frame.toArrow())
    assert isinstance(collected, pl.DataFrame)
    return collected


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """A table of ours in the types that Spark knows."""
    schema = arrow_schema(frame.schema)
    made = pl.from_arrow(schema.empty_table())
    assert isinstance(made, pl.DataFrame)
    return pl.concat([made, *map(pl.from_arrow, record_batches(frame, schema))])


def by_customer(frame: pl.DataFrame) -> pl.DataFrame:
    """A table in the order of the ids; each customer's rows stay in theirs."""
    return frame.sort("customer_id", maintain_order=True)
