"""Side by side: lines that would cover one another get tracks of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

CLOSEST = 7.0
"""Nearer to one another than this, two ends on one track look like one line."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A vertical stretch in a gutter: `key` names it, (`start`, `end`) are its heights.

    `from_left` and `to_left` say on which side of the gutter the way goes on at either end.
    """

    key: int
    start: float
    end: float
    from_left: bool
    to_left: bool


def in_bands(spans: Sequence[tuple[int, int]]) -> list[int]:
    """A track for every span of gutters, so that spans on one track share no gutter.

    >>> in_bands([(1, 3), (3, 5), (4, 6)])
    [0, 1, 0]
    """
    ends: list[list[tuple[int, int]]] = []
    tracks = [0] * len(spans)
    for number in sorted(range(len(spans)), key=lambda n: (spans[n], n)):
        low, high = spans[number]
        apart = (
            track
            for track, taken in enumerate(ends)
            if all(other_high < low or high < other_low for other_low, other_high in taken)
        )
        track = next(apart, len(ends))
        if track == len(ends):
            ends.append([])
        ends[track].append((low, high))
        tracks[number] = track
    return tracks


def in_gutter(segments: Sequence[Segment]) -> tuple[dict[int, int], int]:
    """The track of every segment by its key, from the left, and how many tracks there are.

    What comes from the left and goes back there stays left, what leads through lies in the middle,
    so ordered that steps down, and steps up, do not cross one another.
    """
    back_left = [one for one in segments if one.from_left and one.to_left]
    back_right = [one for one in segments if not one.from_left and not one.to_left]
    through = [one for one in segments if one.from_left != one.to_left]
    down = [one for one in through if _left(one) < _right(one)]
    up = [one for one in through if _left(one) >= _right(one)]
    found: dict[int, int] = {}
    count = 0
    for group in (
        sorted(back_left, key=_length),
        sorted(up, key=_left),
        sorted(down, key=lambda one: -_left(one)),
    ):
        count = _place(group, count, found)
    own: dict[int, int] = {}
    width = _place(sorted(back_right, key=_length), 0, own)
    found |= {key: count + width - 1 - track for key, track in own.items()}
    return found, count + width


def _place(segments: Sequence[Segment], first: int, found: dict[int, int]) -> int:
    """Give each the leftmost free track from `first` on; the number of the next free one."""
    taken: list[list[Segment]] = []
    for one in segments:
        free = (
            track
            for track, others in enumerate(taken)
            if not any(_overlap(one, other) for other in others)
        )
        track = next(free, len(taken))
        if track == len(taken):
            taken.append([])
        taken[track].append(one)
        found[one.key] = first + track
    return first + len(taken)


def _overlap(one: Segment, other: Segment) -> bool:
    return (
        min(one.start, one.end) < max(other.start, other.end) + CLOSEST
        and min(other.start, other.end) < max(one.start, one.end) + CLOSEST
    )


def _length(one: Segment) -> float:
    return abs(one.start - one.end)


def _left(one: Segment) -> float:
    return one.start if one.from_left else one.end


def _right(one: Segment) -> float:
    return one.end if one.from_left else one.start
