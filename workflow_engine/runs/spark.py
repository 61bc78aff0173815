"""Plans on Spark: the same check and the same kernel in every partition, through `mapInArrow`.

The driver sees neither customers nor plans. What it sends to the executors is the compiled policy;
they need this package, not the policy's folder.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from workflow_engine.batch.columns import ColumnNames, check_columns
from workflow_engine.batch.log import log_columns
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.errors import DataFileError, UsageError
from workflow_engine.program.program import Program
from workflow_engine.runs.spark_order import (
    COPIES,
    CUSTOMERS,
    LOG,
    LOG_COLUMNS,
    PROBLEM,
    SERVICE_LOG,
    Order,
    column,
    rejected_schema,
)
from workflow_engine.runs.spark_packages import refuse_two_versions, require_spark
from workflow_engine.runs.spark_tasks import log_batches, table_batches

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa
    from pyspark.sql import Column, DataFrame
    from pyspark.sql.types import DataType

SparkFrame: TypeAlias = "DataFrame"
Task: TypeAlias = "Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]"

CUSTOMER: Final = LOG_COLUMNS[0]
WHITE: Final = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
"""What Python's `strip` takes away; Spark's own `trim` takes away the space only."""


@dataclass(frozen=True, slots=True)
class SparkTables:
    """What `plan_spark` gives: three lazy frames, each computed by itself where it is used.

    `items` and `customers` have the columns of `columnar.tables`, with strings for choices and
    signed numbers; `rejected` has a row for each bad cell or row (`spark_order.REJECTED`).
    `diagnostics` are the findings about the columns of the customers and of the log.
    """

    items: DataFrame
    customers: DataFrame
    rejected: DataFrame
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Customers with what the executors need beside them, and the columns of the log."""

    frame: DataFrame
    log: DataFrame | None
    order: Order
    diagnostics: tuple[Diagnostic, ...]


def plan_spark(
    program: Program,
    customers: DataFrame,
    *,
    at: dt.date,
    log: DataFrame | None = None,
    lang: Language | None = None,
) -> SparkTables:
    """The plans of the customers of a Spark frame, whose columns are those of a customer file.

    Columns are named by id or label, and may be typed or text. A frame has no first row: an id that
    stands in several rows is planned in none of them, and told for each.

    Args:
        program: the compiled policy.
        customers: one row for each customer; it is read twice, once for the ids alone.
        at: the day of the plans.
        log: what was done for whom, with the columns of a service log; Spark brings the entries to
            their customers.
        lang: the language of the messages in `rejected`; default: the policy's.

    Raises:
        DataFileError: the columns make every row useless.
        UsageError: the customers or the log are no frame of Spark.
        MissingExtraError: pyspark, pyarrow, pandas, polars or numpy are not installed.
    """
    refuse_two_versions(program)
    require_spark()
    _require_frames(customers, log)
    from workflow_engine.columnar.tables import customer_schema, item_schema
    from workflow_engine.runs.arrow_tables import arrow_schema

    ready = prepare(program, customers, at=at, log=log, lang=lang)

    def table(name: str, schema: Mapping[str, pl.DataType]) -> DataFrame:
        task = partial(table_batches, ready.order, name)
        return mapped(ready.frame, task, arrow_schema(schema))

    rejected = table("rejected", rejected_schema())
    if ready.log is not None:
        task = partial(log_batches, ready.order, "rejected")
        rejected = rejected.unionAll(mapped(ready.log, task, arrow_schema(rejected_schema())))
    return SparkTables(
        table("items", item_schema(program)),
        table("customers", customer_schema(program)),
        rejected,
        ready.diagnostics,
    )


def _require_frames(customers: object, log: object) -> None:
    given_frames = [("customers", "客户数据", customers)]
    if log is not None:
        given_frames.append(("the log", "服务记录", log))
    for name, zh, given in given_frames:
        if not hasattr(given, "mapInArrow"):
            kind = type(given).__name__
            raise UsageError(
                f"{name}: a Spark frame is needed, not {kind}; `spark.createDataFrame` makes one, "
                "and `plan_frame` takes other frames",
                zh=f"{zh}应为 Spark 的数据表，而不是 {kind}；可用 `spark.createDataFrame` 转换，"
                "其他数据表请用 `plan_frame`",
            )


def prepare(
    program: Program,
    customers: DataFrame,
    *,
    at: dt.date,
    log: DataFrame | None = None,
    lang: Language | None = None,
) -> Prepared:
    """The known columns of the customers, with `COPIES` and, where there is a log, `LOG`.

    Raises DataFileError where the columns make every row useless.
    """
    from workflow_engine.runs.arrow_tables import arrow_schema
    from workflow_engine.runs.logs import LOG_SCHEMA

    columns = ColumnNames.of(program).sort(
        [name for name in customers.columns if name not in PROBLEM]
    )
    found = check_columns(program, columns, Place(CUSTOMERS))
    if any(one.severity == "error" for one in found):
        raise DataFileError(found)
    known = set(columns.found.values())
    used = [(place, name) for place, name in enumerate(customers.columns) if name in known]
    names = tuple(name for _, name in used)
    problems = PROBLEM if set(PROBLEM) <= set(customers.columns) else ()
    order = Order(
        program, at, names, log is not None, bool(problems), lang or program.head.language
    )
    places = [place for place, _ in used] + [customers.columns.index(one) for one in problems]
    frame = numbered(customers, places).toDF(*(column(i) for i in range(len(names))), *problems)
    key = key_text(frame, column(names.index(columns.found[program.key])))
    frame = _with_copies(frame, key)
    if log is not None:
        log = _log_columns(program, log)
        entries = mapped(log, partial(log_batches, order, "entries"), arrow_schema(LOG_SCHEMA))
        frame = _with_log(frame, key, entries)
    return Prepared(frame, log, order, tuple(found))


def numbered(frame: DataFrame, places: list[int]) -> DataFrame:
    """Some columns of a frame, called by their number among these."""
    # By place, for a name may hold dots, or differ from another by capitals only.
    by_place = frame.toDF(*(column(place) for place in range(len(frame.columns))))
    return by_place.select(*(column(place) for place in places)).toDF(
        *(column(number) for number in range(len(places)))
    )


def _log_columns(program: Program, log: DataFrame) -> DataFrame:
    """The known columns of a log, called by what they hold.

    Raises DataFileError where it lacks the customer, the item or the day.
    """
    found = log_columns(program, log.columns, SERVICE_LOG)
    written = {name: found.get(program.key if name == CUSTOMER else name) for name in LOG_COLUMNS}
    written |= {name: name for name in PROBLEM if name in log.columns}
    held = {name: one for name, one in written.items() if one is not None}
    return numbered(log, [log.columns.index(one) for one in held.values()]).toDF(*held)


def key_text(frame: DataFrame, name: str) -> Column:
    """The customer's id as the check reads it from a cell of this column."""
    from pyspark.sql import functions as f
    from pyspark.sql import types

    cell = f.col(name)
    type_: DataType = frame.schema[name].dataType
    match type_:
        case types.StringType():
            return f.btrim(cell, f.lit(WHITE))
        case types.FloatType() | types.DoubleType():
            whole = (f.floor(cell) == cell) & (f.abs(cell) < 1e15)
            return f.when(whole, cell.cast("bigint").cast("string")).otherwise(cell.cast("string"))
        case _:
            return cell.cast("string")


def _with_copies(frame: DataFrame, key: Column) -> DataFrame:
    """Beside each customer how often the id stands in the frame, null for once.

    Only ids are shuffled, and only those that stand in several rows are sent around.
    """
    from pyspark.sql import functions as f

    counted = frame.select(key.alias("twice")).groupBy("twice").agg(f.count("*").alias(COPIES))
    several = counted.where(f.col(COPIES) > 1)
    return frame.join(f.broadcast(several), key == f.col("twice"), "left").drop("twice")


def _with_log(frame: DataFrame, key: Column, entries: DataFrame) -> DataFrame:
    """Beside each customer the entries of the log, null for none."""
    from pyspark.sql import functions as f

    done = f.struct(*(name for name in entries.columns if name != CUSTOMER))
    served = entries.groupBy(CUSTOMER).agg(f.collect_list(done).alias(LOG))
    return frame.join(served, key == f.col(CUSTOMER), "left").drop(CUSTOMER)


def mapped(frame: DataFrame, task: Task, schema: pa.Schema) -> DataFrame:
    """What a task makes of each partition, in the columns of `schema`."""
    from workflow_engine.runs.arrow_tables import spark_schema

    return frame.mapInArrow(task, spark_schema(schema))
