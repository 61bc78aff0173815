"""What of a blueprint is shown: the rows and lines down to where a role sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from workflow_engine.program.blueprints import (
    LANES,
    LINES,
    ZONES,
    Blueprint,
    Cell,
    Lane,
    Line,
    LineName,
)

ALL = "all"
CUSTOMER = "customer"
_ROWS: tuple[tuple[Lane, ...], ...] = (
    ("evidence",),
    ("customer",),
    ("frontstage", "technology"),
    ("backstage",),
    ("support",),
)
_ORDER: tuple[LineName, ...] = ("interaction", "visibility", "internal_interaction")


@dataclass(frozen=True, slots=True)
class View:
    """The rows that are shown, from top to bottom, and the lines.

    `lines` maps the number of a row to the lines above it, by id: the engine's three, and those of
    the author. `hidden_below` is the line at which it ends, None where everything is shown;
    `hidden_cells` and `hidden_links` count what is below it, and what leads there. In the view of
    the customer `told` is the row of what lies below but is shown all the same.
    """

    role: str | None
    rows: tuple[tuple[Lane, ...], ...]
    lines: tuple[tuple[str, ...], ...]
    hidden_below: LineName | None
    hidden: tuple[Lane, ...]
    hidden_cells: int
    hidden_links: int
    told: int | None = None

    def row(self, lane: Lane) -> int | None:
        """The number of the row of a lane, None where it is not shown."""
        return next((number for number, row in enumerate(self.rows) if lane in row), None)


def seen(blueprint: Blueprint, role: str | None) -> View:
    """What `role` sees: down to the line that `views` names.

    Where it names none, the customer sees down to the line of visibility, a role of the staff down
    to the line of internal interaction. None sees everything.
    """
    limit = _limit(blueprint, role)
    zone = 4 if limit is None else _ORDER.index(limit) + 1
    rows = tuple(
        kept
        for row in _split(blueprint.lines)
        if (kept := tuple(lane for lane in row if ZONES[lane] < zone))
    )
    used = {cell.lane for cell in blueprint.cells}
    hidden = tuple(lane for lane in LANES if ZONES[lane] >= zone and lane in used)
    lines: list[list[str]] = [[] for _ in (*rows, None)]
    for name in _ORDER[: None if limit is None else _ORDER.index(limit) + 1]:
        lines[_above(rows, LINES[name][1])].append(name)
    for line in blueprint.lines:
        if line.id not in LINES:
            lower = max(line.between, key=LANES.index)
            if ZONES[lower] < zone:
                lines[_above(rows, lower)].append(line.id)
    told = None
    if role == CUSTOMER and any(_is_told(cell) for cell in blueprint.cells if cell.lane in hidden):
        told = len(rows)
        rows = (*rows, tuple(lane for lane in LANES if ZONES[lane] >= zone))
        lines.insert(told, [])
    gone = {
        cell.id: cell.lane in hidden and (told is None or not _is_told(cell))
        for cell in blueprint.cells
    }
    return View(
        role,
        rows,
        tuple(map(tuple, lines)),
        limit,
        hidden,
        hidden_cells=sum(gone.values()),
        hidden_links=sum(
            gone.get(link.source, False) != gone.get(link.target, False) for link in blueprint.links
        ),
        told=told,
    )


def shown_to(blueprint: Blueprint, view: View) -> Blueprint:
    """What of a blueprint a view may show; for the staff all that is in its rows.

    The customer sees neither what is decided or thought of the work nor what it costs the staff:
    no problem and goal, no kinds, decisions, fail points, items, steps, minutes of others. Of what
    lies below the line, the words of what they are told.
    """
    if view.role != CUSTOMER:
        return blueprint
    stages = tuple(
        replace(
            stage,
            cells=tuple(
                _for_customer(cell, told=cell.lane in view.hidden)
                for cell in stage.cells
                if cell.lane not in view.hidden or _is_told(cell)
            ),
        )
        for stage in blueprint.stages
    )
    return replace(blueprint, problem=None, goal=None, stages=stages)


def _is_told(cell: Cell) -> bool:
    return cell.exposed or cell.status is not None


def _for_customer(cell: Cell, *, told: bool) -> Cell:
    own = cell.lane in ("evidence", CUSTOMER)
    point = cell.wait_point
    return replace(
        cell,
        text=cell.status if told and cell.status is not None else cell.text,
        item=None,
        minutes=cell.minutes if own else None,
        wait=cell.wait if own else None,
        kind=None,
        regulatory=False,
        ecrs=None,
        fail_point=None,
        wait_point=None if point is None else replace(point, monitor=None),
        exposed=False,
        status=None if told else cell.status,
        uses=(),
        steps=(),
        moved=(),
    )


def _limit(blueprint: Blueprint, role: str | None) -> LineName | None:
    if role is None:
        return None
    stated = blueprint.views.get(role)
    if stated is None:
        return "visibility" if role == "customer" else "internal_interaction"
    return next((name for name in _ORDER if name == stated), None)


def _split(lines: Iterable[Line]) -> tuple[tuple[Lane, ...], ...]:
    """The rows; frontstage and technology apart where a line of the author lies between them."""
    pair = {"frontstage", "technology"}
    if any(line.id not in LINES and set(line.between) == pair for line in lines):
        return tuple((lane,) for lane in LANES)
    return _ROWS


def _above(rows: tuple[tuple[Lane, ...], ...], lane: Lane) -> int:
    """The first row at or below a lane: a line above that lane is drawn above it."""
    place = LANES.index(lane)
    for number, row in enumerate(rows):
        if LANES.index(row[-1]) >= place:
            return number
    return len(rows)
