"""Reading on after small slips: a mended text, and the way back to the author's columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from workflow_engine.diagnostics.diagnostic import Edit, Place
from workflow_engine.diagnostics.lines import line_starts


@dataclass(frozen=True, slots=True, order=True)
class Slip:
    """Within 0-based `line`, the columns `start` to `end` (0-based) should read `text`."""

    line: int
    start: int
    end: int
    text: str
    code: str

    def place(self, file: str) -> Place:
        """Where it stands, in the author's 1-based counting."""
        return Place(file, self.line + 1, self.start + 1, self.line + 1, self.end + 1)

    def edit(self, file: str) -> Edit:
        """The edit that mends it."""
        return Edit(self.place(file), self.text)


@dataclass(frozen=True, slots=True)
class MendedText:
    """A text with its slips mended; `columns` leads from its columns back to the author's.

    Per 0-based line, each entry is (start, end, author's start, author's end) of one slip.
    """

    text: str
    columns: dict[int, list[tuple[int, int, int, int]]] = field(default_factory=dict)

    def original(self, line: int, column: int) -> int:
        """The author's 0-based column of a 0-based column of the mended text."""
        moved = column
        for start, end, old_start, old_end in self.columns.get(line, ()):
            if column < start:
                break
            if column < end:
                return old_start + min(column - start, max(0, old_end - old_start - 1))
            moved = old_end + column - end
        return moved


def mend(text: str, slips: Iterable[Slip]) -> MendedText:
    """Mend the slips; of overlapping ones the first stands."""
    starts = line_starts(text)
    pieces: list[str] = []
    columns: dict[int, list[tuple[int, int, int, int]]] = {}
    taken = 0
    shift = 0
    line = -1
    for slip in sorted(slips):
        begin, end = starts[slip.line] + slip.start, starts[slip.line] + slip.end
        if begin < taken:
            continue
        if slip.line != line:
            line, shift = slip.line, 0
        pieces += (text[taken:begin], slip.text)
        taken = end
        new_start = slip.start + shift
        columns.setdefault(line, []).append(
            (new_start, new_start + len(slip.text), slip.start, slip.end)
        )
        shift += len(slip.text) - (slip.end - slip.start)
    pieces.append(text[taken:])
    return MendedText("".join(pieces), columns)
