"""Where the states of a drawing stand: columns from left to right, rows in a column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workflow_engine.cases.diagrams.graph import Edge, Graph


@dataclass(frozen=True, slots=True)
class Layers:
    """The column and row of every node; `back` are the edges that lead to the left."""

    column: Mapping[str, int]
    row: Mapping[str, int]
    back: frozenset[tuple[str, str]]

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return max(self.column.values()) + 1


def layers_of(graph: Graph) -> Layers:
    """Every node right of all that lead to it, but for edges that close a circle.

    The longest way from the start is row 0; what else stands in a column is set below it, near
    the rows it is reached from.
    """
    back = _circles(graph)
    forward = [edge for edge in graph.edges if (edge.source, edge.target) not in back]
    column = _columns(graph, forward)
    spine = _spine(graph, forward, column)
    row: dict[str, int] = {}
    for number in range(max(column.values()) + 1):
        members = [id_ for id_ in graph.nodes if column[id_] == number]
        others = sorted(
            (id_ for id_ in members if id_ not in spine),
            key=lambda id_: _mean([row[e.source] for e in forward if e.target == id_]),
        )
        first = [id_ for id_ in members if id_ in spine]
        row.update({id_: place for place, id_ in enumerate([*first, *others])})
    return Layers(column, row, frozenset(back))


def _circles(graph: Graph) -> set[tuple[str, str]]:
    """Edges to a node that is on the way to them, found depth first without recursion."""
    out: dict[str, list[str]] = {id_: [] for id_ in graph.nodes}
    for edge in graph.edges:
        out[edge.source].append(edge.target)
    back: set[tuple[str, str]] = set()
    done: set[str] = set()
    for root in (graph.start, *graph.nodes):
        if root in done:
            continue
        path = [root]
        waiting = [iter(out[root])]
        on_path = {root}
        while waiting:
            target = next(waiting[-1], None)
            if target is None:
                waiting.pop()
                left = path.pop()
                on_path.discard(left)
                done.add(left)
            elif target in on_path:
                back.add((path[-1], target))
            elif target not in done:
                path.append(target)
                on_path.add(target)
                waiting.append(iter(out[target]))
    return back


def _columns(graph: Graph, forward: list[Edge]) -> dict[str, int]:
    column = dict.fromkeys(graph.nodes, 0)
    for _ in graph.nodes:
        moved = False
        for edge in forward:
            if column[edge.target] <= column[edge.source]:
                column[edge.target] = column[edge.source] + 1
                moved = True
        if not moved:
            break
    return column


def _spine(graph: Graph, forward: list[Edge], column: Mapping[str, int]) -> set[str]:
    """The nodes of one longest way, the earliest in the author's order where there are several."""
    last = max(column.values())
    node = next(id_ for id_ in graph.nodes if column[id_] == last)
    spine = {node}
    while column[node]:
        node = next(
            edge.source
            for edge in forward
            if edge.target == node and column[edge.source] == column[node] - 1
        )
        spine.add(node)
    return spine


def _mean(rows: list[int]) -> float:
    return sum(rows) / len(rows) if rows else 0.0
