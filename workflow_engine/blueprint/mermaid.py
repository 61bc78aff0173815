"""A blueprint as Mermaid text, for wikis that draw it themselves.

A block diagram, for a flowchart puts its nodes where its arrows lead and keeps neither lanes nor
stages: https://mermaid.js.org/syntax/block.html (drawn with Mermaid 11.17).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflow_engine.blueprint import sheet
from workflow_engine.blueprint.boxes import numbered
from workflow_engine.blueprint.notes import cell_notes
from workflow_engine.blueprint.views import View, seen, shown_to
from workflow_engine.blueprint.words import LANE_NAMES, LETTERS, LINE_NAMES, Words
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.drawing.measure import text_width, wrapped
from workflow_engine.drawing.mermaid_text import sentence
from workflow_engine.program.blueprints import Blueprint, Cell, Link
from workflow_engine.program.program import Program

TYPE, COLUMN = 16.0, 170.0
"""The type of Mermaid and the room that a text gets in a column, in pixels."""
UNITS = 4
"""Columns of Mermaid to one of ours; the last stays empty, for arrows need room between blocks."""
MOST_LINES, MOST_NOTE_LINES = 8, 4
_DASHES: Mapping[str, str] = {"visibility": "╍", "internal_interaction": "┈"}


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a cell stands: its row, and its first and last column."""

    name: str
    row: int
    first: int
    last: int

    def touches(self, other: _Spot) -> bool:
        """Whether a straight arrow between the two runs over no third."""
        if self.row == other.row:
            return self.last + 1 == other.first or other.last + 1 == self.first
        over = self.first <= other.last and other.first <= self.last
        return abs(self.row - other.row) == 1 and over


def mermaid(
    blueprint: Blueprint, program: Program, lang: Language, *, view: str | None = None
) -> str:
    """A `block-beta`: lanes are rows, stages are columns, with the lines between the lanes.

    Arrows join neighbours; a link that would run over other boxes is listed below, with fail
    points, wait points and decisions. Nothing in the author's text can end a label or become HTML.
    """
    shown = seen(blueprint, view)
    text = _Text(shown_to(blueprint, shown), shown, Words(program, lang))
    return "\n".join(text.lines()) + "\n"


class _Text:
    def __init__(self, blueprint: Blueprint, view: View, words: Words) -> None:
        self._blueprint = blueprint
        self._view = view
        self._words = words
        self._marks = numbered(blueprint.cells)
        self._widths = [
            max([1, *(len(stage.lane(*row)) for row in view.rows)]) for stage in blueprint.stages
        ]
        self._columns = 1 + sum(self._widths)
        self._spots: dict[str, _Spot] = {}

    def lines(self) -> Iterator[str]:
        yield "block-beta"
        yield f"    columns {UNITS * self._columns}"
        yield self._wide("title", [self._words.text(self._blueprint.title)])
        yield "    " + " ".join([f"space:{UNITS}", *self._heads()])
        for number, row in enumerate(self._view.rows):
            yield from self._rules(number)
            name = LANE_NAMES[row[0]].get(self._words.lang)
            if number == self._view.told:
                name = self._words.say("told_row")
            block = _block(f"lane{number}", f'["{sentence(name)}"]', 1)
            yield "    " + " ".join([block, *self._row(number)])
        yield from self._rules(len(self._view.rows))
        drawn, told = self._links()
        hidden = sheet.hidden(self._view, self._words)
        if hidden:
            told.insert(0, hidden)
        shown = [cell for cell in self._blueprint.cells if cell.id in self._spots]
        for note in cell_notes(shown, self._blueprint, self._marks, self._words):
            sign = note.sign if isinstance(note.sign, str) else note.sign.text
            told.append(f"{sign} {note.text}")
        if told:
            yield self._wide("notes", told)
        yield from drawn
        yield "    classDef plain fill:none,stroke:none"
        plain = ["title", *self._rule_names(), *(["notes"] if told else [])]
        yield f"    class {','.join(plain)} plain"

    def _wide(self, name: str, texts: list[str]) -> str:
        """A block over all columns, every text on lines of its own."""
        room = COLUMN * self._columns
        lines = [
            line for text in texts for line in wrapped(text, TYPE, room, lines=MOST_NOTE_LINES)
        ]
        return f'    {name}["{"<br/>".join(map(sentence, lines))}"]:{UNITS * self._columns}'

    def _heads(self) -> Iterator[str]:
        for place, (stage, wide) in enumerate(
            zip(self._blueprint.stages, self._widths, strict=True)
        ):
            label = self._label([self._words.text(stage.label)], wide)
            yield _block(f"stage{place}", f'["{label}"]', wide)

    def _rules(self, number: int) -> Iterator[str]:
        for place, id_ in enumerate(self._view.lines[number]):
            name = self._line_name(id_)
            room = COLUMN * self._columns - text_width(name, TYPE)
            dash = _DASHES.get(id_, "━") * max(6, min(80, int(room / 2 / TYPE)))
            text = sentence(f"{dash} {name} {dash}")
            yield f'    line{number}x{place}["{text}"]:{UNITS * self._columns}'

    def _rule_names(self) -> Iterator[str]:
        for number, names in enumerate(self._view.lines):
            yield from (f"line{number}x{place}" for place in range(len(names)))

    def _line_name(self, id_: str) -> str:
        for line in self._blueprint.lines:
            if line.id == id_ and line.label is not None:
                return self._words.text(line.label)
        names: Mapping[str, str] = {
            name: label.get(self._words.lang) for name, label in LINE_NAMES.items()
        }
        return names.get(id_, id_)

    def _row(self, number: int) -> Iterator[str]:
        """The blocks of a lane; the cells of a stage share its columns from left to right."""
        column = 1
        for stage, wide in zip(self._blueprint.stages, self._widths, strict=True):
            cells = stage.lane(*self._view.rows[number])
            if not cells:
                yield f"space:{UNITS * wide}"
            for place, cell in enumerate(cells):
                first, end = wide * place // len(cells), wide * (place + 1) // len(cells)
                name = f"c{len(self._spots)}"
                self._spots[cell.id] = _Spot(name, number, column + first, column + end - 1)
                yield _block(name, self._node(cell, end - first), end - first)
            column += wide

    def _node(self, cell: Cell, wide: int) -> str:
        words = self._words
        under = [words.role(cell.by)] if cell.by is not None else []
        if cell.minutes is not None:
            under.append(words.minutes(cell.minutes))
        if cell.wait is not None:
            under.append(words.say("wait", time=words.minutes(cell.wait)))
        if cell.ecrs is not None:
            under.append(LETTERS[cell.ecrs.do])
        under += [mark.text for mark in self._marks.get(cell.id, ())]
        texts = [words.text(cell.text), *([" · ".join(under)] if under else [])]
        if cell.status is not None:
            texts.append(words.say("exposed", status=words.text(cell.status)))
        label = self._label(texts, wide)
        return f'("{label}")' if cell.lane == "customer" else f'["{label}"]'

    def _label(self, texts: list[str], wide: int) -> str:
        lines = [
            line for text in texts for line in wrapped(text, TYPE, COLUMN * wide, lines=MOST_LINES)
        ]
        return "<br/>".join(map(sentence, lines))

    def _links(self) -> tuple[list[str], list[str]]:
        """The arrows between neighbours, and the other links as sentences."""
        drawn, told = [], []
        texts = {cell.id: self._words.text(cell.text) for cell in self._blueprint.cells}
        for link in self._blueprint.links:
            source, target = self._spots.get(link.source), self._spots.get(link.target)
            if source is None or target is None:
                continue
            if source.touches(target) and link.loop is None:
                drawn.append(f"    {source.name} {self._arrow(link)} {target.name}")
                if link.both_ways:
                    drawn.append(f"    {target.name} --> {source.name}")
            else:
                sign = "↔" if link.both_ways else "→"
                text = f"{texts[link.source]} {sign} {texts[link.target]}"
                said = self._said(link)
                told.append(f"{text}{self._words.say('colon')}{said}" if said else text)
        return drawn, told

    def _arrow(self, link: Link) -> str:
        said = self._said(link)
        return f'-- "{sentence(said)}" -->' if said else "-->"

    def _said(self, link: Link) -> str:
        said = [] if link.text is None else [self._words.text(link.text)]
        if link.loop is not None:
            said.append(self._words.text(link.loop) or self._words.say("loop_without_end"))
        return self._words.say("semicolon").join(part for part in said if part)


def _block(name: str, label: str, wide: int) -> str:
    """A block over so many columns of ours, and the room behind it."""
    return f"{name}{label}:{UNITS * wide - 1} space"
