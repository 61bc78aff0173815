"""ECRS: what is decided about the steps of a blueprint, applied, and what that saves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from workflow_engine.blueprint.rewiring import rewired
from workflow_engine.blueprint.value_stream import ZERO, ValueStream, total, value_stream
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.blueprints import Blueprint, Cell, Decision, Ecrs, Moved, Stage

Obstacle = Literal[
    "regulatory",
    "no_target",
    "target_eliminated",
    "circle",
    "no_figures",
    "nothing_stated",
    "no_wait",
]
"""Why a decision saves nothing that can be counted.

The first four: it is not applied. `regulatory`: the law wants the step; `no_target`: the cell to
combine with is not stated or does not exist; `target_eliminated`: it is eliminated itself;
`circle`: cells are combined with one another in a circle. Then: `no_figures`: it is not known what
the step takes now; `nothing_stated`: nor what it takes once simplified; `no_wait`: rearranged,
though there is no wait to take out.
"""
Loss = Literal["fail_point", "wait_point", "item", "promise", "minutes"]
"""What a decision loses: the cell combined with has one of its own, or it has no use for it."""

NOT_APPLIED: frozenset[Obstacle] = frozenset(
    {"regulatory", "no_target", "target_eliminated", "circle"}
)


@dataclass(frozen=True, slots=True)
class Change:
    """One decision and what it does.

    `target` is the cell that a combined one ends in, through chains of combining. `saved_work` are
    its own minutes of work; `saved_lead` is by how much the lead time gets shorter when decisions
    are applied one after the other in the order of the page, so that both add up to the whole.
    """

    cell: str
    do: Decision
    target: str | None
    saved_work: Decimal
    saved_lead: Decimal
    obstacle: Obstacle | None
    lost: tuple[Loss, ...] = ()

    @property
    def applied(self) -> bool:
        """Whether the blueprint afterwards shows it."""
        return self.obstacle not in NOT_APPLIED

    @property
    def counted(self) -> bool:
        """Whether its savings are known."""
        return self.obstacle is None


@dataclass(frozen=True, slots=True)
class After:
    """The blueprint once its decisions are applied; it holds no more decisions.

    `saved_minutes` is by how much the lead time gets shorter, `saved_work` how many minutes of work
    fall away; negative where it takes longer. `unjoined` are links, by their ends, that would have
    to lead around an eliminated or combined cell, but would cross two lines at a time or go
    backwards in time: they are not drawn, and the author has to say how the work gets on there.
    """

    blueprint: Blueprint
    changes: tuple[Change, ...]
    before: ValueStream
    after: ValueStream
    saved_minutes: Decimal
    saved_work: Decimal
    unjoined: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Effect:
    """A decision, once it is known what becomes of the cells it names."""

    cell: Cell
    decision: Ecrs
    target: str | None
    obstacle: Obstacle | None

    @property
    def applied(self) -> bool:
        return self.obstacle not in NOT_APPLIED


def after(blueprint: Blueprint) -> After:
    """Apply every decision of the blueprint, as `docs/blueprints.md` says.

    Fail points and wait points go with a cell that is eliminated: what is not done cannot go
    wrong. They move with a cell that is combined unless the other has its own. A stage of which no
    cell is left goes as well.
    """
    effects = _effects(blueprint)
    before = value_stream(blueprint)
    changes: list[Change] = []
    done, stream = blueprint, before
    unjoined: tuple[tuple[str, str], ...] = ()
    for count, effect in enumerate(effects, start=1):
        done, unjoined = _applied(blueprint, effects[:count])
        following = value_stream(done)
        changes.append(_change(effect, blueprint, stream, following))
        stream = following
    return After(
        blueprint=done,
        changes=tuple(changes),
        before=before,
        after=stream,
        saved_minutes=_difference(before.lead, stream.lead),
        saved_work=_difference(before.work, stream.work),
        unjoined=unjoined,
    )


def _effects(blueprint: Blueprint) -> list[_Effect]:
    """The decisions in the order of the page; chains of combining lead to their end."""
    cells = {cell.id: cell for cell in blueprint.cells}
    found = []
    for cell in cells.values():
        if cell.ecrs is not None:
            target, obstacle = _outcome(cell, cells)
            found.append(_Effect(cell, cell.ecrs, target, obstacle))
    return found


def _outcome(cell: Cell, cells: Mapping[str, Cell]) -> tuple[str | None, Obstacle | None]:
    decision = cell.ecrs
    assert decision is not None
    without = cell.minutes is None and cell.wait is None
    if decision.do == "eliminate":
        return None, "regulatory" if cell.regulatory else "no_figures" if without else None
    if decision.do == "combine":
        return _end_of_chain(cell, cells, without=without)
    if decision.do == "rearrange":
        return None, "no_wait" if cell.wait is None and decision.wait is None else None
    if decision.minutes is None and decision.wait is None:
        return None, "nothing_stated"
    unknown = (decision.minutes is not None and cell.minutes is None) or without
    return None, "no_figures" if unknown else None


def _end_of_chain(
    cell: Cell, cells: Mapping[str, Cell], *, without: bool
) -> tuple[str | None, Obstacle | None]:
    """Where a combined cell ends: cell after cell until one that stays."""
    passed = {cell.id}
    while cell.ecrs is not None and cell.ecrs.do == "combine":
        following = cells.get(cell.ecrs.with_ or "")
        if following is None:
            return None, "no_target"
        if following.id in passed:
            return None, "circle"
        passed.add(following.id)
        cell = following
    if cell.ecrs is not None and cell.ecrs.do == "eliminate" and not cell.regulatory:
        return None, "target_eliminated"
    return cell.id, "no_figures" if without else None


def _applied(
    blueprint: Blueprint, effects: Sequence[_Effect]
) -> tuple[Blueprint, tuple[tuple[str, str], ...]]:
    """The blueprint with these decisions applied and taken out, and the links not joined."""
    cells = {cell.id: cell for cell in blueprint.cells}
    gone: dict[str, str | None] = {}
    for effect in effects:
        id_ = effect.cell.id
        cells[id_] = replace(cells[id_], ecrs=None)
        if effect.applied and effect.decision.do in {"eliminate", "combine"}:
            gone[id_] = effect.target
        elif effect.applied:
            cells[id_] = _with_figures(cells[id_], effect.decision)
    for effect in effects:
        if effect.target is not None:
            cells[effect.target] = _merged(cells[effect.target], effect.cell, effect.decision)
    links, unjoined = rewired(blueprint, gone)
    stages = tuple(
        _stage_of(stage, tuple(cells[cell.id] for cell in stage.cells if cell.id not in gone))
        for stage in blueprint.stages
    )
    left = tuple(
        stage
        for stage, was in zip(stages, blueprint.stages, strict=True)
        if stage.cells or not was.cells
    )
    return replace(blueprint, stages=left, links=links), unjoined


def _stage_of(stage: Stage, cells: tuple[Cell, ...]) -> Stage:
    """The stage with these cells, and without the lanes that have lost all of theirs."""
    lost = {cell.lane for cell in stage.cells} - {cell.lane for cell in cells}
    return replace(
        stage, cells=cells, lanes=tuple(lane for lane in stage.lanes if lane not in lost)
    )


def _with_figures(cell: Cell, decision: Ecrs) -> Cell:
    """A rearranged or simplified cell with the figures stated for afterwards."""
    if decision.do == "rearrange":
        wait = decision.wait
        if wait is None and cell.wait is not None:
            wait = ZERO
        return replace(cell, wait=wait)
    return replace(
        cell,
        minutes=cell.minutes if decision.minutes is None else decision.minutes,
        wait=cell.wait if decision.wait is None else decision.wait,
    )


def _merged(target: Cell, cell: Cell, decision: Ecrs) -> Cell:
    """The cell that another is combined with; what it has itself stays."""
    uses = dict.fromkeys((*target.uses, *cell.uses))
    return replace(
        target,
        text=_joined(target.text, cell.text),
        by=_first(target.by, cell.by),
        item=_first(target.item, cell.item),
        promise=_first(target.promise, cell.promise),
        minutes=_sum(target.minutes, decision.minutes),
        wait=_sum(target.wait, decision.wait),
        regulatory=target.regulatory or cell.regulatory,
        fail_point=target.fail_point or cell.fail_point,
        wait_point=target.wait_point or cell.wait_point,
        exposed=target.exposed or cell.exposed,
        status=target.status or cell.status,
        uses=tuple(uses),
        steps=(*target.steps, *cell.steps),
        moved=(*target.moved, *_moved(cell, decision)),
    )


def _moved(cell: Cell, decision: Ecrs) -> Iterable[Moved]:
    """The minutes that go on being worked: doing a thing elsewhere makes it no better."""
    if decision.minutes:
        yield Moved(cell.id, decision.minutes, cell.kind)


def _joined(one: Bilingual, other: Bilingual) -> Bilingual:
    return Bilingual(f"{one.zh}；{other.zh}", f"{one.en}; {other.en}")


def _first(own: str | None, other: str | None) -> str | None:
    return other if own is None else own


def _sum(own: Decimal | None, more: Decimal | None) -> Decimal | None:
    return own if more is None else total((own, more))


def _change(
    effect: _Effect, blueprint: Blueprint, before: ValueStream, after_: ValueStream
) -> Change:
    return Change(
        cell=effect.cell.id,
        do=effect.decision.do,
        target=effect.target,
        saved_work=_difference(before.work, after_.work),
        saved_lead=_difference(before.lead, after_.lead),
        obstacle=effect.obstacle,
        lost=tuple(_lost(effect, blueprint)) if effect.applied else (),
    )


def _lost(effect: _Effect, blueprint: Blueprint) -> Iterable[Loss]:
    """What is gone with the decision, and was not meant to go."""
    cell = effect.cell
    if effect.decision.do == "rearrange" and effect.decision.minutes is not None:
        yield "minutes"
    if effect.target is None:
        return
    target = blueprint.cell(effect.target)
    if cell.fail_point and target.fail_point and cell.fail_point.text != target.fail_point.text:
        yield "fail_point"
    if cell.wait_point and target.wait_point and cell.wait_point.text != target.wait_point.text:
        yield "wait_point"
    if cell.item and target.item and cell.item != target.item:
        yield "item"
    if cell.promise and target.promise and cell.promise != target.promise:
        yield "promise"


def _difference(before: Decimal, after_: Decimal) -> Decimal:
    return total((before, after_.copy_negate()))
