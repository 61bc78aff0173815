"""Many days of many customers, compact: sorted as single numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class DoneDays:
    """On which days what was done, those of one customer after those of another.

    `customers` is where the days of each customer start, and where the last one's end. `sources`
    say what was done, `days` when, as places among all days; both ascending for each customer.
    """

    customers: NDArray[np.int64]
    sources: NDArray[np.uint16]
    days: NDArray[np.int32]

    @classmethod
    def of(
        cls,
        customers: NDArray[np.integer[Any]],
        sources: NDArray[np.integer[Any]],
        days: NDArray[np.integer[Any]],
        count: int,
    ) -> DoneDays:
        """The days of `count` customers in any order, each once; of every row the numbers."""
        day_bits = int(days.max(initial=0)).bit_length()
        source_bits = int(sources.max(initial=0)).bit_length()
        assert count.bit_length() + source_bits + day_bits <= 64
        packed = customers.astype(np.uint64)
        packed <<= np.uint64(source_bits)
        packed |= sources.astype(np.uint64)
        packed <<= np.uint64(day_bits)
        packed |= days.astype(np.uint64)
        packed.sort()
        different = np.ones(len(packed), bool)
        different[1:] = packed[1:] != packed[:-1]
        packed = packed[different]
        of_days = (packed & np.uint64((1 << day_bits) - 1)).astype(np.int32)
        packed >>= np.uint64(day_bits)
        of_sources = (packed & np.uint64((1 << source_bits) - 1)).astype(np.uint16)
        packed >>= np.uint64(source_bits)
        starts = np.append(0, np.cumsum(np.bincount(packed.view(np.int64), minlength=count)))
        return cls(starts, of_sources, of_days)

    def needed(self, first_asked: NDArray[np.int64]) -> DoneDays:
        """Only the last day of each source and those from the one on that is asked for."""
        last = np.append(self.first_of_sources()[1:], values=True)
        kept = last[: len(self.days)] | (self.days >= first_asked[self.sources])
        before = np.append(0, np.cumsum(kept))
        return DoneDays(before[self.customers], self.sources[kept], self.days[kept])

    def first_of_sources(self) -> NDArray[np.bool_]:
        """Where the days of a source, or of a customer, start."""
        first = np.ones(len(self.days), bool)
        first[1:] = self.sources[1:] != self.sources[:-1]
        starts = self.customers[:-1]
        first[starts[starts < len(first)]] = True
        return first

    def of_some(self, customers: NDArray[np.int64]) -> tuple[NDArray[np.int64], DoneDays]:
        """How many days some customers have, and these."""
        starts = self.customers[customers]
        counts = self.customers[customers + 1] - starts
        ends = np.append(0, np.cumsum(counts))
        places = np.repeat(starts - ends[:-1], counts) + np.arange(ends[-1])
        return counts, DoneDays(ends, self.sources[places], self.days[places])
