"""The cells of a blueprint as a graph: what leads to what along the arrows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from workflow_engine.program.blueprints import Blueprint, Cell, Link

Arrows = Mapping[str, Iterable[str]]


def cells_by_id(blueprint: Blueprint) -> dict[str, Cell]:
    """Every cell by its id; of two with one id the first."""
    found: dict[str, Cell] = {}
    for cell in blueprint.cells:
        found.setdefault(cell.id, cell)
    return found


def linked_cells(blueprint: Blueprint) -> list[tuple[Link, Cell, Cell]]:
    """The links with the cells at their ends; those to cells that do not exist are left out."""
    cells = cells_by_id(blueprint)
    return [
        (link, cells[link.source], cells[link.target])
        for link in blueprint.links
        if link.source in cells and link.target in cells
    ]


def arrows(blueprint: Blueprint) -> dict[str, set[str]]:
    """From each cell to those it serves or leads to; an exchange leads both ways."""
    found: dict[str, set[str]] = defaultdict(set)
    for link in blueprint.links:
        found[link.source].add(link.target)
        if link.both_ways:
            found[link.target].add(link.source)
    return dict(found)


def reached(after: Arrows, start: str) -> set[str]:
    """Every cell that a way leads to from `start`; `start` itself only where it leads in a circle.

    >>> sorted(reached({"a": ["b"], "b": ["c"], "c": ["b"]}, "a"))
    ['b', 'c']
    """
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for following in after.get(waiting.pop(), ()):
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return seen


def ends(cell: Cell) -> bool:
    """Whether it is decided that the cell will be done no more."""
    return cell.ecrs is not None and cell.ecrs.do == "eliminate"
