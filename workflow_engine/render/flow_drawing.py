"""The flow of a procedure as a drawing: one box below the other, in columns where many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflow_engine.drawing.measure import text_width, wrapped
from workflow_engine.drawing.spacing import set_apart
from workflow_engine.drawing.svg import FONTS, element, escaped, number, text

INK, GREY, LINE = "#14293b", "#3c4853", "#7e8b96"
WIDTH = 230.0
"""Of one column, in points; with the room at the right for who does it."""
BOX = 148.0
SIZE, SMALL = 9.0, 7.5
LEADING = 12.0
SMALL_LEADING = 10.0
MARK = 14.0
"""Room that a mark takes at the right."""
GAP = 12.0
PILL, PILL_SIZE = 19.0, 8.0
IN_COLUMN = 8
COLUMNS = 2
COLUMN_GAP = 22.0


@dataclass(frozen=True, slots=True)
class Box:
    """One step of the flow: who does it and how long stand beside it; `marks` are like `F`, `W`."""

    number: str
    label: str
    who: str = ""
    time: str = ""
    marks: tuple[str, ...] = ()
    double: bool = False


def flows(title: str, start: str, boxes: Sequence[Box], end: str) -> list[str]:
    """The drawings, as SVG to stand in a page: as many as the boxes need."""
    per_drawing = IN_COLUMN * COLUMNS
    groups = [boxes[at : at + per_drawing] for at in range(0, len(boxes), per_drawing)] or [[]]
    return [
        _drawing(
            title,
            start if place == 0 else "",
            group,
            end if place == len(groups) - 1 else "",
        )
        for place, group in enumerate(groups)
    ]


def in_one_column(boxes: Sequence[Box]) -> bool:
    """Whether the flow needs one column only, and leaves room beside it."""
    return len(boxes) <= IN_COLUMN


def _drawing(title: str, start: str, boxes: Sequence[Box], end: str) -> str:
    columns = [boxes[at : at + IN_COLUMN] for at in range(0, len(boxes), IN_COLUMN)] or [[]]
    parts: list[str] = []
    height = 0.0
    for place, column in enumerate(columns):
        x = place * (WIDTH + COLUMN_GAP)
        y = 1.0
        if place == 0 and start:
            parts += _pill(start, x, y)
            y = _arrow(parts, x, y + _pill_height(start))
        for index, box in enumerate(column):
            tall = _height(box)
            parts += _box(box, x, y, tall)
            y += tall
            last = place == len(columns) - 1 and index == len(column) - 1
            if not last or end:
                y = _arrow(parts, x, y)
        if place == len(columns) - 1 and end:
            parts += _pill(end, x, y)
            y += _pill_height(end)
        height = max(height, y)
    width = len(columns) * (WIDTH + COLUMN_GAP) - COLUMN_GAP
    return element(
        "svg",
        element("title", escaped(title)),
        *parts,
        viewBox=f"0 0 {number(width)} {number(height + 1)}",
        width=f"{number(width)}pt",
        height=f"{number(height + 1)}pt",
        role="img",
        font_family=FONTS,
    )


def _height(box: Box) -> float:
    notes = len(_notes(box)) * SMALL_LEADING + 2
    return max(len(_lines(box)) * LEADING + 9, notes)


def _lines(box: Box) -> list[str]:
    return wrapped(set_apart(box.label), SIZE, BOX - 34) or [""]


def _notes(box: Box) -> list[str]:
    """Who does it and how long it takes, beside the box and before its marks."""
    room = WIDTH - BOX - 8 - len(box.marks) * MARK
    notes = (note for note in (box.who, box.time) if note)
    return [line for note in notes for line in wrapped(set_apart(note), SMALL, room)]


def _pill_lines(label: str) -> list[str]:
    return wrapped(set_apart(label), PILL_SIZE, BOX - 16)


def _pill_height(label: str) -> float:
    return PILL + (len(_pill_lines(label)) - 1) * SMALL_LEADING


def _pill(label: str, x: float, y: float) -> list[str]:
    tall = _pill_height(label)
    return [
        element("rect", x=x + 0.6, y=y, width=BOX, height=tall, rx=PILL / 2, fill=INK),
        *(
            text(
                line,
                x + BOX / 2,
                y + PILL / 2 + 3 + place * SMALL_LEADING,
                font_size=PILL_SIZE,
                font_weight=700,
                fill="#fff",
                text_anchor="middle",
            )
            for place, line in enumerate(_pill_lines(label))
        ),
    ]


def _arrow(parts: list[str], x: float, y: float) -> float:
    """An arrow down from `y`; where it ends."""
    middle = x + BOX / 2
    tip = y + GAP
    parts.append(
        element("path", d=f"M{number(middle)} {number(y)}V{number(tip - 3)}", stroke=INK,
                stroke_width=1, fill="none")
    )  # fmt: skip
    corners = f"{number(middle - 3)},{number(tip - 5)} {number(middle + 3)},{number(tip - 5)}"
    parts.append(element("polygon", points=f"{corners} {number(middle)},{number(tip)}", fill=INK))
    return tip


def _box(box: Box, x: float, y: float, tall: float) -> list[str]:
    left = x + 0.6
    parts = [
        element("rect", x=left, y=y, width=BOX, height=tall, rx=2.5, fill="#fff", stroke=INK,
                stroke_width=1),
    ]  # fmt: skip
    if box.double:
        parts.append(
            element("rect", x=left + 2.2, y=y + 2.2, width=BOX - 4.4, height=tall - 4.4, rx=1.5,
                    fill="none", stroke=INK, stroke_width=0.6)
        )  # fmt: skip
    parts.append(
        text(box.number, left + 13, y + tall / 2 + 3.6, font_size=9, font_weight=700, fill=INK,
             text_anchor="middle")
    )  # fmt: skip
    lines = _lines(box)
    first = y + tall / 2 - (len(lines) - 1) * LEADING / 2 + 3.2
    parts += [
        text(line, left + 26, first + place * LEADING, font_size=SIZE, fill="#1b2530")
        for place, line in enumerate(lines)
    ]
    beside = x + BOX + 8
    centre = y + tall / 2
    notes = _notes(box)
    top = centre - (len(notes) - 1) * SMALL_LEADING / 2 + 2.6
    parts += [
        text(note, beside, top + place * SMALL_LEADING, font_size=SMALL, fill=GREY)
        for place, note in enumerate(notes)
    ]
    reach = max((text_width(note, SMALL) for note in notes), default=0.0)
    for place, mark in enumerate(box.marks):
        at = beside + reach + 8 + place * 13
        parts.append(element("circle", cx=at, cy=centre, r=5.4, fill="#fff", stroke=INK,
                             stroke_width=1.1))  # fmt: skip
        parts.append(
            text(mark, at, centre + 2.6, font_size=7, font_weight=700, fill=INK,
                 text_anchor="middle")
        )  # fmt: skip
    return parts
