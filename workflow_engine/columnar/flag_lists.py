"""Columns of yes or no as one column of lists: the names of those that hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray


def lists_of(frame: pl.DataFrame, flags: Mapping[str, pl.Expr], type_: pl.Enum) -> pl.Series:
    """For each row of a frame the names whose flag is true, in the order of the flags.

    Args:
        frame: the rows.
        flags: names, all among the categories of `type_`, with a Boolean each that is never null.
        type_: the type of the names in the lists.
    """
    empty = pl.Series([[]], dtype=pl.List(type_))
    if not flags:
        return empty.new_from_index(0, len(frame))
    flagged = frame.select(pl.any_horizontal(flags.values())).to_series()
    if not flagged.any():
        return empty.new_from_index(0, len(frame))
    lists = _lists(frame, flags, flagged, type_)
    if len(lists) == len(frame):
        return lists
    some = flagged.to_numpy()
    places = np.where(some, np.cumsum(some) - 1, len(lists)).astype(np.uint32)
    return pl.concat([lists, empty], rechunk=True).gather(pl.Series(places))


def _lists(
    frame: pl.DataFrame, flags: Mapping[str, pl.Expr], flagged: pl.Series, type_: pl.Enum
) -> pl.Series:
    """The lists of the rows that have a flag."""
    numbers = {name: number for number, name in enumerate(type_.categories)}
    none = len(numbers)
    physical = pl.UInt8 if none < 1 << 8 else pl.UInt16 if none < 1 << 16 else pl.UInt32
    numbered = frame.select(
        pl.when(flag)
        .then(pl.lit(numbers[name], dtype=physical))
        .otherwise(pl.lit(none, dtype=physical))
        .alias(name)
        for name, flag in flags.items()
    )
    if not flagged.all():
        numbered = numbered.filter(flagged)
    counts: NDArray[Any] = np.zeros(len(numbered), np.int64 if len(flags) >> 8 else np.uint8)
    for column in numbered:
        counts += column.to_numpy() != none
    every = pl.Series(numbered.to_numpy(order="c").reshape(-1))
    by_row = pl.DataFrame(
        {
            "row": pl.Series(
                np.repeat(np.arange(len(numbered), dtype=np.uint32), counts)
            ).set_sorted(),
            "name": every.filter(every != none).cat.to(type_),
        }
    )
    return by_row.group_by("row", maintain_order=True).agg("name").get_column("name")
