"""A duty that no service item carries out."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program


def check(program: Program) -> Iterable[Diagnostic]:
    """WE752 for each such duty."""
    named = {item.duty for item in program.items.values()}
    for duty in program.duties.values():
        if duty.id not in named:
            yield diagnose("WE752", duty.place, name=duty.label, id=duty.id)
