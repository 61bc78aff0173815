"""What a part of a policy means, apart from how it is written: values to be compared.

Two parts with equal meanings decide the same. Labels, places and the order of what has no order do
not count; names that were only changed in the new version are taken as the same.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias, get_args

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.expressions import (
    And,
    Arithmetic,
    AttributeValue,
    Call,
    Choose,
    Compare,
    Comparison,
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
from workflow_engine.program.types import Type

Renamed: TypeAlias = Mapping[str, str]
"""The new name of what was only renamed, by its old name."""
Meaning: TypeAlias = Any
"""Nested tuples of plain values: can be compared, hashed and written down."""

_MIRRORED: Mapping[Comparison, Comparison] = {
    "==": "==",
    "!=": "!=",
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
}
_AS_THEY_ARE = frozenset({int, bool, type(None)})
_EXPRESSIONS = frozenset(get_args(Expression))
_LEFT_OUT = frozenset({"place", "hash", "blueprints", "written_in"})


def meaning(part: Any, renamed: Renamed) -> Meaning:
    """The meaning of a value of the program: an expression, a dataclass, a mapping, a plain value.

    The order of tuples counts here; callers put what has no order through `unordered`.
    """
    kind = type(part)
    if kind is str:
        return renamed.get(part, part)
    if kind in _AS_THEY_ARE:
        return part
    if kind in _EXPRESSIONS:
        return of_expression(part, renamed)
    if isinstance(part, Bilingual):
        return (part.zh, part.en)
    if isinstance(part, Type):
        options = tuple(option.id for option in part.options)
        item = None if part.item is None else meaning(part.item, renamed)
        fields = tuple((name, meaning(kind, renamed)) for name, kind in part.fields)
        return (part.kind, options, item, part.unit, fields)
    if isinstance(part, Decimal):
        return f"{part.normalize():f}"
    if isinstance(part, dt.date):
        return part.isoformat()
    if isinstance(part, Mapping):
        pairs = ((meaning(key, renamed), meaning(value, renamed)) for key, value in part.items())
        return tuple(sorted(pairs, key=repr))
    if isinstance(part, (tuple, list)):
        return tuple(meaning(one, renamed) for one in part)
    if isinstance(part, (set, frozenset)):
        return unordered(part, renamed)
    if dataclasses.is_dataclass(part):
        return (
            type(part).__name__,
            *(meaning(value, renamed) for _, value in fields_of(part)),
        )
    return part


def fields_of(part: Any) -> Iterator[tuple[str, Any]]:
    """The fields of a dataclass of the program, without those that say where it was written."""
    kind: type = type(part)
    for name in _meaningful(kind):
        yield name, getattr(part, name)


def unordered(parts: Any, renamed: Renamed) -> Meaning:
    """The meaning of several things whose order does not count."""
    return tuple(sorted((meaning(one, renamed) for one in parts), key=repr))


def of_expression(expression: Expression, renamed: Renamed) -> Meaning:
    """The meaning of an expression; the order in an `and` or `or` and of sums does not count.

    Comparisons are turned so that `28 <= tier` and `tier >= 28` are one.
    """
    match expression:
        case Constant(value, kind):
            return ("constant", kind.kind, meaning(value, {}))
        case AttributeValue(name):
            return ("attribute", renamed.get(name, name))
        case DefinitionValue(name, _, field):
            return ("definition", renamed.get(name, name), field)
        case Today():
            return ("today",)
        case Compare(op, left, right):
            sides = of_expression(left, renamed), of_expression(right, renamed)
            if repr(sides[0]) > repr(sides[1]):
                return ("compare", _MIRRORED[op], sides[1], sides[0])
            return ("compare", op, *sides)
        case And() | Or():
            found = {of_expression(part, renamed) for part in _flat(expression)}
            word = "and" if isinstance(expression, And) else "or"
            return next(iter(found)) if len(found) == 1 else (word, *sorted(found, key=repr))
        case Not(item):
            return ("not", of_expression(item, renamed))
        case OneOf(item, options):
            return ("one of", of_expression(item, renamed), tuple(sorted(set(options), key=repr)))
        case IsMissing(item):
            return ("missing", of_expression(item, renamed))
        case Arithmetic(op, left, right):
            sides = of_expression(left, renamed), of_expression(right, renamed)
            if op in ("+", "*"):
                sides = (min(sides, key=repr), max(sides, key=repr))
            return ("arithmetic", op, *sides)
        case Negative(item):
            return ("negative", of_expression(item, renamed))
        case ToNumber(item):
            return ("number", of_expression(item, renamed))
        case Choose(condition, then, otherwise):
            parts = (condition, then, otherwise)
            return ("choose", *(of_expression(part, renamed) for part in parts))
        case Call(function, arguments):
            return ("call", function, *(of_expression(part, renamed) for part in arguments))


def conjuncts(expression: Expression) -> tuple[Expression, ...]:
    """The parts all of which have to hold."""
    return tuple(_flat(expression)) if isinstance(expression, And) else (expression,)


def _flat(expression: And | Or) -> list[Expression]:
    """The parts of an `and` of `and`s, or an `or` of `or`s."""
    found: list[Expression] = []
    for item in expression.items:
        if isinstance(item, (And, Or)) and type(item) is type(expression):
            found += _flat(item)
        else:
            found.append(item)
    return found


@cache
def _meaningful(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass without those that say where or how something was written."""
    return tuple(
        field.name
        for field in dataclasses.fields(kind)
        if field.name not in _LEFT_OUT and field.metadata.get("meaning", True)
    )
