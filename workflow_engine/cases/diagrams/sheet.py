"""What a laid out drawing of states consists of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workflow_engine.cases.diagrams.boxes import SMALL, SMALL_LINE, Box
from workflow_engine.drawing.measure import text_width

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of text on a way, centred at `x`, the first line's baseline at `y`."""

    lines: tuple[str, ...]
    x: float
    y: float
    whole: str
    behind: bool
    """Whether the way runs behind the text, so that it needs a white ground."""

    @property
    def width(self) -> float:
        """The width of the longest line."""
        return max(text_width(line, SMALL) for line in self.lines)

    @property
    def height(self) -> float:
        """The height of all lines."""
        return SMALL_LINE * len(self.lines)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything in its place, the upper left corner at (`left`, `top`)."""

    boxes: Mapping[str, Box]
    ways: tuple[tuple[Point, ...], ...]
    labels: tuple[Label, ...]
    start: Point
    left: float
    top: float
    right: float
    bottom: float
