"""A condition as a program of its own, with what it depends on and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.expressions import (
    And,
    Arithmetic,
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
from workflow_engine.program.program import Definition, Measure, Program, Scale, Tag
from workflow_engine.program.reading import expressions_of, parts

ASKED = "?"
"""The condition as a tag: a name that no policy can give."""
MOST_NODES = 2_000
"""Tags and measures are written out in a condition as long as it is not larger than this."""


class _TooLargeError(Exception):
    """A condition is not written out."""


def asking(program: Program, condition: Expression) -> Program:
    """The program reduced to one tag, `ASKED`, and to what it depends on."""
    needed: set[str] = set()
    waiting = [condition]
    while waiting:
        expression = waiting.pop()
        waiting.extend(parts(expression))
        if isinstance(expression, DefinitionValue) and expression.name not in needed:
            needed.add(expression.name)
            waiting.extend(expressions_of(program.definitions[expression.name]))
    definitions = {name: one for name, one in program.definitions.items() if name in needed}
    asked = Tag(ASKED, Bilingual.same(ASKED), condition, program.head.place)
    return replace(
        program,
        definitions={**definitions, ASKED: asked},
        categories=None,
        visits=None,
        items={},
        strategies={},
    )


def written_out(program: Program, condition: Expression) -> Program | None:
    """`asking`, where columns tell what it lacks; None where they would tell too much.

    The columns of missing attributes are a union over all definitions. Where the condition is
    unknown, that is what the condition lacks, if everything that is unknown makes it so: if no tag
    or measure stands between, and a scale or table stands behind one `and` or `or` at most.
    """
    try:
        written = _Written(program.definitions)
        asked = asking(program, written.expression(condition))
        others = {
            name: written.definition(one)
            for name, one in asked.definitions.items()
            if name != ASKED
        }
    except _TooLargeError:
        return None
    tag = asked.definitions[ASKED]
    assert isinstance(tag, Tag), "it was made so"
    plain = not any(map(_reads, _all_expressions(others.values()))) and _only_unknown(tag.when)
    return replace(asked, definitions={**others, ASKED: tag}) if plain else None


class _Written:
    """Writes tags and measures out where they are read, but within calls of functions."""

    def __init__(self, definitions: Mapping[str, Definition]) -> None:
        self._definitions = definitions
        self._left = MOST_NODES

    def definition(self, one: Definition) -> Definition:
        """A scale with its conditions written out; anything else as it is."""
        if not isinstance(one, Scale):
            return one
        levels = (replace(level, when=self.expression(level.when)) for level in one.levels)
        return replace(one, levels=tuple(levels))

    def expression(self, given: Expression) -> Expression:
        """An expression of the same meaning. Raises _TooLargeError."""
        self._left -= 1
        if self._left < 0:
            raise _TooLargeError
        of = self.expression
        match given:
            case DefinitionValue(name):
                match self._definitions[name]:
                    case Tag(when=meant) | Measure(value=meant):
                        return of(meant)
                return given
            case And(items) | Or(items):
                return replace(given, items=tuple(map(of, items)))
            case Not(item) | OneOf(item) | Negative(item) | ToNumber(item):
                return replace(given, item=of(item))
            case Compare(left=left, right=right) | Arithmetic(left=left, right=right):
                return replace(given, left=of(left), right=of(right))
            case _:
                return given


def _only_unknown(condition: Expression) -> bool:
    """Whether all scales and tables that are unknown make the condition so, if it is unknown."""
    if isinstance(condition, And | Or):
        kind = type(condition)
        return all(
            _only_unknown(item) if isinstance(item, kind) else _strict(item)
            for item in condition.items
        )
    return _strict(condition)


def _strict(expression: Expression) -> bool:
    """Whether the expression is unknown as soon as a definition in it is."""
    if not _reads(expression):
        return True
    if isinstance(expression, And | Or | Choose | Call | IsMissing):
        return False
    return all(map(_strict, parts(expression)))


def _reads(expression: Expression) -> bool:
    """Whether a definition stands in the expression."""
    return isinstance(expression, DefinitionValue) or any(map(_reads, parts(expression)))


def _all_expressions(definitions: Iterable[Definition]) -> Iterable[Expression]:
    return (expression for one in definitions for expression in expressions_of(one))
