"""Tables for a terminal, their columns set by display width."""

from __future__ import annotations

from dataclasses import dataclass

from workflow_engine.diagnostics.printable import printable
from workflow_engine.diagnostics.width import display_width, pad

WIDEST = 36
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Table:
    """Heads and rows; the first `texts` columns are set left, the others right."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: int = 1
    last_is_text: bool = False

    def text(self) -> str:
        """The table with a line below its heads."""
        rows = [tuple(_short(printable(cell)) for cell in row) for row in (self.heads, *self.rows)]
        widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
        lines = [self._line(row, widths) for row in rows]
        rule = "─" * (sum(widths) + 2 * (len(widths) - 1))
        return "\n".join([lines[0], rule, *lines[1:]])

    def _line(self, row: tuple[str, ...], widths: list[int]) -> str:
        last = len(row) - 1
        cells = [
            pad(
                cell, width, right=place >= self.texts and not (self.last_is_text and place == last)
            )
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        return "  ".join(cells).rstrip()


def count(number: int) -> str:
    """A whole number."""
    return f"{number:,}"


def share(part: float | None) -> str:
    """A share in percent.

    >>> share(0.9251), share(None)
    ('92.5%', '–')
    """
    return NOTHING if part is None else f"{part:.1%}"


def hours(minutes: float) -> str:
    """Minutes in hours."""
    return f"{minutes / 60:,.1f}"


def _short(cell: str) -> str:
    if display_width(cell) <= WIDEST:
        return cell
    while display_width(cell) > WIDEST - 1:
        cell = cell[:-1]
    return cell + "…"
