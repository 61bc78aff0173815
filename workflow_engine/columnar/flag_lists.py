"""Columns of yes or no as one column of lists: the names of those that hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workflow_engine.columnar.digests import Digests

_BYTE = 8


def lists_of(
    frame: pl.DataFrame,
    flags: Mapping[str, pl.Expr],
    type_: pl.Enum,
    digests: Digests | None = None,
) -> tuple[pl.Series, Digests | None]:
    """For each row of a frame the names whose flag is true, in the order of the flags.

    Args:
        frame: the rows.
        flags: names, all among the categories of `type_`, with a Boolean each that is never null.
        type_: the type of the names in the lists.
        digests: a number for each flag; then the sum of those that hold is told for each row.
    """
    empty = pl.Series([[]], dtype=pl.List(type_))
    sums = None if digests is None else np.zeros(len(frame), np.uint64)
    if not flags:
        return empty.new_from_index(0, len(frame)), sums
    flagged = frame.select(pl.any_horizontal(flags.values())).to_series()
    if not flagged.any():
        return empty.new_from_index(0, len(frame)), sums
    lists, held = _lists(frame, flags, flagged, type_)
    some = flagged.to_numpy()
    if sums is not None and digests is not None:
        sums[some] = _summed(held, digests)
    if len(lists) == len(frame):
        return lists, sums
    places = np.where(some, np.cumsum(some) - 1, len(lists)).astype(np.uint32)
    return pl.concat([lists, empty], rechunk=True).gather(pl.Series(places)), sums


def _lists(
    frame: pl.DataFrame, flags: Mapping[str, pl.Expr], flagged: pl.Series, type_: pl.Enum
) -> tuple[pl.Series, NDArray[np.uint8]]:
    """The lists of the rows that have a flag, and their flags: a bit each."""
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
    matrix = numbered.to_numpy(order="c")
    held = np.packbits(matrix != none, axis=1, bitorder="little")
    every = pl.Series(matrix.reshape(-1))
    by_row = pl.DataFrame(
        {
            "row": pl.Series(
                np.repeat(
                    np.arange(len(numbered), dtype=np.uint32),
                    np.bitwise_count(held).sum(axis=1, dtype=np.int64),
                )
            ).set_sorted(),
            "name": every.filter(every != none).cat.to(type_),
        }
    )
    lists = by_row.group_by("row", maintain_order=True).agg("name").get_column("name")
    return lists, held


def _summed(held: NDArray[np.uint8], digests: Digests) -> Digests:
    """The sum of the digests of each row's flags, eight flags at a time."""
    sums = np.zeros(len(held), np.uint64)
    bits = np.unpackbits(np.arange(1 << _BYTE, dtype=np.uint8)[:, None], axis=1, bitorder="little")
    for byte, eight in zip(held.T, range(0, len(digests), _BYTE), strict=True):
        some = digests[eight : eight + _BYTE]
        sums += (bits[:, : len(some)] @ some).take(byte)
    return sums
