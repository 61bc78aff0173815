"""Actions that lead in a circle, with nothing that says when it ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.checks.cell_graph import linked_cells, reached
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.program.blueprints import Blueprint, Cell, Lane, Stage
from workflow_engine.program.program import Program

_Edges = dict[str, dict[str, Place]]
"""What comes right after a cell, and where that is written."""


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE815 for each circle within a stage, and for each loop that says not when it ends.

    Time runs along links and along the lists of a lane; an exchange (`both_ways`) is no circle. A
    circle over several stages has a link back in time, which is told of as such.
    """
    linked = linked_cells(blueprint)
    for link, source, target in linked:
        if link.loop is not None and not (link.loop.zh.strip() or link.loop.en.strip()):
            yield finding(blueprint, "WE815", link.place, circle=_said([source, target, source]))
    for stage in blueprint.stages:
        edges = _lists(stage)
        order = {cell.id: place for place, cell in enumerate(stage.cells)}
        for link, source, target in linked:
            if source.id not in order or target.id not in order:
                continue
            back = source.lane == target.lane and order[target.id] < order[source.id]
            if link.loop is None and not link.both_ways and not back:
                edges[source.id][target.id] = link.place
        for circle in _circles(stage, edges):
            steps = zip(circle, (*circle[1:], circle[0]), strict=True)
            places = [edges[one.id][other.id] for one, other in steps]
            yield finding(blueprint, "WE815", max(places), circle=_said([*circle, circle[0]]))


def _lists(stage: Stage) -> _Edges:
    edges: _Edges = defaultdict(dict)
    last: dict[Lane, Cell] = {}
    for cell in stage.cells:
        if cell.lane in last:
            edges[last[cell.lane].id][cell.id] = cell.place
        last[cell.lane] = cell
    return edges


def _circles(stage: Stage, edges: _Edges) -> Iterator[list[Cell]]:
    """The shortest circle of each group of cells that all lead to each other."""
    cells = {cell.id: cell for cell in stage.cells}
    told: set[str] = set()
    for id_ in cells:
        following = reached(edges, id_)
        if id_ in told or id_ not in following:
            continue
        group = [other for other in cells if other in following and id_ in reached(edges, other)]
        told.update(group)
        shortest = min((_shortest(edges, other) for other in group), key=len)
        yield [cells[one] for one in shortest]


def _shortest(edges: _Edges, start: str) -> list[str]:
    """The cells of a shortest circle through `start`, which lies on one."""
    ways = [[start]]
    seen = {start}
    for way in ways:  # grows while it is gone through
        for following in edges.get(way[-1], {}):
            if following == start:
                return way
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    raise AssertionError(start)


def _said(cells: list[Cell]) -> Bilingual:
    return Bilingual(
        " → ".join(f"“{cell.text.zh}”" for cell in cells),
        " → ".join(f"“{cell.text.en}”" for cell in cells),
    )
