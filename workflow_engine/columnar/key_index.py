"""Finding customers by their ids among millions, without a dictionary of Python objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray


class KeyIndex:
    """The numbers of different ids: `ids` in the order of their numbers, which is that of hashes.

    24 bytes an id besides the id itself. Ids whose hashes are the same are told apart by the ids.
    """

    def __init__(self, different: pl.Series) -> None:
        hashes = _hashes(different)
        order = np.argsort(hashes)
        self.ids = different.gather(order)
        self._hashes = hashes[order]
        # Twice as many buckets as ids or more: most have one id or none.
        bits = len(different).bit_length() + 1
        self._shift = np.uint64(64 - bits)
        bounds = np.arange(1 << bits, dtype=np.uint64) << self._shift
        starts = np.searchsorted(self._hashes, bounds)
        self._starts = np.append(starts, len(different)).astype(np.uint32)

    def find(self, keys: pl.Series) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The rows, ascending, whose keys are among the ids, and the number of each one's id."""
        hashes = _hashes(keys)
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


def _hashes(keys: pl.Series) -> NDArray[np.uint64]:
    return keys.hash().to_numpy()
