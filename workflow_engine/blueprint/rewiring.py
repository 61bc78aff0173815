"""Links of a blueprint after some of its cells are gone: led around, or on to another cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from workflow_engine.program.blueprints import ZONES, Blueprint, Cell, Link


@dataclass(frozen=True, slots=True)
class _Arrow:
    """A link on its way to be rewired; `own` says that the author drew it just so."""

    link: Link
    own: bool

    @property
    def ends(self) -> tuple[str, str]:
        return self.link.source, self.link.target

    def joins(self, cell: str) -> bool:
        return cell in self.ends


def rewired(
    blueprint: Blueprint, gone: Mapping[str, str | None]
) -> tuple[tuple[Link, ...], tuple[tuple[str, str], ...]]:
    """The links without the cells that are gone, and the ends of those that cannot be drawn.

    `gone` maps a cell to the one that takes its links over, or to None: then what led to it leads
    on to what came after it. Links that the author drew stay as they are and in their order; a new
    one is left out where the same is there already, where it would lead to itself, cross more than
    one line at a time, or go backwards in time without being a loop. The last two are given back.
    """
    arrows = [_Arrow(link, own=True) for link in blueprint.links]
    for cell, target in gone.items():
        if target is not None:
            arrows = [_moved(arrow, cell, target) for arrow in arrows]
    for cell, target in gone.items():
        if target is None:
            arrows = _around(arrows, cell)
    return _drawn(blueprint, arrows, set(gone))


def _moved(arrow: _Arrow, cell: str, target: str) -> _Arrow:
    """The arrow with `target` in the place of `cell`."""
    if not arrow.joins(cell):
        return arrow
    source, end = (target if id_ == cell else id_ for id_ in arrow.ends)
    return _Arrow(replace(arrow.link, source=source, target=end), own=False)


def _around(arrows: list[_Arrow], cell: str) -> list[_Arrow]:
    """Every arrow into the cell joined with every arrow out of it; both are then gone."""
    into = list(_directed(arrows, cell, incoming=True))
    out_of = list(_directed(arrows, cell, incoming=False))
    kept = [arrow for arrow in arrows if not arrow.joins(cell)]
    known = {(_key(arrow.link), arrow.link.loop is None) for arrow in kept}
    for one in into:
        for other in out_of:
            joined = _Arrow(
                Link(
                    source=one.source,
                    target=other.target,
                    place=one.place,
                    both_ways=one.both_ways and other.both_ways,
                    loop=one.loop if one.loop is not None else other.loop,
                    text=other.text if other.text is not None else one.text,
                ),
                own=False,
            )
            same = _key(joined.link), joined.link.loop is None
            if one.source != other.target and same not in known:
                known.add(same)
                kept.append(joined)
    return kept


def _directed(arrows: Iterable[_Arrow], cell: str, *, incoming: bool) -> Iterator[Link]:
    """The links into a cell, or out of it; an exchange is both, turned so that it fits."""
    for arrow in arrows:
        link = arrow.link
        if link.source == link.target:
            continue
        turned = replace(link, source=link.target, target=link.source)
        for one in (link, turned) if link.both_ways else (link,):
            if (one.target if incoming else one.source) == cell:
                yield one


def _key(link: Link) -> tuple[str, str, bool]:
    """What makes two links the same: their ends, in either order where it is an exchange."""
    ends = sorted((link.source, link.target)) if link.both_ways else (link.source, link.target)
    return ends[0], ends[1], link.both_ways


def _says_nothing_new(link: Link, seen: AbstractSet[tuple[str, str, bool]]) -> bool:
    """Whether the links that are there already lead all the ways this one leads."""
    one, other = sorted((link.source, link.target))
    return (one, other, True) in seen or all((*way, False) in seen for way in _ways(link))


def _drawn(
    blueprint: Blueprint, arrows: Iterable[_Arrow], gone: set[str]
) -> tuple[tuple[Link, ...], tuple[tuple[str, str], ...]]:
    moments = _moments(blueprint)
    cells = {cell.id: cell for cell in blueprint.cells if cell.id not in gone}
    listed = list(arrows)
    seen = {_key(arrow.link) for arrow in listed if arrow.own}
    links: list[Link] = []
    apart: list[Link] = []
    for arrow in listed:
        link = arrow.link
        if arrow.own:
            links.append(link)
            continue
        if link.source == link.target or not {link.source, link.target} <= cells.keys():
            continue
        if _says_nothing_new(link, seen):
            continue
        if _fits(cells[link.source], cells[link.target], moments, loop=link.loop is not None):
            seen.add(_key(link))
            links.append(link)
        else:
            apart.append(link)
    drawn = {way for link in links for way in _ways(link)}
    unjoined = dict.fromkeys(
        next(way for way in _ways(link) if way not in drawn)
        for link in apart
        if not drawn.issuperset(_ways(link))
    )
    return tuple(links), tuple(unjoined)


def _ways(link: Link) -> tuple[tuple[str, str], ...]:
    """From where to where a link leads: an exchange leads both ways."""
    there = (link.source, link.target)
    return (there, (link.target, link.source)) if link.both_ways else (there,)


def _moments(blueprint: Blueprint) -> dict[str, tuple[int, int]]:
    """For each cell the place of its stage, and its place in the list of its lane."""
    found = {}
    for column, stage in enumerate(blueprint.stages):
        for cell in stage.cells:
            found[cell.id] = (column, stage.lane(cell.lane).index(cell))
    return found


def _fits(
    source: Cell, target: Cell, moments: Mapping[str, tuple[int, int]], *, loop: bool
) -> bool:
    """Whether a link crosses one line at most and goes the way in time that it says."""
    if abs(ZONES[source.lane] - ZONES[target.lane]) > 1:
        return False
    (from_stage, from_place), (to_stage, to_place) = moments[source.id], moments[target.id]
    if loop:
        return to_stage <= from_stage
    if from_stage != to_stage:
        return from_stage < to_stage
    return source.lane != target.lane or from_place < to_place
