"""A fail point that opens no recovery case."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.checks.known_names import one_of
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:
    """WE816 for each fail point without a failure of `recovery`."""
    known = one_of(failure.id for failure in program.recovery.failures)
    for cell in blueprint.cells:
        point = cell.fail_point
        if point is not None and point.failure is None:
            yield finding(blueprint, "WE816", point.place, fail=point.text, known=known)
