"""Four quadrants with labelled points: KANO's Better-Worse, value against effort."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from workflow_engine.charts.boxes import Box, Point
from workflow_engine.charts.labels import Wanted, place_labels
from workflow_engine.charts.numbers import Number, exact, figure
from workflow_engine.charts.sheet import (
    BODY,
    COMMA,
    GREY,
    INK,
    LINE,
    SMALL,
    TINY,
    WIDTH,
    Caption,
    Sheet,
    fitted,
    plain_text,
)
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.drawing.measure import text_width, wrapped
from workflow_engine.drawing.svg import element, titled

_HEIGHT = 430.0
_RADIUS = 4.5
_LABEL = 150.0
"""Labels beside points are wrapped to this width."""
_MOST_LINES = 2
_KEY_COLUMN = 210.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A point and its name."""

    label: str
    x: Number
    y: Number


@dataclass(frozen=True, slots=True)
class Corner:
    """What a quadrant means; `emphasis` shades it: 0 is white, 3 the darkest."""

    title: str
    about: str = ""
    emphasis: int = 1


@dataclass(frozen=True, slots=True)
class Scale:
    """One axis: its name, its ends, and where it is parted."""

    name: str
    low: Number = 0
    high: Number = 1
    split: Number = Fraction(1, 2)


_SHADES = ("#ffffff", "#f3f5f7", "#e6ebef", "#d6dee5")


@dataclass(frozen=True, slots=True)
class _Group:
    """Points in the same place, with all their names."""

    place: Point
    labels: tuple[str, ...]
    figures: str


def quadrant(
    dots: Iterable[Dot],
    corners: tuple[Corner, Corner, Corner, Corner],
    x: Scale,
    y: Scale,
    caption: Caption,
    *,
    width: float = WIDTH,
) -> str:
    """Points in four quadrants, as SVG; `corners` from top left in the order of reading.

    A label for which there is no place beside its point stands in the list below, with a number at
    the point where there is room for one.

    Raises:
        ValueError: a point lies outside its axes, or an axis is not parted between its ends.
    """
    for scale in (x, y):
        if not exact(scale.low) < exact(scale.split) < exact(scale.high):
            raise ValueError("an axis is parted between its ends")
    sheet = Sheet(caption, width)
    sheet.note(caption.unit)
    plot = Box(sheet.left + 4, sheet.top + 22, sheet.right, sheet.top + 22 + _HEIGHT)
    listed = list(dots)
    groups = _groups(listed, x, y, plot, sheet)
    middle, level = _parting(plot, x, y)
    heads = _ground(sheet, plot, corners, (middle, level), [_mark(group) for group in groups])
    parting = (
        Box(middle, plot.top, middle, plot.bottom).grown(2),
        Box(plot.left, level, plot.right, level).grown(2),
    )
    numbered = _labelled(sheet, plot, groups, heads, parting)
    for group in groups:
        sheet.add(
            titled(
                f"{'、'.join(group.labels)} {group.figures}",
                element(
                    "circle",
                    cx=group.place[0],
                    cy=group.place[1],
                    r=_RADIUS,
                    fill=INK,
                    stroke="#fff",
                    stroke_width=1.4,
                ),
            )
        )
    bottom = _scales(sheet, plot, x, y)
    bottom = _key(sheet, numbered, bottom)
    told = (
        f"{plain_text(dot.label)} {figure(dot.x, sheet.lang)}{COMMA.get(sheet.lang)}"
        f"{figure(dot.y, sheet.lang)}"
        for dot in listed
    )
    return sheet.finish(bottom, told)


def _groups(dots: Sequence[Dot], x: Scale, y: Scale, plot: Box, sheet: Sheet) -> list[_Group]:
    """Points of one place together, in the order in which they are given."""
    found: dict[tuple[Fraction, Fraction], list[str]] = {}
    for dot in dots:
        place = exact(dot.x), exact(dot.y)
        for value, scale in zip(place, (x, y), strict=True):
            if not exact(scale.low) <= value <= exact(scale.high):
                raise ValueError(f"the point {dot.label!r} lies outside the axes")
        found.setdefault(place, []).append(plain_text(dot.label))
    inner = plot.grown(-_RADIUS - 1)
    return [
        _Group(
            (
                inner.left + inner.width * _part(across, x),
                inner.bottom - inner.height * _part(up, y),
            ),
            tuple(labels),
            f"({figure(across, sheet.lang)}, {figure(up, sheet.lang)})",
        )
        for (across, up), labels in found.items()
    ]


def _part(value: Number, scale: Scale) -> float:
    low = exact(scale.low)
    return float((exact(value) - low) / (exact(scale.high) - low))


def _parting(plot: Box, x: Scale, y: Scale) -> Point:
    """Where the axes are parted."""
    inner = plot.grown(-_RADIUS - 1)
    return (
        inner.left + inner.width * _part(x.split, x),
        inner.bottom - inner.height * _part(y.split, y),
    )


def _ground(
    sheet: Sheet, plot: Box, corners: Sequence[Corner], parting: Point, marks: Sequence[Box]
) -> list[Box]:
    """The four fields with their headings; where the headings stand."""
    middle, level = parting
    fields = (
        Box(plot.left, plot.top, middle, level),
        Box(middle, plot.top, plot.right, level),
        Box(plot.left, level, middle, plot.bottom),
        Box(middle, level, plot.right, plot.bottom),
    )
    for corner, field in zip(corners, fields, strict=True):
        shade = _SHADES[min(max(corner.emphasis, 0), len(_SHADES) - 1)]
        sheet.rect(field.left, field.top, field.width, field.height, fill=shade)
    sheet.rect(
        plot.left, plot.top, plot.width, plot.height, fill="none", stroke=GREY, stroke_width=0.8
    )
    sheet.line((middle, plot.top), (middle, plot.bottom), stroke=INK, width=1, dash="5 3")
    sheet.line((plot.left, level), (plot.right, level), stroke=INK, width=1, dash="5 3")
    heads = (
        _heading(sheet, corner, field, marks) for corner, field in zip(corners, fields, strict=True)
    )
    return [head for head in heads if head is not None]


def _heading(sheet: Sheet, corner: Corner, field: Box, marks: Sequence[Box]) -> Box | None:
    """The heading of a field in the first of its corners where no point lies under it."""
    room = field.width - 20
    title = fitted(plain_text(corner.title), BODY, room)
    about = plain_text(corner.about)
    if not title or room < 2 * BODY or field.height < 2 * BODY:
        return None
    used = text_width(title, BODY)
    if not about or used + 8 + text_width(about, TINY) > room:
        about = ""
    size = used + (8 + text_width(about, TINY) if about else 0)
    spots = [
        Box(left, base - BODY, left + size, base + 4)
        for base in (field.top + BODY + 8, field.bottom - 10)
        for left in (field.left + 10, field.right - 10 - size)
    ]
    spot = next((one for one in spots if not any(map(one.grown(2).overlaps, marks))), spots[0])
    base = spot.bottom - 4
    sheet.text(title, spot.left, base, size=BODY, weight="700")
    if about:
        sheet.text(about, spot.left + used + 8, base, size=TINY, fill=GREY)
    return spot


def _labelled(
    sheet: Sheet,
    plot: Box,
    groups: Sequence[_Group],
    heads: Sequence[Box],
    parting: Sequence[Box],
) -> list[tuple[str, _Group]]:
    """Writes the labels beside their points; gives those that go to the list below."""
    texts = [_lines(group) for group in groups]
    height = SMALL * LINE
    wanted = [
        Wanted(
            group.place,
            max((text_width(line, SMALL) for line in lines), default=0),
            len(lines) * height,
        )
        for group, lines in zip(groups, texts, strict=True)
    ]
    frame = plot.grown(-2)
    places = place_labels(wanted, frame, heads, radius=_RADIUS, shunned=parting)
    taken = list(heads)
    for lines, placed in zip(texts, places, strict=True):
        if placed is not None:
            taken.append(placed.box)
            if placed.leader is not None:
                taken.append(_hull(placed.leader))
                sheet.line(*placed.leader, stroke=GREY, width=0.7)
            for count, line in enumerate(lines):
                sheet.text(line, placed.box.left, placed.box.top + SMALL + count * height)
    left_out = [group for group, placed in zip(groups, places, strict=True) if placed is None]
    return _numbered(sheet, frame, left_out, [*taken, *(_mark(group) for group in groups)])


def _numbered(
    sheet: Sheet, frame: Box, left_out: Sequence[_Group], taken: Sequence[Box]
) -> list[tuple[str, _Group]]:
    """Numbers beside the points that have no label, where there is room; empty where not."""
    names = [str(count) for count in range(1, len(left_out) + 1)]
    wanted = [
        Wanted(group.place, text_width(name, TINY), TINY * 1.15)
        for name, group in zip(names, left_out, strict=True)
    ]
    found = []
    places = place_labels(wanted, frame, taken, radius=_RADIUS)
    for name, group, placed in zip(names, left_out, places, strict=True):
        if placed is not None:
            if placed.leader is not None:
                sheet.line(*placed.leader, stroke=GREY, width=0.7)
            base = placed.box.top + TINY * 0.92
            sheet.text(name, placed.box.left, base, size=TINY, weight="700")
        found.append(("" if placed is None else name, group))
    return found


def _mark(group: _Group) -> Box:
    x, y = group.place
    return Box(x, y, x, y).grown(_RADIUS)


def _lines(group: _Group) -> list[str]:
    return [
        line
        for label in group.labels
        for line in wrapped(label, SMALL, _LABEL, lines=_MOST_LINES)
        if line
    ]


def _hull(line: tuple[Point, Point]) -> Box:
    (x, y), (to_x, to_y) = line
    return Box(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y)).grown(0.5)


def _scales(sheet: Sheet, plot: Box, x: Scale, y: Scale) -> float:
    """The names of the axes with an arrow, and the figures at their ends."""
    room = plot.width * 0.7
    upward = fitted(plain_text(f"{y.name} ↑"), SMALL, plot.width)
    sheet.text(upward, plot.left, plot.top - 8, size=SMALL, fill=GREY)
    base = plot.bottom + SMALL + 5
    onward = fitted(plain_text(f"{x.name} →"), SMALL, room)
    sheet.text(onward, plot.right, base, size=SMALL, anchor="end", fill=GREY)
    return base + 4


def _key(sheet: Sheet, numbered: Sequence[tuple[str, _Group]], top: float) -> float:
    """The labels that found no place beside their points, in columns; the bottom of the list."""
    if not numbered:
        return top
    columns = max(1, int((sheet.right - sheet.left) // _KEY_COLUMN))
    room = (sheet.right - sheet.left) / columns
    rows: list[list[str]] = []
    for mark, group in numbered:
        said = ("、" if sheet.lang == "zh" else ", ").join(group.labels)
        shown = f"{mark} {said} {group.figures}" if mark else f"· {said} {group.figures}"
        rows.append(wrapped(shown, TINY, room - 12))
    height = TINY * LINE
    y = top + 8
    for start in range(0, len(rows), columns):
        line = rows[start : start + columns]
        for column, lines in enumerate(line):
            sheet.lines(lines, sheet.left + column * room, y + TINY, size=TINY)
        y += max(map(len, line)) * height + 3
    return y


def kano_corners(lang: Language) -> tuple[Corner, Corner, Corner, Corner]:
    """The corners of a Better-Worse picture: attractive, one-dimensional, indifferent, must-be."""
    if lang == "zh":
        return (
            Corner("魅力 A", "没有不怪，有了惊喜", 1),
            Corner("期望 O", "越好越满意", 2),
            Corner("无差异 I", "有没有都一样", 0),
            Corner("必备 M", "有了应该，没有就不满", 3),
        )
    return (
        Corner("Attractive A", "a welcome surprise", 1),
        Corner("One-dimensional O", "the more the better", 2),
        Corner("Indifferent I", "nobody minds", 0),
        Corner("Must-be M", "missed when it is lacking", 3),
    )
