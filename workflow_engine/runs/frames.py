"""Planning and counting customers that are in memory already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from workflow_engine.batch.log import ServiceLog, log_of
from workflow_engine.columnar.tables import Chunk, Tables, customer_schema, item_schema
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.errors import UsageError
from workflow_engine.program.program import Program
from workflow_engine.runs.engines import Engine, by_engine
from workflow_engine.runs.engines import threads as width_of
from workflow_engine.runs.given import Given, GivenFrame, GivenRows
from workflow_engine.runs.logs import LogFrame
from workflow_engine.runs.output import rejected_frame
from workflow_engine.runs.planning import Planning, RowPlanning
from workflow_engine.runs.shares import GivenShare, Share

NAME: Final = "customers"
"""What findings call customers that stand in no file."""

_UNKNOWN: Final = (
    pl.exceptions.PolarsError,
    pl.exceptions.PanicException,  # no Exception: a type that its Rust does not foresee
    NotImplementedError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Frames:
    """What `plan_frame` gives.

    `items` and `customers` have the columns of docs/outputs.md, in the order of the input;
    `rejected` lists the first 1,000 findings about rows, counted from 1, which `rejected_rows`
    counts all. `diagnostics` are about the columns and the log.
    """

    items: pl.DataFrame
    customers: pl.DataFrame
    rejected: pl.DataFrame
    rejected_rows: int
    diagnostics: tuple[Diagnostic, ...]


def plan_frame(
    program: Program,
    customers: object,
    *,
    at: dt.date,
    log: object = None,
    engine: Engine = "auto",
    lang: Language | None = None,
    threads: int | None = None,
    share: Share | None = None,
) -> Frames:
    """The plans of customers in memory as frames of Polars.

    Args:
        program: the compiled policy.
        customers: a frame of Polars, anything with the Arrow C stream interface (pandas, pyarrow,
            DuckDB), or mappings; with the columns of a customer file.
        at: the day of the plans.
        log: the service log in the same forms, with the columns of a log file; or a `ServiceLog`.
        engine: `auto` takes the columns for many customers, and rows where columns cannot.
        lang: the language of the messages; default: the policy's.
        threads: how many blocks are worked on at once.
        share: those of the customers who are planned; default: all.

    Raises:
        DataFileError: the columns make every row useless.
        UsageError: the customers are in none of these forms.
        MissingExtraError: numpy is not installed.
    """
    customers_given = given(customers)
    done = log_given(log, program if share is None else share.names)
    if share is not None:
        customers_given = GivenShare(customers_given, program, share)
        done = None if done is None else share.of_log(done)
    made, _ = by_engine(
        engine,
        large=customers_given.large,
        columns=lambda: _column_planning(program, at, customers_given, done),
        rows=lambda: RowPlanning(program, at, customers_given, [] if done is None else [done]),
    )

    def part(_: int, chunk: Chunk) -> Tables:
        made.note(chunk)
        return made.plan(chunk)

    tables = [one for _, one in made.intake.worked(part, width_of(threads, made.engine))]
    made.finish()
    rejections = made.intake.rejections
    spoken = lang or program.head.language
    return Frames(
        _joined([one.items for one in tables], item_schema(program)),
        _joined([one.customers for one in tables], customer_schema(program)),
        rejected_frame(rejections.listed, spoken),
        rejections.rows,
        (*made.intake.found, *made.found),
    )


def given(customers: object) -> Given:
    """Customers in memory, ready to be read. Raises UsageError for what holds none."""
    frame = frame_of(customers)
    if frame is not None:
        return GivenFrame(frame, NAME)
    if isinstance(customers, Iterable) and not isinstance(customers, (str, bytes, Mapping)):
        rows = list(customers)
        if all(isinstance(row, Mapping) for row in rows):
            return GivenRows(rows, NAME)
    raise UsageError(
        "customers are a Polars, pandas, pyarrow or DuckDB frame, or mappings with a key for each "
        f"column; not {type(customers).__name__}",
        zh="客户数据应为 Polars、pandas、pyarrow、DuckDB 的数据表，或一组以列名为键的字典；"
        f"不能是 {type(customers).__name__}",
    )


def frame_of(data: object) -> pl.DataFrame | None:
    """A frame of Polars, or None for what is no frame. Raises UsageError for one Polars lacks."""
    if isinstance(data, pl.DataFrame):
        return data
    if isinstance(data, pl.LazyFrame):
        return data.collect()
    if hasattr(data, "__arrow_c_stream__"):
        try:
            return pl.DataFrame(data)
        except _UNKNOWN as error:
            said = str(error).split("\n", 1)[0][:200]
            raise UsageError(
                f"Polars cannot take this {type(data).__name__} ({said}): give each column a name "
                "of its own and a plain type",
                zh=f"Polars 读不了这个 {type(data).__name__}（{said}）："
                "列名不能重复，列要用普通的类型",
            ) from error
    return None


def log_given(log: object, program: Program) -> ServiceLog | None:
    """The service log in memory; None for none. Raises UsageError for what holds none."""
    if log is None or isinstance(log, ServiceLog):
        return log
    frame = frame_of(log)
    if frame is not None:
        return log_of(frame.iter_rows(named=True), program)
    if isinstance(log, Iterable):
        return log_of(log, program)
    raise UsageError(
        f"the log is a frame or mappings, not {type(log).__name__}",
        zh=f"服务记录应为数据表或一组字典，不能是 {type(log).__name__}",
    )


def _column_planning(
    program: Program, at: dt.date, customers: Given, log: ServiceLog | None
) -> Planning:
    from workflow_engine.runs.column_planning import ColumnPlanning

    return ColumnPlanning(program, at, customers, None if log is None else LogFrame.of(log))


def _joined(frames: list[pl.DataFrame], schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    return pl.concat([pl.DataFrame(schema=schema), *frames])
