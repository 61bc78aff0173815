"""The decisions about whole frames of customers, equal to `decide.decider.decide` for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl

from workflow_engine.columnar.columns import (
    KEY,
    NAME,
    POSITION,
    attribute_column,
    physical,
    rule_column,
    status_column,
    value_column,
)
from workflow_engine.columnar.expressions import Expressions
from workflow_engine.columnar.gates import Gates
from workflow_engine.columnar.hits import HitPolicy, Rules
from workflow_engine.columnar.magnitudes import Bounds, Limits, limits_of
from workflow_engine.columnar.missing import MissingAttributes, gated_parts
from workflow_engine.columnar.rule_answers import RuleAnswers
from workflow_engine.columnar.rule_outputs import Output
from workflow_engine.columnar.sharing import is_part, with_shared_parts
from workflow_engine.columnar.stages import Stages
from workflow_engine.columnar.strategies import ScaleStrategies
from workflow_engine.decide.rule_numbers import RuleNumbers, rule_order
from workflow_engine.program.expressions import Constant, Expression
from workflow_engine.program.program import Measure, Program, Scale, Table, Tag


class Decisions:
    """The columns of a decided frame (`columnar.columns`) for one program and day; safe to share.

    `limits` are those within which the frames stay. The missing attributes are those on which
    anything undecided depends, or with `asked` those on which one definition does.

    Raises:
        NotColumnar: the policy calculates with numbers that do not fit.
    """

    def __init__(
        self,
        program: Program,
        at: dt.date,
        limits: Limits | None = None,
        *,
        asked: str | None = None,
    ) -> None:
        self._author = program
        self._asked = asked
        self._program = with_shared_parts(program, gated_parts)
        self._bounds = Bounds(self._program, limits_of(program) if limits is None else limits)
        self._expressions = Expressions(self._program, at, self._bounds)
        self._numbers = RuleNumbers(program)
        self._stages = Stages()
        self._looked: dict[str, RuleAnswers] = {}
        columns = [*self._from_the_frame(), *self._definitions()]
        columns += self._items()
        self._staged = self._stages.for_columns(columns)

    def of(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Decide about the customers of a checked frame.

        The result has, in its order, KEY, NAME, POSITION and the attributes that name what was
        chosen and who is responsible; the value, status and rule of every definition; gate,
        suspension and rule of every item; and the missing attributes.
        """
        return self._staged.of(frame)

    def _from_the_frame(self) -> Iterator[str]:
        yield from (KEY, NAME, POSITION)
        named = [role.person for role in self._author.roles.values()]
        names = dict.fromkeys([self._author.choices, *named])
        yield from (attribute_column(name) for name in names if name is not None)

    def _definitions(self) -> Iterator[str]:
        for name, definition in self._program.definitions.items():
            match definition:
                case Tag(when=expression) | Measure(value=expression):
                    self._stages.add(value_column(name), self._expressions.value(expression))
                    if not is_part(name):
                        yield value_column(name)
                case Scale() | Table():
                    yield from self._ruled(definition)

    def _ruled(self, definition: Scale | Table) -> Iterator[str]:
        name = definition.id
        order = rule_order(definition)
        rules = definition.levels if isinstance(definition, Scale) else definition.rows
        answers = [self._stages.once(self._expressions.value(rules[i].when)) for i in order]
        looked = self._looked[name] = RuleAnswers(self._stages, tuple(answers))
        outcome = HitPolicy(
            self._rules(definition, order), looked, self._expressions, self._stages
        ).outcome()
        self._stages.add(value_column(name), outcome.value)
        self._stages.add(status_column(name), outcome.status)
        yield from (value_column(name), status_column(name))
        if outcome.rule is not None:
            self._stages.add(rule_column(name), outcome.rule)
            yield rule_column(name)

    def _rules(self, definition: Scale | Table, order: list[int]) -> Rules:
        first = self._numbers.first.get(definition.id, 0)
        numbers = tuple(first + index for index in (*order, len(order)))
        held = self._bounds.held_definition(definition.id)
        if isinstance(definition, Scale):
            level = definition.otherwise
            otherwise = None if level is None else Constant(level.id, definition.type)
            given: tuple[Expression, ...] = tuple(
                Constant(level.id, definition.type) for level in definition.levels
            )
            level_output = Output("level", held, given, otherwise)
            return Rules(definition.hit, "list", (level_output,), held, numbers)
        outputs = tuple(
            Output(
                name,
                self._held_output(definition, index),
                tuple(definition.rows[i].then[index] for i in order),
                None if definition.otherwise is None else definition.otherwise[index],
            )
            for index, (name, _) in enumerate(definition.outputs)
        )
        return Rules(definition.hit, definition.aggregate, outputs, held, numbers)

    def _held_output(self, table: Table, index: int) -> pl.DataType:
        """How an output is held: wide if what any rule gives is."""
        given = [row.then[index] for row in table.rows]
        if table.otherwise is not None and not _counts(table):
            given.append(table.otherwise[index])
        kind = table.outputs[index][1]
        if kind.numeric and any(self._bounds.of(expression).wide for expression in given):
            return pl.Int128()
        return physical(kind)

    def _items(self) -> list[str]:
        scales = [
            ScaleStrategies(one, self._looked[name], self._stages, self._numbers.strategy)
            for name, one in self._program.definitions.items()
            if isinstance(one, Scale)
        ]
        gates = Gates(self._program, self._expressions, self._stages, scales, self._numbers)
        names = [name for item in self._program.items.values() for name in gates.add(item)]
        missing = MissingAttributes(
            self._program, self._expressions, self._stages, self._looked, gates, asked=self._asked
        )
        return [*names, *missing.add()]


def _counts(table: Table) -> bool:
    return table.hit == "collect" and table.aggregate == "count"
