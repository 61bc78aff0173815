"""Everything of a blueprint in its place: pure geometry, in the units of the drawing.

The upper left corner of the stage heads is at (0, 0) on the left of the lane names; x grows to the
right, y downwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from workflow_engine.blueprint.boxes import (
    LINE,
    MOST_LINES,
    SMALL,
    SMALL_LINE,
    Content,
    Mark,
    is_cut,
)
from workflow_engine.blueprint.connectors import Way, connected
from workflow_engine.blueprint.grid import Grid, Joined, Node, nodes
from workflow_engine.blueprint.routes import Route, routes
from workflow_engine.blueprint.tracks import in_bands
from workflow_engine.blueprint.views import View
from workflow_engine.blueprint.words import LANE_NAMES, LINE_NAMES, Words
from workflow_engine.drawing.measure import text_width, wrapped
from workflow_engine.program.blueprints import Blueprint, LineName

HEAD_TYPE, LANE_TYPE, RULE_TYPE = 14.0, 14.0, 11.5
NAME_ROOM = 104.0
"""The width of the lane names at the left edge."""
STACK_GAP, EXIT_GAP = 13.0, 8.0
ROW_ABOVE, ROW_BELOW = 11.0, 7.0
"""Around the boxes of a row; marks stand out above them."""
LEAST_ROW = 48.0
BAND_GAP, BARE_BAND = 9.0, 7.0
TRACK, LABEL_PAD = 11.0, 4.0
RULE_LINE = 14.0
LABEL = 11.0
LABEL_LINE = 14.0
NARROWEST_LABEL = 60.0
COMFORTABLE = 5.0
PORT = 9.0
"""What a way takes of the height of a box at whose side it ends, with what faces it."""


@dataclass(frozen=True, slots=True)
class Box:
    """A node in its place."""

    node: Node
    left: float
    top: float

    @property
    def right(self) -> float:
        """The right side."""
        return self.left + self.node.width

    @property
    def bottom(self) -> float:
        """The lower side."""
        return self.top + self.node.height


@dataclass(frozen=True, slots=True)
class StageHead:
    """The head of a stage over its columns; `first` and `last` say whether it begins and ends."""

    stage: int
    lines: tuple[str, ...]
    title: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class NeedRow:
    """What somebody needs, stage by stage: the lines of text and where they begin.

    `cut` are the texts that did not go in whole.
    """

    name: tuple[str, ...]
    top: float
    bottom: float
    texts: tuple[tuple[float, tuple[str, ...]], ...]
    cut: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LaneRow:
    """The row of a lane with its name, and the name in the field's English where there is room."""

    lane: str
    name: tuple[str, ...]
    small: tuple[str, ...]
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A line between two lanes across the whole width, with its name."""

    id: str
    name: tuple[str, ...]
    y: float


@dataclass(frozen=True, slots=True)
class Layout:
    """A laid out picture, `width` by `height`."""

    width: float
    height: float
    head_height: float
    heads: tuple[StageHead, ...]
    needs: tuple[NeedRow, ...]
    lanes: tuple[LaneRow, ...]
    rules: tuple[Rule, ...]
    boxes: tuple[Box, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is drawn: the blueprint, what of it is seen, and how it is spread over pages.

    `caption` stands behind the title, `figures` under it; `saved` is what a decision has saved in a
    cell, by its id. The text of a box is cut off after `most_lines`; `air` is what boxes and lanes
    have of room between them, over the least. `known` are boxes already filled, see `grid.nodes`.
    """

    blueprint: Blueprint
    view: View
    grid: Grid
    page_of: Mapping[int, int]
    marks: Mapping[str, tuple[Mark, ...]]
    needs: tuple[str, ...]
    words: Words
    caption: str = ""
    figures: str = ""
    saved: Mapping[str, str] = field(default_factory=dict)
    most_lines: int = MOST_LINES
    air: float = COMFORTABLE
    known: dict[tuple[str, float, int], Content] = field(default_factory=dict, compare=False)


def layout(plan: Plan, run: range, width: float) -> Layout:
    """The columns `run` of a plan with boxes `width` wide."""
    found, joined = nodes(
        plan.grid,
        plan.blueprint.links,
        run,
        page_of=plan.page_of,
        marks=plan.marks,
        saved=plan.saved,
        most_lines=plan.most_lines,
        width=width,
        words=plan.words,
        known=plan.known,
    )
    return _Layouter(plan, run, width, found, joined).layout()


class _Layouter:
    def __init__(
        self, plan: Plan, run: range, width: float, found: list[Node], joined: list[Joined]
    ) -> None:
        self._plan, self._run, self._width = plan, run, width
        self._air = plan.air
        self._rows = len(plan.view.rows)
        self._routes = routes(found, joined, self._rows)
        self._nodes = _high_enough(found, self._routes)
        self._columns = len(run) + 2
        self._words = plan.words

    def layout(self) -> Layout:
        heads = self._heads()
        head_height = 13 + LINE * max((len(lines) for _, lines, _, _ in heads), default=1)
        needs, y = self._needs(head_height + 6)
        labels = self._labels()
        lanes, rules, tops, track_y, height = self._down(y, labels)
        drawn = connected(
            self._nodes,
            tops,
            self._routes,
            track_y,
            labels,
            columns=self._columns,
            left=NAME_ROOM,
            width=self._width,
        )
        ways, lefts, gutters = drawn.ways, drawn.lefts, drawn.gutters
        boxes = tuple(
            Box(node, lefts[node.column], top) for node, top in zip(self._nodes, tops, strict=True)
        )
        end = lefts[self._columns - 1] + self._exit_room()
        return Layout(
            end,
            height,
            head_height,
            tuple(
                StageHead(
                    stage,
                    lines,
                    title,
                    lefts[first] - gutters[first] / 2 + (2 if first > 1 else 0),
                    lefts[last] + self._width + gutters[last + 1] / 2 - 3,
                )
                for (stage, lines, first, last), title in zip(heads, self._titles(), strict=True)
            ),
            tuple(
                NeedRow(
                    name,
                    top,
                    bottom,
                    tuple((lefts[column] + 4, lines) for column, lines, _ in texts),
                    tuple(cut for *_, cut in texts if cut),
                )
                for name, top, bottom, texts in needs
            ),
            lanes,
            rules,
            boxes,
            ways,
        )

    def _exit_room(self) -> float:
        last = self._columns - 1
        return max((node.width for node in self._nodes if node.column == last), default=0.0)

    def _spans(self) -> list[tuple[int, int, int]]:
        """The stages of the run, each with its first and last column."""
        spans: list[tuple[int, int, int]] = []
        for place, number in enumerate(self._run, start=1):
            stage = self._plan.grid.columns[number].stage
            if spans and spans[-1][0] == stage:
                spans[-1] = (stage, spans[-1][1], place)
            else:
                spans.append((stage, place, place))
        return spans

    def _titles(self) -> list[str]:
        titles = []
        for stage, first, _ in self._spans():
            label = self._words.text(self._plan.blueprint.stages[stage].label)
            if self._plan.grid.columns[self._run[first - 1]].part:
                label = self._words.say("continued", stage=label)
            titles.append(label)
        return titles

    def _heads(self) -> list[tuple[int, tuple[str, ...], int, int]]:
        heads = []
        for (stage, first, last), title in zip(self._spans(), self._titles(), strict=True):
            room = self._width * (last - first + 1) - 8
            heads.append((stage, tuple(wrapped(title, HEAD_TYPE, room, lines=4)), first, last))
        return heads

    def _needs(
        self, y: float
    ) -> tuple[
        list[tuple[tuple[str, ...], float, float, list[tuple[int, tuple[str, ...], str]]]], float
    ]:
        """Each row with its height, and where the lanes begin."""
        found = []
        for holder in self._plan.needs:
            said = self._words.say("needs_of", role=self._words.role(holder))
            said = said[:1].upper() + said[1:]
            name = tuple(wrapped(said, SMALL, NAME_ROOM - 12, lines=4))
            texts = []
            for stage, first, last in self._spans():
                need = self._plan.blueprint.stages[stage].needs.get(holder)
                if need is not None:
                    room = self._width * (last - first + 1) - 8
                    text = self._words.text(need)
                    lines = wrapped(text, LABEL, room, lines=8)
                    cut = f"{said}{self._words.say('colon')}{text}" if is_cut(text, lines) else ""
                    texts.append((first, tuple(lines), cut))
            most = max([len(name), *(len(lines) for _, lines, _ in texts)])
            height = SMALL_LINE * most + 9
            found.append((name, y, y + height, texts))
            y += height
        return found, y + (6 if found else 0)

    def _labels(self) -> dict[int, tuple[int, float, tuple[str, ...]]]:
        """For each way with words along a band: the column of the words, their shift, their lines.

        They stand in a column that no straight way passes there, else in the right half of one.
        """
        passed: set[tuple[int, int]] = set()
        for route in self._routes:
            if route.shape == "straight":
                one = self._nodes[route.joined.source]
                other = self._nodes[route.joined.target]
                low, high = sorted((one.row, other.row))
                passed |= {(band, one.column) for band in range(low + 1, high + 1)}
        labels = {}
        for number, route in enumerate(self._routes):
            words = said(route, self._words)
            columns = range(
                max(min(route.first, route.second), 1),
                min(max(route.first, route.second), self._columns - 1),
            )
            if route.shape != "over" or not words or not columns:
                continue
            middle = columns[len(columns) // 2]
            order = sorted(columns, key=lambda one: (abs(one - middle), one))
            free = next((one for one in order if (route.band, one) not in passed), None)
            room = self._width if free is not None else max(self._width / 2 - 14, NARROWEST_LABEL)
            lines = tuple(wrapped(words, LABEL, room - 6, lines=6))
            wide = max(text_width(line, LABEL) for line in lines)
            shift = (self._width - wide) / 2 if free is not None else self._width - wide - 2
            labels[number] = (middle if free is None else free, shift, lines)
        return labels

    def _down(
        self, y: float, labels: Mapping[int, tuple[int, float, tuple[str, ...]]]
    ) -> tuple[tuple[LaneRow, ...], tuple[Rule, ...], list[float], dict[int, float], float]:
        """The lanes, lines, upper sides of the boxes and heights of the ways along bands."""
        stacks: dict[tuple[int, int], list[int]] = {}
        for number, node in enumerate(self._nodes):
            stacks.setdefault((node.column, node.row), []).append(number)
        tops = [0.0] * len(self._nodes)
        track_y: dict[int, float] = {}
        lanes: list[LaneRow] = []
        rules: list[Rule] = []
        for row in range(self._rows + 1):
            y = self._band(row, y, labels, rules, track_y)
            if row == self._rows:
                break
            name, small = self._name(row)
            inner = max(
                [
                    self._stack_height(stack)
                    for (_, stack_row), stack in stacks.items()
                    if stack_row == row
                ],
                default=0.0,
            )
            height = max(inner + ROW_ABOVE + ROW_BELOW + self._air, LEAST_ROW)
            height = max(height, LINE * len(name) + 13 * len(small) + 16)
            lanes.append(LaneRow(self._plan.view.rows[row][0], name, small, y, y + height))
            middle = y + (height + ROW_ABOVE - ROW_BELOW) / 2
            for (_, stack_row), stack in stacks.items():
                if stack_row == row:
                    self._stack(stack, middle, tops)
            y += height
        return tuple(lanes), tuple(rules), tops, track_y, y

    def _name(self, row: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        lane = self._plan.view.rows[row][0]
        if row == self._plan.view.told:
            return tuple(wrapped(self._words.say("told_row"), LANE_TYPE, NAME_ROOM - 14)), ()
        name = tuple(wrapped(LANE_NAMES[lane].get(self._words.lang), LANE_TYPE, NAME_ROOM - 14))
        if self._words.lang == "en":
            return name, ()
        return name, tuple(wrapped(LANE_NAMES[lane].en, SMALL, NAME_ROOM - 14))

    def _stack_height(self, stack: Sequence[int]) -> float:
        gap = self._gap(stack)
        return sum(self._nodes[one].height for one in stack) + gap * (len(stack) - 1)

    def _gap(self, stack: Sequence[int]) -> float:
        return EXIT_GAP if self._nodes[stack[0]].exit else STACK_GAP + self._air

    def _stack(self, stack: Sequence[int], middle: float, tops: list[float]) -> None:
        gap = self._gap(stack)
        top = middle - self._stack_height(stack) / 2
        for one in stack:
            tops[one] = top
            top += self._nodes[one].height + gap

    def _band(
        self,
        band: int,
        y: float,
        labels: Mapping[int, tuple[int, float, tuple[str, ...]]],
        rules: list[Rule],
        track_y: dict[int, float],
    ) -> float:
        """The ways along a band, then the lines in it; where the next row begins."""
        members = [
            number
            for number, route in enumerate(self._routes)
            if route.shape == "over" and route.band == band
        ]
        spans = [
            (min(one.first, one.second), max(one.first, one.second))
            for one in (self._routes[number] for number in members)
        ]
        tracks = in_bands(spans)
        heights: dict[int, float] = {}
        for number, track in zip(members, tracks, strict=True):
            lines = labels[number][2] if number in labels else ()
            high = LABEL_LINE * len(lines) + LABEL_PAD if lines else TRACK
            heights[track] = max(heights.get(track, TRACK), high)
        names = self._plan.view.lines[band]
        if heights:
            y += BAND_GAP
        starts: dict[int, float] = {}
        for track in sorted(heights):
            starts[track] = y
            y += heights[track]
        for number, track in zip(members, tracks, strict=True):
            track_y[number] = starts[track] + heights[track] / 2
        if heights and not names:
            y += BAND_GAP
        for id_ in names:
            name = tuple(wrapped(self._line_name(id_), RULE_TYPE, NAME_ROOM - 10, lines=4))
            high = max(RULE_LINE * len(name) + 4 + self._air / 2, 22 + self._air)
            rules.append(Rule(id_, name, y + high / 2))
            y += high
        if not heights and not names and 0 < band < self._rows:
            y += BARE_BAND
        return y

    def _line_name(self, id_: str) -> str:
        for line in self._plan.blueprint.lines:
            if line.id == id_ and line.label is not None:
                return self._words.text(line.label)
        known: Mapping[LineName, str] = {
            name: label.get(self._words.lang) for name, label in LINE_NAMES.items()
        }
        return next((text for name, text in known.items() if name == id_), id_)


def _high_enough(found: Sequence[Node], ways: Sequence[Route]) -> list[Node]:
    """The nodes, each high enough for all ways that end at its sides."""
    ends = Counter(
        node
        for way in ways
        if way.shape != "straight"
        for node in (way.joined.source, way.joined.target)
    )
    return [
        replace(node, height=max(node.height, PORT * ends[number])) if node.content else node
        for number, node in enumerate(found)
    ]


def said(route: Route, words: Words) -> str:
    """What stands on a way: its text, and when a loop ends."""
    link = route.joined.link
    parts = [] if link.text is None else [words.text(link.text)]
    if link.loop is not None:
        parts.append(words.text(link.loop) or words.say("loop_without_end"))
    return words.say("semicolon").join(part for part in parts if part)
