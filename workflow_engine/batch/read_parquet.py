"""Parquet files, in slices, so that a large one need not fit into memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_engine.batch.readers import RawRow, RawTable, header, unreadable
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.errors import DataFileError, MissingExtraError

if TYPE_CHECKING:
    import polars as pl

_SLICE = 65_536
_PER_DAY = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
_FIRST_DAY, _LAST_DAY = -719_160, 2_932_894
"""Days since 1970 that are years 1 to 9999 in every time zone."""


def read_parquet(path: Path) -> RawTable:
    """Rows of a Parquet file, numbered from 1.

    Raises:
        DataFileError: it is not a Parquet file, or it has no columns.
        MissingExtraError: polars is not installed.
    """
    try:
        import polars as pl
    except ImportError as error:
        raise MissingExtraError(
            package="polars", extra="batch", purpose="reading .parquet files"
        ) from error
    try:
        frame = pl.scan_parquet(path, glob=False)
        names = frame.collect_schema().names()
    except pl.exceptions.PolarsError as error:
        raise damaged(path, error) from error
    columns = header(path, names)

    def rows() -> Iterator[RawRow]:
        start = 0
        while True:
            try:
                part = readable(frame.slice(start, _SLICE).collect())
            except pl.exceptions.PolarsError as error:
                raise damaged(path, error) from error
            for number, cells in enumerate(part.iter_rows(), start + 1):
                yield RawRow(number, dict(zip(columns, cells, strict=False)))
            if part.height < _SLICE:
                return
            start += _SLICE

    return RawTable(str(path), columns, rows())


def readable(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with days and moments beyond the years that Python knows written out as text.

    Such a column is text as a whole, so that the odd cells are told as bad ones.
    """
    written = [column.dt.to_string("iso:strict") for column in frame if _beyond_calendar(column)]
    return frame.with_columns(written) if written else frame


def _beyond_calendar(column: pl.Series) -> bool:
    import polars as pl

    dtype = column.dtype
    if isinstance(dtype, pl.Datetime):
        per_day = _PER_DAY[dtype.time_unit]
    elif dtype == pl.Date:
        per_day = 1
    else:
        return False
    physical = column.to_physical()
    first, last = physical.min(), physical.max()
    if not isinstance(first, int) or not isinstance(last, int):
        return False
    return first < _FIRST_DAY * per_day or last > _LAST_DAY * per_day


def damaged(path: Path, error: Exception) -> DataFileError:
    """The error for a file that is not Parquet, or not all of it."""
    said = str(error).split("\n", 1)[0][:200]
    reason = Bilingual(
        f"不是完好的 Parquet 文件（{said}）", f"it is not an intact Parquet file ({said})"
    )
    return unreadable(path, reason)
