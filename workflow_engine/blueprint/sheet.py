"""What stands around a picture: the head above, the legend and the list below, the foot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workflow_engine.blueprint import symbols
from workflow_engine.blueprint.boxes import MARK, Mark, PieceKind, even_lines
from workflow_engine.blueprint.layout import Plan
from workflow_engine.blueprint.notes import Note
from workflow_engine.blueprint.views import View
from workflow_engine.blueprint.words import DECISIONS, KINDS, LANE_NAMES, LETTERS, LINE_NAMES, Words
from workflow_engine.drawing.measure import text_width, wrapped
from workflow_engine.drawing.svg import element, text
from workflow_engine.program.blueprints import Blueprint, Cell

TITLE, SUB, ENTRY = 22.0, 12.0, 11.0
TITLE_LINE, SUB_LINE, ENTRY_LINE = 28.0, 17.0, 15.5
LEGEND_LINE = 23.0
FACT_GAP = 24.0
NOTE_WIDTH, NOTE_GAP, SIGN_ROOM = 330.0, 26.0, 30.0
NOTE_BETWEEN, MOST_NOTE_LINES = 5.0, 40


@dataclass(frozen=True, slots=True)
class Block:
    """Pieces of SVG whose upper left corner is (0, 0), and how high they are."""

    parts: tuple[str, ...]
    height: float

    def at(self, x: float, y: float) -> str:
        """The block in its place."""
        return element("g", *self.parts, transform=f"translate({x:.2f} {y:.2f})")


def head(plan: Plan, width: float) -> Block:
    """Title, problem or goal, whom it is for, who owns it, which policy it belongs to."""
    words = plan.words
    parts: list[str] = []
    y = 0.0
    shown = words.text(plan.blueprint.title)
    if plan.view.role is not None:
        shown += words.say("at", place=words.say("role_view", role=words.role(plan.view.role)))
    if plan.caption:
        shown += words.say("at", place=plan.caption)
    for line in wrapped(shown, TITLE, width, lines=3):
        parts.append(text(line, 0, y + TITLE, class_="bp-t"))
        y += TITLE_LINE
    x = 0.0
    for label, value in _facts(plan.blueprint, words):
        indent = text_width(label, SUB) + 7
        lines = wrapped(value, SUB, width - indent, lines=4)
        needed = indent + max(text_width(line, SUB) for line in lines)
        if x and x + needed > width:
            x, y = 0.0, y + SUB_LINE
        parts.append(text(label, x, y + 12, class_="bp-s"))
        for place, line in enumerate(lines):
            parts.append(text(line, x + indent, y + 12 + SUB_LINE * place, class_="bp-v"))
        if len(lines) > 1:
            x, y = 0.0, y + SUB_LINE * len(lines)
        else:
            x += needed + FACT_GAP
    y += SUB_LINE if x else 0
    for line in wrapped(plan.figures, SUB, width, lines=4) if plan.figures else ():
        parts.append(text(line, 0, y + 12, class_="bp-v bp-k"))
        y += SUB_LINE
    return Block(tuple(parts), y + 9)


def _facts(blueprint: Blueprint, words: Words) -> Iterator[tuple[str, str]]:
    if blueprint.problem is not None:
        yield words.say("problem"), words.text(blueprint.problem)
    if blueprint.goal is not None:
        yield words.say("goal"), words.text(blueprint.goal)
    segment = words.segment(blueprint)
    if segment:
        yield words.say("segment"), segment
    if blueprint.owner is not None:
        yield words.say("owner"), words.role(blueprint.owner)
    if blueprint.promise is not None:
        yield words.say("promise"), words.promise(blueprint.promise)
    policy = words.program.head
    yield words.say("policy"), f"{words.text(policy.title)} {policy.version}"


def legend(plan: Plan, shown: Sequence[Cell], width: float, *, exits: bool) -> Block:
    """The signs that occur, each with its meaning, in as many lines as they need.

    Of links also those that lead off the page: their beginning is drawn on it.
    """
    parts: list[str] = []
    x, y = 0.0, LEGEND_LINE / 2
    for drawn, wide, meaning in _entries(plan, shown, exits=exits):
        needed = wide + 6 + text_width(meaning, ENTRY)
        if x and x + needed > width:
            x, y = 0.0, y + LEGEND_LINE
        parts.append(element("g", *drawn, transform=f"translate({x:.2f} {y:.2f})"))
        parts.append(text(meaning, x + wide + 6, y + 4, class_="bp-n"))
        x += needed + 18
    return Block(tuple(parts), y + LEGEND_LINE / 2)


def _entries(
    plan: Plan, shown: Sequence[Cell], *, exits: bool
) -> Iterator[tuple[list[str], float, str]]:
    """Every sign around (0, 0) at its left side, its width, and what it means."""
    words = plan.words
    here = {cell.id for cell in shown}
    lanes = {spot.cell.id: spot.cell.lane for spot in plan.grid.spots if spot.cell is not None}
    links = [
        one
        for one in plan.blueprint.links
        if {one.source, one.target} <= lanes.keys()
        and not here.isdisjoint((one.source, one.target))
    ]
    flows = [lanes[one.source] == lanes[one.target] == "customer" for one in links]
    arrows = (
        ("legend_flow", any(flows), (True, False, False)),
        ("legend_link", not all(flows), (False, False, False)),
        ("legend_both", any(one.both_ways for one in links), (False, True, False)),
        ("legend_loop", any(one.loop is not None for one in links), (False, False, True)),
    )
    for key, occurs, (flow, both, loop) in arrows:
        if occurs:
            drawn = symbols.connector(
                [(0.0, 0.0), (34.0, 0.0)], flow=flow, both_ways=both, loop=loop
            )
            yield [drawn], 34, words.say(key)
    if any(cell.fail_point for cell in shown):
        yield [symbols.circle("F", MARK, 0, filled=True)], 2 * MARK, words.say("legend_fail")
    if any(cell.wait_point for cell in shown):
        yield [symbols.circle("W", MARK, 0, filled=False)], 2 * MARK, words.say("legend_wait")
    for kind, meaning in KINDS.items():
        if any(cell.kind == kind for cell in shown):
            bar = symbols.kind_bar(kind, 0, -8, 7, 16, colour=symbols.INK)
            yield [bar], 7, meaning.get(words.lang)
    for decision, letter in LETTERS.items():
        if any(cell.ecrs is not None and cell.ecrs.do == decision for cell in shown):
            meaning = DECISIONS[decision]
            yield [symbols.chip(letter, 0, 0, filled=True)], 13, meaning.get(words.lang)
    if any(cell.regulatory for cell in shown):
        yield [symbols.chip("§", 0, 0, filled=False)], 13, words.say("legend_regulatory")
    icons: tuple[tuple[PieceKind, str, bool], ...] = (
        ("item", "legend_item", any(cell.item for cell in shown)),
        ("promise", "legend_promise", any(cell.promise for cell in shown)),
        ("exposed", "legend_exposed", any(cell.exposed or cell.status for cell in shown)),
    )
    for icon, key, occurs in icons:
        if occurs:
            yield [symbols.icon(icon, 0, 0)], 11, words.say(key)
    if exits:
        sign = symbols.exit_sign("A·2", 0, -9, 40, 18, right=True)
        yield [sign], 40, words.say("legend_exit")


def hidden(view: View, words: Words) -> str:
    """What a view leaves out; empty where it leaves out nothing."""
    if view.hidden_below is None or not view.hidden_cells:
        return ""
    lanes = words.say("comma").join(LANE_NAMES[lane].get(words.lang) for lane in view.hidden)
    line = LINE_NAMES[view.hidden_below].get(words.lang)
    if words.lang == "en":
        line, lanes = line.lower(), lanes.lower()
    told = words.say("hidden", line=line, lanes=lanes, count=view.hidden_cells)
    if view.hidden_links:
        more = words.say("hidden_links", count=view.hidden_links)
        told += (" " if words.lang == "en" else "") + more
    return told


def plain_text(said: str, width: float) -> Block:
    """A paragraph of small text."""
    lines = wrapped(said, ENTRY, width)
    parts = [text(line, 0, 12 + ENTRY_LINE * n, class_="bp-n") for n, line in enumerate(lines)]
    return Block(tuple(parts), ENTRY_LINE * len(lines) + 6)


def listing(notes: Sequence[Note], width: float) -> Block:
    """The notes in columns of equal length, from the top of each column to its bottom."""
    columns = note_columns(width)
    room = note_room(width)
    heights = [_note_height(note, room) for note in notes]
    chunks = _balanced(heights, columns)
    parts: list[str] = []
    tallest = 0.0
    start = 0
    for place, count in enumerate(chunks):
        y = 0.0
        x = place * (room + SIGN_ROOM + NOTE_GAP)
        for note, height in zip(
            notes[start : start + count], heights[start : start + count], strict=True
        ):
            parts += _note(note, x, y, room)
            y += height
        start += count
        tallest = max(tallest, y)
    return Block(tuple(parts), tallest)


def note_columns(width: float) -> int:
    """How many columns of notes stand side by side."""
    return max(1, int((width + NOTE_GAP) // (NOTE_WIDTH + NOTE_GAP)))


def note_room(width: float) -> float:
    """How wide the text of a note is."""
    columns = note_columns(width)
    return (width - NOTE_GAP * (columns - 1)) / columns - SIGN_ROOM


def split(notes: Sequence[Note], width: float, height: float) -> list[Sequence[Note]]:
    """The notes in as many parts as pages of this size need; each part holds at least one."""
    parts: list[Sequence[Note]] = []
    start = 0
    while start < len(notes):
        end = start + 1
        while end < len(notes) and listing(notes[start : end + 1], width).height <= height:
            end += 1
        parts.append(notes[start:end])
        start = end
    return parts


def _note_height(note: Note, room: float) -> float:
    lines = len(even_lines(note.text, ENTRY, room, MOST_NOTE_LINES))
    return max(ENTRY_LINE * lines, 2 * MARK) + NOTE_BETWEEN


def _balanced(heights: Sequence[float], columns: int) -> list[int]:
    """How many entries each column takes, so that the tallest is as low as may be."""
    tallest = max(sum(heights) / columns, max(heights, default=0.0))
    while True:
        counts = _filled(heights, tallest)
        if len(counts) <= columns:
            return counts
        tallest += ENTRY_LINE / 2


def _filled(heights: Iterable[float], limit: float) -> list[int]:
    counts = [0]
    taken = 0.0
    for height in heights:
        if counts[-1] and taken + height > limit + 0.01:
            counts.append(0)
            taken = 0.0
        counts[-1] += 1
        taken += height
    return counts


def _note(note: Note, x: float, y: float, room: float) -> Iterator[str]:
    middle = y + MARK
    if isinstance(note.sign, Mark):
        yield symbols.mark(note.sign, x + symbols.mark_width(note.sign), middle)
    elif note.chip:
        yield symbols.chip(note.sign, x + 4, middle, filled=True)
    else:
        yield symbols.note_mark(note.sign, x + MARK, middle)
    for place, line in enumerate(even_lines(note.text, ENTRY, room, MOST_NOTE_LINES)):
        yield text(line, x + SIGN_ROOM, middle + 4 + ENTRY_LINE * place, class_="bp-n")
