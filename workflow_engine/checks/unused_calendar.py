"""A calendar by which nothing is done."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program


def check(program: Program) -> Iterable[Diagnostic]:
    """WE757 for each calendar of several that no role, section, process or calendar names.

    The only calendar of a policy holds wherever none is named.
    """
    if len(program.calendars) == 1:
        return
    used = {role.calendar for role in program.roles.values()}
    used |= {process.calendar for process in program.processes.values()}
    used |= {calendar.base for calendar in program.calendars.values()}
    used.add(program.recovery.calendar)
    if program.feedback is not None:
        used.add(program.feedback.calendar)
    for calendar in program.calendars.values():
        if calendar.id not in used:
            label = calendar.label or Bilingual.same(calendar.id)
            yield diagnose("WE757", calendar.place, name=label, id=calendar.id)
