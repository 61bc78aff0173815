"""How a service item is done: its own steps, and the cells of the blueprints that perform it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.blueprints import Blueprint, Cell, Lane, Stage
from workflow_engine.program.program import Failure, Item, Program

_BELOW: tuple[Lane, ...] = ("backstage", "support")
_AT_WORK: tuple[Lane, ...] = ("frontstage", "technology", "backstage", "support")


@dataclass(frozen=True, slots=True)
class Act:
    """One cell that performs the item, where it stands, and what the customer gets in hand."""

    cell: Cell
    stage: Stage
    blueprint: Blueprint
    evidence: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class Risk:
    """What can go wrong, and the recovery that follows; None where the author named none."""

    text: Bilingual
    failure: Failure | None


@dataclass(frozen=True, slots=True)
class Procedure:
    """Everything the policy and its blueprints say about doing one item.

    `acts` are those of the blueprint that performs it most, in the order of time; everything else
    here belongs to them. `elsewhere` are the acts of other journeys. `ready` are the cells below
    the line of visibility that have to be done before; cells that are to be eliminated are left
    out of it.
    """

    item: Item
    acts: tuple[Act, ...]
    elsewhere: tuple[Act, ...]
    ready: tuple[Cell, ...]
    risks: tuple[Risk, ...]
    waits: tuple[Cell, ...]
    uses: tuple[Bilingual, ...]
    evidence: tuple[Bilingual, ...]
    promises: tuple[Bilingual, ...]

    @property
    def steps(self) -> tuple[Bilingual, ...]:
        """How it is done in few words: the item's steps, else what its cells do."""
        return self.item.steps or tuple(act.cell.text for act in self.acts)

    @property
    def drawn_minutes(self) -> float | None:
        """The minutes of work that its cells add up to; None where none is said."""
        stated = [act.cell.minutes for act in self.acts if act.cell.minutes is not None]
        return float(sum(stated)) if stated else None

    @property
    def minutes(self) -> float | None:
        """The minutes of work: those that are planned, else those of its cells."""
        return self.item.minutes or self.drawn_minutes


def procedure(item: Item, program: Program, blueprints: Mapping[str, Blueprint]) -> Procedure:
    """The procedure of an item, by the journey that performs it most."""
    journeys = [tuple(_acts(item, blueprint)) for blueprint in blueprints.values()]
    journeys.sort(key=len, reverse=True)
    acts, *others = journeys or [()]
    around = list(_around(acts))
    promised = dict.fromkeys(cell.promise for cell in around if cell.promise is not None)
    return Procedure(
        item=item,
        acts=acts,
        elsewhere=tuple(act for journey in others for act in journey),
        ready=tuple(_ready(acts)),
        risks=tuple(_risks(around, program)),
        waits=tuple(cell for cell in around if cell.wait_point is not None),
        uses=_each_once(use for act in acts for use in act.cell.uses),
        evidence=_each_once(text for act in acts for text in act.evidence),
        promises=tuple(
            program.promises[name].slogan for name in promised if name in program.promises
        ),
    )


def document_number(kind: str, item: Item, program: Program) -> str:
    """The number of a paper about an item: its place among the items of its kind.

    `SOP-M03` is the third must-do item of the policy, `OPL-O01` the first optional one.
    """
    alike = [one.id for one in program.items.values() if one.kind == item.kind]
    letter = "M" if item.kind == "must_do" else "O"
    return f"{kind}-{letter}{alike.index(item.id) + 1:02}"


def _acts(item: Item, blueprint: Blueprint) -> Iterator[Act]:
    for stage in blueprint.stages:
        evidence = tuple(cell.text for cell in stage.lane("evidence"))
        for cell in stage.lane(*_AT_WORK):
            if cell.item == item.id:
                yield Act(cell, stage, blueprint, evidence)


def _around(acts: Iterable[Act]) -> Iterator[Cell]:
    """The cells that perform the item, each with what the customer does in its stage."""
    seen: set[tuple[str, str]] = set()
    for act in acts:
        for cell in (act.cell, *act.stage.lane("customer")):
            if (act.blueprint.id, cell.id) not in seen:
                seen.add((act.blueprint.id, cell.id))
                yield cell


def _ready(acts: Iterable[Act]) -> Iterator[Cell]:
    seen: set[tuple[str, str]] = {(act.blueprint.id, act.cell.id) for act in acts}
    for act in acts:
        for cell in _behind(act):
            eliminated = cell.ecrs is not None and cell.ecrs.do == "eliminate"
            if (act.blueprint.id, cell.id) not in seen and not eliminated:
                seen.add((act.blueprint.id, cell.id))
                yield cell


def _behind(act: Act) -> Iterator[Cell]:
    """What leads to a cell from below the line of visibility, the nearest first.

    Where no link says so, everything below it in its stage.
    """
    blueprint = act.blueprint
    cells = {cell.id: cell for cell in blueprint.cells}
    leading: dict[str, list[str]] = {}
    for link in blueprint.links:
        if link.loop is None:
            leading.setdefault(link.target, []).append(link.source)
            if link.both_ways:
                leading.setdefault(link.source, []).append(link.target)
    found: dict[str, Cell] = {}
    waiting = [act.cell.id]
    while waiting:
        for source in leading.get(waiting.pop(0), ()):
            cell = cells.get(source)
            if cell is not None and cell.lane in _BELOW and source not in found:
                found[source] = cell
                waiting.append(source)
    yield from found.values() if found else act.stage.lane(*_BELOW)


def _risks(cells: Iterable[Cell], program: Program) -> Iterator[Risk]:
    failures = {failure.id: failure for failure in program.recovery.failures}
    for cell in cells:
        point = cell.fail_point
        if point is not None:
            yield Risk(point.text, failures.get(point.failure or ""))


def _each_once(texts: Iterable[Bilingual]) -> tuple[Bilingual, ...]:
    return tuple(dict.fromkeys(texts))
