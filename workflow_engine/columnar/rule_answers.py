"""Where the rules of a scale or table match, as columns: what every hit policy asks of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from workflow_engine.columnar.stages import Stages

_BYTE = 255


class RuleAnswers:
    """The answers of rules, in the order in which the hit policy looks at them.

    `answers` are columns of Booleans, null where unknown. Indexes count the rules from 0; their
    number, `none`, stands for no rule. Every property is a column that is calculated once.
    """

    def __init__(self, stages: Stages, answers: tuple[pl.Expr, ...]) -> None:
        self._stages = stages
        self.answers = answers
        self.none = len(answers)
        self._code = pl.UInt8() if self.none < _BYTE else pl.UInt32()

    @cached_property
    def certain(self) -> pl.Expr:
        """The index of the first rule that matches for certain."""
        return self._index(pl.min_horizontal, self.answers, self.none)

    @cached_property
    def last_certain(self) -> pl.Expr:
        """The index of the last rule that matches for certain; 0 when none does."""
        return self._index(pl.max_horizontal, self.answers, 0)

    @cached_property
    def possible(self) -> pl.Expr:
        """The index of the first rule that matches or may match."""
        candidates = [answer.fill_null(value=True) for answer in self.answers]
        return self._index(pl.min_horizontal, candidates, self.none)

    @cached_property
    def doubtful(self) -> pl.Expr:
        """Whether some rule may match, but not for certain."""
        return self._stages.once(any_of([answer.is_null() for answer in self.answers]))

    @cached_property
    def unmatched(self) -> pl.Expr:
        """Whether no rule matches for certain."""
        return self._stages.once(self.certain == self.index(self.none))

    def index(self, number: int) -> pl.Expr:
        """An index as a literal."""
        return pl.lit(number, dtype=self._code)

    def _index(
        self, extreme: Callable[..., pl.Expr], conditions: Sequence[pl.Expr], otherwise: int
    ) -> pl.Expr:
        if not conditions:
            return self._stages.once(self.index(otherwise))
        found = [
            pl.when(condition).then(self.index(number)).otherwise(self.index(otherwise))
            for number, condition in enumerate(conditions)
        ]
        return self._stages.once(found[0] if len(found) == 1 else extreme(found))


def any_of(conditions: Sequence[pl.Expr]) -> pl.Expr:
    """Whether one of several conditions is true; of none: false."""
    if len(conditions) > 1:
        return pl.any_horizontal(conditions)
    return conditions[0] if conditions else pl.lit(value=False)
