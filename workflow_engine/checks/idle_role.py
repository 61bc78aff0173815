"""A role that has nothing to do."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.usage import roles_at_work
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program


def check(program: Program) -> Iterable[Diagnostic]:
    """WE755 for each such role of a policy without blueprints; with them `check_all` looks."""
    return _found((), program) if program.head.blueprints is None else ()


def check_all(blueprints: Iterable[Blueprint], program: Program) -> Iterable[Diagnostic]:
    """WE755 for each role with no work, nobody below it, no rung and no cell of a blueprint."""
    return _found(blueprints, program)


def _found(blueprints: Iterable[Blueprint], program: Program) -> Iterable[Diagnostic]:
    busy = roles_at_work(program) | {role.reports_to for role in program.roles.values()}
    for blueprint in blueprints:
        busy |= {blueprint.owner, *(cell.by for cell in blueprint.cells)}
    for role in program.roles.values():
        if role.id not in busy:
            yield diagnose("WE755", role.place, name=role.label)
