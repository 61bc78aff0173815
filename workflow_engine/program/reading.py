"""What an expression is made of, and what a definition reads."""

from __future__ import annotations

from collections.abc import Container, Iterable

from workflow_engine.program.expressions import (
    And,
    Arithmetic,
    AttributeValue,
    Call,
    Choose,
    Compare,
    DefinitionValue,
    Expression,
    IsMissing,
    Negative,
    Not,
    OneOf,
    Or,
    ToNumber,
)
from workflow_engine.program.program import Definition, Measure, Program, Scale, Table, Tag


def parts(expression: Expression) -> tuple[Expression, ...]:
    """The direct sub-expressions of an expression."""
    match expression:
        case And(items) | Or(items):
            return items
        case Compare(_, left, right) | Arithmetic(_, left, right):
            return (left, right)
        case Not(item) | OneOf(item) | IsMissing(item) | Negative(item) | ToNumber(item):
            return (item,)
        case Choose(condition, then, otherwise):
            return (condition, then, otherwise)
        case Call(_, arguments):
            return arguments
        case _:
            return ()


def expressions_of(definition: Definition) -> tuple[Expression, ...]:
    """The expressions of one definition, in the author's order."""
    match definition:
        case Tag(when=expression) | Measure(value=expression):
            return (expression,)
        case Scale(levels=levels):
            return tuple(level.when for level in levels)
        case Table(rows=rows, otherwise=otherwise):
            return tuple(
                expression
                for group in (*((row.when, *row.then) for row in rows), otherwise or ())
                for expression in group
            )


def attributes_behind(program: Program, roots: Iterable[Expression]) -> frozenset[str]:
    """The names of attributes that expressions read, also through the definitions they read."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = list(roots)
    while waiting:
        expression = waiting.pop()
        waiting.extend(parts(expression))
        if isinstance(expression, AttributeValue):
            found.add(expression.name)
        elif isinstance(expression, DefinitionValue) and expression.name not in seen:
            seen.add(expression.name)
            waiting.extend(expressions_of(program.definitions[expression.name]))
    return frozenset(found)


def definitions_behind(
    program: Program, roots: Iterable[Expression], known: Container[str]
) -> list[str]:
    """The definitions behind some expressions, those first that others read.

    Not those that are known, nor what is behind them only.
    """
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        waiting.extend(parts(node))
        if isinstance(node, DefinitionValue) and node.name not in known and node.name not in found:
            found.add(node.name)
            waiting.extend(expressions_of(program.definitions[node.name]))
    # INVARIANT: the definitions of a program stand in the order in which they read each other.
    return [name for name in program.definitions if name in found] if found else []


def heights(program: Program) -> dict[str, int]:
    """For each definition how many read each other in the longest chain that ends with it."""
    found: dict[str, int] = {}
    for name, definition in program.definitions.items():
        read: list[Expression] = list(expressions_of(definition))
        highest = 0
        while read:
            expression = read.pop()
            read.extend(parts(expression))
            if isinstance(expression, DefinitionValue):
                # INVARIANT: definitions stand after those they read.
                highest = max(highest, found[expression.name])
        found[name] = highest + 1
    return found
