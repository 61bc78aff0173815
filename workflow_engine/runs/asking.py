"""A condition as a program of its own, with what it depends on and nothing else."""

from __future__ import annotations

from dataclasses import replace

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.expressions import DefinitionValue, Expression
from workflow_engine.program.program import Program, Tag
from workflow_engine.program.reading import expressions_of, parts

ASKED = "?"
"""The condition as a tag: a name that no policy can give."""


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
