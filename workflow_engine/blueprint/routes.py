"""Which way a link takes around the boxes: through gutters between columns, bands between rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from workflow_engine.blueprint.grid import Joined, Node

Shape = Literal["straight", "across", "beside", "over"]


@dataclass(frozen=True, slots=True)
class Route:
    """The way of a link, before anything has its place.

    `straight`: down or up between two boxes that stand over one another. `across`: level between
    two boxes side by side. `beside`: through the gutter `first`. `over`: through the gutter
    `first`, along the band `band`, through the gutter `second`. Gutter `n` lies left of column
    `n`, band `n` above row `n`.
    """

    joined: Joined
    shape: Shape
    first: int = 0
    second: int = 0
    band: int = 0


def routes(nodes: Sequence[Node], links: Iterable[Joined], rows: int) -> list[Route]:
    """A way for every link, in the order of the links."""
    return _Router(nodes, rows).all(links)


class _Router:
    def __init__(self, nodes: Sequence[Node], rows: int) -> None:
        self._nodes = nodes
        self._gutters: dict[int, list[tuple[int, int]]] = {}
        self._bands: dict[int, list[tuple[int, int]]] = {band: [] for band in range(rows + 1)}
        self._taken = {(node.column, node.row) for node in nodes}
        self._below: dict[int, int] = {}
        order = sorted(range(len(nodes)), key=lambda n: _place(nodes[n]))
        for one, other in pairwise(order):
            if nodes[one].column == nodes[other].column:
                self._below[one] = other

    def all(self, links: Iterable[Joined]) -> list[Route]:
        return [self._route(joined) for joined in links]

    def _route(self, joined: Joined) -> Route:
        source, target = self._nodes[joined.source], self._nodes[joined.target]
        loop = joined.link.loop is not None
        if source.column == target.column:
            return self._in_column(joined, source, target)
        if not loop and self._level(source, target):
            return Route(joined, "across")
        if not loop and abs(source.column - target.column) == 1:
            gutter = max(source.column, target.column)
            self._gutters.setdefault(gutter, []).append(_rows(source, target))
            return Route(joined, "beside", gutter)
        return self._over(joined, source, target)

    def _in_column(self, joined: Joined, source: Node, target: Node) -> Route:
        neighbours = (
            self._below.get(joined.source) == joined.target
            or self._below.get(joined.target) == joined.source
        )
        if neighbours and joined.link.loop is None:
            return Route(joined, "straight")
        rows = _rows(source, target)
        right, left = source.column + 1, source.column
        gutter = min(right, left, key=lambda one: _load(self._gutters.get(one, ()), rows))
        self._gutters.setdefault(gutter, []).append(rows)
        return Route(joined, "beside", gutter)

    def _level(self, source: Node, target: Node) -> bool:
        """Whether nothing stands between two boxes that are alone in their stacks."""
        if source.row != target.row or source.of != 1 or target.of != 1:
            return False
        first, last = sorted((source.column, target.column))
        return not any((column, source.row) in self._taken for column in range(first + 1, last))

    def _over(self, joined: Joined, source: Node, target: Node) -> Route:
        forward = target.column > source.column
        first = source.column + 1 if forward else source.column
        second = target.column if forward else target.column + 1
        if joined.link.loop is not None:  # around a box, so that there is room for its words
            if not forward and source.exit is None:
                first = source.column + 1
            if forward and target.exit is None:
                second = target.column + 1
        span = (min(first, second), max(first, second))
        bands = self._between(source.row, target.row, forward=forward)
        band = min(bands, key=lambda one: _load(self._bands[one], span))
        self._bands[band].append(span)
        self._gutters.setdefault(first, []).append(_rows(source, source))
        self._gutters.setdefault(second, []).append(_rows(target, target))
        return Route(joined, "over", first, second, band)

    def _between(self, source: int, target: int, *, forward: bool) -> Sequence[int]:
        """The bands that lie between two rows; within one row those below and above it."""
        if source < target:
            return range(source + 1, target + 1)
        if source > target:
            return range(source, target, -1)
        return (source + 1, source) if forward else (source, source + 1)


def _place(node: Node) -> tuple[int, int, int]:
    return node.column, node.row, node.index


def _rows(one: Node, other: Node) -> tuple[int, int]:
    """From the upper to the lower of two nodes, counted so that stacks have places of their own."""
    places = sorted((node.row * 1000 + node.index) for node in (one, other))
    return places[0], places[1]


def _load(taken: Iterable[tuple[int, int]], span: tuple[int, int]) -> int:
    return sum(low <= span[1] and span[0] <= high for low, high in taken)
