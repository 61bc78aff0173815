"""That all contenders wrote the same two tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from benchmarks.decide import DisagreementError

TABLES = ("items", "customers")


def written(folder: Path, table: str) -> pl.DataFrame:
    """A table that a contender wrote: one file, or parts in the order of their names."""
    files = sorted((folder / table).glob("part-*.parquet")) or [folder / f"{table}.parquet"]
    return plain(pl.concat([pl.read_parquet(file) for file in files]))


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """The table with words as text and integers in one width, whoever wrote it."""
    return frame.cast({name: _plain(type_) for name, type_ in frame.schema.items()})


def compare(ours: pl.DataFrame, theirs: pl.DataFrame, who: str) -> None:
    """Raise DisagreementError with the first row that differs."""
    if ours.schema != theirs.schema:
        raise DisagreementError(f"{who}:\n{ours.schema}\n{theirs.schema}")
    if ours.equals(theirs):
        return
    if ours.height != theirs.height:
        raise DisagreementError(f"{who}: {ours.height} rows against {theirs.height}")
    for name in ours.columns:
        differing = ours[name].ne_missing(theirs[name]).arg_true()
        if len(differing):
            row = differing[0]
            raise DisagreementError(
                f"{who}: {name} in {len(differing)} rows, first\n"
                f"{ours.row(row, named=True)}\n{theirs.row(row, named=True)}"
            )


def agree(ours: Path, theirs: Sequence[tuple[str, Path]]) -> None:
    """Raise DisagreementError unless every folder holds the same tables as ours."""
    for table in TABLES:
        mine = written(ours, table)
        for who, folder in theirs:
            compare(mine, written(folder, table), f"{who}, {table}")


def _plain(type_: pl.DataType) -> pl.DataType:
    if isinstance(type_, pl.List):
        assert isinstance(type_.inner, pl.DataType)
        return pl.List(_plain(type_.inner))
    if isinstance(type_, pl.Enum | pl.Categorical):
        return pl.String()
    return pl.Int64() if type_.is_integer() else type_
