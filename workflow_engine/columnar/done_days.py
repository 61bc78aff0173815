"""Many days of many customers, compact: arrays that are sorted as single numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class DoneDays:
    """Days, each with the number of what was done and of whom it was done for."""

    numbers: NDArray[np.uint16]
    customers: NDArray[np.uint32]
    days: NDArray[np.int32]

    @classmethod
    def joined(cls, parts: Sequence[DoneDays]) -> DoneDays:
        """The days of all parts."""
        return cls(
            np.concatenate([np.empty(0, np.uint16), *(part.numbers for part in parts)]),
            np.concatenate([np.empty(0, np.uint32), *(part.customers for part in parts)]),
            np.concatenate([np.empty(0, np.int32), *(part.days for part in parts)]),
        )

    def by_number(self) -> DoneDays:
        """The days by number, customer and day, each once."""
        return DoneDays(*_sorted(self.numbers, self.customers, self.days))

    def part(self, number: int) -> DoneDays:
        """The days with one number, of days that are in the order of `by_number`."""
        start, end = np.searchsorted(self.numbers, np.array([number, number + 1], np.uint16))
        return self.only(slice(start, end))

    def only(self, which: slice | NDArray[np.bool_]) -> DoneDays:
        """Some of the days."""
        return DoneDays(self.numbers[which], self.customers[which], self.days[which])

    def first_of_customers(self) -> NDArray[np.bool_]:
        """Where another customer or number begins, in days that are in the order of `by_number`."""
        first = np.ones(len(self.days), bool)
        first[1:] = (self.customers[1:] != self.customers[:-1]) | (
            self.numbers[1:] != self.numbers[:-1]
        )
        return first

    def by_customer(self, count: int) -> DaysOfCustomers:
        """The days by customer, of `count` customers."""
        customers, numbers, days = _sorted(self.customers, self.numbers, self.days)
        starts = np.searchsorted(customers, np.arange(count + 1, dtype=np.uint32))
        return DaysOfCustomers(starts, numbers, days)


@dataclass(frozen=True, slots=True)
class DaysOfCustomers:
    """Days with their numbers, those of one customer after those of the other."""

    starts: NDArray[np.int64]
    numbers: NDArray[np.uint16]
    days: NDArray[np.int32]

    def places(self, customers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the days of customers are: how many each has, and the places of all."""
        starts = self.starts[customers]
        counts = self.starts[customers + 1] - starts
        shifts = starts - (np.cumsum(counts) - counts)
        return counts, np.repeat(shifts, counts) + np.arange(int(counts.sum()))


def _sorted(
    high: NDArray[Any], low: NDArray[Any], days: NDArray[np.int32]
) -> tuple[NDArray[Any], NDArray[Any], NDArray[np.int32]]:
    """The different rows of three columns, ascending: packed into single numbers, and unpacked."""
    if not len(days):
        return high, low, days
    first = int(days.min())
    day_bits = np.uint64((int(days.max()) - first).bit_length())
    low_bits = np.uint64(int(low.max()).bit_length())
    assert int(high.max()).bit_length() + int(low_bits) + int(day_bits) <= 64
    packed = high.astype(np.uint64)
    packed <<= low_bits
    packed |= low
    packed <<= day_bits
    packed |= (days - first).astype(np.uint64)
    packed.sort()
    different = np.ones(len(packed), bool)
    different[1:] = packed[1:] != packed[:-1]
    packed = packed[different]
    sorted_days = (packed & ~(~np.uint64(0) << day_bits)).astype(np.int64) + first
    packed >>= day_bits
    return (
        (packed >> low_bits).astype(high.dtype),
        (packed & ~(~np.uint64(0) << low_bits)).astype(low.dtype),
        sorted_days.astype(np.int32),
    )
