"""Which code points fonts cover, as ranges that can be kept in a file."""

from __future__ import annotations

from collections.abc import Iterable

Ranges = tuple[tuple[int, int], ...]
"""First and last code point of each run, in order."""


def ranges(points: Iterable[int]) -> Ranges:
    """The code points as runs.

    >>> ranges([5, 1, 2, 3])
    ((1, 3), (5, 5))
    """
    found: list[tuple[int, int]] = []
    for point in sorted(points):
        if found and found[-1][1] >= point - 1:
            found[-1] = (found[-1][0], point)
        else:
            found.append((point, point))
    return tuple(found)


def points(covered: Ranges) -> frozenset[int]:
    """The code points of the runs.

    >>> sorted(points(((1, 3), (5, 5))))
    [1, 2, 3, 5]
    """
    return frozenset(point for first, last in covered for point in range(first, last + 1))
