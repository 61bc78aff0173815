"""Parquet files, in slices, so that a large one need not fit into memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow_engine.batch.cells import plain_text
from workflow_engine.batch.readers import RawRow, RawTable, header, unreadable
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.errors import DataFileError, MissingExtraError

if TYPE_CHECKING:
    import polars as pl

_SLICE = 65_536
_PER_DAY = {"d": 1, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
_DAYS = -719_162, 2_932_896
"""The first and the last day of years 1 to 9999, counted from 1970."""
_FARTHEST = 95_000_000
"""So many days from 1970 polars can write out."""
_LONGEST = 999_999_998
"""So many days a duration may have either way."""


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

    Such a column is text as a whole, so that the odd cells are told as bad ones; so are the days
    in its lists and records.
    """
    written = [_written(column) for column in frame if _beyond_python(column)]
    return frame.with_columns(written) if written else frame


def _beyond_python(column: pl.Series) -> bool:
    """Whether a cell of the column, or anything in a cell, is beyond the years of Python."""
    import polars as pl

    dtype = column.dtype
    if isinstance(dtype, (pl.List, pl.Array)):
        return _holds_time(dtype) and _beyond_python(column.explode())
    if isinstance(dtype, pl.Struct):
        return _holds_time(dtype) and any(map(_beyond_python, column.struct.unnest()))
    return _holds_time(dtype) and not _known(column).all()


def _holds_time(dtype: Any) -> bool:
    import polars as pl

    if isinstance(dtype, (pl.List, pl.Array)):
        return _holds_time(dtype.inner)
    if isinstance(dtype, pl.Struct):
        return any(_holds_time(one.dtype) for one in dtype.fields)
    return isinstance(dtype, (pl.Date, pl.Datetime, pl.Duration))


def _known(column: pl.Series) -> pl.Series:
    """Which days, moments and durations Python can hold."""
    import polars as pl

    dtype = column.dtype
    per_day = _PER_DAY["d" if isinstance(dtype, pl.Date) else dtype.time_unit]  # type: ignore[attr-defined]
    first, last = _DAYS
    if isinstance(dtype, (pl.Datetime, pl.Duration)) and dtype.time_unit == "ns":
        return pl.repeat(True, len(column), eager=True)  # noqa: FBT003 - 64 bits are a few centuries
    if isinstance(dtype, pl.Duration):
        first, last = -_LONGEST, _LONGEST
    elif isinstance(dtype, pl.Datetime) and dtype.time_zone is not None:
        first, last = first + 1, last - 1  # in every time zone
    physical = column.to_physical()
    known = (physical >= first * per_day) & (physical < (last + 1) * per_day)
    return known.fill_null(value=True)


def _written(column: pl.Series) -> pl.Series:
    """What Python knows in its own form, what polars knows in that, the rest as a number."""
    import polars as pl

    dtype = column.dtype
    if isinstance(dtype, pl.Array):
        return _written(column.arr.to_list())
    if isinstance(dtype, pl.List):
        of = pl.element().map_batches(
            _written, return_dtype=_as_text(dtype.inner), is_elementwise=True
        )
        return column.list.eval(of)
    if isinstance(dtype, pl.Struct):
        parts = [_written(one) if _holds_time(one.dtype) else one for one in column.struct.unnest()]
        record = pl.DataFrame(parts).to_struct(column.name)
        return pl.select(pl.when(column.is_not_null()).then(record)).to_series()
    known = _known(column) & column.is_not_null()
    own = [plain_text(cell) for cell in column.filter(known)]
    return _far(column).scatter(known.arg_true(), own)


def _far(column: pl.Series) -> pl.Series:
    """Days, moments and durations as polars writes them, or as numbers."""
    import polars as pl

    dtype = column.dtype
    if isinstance(dtype, pl.Duration):
        return column.dt.to_string("iso")
    unit = "d" if isinstance(dtype, pl.Date) else dtype.time_unit  # type: ignore[attr-defined]
    since = column.to_physical()
    texts = pl.select(pl.format("1970-01-01+{}" + unit, since)).to_series().alias(column.name)
    told = since.is_between(-_FARTHEST * _PER_DAY[unit], _FARTHEST * _PER_DAY[unit])
    return texts.scatter(told.arg_true(), column.filter(told).dt.to_string("iso:strict"))


def _as_text(dtype: Any) -> Any:
    """A type with text in the place of days and moments."""
    import polars as pl

    if isinstance(dtype, (pl.List, pl.Array)):
        return pl.List(_as_text(dtype.inner))
    if isinstance(dtype, pl.Struct):
        return pl.Struct({one.name: _as_text(one.dtype) for one in dtype.fields})
    return pl.String() if _holds_time(dtype) else dtype


def damaged(path: Path, error: Exception) -> DataFileError:
    """The error for a file that is not Parquet, or not all of it."""
    said = str(error).split("\n", 1)[0][:200]
    reason = Bilingual(
        f"不是完好的 Parquet 文件（{said}）", f"it is not an intact Parquet file ({said})"
    )
    return unreadable(path, reason)
