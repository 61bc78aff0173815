"""The reference evaluator: the specification of every decision, plain and slow.

Every other backend must equal it on every input. Numbers are `Fraction` here, so that nothing of
the fast backends' fixed-point arithmetic is shared.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Container, Iterable, Mapping
from fractions import Fraction
from typing import Any

from workflow_engine.decide.functions import Plain, call, every, exact, some
from workflow_engine.decide.hit_policies import (
    Match,
    Outcome,
    Status,
    aggregated,
    counted,
    ordered,
    single,
)
from workflow_engine.program.expressions import (
    And,
    Arithmetic,
    AttributeValue,
    Call,
    Choose,
    Compare,
    Constant,
    DefinitionValue,
    Expression,
    IsMissing,
    Negative,
    Not,
    OneOf,
    Or,
    Today,
    ToNumber,
)
from workflow_engine.program.program import Definition, Level, Measure, Program, Scale, Table, Tag
from workflow_engine.program.reading import definitions_behind, expressions_of, parts
from workflow_engine.program.types import SCALE, Type, Value

_MOST_NESTED = 12
"""How deep definitions are followed into each other before all that is behind them is decided."""

COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def to_plain(value: Value, kind: Type) -> Plain:
    """An internal value as the reference calculates with it."""
    if value is None:
        return None
    if kind.kind == "number" and isinstance(value, int):
        return Fraction(value, SCALE)
    if kind.kind == "list" and kind.item is not None and isinstance(value, tuple):
        return tuple(to_plain(item, kind.item) for item in value)
    if kind.kind == "record" and isinstance(value, dict):
        return {name: to_plain(value[name], field) for name, field in kind.fields}
    return value


def to_internal(value: Plain, kind: Type) -> Value:
    """A reference value in the internal form of `program.types`."""
    if value is None:
        return None
    if kind.kind == "number":
        millionths: int = round(value * SCALE)
        return millionths
    if kind.kind == "list" and kind.item is not None:
        item = kind.item
        return tuple(to_internal(element, item) for element in value)
    if kind.kind == "record":
        return {name: to_internal(value[name], field) for name, field in kind.fields}
    unchanged: Value = value
    return unchanged


class Evaluator:
    """Evaluates a program for one customer at one moment.

    `customer` maps attribute ids to internal values; an attribute that is not there is missing.
    Each definition is computed once, when first asked for.
    """

    def __init__(self, program: Program, customer: Mapping[str, Value], today: dt.date) -> None:
        self._program = program
        self._customer = customer
        self._today = today
        self._outcomes: dict[str, Outcome[Plain]] = {}
        self._possible: dict[str, tuple[Level | None, ...]] = {}
        self._missing: dict[str, frozenset[str]] = {}
        self._depth = 0

    def value(self, expression: Expression) -> Value:
        """The value of an expression, in internal form."""
        return to_internal(self.plain(expression), expression.type)

    def holds(self, condition: Expression | None) -> bool | None:
        """Whether a condition is true, false or unknown; no condition is true."""
        if condition is None:
            return True
        answer: bool | None = self.plain(condition)
        return answer

    def definition(self, name: str) -> Value:
        """The value of a definition, in internal form."""
        return to_internal(self.outcome(name).value, self._program.definitions[name].type)

    def status(self, name: str) -> Status:
        """Whether a definition is known, unknown, without a matching row, or in conflict."""
        return self.outcome(name).status

    def outcome(self, name: str) -> Outcome[Plain]:
        """Status and plain value of a definition."""
        if name not in self._outcomes:
            self._depth += 1
            if self._depth > _MOST_NESTED:
                # However long a chain of definitions is, each then finds the one before it known.
                for before in self._behind(name, self._outcomes):
                    self._outcomes[before] = self._decide(self._program.definitions[before])
            self._outcomes[name] = self._decide(self._program.definitions[name])
            self._depth -= 1
        return self._outcomes[name]

    def missing(self, expression: Expression) -> frozenset[str]:
        """The missing attributes that make an expression unknown; empty if it is known."""
        if self.plain(expression) is not None:
            return frozenset()
        match expression:
            case AttributeValue(name):
                return frozenset({name})
            case DefinitionValue(name):
                return self.missing_for(name)
            case And(items) | Or(items):
                return self._missing_of(items)
            case Choose(condition, then, otherwise):
                answer = self.plain(condition)
                if answer is None:
                    return self.missing(condition) | self._missing_of((then, otherwise))
                return self.missing(then if answer else otherwise)
            case Call(_, arguments):
                gaps = [a for a in arguments if _has_gap(self.plain(a))]
                return self._missing_of(arguments) | frozenset(
                    name for gap in gaps for name in attributes_in(gap)
                )
            case _:
                return self._missing_of(parts(expression))

    def missing_for(self, name: str) -> frozenset[str]:
        """The missing attributes that make a definition unknown; empty if it is known."""
        if name not in self._missing:
            self._depth += 1
            if self._depth > _MOST_NESTED:
                for before in self._behind(name, self._missing):
                    self._missing[before] = self._gaps(before)
            self._missing[name] = self._gaps(name)
            self._depth -= 1
        return self._missing[name]

    def _behind(self, name: str, known: Container[str]) -> list[str]:
        """The definitions behind one that are not known yet, in the order they read each other."""
        return definitions_behind(
            self._program, expressions_of(self._program.definitions[name]), known
        )

    def _gaps(self, name: str) -> frozenset[str]:
        if self.status(name) != "unknown":
            return frozenset()
        definition = self._program.definitions[name]
        match definition:
            case Measure(value=expression) | Tag(when=expression):
                return self.missing(expression)
            case Scale():
                possible = self.possible_levels(definition)
                return self._missing_of(level.when for level in possible if level is not None)
            case Table():
                return self._missing_for_table(definition)

    def possible_levels(self, scale: Scale) -> tuple[Level | None, ...]:
        """The levels a scale may have given what is known; None stands for no level."""
        if scale.id not in self._possible:
            self._possible[scale.id] = self._not_ruled_out(scale)
        return self._possible[scale.id]

    def _not_ruled_out(self, scale: Scale) -> tuple[Level | None, ...]:
        if self.status(scale.id) == "conflict":
            return (None,)
        possible: list[Level | None] = []
        for level in scale.levels:
            answer = self.plain(level.when)
            if answer is not False:
                possible.append(level)
            if answer is True:
                return (level,) if scale.hit in ("unique", "any") else tuple(possible)
        return (*possible, scale.otherwise)

    def plain(self, expression: Expression) -> Plain:
        """The value of an expression as the reference calculates with it."""
        match expression:
            case Constant(value, kind):
                return to_plain(value, kind)
            case AttributeValue(name, kind):
                return to_plain(self._customer.get(name), kind)
            case DefinitionValue(name, _, field):
                value = self.outcome(name).value
                return value if field is None or value is None else value[field]
            case Today():
                return self._today
            case Compare(op, left, right):
                return _strict(COMPARE[op], self.plain(left), self.plain(right))
            case And(items):
                return every(tuple(self.plain(item) for item in items))
            case Or(items):
                return some(tuple(self.plain(item) for item in items))
            case Not(item):
                return _strict(operator.not_, self.plain(item))
            case OneOf(item, options):
                plain_options = tuple(to_plain(option, item.type) for option in options)
                return _strict(lambda value: value in plain_options, self.plain(item))
            case IsMissing(item):
                return self.plain(item) is None
            case Arithmetic(op, left, right, kind):
                return _strict(_arithmetic(op, kind), self.plain(left), self.plain(right))
            case Negative(item):
                return _strict(operator.neg, self.plain(item))
            case ToNumber(item):
                return _strict(Fraction, self.plain(item))
            case Choose(condition, then, otherwise):
                answer = self.plain(condition)
                branches = self.plain(then), self.plain(otherwise)
                if answer is None:
                    return branches[0] if branches[0] == branches[1] else None
                return branches[0] if answer else branches[1]
            case Call(function, arguments):
                return call(function, tuple(self.plain(a) for a in arguments), self._today)

    def _decide(self, definition: Definition) -> Outcome[Plain]:
        match definition:
            case Measure(value=expression) | Tag(when=expression):
                value = self.plain(expression)
                return Outcome("unknown" if value is None else "known", value)
            case Scale():
                return self._scale(definition)
            case Table():
                return self._table(definition)

    def _scale(self, scale: Scale) -> Outcome[Plain]:
        matches = [
            Match(answer is True, level.id, (rank,))
            for rank, level in enumerate(scale.levels)
            if (answer := self.plain(level.when)) is not False
        ]
        otherwise: Outcome[Plain] = (
            Outcome("known", scale.otherwise.id) if scale.otherwise else Outcome("none")
        )
        return single(scale.hit, matches, otherwise)

    def _table(self, table: Table) -> Outcome[Plain]:
        matches = []
        for row in table.rows:
            answer = self.plain(row.when)
            if answer is not False:
                output = self._output(table, row.then)
                matches.append(Match(answer is True, output, output_rank(table, output)))
        otherwise: Outcome[Plain] = (
            Outcome("none")
            if table.otherwise is None
            else Outcome("known", self._output(table, table.otherwise))
        )
        outcome = self._hit(table, matches, otherwise)
        if outcome.status == "known" and outcome.value is None:
            return Outcome("unknown")
        return outcome

    @staticmethod
    def _hit(
        table: Table, matches: list[Match[Plain]], otherwise: Outcome[Plain]
    ) -> Outcome[Plain]:
        if table.hit in ("rule_order", "output_order"):
            return ordered(table.hit, matches, otherwise)
        if table.hit != "collect":
            return single(table.hit, matches, otherwise)
        if table.aggregate == "list":
            return ordered("rule_order", matches, otherwise)
        if table.aggregate == "count":
            return counted(matches, otherwise)
        return aggregated(table.aggregate, matches, otherwise, sum)

    def _output(self, table: Table, then: tuple[Expression, ...]) -> Plain:
        if len(table.outputs) == 1:
            return self.plain(then[0])
        return {
            name: self.plain(expression)
            for (name, _), expression in zip(table.outputs, then, strict=True)
        }

    def _missing_for_table(self, table: Table) -> frozenset[str]:
        needed: list[Expression] = list(table.otherwise or ())
        for row in table.rows:
            answer = self.plain(row.when)
            if answer is not False:
                needed += [row.when, *row.then]
            if answer is True and table.hit == "first":
                break
        return self._missing_of(needed)

    def _missing_of(self, expressions: Iterable[Expression]) -> frozenset[str]:
        return frozenset().union(*(self.missing(expression) for expression in expressions))


def output_rank(table: Table, output: Plain) -> tuple[int, ...]:
    """Where an output stands among its priorities: one position per choice output, 0 is highest."""
    values = [output] if len(table.outputs) == 1 else [output[name] for name, _ in table.outputs]
    ranks = []
    for (_, kind), value in zip(table.outputs, values, strict=True):
        order = [option.id for option in kind.options]
        if order:
            ranks.append(order.index(value) if value in order else len(order))
    return tuple(ranks)


def attributes_in(expression: Expression) -> frozenset[str]:
    """The attributes an expression reads directly."""
    if isinstance(expression, AttributeValue):
        return frozenset({expression.name})
    return frozenset().union(*(attributes_in(part) for part in parts(expression)))


def _strict(function: Callable[..., Plain], *arguments: Plain) -> Plain:
    """Apply a function unless an argument is missing."""
    return None if None in arguments else function(*arguments)


def _arithmetic(op: str, kind: Type) -> Callable[[Any, Any], Plain]:
    match op:
        case "+":
            return operator.add
        case "-":
            return operator.sub
        case "*":
            return operator.mul if kind.kind == "integer" else lambda a, b: exact(a * b)
        case _:
            return lambda a, b: exact(Fraction(a) / b) if b else None


def _has_gap(value: Plain) -> bool:
    return isinstance(value, tuple) and None in value
