"""What regions are about: the attributes, the day, and expressions that are taken as they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, TypeAlias

from workflow_engine.program.expressions import (
    Arithmetic,
    AttributeValue,
    Call,
    Compare,
    Constant,
    DefinitionValue,
    Expression,
    IsMissing,
    OneOf,
    Today,
    ToNumber,
)
from workflow_engine.program.program import Measure, Program, Scale, Table, Tag
from workflow_engine.program.reading import definitions_behind, expressions_of, parts
from workflow_engine.program.types import Type

if TYPE_CHECKING:
    from workflow_engine.boxes.forms import Sum

Key: TypeAlias = tuple[object, ...]
"""What identifies a variable whatever its labels: the same in two versions of a policy."""

TODAY_KEY: Key = ("today",)


@dataclass(frozen=True, slots=True, eq=False)
class Variable:
    """What has one value for each customer and day: an attribute, `today`, or an expression.

    `reads` are the attributes behind it, "today" for the day among them.
    """

    key: Key
    expression: Expression
    type: Type
    program: Program
    reads: frozenset[str]

    @property
    def opaque(self) -> bool:
        """Whether it is an expression taken as it is."""
        return not isinstance(self.expression, AttributeValue | Today)


class Vocabulary:
    """The variables of one program.

    `sums` has the measures that are sums, by name, as far as they were read.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.sums: dict[str, Sum] = {}
        self._variables: dict[Key, Variable] = {}
        self._keys: dict[str, Key] = {}

    def inlined(self, expression: Expression) -> Expression:
        """The expression behind the name of a measure or a tag; others as they are."""
        while isinstance(expression, DefinitionValue):
            match self.program.definitions[expression.name]:
                case Measure(value=behind) | Tag(when=behind):
                    expression = behind
                case _:
                    return expression
        return expression

    def variable(self, expression: Expression) -> Variable:
        """The variable that an expression is; the same for expressions that read the same."""
        key = self.key(expression)
        if key not in self._variables:
            reads = self._reads(expression)
            self._variables[key] = Variable(key, expression, expression.type, self.program, reads)
        return self._variables[key]

    def key(self, expression: Expression) -> Key:
        """What an expression calculates, without labels, units and names of measures."""
        self._learn([expression])
        return self._key(expression)

    def definition_key(self, name: str) -> Key:
        """What a definition comes to: the same for two versions that are the same."""
        self._learn([DefinitionValue(name, self.program.definitions[name].type)])
        return self._keys[name]

    def _learn(self, roots: Iterable[Expression]) -> None:
        """Know the keys of the definitions behind some expressions, one after another."""
        for name in definitions_behind(self.program, roots, self._keys):
            self._keys[name] = self._definition(name)

    def _key(self, expression: Expression) -> Key:
        match expression:
            case AttributeValue(name):
                return ("attribute", name)
            case Today():
                return TODAY_KEY
            case Constant(value, kind):
                return ("constant", kind.kind, value)
            case OneOf(item, options):
                return _short("one of", self._key(item), options)
            case DefinitionValue(name, _, field):
                if isinstance(self.program.definitions[name], Measure | Tag):
                    return self._keys[name]
                return _short("definition", self._keys[name], field)
            case Call(function, arguments):
                return _short(function, *map(self._key, arguments))
            case ToNumber(item):
                return _short("number", self._key(item))
            case IsMissing(item):
                return _short("missing", self._key(item))
            case Compare(op) | Arithmetic(op):
                return _short(op, expression.type.kind, *map(self._key, parts(expression)))
            case _:
                return _short(type(expression).__name__, *map(self._key, parts(expression)))

    def _definition(self, name: str) -> Key:
        definition = self.program.definitions[name]
        inner = tuple(map(self._key, expressions_of(definition)))
        match definition:
            case Scale(hit=hit, levels=levels, otherwise=otherwise):
                ids = tuple(level.id for level in levels)
                return _short(hit, ids, None if otherwise is None else otherwise.id, inner)
            case Table(hit=hit, aggregate=aggregate, outputs=outputs, otherwise=last):
                ranks = tuple((name, tuple(o.id for o in kind.options)) for name, kind in outputs)
                return _short(hit, aggregate, ranks, last is None, inner)
            case Measure() | Tag():
                return inner[0]

    def _reads(self, expression: Expression) -> frozenset[str]:
        found: set[str] = set()
        waiting = [expression]
        seen: set[str] = set()
        while waiting:
            node = waiting.pop()
            waiting.extend(parts(node))
            match node:
                case AttributeValue(name):
                    found.add(name)
                case Today():
                    found.add("today")
                case Call(function) if function in DATED:
                    found.add("today")
                case DefinitionValue(name) if name not in seen:
                    seen.add(name)
                    waiting.extend(expressions_of(self.program.definitions[name]))
                case _:
                    pass
        return frozenset(found)


DATED = frozenset({"days_since", "days_until", "months_since", "years_since"})
"""Functions that read the day of the decision."""


def _short(what: str, *parts_: object) -> Key:
    """A key of one depth for what is made of others: chains of definitions may be long."""
    return (what, sha256(repr(parts_).encode()).hexdigest()[:32])
