"""One condition in the policy's own language, asked of a program that is compiled already."""

from __future__ import annotations

from dataclasses import replace

from workflow_engine.compiler.scope import Scope
from workflow_engine.compiler.typing import type_condition
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.language.nodes import Written
from workflow_engine.program.expressions import (
    AttributeValue,
    DefinitionValue,
    Expression,
    Not,
    Or,
)
from workflow_engine.program.program import Program
from workflow_engine.program.types import BOOLEAN

FILE = "EXPRESSION"
"""What findings show as the file of a condition that stands in none."""


def compile_condition(
    text: str, program: Program
) -> tuple[Expression | None, tuple[Diagnostic, ...]]:
    """A condition over customers, typed, with everything found in it; None when it has mistakes.

    It reads attributes, measures, tags, scales and tables by id, with the words of either language.
    The category of customers without a category is a condition too, as it is behind `for`. Findings
    are about the text `FILE`.
    """
    start = Place(FILE, 1, 1, 1, len(text) + 1)
    categories = program.categories
    if categories is not None and text.strip() == categories.otherwise:
        return Not(Or(tuple(DefinitionValue(tag, BOOLEAN) for tag in categories.of))), ()
    expression, found = type_condition(
        Written(text, start, quoted=True, inner=start), _ProgramScope(program)
    )
    return expression, tuple(map(_by_hand, found))


def _by_hand(found: Diagnostic) -> Diagnostic:
    """The finding with its fix as a help: there is no file that `check --fix` could change."""
    if found.fix is None:
        return found
    return replace(found, fix=None, help=found.help or found.fix.title)


class _ProgramScope(Scope):
    """The names of a program: none of them is broken."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._labels = _labels(program)

    def lookup(self, name: str) -> AttributeValue | DefinitionValue | None:
        """What a name stands for, or None."""
        attribute = self._program.attributes.get(name)
        if attribute is not None:
            return AttributeValue(name, attribute.type)
        definition = self._program.definitions.get(name)
        return None if definition is None else DefinitionValue(name, definition.type)

    def names(self) -> list[str]:
        """Every name that may stand in a condition."""
        return [*self._program.attributes, *self._program.definitions]

    def nearest(self, name: str) -> str | None:
        """The name that is printed so, or the one that is spelt most like it."""
        return self._labels.get(name) or did_you_mean(name, self.names())


def _labels(program: Program) -> dict[str, str]:
    """The names by what is printed for them, where that is printed for one name alone."""
    found: dict[str, set[str]] = {}
    for named in (*program.attributes.values(), *program.definitions.values()):
        for label in (named.label.zh, named.label.en):
            found.setdefault(label, set()).add(named.id)
    return {label: next(iter(ids)) for label, ids in found.items() if len(ids) == 1}
