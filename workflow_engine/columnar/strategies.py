"""Which strategies are in force, as columns: over the levels that may hold where one is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from workflow_engine.columnar.columns import STATUSES, status_column
from workflow_engine.columnar.rule_answers import any_of
from workflow_engine.program.program import Scale

if TYPE_CHECKING:
    from workflow_engine.columnar.rule_answers import RuleAnswers
    from workflow_engine.columnar.stages import Stages

_CONFLICT = STATUSES.index("conflict")
_UNKNOWN = pl.lit(None, dtype=pl.Boolean)


@dataclass(frozen=True, slots=True)
class InForce:
    """What one scale says about some strategies.

    `applies` is true when every level that may hold has one of them, null when only some do;
    `rule` is the number of the strategy of the first level that may hold.
    """

    applies: pl.Expr
    rule: pl.Expr


class ScaleStrategies:
    """The strategies of one scale's levels; `numbers` are the strategies' rule numbers."""

    def __init__(
        self, scale: Scale, looked: RuleAnswers, stages: Stages, numbers: Mapping[str, int]
    ) -> None:
        self._scale = scale
        self._looked = looked
        self._stages = stages
        self._numbers = numbers
        self._asked: dict[frozenset[str], InForce | None] = {}
        self._names = [level.strategy for level in scale.levels]
        if scale.otherwise is not None:
            self._names.append(scale.otherwise.strategy)

    def in_force(self, strategies: frozenset[str]) -> InForce | None:
        """Whether one of the strategies is in force; None where no level has one."""
        mine = strategies.intersection(name for name in self._names if name is not None)
        if mine not in self._asked:
            self._asked[mine] = self._in_force(mine) if mine else None
        return self._asked[mine]

    def _in_force(self, strategies: frozenset[str]) -> InForce:
        pairs = list(zip(self._names, self._possible, strict=True))
        inside = any_of([possible for name, possible in pairs if name in strategies])
        others = [possible for name, possible in pairs if name not in strategies]
        outside = any_of([*others, *self._without_level])
        return InForce(self._stages.once(inside & (~outside | _UNKNOWN)), self._rule)

    @cached_property
    def _possible(self) -> list[pl.Expr]:
        """Whether each level may hold, as `Evaluator.possible_levels`."""
        looked, stages = self._looked, self._stages
        possible: list[pl.Expr] = []
        for index, answer in enumerate(looked.answers):
            number = looked.index(index)
            if self._all_certain:
                holds = (looked.certain == number) | (looked.unmatched & answer.is_null())
                possible.append(stages.once(holds & ~self._conflict))
            else:
                possible.append(
                    stages.once(answer.fill_null(value=True) & (looked.certain >= number))
                )
        if self._scale.otherwise is not None:
            possible.append(looked.unmatched)
        return possible

    @property
    def _without_level(self) -> list[pl.Expr]:
        """Whether it may be that no level holds."""
        found = [self._conflict] if self._all_certain else []
        return found if self._scale.otherwise is not None else [*found, self._looked.unmatched]

    @property
    def _all_certain(self) -> bool:
        return self._scale.hit in ("unique", "any")

    @property
    def _conflict(self) -> pl.Expr:
        return pl.col(status_column(self._scale.id)) == _CONFLICT

    @cached_property
    def _rule(self) -> pl.Expr:
        looked = self._looked
        first = looked.possible
        if self._all_certain:
            chosen = pl.when(looked.unmatched).then(looked.possible).otherwise(looked.certain)
            first = self._stages.once(chosen)
        numbers = [None if name is None else self._numbers[name] for name in self._names]
        by_index = pl.lit(pl.Series([*numbers, None], dtype=pl.UInt32))
        return self._stages.once(by_index.gather(first))
