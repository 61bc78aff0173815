"""Where the cells of a blueprint stand: columns of stages, rows of lanes, stacks of boxes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workflow_engine.blueprint.boxes import Content, Mark, content, remark
from workflow_engine.blueprint.views import View
from workflow_engine.blueprint.words import Words
from workflow_engine.program.blueprints import Blueprint, Cell, Link

EXIT_WIDTH, EXIT_HEIGHT = 44.0, 20.0
_SERVERS = ("frontstage", "technology")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of boxes: the number of its stage, and which of the stage's columns it is."""

    stage: int
    part: int


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a cell, or the remark of a stage (None), stands: its column and row in the whole."""

    cell: Cell | None
    text: str
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Grid:
    """All columns of a blueprint and what stands in them, from the left and from the top."""

    columns: tuple[Column, ...]
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Exit:
    """The end of a link that goes on on another page: a mark, and that page's number."""

    mark: str
    page: int


@dataclass(frozen=True, slots=True)
class Node:
    """A box of one picture: `index` counts the stack of `of` in which it stands from the top.

    Columns are those of the picture; column 0 and the last hold nothing but exits.
    """

    content: Content | None
    exit: Exit | None
    column: int
    row: int
    index: int
    of: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Joined:
    """A link with the numbers of the nodes at its ends."""

    link: Link
    source: int
    target: int
    flow: bool
    """Whether it is a step of the customer's own way."""


def grid(blueprint: Blueprint, view: View, most: int, words: Words) -> Grid:
    """The columns of every stage: one, or more where a lane of it has more than `most` cells."""
    columns: list[Column] = []
    spots: list[Spot] = []
    for number, stage in enumerate(blueprint.stages):
        stacks = [stage.lane(*row) for row in view.rows]
        needed = max((-(-len(stack) // most) for stack in stacks), default=1) or 1
        first = len(columns)
        columns += [Column(number, part) for part in range(needed)]
        for row, stack in enumerate(stacks):
            parts = -(-len(stack) // most)
            for index, cell in enumerate(stack):
                part = index * parts // len(stack)
                spots.append(Spot(cell, "", first + part, row))
            if not stack and stage.no_contact is not None and "frontstage" in view.rows[row]:
                text = words.say("no_contact", reason=words.text(stage.no_contact))
                spots.append(Spot(None, text, first, row))
    return Grid(tuple(columns), tuple(spots))


def nodes(
    whole: Grid,
    links: Sequence[Link],
    run: range,
    *,
    page_of: Mapping[int, int],
    marks: Mapping[str, tuple[Mark, ...]],
    saved: Mapping[str, str],
    most_lines: int,
    width: float,
    words: Words,
    known: dict[tuple[str, float, int], Content],
) -> tuple[list[Node], list[Joined]]:
    """The nodes of the columns `run`, each box `width` wide, and the links between them.

    `page_of` is the page of every column of the whole. A link to a column that is not in `run` ends
    in an exit at the side where that column lies. `saved` is what was saved in a cell, by its id.
    `known` keeps what boxes hold, by cell, width and lines: a page is laid out many times over.
    """
    where = {spot.cell.id: spot for spot in whole.spots if spot.cell is not None}
    stacks: dict[tuple[int, int], list[tuple[Content | None, Exit | None]]] = {}
    names: dict[tuple[int, int, int], str] = {}
    for spot in whole.spots:
        if spot.column in run:
            place = (spot.column - run.start + 1, spot.row)
            stack = stacks.setdefault(place, [])
            if spot.cell is None:
                stack.append((remark(spot.text, width), None))
            else:
                id_ = spot.cell.id
                names[*place, len(stack)] = id_
                box = known.get((id_, width, most_lines))
                if box is None:
                    box = content(
                        spot.cell,
                        marks.get(id_, ()),
                        width,
                        words,
                        saved=saved.get(id_, ""),
                        most_lines=most_lines,
                    )
                    known[id_, width, most_lines] = box
                stack.append((box, None))
    ends: list[tuple[Link, tuple[int, int, int] | str, tuple[int, int, int] | str]] = []
    for link, mark in zip(links, _exit_marks(links, where, page_of), strict=True):
        source, target = where.get(link.source), where.get(link.target)
        if source is None or target is None or source is target:
            continue
        inside = (source.column in run, target.column in run)
        if inside == (True, True):
            ends.append((link, link.source, link.target))
        elif any(inside):
            here, there = (source, target) if inside[0] else (target, source)
            side = 0 if there.column < run.start else len(run) + 1
            stack = stacks.setdefault((side, here.row), [])
            end = (side, here.row, len(stack))
            stack.append((None, Exit(mark, page_of[there.column])))
            ends.append(
                (link, link.source if inside[0] else end, end if inside[0] else link.target)
            )
    found: list[Node] = []
    numbers: dict[tuple[int, int, int] | str, int] = {}
    for (column, row), stack in sorted(stacks.items(), key=lambda one: one[0]):
        for index, (filling, exit_) in enumerate(stack):
            numbers[names.get((column, row, index), (column, row, index))] = len(found)
            size = (EXIT_WIDTH, EXIT_HEIGHT) if filling is None else (filling.width, filling.height)
            found.append(Node(filling, exit_, column, row, index, len(stack), *size))
    joined = [
        Joined(link, numbers[one], numbers[other], _flow(link, where)) for link, one, other in ends
    ]
    return found, joined


def _flow(link: Link, where: Mapping[str, Spot]) -> bool:
    ends = (where[link.source].cell, where[link.target].cell)
    return all(cell is not None and cell.lane == "customer" for cell in ends)


def _exit_marks(
    links: Iterable[Link], where: Mapping[str, Spot], page_of: Mapping[int, int]
) -> Iterable[str]:
    """A mark for every link; those between two pages are lettered A, B, … Z, AA, …."""
    count = 0
    for link in links:
        source, target = where.get(link.source), where.get(link.target)
        if source is None or target is None or page_of[source.column] == page_of[target.column]:
            yield ""
        else:
            yield letters(count)
            count += 1


def letters(number: int) -> str:
    """A, B, … Z, AA, AB, ….

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    high, low = divmod(number, 26)
    return (letters(high - 1) if high else "") + chr(ord("A") + low)
