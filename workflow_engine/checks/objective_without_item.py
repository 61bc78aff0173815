"""An objective that no service item works towards."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program


def check(program: Program) -> Iterable[Diagnostic]:
    """WE751 for each such objective."""
    named = {item.objective for item in program.items.values()}
    for objective in program.objectives.values():
        if objective.id not in named:
            yield diagnose("WE751", objective.place, name=objective.label, id=objective.id)
