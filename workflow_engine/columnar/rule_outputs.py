"""What the rules of a table give, in columns: which output stands, and whether another differs."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import polars as pl

from workflow_engine.program.expressions import Constant, Expression
from workflow_engine.program.types import Value

if TYPE_CHECKING:
    from workflow_engine.columnar.expressions import Expressions
    from workflow_engine.columnar.rule_answers import RuleAnswers
    from workflow_engine.columnar.stages import Stages


@dataclass(frozen=True, slots=True)
class Output:
    """One output of a table: what each rule gives, in the order of the hit policy.

    `otherwise` is None where the table has none.
    """

    name: str
    type: pl.DataType
    given: tuple[Expression, ...]
    otherwise: Expression | None

    @property
    def constants(self) -> tuple[Value, ...] | None:
        """What is given by index, where no rule calculates or leaves out anything."""
        everything = (*self.given, *(() if self.otherwise is None else (self.otherwise,)))
        values = tuple(
            one.value for one in everything if isinstance(one, Constant) and one.value is not None
        )
        return values if len(values) == len(everything) else None


class FixedOutput:
    """An output that is the same for every customer whom the same rule decides."""

    def __init__(
        self, output: Output, constants: tuple[Value, ...], looked: RuleAnswers, stages: Stages
    ) -> None:
        self.name = output.name
        self._looked = looked
        self._stages = stages
        given = list(dict.fromkeys(constants))
        self._kinds = [given.index(value) for value in constants]
        self.distinct = len(given) == len(constants)
        self.values = pl.Series([*constants, None], dtype=output.type)

    def standing(self, index: pl.Expr) -> pl.Expr:
        """What the rule of an index gives; null where the index is."""
        return pl.lit(self.values).gather(index)

    def differs(self, index: int) -> pl.Expr:
        """Whether a rule gives something else than what stands; true where nothing stands."""
        return self._kind != pl.lit(self._kinds[index], dtype=pl.UInt32)

    @cached_property
    def _kind(self) -> pl.Expr:
        kinds = pl.Series([*self._kinds, len(self._kinds)], dtype=pl.UInt32)
        return self._stages.once(pl.lit(kinds).gather(self._looked.certain))


class CalculatedOutput:
    """An output that some rule calculates from the customer, or leaves out."""

    distinct = False

    def __init__(
        self, output: Output, looked: RuleAnswers, expressions: Expressions, stages: Stages
    ) -> None:
        self.name = output.name
        self._type = output.type
        self._given = [calculated(one, output.type, expressions, stages) for one in output.given]
        self._otherwise = None
        if output.otherwise is not None:
            self._otherwise = calculated(output.otherwise, output.type, expressions, stages)
        self._looked = looked
        self._stages = stages

    def standing(self, index: pl.Expr) -> pl.Expr:
        """What the rule of an index gives; null where the index is."""
        return pl.when(index.is_not_null()).then(self._standing)

    def differs(self, index: int) -> pl.Expr:
        """Whether a rule gives something else than what stands, for which null is a value."""
        return self._standing.ne_missing(self._given[index])

    @cached_property
    def _standing(self) -> pl.Expr:
        otherwise = pl.lit(None, dtype=self._type) if self._otherwise is None else self._otherwise
        standing = functools.reduce(
            lambda rest, rule: pl.when(rule[0]).then(rule[1]).otherwise(rest),
            reversed(list(zip(self._looked.answers, self._given, strict=True))),
            otherwise,
        )
        return self._stages.once(standing)


RuleOutput: TypeAlias = FixedOutput | CalculatedOutput


def calculated(
    expression: Expression, form: pl.DataType, expressions: Expressions, stages: Stages
) -> pl.Expr:
    """The column of what one rule gives; a constant is a literal."""
    value = expressions.fitted(expression, form)
    return value if isinstance(expression, Constant) else stages.once(value)
