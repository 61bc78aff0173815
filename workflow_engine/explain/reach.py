"""What a definition or an item depends on, through all other definitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow_engine.decide.reference import attributes_in
from workflow_engine.explain.facts import definitions_in
from workflow_engine.program.expressions import Expression
from workflow_engine.program.program import Item, Program, Scale
from workflow_engine.program.reading import expressions_of, parts


def reached(program: Program, roots: Iterable[Expression]) -> list[Expression]:
    """The expressions and those of every definition they read, each definition once."""
    found = list(roots)
    seen: set[str] = set()
    for expression in found:  # grows while it is walked
        for name in definitions_in(expression):
            if name not in seen:
                seen.add(name)
                found.extend(expressions_of(program.definitions[name]))
    return found


def item_expressions(program: Program, item: Item) -> list[Expression]:
    """What decides about an item: its conditions and the scales whose strategies touch it."""
    found = [e for e in (item.applies, item.until) if e is not None]
    for definition in program.definitions.values():
        if isinstance(definition, Scale):
            levels = (*definition.levels, definition.otherwise)
            names = {level.strategy for level in levels if level is not None}
            strategies = [program.strategies[name] for name in names if name is not None]
            if any(item.id in (*s.grants, *s.suspends) for s in strategies):
                found.extend(expressions_of(definition))
    return found


def attributes_reached(program: Program, expressions: Iterable[Expression]) -> tuple[str, ...]:
    """The attributes that expressions read directly, in the policy's order."""
    read = frozenset[str]().union(*(attributes_in(expression) for expression in expressions))
    return tuple(name for name in program.attributes if name in read)


def nodes(expressions: Iterable[Expression]) -> Iterator[Expression]:
    """Every part of every expression."""
    for expression in expressions:
        yield expression
        yield from nodes(parts(expression))
