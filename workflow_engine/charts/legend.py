"""The legend: which mark belongs to which series."""

from __future__ import annotations

from collections.abc import Sequence

from workflow_engine.charts.boxes import Box
from workflow_engine.charts.sheet import LINE, SMALL, Sheet, filled, fitted, plain_text
from workflow_engine.drawing.measure import text_width

_MARK = 18.0
_GAP = 20.0


def legend(sheet: Sheet, names: Sequence[str]) -> float:
    """Writes the names in rows below the heading, each behind its mark; where the rest begins."""
    x, y = sheet.left, sheet.top + 4
    room = sheet.right - sheet.left
    for series, name in enumerate(names):
        shown = fitted(plain_text(name), SMALL, room - _MARK)
        needed = _MARK + text_width(shown, SMALL)
        if x > sheet.left and x + needed > sheet.right:
            x, y = sheet.left, y + SMALL * LINE + 4
        filled(sheet, series, Box(x, y + 1, x + 12, y + 12))
        sheet.text(shown, x + _MARK, y + SMALL)
        x += needed + _GAP
    return y + SMALL * LINE + 6
