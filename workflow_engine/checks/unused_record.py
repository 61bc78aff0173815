"""A record form that no service item asks for."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program


def check(program: Program) -> Iterable[Diagnostic]:
    """WE756 for each such form."""
    asked = {item.record for item in program.items.values()}
    for record in program.records.values():
        if record.id not in asked:
            yield diagnose("WE756", record.place, name=record.label, id=record.id)
