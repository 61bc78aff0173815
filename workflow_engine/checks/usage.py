"""What the rules of a policy read: definitions, outputs of tables, and tags by their names."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_engine.explain.reach import nodes
from workflow_engine.program.expressions import Compare, Constant, DefinitionValue, Expression
from workflow_engine.program.program import Level, Program, Scale
from workflow_engine.program.reading import expressions_of

Reading = tuple[str, str | None]
"""A definition, and which output of it is read; None where it is read as a whole."""


def read_by_rules(program: Program) -> frozenset[Reading]:
    """Every definition and output that some expression of the policy reads."""
    return frozenset(
        (node.name, node.field)
        for node in nodes(_expressions(program))
        if isinstance(node, DefinitionValue)
    )


def tags_by_name(program: Program) -> frozenset[str]:
    """Tags that sections name without an expression: categories, urgency, shorter time limits."""
    categories = () if program.categories is None else program.categories.of
    urgent = (tag for item in program.items.values() for tag, _ in item.urgency_when)
    faster = (tag for failure in program.recovery.failures for tag, _ in failure.faster_for)
    return frozenset((*categories, *urgent, *faster))


def levels_of(scale: Scale) -> tuple[Level, ...]:
    """All levels of a scale, the one for all others last."""
    return scale.levels if scale.otherwise is None else (*scale.levels, scale.otherwise)


def has_strategies(scale: Scale) -> bool:
    """Whether the level of a customer changes what they are offered."""
    return any(level.strategy is not None for level in levels_of(scale))


def roles_at_work(program: Program) -> frozenset[str]:
    """The roles that the policy gives something to do; blueprints are not looked at."""
    return frozenset(role for role in _working(program) if role is not None)


def at_level(scale: Scale, level: Level) -> Expression:
    """The condition of being at a level of a scale."""
    return Compare("==", DefinitionValue(scale.id, scale.type), Constant(level.id, scale.type))


def _expressions(program: Program) -> Iterator[Expression]:
    for definition in program.definitions.values():
        yield from expressions_of(definition)
    yield from (assertion.expression for assertion in program.never)
    guards = [
        *(one for item in program.items.values() for one in (item.applies, item.until)),
        *(failure.applies for failure in program.recovery.failures),
        *(promise.applies for promise in program.promises.values()),
        *(privilege.applies for privilege in program.privileges.values()),
        *(move.guard for process in program.processes.values() for move in process.transitions),
    ]
    yield from (guard for guard in guards if guard is not None)


def _working(program: Program) -> Iterator[str | None]:
    for item in program.items.values():
        yield item.by
    for monitor in program.monitors.values():
        yield monitor.owner
    for department in program.support.values():
        yield department.role
    for failure in program.recovery.failures:
        yield from (failure.owner, failure.approve, failure.exception)
    if program.feedback is not None:
        yield program.feedback.owner
    for process in program.processes.values():
        yield process.owner
        for move in process.transitions:
            yield from move.by
        for rung in process.ladder:
            yield from (rung.role, rung.to)
