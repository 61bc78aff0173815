"""Lines over time: gaps where a value is missing, names beside the lines, shapes to tell apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from workflow_engine.charts.axes import Axis, axis
from workflow_engine.charts.bars import MISSING, Series
from workflow_engine.charts.boxes import Box, Point
from workflow_engine.charts.numbers import Number, figure, tick_figures
from workflow_engine.charts.sheet import (
    ACCENT,
    COMMA,
    GREY,
    HAIR,
    INK,
    LINE,
    SMALL,
    TINY,
    WIDTH,
    Caption,
    Sheet,
    fitted,
    plain_text,
    widest,
)
from workflow_engine.drawing.measure import text_width
from workflow_engine.drawing.svg import element, number

_HEIGHT = 240.0
_WIDEST_NAME = 150.0
_MARK = 3.6
_MOST_MARKED = 40
"""With more moments, only the ends of stretches are marked."""

_STROKES: tuple[tuple[str, str | None], ...] = (
    (INK, None),
    (ACCENT, "7 3"),
    (GREY, "2 3"),
    (INK, "9 3 2 3"),
    (ACCENT, None),
    (GREY, "5 2"),
)


@dataclass(frozen=True, slots=True)
class Target:
    """A value that is aimed at: a dashed line across, with its name."""

    name: str
    value: Number


def trend(
    moments: Sequence[str],
    series: Sequence[Series],
    caption: Caption,
    *,
    target: Target | None = None,
    zero: bool = False,
    width: float = WIDTH,
) -> str:
    """A line for each series, as SVG, its name and last value at its end.

    Nothing is drawn over a missing value; a value between two of them is a mark alone. `zero` keeps
    nothing in sight: without it, the axis begins where the values do.

    Raises ValueError where a series has more or fewer values than there are moments.
    """
    if any(len(one.values) != len(moments) for one in series):
        raise ValueError("every series has one value for each moment")
    sheet = Sheet(caption, width)
    known = [value for one in series for value in one.values if value is not None]
    if not known:
        return sheet.nothing()
    sheet.note(caption.unit)
    scale = axis([*known, *([] if target is None else [target.value])], zero=zero)
    ticks = tick_figures(scale.ticks, sheet.lang)
    ends = _ends(series, sheet)
    right = sheet.right - min(_WIDEST_NAME, widest((text for _, text in ends), SMALL)) - 12
    top = sheet.top + 12
    plot = Box(sheet.left + widest(ticks, TINY) + 8, top, right, top + _HEIGHT)
    for tick, shown in zip(scale.ticks, ticks, strict=True):
        y = plot.bottom - plot.height * scale.place(tick)
        sheet.line((plot.left, y), (plot.right, y), stroke=HAIR, width=0.6)
        sheet.text(shown, plot.left - 6, y + TINY * 0.36, size=TINY, anchor="end", fill=GREY)
    sheet.line((plot.left, plot.bottom), (plot.right, plot.bottom), stroke=INK, width=1)
    labels = [plain_text(moment) for moment in moments]
    _moments(sheet, labels, plot)
    if target is not None:
        y = plot.bottom - plot.height * scale.place(target.value)
        sheet.line((plot.left, y), (plot.right, y), stroke=INK, width=1.1, dash="2 3")
    for place, one in enumerate(series):
        _curve(sheet, place, _points(one, plot, scale))
    if target is not None:
        _target(sheet, target, plot, scale)
    bottom = max(plot.bottom + TINY * LINE + 6, _names(sheet, ends, series, plot, scale))
    return sheet.finish(bottom, _told(labels, series, sheet))


def _told(labels: Sequence[str], series: Sequence[Series], sheet: Sheet) -> Iterator[str]:
    for one in series:
        figures = COMMA.get(sheet.lang).join(
            f"{label} {MISSING.get(sheet.lang) if value is None else figure(value, sheet.lang)}"
            for label, value in zip(labels, one.values, strict=True)
        )
        yield f"{plain_text(one.name)} {figures}".strip()


def _across(place: int, count: int, plot: Box) -> float:
    """Where a moment lies; one alone stands in the middle."""
    inset = 12.0
    if count == 1:
        return (plot.left + plot.right) / 2
    return plot.left + inset + (plot.width - 2 * inset) * place / (count - 1)


def _points(one: Series, plot: Box, scale: Axis) -> list[Point | None]:
    count = len(one.values)
    return [
        None
        if value is None
        else (_across(place, count, plot), plot.bottom - plot.height * scale.place(value))
        for place, value in enumerate(one.values)
    ]


def _moments(sheet: Sheet, labels: Sequence[str], plot: Box) -> None:
    """Names of the moments below the axis, every second, third … where all have no room."""
    count = len(labels)
    room = min(120.0, plot.width * 0.8)
    shown = [fitted(label, TINY, room) for label in labels]
    spans = [_span(sheet, text, _across(place, count, plot)) for place, text in enumerate(shown)]
    step = 1
    while any(left + 8 > next_ for (_, left), (next_, _) in pairwise(spans[::step])):
        step += 1
    for place in range(0, count, step):
        x = _across(place, count, plot)
        left, right = spans[place]
        sheet.line((x, plot.bottom), (x, plot.bottom + 4), stroke=GREY)
        sheet.text(
            shown[place],
            (left + right) / 2,
            plot.bottom + TINY + 6,
            size=TINY,
            anchor="middle",
            fill=GREY,
        )


def _span(sheet: Sheet, text: str, x: float) -> tuple[float, float]:
    """Where a text centred at `x` begins and ends, moved so that it stays on the sheet."""
    half = text_width(text, TINY) / 2
    centre = min(max(x, sheet.left + half), sheet.right - half)
    return centre - half, centre + half


def _target(sheet: Sheet, target: Target, plot: Box, scale: Axis) -> None:
    """The name of the value aimed at, above its line at the left end."""
    y = plot.bottom - plot.height * scale.place(target.value)
    said = f"{plain_text(target.name)} {figure(target.value, sheet.lang)}"
    shown = fitted(said, TINY, plot.width - 16)
    sheet.text(shown, plot.left + 6, y - 4, size=TINY, weight="700")


def _curve(sheet: Sheet, series: int, points: Sequence[Point | None]) -> None:
    """Stretches between missing values, each with its marks."""
    stroke, dash = _STROKES[series % len(_STROKES)]
    stretch: list[Point] = []
    for point in (*points, None):
        if point is not None:
            stretch.append(point)
            continue
        if len(stretch) > 1:
            joined = " ".join(f"{number(x)},{number(y)}" for x, y in stretch)
            sheet.add(
                element(
                    "polyline",
                    points=joined,
                    fill="none",
                    stroke=stroke,
                    stroke_width=1.8,
                    stroke_linejoin="round",
                    stroke_dasharray=dash,
                )
            )
        marked = stretch if len(points) <= _MOST_MARKED else [*stretch[:1], *stretch[-1:]]
        sheet.add(*(mark(series, one, stroke) for one in marked))
        stretch = []


def mark(series: int, point: Point, stroke: str) -> str:
    """The mark of a series: circle, square, triangle, diamond, then the same ones hollow."""
    x, y = point
    size = _MARK
    look: dict[str, str | float] = {
        "fill": stroke if series % 8 < 4 else "#fff",
        "stroke": stroke,
        "stroke_width": 1.4,
    }
    shape = series % 4
    if shape == 0:
        return element("circle", cx=x, cy=y, r=size, **look)
    if shape == 1:
        return element("rect", x=x - size, y=y - size, width=2 * size, height=2 * size, **look)
    corners = (
        ((0, -1.2), (1.15, 0.9), (-1.15, 0.9))
        if shape == 2
        else ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0))
    )
    points = " ".join(f"{number(x + size * a)},{number(y + size * b)}" for a, b in corners)
    return element("polygon", points=points, **look)


def _ends(series: Sequence[Series], sheet: Sheet) -> list[tuple[int, str]]:
    """For each series with a value: which one it is, and its name with the last value."""
    found = []
    for place, one in enumerate(series):
        last = next((value for value in reversed(one.values) if value is not None), None)
        if last is not None:
            shown = figure(last, sheet.lang)
            name = fitted(
                plain_text(one.name), SMALL, _WIDEST_NAME - text_width(f" {shown}", SMALL)
            )
            found.append((place, f"{name} {shown}".strip()))
    return found


def _names(
    sheet: Sheet,
    ends: Sequence[tuple[int, str]],
    series: Sequence[Series],
    plot: Box,
    scale: Axis,
) -> float:
    """The names at the right, beside the last values, pushed apart; the bottom of the lowest."""
    height = SMALL * LINE
    anchors = []
    for place, text in ends:
        points = [point for point in _points(series[place], plot, scale) if point is not None]
        anchors.append((points[-1], place, text))
    anchors.sort(key=lambda anchor: (anchor[0][1], anchor[1]))
    heights = _apart([anchor[0][1] for anchor in anchors], height, plot)
    for ((x, y), place, text), at in zip(anchors, heights, strict=True):
        stroke, _ = _STROKES[place % len(_STROKES)]
        if abs(at - y) > height / 2 or plot.right - x > 20:
            sheet.line((x + _MARK + 1, y), (plot.right + 8, at), stroke=HAIR, width=0.8)
        sheet.text(text, plot.right + 10, at + SMALL * 0.36, fill=stroke, weight="700")
    return max((at + height / 2 for at in heights), default=plot.bottom)


def _apart(wanted: Sequence[float], height: float, plot: Box) -> list[float]:
    """Heights in falling order, at least `height` apart, as near to the wanted ones as may be."""
    found: list[float] = []
    for at in wanted:
        found.append(max(at, found[-1] + height) if found else max(at, plot.top))
    limit = max(plot.bottom, plot.top + height * (len(found) - 1))
    for place in range(len(found) - 1, -1, -1):
        found[place] = min(found[place], limit)
        limit = found[place] - height
    return found
