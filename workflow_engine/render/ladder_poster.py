"""The escalation ladder as a wall poster: steps that rise, each with its role and when to climb.

Drawn in millimetres on A3; on A4 the same drawing is smaller. The type is the largest that fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from markupsafe import Markup

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.drawing.measure import ELLIPSIS, clipped, text_width, wrapped
from workflow_engine.drawing.svg import element, escaped, text, titled
from workflow_engine.program.processes import Process
from workflow_engine.program.program import Program
from workflow_engine.render.document import Bookmark, Document
from workflow_engine.render.form_words import FormWords, shown
from workflow_engine.render.ladder_rungs import WORDS, Ladder, Step, ladder
from workflow_engine.render.look import Look
from workflow_engine.render.pages import page
from workflow_engine.render.typography import spaced

Size: TypeAlias = Literal["a4", "a3"]
PAPER: dict[Size, tuple[float, float]] = {"a4": (297, 210), "a3": (420, 297)}
"""Width and height in millimetres, landscape."""

WIDTH, HEIGHT, MARGIN = 420.0, 297.0, 16.0
HEAD = 43.0
"""Height of the title and the rule beneath it."""

FOOT = 15.0
GAP, PADDING = 4.0, 5.5
BAR = 3.0
"""The dark edge on top of a step."""

RISES = (30.0, 24.0, 18.0, 13.0, 9.0)
"""How much higher a step is than the one before: the first that fits."""

LARGEST, SMALLEST, FINER = 1.6, 0.3, 0.05
"""Scales of the type that are tried; 1 is 6.6 mm for a reason to climb."""

TITLE, RULE = 15.0, 8.0
CHANNELS, CHANNEL_LINES, SMALL_PRINT = 6.0, 2, 4.2
"""Sizes of what stands below the steps, and lines that the ways to reach us may fill."""

SHORT = 0.3
"""Of a line: a last one that is shorter is filled up from those above it."""

STYLE = (
    ".l-title{font-weight:700;fill:#14293b}"
    ".l-rule{fill:#14293b;font-weight:500}"
    ".l-step{fill:#fff;stroke:#14293b;stroke-width:.6}"
    ".l-edge{fill:#14293b}"
    ".l-level{fill:#5b6772;font-weight:700}"
    ".l-role{fill:#14293b;font-weight:700}"
    ".l-person{fill:#1b2530}"
    ".l-grants{fill:#14293b;font-weight:700}"
    ".l-starts{fill:#3c4853}"
    ".l-climbs{fill:#14293b;font-weight:700}"
    ".l-reason{fill:#1b2530}"
    ".l-dot{fill:#14293b}"
    ".l-hair{fill:none;stroke:#14293b;stroke-width:.5}"
    ".l-way{fill:none;stroke:#14293b;stroke-width:1.6}"
    ".l-principle{fill:#3c4853;font-weight:500}"
    ".l-channels{fill:#14293b}"
    ".l-foot{fill:#5b6772}"
)
"""Within the drawing: WeasyPrint styles no SVG from outside it."""

LEADING = 1.36
"""From one line of a text to the next, in sizes of its type."""

INDENT = 0.76
"""Of a reason behind its bullet, in sizes of its type."""


@dataclass(frozen=True, slots=True)
class _Style:
    """How one kind of text is set: size and the gap above it in mm, and how many lines at most."""

    kind: str
    size: float
    gap: float
    lines: int

    def scaled(self, scale: float) -> _Style:
        return replace(self, size=self.size * scale, gap=self.gap * scale)


LEVEL = _Style("level", 5.6, 2.0, 1)
ROLE = _Style("role", 12.0, 1.0, 3)
PERSON = _Style("person", 6.4, 0.6, 2)
GRANTS = _Style("grants", 6.4, 2.4, 3)
STARTS = _Style("starts", 5.4, 2.4, 6)
CLIMBS = _Style("climbs", 6.6, 5.0, 3)
REASON = _Style("reason", 6.6, 1.2, 5)
PRINCIPLE = _Style("principle", 5.6, 2.8, 3)


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of type: its style, its size in mm, and how far below the last one it stands."""

    text: str
    kind: str
    size: float
    down: float
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class _Box:
    """Where a step stands, in mm; `floor` is its lower edge."""

    left: float
    top: float
    width: float
    floor: float


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where everything stands: rows by step, tops by level, the scale of the type."""

    rows: tuple[tuple[_Row, ...], ...]
    scale: float
    base: float
    rise: float
    column: float


def ladder_poster_document(
    groups: Sequence[Sequence[Process]],
    program: Program,
    *,
    lang: Language,
    size: Size = "a4",
    look: Look | None = None,
) -> Document:
    """One landscape page for each group of processes, with a bookmark each.

    Args:
        groups: processes that share a poster, as `ladder_groups` gives them; at least one group,
            with a ladder in each.
        program: the policy.
        lang: the language of the page.
        size: of the paper.
        look: the policy's own templates.
    """
    words = FormWords(program, lang, WORDS)
    ladders = [ladder(group, words) for group in groups]
    names = words.page_names()
    width, height = PAPER[size]
    posters = [
        # `drawing` escapes every text itself.
        (f"ladder{place}", Markup(drawing(one, names["foot"], width, height)))  # noqa: S704
        for place, one in enumerate(ladders, start=1)
    ]
    values = {**names, "title": ladders[0].title, "posters": posters, "size": size.upper()}
    marks = tuple(
        Bookmark(one.title, anchor) for one, (anchor, _) in zip(ladders, posters, strict=True)
    )
    return Document(ladders[0].title, lang, page("ladder_poster.html", values, look), marks)


def drawing(poster: Ladder, foot: str, width: float, height: float) -> str:
    """The poster as an SVG element of that size in millimetres; every text in it is escaped."""
    room = WIDTH - 2 * MARGIN
    channels = _lines(shown(poster.channels), CHANNELS, room, CHANNEL_LINES)
    foot_height = FOOT + max(0, len(channels) - 1) * CHANNELS * LEADING
    plan = _fitted(poster, foot_height)
    floor = HEIGHT - MARGIN - foot_height
    parts = [
        text(
            spaced(clipped(poster.title, TITLE, WIDTH - 2 * MARGIN)),
            MARGIN,
            MARGIN + TITLE * 1.07,
            class_="l-title",
            font_size=TITLE,
        ),
        text(spaced(poster.rule), MARGIN, MARGIN + 32, class_="l-rule", font_size=RULE),
    ]
    boxes = [
        _Box(
            left=MARGIN + place * (plan.column + GAP),
            top=floor - plan.base - step.level * plan.rise,
            width=plan.column,
            floor=floor,
        )
        for place, step in enumerate(poster.steps)
    ]
    for step, box in zip(poster.steps, boxes, strict=True):
        if step.to is not None:
            parts.append(_arrow(box, boxes[step.to], plan.rise))
    for step, rows, box in zip(poster.steps, plan.rows, boxes, strict=True):
        parts.append(_step(step, rows, box))
    below = [(line, "channels", CHANNELS) for line in channels]
    below.append((clipped(foot, SMALL_PRINT, room), "foot", SMALL_PRINT))
    y = floor + 0.8
    for words, kind, size in below:
        y += CHANNELS * LEADING
        parts.append(text(spaced(words), MARGIN, y, class_=f"l-{kind}", font_size=size))
    parts += _principles(poster, plan, boxes[-1])
    return element(
        "svg",
        element("title", escaped(poster.title)),
        element("desc", escaped(" → ".join(step.role for step in poster.steps))),
        element("style", STYLE),
        *parts,
        viewBox=f"0 0 {WIDTH:g} {HEIGHT:g}",
        width=f"{width:g}mm",
        height=f"{height - 0.4:g}mm",  # a rounding up would give an empty second page
        role="img",
        class_="poster",
    )


def _fitted(poster: Ladder, foot: float) -> _Layout:
    """The largest type with which every step has room; the smallest, if none does."""
    count = len(poster.steps)
    column = (WIDTH - 2 * MARGIN - GAP * (count - 1)) / count
    room = HEIGHT - 2 * MARGIN - HEAD - foot
    highest = max(step.level for step in poster.steps)
    scale = LARGEST
    while True:
        rows = tuple(tuple(_rows(step, column - 2 * PADDING, scale)) for step in poster.steps)
        heights = [sum(row.down for row in mine) + BAR + 2 * PADDING for mine in rows]
        for rise in RISES:
            base = max(
                height - step.level * rise
                for step, height in zip(poster.steps, heights, strict=True)
            )
            if base + highest * rise <= room or (scale <= SMALLEST and rise == RISES[-1]):
                return _Layout(rows, scale, room - highest * rise, rise, column)
        scale -= FINER


def _principles(poster: Ladder, plan: _Layout, box: _Box) -> list[str]:
    """The policy's principles at the foot of the last step, where there is room for all of them."""
    rows = [
        row
        for words in poster.principles
        for row in _set(shown(words), PRINCIPLE.scaled(plan.scale), box.width - 2 * PADDING)
    ]
    height = sum(row.down for row in rows)
    used = BAR + 2 * PADDING + sum(row.down for row in plan.rows[-1])
    if not rows or box.top + used + height + 2 * PADDING > box.floor:
        return []
    start, line = box.left + PADDING, box.floor - PADDING - height
    parts = [_hairline(start, line, box.width / 4)]
    for row in rows:
        line += row.down
        parts.append(_line(row, start, line))
    return parts


def _rows(step: Step, width: float, scale: float) -> Iterator[_Row]:
    """The type of one step from top to bottom."""
    for style, texts in (
        (LEVEL, (step.level_name,)),
        (ROLE, (step.role,)),
        (PERSON, step.people),
        (GRANTS, (step.grants,)),
        (STARTS, (step.starts,)),
        (CLIMBS, (step.climbs,)),
    ):
        for one in texts:
            yield from _set(shown(one), style.scaled(scale), width, keep=shown(step.climbs_to))
    reason = REASON.scaled(scale)
    for words in step.reasons:
        rows = _set(shown(words), reason, width - reason.size * INDENT)
        yield from (replace(row, bullet=place == 0) for place, row in enumerate(rows))


def _set(words: str, style: _Style, width: float, keep: str = "") -> Iterator[_Row]:
    """The lines of a text; a role too long for a line is set smaller.

    The clause that ends with the name `keep` begins a line, so that the name is not broken.
    """
    if not words:
        return
    size = style.size
    if style.kind == "role":
        longest = max(text_width(word, 1) for word in words.split())
        size = max(size / 2, min(size, width / longest))
    lines = _lines(words, size, width, style.lines)
    if keep and keep in words and len(lines) > 1:
        at = words.rfind("，", 0, words.index(keep)) + 1 or words.index(keep)
        lines = [line for part in (words[:at], words[at:]) for line in _lines(part, size, width, 2)]
    for place, line in enumerate(lines):
        yield _Row(line, style.kind, size, size * LEADING + (style.gap if place == 0 else 0))


def _lines(words: str, size: float, width: float, most: int) -> list[str]:
    """The text in lines; a very short last one takes from those above."""
    lines = wrapped(words, size, width, lines=most)
    narrow = width
    while len(lines) > 1 and text_width(lines[-1], size) < SHORT * width:
        narrow *= 0.95
        closer = wrapped(words, size, narrow, lines=most)
        if len(closer) > len(lines) or closer[-1].endswith(ELLIPSIS) or narrow < width / 2:
            break
        lines = closer
    return lines


def _step(step: Step, rows: Sequence[_Row], box: _Box) -> str:
    """One step with its rows; a hairline stands above the reasons."""
    height = box.floor - box.top
    parts = [
        element("rect", x=box.left, y=box.top, width=box.width, height=height, class_="l-step"),
        element("rect", x=box.left, y=box.top, width=box.width, height=BAR, class_="l-edge"),
    ]
    start = box.left + PADDING
    line = box.top + BAR + PADDING / 2
    ruled = False
    for row in rows:
        line += row.down
        if row.kind == "climbs" and not ruled:
            ruled = True
            parts.append(_hairline(start, line - row.size * LEADING, box.width - 2 * PADDING))
        if row.bullet:
            radius = row.size * 0.13
            y = line - row.size * 0.34
            parts.append(element("circle", cx=start + radius, cy=y, r=radius, class_="l-dot"))
        indent = row.size * INDENT if row.kind == "reason" else 0
        parts.append(_line(row, start + indent, line))
    return titled(step.role, *parts)


def _line(row: _Row, x: float, y: float) -> str:
    return text(spaced(row.text), x, y, class_=f"l-{row.kind}", font_size=row.size)


def _hairline(x: float, y: float, width: float) -> str:
    return element("path", d=f"M{x:.2f} {y:.2f}h{width:.2f}", class_="l-hair")


def _arrow(source: _Box, target: _Box, rise: float) -> str:
    """From the top of a step up and over to the wall of the one it climbs to."""
    x = source.left + source.width / 2
    y = target.top + min(rise / 2, 9)
    end = target.left - 1.2
    tip = 3.2
    return element(
        "g",
        element(
            "path", d=f"M{x:.2f} {source.top - 1.5:.2f}V{y:.2f}H{end - tip:.2f}", class_="l-way"
        ),
        element(
            "path",
            d=f"M{end:.2f} {y:.2f}l{-tip * 1.5:.2f} {-tip:.2f}v{2 * tip:.2f}z",
            class_="l-dot",
        ),
    )
