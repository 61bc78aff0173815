"""The value stream found slowly and independently: every path through a stage is walked."""

from __future__ import annotations

import itertools
from fractions import Fraction


def edges(stage, links):
    """Pairs of cells, the second after the first: lists of lanes, then links that close no circle.

    Then what holds for one side of an exchange holds for the other, unless a way leads back.
    """
    ids = [cell.id for cell in stage.cells]
    found = set()
    for lane in {cell.lane for cell in stage.cells}:
        row = [cell.id for cell in stage.cells if cell.lane == lane]
        found |= set(itertools.pairwise(row))
    within = [
        link for link in links if link.loop is None and link.source in ids and link.target in ids
    ]
    by = {cell.id: cell.by for cell in stage.cells}
    exchanged = [
        link
        for link in within
        if link.both_ways and (by[link.source] is None or by[link.source] != by[link.target])
    ]
    for link in within:
        more = found | {(link.source, link.target)}
        if link not in exchanged and not any(one == other for one, other in closure(more)):
            found = more
    together = {(link.source, link.target) for link in exchanged}
    together |= {(other, one) for one, other in together}
    sides = closure(together) | {(id_, id_) for id_ in ids}
    walked = closure(found | together)
    for before, behind in tuple(found):
        if (behind, before) not in walked:
            found |= {
                (one, other)
                for one, other in itertools.product(ids, ids)
                if (before, one) in sides and (behind, other) in sides
            }
    return found


def closure(pairs):
    """Every pair that is joined by a chain of pairs."""
    reached = set(pairs)
    while True:
        more = {(a, d) for a, b in reached for c, d in reached if b == c} | reached
        if more == reached:
            return reached
        reached = more


def paths(stage, links):
    """All paths from a cell that nothing precedes to one that nothing follows."""
    pairs = edges(stage, links)
    ids = [cell.id for cell in stage.cells]
    starts = [id_ for id_ in ids if not any(target == id_ for _, target in pairs)]
    whole = []
    growing = [(start,) for start in starts]
    while growing:
        path = growing.pop()
        onward = [target for source, target in pairs if source == path[-1]]
        growing += [(*path, target) for target in onward]
        if not onward:
            whole.append(path)
    return whole


def longest(stage, links):
    """The path that takes longest, adds most value, comes first on the page; and what it takes."""
    cells = {cell.id: cell for cell in stage.cells}
    order = [cell.id for cell in stage.cells]

    def time(path):
        return sum(
            (Fraction(cells[id_].minutes or 0) + Fraction(cells[id_].wait or 0)) for id_ in path
        )

    def value(path):
        return sum(
            Fraction(cells[id_].minutes or 0) for id_ in path if cells[id_].kind == "adds_value"
        )

    best = min(
        paths(stage, links),
        key=lambda path: (-time(path), -value(path), [order.index(id_) for id_ in path]),
        default=(),
    )
    return best, time(best), value(best)
