"""What stands in the box of a cell, measured and broken into lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from workflow_engine.blueprint.words import LETTERS, Words
from workflow_engine.drawing.measure import text_width, wrapped
from workflow_engine.program.blueprints import Cell, Kind

BODY, LINE = 12.5, 16.5
SMALL, SMALL_LINE = 10.5, 14.0
BOLD = 1.05
"""How much wider bold type is, in which the customer's actions are set."""
SMALLEST = 10.0
"""The smallest type of a drawing, in its units."""
LEFT, RIGHT, TOP, BOTTOM = 15.0, 9.0, 8.0, 8.0
"""From the sides of a box to its text; on the left also the bar that says its kind."""
UNDER_MARKS = 5.0
"""What the first line gives way to the marks that stand on the upper side."""
MARK = 10.5
"""Radius of the circle of a fail or wait point."""
ICON, CHIP, BETWEEN = 14.5, 15.0, 7.0
LEAST_HEIGHT = 35.0
MOST_LINES = 14
MOST_NOTE_LINES = 3

DOT = " · "

PieceKind = Literal[
    "who", "decision", "regulatory", "item", "promise", "exposed", "technology", "saved", "more"
]


@dataclass(frozen=True, slots=True)
class Piece:
    """A small text or sign under the text of a box, `x` from its left side."""

    kind: PieceKind
    text: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbered fail or wait point: `F1`, `W2`."""

    kind: Literal["fail", "wait"]
    number: int

    @property
    def text(self) -> str:
        """What stands in the circle."""
        return f"{'F' if self.kind == 'fail' else 'W'}{self.number}"


@dataclass(frozen=True, slots=True)
class Content:
    """The text of a box in lines, the rows of small pieces under it, and how high it all is.

    `cell` is None for a remark of the stage that stands where a box would. `cut` are the texts that
    did not go into it whole.
    """

    cell: Cell | None
    title: str
    lines: tuple[str, ...]
    rows: tuple[tuple[Piece, ...], ...]
    marks: tuple[Mark, ...]
    width: float
    height: float
    cut: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind | None:
        """Whether it adds value, is necessary, or waste."""
        return None if self.cell is None else self.cell.kind

    @property
    def text_top(self) -> float:
        """From the upper side to the first line."""
        return TOP + (UNDER_MARKS if self.marks else 0)


def content(
    cell: Cell,
    marks: tuple[Mark, ...],
    width: float,
    words: Words,
    *,
    saved: str = "",
    most_lines: int = MOST_LINES,
) -> Content:
    """The box of a cell, `width` wide; `saved` says what a decision has saved in it.

    Of more than `most_lines` lines of text the rest is cut off with an ellipsis.
    """
    title = words.text(cell.text)
    room = width - LEFT - RIGHT
    size = BODY * BOLD if cell.lane == "customer" else BODY
    lines = even_lines(title, size, room, most_lines)
    most_notes = min(MOST_NOTE_LINES, most_lines - 1)
    rows = tuple(_rows(cell, saved, room, words, most_notes))
    height = TOP + LINE * len(lines) + BOTTOM + (UNDER_MARKS if marks else 0)
    height += SMALL_LINE * len(rows) + (2 if rows else 0)
    cut = [title] if is_cut(title, lines) else []
    for _, text in _further(cell, saved, words):
        if is_cut(text, wrapped(text, SMALL, room - ICON, lines=most_notes)):
            cut.append(text)
    return Content(cell, title, lines, rows, marks, width, max(height, LEAST_HEIGHT), tuple(cut))


def is_cut(text: str, lines: Iterable[str]) -> bool:
    """Whether not all of a text is in its lines."""
    return "".join(lines).replace(" ", "") != text.replace(" ", "")


def even_lines(text: str, size: float, width: float, most: int) -> tuple[str, ...]:
    """The text in lines no wider than `width`, narrower where that spares a short last line."""
    lines = wrapped(text, size, width, lines=most)
    narrow = width
    while 1 < len(lines) < most and text_width(lines[-1], size) < narrow / 3:
        narrow -= size / 2
        narrower = wrapped(text, size, narrow, lines=most)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return tuple(lines)


def remark(text: str, width: float) -> Content:
    """A remark in place of a box, such as why nobody serves the customer here."""
    lines = tuple(wrapped(text, SMALL, width - 2 * RIGHT, lines=MOST_LINES))
    height = SMALL_LINE * len(lines) + 2 * RIGHT
    return Content(None, text, lines, (), (), width, max(height, LEAST_HEIGHT))


def numbered(cells: Iterator[Cell]) -> Mapping[str, tuple[Mark, ...]]:
    """The marks of every cell by its id, numbered from 1 through the whole blueprint."""
    marks: dict[str, tuple[Mark, ...]] = {}
    fails = waits = 0
    for cell in cells:
        own: list[Mark] = []
        if cell.fail_point is not None:
            fails += 1
            own.append(Mark("fail", fails))
        if cell.wait_point is not None:
            waits += 1
            own.append(Mark("wait", waits))
        if own:
            marks[cell.id] = tuple(own)
    return marks


def _rows(
    cell: Cell, saved: str, room: float, words: Words, most: int
) -> Iterator[tuple[Piece, ...]]:
    """Who and how long with the signs behind, in as few rows as they need; then what it stands for.

    A row that would be wider than `room` is broken.
    """
    row: list[Piece] = []
    x = 0.0
    pieces: list[tuple[PieceKind, str]] = [("who", line) for line in _who(cell, room, words)]
    if cell.ecrs is not None:
        pieces.append(("decision", LETTERS[cell.ecrs.do]))
    if cell.regulatory:
        pieces.append(("regulatory", "§"))
    for kind, text in pieces:
        width = text_width(text, SMALL) if kind == "who" else CHIP
        if row and (kind == "who" or x + width > room):
            yield tuple(row)
            row, x = [], 0.0
        row.append(Piece(kind, text, LEFT + x, width))
        x += width + BETWEEN
    if row:
        yield tuple(row)
    for kind, text in _further(cell, saved, words):
        for number, line in enumerate(wrapped(text, SMALL, room - ICON, lines=most)):
            piece = kind if number == 0 else "more"
            yield (Piece(piece, line, LEFT, ICON + text_width(line, SMALL)),)


def _who(cell: Cell, room: float, words: Words) -> Iterator[str]:
    """Role, minutes and wait in lines that break between them where they can."""
    parts = [] if cell.by is None else [words.role(cell.by)]
    if cell.minutes is not None:
        parts.append(words.minutes(cell.minutes))
    if cell.wait is not None:
        parts.append(words.say("wait", time=words.minutes(cell.wait)))
    line = ""
    for part in parts:
        if line and text_width(line + DOT + part, SMALL) > room:
            yield from wrapped(line, SMALL, room, lines=2)
            line = part
        else:
            line += DOT + part if line else part
    if line:
        yield from wrapped(line, SMALL, room, lines=2)


def _further(cell: Cell, saved: str, words: Words) -> Iterator[tuple[PieceKind, str]]:
    if cell.lane == "technology":
        yield "technology", words.say("technology")
    if cell.item is not None:
        yield "item", words.item(cell.item)
    if cell.promise is not None:
        yield "promise", words.promise(cell.promise)
    if cell.status is not None:
        yield "exposed", words.say("exposed", status=words.text(cell.status))
    elif cell.exposed:
        yield "exposed", words.say("exposed_plain")
    if saved:
        yield "saved", saved
