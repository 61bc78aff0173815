"""The ways between the boxes: straight on through the channels, all others along lanes.

A way to the next column crosses the channel between them. All others run along a lane above or
below the boxes; ways with one name to one state share a lane like a line of the underground.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field

from workflow_engine.cases.diagrams.boxes import SMALL, SMALL_LINE, Sized, placed, sized
from workflow_engine.cases.diagrams.graph import Edge, Graph
from workflow_engine.cases.diagrams.layers import Layers, layers_of
from workflow_engine.cases.diagrams.sheet import Drawing, Label, Point
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.drawing.measure import text_width, wrapped

START_ROOM = 46.0
LANE = 30.0
SLOT = 12.0
PORT = 22.0
"""The height that a way without a label takes at the side of a box."""
LABEL_WIDTH = 132.0
LABEL_LINES = 4
BESIDE = 10.0
"""Free space at either end of a label on a way."""


@dataclass(slots=True)
class _Lane:
    """Ways with the same labels to one state, sharing a line outside of the boxes."""

    labels: tuple[str, ...]
    sources: list[str]
    target: str
    above: bool
    direct: bool = False
    track: int = 0
    level: float = 0.0
    ports: dict[str, float] = field(default_factory=dict)
    ways: list[tuple[Point, ...]] = field(default_factory=list)


class Router:
    """Lays out one graph."""

    def __init__(self, graph: Graph, lang: Language) -> None:
        self._graph = graph
        self._layers: Layers = layers_of(graph)
        column, row = self._layers.column, self._layers.row
        self._rows = [
            max(row[i] for i in graph.nodes if column[i] == c) for c in range(self._layers.columns)
        ]
        self._lanes, self._steps = self._divided()
        for lane in self._lanes:
            lane.direct = self._is_direct(lane)
        self._names = {id(e): _lines(e.labels) for e in self._steps}
        sizes = {i: self._sized(i, lang) for i in graph.nodes}
        self._boxes = placed(graph, self._layers, sizes, self._channels(), START_ROOM)

    def drawing(self) -> Drawing:
        """Every box, way and label."""
        boxes = self._boxes
        ways, labels = self._steps_drawn()
        tops = [*(box.top for box in boxes.values()), *(label.y - SMALL for label in labels)]
        top, bottom = min(tops), max(box.bottom for box in boxes.values())
        self._track([lane for lane in self._lanes if lane.above])
        self._track([lane for lane in self._lanes if not lane.above and not lane.direct])
        for lane in self._lanes:
            if not lane.direct:
                away = 24 + LANE * lane.track
                lane.level = top - away if lane.above else bottom + away
        self._ports()
        for lane in self._lanes:
            self._run(lane)
        crossings = [way for lane in self._lanes for way in lane.ways]
        for lane in self._lanes:
            ways += lane.ways
            labels.append(self._lane_label(lane, crossings))
        start = boxes[self._graph.start]
        drawn = [top, *(lane.level - SMALL_LINE for lane in self._lanes)]
        drawn += [label.y - SMALL_LINE for label in labels]
        low = [bottom, *(lane.level + SMALL_LINE for lane in self._lanes)]
        low += [label.y + label.height for label in labels]
        low_side = [label.x - label.width / 2 for label in labels]
        high_side = [label.x + label.width / 2 for label in labels]
        xs = [point[0] for way in ways for point in way]
        return Drawing(
            boxes=boxes,
            ways=tuple(ways),
            labels=tuple(labels),
            start=(start.left - 30, start.middle),
            left=min([0.0, *low_side, *xs]),
            top=min(drawn),
            right=max([*(box.right for box in boxes.values()), *high_side, *xs]),
            bottom=max(low),
        )

    def _divided(self) -> tuple[list[_Lane], list[Edge]]:
        """Ways along lanes, and ways through the channel to the next column."""
        column = self._layers.column
        groups: dict[tuple[tuple[str, ...], str, bool], list[Edge]] = {}
        for edge in self._graph.edges:
            backwards = column[edge.target] <= column[edge.source]
            groups.setdefault((edge.labels, edge.target, backwards), []).append(edge)
        lanes, steps = [], []
        for (labels, target, backwards), edges in groups.items():
            near = all(column[target] == column[edge.source] + 1 for edge in edges)
            if near and not backwards:
                steps += edges
            else:
                sources = [edge.source for edge in edges]
                above = backwards and not all(map(self._stands_low, sources))
                lanes.append(_Lane(labels, sources, target, above=above))
        return lanes, steps

    def _stands_low(self, id_: str) -> bool:
        """Whether a node stands at the lower end of a column with others above it."""
        row = self._layers.row[id_]
        return row > 0 and row == self._rows[self._layers.column[id_]]

    def _is_direct(self, lane: _Lane) -> bool:
        """Whether the lane can run straight into the target, below all boxes on its way."""
        column, row = self._layers.column, self._layers.row
        first = min(column[source] for source in lane.sources)
        forward = all(column[source] < column[lane.target] for source in lane.sources)
        passed = range(first, column[lane.target])
        taken = any(e.target == lane.target for e in self._steps) or any(
            other.direct and other.target == lane.target for other in self._lanes
        )
        return (
            forward
            and not lane.above
            and not taken
            and row[lane.target] > 0
            and all(self._rows[c] < row[lane.target] for c in passed)
        )

    def _from_end(self, id_: str, lane: _Lane) -> bool:
        """Whether a lane meets the box at its top or bottom, not in a channel beside it."""
        if lane.above:
            return self._layers.row[id_] == 0
        return self._layers.row[id_] == self._rows[self._layers.column[id_]]

    def _sized(self, id_: str, lang: Language) -> Sized:
        ends = [0, 0]
        for lane in self._lanes:
            for met in {*lane.sources, lane.target} - self._at_side(lane):
                ends[lane.above] += met == id_
        left, right = (sum(self._needs(id_, right=side).values()) for side in (False, True))
        lines = [len(self._names[id(edge)]) for edge in self._steps if edge.target == id_]
        above = left / 2 if len(lines) > 1 else SMALL_LINE * sum(lines) + 6
        side = max(left, right) + 10 if max(left, right) > PORT else 0.0
        return sized(self._graph.nodes[id_], lang, max(ends), side, above)

    def _at_side(self, lane: _Lane) -> set[str]:
        """The nodes that a lane meets in a channel beside them."""
        ends = {id_ for id_ in lane.sources if not self._from_end(id_, lane)}
        if lane.direct or not self._from_end(lane.target, lane):
            ends.add(lane.target)
        return ends

    def _needs(self, id_: str, *, right: bool) -> dict[int, float]:
        """What meets a side of a node, and how much height it takes there with its label."""
        needs: dict[int, float] = {}
        if id_ == self._graph.start and not right:
            needs[0] = PORT
        for edge in self._steps:
            if right and edge.source == id_:
                needs[id(edge)] = PORT
            if not right and edge.target == id_:
                needs[id(edge)] = max(PORT, SMALL_LINE * len(self._names[id(edge)]) + 6)
        for lane in self._lanes:
            met = lane.sources if right else [lane.target]
            if id_ in met and id_ in self._at_side(lane):
                needs[id(lane)] = PORT
        if len(needs) == 1:
            return dict.fromkeys(needs, PORT)
        return needs

    def _channels(self) -> list[float]:
        """The width of the gap behind each column: for upright lines, for labels, for entries."""
        column = self._layers.column
        widths = []
        for c in range(self._layers.columns):
            labels = [self._names[id(e)] for e in self._steps if column[e.source] == c]
            widest = max((_widest(lines) for lines in labels), default=0.0)
            slots = self._slots(c)
            entries = self._entries(c + 1)
            widths.append(max(44.0, widest + 2 * BESIDE + 14 + SLOT * (len(slots) + len(entries))))
        widths[-1] = SLOT * (len(self._slots(self._layers.columns - 1)) + 1)
        return widths

    def _slots(self, column: int) -> list[tuple[str, int]]:
        """What turns in the channel behind a column: steps to another row, and lanes from there."""
        found = [
            (edge.source, id(edge))
            for edge in self._steps
            if self._layers.column[edge.source] == column
        ]
        found += [
            (source, id(lane))
            for lane in self._lanes
            for source in lane.sources
            if self._layers.column[source] == column and not self._from_end(source, lane)
        ]
        return found

    def _entries(self, column: int) -> list[_Lane]:
        """Lanes that come into the boxes of a column from their left."""
        return [
            lane
            for lane in self._lanes
            if self._layers.column[lane.target] == column
            and not lane.direct
            and not self._from_end(lane.target, lane)
        ]

    def _side_ports(self, id_: str, *, right: bool) -> dict[int, float]:
        """Where on its left or right side each way meets a box, from the top down."""
        box = self._boxes[id_]
        needs = self._needs(id_, right=right)
        order: dict[int, float] = {0: box.middle}
        for edge in self._steps:
            order[id(edge)] = self._boxes[edge.target if right else edge.source].middle
        for lane in self._lanes:
            order[id(lane)] = box.middle if lane.direct else -1e6 if lane.above else 1e6
        y = box.middle - sum(needs.values()) / 2
        ports: dict[int, float] = {}
        for key in sorted(needs, key=lambda key: order[key]):
            ports[key] = y + needs[key] - PORT / 2
            y += needs[key]
        return ports

    def _steps_drawn(self) -> tuple[list[tuple[Point, ...]], list[Label]]:
        column = self._layers.column
        ways: list[tuple[Point, ...]] = []
        labels: list[Label] = []
        for c in range(self._layers.columns - 1):
            steps = [edge for edge in self._steps if column[edge.source] == c]
            ends = {
                id(edge): (
                    self._side_ports(edge.source, right=True)[id(edge)],
                    self._side_ports(edge.target, right=False)[id(edge)],
                )
                for edge in steps
            }
            taken = len(self._slots(c)) - len(steps)
            turning = sorted(
                (edge for edge in steps if abs(ends[id(edge)][0] - ends[id(edge)][1]) > 0.5),
                key=lambda edge: _turning(*ends[id(edge)]),
            )
            places = {id(edge): taken + place + 1 for place, edge in enumerate(turning)}
            for edge in steps:
                source, target = self._boxes[edge.source], self._boxes[edge.target]
                y, y2 = ends[id(edge)]
                x = source.right + SLOT * places.get(id(edge), 0)
                ways.append(((source.right, y), (x, y), (x, y2), (target.left, y2)))
                lines = self._names[id(edge)]
                begin = source.right + SLOT * (taken + len(turning))
                end = target.left - SLOT * len(self._entries(c + 1)) - 10
                middle = (begin + end) / 2
                above = y2 - 6 - SMALL_LINE * (len(lines) - 1)
                labels.append(Label(lines, middle, above, "; ".join(edge.labels), behind=False))
        return ways, labels

    def _span(self, lane: _Lane) -> tuple[float, float]:
        boxes = [self._boxes[id_] for id_ in (*lane.sources, lane.target)]
        return min(box.left for box in boxes) - 30, max(box.right for box in boxes) + 30

    def _track(self, lanes: list[_Lane]) -> None:
        """Give every lane a track that no other takes there; the shortest nearest to the boxes."""
        tracks: list[list[tuple[float, float]]] = []
        for lane in sorted(lanes, key=lambda lane: self._span(lane)[1] - self._span(lane)[0]):
            low, high = self._span(lane)
            lane.track = next(
                (
                    number
                    for number, taken in enumerate(tracks)
                    if all(high < a or b < low for a, b in taken)
                ),
                len(tracks),
            )
            if lane.track == len(tracks):
                tracks.append([])
            tracks[lane.track].append((low, high))

    def _ports(self) -> None:
        """Where along the top or bottom of its boxes each lane meets them."""
        for id_, box in self._boxes.items():
            for above in (True, False):
                met: list[tuple[float, float, _Lane]] = []
                for lane in self._lanes:
                    ends = (*lane.sources, lane.target)
                    if lane.above != above or id_ not in ends or not self._from_end(id_, lane):
                        continue
                    if id_ == lane.target and lane.direct:
                        continue
                    others = [self._boxes[o].centre for o in ends if o != id_]
                    mean = sum(others) / len(others)
                    met.append((mean - box.centre, -lane.level if above else lane.level, lane))
                met.sort(key=lambda one: one[:2])
                pitch = min(30.0, box.width / (len(met) + 1))
                first = box.centre - pitch * (len(met) - 1) / 2
                for place, (_, _, lane) in enumerate(met):
                    lane.ports[id_] = first + pitch * place

    def _run(self, lane: _Lane) -> None:
        """The points of every way along a lane."""
        target = self._boxes[lane.target]
        column = self._layers.column
        if lane.direct:
            y = self._side_ports(lane.target, right=False)[id(lane)]
            lane.level = y
            arrival: list[Point] = [(target.left, y)]
        elif self._from_end(lane.target, lane):
            x = lane.ports[lane.target]
            arrival = [(x, lane.level), (x, target.top if lane.above else target.bottom)]
        else:
            entries = self._entries(column[lane.target])
            x = target.left - 10 - SLOT * entries.index(lane)
            y = self._side_ports(lane.target, right=False)[id(lane)]
            arrival = [(x, lane.level), (x, y), (target.left, y)]
        for id_ in lane.sources:
            box = self._boxes[id_]
            if self._from_end(id_, lane):
                x = lane.ports[id_]
                leaving: list[Point] = [(x, box.top if lane.above else box.bottom)]
            else:
                turning = [
                    key
                    for key in self._slots(column[id_])
                    if key[1] not in {id(edge) for edge in self._steps}
                ]
                x = box.right + SLOT * (turning.index((id_, id(lane))) + 1)
                y = self._side_ports(id_, right=True)[id(lane)]
                leaving = [(box.right, y), (x, y)]
            lane.ways.append((*leaving, (x, lane.level), *arrival))

    def _lane_label(self, lane: _Lane, ways: Iterable[tuple[Point, ...]]) -> Label:
        """On the line of the lane, where no upright line passes if there is such a place."""
        lines = _lines(lane.labels, most=1)
        xs = [x for way in lane.ways for x, y in way if y == lane.level]
        low, high = min(xs), max(xs)
        passing = sorted(
            {
                a[0]
                for way in ways
                for a, b in itertools.pairwise(way)
                if a[0] == b[0]
                and low < a[0] < high
                and min(a[1], b[1]) <= lane.level <= max(a[1], b[1])
            }
        )
        stops = [low, *passing, high]
        gaps = list(itertools.pairwise(stops))
        width = _widest(lines) + 2 * BESIDE
        fitting = [gap for gap in gaps if gap[1] - gap[0] >= width]
        gap = fitting[0] if fitting else max(gaps, key=lambda gap: gap[1] - gap[0])
        middle = (gap[0] + gap[1]) / 2
        return Label(lines, middle, lane.level + 4, "; ".join(lane.labels), behind=True)


def _turning(y: float, y2: float) -> tuple[bool, float]:
    """The order of the upright parts in a channel in which the fewest ways cross."""
    return (y2 < y, -y if y2 > y else y)


def _lines(labels: Iterable[str], most: int = LABEL_LINES) -> tuple[str, ...]:
    if most == 1:
        return tuple(wrapped(" / ".join(labels), SMALL, 2 * LABEL_WIDTH, lines=1))
    lines = [line for label in labels for line in wrapped(label, SMALL, LABEL_WIDTH, lines=most)]
    if len(lines) > 2 * most:
        lines = [*lines[: 2 * most - 1], f"… +{len(lines) - 2 * most + 1}"]
    return tuple(lines)


def _widest(lines: Iterable[str]) -> float:
    return max(text_width(line, SMALL) for line in lines)
