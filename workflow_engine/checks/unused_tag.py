"""A tag that nothing depends on."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.usage import read_by_rules, tags_by_name
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program, Tag


def check(program: Program) -> Iterable[Diagnostic]:
    """WE740 for each such tag of a policy without blueprints; with them `check_all` looks."""
    return _found((), program) if program.head.blueprints is None else ()


def check_all(blueprints: Iterable[Blueprint], program: Program) -> Iterable[Diagnostic]:
    """WE740 for each tag that no expression reads, no section and no blueprint names."""
    return _found(blueprints, program)


def _found(blueprints: Iterable[Blueprint], program: Program) -> Iterable[Diagnostic]:
    used = {name for name, _ in read_by_rules(program)} | tags_by_name(program)
    used |= {blueprint.segment for blueprint in blueprints if blueprint.segment is not None}
    for tag in program.definitions.values():
        if isinstance(tag, Tag) and tag.id not in used:
            yield diagnose("WE740", tag.place, name=tag.label)
