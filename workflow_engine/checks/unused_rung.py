"""A rung that no case ever stands below."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.ladder_paths import ladder_paths, role_label, rungs_once
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program


def check(program: Program) -> Iterable[Diagnostic]:
    """WE476 for each rung from a role that owns no case and that no ladder leads to.

    A case may still be handed to such a role by hand, so this is only worth knowing. Roles above
    an owner in the organisation count as reached.
    """
    reached: set[str] = set()
    for path in ladder_paths(program):
        reached.update(path.roles)
        role = program.roles.get(path.top)
        while role is not None and role.reports_to is not None and role.reports_to not in reached:
            reached.add(role.reports_to)
            role = program.roles.get(role.reports_to)
    for rung in rungs_once(program):
        if rung.role not in reached:
            yield diagnose("WE476", rung.place, role=role_label(program, rung.role))
