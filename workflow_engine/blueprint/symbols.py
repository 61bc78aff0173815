"""The small signs of a blueprint, each readable without colour, and the style of the drawing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from workflow_engine.blueprint.boxes import MARK, SMALLEST, Mark, PieceKind
from workflow_engine.drawing.measure import text_width
from workflow_engine.drawing.svg import element, number, path, text
from workflow_engine.program.blueprints import Kind

INK, GREY, HAIRLINE = "#14293b", "#5b6772", "#c9d0d6"
STYLE = (
    ".bp-t{font-size:22px;font-weight:700;fill:#14293b}"
    ".bp-s{font-size:12px;fill:#5b6772}"
    ".bp-v{font-size:12px;fill:#14293b}"
    ".bp-k{font-weight:700}"
    ".bp-h{font-size:14px;font-weight:700;fill:#fff;text-anchor:middle}"
    ".bp-l{font-size:14px;font-weight:700}"
    ".bp-e{font-size:10.5px;fill:#5b6772}"
    ".bp-r{font-size:11.5px;font-weight:700;fill:#14293b}"
    ".bp-b{font-size:12.5px;fill:#14293b}"
    ".bp-c{font-size:12.5px;font-weight:700;fill:#14293b}"
    ".bp-p{font-size:10.5px;fill:#44525e}"
    ".bp-g{font-size:10.5px;font-weight:700;fill:#14293b}"
    ".bp-n{font-size:11px;fill:#14293b}"
    ".bp-m{font-size:10px;font-weight:700;text-anchor:middle}"
    ".bp-i{fill:none;stroke:#44525e;stroke-width:1.1;stroke-linejoin:round}"
    ".bp-w{fill:none;stroke:#2a3d4e;stroke-width:1.25}"
    ".bp-f{fill:none;stroke:#14293b;stroke-width:2.1}"
    ".bp-o{stroke-dasharray:6 4}"
    ".bp-q{font-size:16px;font-weight:700;fill:#14293b}"
)
LANE_COLOURS: Mapping[str, tuple[str, str]] = {
    "evidence": ("#f7f4ed", "#857550"),
    "customer": ("#fcf1eb", "#b4532a"),
    "frontstage": ("#ebf2f8", "#27678c"),
    "technology": ("#ebf2f8", "#27678c"),
    "backstage": ("#eef0f3", "#43525f"),
    "support": ("#eff4ef", "#467446"),
}
"""The ground of a lane, and the colour of its bar, name and boxes."""
RULE_DASHES: Mapping[str, str | None] = {
    "interaction": None,
    "visibility": "13 7",
    "internal_interaction": "2 5",
}
OTHER_DASH = "12 4 2 4"
"""A line of the author's own."""
_HATCH = 5.0


def mark(sign: Mark, x: float, y: float) -> str:
    """The circle of a fail or wait point with its number; its right side at `x`."""
    wide = mark_width(sign)
    return circle(sign.text, x - wide / 2, y, filled=sign.kind == "fail", width=wide)


def mark_width(sign: Mark) -> float:
    """How wide a mark is: a circle, longer for a number of two digits."""
    return 2 * MARK if sign.number < 10 else text_width(sign.text, SMALLEST) + 8


def circle(letter: str, x: float, y: float, *, filled: bool, width: float = 2 * MARK) -> str:
    """A fail point: white on a filled circle. A wait point: dark on a white circle."""
    colour = "#b3261e" if filled else "#7a5200"
    edge = 0 if filled else 0.9
    ground = element(
        "rect",
        x=x - width / 2 + edge,
        y=y - MARK + edge,
        width=width - 2 * edge,
        height=2 * (MARK - edge),
        rx=MARK - edge,
        fill=colour if filled else "#fff",
        stroke=None if filled else colour,
        stroke_width=None if filled else 1.8,
    )
    return ground + text(letter, x, y + 3.6, class_="bp-m", fill="#fff" if filled else colour)


def chip(letter: str, x: float, y: float, *, filled: bool) -> str:
    """A letter in a small square, 13 wide, its middle at `y`."""
    box = element(
        "rect",
        x=x,
        y=y - 6.5,
        width=13,
        height=13,
        rx=2.5,
        fill=INK if filled else "#fff",
        stroke=INK,
        stroke_width=1,
    )
    return box + text(letter, x + 6.5, y + 3.6, class_="bp-m", fill="#fff" if filled else INK)


def icon(kind: PieceKind, x: float, y: float) -> str:
    """A sign 10 wide: a sheet for an item, a flag for a promise, an eye, a screen, an arrow."""
    drawn = {
        "item": f"M{_at(x + 1.5, y - 5)}h5l2.5 2.5v7.5h-7.5zM{_at(x + 3.5, y)}h3.5"
        f"M{_at(x + 3.5, y + 2.5)}h3.5",
        "promise": f"M{_at(x + 2, y + 5.5)}v-11h7l-2 2.7l2 2.7h-7",
        "exposed": f"M{_at(x, y)}q5 -7 10.5 0q-5.5 7 -10.5 0z"
        f"M{_at(x + 3.6, y)}a1.7 1.7 0 1 0 3.4 0a1.7 1.7 0 1 0 -3.4 0",
        "saved": f"M{_at(x + 5, y - 5)}v10M{_at(x + 1.5, y + 1.5)}l3.5 3.5l3.5 -3.5",
        "technology": f"M{_at(x + 0.5, y - 4.5)}h9.5v6.5h-9.5zM{_at(x + 5.2, y + 2)}v2.5"
        f"M{_at(x + 2.5, y + 4.8)}h5.5",
    }[kind]
    return element("path", d=drawn, class_="bp-i")


def _at(x: float, y: float) -> str:
    return f"{number(x)} {number(y)}"


def kind_bar(kind: Kind, x: float, y: float, width: float, height: float, *, colour: str) -> str:
    """The bar at the left of a box: filled adds value, empty is necessary, hatched is waste."""
    if kind == "adds_value":
        return element("rect", x=x, y=y, width=width, height=height, fill=colour)
    frame = element(
        "rect", x=x, y=y, width=width, height=height, fill="#fff", stroke=colour, stroke_width=0.9
    )
    if kind == "necessary":
        return frame
    lines = "".join(
        f"M{_at(x + x1, y + y1)}L{_at(x + x2, y + y2)}" for x1, y1, x2, y2 in _hatch(width, height)
    )
    return frame + element("path", d=lines, stroke=INK, stroke_width=1.5, fill="none")


def _hatch(width: float, height: float) -> Iterator[tuple[float, float, float, float]]:
    """Strokes rising by 45° inside a rectangle: drawn, for not every reader knows patterns."""
    for step in range(1, math.ceil((width + height) / _HATCH)):
        c = step * _HATCH  # x + y = c
        x1, y1 = (0.0, c) if c <= height else (c - height, height)
        x2, y2 = (c, 0.0) if c <= width else (width, c - width)
        if x2 - x1 > 0.5:
            yield x1, y1, x2, y2


def connector(points: list[tuple[float, float]], *, flow: bool, both_ways: bool, loop: bool) -> str:
    """A way with its arrowheads, which are drawn, for not every reader knows markers."""
    long, half = (10.0, 4.6) if flow else (8.0, 3.6)
    heads = arrowhead(points[-2], points[-1], long, half)
    ends = list(points)
    ends[-1] = _short_of(points[-2], points[-1], long - 1)
    if both_ways:
        heads += arrowhead(points[1], points[0], long, half)
        ends[0] = _short_of(points[1] if len(points) > 2 else ends[-1], points[0], long - 1)
    kind = ("bp-f" if flow else "bp-w") + (" bp-o" if loop else "")
    return element("path", d=path(ends, 5), class_=kind) + heads


def arrowhead(
    before: tuple[float, float], tip: tuple[float, float], long: float, half: float
) -> str:
    """A filled triangle that points from `before` to `tip`."""
    x, y = _short_of(before, tip, long)
    dx, dy = (tip[0] - x) / long, (tip[1] - y) / long
    corners = (tip, (x - dy * half, y + dx * half), (x + dy * half, y - dx * half))
    points = " ".join(f"{number(a)},{number(b)}" for a, b in corners)
    return element("polygon", points=points, fill=INK)


def _short_of(
    before: tuple[float, float], tip: tuple[float, float], by: float
) -> tuple[float, float]:
    distance = math.hypot(tip[0] - before[0], tip[1] - before[1]) or 1.0
    return (
        tip[0] - (tip[0] - before[0]) / distance * by,
        tip[1] - (tip[1] - before[1]) / distance * by,
    )


def note_mark(letter: str, x: float, y: float) -> str:
    """The letter of a remark on a connector."""
    return element("circle", cx=x, cy=y, r=7.5, fill="#fff", stroke=GREY, stroke_width=1) + text(
        letter, x, y + 3.5, class_="bp-m", fill=INK
    )


def exit_sign(label: str, x: float, y: float, width: float, height: float, *, right: bool) -> str:
    """A mark that points off the page."""
    tip = 8.0
    if right:
        corners = [
            (0, 0),
            (width - tip, 0),
            (width, height / 2),
            (width - tip, height),
            (0, height),
        ]
    else:
        corners = [(width, 0), (tip, 0), (0, height / 2), (tip, height), (width, height)]
    points = " ".join(f"{number(x + a)},{number(y + b)}" for a, b in corners)
    middle = x + width / 2 + (-tip / 3 if right else tip / 3)
    return element("polygon", points=points, fill="#fff", stroke=INK, stroke_width=1.2) + text(
        label, middle, y + height / 2 + 3.6, class_="bp-m", fill=INK
    )
