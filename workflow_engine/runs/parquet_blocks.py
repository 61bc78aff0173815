"""Parquet files in parts of some rows, each read where it is worked on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from workflow_engine.batch.read_parquet import damaged
from workflow_engine.batch.readers import header
from workflow_engine.columnar.raw import RawFrame
from workflow_engine.runs.parts import DataFile, Part


@dataclass(frozen=True, slots=True)
class ParquetPart:
    """The rows of a file from `start` on, counted from 0."""

    path: Path
    columns: tuple[str, ...]
    start: int
    span: int
    end: int

    def load(self, position: int) -> RawFrame:
        """The rows, numbered in the file from 1."""
        try:
            part = pl.scan_parquet(self.path, glob=False).slice(self.start, self.span)
            frame = part.collect()
        except pl.exceptions.PolarsError as error:
            raise damaged(self.path, error) from error
        if frame.columns != list(self.columns):
            named = [name for name in self.columns if name]
            frame.columns = [name or f"\0{index}" for index, name in enumerate(self.columns)]
            frame = frame.select(named)
        return RawFrame.counted(str(self.path), frame, number=self.start + 1, position=position)


def open_parquet(path: Path, size: int) -> DataFile:
    """A Parquet file in parts of `size` rows.

    Raises:
        DataFileError: it is not a Parquet file, or it has no columns.
    """
    try:
        frame = pl.scan_parquet(path, glob=False)
        names = frame.collect_schema().names()
        rows = int(frame.select(pl.len()).collect().item())
    except pl.exceptions.PolarsError as error:
        raise damaged(path, error) from error
    columns = header(path, names)
    bytes_ = path.stat().st_size

    def parts() -> Iterator[Part]:
        for start in range(0, rows, size):
            count = min(size, rows - start)
            yield ParquetPart(path, columns, start, count, bytes_ * (start + count) // rows)

    return DataFile(str(path), columns, parts())
