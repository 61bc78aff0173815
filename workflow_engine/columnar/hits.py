"""Hit policies in columns: which rule of a scale or table wins for each customer.

The same meaning as `decide.hit_policies`, over whole columns. A rule that may match leaves a result
known only if it would not change it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from workflow_engine.columnar.columns import STATUSES
from workflow_engine.columnar.match_lists import match_lists
from workflow_engine.columnar.rule_answers import any_of
from workflow_engine.columnar.rule_outputs import CalculatedOutput, FixedOutput, Output, RuleOutput
from workflow_engine.decide.rule_numbers import SINGLE_HITS

if TYPE_CHECKING:
    from workflow_engine.columnar.expressions import Expressions
    from workflow_engine.columnar.rule_answers import RuleAnswers
    from workflow_engine.columnar.stages import Stages
    from workflow_engine.program.expressions import Expression
    from workflow_engine.program.program import Aggregate, TableHit

_KNOWN, _UNKNOWN, _NONE, _CONFLICT = (pl.lit(n, dtype=pl.UInt8) for n in range(len(STATUSES)))
_EVERY_CERTAIN = frozenset({"unique", "any"})
"""Hit policies that look at every rule that matches for certain, and at others only without one."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The levels of a scale or rows of a table.

    `numbers` are those of the rules in the order in which the hit policy looks, then of
    `otherwise`. `type` is how the whole value is held.
    """

    hit: TableHit
    aggregate: Aggregate
    outputs: tuple[Output, ...]
    type: pl.DataType
    numbers: tuple[int, ...]

    @property
    def closed(self) -> bool:
        """Whether there is an `otherwise`."""
        return self.outputs[0].otherwise is not None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The columns of a scale or table; `rule` is None where no single rule decides."""

    value: pl.Expr
    status: pl.Expr
    rule: pl.Expr | None = None


class HitPolicy:
    """The outcome of one scale or table."""

    def __init__(
        self, rules: Rules, looked: RuleAnswers, expressions: Expressions, stages: Stages
    ) -> None:
        self._rules = rules
        self._looked = looked
        self._expressions = expressions
        self._stages = stages

    def outcome(self) -> Outcome:
        """The value, the status, and the number of the rule that decided."""
        rules = self._rules
        if rules.hit in SINGLE_HITS:
            return self._single()
        if rules.hit != "collect" or rules.aggregate == "list":
            return self._listed()
        return self._counted() if rules.aggregate == "count" else self._aggregated()

    def _single(self) -> Outcome:
        """The result of `unique`, `any`, `first` or `priority`."""
        rules, looked, stages = self._rules, self._looked, self._stages
        outputs = [self._output(output) for output in rules.outputs]
        conflict = self._conflict(outputs)
        doubt = stages.once(self._doubt(outputs))
        bad = doubt if conflict is None else doubt | conflict
        if not rules.closed:
            bad = bad | looked.unmatched
        index = stages.once(pl.when(~bad).then(looked.certain))
        if len(outputs) > 1:
            fields = [one.standing(index).alias(one.name) for one in outputs]
            value: pl.Expr = pl.when(index.is_not_null()).then(pl.struct(fields))
        else:
            value = outputs[0].standing(index)
            if isinstance(outputs[0], CalculatedOutput):
                value = stages.once(value)
                index = stages.once(pl.when(value.is_not_null()).then(index))
        rest = _UNKNOWN
        if not rules.closed:
            rest = pl.when(looked.unmatched & ~doubt).then(_NONE).otherwise(rest)
        if conflict is not None:
            rest = pl.when(conflict).then(_CONFLICT).otherwise(rest)
        status = pl.when(index.is_not_null()).then(_KNOWN).otherwise(rest)
        numbers = pl.lit(pl.Series([*rules.numbers], dtype=pl.UInt32))
        return Outcome(value, status, numbers.gather(index))

    def _conflict(self, outputs: Sequence[RuleOutput]) -> pl.Expr | None:
        """Whether rules that match for certain are against each other; None where none can be."""
        looked = self._looked
        if self._rules.hit == "unique":
            several = looked.last_certain != looked.certain
            return self._stages.once(several & ~looked.unmatched)
        if self._rules.hit == "any":
            against = [
                answer & any_of([one.differs(index) for one in outputs])
                for index, answer in enumerate(looked.answers)
            ]
            return self._stages.once(any_of(against).fill_null(value=False))
        return None

    def _doubt(self, outputs: Sequence[RuleOutput]) -> pl.Expr:
        """Whether a rule that may match would change what stands."""
        looked = self._looked
        every = self._rules.hit in _EVERY_CERTAIN
        if any(one.distinct for one in outputs):
            if every:
                return looked.unmatched & looked.doubtful
            return looked.possible < looked.certain
        doubts = []
        for index, answer in enumerate(looked.answers):
            reached = looked.unmatched if every else looked.certain > looked.index(index)
            changes = any_of([one.differs(index) for one in outputs])
            if not self._rules.closed:
                changes = changes | looked.unmatched
            doubts.append(answer.is_null() & reached & changes)
        return any_of(doubts)

    def _output(self, output: Output) -> RuleOutput:
        constants = output.constants
        if constants is None:
            return CalculatedOutput(output, self._looked, self._expressions, self._stages)
        return FixedOutput(output, constants, self._looked, self._stages)

    def _listed(self) -> Outcome:
        """The result of `rule_order`, `output_order` or `collect list`: every match, in order."""
        rules, looked = self._rules, self._looked
        single = len(rules.outputs) == 1
        value = pl.lit(None, dtype=rules.type)
        if looked.answers:
            value = match_lists(
                looked.answers, rules.outputs, rules.type, self._expressions, self._stages
            )
        otherwise = None
        if rules.closed:
            fields = self._fields([o.otherwise for o in rules.outputs if o.otherwise is not None])
            entry = self._stages.once(fields[0] if single else pl.struct(fields))
            otherwise = pl.when(entry.is_not_null()).then(pl.concat_list(entry).cast(rules.type))
        return self._completed(value, looked.doubtful, otherwise, may_be_none=True)

    def _counted(self) -> Outcome:
        """The result of `collect count`: how many rows match."""
        answers = self._looked.answers
        number = pl.sum_horizontal(answers) if answers else pl.lit(0)
        otherwise = self._otherwise() if self._rules.closed else None
        value = number.cast(self._rules.type)
        return self._completed(value, self._looked.doubtful, otherwise, may_be_none=False)

    def _aggregated(self) -> Outcome:
        """The result of `collect sum`, `min` or `max`."""
        rules, looked = self._rules, self._looked
        given = [self._stages.once(self._held(one)) for one in rules.outputs[0].given]
        pairs = list(zip(looked.answers, given, strict=True))
        taken: list[pl.Expr] = [pl.when(answer).then(one) for answer, one in pairs]
        taken.append(pl.lit(None, dtype=rules.type))
        reduce = {"sum": pl.sum_horizontal, "min": pl.min_horizontal, "max": pl.max_horizontal}
        value = self._stages.once(reduce[rules.aggregate](taken))
        changes = {"sum": pl.Expr.ne, "min": pl.Expr.lt, "max": pl.Expr.gt}[rules.aggregate]
        against = pl.lit(0, dtype=rules.type) if rules.aggregate == "sum" else value
        doubts = [answer.is_null() & changes(one, against) for answer, one in pairs]
        gaps = [answer.fill_null(value=True) & one.is_null() for answer, one in pairs]
        doubt = any_of([*doubts, *gaps]).fill_null(value=False) | looked.unmatched
        doubt = self._stages.once(doubt & (looked.doubtful | ~looked.unmatched))
        otherwise = self._otherwise() if rules.closed else None
        return self._completed(value, doubt, otherwise, may_be_none=not rules.closed)

    def _completed(
        self, value: pl.Expr, doubt: pl.Expr, otherwise: pl.Expr | None, *, may_be_none: bool
    ) -> Outcome:
        """The outcome where no single rule decides.

        `otherwise` stands where no rule matches; `may_be_none`: a value that is not there then
        means that there is none.
        """
        looked = self._looked
        if otherwise is not None:
            value = pl.when(looked.unmatched).then(otherwise).otherwise(value)
        elif may_be_none:
            value = pl.when(~looked.unmatched).then(value)
        value = self._stages.once(pl.when(~doubt).then(value))
        rest = _UNKNOWN
        if may_be_none:
            rest = pl.when(looked.unmatched & ~doubt).then(_NONE).otherwise(rest)
        return Outcome(value, pl.when(value.is_not_null()).then(_KNOWN).otherwise(rest))

    def _otherwise(self) -> pl.Expr:
        expression = self._rules.outputs[0].otherwise
        assert expression is not None, "asked only of closed tables"
        return self._held(expression)

    def _held(self, expression: Expression) -> pl.Expr:
        return self._expressions.fitted(expression, self._rules.type)

    def _fields(self, given: Sequence[Expression]) -> list[pl.Expr]:
        """What one rule gives, as the fields of a record."""
        pairs = zip(self._rules.outputs, given, strict=True)
        return [
            self._expressions.fitted(expression, output.type).alias(output.name)
            for output, expression in pairs
        ]
