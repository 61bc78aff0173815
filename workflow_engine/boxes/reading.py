"""Expressions of a program as formulas over variables.

What cannot be taken apart (a comparison of two texts, a product of attributes) becomes a variable
of its own, taken as it is: everything stays sound, and a witness decides what it can.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from workflow_engine.boxes.forms import limited, sum_of
from workflow_engine.boxes.formulas import (
    ALWAYS,
    NEVER,
    UNKNOWN,
    Among,
    ByValue,
    Deciding,
    Denied,
    Every,
    Fixed,
    Formula,
    Lacking,
    ListFact,
    Some,
    Surely,
    Within,
    WithoutValue,
)
from workflow_engine.boxes.positions import Span
from workflow_engine.boxes.variables import Vocabulary
from workflow_engine.decide.rule_numbers import SINGLE_HITS, rule_order
from workflow_engine.program.expressions import (
    And,
    AttributeValue,
    Call,
    Choose,
    Compare,
    Comparison,
    Constant,
    DefinitionValue,
    Expression,
    IsMissing,
    Not,
    OneOf,
    Or,
)
from workflow_engine.program.program import Measure, Program, Scale, Table, Tag
from workflow_engine.program.reading import definitions_behind, expressions_of
from workflow_engine.program.types import Type, Value

_TESTS: Mapping[Comparison, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ON_LISTS = frozenset({"all_below", "all_above", "any_below", "any_above", "contains"})
_ENDS = frozenset({"last", "first"})
_MOST_SPREAD = 12
"""A choice between values within so many others is taken as it is: each doubles what is read."""


class Reader:
    """Reads expressions of one program; the same expression is read once."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.words = Vocabulary(program)
        self._formulas: dict[int, tuple[Expression, Formula]] = {}
        self._deciding: dict[str, Deciding | None] = {}
        self._behind: set[str] = set()
        self._depth = 0

    @property
    def size(self) -> int:
        """How many conditions were read."""
        return len(self._formulas)

    def formula(self, expression: Expression) -> Formula:
        """A condition as a formula."""
        # INVARIANT: the expression is kept beside its id, so that the id is not given again.
        known = self._formulas.get(id(expression))
        if known is None:
            self._read_behind([expression])
            known = (expression, self._read(expression))
            self._formulas[id(expression)] = known
        return known[1]

    def deciding(self, name: str) -> Deciding | None:
        """A scale or table as rules; None unless the constants of one rule are its value."""
        if name not in self._deciding:
            self._read_behind(expressions_of(self.program.definitions[name]))
            self._deciding[name] = self._decided(name)
        return self._deciding[name]

    def _read_behind(self, roots: Iterable[Expression]) -> None:
        """Read the definitions behind some expressions, those first that others are made of.

        However long a chain of definitions is, each then finds the one before it read.
        """
        for name in definitions_behind(self.program, roots, self._behind):
            definition = self.program.definitions[name]
            self._behind.add(name)
            match definition:
                case Scale() | Table():
                    self._deciding[name] = self._decided(name)
                case Tag(when=value) | Measure(value=value) if value.type.ordered:
                    self.words.sums[name] = sum_of(value, self.words)
                case Tag(when=value) | Measure(value=value) if value.type.kind == "boolean":
                    self._formulas[id(value)] = value, self._read(value)
                case _:
                    continue

    def _read(self, expression: Expression) -> Formula:
        match expression:
            case And(items):
                return Every(tuple(self.formula(item) for item in items))
            case Or(items):
                return Some(tuple(self.formula(item) for item in items))
            case Not(item):
                return Denied(self.formula(item))
            case Constant(value):
                return Fixed(None if value is None else value is True)
            case IsMissing(item):
                return self._missing(item)
            case Compare(op, left, right):
                return self._compare(op, left, right)
            case OneOf(item, options):
                return self._one_of(item, options)
            case Choose(_, then, otherwise):
                return self._chosen(expression, self.formula(then), self.formula(otherwise))
            case Call("coalesce", arguments):
                return self.formula(_as_choice(arguments, expression.type))
            case Call():
                return self._list_fact(expression) or self._as_it_is(expression)
            case DefinitionValue(name, _, field):
                behind = self.words.inlined(expression)
                if behind is not expression:
                    return self.formula(behind)
                by_value = self._by_value(name, field, lambda value: Fixed(value is True))
                return by_value or self._as_it_is(expression)
            case _:
                return self._as_it_is(expression)

    def _as_it_is(self, expression: Expression) -> Formula:
        """A condition as a variable that is true, false or missing."""
        return Among(self.words.variable(expression), frozenset({True}))

    def _chosen(self, choice: Choose, then: Formula, otherwise: Formula) -> Formula:
        """What `then` and `otherwise` say of the value of a choice between two.

        With the condition unknown there is a value where both sides have the same one.
        """
        test, same = self.formula(choice.condition), self._same(choice)
        open_ = Surely(test, None)
        return Some(
            (
                Every((Surely(test, True), then)),  # noqa: FBT003 - a value of logic
                Every((Surely(test, False), otherwise)),  # noqa: FBT003
                Every((open_, same, then)),
                Every((open_, Denied(same), UNKNOWN)),
            )
        )

    def _same(self, choice: Choose) -> Formula:
        """Whether both sides of a choice have one value; never unknown."""
        equal = self._compare("==", choice.then, choice.otherwise)
        return Surely(equal, True)  # noqa: FBT003 - a value of logic

    def _by_value(
        self, name: str, field: str | None, case: Callable[[Value], Formula]
    ) -> Formula | None:
        """A condition on what a scale or table gives, for each value of it."""
        deciding = self.deciding(name)
        if deciding is None:
            return None
        definition = self.program.definitions[name]
        index = None
        if isinstance(definition, Table):
            index = 0 if field is None else [n for n, _ in definition.outputs].index(field)
        cases = []
        for output in dict.fromkeys((*deciding.outputs, deciding.otherwise)):
            if output is not None:
                value = output[index] if isinstance(output, tuple) and index is not None else output
                cases.append((output, case(value)))
        return ByValue(deciding, tuple(cases))

    def _compare(self, op: Comparison, left: Expression, right: Expression) -> Formula:
        left, right = self.words.inlined(left), self.words.inlined(right)
        spread = self._spread(left, lambda value: self._compare(op, value, right))
        spread = spread or self._spread(right, lambda value: self._compare(op, left, value))
        if spread is not None:
            return spread
        if isinstance(left, Constant) and isinstance(right, Constant):
            if left.value is None or right.value is None:
                return UNKNOWN
            return ALWAYS if _TESTS[op](left.value, right.value) else NEVER
        if left.type.ordered:
            found = limited(op, left, right, self.words)
            return Within(found.terms, found.spans, found.variables)
        equal = self._equal(left, right)
        if equal is None:
            return self._as_it_is(Compare(op, left, right))
        return equal if op == "==" else Denied(equal)

    def _spread(self, side: Expression, against: Callable[[Expression], Formula]) -> Formula | None:
        """A comparison whose side has a few possible values, as one comparison for each."""
        match side:
            case DefinitionValue(name, kind, field):
                return self._by_value(name, field, lambda value: against(Constant(value, kind)))
            case Choose(_, then, otherwise) if self._depth < _MOST_SPREAD:
                self._depth += 1
                both = against(then), against(otherwise)
                chosen = self._chosen(side, *both)
                self._depth -= 1
                return chosen
            case Call("coalesce", arguments, kind) if self._depth < _MOST_SPREAD:
                return against(_as_choice(arguments, kind))
            case _:
                return None

    def _equal(self, left: Expression, right: Expression) -> Formula | None:
        """Equality of two choices, texts or truths; None when it cannot be taken apart."""
        if isinstance(left, Constant):
            left, right = right, left
        if isinstance(right, Constant):
            if left.type.kind == "boolean":
                item = self.formula(left)
                return item if right.value is True else Denied(item)
            return Among(self.words.variable(left), frozenset({right.value}))
        if left.type.kind == "boolean":
            one, two = self.formula(left), self.formula(right)
            return Some((Every((one, two)), Every((Denied(one), Denied(two)))))
        if left.type.kind != "choice":
            return None
        first, second = self.words.variable(left), self.words.variable(right)
        # A value that only one of the two may have still makes them comparable: known, not equal.
        options = dict.fromkeys(o.id for o in (*left.type.options, *right.type.options))
        return Some(
            tuple(
                Every((Among(first, frozenset({one})), Among(second, frozenset({one}))))
                for one in options
            )
        )

    def _one_of(self, item: Expression, options: tuple[Value, ...]) -> Formula:
        item = self.words.inlined(item)
        kind = item.type

        def equals(value: Expression) -> Formula:
            return self._one_of(value, options)

        spread = self._spread(item, equals)
        if spread is not None:
            return spread
        if isinstance(item, Constant):
            if item.value is None:
                return UNKNOWN
            return ALWAYS if item.value in options else NEVER
        if kind.ordered:
            spans: list[Span] = []
            for option in options:
                found = limited("==", item, Constant(option, kind), self.words)
                spans += found.spans
            return Within(found.terms, tuple(spans), found.variables) if options else NEVER
        if kind.kind == "boolean":
            return Some(
                tuple(
                    self.formula(item) if option is True else Denied(self.formula(item))
                    for option in options
                )
            )
        if kind.kind not in ("choice", "text"):
            return self._as_it_is(OneOf(item, options))
        return Among(self.words.variable(item), frozenset(options))

    def _missing(self, item: Expression) -> Formula:
        """Whether an expression has no value."""
        self._depth += 1
        found = self._missing_of(self.words.inlined(item))
        self._depth -= 1
        return found

    def _missing_of(self, item: Expression) -> Formula:
        if self._depth > _MOST_SPREAD:
            return Lacking(self.words.variable(item))
        match item:
            case Constant(value):
                return ALWAYS if value is None else NEVER
            case DefinitionValue(name):
                deciding = self.deciding(name)
                if deciding is None:
                    return Lacking(self.words.variable(item))
                return WithoutValue(deciding)
            case Choose(condition, then, otherwise):
                test = self.formula(condition)
                return Some(
                    (
                        Every((Surely(test, True), self._missing(then))),  # noqa: FBT003
                        Every((Surely(test, False), self._missing(otherwise))),  # noqa: FBT003
                        Every((Surely(test, None), Denied(self._same(item)))),
                    )
                )
            case Call(function, arguments) if function in _ENDS:
                return self._missing(arguments[0])
            case Call("coalesce", arguments):
                return Every(tuple(self._missing(argument) for argument in arguments))
            case _:
                pass
        if item.type.kind == "boolean":
            return Surely(self.formula(item), None)
        if item.type.ordered:
            variables = sum_of(item, self.words).variables.values()
            return Some(tuple(Lacking(one) for one in variables))
        return Lacking(self.words.variable(item))

    def _list_fact(self, call: Call) -> Formula | None:
        """A question about one list attribute and a written value; None if it is none."""
        if call.function not in _ON_LISTS or not isinstance(call.arguments[1], Constant):
            return None
        subject = call.arguments[0]
        if isinstance(subject, Call) and subject.function in _ENDS:
            if not isinstance(subject.arguments[1], Constant):
                return None
            subject = subject.arguments[0]
        if not isinstance(subject, AttributeValue) or subject.type.kind != "list":
            return None
        return ListFact(self.words.variable(subject), call)

    def _decided(self, name: str) -> Deciding | None:
        definition = self.program.definitions[name]
        match definition:
            case Scale(levels=levels, otherwise=last):
                return Deciding(
                    name,
                    "first" if definition.hit == "priority" else definition.hit,
                    tuple(self.formula(level.when) for level in levels),
                    tuple(level.id for level in levels),
                    None if last is None else last.id,
                )
            case Table() if definition.hit in SINGLE_HITS:
                return _table(self, definition)
            case _:
                return None


def _table(reader: Reader, table: Table) -> Deciding | None:
    rows = [table.rows[index] for index in rule_order(table)]
    outputs = [_constants(row.then) for row in rows]
    otherwise = None if table.otherwise is None else _constants(table.otherwise)
    if None in outputs or (table.otherwise is not None and otherwise is None):
        return None
    return Deciding(
        table.id,
        "first" if table.hit == "priority" else table.hit,
        tuple(reader.formula(row.when) for row in rows),
        tuple(outputs),
        otherwise,
    )


def _constants(then: tuple[Expression, ...]) -> tuple[Value, ...] | None:
    """What a row gives, if it is written out."""
    values = tuple(one.value for one in then if isinstance(one, Constant))
    return None if len(values) < len(then) or None in values else values


def _as_choice(arguments: tuple[Expression, ...], kind: Type) -> Expression:
    """The first of several values that is not missing, as choices between two."""
    *earlier, chosen = arguments
    for argument in reversed(earlier):
        chosen = Choose(IsMissing(argument), chosen, argument, kind)
    return chosen
