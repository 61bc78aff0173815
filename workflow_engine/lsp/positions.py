"""Places of the author's text as editors count them, and back.

Places count lines and characters from 1; editors count lines from 0 and the units of an encoding,
usually UTF-16, in which an emoji takes two and a Chinese character one.
"""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.diagnostics.lines import lines_of


class Positions:
    """Converts the positions in one text; `encoding` is what the editor agreed to."""

    def __init__(self, text: str, encoding: str = "utf-16") -> None:
        self.lines: Sequence[str] = lines_of(text)
        self._width = {"utf-8": _utf_8, "utf-32": _utf_32}.get(encoding, _utf_16)

    def range(self, place: Place) -> types.Range:
        """The stretch of a place; of a file as a whole its first character."""
        if not place.line:
            return types.Range(types.Position(0, 0), types.Position(0, 0))
        start = self._position(place.line, place.column)
        end = self._position(max(place.end_line, place.line), max(place.end_column, 1))
        return types.Range(start, max(start, end))

    def whole(self) -> types.Range:
        """The stretch of the whole text."""
        return types.Range(types.Position(0, 0), self._position(len(self.lines), 1 << 30))

    def point(self, position: types.Position) -> tuple[int, int]:
        """The line and the column, both from 1, of an editor's position.

        What lies behind the end of a line or of the text is its end.
        """
        if position.line >= len(self.lines):
            return len(self.lines), len(self.lines[-1]) + 1
        line = self.lines[position.line]
        units = 0
        for column, character in enumerate(line):
            units += self._width(character)
            if units > position.character:
                return position.line + 1, column + 1
        return position.line + 1, len(line) + 1

    def _position(self, line: int, column: int) -> types.Position:
        if line > len(self.lines):
            line, column = len(self.lines), 1 << 30
        before = self.lines[line - 1][: column - 1]
        return types.Position(line - 1, self._width(before))


def _utf_8(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _utf_16(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _utf_32(text: str) -> int:
    return len(text)
