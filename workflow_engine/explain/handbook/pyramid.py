"""The drawing of a scale: its levels as the layers of a pyramid, the first at the top."""

from __future__ import annotations

from collections.abc import Sequence

from workflow_engine.drawing.measure import clipped
from workflow_engine.drawing.svg import document, element, text

_WIDTH = 420.0
_LAYER = 34.0
_GAP = 3.0
_TIP = 0.42
"""How wide the top layer is at its upper edge, in parts of the whole width."""
_SIZE = 13.0
_STYLE = (
    ".layer{fill:#fff;stroke:#14293b;stroke-width:1.2}"
    ".first{fill:#14293b}"
    ".name{font-size:13px;font-weight:600;text-anchor:middle;fill:#14293b}"
    ".above{fill:#fff}"
)


def pyramid(title: str, levels: Sequence[str]) -> str:
    """The levels from top to bottom, as SVG."""
    height = len(levels) * (_LAYER + _GAP) - _GAP
    parts = []
    for number, label in enumerate(levels):
        top = number * (_LAYER + _GAP)
        upper, lower = _half(top, height), _half(top + _LAYER, height)
        middle = _WIDTH / 2 + 1
        points = (
            (middle - upper, top + 1),
            (middle + upper, top + 1),
            (middle + lower, top + _LAYER + 1),
            (middle - lower, top + _LAYER + 1),
        )
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        first = number == 0
        parts.append(element("polygon", points=drawn, class_="layer first" if first else "layer"))
        shown = clipped(label, _SIZE, 2 * upper - 12)
        baseline = top + _LAYER / 2 + _SIZE * 0.36 + 1
        parts.append(text(shown, middle, baseline, class_="name above" if first else "name"))
    return document(title, " → ".join(levels), _WIDTH + 2, height + 2, _STYLE, *parts)


def _half(y: float, height: float) -> float:
    return _WIDTH / 2 * (_TIP + (1 - _TIP) * y / height)
