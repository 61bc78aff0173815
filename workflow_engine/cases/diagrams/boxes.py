"""The boxes of a drawing of states: how big each is, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workflow_engine.cases.diagrams.graph import Graph, Node
from workflow_engine.cases.diagrams.layers import Layers
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.drawing.measure import clipped, text_width, wrapped

NAME, SMALL = 14.0, 11.5
NAME_LINE, SMALL_LINE = 19.0, 16.0
MOST_LINES = 4
MOST_RECORDED = 6
NARROWEST, WIDEST = 92.0, 150.0
PADDING = 12.0
ROW_GAP = 40.0
WAITS: Mapping[Language, str] = {"zh": "可等待客户", "en": "may wait"}
BADGE = 12.0
"""What the sign for waiting takes before its words."""


@dataclass(frozen=True, slots=True)
class Box:
    """A node with its size, the middle of its left side at (`left`, `middle`)."""

    node: Node
    left: float
    middle: float
    width: float
    height: float
    name: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def right(self) -> float:
        """The right side."""
        return self.left + self.width

    @property
    def top(self) -> float:
        """The upper side."""
        return self.middle - self.height / 2

    @property
    def bottom(self) -> float:
        """The lower side."""
        return self.middle + self.height / 2

    @property
    def centre(self) -> float:
        """Half way between left and right."""
        return self.left + self.width / 2


@dataclass(frozen=True, slots=True)
class Sized:
    """A node and what is written in its box, not yet placed.

    `above` is what is drawn over the middle of its side, in the channel before it.
    """

    node: Node
    width: float
    height: float
    above: float
    name: tuple[str, ...]
    notes: tuple[str, ...]


def sized(node: Node, lang: Language, ports: int, side: float, above: float) -> Sized:
    """The box of a node with `ports` ways at its top or bottom.

    `side` is how high its sides must be for what meets it there.
    """
    room = WIDEST - 2 * PADDING
    name = tuple(wrapped(node.label, NAME, room, lines=MOST_LINES))
    notes = tuple(clipped(text, SMALL, room - 10) for text in node.recorded[:MOST_RECORDED])
    if len(node.recorded) > MOST_RECORDED:
        notes = (*notes[:-1], f"… +{len(node.recorded) - MOST_RECORDED + 1}")
    widths = [text_width(line, NAME) for line in name]
    widths += [text_width(note, SMALL) + 10 for note in notes]
    if node.waits:
        widths.append(text_width(WAITS[lang], SMALL) + BADGE)
    width = max(NARROWEST, max(widths) + 2 * PADDING, 18.0 * (ports + 1))
    height = 2 * PADDING + NAME_LINE * len(name)
    small = len(notes) + node.waits
    height = max(height + SMALL_LINE * small + (6 if small else 0), side)
    return Sized(node, width, height, max(above, height / 2), name, notes)


def placed(
    graph: Graph,
    layers: Layers,
    sizes: Mapping[str, Sized],
    channels: list[float],
    left: float,
) -> dict[str, Box]:
    """Every box; `channels` are the widths of the gaps behind the columns, the axis is at 0."""
    over: dict[int, float] = {}
    under: dict[int, float] = {}
    widths: dict[int, float] = {}
    for id_, size in sizes.items():
        row, column = layers.row[id_], layers.column[id_]
        over[row] = max(over.get(row, 0), size.above)
        under[row] = max(under.get(row, 0), size.height / 2)
        widths[column] = max(widths.get(column, 0), size.width)
    middles = {0: 0.0}
    for row in range(1, max(over) + 1):
        middles[row] = middles[row - 1] + under[row - 1] + ROW_GAP + over[row]
    lefts: list[float] = []
    for column in range(layers.columns):
        lefts.append(left)
        left += widths[column] + channels[column]
    boxes = {}
    for id_ in graph.nodes:
        size = sizes[id_]
        column = layers.column[id_]
        boxes[id_] = Box(
            size.node,
            lefts[column],
            middles[layers.row[id_]],
            widths[column],
            size.height,
            size.name,
            size.notes,
        )
    return boxes
