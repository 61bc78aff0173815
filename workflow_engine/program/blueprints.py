"""A service blueprint, compiled: names resolved against a policy, cells in the order of the page.

Notation after Bitner, Ostrom & Morgan, “Service Blueprinting” (2008): five lanes, three lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.language.durations import Duration

Lane = Literal["evidence", "customer", "frontstage", "technology", "backstage", "support"]
LANES: tuple[Lane, ...] = (
    "evidence",
    "customer",
    "frontstage",
    "technology",
    "backstage",
    "support",
)
"""From top to bottom. `technology` shares the row of `frontstage`: what serves the customer."""

ZONES: Mapping[Lane, int] = {
    "evidence": 0,
    "customer": 0,
    "frontstage": 1,
    "technology": 1,
    "backstage": 2,
    "support": 3,
}
"""How many lines lie above a lane: a link between two lanes crosses as many as their difference."""

LineName = Literal["interaction", "visibility", "internal_interaction"]
LINES: Mapping[LineName, tuple[Lane, Lane]] = {
    "interaction": ("customer", "frontstage"),
    "visibility": ("frontstage", "backstage"),
    "internal_interaction": ("backstage", "support"),
}
"""The three lines, each with the lanes above and below it."""

Kind = Literal["adds_value", "necessary", "waste"]
"""VA, BVA (necessary though it adds no value), NVA."""

Decision = Literal["eliminate", "combine", "rearrange", "simplify"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the author stated it; `id` is a `LineName`, or a name of the author's own."""

    id: str
    label: Bilingual | None
    between: tuple[Lane, Lane]
    place: Place


@dataclass(frozen=True, slots=True)
class FailPoint:
    """Where the service can go wrong for the customer; `failure` is the recovery case it opens."""

    text: Bilingual
    failure: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class WaitPoint:
    """Where the customer waits: at most `maximum`, watched by the monitor `monitor`."""

    text: Bilingual
    maximum: Duration | None
    monitor: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Ecrs:
    """What is decided about an action: eliminate, combine, rearrange or simplify.

    `with_` is the cell it is combined with; `minutes` and `wait` are the figures afterwards, in
    minutes, None where the author gave none.
    """

    do: Decision
    place: Place
    with_: str | None = None
    note: Bilingual | None = None
    reason: Bilingual | None = None
    minutes: Decimal | None = None
    wait: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """Minutes of work that a combined cell brought into another; they stay of its own kind."""

    cell: str
    minutes: Decimal
    kind: Kind | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One box of a blueprint.

    `minutes` is the work in it, `wait` the time that passes before it is done without anybody
    working on it; both in minutes, None where not stated. `by` is a role, `item` a service item,
    `promise` a promise, `uses` materials and systems. `exposed` says that the customer is shown
    this step though it lies below the line of visibility, `status` in which words. `moved` are the
    parts of `minutes` that other cells brought with them; no file states them, `ecrs.after` does.
    """

    id: str
    stage: str
    lane: Lane
    text: Bilingual
    place: Place
    by: str | None = None
    item: str | None = None
    promise: str | None = None
    minutes: Decimal | None = None
    wait: Decimal | None = None
    kind: Kind | None = None
    regulatory: bool = False
    ecrs: Ecrs | None = None
    fail_point: FailPoint | None = None
    wait_point: WaitPoint | None = None
    exposed: bool = False
    status: Bilingual | None = None
    uses: tuple[Bilingual, ...] = ()
    steps: tuple[Bilingual, ...] = ()
    moved: tuple[Moved, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """One column: its cells by lane, in the author's order, and whose need it serves.

    `needs` maps `customer` or a role to what they need here. `lanes` are the lanes in the order in
    which the author wrote them. `no_contact` is the reason why the customer acts alone here.
    """

    id: str
    label: Bilingual
    cells: tuple[Cell, ...]
    needs: Mapping[str, Bilingual]
    lanes: tuple[Lane, ...]
    place: Place
    no_contact: Bilingual | None = None

    def lane(self, *lanes: Lane) -> tuple[Cell, ...]:
        """The cells of these lanes, from top to bottom."""
        return tuple(cell for lane in lanes for cell in self.cells if cell.lane == lane)


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow between two cells, by id; `both_ways` for an exchange.

    `loop` marks an arrow that goes back in time on purpose and says when it ends; it is empty text
    where the author wrote a loop without an end.
    """

    source: str
    target: str
    place: Place
    both_ways: bool = False
    loop: Bilingual | None = None
    text: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Blueprint:
    """One journey of one kind of customer towards one goal.

    `segment` is a tag, category or level, or `everyone`. `lines` holds the lines that the author
    stated; those that are not stated stand where they belong. `views` says for a role down to which
    line it sees (`all`: everything). `promise` is what the whole journey is measured against;
    `time_basis` says whether waits are working or elapsed time. `written_in` is the language of the
    file's keywords, in which findings give advice.
    """

    id: str
    title: Bilingual
    stages: tuple[Stage, ...]
    links: tuple[Link, ...]
    place: Place
    problem: Bilingual | None = None
    goal: Bilingual | None = None
    segment: str | None = None
    owner: str | None = None
    promise: str | None = None
    time_basis: Literal["elapsed", "working"] = "elapsed"
    lines: tuple[Line, ...] = ()
    views: Mapping[str, str] = field(default_factory=dict)
    written_in: Language = "en"

    @property
    def cells(self) -> Iterator[Cell]:
        """Every cell, stage by stage."""
        return (cell for stage in self.stages for cell in stage.cells)

    def cell(self, id_: str) -> Cell:
        """The cell of that id. Raises KeyError."""
        for cell in self.cells:
            if cell.id == id_:
                return cell
        raise KeyError(id_)
