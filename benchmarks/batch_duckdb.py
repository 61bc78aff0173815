"""The plans of a customer base in DuckDB's SQL, of the same meaning as `batch_polars`.

Decisions are stages of common table expressions (`batch_decisions.sql`), items one row each by
`UNPIVOT`, joined, dated with intervals and sorted by `ORDER BY` (`batch_plan.sql`).
"""

# ruff: noqa: S608 - only names and paths of our own

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import polars as pl

from benchmarks.batch_calendar import Dimensions

HERE = Path(__file__).parent
INTERVALS = {"1mo": "1 month", "3mo": "3 month", "6mo": "6 month", "1y": "1 year", "2w": "14 day"}
LISTS = {"satisfaction": "DOUBLE", "process_satisfaction": "DOUBLE", "opted_in": "VARCHAR"}


def plan(customers: Path, log: Path | None, tables: Dimensions, today: dt.date, out: Path) -> None:
    """Write `items.parquet` and `customers.parquet`; inputs are Parquet, or CSV by their names."""
    services = tables.services.with_columns(pl.col("step").replace(INTERVALS))
    with duckdb.connect() as database:
        for name, frame in (
            ("service_rows", services),
            ("regimes", tables.regimes),
            ("days", tables.days),
            ("dues", tables.dues),
        ):
            database.register(name, frame.to_arrow())
        database.execute(
            "CREATE TEMP TABLE services AS "
            "SELECT * REPLACE (step::INTERVAL AS step) FROM service_rows"
        )
        database.execute(f"CREATE VIEW customers AS {_customers(customers)}")
        database.execute(f"CREATE VIEW log AS {_log(log)}")
        decisions = (HERE / "batch_decisions.sql").read_text(encoding="utf-8")
        text = (HERE / "batch_plan.sql").read_text(encoding="utf-8")
        values = {
            "$customers": str(out / "customers.parquet"),
            "$items": str(out / "items.parquet"),
            "$triples": ", ".join(_triple(item) for item in tables.services["item"]),
            "$first_festival": _date(tables.festivals[0]),
            "$second_festival": _date(tables.festivals[1]),
            "$today": _date(today),
        }
        statements = [f"CREATE TEMP TABLE decided AS {decisions}", *text.split(";\n")]
        for statement in statements:
            for name, value in values.items():
                statement = statement.replace(name, value)  # noqa: PLW2901 - one after the other
            if statement.strip():
                database.execute(statement)


def _customers(path: Path) -> str:
    if path.suffix == ".parquet":
        return (
            "SELECT * EXCLUDE (file_row_number), file_row_number AS position "
            f"FROM read_parquet('{path}', file_row_number = true)"
        )
    lists = ", ".join(
        f"string_split({name}, ';')::{type_}[] AS {name}"
        if type_ == "VARCHAR"
        else f"list_transform(string_split({name}, ';'), lambda x: nullif(x, '')::{type_})"
        f" AS {name}"
        for name, type_ in LISTS.items()
    )
    types = ", ".join(f"'{name}': 'VARCHAR'" for name in LISTS)
    return (
        f"SELECT * REPLACE ({lists}), row_number() OVER () AS position "
        f"FROM read_csv('{path}', types = {{{types}}})"
    )


def _log(path: Path | None) -> str:
    if path is None:
        return (
            "SELECT NULL::VARCHAR AS customer_id, NULL::VARCHAR AS item, NULL::DATE AS done_on, "
            "NULL::VARCHAR AS record WHERE false"
        )
    return f"SELECT * FROM read_{'parquet' if path.suffix == '.parquet' else 'csv'}('{path}')"


def _triple(item: str) -> str:
    return f"({item}_state, {item}_priority, {item}_rule) AS {item}"


def _date(day: dt.date) -> str:
    return f"DATE '{day}'"
