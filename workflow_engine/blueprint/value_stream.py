"""The value stream of a blueprint: where its minutes go, and which of them the customer wants.

Work and waits along the longest path of every stage; the value-added ratio is the process cycle
efficiency of value stream mapping (Rother & Shook, “Learning to See”), on the declared time basis.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import Literal

from workflow_engine.program.blueprints import Blueprint, Cell, Kind, Lane, Link, Moved, Stage

ZERO = Decimal(0)
_EXACT = Context(prec=400)
"""Wide enough that no sum of minutes is ever rounded, whatever context the caller has set."""


@dataclass(frozen=True, slots=True)
class StreamCell:
    """A cell in the stream: its figures in minutes, None where the author gave none.

    `on_path` says that it lies on the longest path of its stage. `moved` are parts of `minutes`
    that are of a kind of their own.
    """

    id: str
    stage: str
    lane: Lane
    minutes: Decimal | None
    wait: Decimal | None
    kind: Kind | None
    on_path: bool
    moved: tuple[Moved, ...] = ()

    @property
    def has_figures(self) -> bool:
        """Whether the author gave its minutes or its wait."""
        return self.minutes is not None or self.wait is not None

    @property
    def takes(self) -> Decimal:
        """Wait and work together; what is not known counts as nothing."""
        return total((self.wait, self.minutes))


@dataclass(frozen=True, slots=True)
class StreamStage:
    """A stage: what passes in it, and the ids of the cells on its longest path, in time."""

    id: str
    lead: Decimal
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MinutesByKind:
    """Minutes of work, by what the customer thinks of them (VA, BVA, NVA)."""

    adds_value: Decimal
    necessary: Decimal
    waste: Decimal
    unclassified: Decimal


@dataclass(frozen=True, slots=True)
class ValueStream:
    """Where the minutes of one journey go.

    `work` is all work in minutes, `work_by_kind` splits it. `lead` is what passes from first to
    last, in minutes of `time_basis`; it is `path_wait` and the minutes of `path_by_kind` together.
    `bottleneck` is the id of the cell on the path that takes longest, None where nothing takes
    time. `without_figures` counts cells that have neither minutes nor wait.
    """

    blueprint: str
    time_basis: Literal["elapsed", "working"]
    cells: tuple[StreamCell, ...]
    stages: tuple[StreamStage, ...]
    work: Decimal
    work_by_kind: MinutesByKind
    lead: Decimal
    path_wait: Decimal
    path_by_kind: MinutesByKind
    bottleneck: str | None
    without_figures: int

    @property
    def ratio(self) -> Fraction | None:
        """Value-added minutes on the path over the lead time; None where nothing takes time."""
        return self._share(self.path_by_kind.adds_value)

    @property
    def ratio_at_most(self) -> Fraction | None:
        """The ratio if all that is not classified added value; `ratio` where all is classified."""
        by_kind = self.path_by_kind
        return self._share(total((by_kind.adds_value, by_kind.unclassified)))

    def _share(self, minutes: Decimal) -> Fraction | None:
        return Fraction(minutes) / Fraction(self.lead) if self.lead else None


def total(figures: Iterable[Decimal | None]) -> Decimal:
    """The exact sum; what is not known counts as nothing.

    >>> total([Decimal("1.5"), None, Decimal(2)])
    Decimal('3.5')
    """
    found = ZERO
    for figure in figures:
        if figure is not None:
            found = _EXACT.add(found, figure)
    return found


def value_stream(blueprint: Blueprint) -> ValueStream:
    """The value stream of a blueprint.

    In each stage, time runs along the lists of a lane and along the links between its cells, as
    far as they go forward: loops, and links that would close a circle, are left out. The sides of
    an exchange (`both_ways`) run at the same time: a path takes one of them, so the longer counts.
    Of paths that take equally long, the one with more value-added minutes counts, then the one
    whose cells come first on the page.
    """
    stages = tuple(_stage(stage, blueprint.links) for stage in blueprint.stages)
    on_path = {id_ for stage in stages for id_ in stage.path}
    cells = tuple(
        StreamCell(
            cell.id,
            cell.stage,
            cell.lane,
            cell.minutes,
            cell.wait,
            cell.kind,
            cell.id in on_path,
            cell.moved,
        )
        for cell in blueprint.cells
    )
    walked = [cell for cell in cells if cell.on_path]
    slowest = max(walked, key=lambda cell: cell.takes, default=None)
    return ValueStream(
        blueprint=blueprint.id,
        time_basis=blueprint.time_basis,
        cells=cells,
        stages=stages,
        work=total(cell.minutes for cell in cells),
        work_by_kind=_by_kind(cells),
        lead=total(stage.lead for stage in stages),
        path_wait=total(cell.wait for cell in walked),
        path_by_kind=_by_kind(walked),
        bottleneck=slowest.id if slowest is not None and slowest.takes else None,
        without_figures=sum(not cell.has_figures for cell in cells),
    )


def forward_links(stage: Stage, links: Iterable[Link]) -> dict[str, tuple[str, ...]]:
    """From each cell of a stage to those that come after it, in the order of the page.

    Lists of a lane go first; a link that would close a circle with those before it is left out. An
    exchange puts neither of its sides before the other: what comes before or after one side comes
    before or after the other as well, unless it comes in between. But one role cannot be both
    sides at the same time: then the exchange is an order from `from` to `to`.
    """
    by = {cell.id: cell.by for cell in stage.cells}
    after: dict[str, set[str]] = {cell.id: set() for cell in stage.cells}
    exchanges: dict[str, set[str]] = {cell.id: set() for cell in stage.cells}
    last: dict[Lane, str] = {}
    for cell in stage.cells:
        if cell.lane in last:
            after[last[cell.lane]].add(cell.id)
        last[cell.lane] = cell.id
    for link in links:
        if link.source not in after or link.target not in after or link.loop is not None:
            continue
        one, other = by[link.source], by[link.target]
        if link.both_ways and (one is None or one != other):
            exchanges[link.source].add(link.target)
            exchanges[link.target].add(link.source)
        elif link.target not in after[link.source] and link.source not in _reached(
            after, link.target
        ):
            after[link.source].add(link.target)
    if any(exchanges.values()):
        after = _at_the_same_time(after, exchanges)
    order = {cell.id: place for place, cell in enumerate(stage.cells)}
    return {id_: tuple(sorted(found, key=order.__getitem__)) for id_, found in after.items()}


def _at_the_same_time(
    after: Mapping[str, set[str]], exchanges: Mapping[str, set[str]]
) -> dict[str, set[str]]:
    """What comes after each cell, once the sides of an exchange begin and end together.

    A step from one exchange to another holds for all their sides. It stays what it is, between its
    own two cells, where a way leads back: then one exchange lasts while the other goes on. So no
    circle can arise.
    """
    either = {id_: found | exchanges[id_] for id_, found in after.items()}
    reached = {id_: _reached(either, id_) for id_ in either}
    sides = {id_: _reached(exchanges, id_) for id_ in exchanges}
    found = {id_: set(following) for id_, following in after.items()}
    for id_, following in after.items():
        for next_ in following:
            if id_ not in reached[next_]:
                for side in sides[id_]:
                    found[side] |= sides[next_]
    return found


def _reached(after: Mapping[str, Iterable[str]], start: str) -> set[str]:
    """Every cell that a way leads to; every cell leads to itself."""
    seen, waiting = {start}, [start]
    while waiting:
        for following in after[waiting.pop()]:
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return seen


@dataclass(frozen=True, slots=True)
class _Way:
    """The best way from a cell to the end of its stage; `order` is its cells' places."""

    time: Decimal
    value: Decimal
    order: tuple[int, ...]

    def rank(self) -> tuple[Decimal, Decimal, tuple[int, ...]]:
        """Ways sort by this, the best first."""
        return -self.time, -self.value, self.order


def _stage(stage: Stage, links: Iterable[Link]) -> StreamStage:
    """The longest path through a stage, from a cell that nothing precedes to one that ends it."""
    after = forward_links(stage, links)
    order = {cell.id: place for place, cell in enumerate(stage.cells)}
    ways: dict[str, _Way] = {}
    for cell in _latest_first(stage.cells, after):
        onward = min((ways[next_] for next_ in after[cell.id]), key=_Way.rank, default=None)
        ways[cell.id] = _Way(
            total((cell.wait, cell.minutes, onward.time if onward else None)),
            total((_value(cell), onward.value if onward else None)),
            (order[cell.id], *(onward.order if onward else ())),
        )
    preceded = {id_ for found in after.values() for id_ in found}
    starts = (way for id_, way in ways.items() if id_ not in preceded)
    best = min(starts, key=_Way.rank, default=None)
    if best is None:
        return StreamStage(stage.id, ZERO, ())
    return StreamStage(stage.id, best.time, tuple(stage.cells[place].id for place in best.order))


def _latest_first(cells: tuple[Cell, ...], after: Mapping[str, tuple[str, ...]]) -> list[Cell]:
    """The cells so that each comes behind all that follow it in time."""
    before: dict[str, list[str]] = defaultdict(list)
    for source, targets in after.items():
        for target in targets:
            before[target].append(source)
    open_ends = {id_: len(targets) for id_, targets in after.items()}
    by_id = {cell.id: cell for cell in cells}
    ready = [id_ for id_, count in open_ends.items() if count == 0]
    found = []
    while ready:
        id_ = ready.pop()
        found.append(by_id[id_])
        for source in before[id_]:
            open_ends[source] -= 1
            if open_ends[source] == 0:
                ready.append(source)
    return found


def _value(cell: Cell) -> Decimal:
    return total(minutes for kind, minutes in _parts(cell) if kind == "adds_value")


def _parts(cell: Cell | StreamCell) -> Iterator[tuple[Kind | None, Decimal]]:
    """The minutes of a cell by kind: its own, then those that others brought with them."""
    brought = total(part.minutes for part in cell.moved)
    yield cell.kind, total((cell.minutes, brought.copy_negate()))
    for part in cell.moved:
        yield part.kind, part.minutes


def _by_kind(cells: Iterable[StreamCell]) -> MinutesByKind:
    found: dict[Kind | None, list[Decimal]] = defaultdict(list)
    for cell in cells:
        for kind, minutes in _parts(cell):
            found[kind].append(minutes)
    return MinutesByKind(
        *(total(found[kind]) for kind in ("adds_value", "necessary", "waste", None))
    )
