"""Parquet files, in slices, so that a large one need not fit into memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from workflow_engine.batch.readers import RawRow, RawTable, header, unreadable
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.errors import DataFileError, MissingExtraError

_SLICE = 65_536


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
                part = frame.slice(start, _SLICE).collect()
            except pl.exceptions.PolarsError as error:
                raise damaged(path, error) from error
            for number, cells in enumerate(part.iter_rows(), start + 1):
                yield RawRow(number, dict(zip(columns, cells, strict=True)))
            if part.height < _SLICE:
                return
            start += _SLICE

    return RawTable(str(path), columns, rows())


def damaged(path: Path, error: Exception) -> DataFileError:
    """The error for a file that is not Parquet, or not all of it."""
    said = str(error).split("\n", 1)[0][:200]
    reason = Bilingual(
        f"不是完好的 Parquet 文件（{said}）", f"it is not an intact Parquet file ({said})"
    )
    return unreadable(path, reason)
