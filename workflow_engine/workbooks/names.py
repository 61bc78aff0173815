"""What rules may look at, by name: what may head a column of a decision table."""

from __future__ import annotations

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.program import Program


def names_of(program: Program) -> dict[str, Bilingual]:
    """The labels of attributes and definitions by id."""
    named = (*program.attributes.values(), *program.definitions.values())
    return {one.id: one.label for one in named}
