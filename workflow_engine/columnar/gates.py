"""To whom each item is open, whether a strategy suspends it, and by which rule: in columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import polars as pl

from workflow_engine.columnar.columns import gate_column, item_rule_column, suspended_column
from workflow_engine.columnar.rule_answers import any_of

if TYPE_CHECKING:
    from workflow_engine.columnar.expressions import Expressions
    from workflow_engine.columnar.stages import Stages
    from workflow_engine.columnar.strategies import InForce, ScaleStrategies
    from workflow_engine.decide.rule_numbers import RuleNumbers
    from workflow_engine.program.program import Item, Program


class Gates:
    """Adds the columns of items; `scales` are in the program's order."""

    def __init__(
        self,
        program: Program,
        expressions: Expressions,
        stages: Stages,
        scales: Iterable[ScaleStrategies],
        numbers: RuleNumbers,
    ) -> None:
        self._strategies = program.strategies.values()
        self._expressions = expressions
        self._stages = stages
        self._scales = tuple(scales)
        self._numbers = numbers

    def add(self, item: Item) -> list[str]:
        """Add the columns of one item; their names."""
        if item.kind == "must_do":
            self._stages.add(gate_column(item.id), self._expressions.holds(item.applies))
            return [gate_column(item.id)]
        granting = self._in_force([s.id for s in self._strategies if item.id in s.grants])
        suspending = self._in_force([s.id for s in self._strategies if item.id in s.suspends])
        if item.applies is None:
            granting = []
        return [
            self._gate(item, granting),
            *self._suspended(item, suspending),
            *self._rule(item, granting, suspending),
        ]

    def granted(self, item: Item) -> pl.Expr:
        """Whether a strategy opens an item, null where it may."""
        found = self._in_force([s.id for s in self._strategies if item.id in s.grants])
        return any_of([one.applies for one in found])

    def _gate(self, item: Item, granting: list[InForce]) -> str:
        gate = self._expressions.holds(item.applies)
        if granting:
            gate = any_of([gate, *(one.applies for one in granting)])
        if item.until is not None:
            gate = gate & ~self._expressions.value(item.until)
        self._stages.add(gate_column(item.id), gate)
        return gate_column(item.id)

    def _suspended(self, item: Item, suspending: list[InForce]) -> list[str]:
        if not suspending:
            return []
        name = suspended_column(item.id)
        self._stages.add(name, any_of([one.applies for one in suspending]))
        return [name]

    def _rule(self, item: Item, granting: list[InForce], suspending: list[InForce]) -> list[str]:
        """The rule that decides: `until`, then what suspends, what grants, the item itself."""
        if item.until is None and not granting and not suspending:
            return []
        rule = pl.lit(self._numbers.item[item.id], dtype=pl.UInt32)
        if granting:
            closed = ~self._expressions.holds(item.applies).fill_null(value=False)
            for one in reversed(granting):
                rule = pl.when(one.applies & closed).then(one.rule).otherwise(rule)
        for one in reversed(suspending):
            rule = pl.when(one.applies).then(one.rule).otherwise(rule)
        if item.until is not None:
            until = pl.lit(self._numbers.until[item.id], dtype=pl.UInt32)
            over = self._expressions.value(item.until)
            rule = pl.when(over).then(until).otherwise(rule)
        self._stages.add(item_rule_column(item.id), rule)
        return [item_rule_column(item.id)]

    def _in_force(self, strategies: list[str]) -> list[InForce]:
        names = frozenset(strategies)
        found = (scale.in_force(names) for scale in self._scales)
        return [one for one in found if one is not None]
