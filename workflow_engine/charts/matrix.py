"""A matrix of fields with lists in them, such as value by urgency: darker is more pressing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workflow_engine.charts.boxes import Box
from workflow_engine.charts.sheet import (
    BODY,
    GREY,
    INK,
    LINE,
    SMALL,
    WIDTH,
    Caption,
    Sheet,
    fitted,
    plain_text,
)
from workflow_engine.drawing.measure import text_width, wrapped

_GAP = 4.0
_PAD = 10.0
_LEAST = 96.0
_SHADES = ("#ffffff", "#eef1f4", "#d6dee5", "#a9b8c4", "#14293b")


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its heading, how pressing it is (0 the least, 4 the most), and what lies in it."""

    heading: str
    rank: int
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the matrix: its name, and its steps from the lowest to the highest."""

    name: str
    steps: tuple[str, ...]


def matrix(
    fields: Mapping[tuple[int, int], Field],
    across: Side,
    up: Side,
    caption: Caption,
    *,
    width: float = WIDTH,
) -> str:
    """Fields in rows and columns, as SVG; a key is (step across, step up), counted from 0.

    Rows are as high as their longest list needs; a field that is not given stays empty and white.

    Raises ValueError where a side has no steps or a field lies outside.
    """
    columns, rows = len(across.steps), len(up.steps)
    if not columns or not rows:
        raise ValueError("a matrix has at least one row and one column")
    if any(not (0 <= x < columns and 0 <= y < rows) for x, y in fields):
        raise ValueError("a field lies outside the matrix")
    sheet = Sheet(caption, width)
    sheet.note(caption.unit)
    names = [wrapped(plain_text(step), SMALL, 70, lines=3) for step in up.steps]
    side = max(text_width(line, SMALL) for lines in names for line in lines)
    left = sheet.left + side + 10
    slot = (sheet.right - left + _GAP) / columns
    upward = fitted(plain_text(f"{up.name} ↑"), SMALL, sheet.right - sheet.left)
    sheet.text(upward, sheet.left, sheet.top + SMALL + 4, fill=GREY)
    y = sheet.top + SMALL + 14
    for row in range(rows - 1, -1, -1):
        listed = {
            column: _wrapped(fields[column, row], slot - _GAP - 2 * _PAD)
            for column in range(columns)
            if (column, row) in fields
        }
        height = max([_LEAST, *(_height(lines) for lines in listed.values())])
        middle = y + height / 2 - (len(names[row]) - 1) * SMALL * LINE / 2
        sheet.lines(names[row], left - 10, middle + SMALL * 0.36, anchor="end")
        for column in range(columns):
            _field(
                sheet,
                fields.get((column, row), Field("", 0)),
                listed.get(column, []),
                Box(left + column * slot, y, left + (column + 1) * slot - _GAP, y + height),
            )
        y += height + _GAP
    bottom = y
    for column, step in enumerate(across.steps):
        lines = wrapped(plain_text(step), SMALL, slot - _GAP - 4, lines=3)
        centre = left + column * slot + (slot - _GAP) / 2
        sheet.lines(lines, centre, y + SMALL + 3, anchor="middle")
        bottom = max(bottom, y + len(lines) * SMALL * LINE)
    onward = fitted(plain_text(f"{across.name} →"), SMALL, sheet.right - left)
    bottom += SMALL * LINE + 4
    sheet.text(onward, sheet.right, bottom, anchor="end", fill=GREY)
    return sheet.finish(bottom + 4, _told(fields, across, up))


@dataclass(frozen=True, slots=True)
class _Line:
    """A line in a field; an entry's first line has a bullet before it."""

    content: str
    size: float
    heading: bool
    bullet: bool = False


def _wrapped(field: Field, room: float) -> list[_Line]:
    heading = wrapped(plain_text(field.heading), BODY + 2, room, lines=2)
    found = [_Line(line, BODY + 2, heading=True) for line in heading]
    for entry in field.entries:
        lines = wrapped(plain_text(entry), SMALL, room - SMALL, lines=3)
        found += (
            _Line(line, SMALL, heading=False, bullet=place == 0) for place, line in enumerate(lines)
        )
    return found


def _height(lines: Sequence[_Line]) -> float:
    return 2 * _PAD + sum(line.size * LINE for line in lines) + 4


def _field(sheet: Sheet, field: Field, lines: Sequence[_Line], box: Box) -> None:
    rank = min(max(field.rank, 0), len(_SHADES) - 1)
    ink = "#fff" if rank == len(_SHADES) - 1 else INK
    sheet.rect(
        box.left,
        box.top,
        box.width,
        box.height,
        rx=3,
        fill=_SHADES[rank],
        stroke=GREY,
        stroke_width=0.6,
    )
    left, base = box.left + _PAD, box.top + _PAD
    for line in lines:
        base += line.size * LINE
        if line.heading:
            sheet.text(line.content, left, base, size=line.size, fill=ink, weight="700")
            continue
        if line.bullet:
            sheet.text("•", left, base, size=line.size, fill=ink)
        sheet.text(line.content, left + SMALL, base, size=line.size, fill=ink)


def _told(fields: Mapping[tuple[int, int], Field], across: Side, up: Side) -> Iterator[str]:
    for (column, row), field in sorted(fields.items()):
        where = f"{up.name} {up.steps[row]}, {across.name} {across.steps[column]}"
        yield plain_text(f"{where}: {field.heading} {', '.join(field.entries)}".rstrip())
