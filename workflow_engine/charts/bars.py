"""Bars, standing or lying, one or several to a group; below nothing too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from workflow_engine.charts.axes import Axis, axis
from workflow_engine.charts.boxes import Box
from workflow_engine.charts.legend import legend
from workflow_engine.charts.numbers import Number, figure, tick_figures
from workflow_engine.charts.sheet import (
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
    filled,
    fitted,
    plain_text,
    widest,
)
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.drawing.measure import text_width, wrapped

Direction = Literal["auto", "standing", "lying"]
MISSING = Bilingual("缺", "n/a")
"""Stands where there is no value."""

_HEIGHT = 230.0
_MOST_LINES = 3
_BAR = 15.0
_BETWEEN = 9.0
_NARROWEST_BAR = 9.0


@dataclass(frozen=True, slots=True)
class Series:
    """A name and a value for each group, in their order; None where there is none."""

    name: str
    values: tuple[Number | None, ...]


def bars(
    groups: Sequence[str],
    series: Sequence[Series],
    caption: Caption,
    *,
    direction: Direction = "auto",
    width: float = WIDTH,
) -> str:
    """Bars from nothing up or down, as SVG; a missing value is said.

    `auto` lets them stand as long as every label and number has room; `standing` is no promise
    either: bars that have no room lie down.

    Raises ValueError where a series has more or fewer values than there are groups.
    """
    if any(len(one.values) != len(groups) for one in series):
        raise ValueError("every series has one value for each group")
    sheet = Sheet(caption, width)
    if not groups or not series:
        return sheet.nothing()
    sheet.note(caption.unit)
    if len(series) > 1:
        sheet.top = legend(sheet, [one.name for one in series])
    labels = [plain_text(group) for group in groups]
    known = [value for one in series for value in one.values if value is not None]
    drawn = _Drawn(sheet, labels, series, axis(known))
    bottom = (drawn.standing() if direction != "lying" else None) or drawn.lying()
    return sheet.finish(bottom, _told(labels, series, sheet))


def _told(labels: Sequence[str], series: Sequence[Series], sheet: Sheet) -> Iterator[str]:
    for place, label in enumerate(labels):
        figures = COMMA.get(sheet.lang).join(
            f"{plain_text(one.name)} {_shown(one.values[place], sheet)}".strip() for one in series
        )
        yield f"{label} {figures}"


def _shown(value: Number | None, sheet: Sheet) -> str:
    return MISSING.get(sheet.lang) if value is None else figure(value, sheet.lang)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What both ways of drawing need."""

    sheet: Sheet
    labels: Sequence[str]
    series: Sequence[Series]
    scale: Axis

    def standing(self) -> float | None:
        """Bars that stand; the bottom of it all, or None where there is no room for them."""
        sheet = self.sheet
        ticks = tick_figures(self.scale.ticks, sheet.lang)
        left = sheet.left + widest(ticks, TINY) + 8
        slot = (sheet.right - left) / max(len(self.labels), 3)
        bar = min(slot * 0.8 / len(self.series), 64.0)
        lines = [wrapped(label, SMALL, slot - 6) for label in self.labels]
        values = [_shown(value, sheet) for one in self.series for value in one.values]
        words = (word for label in self.labels for word in label.split() if word.isascii())
        if (
            bar < _NARROWEST_BAR
            or max(map(len, lines)) > _MOST_LINES
            or widest(words, SMALL) > slot - 6
            or widest(values, TINY) > (bar if len(self.series) > 1 else slot) - 2
        ):
            return None
        top = sheet.top + TINY + 8
        plot = Box(left, top, left + slot * len(self.labels), top + _HEIGHT)
        zero = plot.bottom - _HEIGHT * self.scale.place(0)
        floor = plot.bottom + (TINY + 6 if self.scale.low < 0 else 0)
        for tick, shown in zip(self.scale.ticks, ticks, strict=True):
            y = plot.bottom - _HEIGHT * self.scale.place(tick)
            sheet.line((left, y), (plot.right, y), stroke=HAIR, width=0.6)
            sheet.text(shown, left - 6, y + TINY * 0.36, size=TINY, anchor="end", fill=GREY)
        for place in range(len(self.labels)):
            start = left + (place + 0.5) * slot - bar * len(self.series) / 2
            for number, one in enumerate(self.series):
                self._stand(one.values[place], number, Box(start, top, start + bar, zero))
                start += bar
        sheet.line((left, zero), (plot.right, zero), stroke=INK, width=1.2)
        for place, label in enumerate(lines):
            centre = left + (place + 0.5) * slot
            sheet.lines(label, centre, floor + SMALL + 6, anchor="middle")
        return floor + 8 + max(map(len, lines)) * SMALL * LINE

    def _stand(self, value: Number | None, series: int, room: Box) -> None:
        """One bar on the line of nothing at the bottom of `room`, and its number."""
        sheet, zero = self.sheet, room.bottom
        centre = (room.left + room.right) / 2
        if value is None:
            sheet.text(
                MISSING.get(sheet.lang), centre, zero - 4, size=TINY, anchor="middle", fill=GREY
            )
            return
        end = zero - _HEIGHT * (self.scale.place(value) - self.scale.place(0))
        air = room.width * 0.08
        box = Box(room.left + air, min(end, zero), room.right - air, max(end, zero))
        filled(sheet, series, box)
        base = end + TINY + 3 if value < 0 else end - 4
        shown = figure(value, sheet.lang)
        half = text_width(shown, TINY) / 2
        sheet.rect(centre - half, base - TINY + 1, 2 * half, TINY + 1, fill="#fff")
        sheet.text(shown, centre, base, size=TINY, anchor="middle")

    def lying(self) -> float:
        """Bars that lie, with as much room for the labels as they need; the bottom of it all."""
        sheet = self.sheet
        room = sheet.right - sheet.left
        name = min(widest(self.labels, SMALL) + 10, room * 0.42)
        lines = [wrapped(label, SMALL, name - 10, lines=2) for label in self.labels]
        shown = [_shown(value, sheet) for one in self.series for value in one.values]
        beside = widest(shown, TINY) + 8
        left = sheet.left + name + (beside if self.scale.low < 0 else 0)
        right = sheet.right - beside
        ticks = tick_figures(self.scale.ticks, sheet.lang)
        top = sheet.top + TINY * LINE + 6
        span = right - left
        heights = [
            max(len(self.series) * _BAR, len(line) * SMALL * LINE) + _BETWEEN for line in lines
        ]
        floor = top + sum(heights)
        self._ticks(ticks, Box(left, top, right, floor))
        y = top
        zero = left + span * self.scale.place(0)
        for place, (line, height) in enumerate(zip(lines, heights, strict=True)):
            middle = y + height / 2
            first = middle - (len(line) - 1) * SMALL * LINE / 2 + SMALL * 0.36
            sheet.lines(line, sheet.left + name - 10, first, anchor="end")
            start = middle - len(self.series) * _BAR / 2
            for number, one in enumerate(self.series):
                row = Box(left, start + 1.5, right, start + _BAR - 1.5)
                self._lie(one.values[place], number, row, zero)
                start += _BAR
            y += height
        sheet.line((zero, top), (zero, floor), stroke=INK, width=1.2)
        return floor + 2

    def _ticks(self, ticks: Sequence[str], plot: Box) -> None:
        """Figures over the bars, as many as have room side by side."""
        sheet, end = self.sheet, float("-inf")
        for tick, shown in zip(self.scale.ticks, ticks, strict=True):
            x = plot.left + plot.width * self.scale.place(tick)
            half = text_width(shown, TINY) / 2
            sheet.line((x, plot.top), (x, plot.bottom), stroke=HAIR, width=0.6)
            if x - half > end + 4 and x + half <= sheet.right and x - half >= sheet.left:
                sheet.text(shown, x, plot.top - 5, size=TINY, anchor="middle", fill=GREY)
                end = x + half

    def _lie(self, value: Number | None, series: int, row: Box, zero: float) -> None:
        sheet = self.sheet
        base = (row.top + row.bottom) / 2 + TINY * 0.36
        if value is None:
            sheet.text(MISSING.get(sheet.lang), zero + 4, base, size=TINY, fill=GREY)
            return
        end = row.left + row.width * self.scale.place(value)
        filled(sheet, series, Box(min(end, zero), row.top, max(end, zero), row.bottom))
        shown = figure(value, sheet.lang)
        if value < 0:
            sheet.text(
                fitted(shown, TINY, end - sheet.left), end - 4, base, size=TINY, anchor="end"
            )
        else:
            sheet.text(shown, end + 4, base, size=TINY)
