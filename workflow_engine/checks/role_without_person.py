"""A role with work to do that nobody of the staff holds."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.usage import roles_at_work
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program


def check(program: Program) -> Iterable[Diagnostic]:
    """WE769 for each such role, where there is a staff table at all.

    A role whose person stands in an attribute of the customer has somebody for each of them.
    """
    held = {person.role for person in program.staff.values()}
    at_work = roles_at_work(program) if held else frozenset()
    for role in program.roles.values():
        if role.id in at_work and role.id not in held and role.person is None:
            yield diagnose("WE769", role.place, name=role.label, id=role.id)
