"""Seeded draws that depend on nothing but what they are for.

Every draw has its own stream, named by what it decides. A case therefore meets the same fortune
under two policies, and a step more or less in one of them changes no other.
"""

from __future__ import annotations

import hashlib
import math
from functools import cache
from statistics import NormalDist

_MASK = (1 << 64) - 1
_STEP = 0x9E3779B97F4A7C15
_NORMAL = NormalDist()


@cache
def _number_of(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest())


def _mixed(state: int) -> int:
    """The finisher of splitmix64: every bit of the result depends on every bit of `state`."""
    state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9 & _MASK
    state = (state ^ (state >> 27)) * 0x94D049BB133111EB & _MASK
    return state ^ (state >> 31)


class Stream:
    """The draws of one thing, such as a case; `of` gives the stream of a part of it.

    >>> Stream(1).of("delivery_error", 3).uniform("apologize") == Stream(1).of(
    ...     "delivery_error", 3).uniform("apologize")
    True
    """

    __slots__ = ("_state",)

    def __init__(self, seed: int) -> None:
        self._state = _mixed((seed + _STEP) & _MASK)

    def of(self, name: str, *numbers: int) -> Stream:
        """The stream of a part."""
        part = Stream.__new__(Stream)
        part._state = self._drawn(name, numbers)  # noqa: SLF001 - the same class
        return part

    def uniform(self, name: str, *numbers: int) -> float:
        """A number above 0 and below 1."""
        return ((self._drawn(name, numbers) >> 11) + 0.5) / (1 << 53)

    def happens(self, share: float, name: str, *numbers: int) -> bool:
        """Whether something happens that does in a `share` of the cases."""
        return share > 0 and self.uniform(name, *numbers) < share

    def lognormal(self, median: float, spread: float, name: str, *numbers: int) -> float:
        """An amount around `median`, always above 0."""
        if not spread:
            return median
        return median * math.exp(spread * _NORMAL.inv_cdf(self.uniform(name, *numbers)))

    def count(self, mean: float, name: str, *numbers: int) -> int:
        """How often something happens that happens `mean` times on average (Poisson)."""
        if mean <= 0:
            return 0
        if mean > 500:
            drawn = _NORMAL.inv_cdf(self.uniform(name, *numbers))
            return max(0, round(mean + drawn * math.sqrt(mean)))
        left = self.uniform(name, *numbers)
        chance = math.exp(-mean)
        number = 0
        while left > chance > 0:
            left -= chance
            number += 1
            chance *= mean / number
        return number

    def _drawn(self, name: str, numbers: tuple[int, ...]) -> int:
        state = _mixed(self._state ^ _number_of(name))
        for number in numbers:
            state = _mixed((state + _STEP * (number + 1)) & _MASK)
        return state
