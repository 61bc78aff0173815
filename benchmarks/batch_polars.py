"""The plans of a customer base in Polars, the way a good data engineer writes them first.

Decisions as columns, then one row for each customer and item (`unpivot`), joined with the services
and with what was last done, dated with `offset_by`, sorted and written.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
from polars import col, lit, when

from benchmarks.batch_calendar import NEVER, Dimensions
from benchmarks.batch_polars_decisions import decided
from benchmarks.batch_write import SERVED

CUSTOMERS = (
    *("customer_id", "name", "tags", "categories", "unknown_categories", "visit_times"),
    *("visit_per", "visit_minutes", "visit_modes", "visit_due", "monthly_minutes", "unknown"),
    *("conflicts", "missing", "pyramid", "pyramid_rule"),
)
ITEMS = ("customer_id", "item", "kind", "state", "priority", "due", "by", "minutes", "rule")


def plan(customers: Path, log: Path | None, tables: Dimensions, today: dt.date, out: Path) -> None:
    """Write `items.parquet` and `customers.parquet`; inputs are Parquet, or CSV by their names."""
    made = decided(scan_customers(customers).with_row_index("position"), today).join(
        tables.regimes.lazy(), on="visit_rate", how="left", maintain_order="left"
    )
    done = None if log is None else scan_log(log).filter(col("done_on") <= today)
    dated = _visits(made, done, tables).collect(engine="streaming")
    _customers(dated.lazy()).sink_parquet(out / "customers.parquet", engine="streaming")
    _items(dated.lazy(), done, tables, today).sink_parquet(
        out / "items.parquet", engine="streaming"
    )


def scan_customers(path: Path) -> pl.LazyFrame:
    """The customers as they are."""
    if path.suffix == ".parquet":
        return pl.scan_parquet(path)
    lists = {"satisfaction": pl.Float64, "process_satisfaction": pl.Float64, "opted_in": pl.String}
    return pl.scan_csv(path, try_parse_dates=True, infer_schema_length=10_000).with_columns(
        col(name).str.split(";").cast(pl.List(element), strict=False)
        for name, element in lists.items()
    )


def scan_log(path: Path) -> pl.LazyFrame:
    """The service log as it is."""
    return (
        pl.scan_parquet(path)
        if path.suffix == ".parquet"
        else pl.scan_csv(path, try_parse_dates=True)
    )


def _covered() -> pl.Expr:
    """How many slots the days of a group cover: a day covers its own or the next one free."""
    later_days = pl.int_range(pl.len())
    reached = (col("slot").sort(descending=True) + later_days).max()
    covered = pl.max_horizontal(pl.len(), reached)
    return pl.min_horizontal(covered, col("times").first()).cast(pl.Int32)


def _visits(made: pl.LazyFrame, done: pl.LazyFrame | None, tables: Dimensions) -> pl.LazyFrame:
    """When each customer is visited next."""
    if done is None:
        covered = made.with_columns(covered=lit(NEVER, pl.Int32))
    else:
        riding = tables.services.lazy().filter("rides").select("item", "needs_record")
        visit = pl.LazyFrame({"item": ["visit"], "needs_record": [False]})
        visits = (
            done.join(pl.concat([riding, visit]), on="item")
            .filter(~col("needs_record") | col("record").is_not_null())
            .select("customer_id", "done_on")
            .unique()
        )
        in_period = (
            visits.join(made.select("customer_id", "times", "per"), on="customer_id")
            .join(tables.days.lazy(), on=["times", "per", "done_on"])
            .group_by("customer_id")
            .agg(covered=_covered())
        )
        ever = visits.select("customer_id").unique().with_columns(ever=True)
        covered = (
            made.join(ever, on="customer_id", how="left", maintain_order="left")
            .join(in_period, on="customer_id", how="left", maintain_order="left")
            .with_columns(
                covered=when(col("ever").is_null())
                .then(NEVER)
                .otherwise(col("covered").fill_null(0))
                .cast(pl.Int32)
            )
        )
    return covered.join(
        tables.dues.lazy().rename({"due": "visit_due"}),
        on=["times", "per", "covered"],
        how="left",
        maintain_order="left",
    )


def _customers(dated: pl.LazyFrame) -> pl.LazyFrame:
    minutes = col("times") * col("visit_minutes") * col("yearly") + col("item_minutes")
    return (
        dated.with_columns(
            name="customer_name",
            visit_times="times",
            visit_per="per",
            monthly_minutes=(minutes / 12).round(6).cast(pl.Decimal(38, 6)),
            conflicts=pl.lit(pl.Series([[]], dtype=pl.List(pl.String))),
        )
        .sort("position")
        .select(CUSTOMERS)
    )


def _items(
    dated: pl.LazyFrame, done: pl.LazyFrame | None, tables: Dimensions, today: dt.date
) -> pl.LazyFrame:
    services = tables.services.lazy()
    items = tables.services["item"].to_list()
    long = (
        dated.select(
            "position",
            "customer_id",
            "visit_due",
            *(
                pl.struct(
                    state=f"{item}_state",
                    priority=f"{item}_priority",
                    rule=col(f"{item}_rule").cast(pl.UInt32),
                ).alias(item)
                for item in items
            ),
        )
        .unpivot(items, index=["position", "customer_id", "visit_due"], variable_name="item")
        .unnest("value")
        .filter(col("state").is_not_null())
        .join(services, on="item", how="left")
    )
    if done is None:
        long = long.with_columns(last=lit(None, pl.Date), covered=lit(NEVER, pl.Int32))
    else:
        counted = done.join(services, on="item").filter(
            ~col("needs_record") | col("record").is_not_null()
        )
        last = counted.group_by("customer_id", "item").agg(last=col("done_on").max())
        in_period = (
            counted.join(tables.days.lazy(), on=["times", "per", "done_on"])
            .unique(["customer_id", "item", "done_on"])
            .group_by("customer_id", "item")
            .agg(covered=_covered())
        )
        long = (
            long.join(last, on=["customer_id", "item"], how="left")
            .join(in_period, on=["customer_id", "item"], how="left")
            .with_columns(
                covered=when(col("last").is_null())
                .then(NEVER)
                .otherwise(col("covered").fill_null(0))
                .cast(pl.Int32)
            )
        )
    first, second = tables.festivals
    attended = col("last") >= first - dt.timedelta(days=30)
    slots = tables.dues.lazy().rename({"due": "slot_due"})
    return (
        long.join(slots, on=["times", "per", "covered"], how="left")
        .with_columns(
            due=when(col("state").is_in(SERVED)).then(
                when("rides")
                .then("visit_due")
                .when(col("step").is_not_null())
                .then(col("last").dt.offset_by(col("step")).fill_null(today))
                .when("festive")
                .then(when(attended).then(second).otherwise(first))
                .otherwise("slot_due")
            )
        )
        .sort("position", "priority", "due", "place", nulls_last=True)
        .select(ITEMS)
    )
