"""Finding customers by their ids among millions, without a dictionary of Python objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray


class KeyIndex:
    """Different ids with their numbers; `ids` are in the order of the numbers.

    It takes 24 bytes an id besides the id itself. Ids are found by hashes, and compared themselves
    before anything is believed.
    """

    def __init__(self, ids: pl.Series, hashes: NDArray[np.uint64]) -> None:
        """`ids` come in the order of their hashes."""
        self.ids = ids
        self._hashes = hashes
        # Twice as many buckets as ids or more: most have one id or none.
        bits = len(ids).bit_length() + 1
        self._shift = np.uint64(64 - bits)
        buckets = (hashes >> self._shift).view(np.int64)
        counts = np.bincount(buckets, minlength=1 << bits)
        self._starts = np.append(0, np.cumsum(counts)).astype(np.uint32)

    @classmethod
    def of(cls, keys: pl.Series) -> tuple[KeyIndex, NDArray[np.int64]]:
        """The index of all ids among keys (`coded`), and the number of each key's."""
        ids, codes = coded(keys)
        hashes = hashes_of(ids)
        order = np.argsort(hashes)
        numbers = np.empty(len(ids), np.int64)
        numbers[order] = np.arange(len(ids))
        return cls(ids.gather(order), hashes[order]), numbers[codes]

    def find(self, keys: pl.Series) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The rows, ascending, whose keys are among the ids, and the number of each one's id."""
        hashes = hashes_of(keys)
        buckets = (hashes >> self._shift).astype(np.int64)
        places = self._starts[buckets].astype(np.int64)
        ends = self._starts[buckets + 1]
        found = np.full(len(keys), -1, np.int64)
        rows = np.flatnonzero(places < ends)
        while len(rows):
            candidates = places[rows]
            same = self._hashes[candidates] == hashes[rows]
            hits, of = rows[same], candidates[same]
            sure = (self.ids.gather(of) == keys.gather(hits)).to_numpy()
            found[hits[sure]] = of[sure]
            places[rows] += 1
            rows = rows[(found[rows] < 0) & (places[rows] < ends[rows])]
        rows = np.flatnonzero(found >= 0)
        return rows, found[rows]


def coded(keys: pl.Series) -> tuple[pl.Series, NDArray[np.uint32]]:
    """The different ids among keys (String or Categorical), and which of them each key is."""
    if not isinstance(keys.dtype, pl.Categorical):
        keys = keys.cast(pl.Categorical(pl.Categories.random()))
    codes = keys.to_physical().to_numpy()
    places = np.full(int(codes.max(initial=0)) + 1, -1, np.int64)
    places[codes] = np.arange(len(codes))
    known = places >= 0
    ids = keys.gather(places[known]).cast(pl.String)
    if known.all():
        return ids, codes
    return ids, (np.cumsum(known, dtype=np.uint32) - np.uint32(1))[codes]


def hashes_of(keys: pl.Series) -> NDArray[np.uint64]:
    """A hash of each key, the same for the same key while the process runs."""
    return keys.hash().to_numpy()
