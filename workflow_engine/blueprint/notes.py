"""The list below a picture: what each fail and wait point means, each decision, each remark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from workflow_engine.blueprint.boxes import Mark
from workflow_engine.blueprint.grid import letters
from workflow_engine.blueprint.layout import Layout, said
from workflow_engine.blueprint.words import DECISIONS, LETTERS, Words
from workflow_engine.program.blueprints import Blueprint, Cell

CUT = "…"
"""Before a text that is cut off in the picture."""


@dataclass(frozen=True, slots=True)
class Note:
    """One entry: a mark, the letter of a decision (`chip`) or of a connector, and its text."""

    sign: Mark | str
    chip: bool
    text: str


def cell_notes(
    cells: Iterable[Cell],
    blueprint: Blueprint,
    marks: Mapping[str, tuple[Mark, ...]],
    words: Words,
) -> list[Note]:
    """Fail points, then wait points, then decisions that say more than their letter."""
    listed = list(cells)
    fails: list[Note] = []
    waits: list[Note] = []
    for cell in listed:
        for mark in marks.get(cell.id, ()):
            if mark.kind == "fail":
                fails.append(Note(mark, chip=False, text=fail_text(cell, words)))
            else:
                waits.append(Note(mark, chip=False, text=wait_text(cell, words)))
    names = {cell.id: words.text(cell.text) for cell in blueprint.cells}
    decisions = [
        Note(LETTERS[cell.ecrs.do], chip=True, text=text)
        for cell in listed
        if cell.ecrs is not None and (text := decision_text(cell, names, words))
    ]
    return fails + waits + decisions


def fail_text(cell: Cell, words: Words) -> str:
    """A fail point, where it is, and how it is recovered: the first of the 4A with its time."""
    point = cell.fail_point
    assert point is not None, "asked of a cell with a fail point"
    failure = None if point.failure is None else words.failure(point.failure)
    if failure is None:
        consequence = [words.say("no_failure")]
    else:
        consequence = [
            words.say("opens", failure=words.text(failure.label)),
            words.first_limit(failure),
        ]
    return _entry(words.text(point.text), cell, consequence, words)


def wait_text(cell: Cell, words: Words) -> str:
    """A wait point, where it is, how long at most, and who watches it."""
    point = cell.wait_point
    assert point is not None, "asked of a cell with a wait point"
    if point.maximum is None:
        consequence = [words.say("no_maximum")]
    else:
        consequence = [words.say("at_most", within=point.maximum.text(words.lang))]
    if point.monitor is not None:
        consequence.append(words.say("watched", monitor=words.monitor(point.monitor)))
    return _entry(words.text(point.text), cell, consequence, words)


def _entry(text: str, cell: Cell, consequence: Iterable[str], words: Words) -> str:
    where = words.text(cell.text)
    place = "" if where == text else words.say("at", place=where)
    said_ = words.say("semicolon").join(part for part in consequence if part)
    return f"{text}{place} → {said_}"


def decision_text(cell: Cell, names: Mapping[str, str], words: Words) -> str:
    """What is decided about a cell; empty where its letter says it all."""
    ecrs = cell.ecrs
    if ecrs is None:
        return ""
    parts = []
    if ecrs.with_ is not None:
        parts.append(words.say("with", cell=names.get(ecrs.with_, ecrs.with_)))
    if ecrs.note is not None:
        parts.append(words.text(ecrs.note))
    if ecrs.reason is not None:
        parts.append(words.say("because", reason=words.text(ecrs.reason)))
    figures = [words.minutes(ecrs.minutes)] if ecrs.minutes is not None else []
    if ecrs.wait is not None:
        figures.append(words.say("wait", time=words.minutes(ecrs.wait)))
    if figures:
        parts.append("→ " + words.say("comma").join(figures))
    if not parts:
        return ""
    head = f"{words.text(cell.text)}{words.say('colon')}{DECISIONS[ecrs.do].get(words.lang)}"
    return words.say("semicolon").join([head, *parts])


def way_letters(laid: Layout, words: Words, taken: int) -> dict[int, str]:
    """The letters of the ways whose words do not stand on them, by the number of the way.

    `taken` letters stand on the pages before: each is used once, for all may be listed on one page.
    """
    numbers = [
        number
        for number, way in enumerate(laid.ways)
        if way.label is None and said(way.route, words)
    ]
    return {number: letters(place).lower() for place, number in enumerate(numbers, start=taken)}


def cut_notes(laid: Layout) -> Iterator[Note]:
    """The texts that boxes and needs had no room for, whole."""
    for box in laid.boxes:
        if box.node.content is not None:
            yield from (Note(CUT, chip=False, text=text) for text in box.node.content.cut)
    for row in laid.needs:
        yield from (Note(CUT, chip=False, text=text) for text in row.cut)


def way_notes(laid: Layout, lettered: Mapping[int, str], words: Words) -> Iterator[Note]:
    """The words that do not stand on their ways."""
    for number, letter in lettered.items():
        yield Note(letter, chip=False, text=said(laid.ways[number].route, words))
