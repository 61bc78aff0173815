"""The SVG of a laid out blueprint: lanes, lines, connectors, boxes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from workflow_engine.blueprint import symbols
from workflow_engine.blueprint.boxes import (
    BODY,
    ICON,
    LEFT,
    LINE,
    RIGHT,
    SMALL_LINE,
    TOP,
    Content,
)
from workflow_engine.blueprint.layout import (
    HEAD_TYPE,
    LABEL,
    LABEL_LINE,
    RULE_LINE,
    Box,
    LaneRow,
    Layout,
    Rule,
    StageHead,
)
from workflow_engine.drawing.measure import text_width
from workflow_engine.drawing.svg import element, number, text, titled

BAR = 5.0
KIND_BAR = 6.0
_CHEVRON = 12.0


def picture(
    laid: Layout, width: float, notes: Mapping[int, str], hrefs: Mapping[str, str] | None
) -> Iterator[str]:
    """The pieces of the picture, from back to front, the upper left corner at (0, 0).

    Lanes and lines are drawn `width` wide. `notes` are the letters of the ways with remarks, by the
    number of the way; `hrefs` is where a click on a cell leads, by the cell's id.
    """
    for lane in laid.lanes:
        yield from _lane(lane, width)
    for rule in laid.rules:
        yield from _rule(rule, width)
    for head in laid.heads:
        yield _head(head, laid.head_height)
    for need in laid.needs:
        yield from _lines(need.name, 12, need.top + 14, SMALL_LINE, "bp-e")
        for x, lines in need.texts:
            yield from _lines(lines, x, need.top + 14, SMALL_LINE, "bp-n")
        yield element(
            "path",
            d=f"M0 {number(need.bottom)}H{number(width)}",
            stroke=symbols.HAIRLINE,
            stroke_width=0.8,
        )
    for way in laid.ways:
        joined = way.route.joined
        drawn = symbols.connector(
            list(way.points),
            flow=joined.flow,
            both_ways=joined.link.both_ways,
            loop=joined.link.loop is not None,
        )
        sign = "↔" if joined.link.both_ways else "→"
        ends = [_name(laid.boxes[number_]) for number_ in (joined.source, joined.target)]
        yield titled(f"{ends[0]} {sign} {ends[1]}", drawn)
    for box in laid.boxes:
        yield _box(box, laid, hrefs)
    yield from _labels(laid)
    for number_, (x, y) in note_places(laid, notes).items():
        yield symbols.note_mark(notes[number_], x, y)


def _name(box: Box) -> str:
    """What a box says, or the mark under which a link goes on."""
    if box.node.content is not None:
        return box.node.content.title
    return "" if box.node.exit is None else box.node.exit.mark


def note_places(laid: Layout, notes: Mapping[int, str]) -> dict[int, tuple[float, float]]:
    """Where the letters of remarks stand: on the longest stretch of a way, apart from others."""
    places: dict[int, tuple[float, float]] = {}
    for number_ in notes:
        points = laid.ways[number_].points
        stretches = sorted(
            pairwise(points),
            key=lambda ends: -abs(ends[0][0] - ends[1][0]) - abs(ends[0][1] - ends[1][1]),
        )
        options = [
            (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
            for start, end in stretches
            for share in (0.5, 0.35, 0.65, 0.25, 0.75)
        ]
        apart = (
            (x, y)
            for x, y in options
            if all(abs(x - a) > 16 or abs(y - b) > 16 for a, b in places.values())
        )
        places[number_] = next(apart, options[0])
    return places


def _lines(
    lines: tuple[str, ...], x: float, y: float, step: float, kind: str, *, fill: str | None = None
) -> Iterator[str]:
    for place, line in enumerate(lines):
        yield text(line, x, y + step * place, class_=kind, fill=fill)


def _lane(lane: LaneRow, width: float) -> Iterator[str]:
    ground, colour = symbols.LANE_COLOURS[lane.lane]
    height = lane.bottom - lane.top
    yield element("rect", x=0, y=lane.top, width=width, height=height, fill=ground)
    yield element("rect", x=0, y=lane.top, width=BAR, height=height, fill=colour)
    total = LINE * len(lane.name) + 13 * len(lane.small)
    y = (lane.top + lane.bottom - total) / 2 + 14
    yield from _lines(lane.name, 12, y, LINE, "bp-l", fill=colour)
    yield from _lines(lane.small, 12, y + LINE * len(lane.name) - 2, 13, "bp-e")


def _rule(rule: Rule, width: float) -> Iterator[str]:
    yield element(
        "path",
        d=f"M0 {number(rule.y)}H{number(width)}",
        stroke=symbols.INK,
        stroke_width=1.7,
        stroke_dasharray=symbols.RULE_DASHES.get(rule.id, symbols.OTHER_DASH),
        fill="none",
    )
    high = RULE_LINE * len(rule.name)
    wide = max(text_width(line, 11.5) for line in rule.name)
    yield element(
        "rect", x=8, y=rule.y - high / 2 - 1, width=wide + 8, height=high + 2, fill="#fff"
    )
    yield from _lines(rule.name, 12, rule.y - high / 2 + 10.5, RULE_LINE, "bp-r")


def _head(head: StageHead, height: float) -> str:
    left, right = head.left, head.right
    corners = [
        (left, 0.0),
        (right - _CHEVRON, 0.0),
        (right, height / 2),
        (right - _CHEVRON, height),
        (left, height),
        (left + _CHEVRON, height / 2),
    ]
    shape = element(
        "polygon",
        points=" ".join(f"{number(x)},{number(y)}" for x, y in corners),
        fill=symbols.INK,
    )
    y = (height - LINE * len(head.lines)) / 2 + HEAD_TYPE
    middle = (left + right) / 2
    return titled(head.title, shape, *_lines(head.lines, middle, y, LINE, "bp-h"))


def _box(box: Box, laid: Layout, hrefs: Mapping[str, str] | None) -> str:
    node = box.node
    if node.exit is not None:
        label = f"{node.exit.mark}·{node.exit.page}"
        return symbols.exit_sign(
            label, box.left, box.top, node.width, node.height, right=node.column > 0
        )
    content = node.content
    assert content is not None, "a node is a box or an exit"
    pieces = list(_content(content, box, laid.lanes[node.row].lane))
    drawn = titled(content.title, *pieces)
    href = None if hrefs is None or content.cell is None else hrefs.get(content.cell.id)
    return drawn if href is None else element("a", drawn, href=href)


def _content(content: Content, box: Box, lane: str) -> Iterator[str]:
    cell = content.cell
    colour = symbols.LANE_COLOURS[lane if cell is None else cell.lane][1]
    width, height = box.node.width, box.node.height
    dashed = cell is None or cell.lane == "evidence"
    yield element(
        "rect",
        x=box.left,
        y=box.top,
        width=width,
        height=height,
        rx=4,
        fill="#fff",
        stroke=symbols.GREY if cell is None else colour,
        stroke_width=1.8 if lane == "customer" else 1.2,
        stroke_dasharray="4 3" if dashed else None,
    )
    if cell is None:
        y = box.top + RIGHT + 10.5
        yield from _lines(content.lines, box.left + RIGHT, y, SMALL_LINE, "bp-p")
        return
    if content.kind is not None:
        yield symbols.kind_bar(
            content.kind, box.left + 3, box.top + 5, KIND_BAR, height - 10, colour=colour
        )
    x = box.left + LEFT
    high = LINE * len(content.lines) + SMALL_LINE * len(content.rows) + (2 if content.rows else 0)
    shift = content.text_top - TOP
    y = box.top + shift + (height - shift - high) / 2 + BODY
    kind = "bp-c" if lane == "customer" else "bp-b"
    yield from _lines(content.lines, x, y, LINE, kind)
    y += LINE * len(content.lines) - 0.5
    for row in content.rows:
        for piece in row:
            at = box.left + piece.x
            if piece.kind in ("decision", "regulatory"):
                yield symbols.chip(piece.text, at, y - 3.8, filled=piece.kind == "decision")
            elif piece.kind == "who":
                yield text(piece.text, at, y, class_="bp-p")
            else:
                if piece.kind != "more":
                    yield symbols.icon(piece.kind, at, y - 3.8)
                small = "bp-g" if piece.kind == "saved" else "bp-p"
                yield text(piece.text, at + ICON, y, class_=small)
        y += SMALL_LINE
    right = box.right - 4
    for mark in reversed(content.marks):
        yield symbols.mark(mark, right, box.top)
        right -= symbols.mark_width(mark) + 3


def _labels(laid: Layout) -> Iterator[str]:
    for way in laid.ways:
        if way.label is None:
            continue
        label = way.label
        wide = max(text_width(line, LABEL) for line in label.lines)
        high = LABEL_LINE * len(label.lines)
        top = label.y - high / 2
        yield element("rect", x=label.x - 3, y=top, width=wide + 6, height=high, fill="#fff", rx=2)
        yield from _lines(label.lines, label.x, top + 10.5, LABEL_LINE, "bp-n")
