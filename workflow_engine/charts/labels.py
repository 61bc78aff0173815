"""Labels beside points so that none lies over another: greedy, and always the same way."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workflow_engine.charts.boxes import Box, Point

_AIR = 1.5
_FIRST = 4.0
_RINGS = (14.0, 26.0, 40.0, 58.0, 80.0, 106.0)
_BESIDE: tuple[Point, ...] = (
    (1, 0),
    (-1, 0),
    (0, -1),
    (0, 1),
    (1, -1),
    (1, 1),
    (-1, -1),
    (-1, 1),
)
_AROUND = tuple(
    (math.cos(turn * math.pi / 8), math.sin(turn * math.pi / 8))
    for turn in (0, 15, 1, 14, 2, 13, 3, 12, 4, 11, 5, 10, 6, 9, 7, 8)
)
"""Sixteen directions, to the right first: that is where a reader looks for the label."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label of this size, beside this point."""

    point: Point
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Placed:
    """Where it stands; `leader` is the line to it from its point, where it stands far off."""

    box: Box
    leader: tuple[Point, Point] | None


def place_labels(
    wanted: Sequence[Wanted],
    frame: Box,
    taken: Iterable[Box],
    *,
    radius: float,
    shunned: Sequence[Box] = (),
) -> list[Placed | None]:
    """A place for each label inside `frame`, or None where there is none left.

    A label keeps clear of `taken`, of the points (of `radius`), of the other labels and of the
    lines that lead to them, and of `shunned` as long as there is another place. Those with the most
    neighbours choose first.
    """
    marks = [_around(one.point, radius) for one in wanted]
    blocked = [*taken, *marks]
    leaders: list[tuple[Point, Point]] = []
    found: list[Placed | None] = [None] * len(wanted)
    crowd = [sum(math.dist(one.point, other.point) < 60 for other in wanted) for one in wanted]
    for place in sorted(range(len(wanted)), key=lambda place: (-crowd[place], place)):
        one = wanted[place]
        others = [other for other in blocked if other != marks[place]]
        free = (
            (box, leader)
            for box, leader in _candidates(one, radius)
            if box.inside(frame)
            and not any(box.grown(_AIR).overlaps(other) for other in blocked)
            and not any(box.crossed_by(*other) for other in leaders)
            and not (leader and any(other.crossed_by(*leader) for other in others))
        )
        chosen = _best(free, shunned)
        if chosen is not None:
            found[place] = chosen
            blocked.append(chosen.box)
            if chosen.leader is not None:
                leaders.append(chosen.leader)
    return found


def _best(
    free: Iterable[tuple[Box, tuple[Point, Point] | None]], shunned: Sequence[Box]
) -> Placed | None:
    """The first place that is not shunned, else the first one."""
    second: Placed | None = None
    for box, leader in free:
        if not any(map(box.overlaps, shunned)):
            return Placed(box, leader)
        second = second or Placed(box, leader)
    return second


def _around(point: Point, radius: float) -> Box:
    x, y = point
    return Box(x - radius, y - radius, x + radius, y + radius)


def _candidates(one: Wanted, radius: float) -> Iterable[tuple[Box, tuple[Point, Point] | None]]:
    """Places beside the point, then farther and farther off with a line."""
    for across, down in _BESIDE:
        reach = radius + _FIRST * (0.5 if across and down else 1)
        yield _box(one, across, down, reach), None
    for ring in _RINGS:
        for across, down in _AROUND:
            box = _box(one, across, down, radius + ring)
            start = one.point
            end = box.nearest(start)
            length = math.dist(start, end) or 1
            edge = (
                start[0] + (end[0] - start[0]) * radius / length,
                start[1] + (end[1] - start[1]) * radius / length,
            )
            yield box, (edge, end)


def _box(one: Wanted, across: float, down: float, reach: float) -> Box:
    """The label's box pushed off its point in a direction until `reach` lies between them."""
    x, y = one.point[0] + across * reach, one.point[1] + down * reach
    left = x - one.width * (1 - across) / 2
    top = y - one.height * (1 - down) / 2
    return Box(left, top, left + one.width, top + one.height)
