"""Columns of yes or no as one column of lists: the names of those that hold."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
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
    held = frame.select(flag.alias(name) for name, flag in flags.items())
    held = held.select(column for column in held if column.any())
    if not held.width:
        return empty.new_from_index(0, len(frame)), sums
    lists, bits, counts = _lists(held, type_)
    if digests is not None:
        places = {name: place for place, name in enumerate(flags)}
        sums = _summed(bits, digests[[places[name] for name in held.columns]])
    if len(lists) == len(frame):
        return lists, sums
    some = counts > 0
    places_ = np.where(some, np.cumsum(some) - 1, len(lists)).astype(np.uint32)
    return pl.concat([lists, empty], rechunk=True).gather(pl.Series(places_)), sums


def _lists(
    held: pl.DataFrame, type_: pl.Enum
) -> tuple[pl.Series, NDArray[np.uint8], NDArray[np.int64]]:
    """The lists of the rows that have a flag; and of all rows the flags, a bit each, and counts."""
    numbers = {name: number for number, name in enumerate(type_.categories)}
    none = len(numbers)
    physical = pl.UInt8 if none < 1 << 8 else pl.UInt16 if none < 1 << 16 else pl.UInt32
    bytes_ = -(-held.width // _BYTE)
    numbered = held.select(
        *(
            pl.when(name)
            .then(_literal(numbers[name], physical))
            .otherwise(_literal(none, physical))
            .alias(name)
            for name in held.columns
        ),
        # Columns of nobody, so that the bits of a row fill whole bytes.
        *(
            pl.repeat(none, len(held), dtype=physical).alias(f" {place}")
            for place in range(bytes_ * _BYTE - held.width)
        ),
    )
    matrix = numbered.to_numpy(order="c").reshape(-1)
    every = pl.Series(matrix)
    present = every != none
    bits = np.packbits(matrix != none, bitorder="little").reshape(-1, bytes_)
    counts = np.zeros(len(held), np.int64)
    for byte in bits.T:
        counts += np.bitwise_count(byte)
    by_row = pl.DataFrame(
        {
            "row": pl.Series(np.repeat(np.arange(len(held), dtype=np.uint32), counts)).set_sorted(),
            "name": every.filter(present).cat.to(type_),
        }
    )
    lists = by_row.group_by("row", maintain_order=True).agg("name").get_column("name")
    return lists, bits, counts


@cache
def _literal(number: int, type_: type[pl.DataType]) -> pl.Expr:
    return pl.lit(number, dtype=type_)


def _summed(held: NDArray[np.uint8], digests: Digests) -> Digests:
    """The sum of the digests of each row's flags, eight flags at a time."""
    sums = np.zeros(len(held), np.uint64)
    bits = np.unpackbits(np.arange(1 << _BYTE, dtype=np.uint8)[:, None], axis=1, bitorder="little")
    for byte, eight in zip(held.T, range(0, len(digests), _BYTE), strict=True):
        some = digests[eight : eight + _BYTE]
        sums += (bits[:, : len(some)] @ some).take(byte)
    return sums
