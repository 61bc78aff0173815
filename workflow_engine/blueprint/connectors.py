"""The connectors of a blueprint: right-angled ways through gutters and bands, never through a box.

Where a way leaves a box, on which track it runs in a gutter, and so how wide the gutters are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workflow_engine.blueprint.grid import Node
from workflow_engine.blueprint.routes import Route
from workflow_engine.blueprint.tracks import Segment, in_gutter

GUTTER, OUTER_GUTTER, EDGE = 36.0, 26.0, 12.0
SIDE_ROOM = 15.0
"""From a box to the next track: an arrowhead and a little more."""
TRACK_WIDTH = 9.0
STRAIGHT_GAP, LEVEL_GAP = 16.0, 9.0
PORT_TOP, PORT_BOTTOM = 13.0, 7.0
APART, MOST_MOVED = 4.0, 60
"""Two ends nearer than this look like one line; one of them is moved, at most by so much."""

Point = tuple[float, float]
Labels = Mapping[int, tuple[int, float, tuple[str, ...]]]
"""For a way with words on it: their column, their shift to the right in it, their lines."""
End = tuple[int, int]
"""The number of a way, and 0 for its source or 1 for its target."""


@dataclass(frozen=True, slots=True)
class Label:
    """Words on a way: their lines, their left side, and the middle of their height."""

    lines: tuple[str, ...]
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Way:
    """A connector in its place; `label` holds its words where they stand on it."""

    route: Route
    points: tuple[Point, ...]
    label: Label | None


@dataclass(frozen=True, slots=True)
class Connected:
    """The ways, the left side of every column, and the width of the gutter left of each."""

    ways: tuple[Way, ...]
    lefts: tuple[float, ...]
    gutters: tuple[float, ...]


def connected(
    nodes: Sequence[Node],
    tops: Sequence[float],
    routes: Sequence[Route],
    track_y: Mapping[int, float],
    labels: Labels,
    *,
    columns: int,
    left: float,
    width: float,
) -> Connected:
    """The connectors between nodes whose upper sides are `tops`.

    `track_y` is the height of every way along a band. The first gutter begins at `left`; every
    column but the first and the last, which hold exits, is `width` wide.
    """
    connector = _Connector(nodes, tops, routes, track_y)
    ports = connector.ports()
    placed = {gutter: in_gutter(segments) for gutter, segments in connector.segments(ports).items()}
    gutters: list[float] = []
    lefts: list[float] = []
    x = left
    for column in range(columns):
        exits = max((node.width for node in nodes if node.column == column), default=0.0)
        outer = column in (1, columns - 1)
        beside = any(node.column == (0 if column == 1 else column) for node in nodes)
        tracks = placed[column][1] if column in placed else 0
        gutters.append(_gutter(tracks, outer=outer, exits=beside) if column else 0.0)
        x += gutters[-1]
        lefts.append(x)
        x += exits if column in (0, columns - 1) else width
    xs = {
        (gutter, key): lefts[gutter] - gutters[gutter] / 2 + TRACK_WIDTH * (track - (count - 1) / 2)
        for gutter, (tracks_of, count) in placed.items()
        for key, track in tracks_of.items()
    }
    ways = []
    for number, route in enumerate(routes):
        label = None
        if number in labels:
            column, shift, lines = labels[number]
            label = Label(lines, lefts[column] + shift, track_y[number])
        ways.append(Way(route, tuple(connector.points(number, ports, xs, lefts)), label))
    return Connected(tuple(ways), tuple(lefts), tuple(gutters))


def _gutter(tracks: int, *, outer: bool, exits: bool) -> float:
    least = (OUTER_GUTTER if exits else EDGE) if outer else GUTTER
    return max(least, 2 * SIDE_ROOM + TRACK_WIDTH * (tracks - 1)) if tracks else least


class _Connector:
    def __init__(
        self,
        nodes: Sequence[Node],
        tops: Sequence[float],
        routes: Sequence[Route],
        track_y: Mapping[int, float],
    ) -> None:
        self._nodes, self._tops, self._routes, self._track_y = nodes, tops, routes, track_y

    def ports(self) -> dict[End, float]:
        """How high every way leaves and enters at a side; of straight ways, how far to the side."""
        sides: dict[tuple[int, bool], list[tuple[float, End]]] = {}
        level: dict[tuple[int, bool], list[End]] = {}
        pairs: dict[tuple[int, int], list[int]] = {}
        for number, route in enumerate(self._routes):
            ends = (route.joined.source, route.joined.target)
            if route.shape == "straight":
                pairs.setdefault((min(ends), max(ends)), []).append(number)
                continue
            for which, node in enumerate(ends):
                end = (number, which)
                right = self._right(route, which)
                if route.shape == "across":
                    level.setdefault((node, right), []).append(end)
                else:
                    away = self._towards(number, ends[1 - which])
                    sides.setdefault((node, right), []).append((away, end))
        found: dict[End, float] = {}
        for numbers in pairs.values():
            for place, number in enumerate(numbers):
                shift = STRAIGHT_GAP * (place - (len(numbers) - 1) / 2)
                found[number, 0] = found[number, 1] = shift
        for (node, _), ends_here in level.items():
            for place, end in enumerate(sorted(ends_here)):
                found[end] = self._middle(node) + LEVEL_GAP * (place - (len(ends_here) - 1) / 2)
        for (node, right), wanting in sides.items():
            found |= self._spread(node, sorted(wanting), len(level.get((node, right), ())))
        self._part(found)
        return found

    def _right(self, route: Route, which: int) -> bool:
        """Whether a way leaves or enters at the right side of its box."""
        ends = (self._nodes[route.joined.source], self._nodes[route.joined.target])
        own, other = ends[which], ends[1 - which]
        if route.shape == "across":
            return own.column < other.column
        gutter = route.second if which and route.shape == "over" else route.first
        return gutter == own.column + 1

    def _middle(self, node: int) -> float:
        return self._tops[node] + self._nodes[node].height / 2

    def _towards(self, number: int, other: int) -> float:
        route = self._routes[number]
        return self._track_y[number] if route.shape == "over" else self._middle(other)

    def _spread(
        self, node: int, wanting: Sequence[tuple[float, End]], level: int
    ) -> Iterator[tuple[End, float]]:
        """Ends at one side evenly over its height; those of level ways keep the middle."""
        top, height = self._tops[node], self._nodes[node].height
        middle = top + height / 2
        low, high = top + min(PORT_TOP, height / 3), top + height - min(PORT_BOTTOM, height / 3)
        if level:
            above = [end for away, end in wanting if away < middle]
            below = [end for away, end in wanting if away >= middle]
            reach = LEVEL_GAP * level / 2
            yield from _even(above, low - APART, middle - reach)
            yield from _even(below, middle + reach, high + APART)
        else:
            yield from _even([end for _, end in wanting], low, high)

    def _part(self, found: dict[End, float]) -> None:
        """Move ends of different ways that face one another across a gutter at the same height.

        Low boxes come first: they have the least room to give way.
        """
        taken: dict[int, list[float]] = {}
        for number, route in enumerate(self._routes):
            if route.shape == "across":
                columns = sorted(
                    self._nodes[node].column for node in (route.joined.source, route.joined.target)
                )
                for gutter in range(columns[0] + 1, columns[1] + 1):
                    taken.setdefault(gutter, []).append(found[number, 0])
        ends = [
            (self._node(number, which), number, which)
            for number, route in enumerate(self._routes)
            for which in (0, 1)
            if route.shape not in ("straight", "across")
        ]
        for node, number, which in sorted(ends, key=lambda one: self._nodes[one[0]].height):
            route = self._routes[number]
            gutter = route.second if which and route.shape == "over" else route.first
            others = taken.setdefault(gutter, [])
            found[number, which] = self._free(found[number, which], node, others)
            others.append(found[number, which])

    def _node(self, number: int, which: int) -> int:
        joined = self._routes[number].joined
        return joined.target if which else joined.source

    def _free(self, wanted: float, node: int, taken: Sequence[float]) -> float:
        """The nearest height at the side of a box that is apart from those taken."""
        low = self._tops[node] + APART
        high = self._tops[node] + self._nodes[node].height - APART
        steps = (sign * step for step in range(MOST_MOVED) for sign in (1, -1))
        tried = (wanted + step for step in steps)
        free = (
            y for y in tried if low <= y <= high and all(abs(y - other) >= APART for other in taken)
        )
        return next(free, wanted)

    def segments(self, ports: Mapping[End, float]) -> dict[int, list[Segment]]:
        """What runs up and down in every gutter."""
        found: dict[int, list[Segment]] = {}
        for number, route in enumerate(self._routes):
            if route.shape == "beside":
                segment = Segment(
                    2 * number,
                    ports[number, 0],
                    ports[number, 1],
                    self._right(route, 0),
                    self._right(route, 1),
                )
                found.setdefault(route.first, []).append(segment)
            elif route.shape == "over":
                band = self._track_y[number]
                onwards = route.second > route.first
                found.setdefault(route.first, []).append(
                    Segment(2 * number, ports[number, 0], band, self._right(route, 0), not onwards)
                )
                found.setdefault(route.second, []).append(
                    Segment(2 * number + 1, band, ports[number, 1], onwards, self._right(route, 1))
                )
        return found

    def points(
        self,
        number: int,
        ports: Mapping[End, float],
        xs: Mapping[tuple[int, int], float],
        lefts: Sequence[float],
    ) -> Iterator[Point]:
        """The corners of a way from its source to its target."""
        route = self._routes[number]
        source, target = route.joined.source, route.joined.target
        if route.shape == "straight":
            x = lefts[self._nodes[source].column] + self._nodes[source].width / 2
            x += ports[number, 0]
            down = self._tops[source] < self._tops[target]
            yield x, self._tops[source] + (self._nodes[source].height if down else 0)
            yield x, self._tops[target] + (0 if down else self._nodes[target].height)
            return
        start, end = ports[number, 0], ports[number, 1]
        yield self._side(route, 0, lefts), start
        if route.shape == "beside":
            x = xs[route.first, 2 * number]
            yield x, start
            yield x, end
        elif route.shape == "over":
            one, other = xs[route.first, 2 * number], xs[route.second, 2 * number + 1]
            band = self._track_y[number]
            yield one, start
            yield one, band
            yield other, band
            yield other, end
        yield self._side(route, 1, lefts), end

    def _side(self, route: Route, which: int, lefts: Sequence[float]) -> float:
        node = self._nodes[route.joined.target if which else route.joined.source]
        return lefts[node.column] + (node.width if self._right(route, which) else 0)


def _even(ends: Sequence[End], low: float, high: float) -> Iterator[tuple[End, float]]:
    for place, end in enumerate(ends, start=1):
        yield end, low + (high - low) * place / (len(ends) + 1)
