"""Rectangles on the sheet, and whether they and lines get into one another's way."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `top` is above `bottom`, so it is the smaller number."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def overlaps(self, other: Box) -> bool:
        """Whether they share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def inside(self, other: Box) -> bool:
        """Whether it lies wholly in another."""
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )

    def grown(self, by: float) -> Box:
        """The same with air around it."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def nearest(self, point: Point) -> Point:
        """The point of the box that is nearest to another."""
        x, y = point
        return min(max(x, self.left), self.right), min(max(y, self.top), self.bottom)

    def crossed_by(self, start: Point, end: Point) -> bool:
        """Whether a straight line runs through it (Liang-Barsky clipping)."""
        (x, y), (to_x, to_y) = start, end
        first, last = 0.0, 1.0
        for step, low, high in (
            (to_x - x, self.left - x, self.right - x),
            (to_y - y, self.top - y, self.bottom - y),
        ):
            if step == 0:
                if low >= 0 or high <= 0:
                    return False
                continue
            near, far = sorted((low / step, high / step))
            first, last = max(first, near), min(last, far)
        return first < last
