"""An optional item that no customer can ever get."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from workflow_engine.boxes.budget import BudgetSpent
from workflow_engine.checks.rule_analysis import TOO_MUCH, Ground, RuleAnalysis
from workflow_engine.checks.rule_names import quoted
from workflow_engine.checks.usage import at_level, levels_of
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.expressions import And, Constant, Expression, Not, Or
from workflow_engine.program.program import Item, Level, Program, Scale
from workflow_engine.program.types import BOOLEAN

_NEVER = Bilingual(
    "适用条件写成了“否”，也没有策略给予", "its condition is `false`, and no strategy grants it"
)


@dataclass(frozen=True, slots=True)
class _Suspended:
    """An item that strategies suspend: who is eligible, who of them gets it, and the levels."""

    item: Item
    eligible: Expression
    gets: Expression
    levels: tuple[Level, ...]


def check(analysis: RuleAnalysis) -> Iterable[Diagnostic]:
    """WE748 where the condition is written false, or whoever is eligible has a strategy that
    suspends the item: proved, else nothing is said.

    A condition that turns out never to hold is found by the checks of rules.
    """
    program = analysis.program
    for item in program.items.values():
        never = isinstance(item.applies, Constant) and item.applies.value is False
        if item.kind == "optional" and never and not _levels(program, item, "grants"):
            yield diagnose("WE748", item.place, name=item.label, why=_NEVER)
    suspended = list(_suspended(program))
    ground: Ground | None = None
    for one in suspended:
        try:
            ground = ground or Ground(program, [each.gets for each in suspended], analysis.whole)
            nobody = _left_out(one, ground)
        except BudgetSpent:
            analysis.unsure(quoted(one.item.label), one.item.place, TOO_MUCH)
            return
        if nobody:
            label = one.item.label
            told = diagnose("WE748", one.item.place, name=label, why=_why(one))
            if not analysis.follows(told, label, partial(_left_out, one), one.gets):
                yield told


def _left_out(one: _Suspended, ground: Ground) -> bool:
    """Whether there are customers who are eligible, and none of them gets the item."""
    return ground.never(one.gets) and not ground.never(one.eligible)


def _suspended(program: Program) -> Iterator[_Suspended]:
    for item in program.items.values():
        levels = _levels(program, item, "suspends")
        if item.kind != "optional" or not levels:
            continue
        own = Constant(value=True, type=BOOLEAN) if item.applies is None else item.applies
        granting = [at_level(scale, level) for scale, level in _levels(program, item, "grants")]
        eligible = _any([own, *granting])
        suspended = _any([at_level(scale, level) for scale, level in levels])
        gets = And((eligible, Not(suspended)))
        yield _Suspended(item, eligible, gets, tuple(level for _, level in levels))


def _levels(
    program: Program, item: Item, does: Literal["grants", "suspends"]
) -> list[tuple[Scale, Level]]:
    """The levels whose strategy `grants` or `suspends` the item."""
    named = {
        one.id
        for one in program.strategies.values()
        if item.id in (one.grants if does == "grants" else one.suspends)
    }
    return [
        (scale, level)
        for scale in program.definitions.values()
        if isinstance(scale, Scale)
        for level in levels_of(scale)
        if level.strategy in named
    ]


def _any(conditions: list[Expression]) -> Expression:
    return conditions[0] if len(conditions) == 1 else Or(tuple(conditions))


def _why(one: _Suspended) -> Bilingual:
    labels = [level.label for level in one.levels]
    return Bilingual(
        f"符合条件的客户都在{'、'.join(f'“{label.zh}”' for label in labels)}，那里的策略暂停它",
        f"whoever is eligible is {' or '.join(f'“{label.en}”' for label in labels)}, where the "
        "strategy suspends it",
    )
