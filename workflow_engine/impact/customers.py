"""The customers of some files under both versions: one by one, or in columns for many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from typing import Literal

from workflow_engine.impact.one_by_one import Base, Compared, compare_rows
from workflow_engine.impact.version import Version

Engine = Literal["auto", "row", "polars"]

LARGE = 1_000_000
"""Bytes of input from which on columns are worth getting ready."""


def compare(
    old: Version,
    new: Version,
    base: Base,
    *,
    engine: Engine = "auto",
    told: Callable[[int], None] = lambda _: None,
) -> Compared:
    """Every customer under both versions; `told` is called with how many are done.

    `auto` takes the columns for large files where they are installed and can calculate both
    versions, else goes customer by customer, with a note for the user where columns could not.

    Raises:
        DataFileError: a file cannot be read, or its columns make every row useless.
        MissingExtraError: columns were asked for and are not installed.
        NotColumnar: columns were asked for, and cannot calculate what a version does.
    """
    large = sum(path.stat().st_size for path in base.customers) >= LARGE
    installed = find_spec("polars") is not None and find_spec("numpy") is not None
    if engine == "row" or (engine == "auto" and not (large and installed)):
        return compare_rows(old, new, base, told=told)
    from workflow_engine.runs.packages import require_tables

    require_tables()
    from workflow_engine.impact.in_columns import ColumnBase
    from workflow_engine.runs.engines import by_engine

    columns, note = by_engine(
        engine,
        large=True,
        columns=lambda: ColumnBase(old, new, base),
        rows=lambda: None,
    )
    if columns is not None:
        return columns.compare(told)
    return replace(compare_rows(old, new, base, told=told), note=note)
