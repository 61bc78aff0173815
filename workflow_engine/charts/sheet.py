"""The sheet a chart is drawn on: its heading above, its source below, text that is measured."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from workflow_engine.charts.boxes import Box
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.drawing.measure import clipped, text_width, wrapped
from workflow_engine.drawing.spacing import set_apart
from workflow_engine.drawing.svg import Attribute, document, element, number, text

INK, GREY, HAIR, PALE, MIDDLE, ACCENT = (
    "#14293b",
    "#5b6772",
    "#c9d0d6",
    "#eef1f4",
    "#b9c5ce",
    "#a8481f",
)
TITLE, BODY, SMALL, TINY = 16.0, 12.0, 11.0, 10.0
LINE = 1.36
"""Distance of two baselines in parts of the font size."""
WIDTH = 680.0
"""Fits between the margins of A4."""
MARGIN = 10.0
NARROWEST = 320.0

_NO_PICTURE = re.compile("[^ -\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Anchor = Literal["start", "middle", "end"]

SOURCE = Bilingual("来源：", "Source: ")
NO_DATA = Bilingual("没有数据", "No data")
COLON = Bilingual("：", ": ")
COMMA = Bilingual("，", ", ")
STOP = Bilingual("；", "; ")


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands around a chart: the heading, what is measured, and where it comes from."""

    title: str
    lang: Language
    unit: str = ""
    source: str = ""


def plain_text(content: str) -> str:
    """A text on one line, Chinese and Latin set apart; what cannot be drawn is left out."""
    return set_apart(" ".join(_NO_PICTURE.sub("", " ".join(content.split())).split()))


class Sheet:
    """A chart being drawn; `top` is where what is drawn next may begin.

    Raises ValueError where it would be too narrow to hold anything.
    """

    def __init__(self, caption: Caption, width: float) -> None:
        if width < NARROWEST:
            raise ValueError(f"a chart is at least {NARROWEST:.0f} wide")
        self.caption = caption
        self.lang: Language = caption.lang
        self.width = width
        self.left, self.right = MARGIN, width - MARGIN
        self.top = MARGIN
        self._shapes: list[str] = []
        self._heading(caption.title, TITLE, INK, "700", most=3)

    def note(self, content: str, *, fill: str = GREY, weight: str | None = None) -> None:
        """A line of words below the heading."""
        self._heading(content, SMALL, fill, weight, most=4)

    def _heading(self, content: str, size: float, fill: str, weight: str | None, most: int) -> None:
        if content.strip():
            lines = wrapped(plain_text(content), size, self.right - self.left, lines=most)
            self.lines(lines, self.left, self.top + size, size=size, fill=fill, weight=weight)
            self.top += len(lines) * size * LINE + 2

    def add(self, *shapes: str) -> None:
        """SVG that lies over all that was added before."""
        self._shapes += shapes

    def text(
        self,
        content: str,
        x: float,
        y: float,
        *,
        size: float = SMALL,
        anchor: Anchor = "start",
        fill: str = INK,
        weight: str | None = None,
    ) -> None:
        """One line, its baseline at `y`."""
        self.add(
            text(
                content,
                x,
                y,
                font_size=size,
                fill=fill,
                font_weight=weight,
                text_anchor=None if anchor == "start" else anchor,
            )
        )

    def lines(
        self,
        content: Sequence[str],
        x: float,
        y: float,
        *,
        size: float = SMALL,
        anchor: Anchor = "start",
        fill: str = INK,
        weight: str | None = None,
    ) -> None:
        """Lines of text, the first one's baseline at `y`."""
        for place, line in enumerate(content):
            self.text(
                line, x, y + place * size * LINE, size=size, anchor=anchor, fill=fill, weight=weight
            )

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        stroke: str = HAIR,
        width: float = 0.8,
        dash: str | None = None,
    ) -> None:
        """A straight line."""
        self.add(
            element(
                "line",
                x1=start[0],
                y1=start[1],
                x2=end[0],
                y2=end[1],
                stroke=stroke,
                stroke_width=width,
                stroke_dasharray=dash,
            )
        )

    def rect(
        self, x: float, y: float, width: float, height: float, **attributes: Attribute
    ) -> None:
        """A rectangle; one of no size is left out."""
        if width > 0 and height > 0:
            self.add(element("rect", x=x, y=y, width=width, height=height, **attributes))

    def nothing(self) -> str:
        """The sheet of a chart without data."""
        words = NO_DATA.get(self.lang)
        self.text(words, self.left, self.top + 2 * BODY, size=BODY, fill=GREY)
        return self.finish(self.top + 3 * BODY, [words])

    def finish(self, bottom: float, told: Iterable[str]) -> str:
        """The SVG; `bottom` is where the drawing ends, `told` what it says in words."""
        end = bottom
        if self.caption.source.strip():
            source = SOURCE.get(self.lang) + plain_text(self.caption.source)
            lines = wrapped(source, TINY, self.right - self.left, lines=3)
            self.lines(lines, self.left, end + TINY + 8, size=TINY, fill=GREY)
            end += 8 + len(lines) * TINY * LINE
        said = STOP.get(self.lang).join(told)
        described = f"{plain_text(self.caption.unit)}{COLON.get(self.lang)}{said}"
        return document(
            self.caption.title,
            described if self.caption.unit.strip() else said,
            self.width,
            round(end + MARGIN, 1),
            "",
            *self._shapes,
        )


def fitted(content: str, size: float, room: float) -> str:
    """A text on one line, cut off where there is no more room."""
    return content if text_width(content, size) <= room else clipped(content, size, room)


def widest(texts: Iterable[str], size: float) -> float:
    """How much room the widest of these texts takes."""
    return max((text_width(one, size) for one in texts), default=0.0)


def hatching(
    x: float, y: float, width: float, height: float, *, gap: float = 5, back: bool = False
) -> str:
    """Diagonals inside a rectangle, as the `d` of a path; `back`: falling instead of rising.

    Drawn line by line, because not every PDF engine knows patterns.
    """
    strokes = []
    offset = gap
    while offset < width + height:
        start_x, start_y = (offset, 0.0) if offset <= width else (width, offset - width)
        end_x, end_y = (0.0, offset) if offset <= height else (offset - height, height)
        if back:
            start_x, end_x = width - start_x, width - end_x
        ends = map(number, (x + start_x, y + start_y, x + end_x, y + end_y))
        strokes.append("M{} {}L{} {}".format(*ends))
        offset += gap
    return "".join(strokes)


FILLS: tuple[Mapping[str, Attribute], ...] = (
    {"fill": INK},
    {"fill": "#fff", "hatch": "rising"},
    {"fill": MIDDLE},
    {"fill": "#fff", "hatch": "crossed"},
    {"fill": PALE},
    {"fill": "#fff", "hatch": "falling"},
)
"""How series differ from one another without colour."""


def filled(sheet: Sheet, series: int, box: Box) -> None:
    """A bar in the way of its series: solid, hatched, pale; always with an outline."""
    way = FILLS[series % len(FILLS)]
    x, y, width, height = box.left, box.top, box.width, box.height
    sheet.rect(x, y, width, height, fill=way["fill"], stroke=INK, stroke_width=0.8)
    hatch = way.get("hatch")
    if hatch and width > 0 and height > 0:
        strokes = ""
        if hatch in {"rising", "crossed"}:
            strokes += hatching(x, y, width, height)
        if hatch in {"falling", "crossed"}:
            strokes += hatching(x, y, width, height, back=True)
        if strokes:
            sheet.add(element("path", d=strokes, stroke=INK, stroke_width=0.7, fill="none"))
