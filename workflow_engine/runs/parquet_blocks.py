"""Parquet files in parts of some rows, each read where it is worked on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from workflow_engine.batch.read_parquet import damaged
from workflow_engine.batch.readers import header
from workflow_engine.columnar.raw import RawFrame
from workflow_engine.runs.parts import DataFile, HeldPart, Part

if TYPE_CHECKING:
    import pyarrow as pa

LARGE_GROUP: Final = 1_000_000
"""Rows of a row group from which on it is costly to begin in its middle."""


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
        return self.raw(frame, position)

    def raw(self, frame: pl.DataFrame, position: int) -> RawFrame:
        """The part's rows, numbered in the file from 1, as they were read."""
        named = {name: frame.to_series(index) for index, name in enumerate(self.columns) if name}
        return RawFrame.counted(
            str(self.path), pl.DataFrame(named), number=self.start + 1, position=position
        )


@dataclass(frozen=True, slots=True)
class BatchPart(HeldPart):
    """Rows that pyarrow has read; `stored` is where they lie in the file."""

    batch: pa.RecordBatch
    stored: ParquetPart

    @property
    def span(self) -> int:
        """How many rows there are."""
        return self.stored.span

    @property
    def end(self) -> int:
        """As of the stored rows."""
        return self.stored.end

    def load(self, position: int) -> RawFrame:
        """The rows, numbered in the file from 1."""
        return self.stored.raw(pl.DataFrame(self.batch), position)

    def again(self) -> Part:
        """The same rows from the file."""
        return self.stored


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

    def part(start: int, count: int) -> ParquetPart:
        return ParquetPart(path, columns, start, count, bytes_ * (start + count) // rows)

    if rows > LARGE_GROUP and _largest_group(path) > LARGE_GROUP:
        return DataFile(str(path), columns, _batches(path, size, part))
    starts = range(0, rows, size)
    parts = (part(start, min(size, rows - start)) for start in starts)
    return DataFile(str(path), columns, parts)


def _largest_group(path: Path) -> int:
    """The rows of the largest row group, 0 where pyarrow is not there to tell."""
    if find_spec("pyarrow") is None:
        return 0
    import pyarrow.parquet

    metadata = pyarrow.parquet.read_metadata(path)
    return max(int(metadata.row_group(index).num_rows) for index in range(metadata.num_row_groups))


def _batches(path: Path, size: int, part: Callable[[int, int], ParquetPart]) -> Iterator[Part]:
    """The parts of a file as pyarrow reads them, page by page and in one pass."""
    import pyarrow as pa
    import pyarrow.parquet

    start = 0
    try:
        with pyarrow.parquet.ParquetFile(path, pre_buffer=False) as file:
            for batch in file.iter_batches(batch_size=size):
                yield BatchPart(batch, part(start, batch.num_rows))
                start += batch.num_rows
    except (pa.ArrowException, OSError) as error:
        raise damaged(path, error) from error
